"""`msptool.yaml`: the settings of the practice, each with the default of the manual."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from msptool.colours import READABLE, contrast, readable_on_white
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entity, Entry, Kind, Many, Money, Slug, Text
from msptool.workspace.evidence_settings import EvidenceSettings
from msptool.workspace.kpi_settings import Kpis
from msptool.workspace.ticket_settings import HandoffTickets

TECHNOLOGIES = {
    "active-directory": "Active Directory",
    "aws": "Amazon Web Services",
    "azure": "Microsoft Azure",
    "backup-appliance": "Backup appliance",
    "cloud-backup": "Cloud backup",
    "door-access": "Electronic door access",
    "entra-id": "Microsoft Entra ID",
    "exchange-server": "Exchange Server",
    "firewall": "Firewall",
    "generator": "Generator",
    "google-workspace": "Google Workspace",
    "hyper-v": "Hyper-V",
    "intune": "Microsoft Intune",
    "line-of-business-app": "Line of business application",
    "macos": "macOS",
    "managed-switch": "Managed switch",
    "meeting-rooms": "Meeting room equipment",
    "microsoft-365": "Microsoft 365",
    "mobile-devices": "Mobile devices",
    "on-premises-server": "Server on the premises",
    "printers": "Network printers",
    "remote-desktop-services": "Remote Desktop Services",
    "router": "Router",
    "security-cameras": "Security cameras",
    "server-room": "Server room or network cabinet",
    "sql-server": "SQL Server",
    "ups": "Battery backup (UPS)",
    "vmware": "VMware",
    "voip": "Voice over IP",
    "vpn": "Remote-access VPN",
    "wifi": "Wi-Fi",
    "windows-desktop": "Windows desktop",
    "windows-server": "Windows Server",
}


_TIME = r"^([01]\d|2[0-3]):[0-5]\d$"


class Weights(Entity):
    """Points of a standard by its priority (domain: high 5, medium 3, low 1)."""

    high: int = Field(default=5, ge=0, le=1000)
    medium: int = Field(default=3, ge=0, le=1000)
    low: int = Field(default=1, ge=0, le=1000)

    def of(self, priority: str) -> int:
        """The points of `high`, `medium` or `low`."""
        return int(getattr(self, priority))


class Review(Entity):
    """What a visit may take."""

    minutes: int = Field(default=300, ge=10, le=1440, description="Minutes of a visit day for the review itself.")
    first_visit_limit: int = Field(default=30, ge=1, description="Standards on the first visit to a client.")
    growth_per_visit: int = Field(default=10, ge=0, description="How many more with every finished review.")
    due_soon_days: int = Field(default=30, ge=0, description="An answer that runs out within so many days is due now.")
    priority_tags: Many[Slug] = Field(default=("high-impact",), description="Tags that come first in a visit.")


class Visits(Entity):
    """How many visits a client should have (seed 004)."""

    mrr_per_monthly_visit: Money = Field(default=Decimal("4000.00"), gt=0, description="Guideline: 3,000 to 5,000.")
    minimum_per_year: int = Field(default=4, ge=0, le=366)
    rhem_target: float = Field(
        default=0.25,
        gt=0,
        strict=False,
        description="Reactive hours per endpoint per month; a noisier client gets more visits.",
    )


Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)


class Schedule(Entity):
    """How the year of visits is planned."""

    calendars: Many[Slug] = Field(default=(), description="Days off of everybody, by practice/calendars/.")
    timezone: str = Field(default="UTC", description="Of the visits' times, such as America/Chicago.")
    starts: str = Field(default="09:00", pattern=_TIME, description="When a visit day begins.")
    ends: str = Field(default="17:00", pattern=_TIME)
    gap_share: float = Field(
        default=0.5, ge=0, le=1, strict=False, description="Least days between two visits, as a share of even spacing."
    )
    weekday_weight: int = Field(
        default=9,
        ge=0,
        le=100_000,
        description="A visit on a day that the client likes less costs as much as three days off.",
    )
    move_weight: int = Field(
        default=200, ge=0, le=1_000_000, description="A moved visit costs as much as one that is 14 days off."
    )
    warn_share: float = Field(
        default=0.9, ge=0, le=1, strict=False, description="Say so when more of a TAM's days are promised."
    )
    clients_per_tam: int = Field(default=22, ge=1, description="Guideline: 18 to 22 (seed 004).")
    mrr_per_tam: Money = Field(default=Decimal("70000.00"), gt=0, description="Guideline of seed 004.")

    @property
    def said_timezone(self) -> str:
        """The time zone where the practice has written one, else nothing: a guess is for nobody to read."""
        return self.timezone if "timezone" in self.model_fields_set else ""

    @field_validator("timezone")
    @classmethod
    def _is_known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise PydanticCustomError("timezone", "there is no time zone {name}", {"name": name}) from None
        return name


class Committee(Entity):
    """When the standards committee meets: set a year ahead (seed 004)."""

    weekday: Weekday = "tuesday"
    week: int = Field(default=2, ge=1, le=5, description="Of the month: the second Tuesday. 5 is the last.")
    every_months: int = Field(default=1, ge=1, le=12)
    time: str = Field(default="10:00", pattern=_TIME)
    minutes: int = Field(default=60, ge=5, le=960)
    code_owners: dict[Slug, Text] = Field(
        default_factory=dict,
        description="Who owns the files of a delivery area on the git host, such as '@northgate/service-desk'.",
    )


class CostBands(Entity):
    """What the words for a remedy's cost mean until there is a quote."""

    none: Money = Field(default=Decimal("0.00"), ge=0)
    low: Money = Field(default=Decimal("300.00"), ge=0)
    medium: Money = Field(default=Decimal("1500.00"), ge=0)
    high: Money = Field(default=Decimal("6000.00"), ge=0)
    major: Money = Field(default=Decimal("20000.00"), ge=0)


