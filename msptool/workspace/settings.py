"""`msptool.yaml`: the settings of the practice, each with the default of the manual."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from msptool.workspace.checks import Known
from msptool.workspace.entities import Entity, Entry, Kind, Many, Money, Slug, Text

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


class Practice(Entity):
    """Who the MSP is, as its reports say it."""

    name: Text = "Your practice"
    currency: str = Field(default="USD", pattern=r"^[A-Z]{3}$")
    email: str = ""
    phone: str = ""
    website: str = ""


class Settings(Entity):
    """The whole of `msptool.yaml`. Every key may be left out."""

    practice: Practice = Practice()
    weights: Weights = Weights()
    score_method: Literal["weighted", "plain"] = "weighted"
    review: Review = Review()
    visits: Visits = Visits()
    committee: Committee = Committee()
    schedule: Schedule = Schedule()
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
        return ()

    def end(self, known: Known) -> tuple[()]:
        """See `Check`."""
        known.add("technology", TECHNOLOGIES)
        return ()


SETTINGS = Kind("settings file", "msptool.yaml", Settings, "settings")