class Roadmap(Entity):
    """How recommendations are estimated and planned."""

    cost_bands: CostBands = CostBands()
    hours_per_quarter: float = Field(
        default=60.0, ge=0, strict=False, description="Hours for one client's recommendations in a quarter."
    )
    quarters: int = Field(default=4, ge=1, le=12, description="How far a plan looks ahead: one to three years.")


def _percent(value: object) -> object:
    if isinstance(value, str | int | float | Decimal) and not isinstance(value, bool):
        try:
            found = Decimal(str(value))
        except InvalidOperation:
            found = Decimal("nan")
        if found.is_finite() and abs(found) < 100_000 and found == round(found, 4):
            return found
    raise PydanticCustomError("percent", "a percentage is a number with at most four decimals, such as 30 or 8.875")


Percent = Annotated[Decimal, BeforeValidator(_percent), Field(json_schema_extra={"type": "number"})]


class Rate(Entity):
    """An hour of work, without tax."""

    price: Money = Field(ge=0, description="What the client pays.")
    cost: Money = Field(ge=0, description="What it costs the practice. Internal.")


# By the delivery areas of the standards.
RATES = {
    "tam": Rate(price=Decimal("165.00"), cost=Decimal("70.00")),
    "vcio": Rate(price=Decimal("195.00"), cost=Decimal("95.00")),
    "service-desk": Rate(price=Decimal("135.00"), cost=Decimal("55.00")),
    "centralized-services": Rate(price=Decimal("145.00"), cost=Decimal("60.00")),
    "professional-services": Rate(price=Decimal("175.00"), cost=Decimal("80.00")),
    "design-desk": Rate(price=Decimal("150.00"), cost=Decimal("65.00")),
}


class Tax(Entity):
    """The tax that the prices of a proposal get on top."""

    name: Text = "Sales tax"
    rate: Percent = Field(default=Decimal(0), ge=0, le=100, description="In percent of the price.")
    taxable: Many[Literal["hardware", "software", "service", "labour"]] = Field(
        default=("hardware", "software"), description="What it is due on."
    )


class Proposals(Entity):
    """How the Design Desk prices and writes proposals."""

    markup: Percent = Field(
        default=Decimal(30), ge=0, description="In percent of the cost, where a line says nothing else (seed 004)."
    )
    rates: dict[Slug, Rate] = Field(
        default_factory=dict, description="By delivery area, where they differ from those that msptool brings."
    )
    tax: Tax = Tax()
    validity_days: int = Field(default=30, ge=1, le=730, description="How long a proposal stands after it was sent.")
    writing_days: int = Field(default=10, ge=0, le=365, description="From a request until the document is due.")
    notice_days: int = Field(default=7, ge=0, le=365, description="Say so when a price runs out within so many days.")

    @field_validator("rates")
    @classmethod
    def _are_of_areas(cls, rates: dict[str, Rate]) -> dict[str, Rate]:
        unknown = next((name for name in rates if name not in RATES), None)
        if unknown is not None:
            known = ", ".join(RATES)
            raise PydanticCustomError("rates", "{name} is none of {known}", {"name": unknown, "known": known})
        return rates

    @property
    def all_rates(self) -> dict[str, Rate]:
        """The rate of every delivery area."""
        return {**RATES, **self.rates}


class Changes(Entity):
    """How the practice changes its own tools (seed 000)."""

    pilot_days_least: int = Field(default=3, ge=1, le=60, description="Business days of a pilot.")
    pilot_days_most: int = Field(default=5, ge=1, le=60)
    watch_days: int = Field(
        default=5, ge=1, le=60, description="Business days after the roll-out in which it shows whether it went well."
    )
    period_days: int = Field(default=30, ge=1, le=3660, description="Days that the success rate looks back.")
    success_goal: float = Field(
        default=0.95, ge=0, le=1, strict=False, description="Of the changes that were rolled out, as a share."
    )
    author_may_approve: bool = Field(default=False, description="Whether somebody may sign off a change of their own.")
    subjects: Many[Slug] = Field(
        default=("assets", "passwords", "alerts", "incidents", "billing", "configuration"),
        description="Each needs one tool that is its source of truth.",
    )
    hours_per_trouble: float = Field(
        default=1.0, ge=0, le=1000, strict=False,
        description="What a delay or an error of a manual step costs, in the ranking of the tech-debt audit.",
    )  # fmt: skip

    @model_validator(mode="after")
    def _pilot_is_possible(self) -> Changes:
        if self.pilot_days_most < self.pilot_days_least:
            raise PydanticCustomError("changes", "'pilot_days_most' is less than 'pilot_days_least'")
        return self


class Owner(Entity):
    """How far the practice runs without its owner (seed 002)."""

    interruptions_per_week: float = Field(
        default=2.0, ge=0, le=1000, strict=False, description="Goal: at most so many, as the mean of four weeks."
    )
    drill_days: int = Field(default=3, ge=1, le=20, description="Working days of a drill without the owner.")


class Branding(Entity):
    """How the reports look. A client may see all of it."""

    logo: str = Field(
        default="", max_length=300, description="An SVG, PNG or JPEG file in the workspace, such as branding/logo.svg."
    )
    accent: str = Field(
        default="", pattern=r"^$|^#[0-9a-fA-F]{6}$", description="The colour of headings and charts, such as '#0b5f76'."
    )
    footer: str = Field(
        default="", max_length=500, description="A line under every page, such as the registered office."
    )
    paper: Literal["", "A4", "letter"] = Field(default="", description="Of a PDF; otherwise what the browser takes.")

    @field_validator("accent")
    @classmethod
    def _can_be_read(cls, accent: str) -> str:
        if accent and (found := contrast(accent, "#ffffff")) < READABLE:
            raise PydanticCustomError(
                "accent", "{accent} has a contrast of {found} on white, and text needs 4.5; {better} has it",
                {"accent": accent, "found": f"{found:.1f}", "better": readable_on_white(accent)},
            )  # fmt: skip
        return accent


_NOBODY = "Your practice"


class Practice(Entity):
    """Who the MSP is, as its reports say it."""

    name: Text = _NOBODY
    id: str | None = Field(
        default=None, pattern="^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$", max_length=100,
        description="What a warehouse of several practices knows it by, such as northgate; without one it is made of the name.",
    )  # fmt: skip
    currency: str = Field(default="USD", pattern=r"^[A-Z]{3}$")
    email: str = ""
    phone: str = ""
    website: str = ""

    @property
    def is_named(self) -> bool:
        """Whether somebody has said who the practice is."""
        return self.id is not None or self.name != _NOBODY

    @property
    def key(self) -> str:
        """The id, else one made of the name. It begins with a letter, so that no reader takes it for a number or a day."""
        if self.id is not None:
            return self.id
        letters = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode().lower()
        made = "-".join(re.findall("[a-z0-9]+", letters))[:90].strip("-")
        return made if made[:1].isalpha() else f"practice-{made}".rstrip("-")


class Settings(Entity):
    """The whole of `msptool.yaml`. Every key may be left out."""

    practice: Practice = Practice()
    weights: Weights = Weights()
    score_method: Literal["weighted", "plain"] = "weighted"
    review: Review = Review()
    visits: Visits = Visits()
    committee: Committee = Committee()
    schedule: Schedule = Schedule()
    branding: Branding = Branding()
    roadmap: Roadmap = Roadmap()
    proposals: Proposals = Proposals()
    changes: Changes = Changes()
    owner: Owner = Owner()
    kpis: Kpis = Kpis()
    evidence: EvidenceSettings = EvidenceSettings()
    tickets: HandoffTickets = HandoffTickets()
    technologies: dict[Slug, Text] = Field(
        default_factory=dict, description="More technologies than those that msptool knows: id and name."
    )

    @property
    def all_technologies(self) -> dict[str, str]:
        """Those that msptool knows and those of the practice, by id."""
        return {**TECHNOLOGIES, **self.technologies}


class SettingsCheck:
    """Tells the other rooms which technologies the practice knows. There are no rules for settings."""

    def file(self, entry: Entry[Settings], known: Known) -> tuple[()]:
        """See `Check`."""
        known.add("technology", entry.entity.technologies)
        known.add("KPI of the settings", (*entry.entity.kpis.targets, *entry.entity.kpis.expected))
        known.add("calendar of everybody", entry.entity.schedule.calendars)
        known.add("settings of changes", [entry.entity.changes.model_dump_json()])
        return ()

    def end(self, known: Known) -> tuple[()]:
        """See `Check`."""
        known.add("technology", TECHNOLOGIES)
        return ()


SETTINGS = Kind("settings file", "msptool.yaml", Settings, "settings")
