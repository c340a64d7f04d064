"""A client, as `clients/<id>/client.yaml` holds it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from msptool.workspace.entities import Day, Entity, Kind, Many, Money, Slug, Span, Text
from msptool.workspace.settings import Weekday

ContactRole = Literal["decision-maker", "point-of-contact", "finance", "compliance", "it", "user"]


class Contact(Entity):
    """Someone at the client."""

    name: Text
    role: ContactRole = "point-of-contact"
    title: str = ""
    email: str = ""
    phone: str = ""


class Site(Entity):
    """A place where the client works."""

    name: Text
    address: str = ""
    notes: str = Field(default="", description="How to get in, where the server room is. Internal.")


class Team(Entity):
    """The MSP's people for this client, by id. The TAM stays the same from visit to visit."""

    tam: Slug | None = None
    vcio: Slug | None = None
    sales: Slug | None = None


class Agreement(Entity):
    """The row of the agreement chart (seed 004)."""

    starts: Day
    ends: Day | None = None
    renews: bool = Field(default=False, description="It goes on after its end until somebody gives notice.")
    mrr: Money = Field(default=Decimal("0.00"), ge=0, description="Monthly recurring revenue.")
    seats: int = Field(default=0, ge=0)
    servers: int = Field(default=0, ge=0)
    storage_gb: int = Field(default=0, ge=0)
    endpoints: int | None = Field(default=None, ge=0, description="Devices under care; otherwise seats plus servers.")
    onsite_days: int | None = Field(default=None, ge=0, le=366, description="Agreed visits a year.")
    reactive_hours: float | None = Field(
        default=None, ge=0, strict=False, description="Reactive hours a month, the mean of the last quarter: its noise."
    )
    service_model: Literal["fully-managed", "co-managed"] = "fully-managed"

    @model_validator(mode="after")
    def _in_order(self) -> Agreement:
        if self.ends is not None and self.ends < self.starts:
            raise PydanticCustomError("agreement", "the agreement ends before it starts")
        return self

    @property
    def rhem(self) -> float | None:
        """Reactive hours per endpoint per month; None without both figures (domain: good at or under 0.25)."""
        return self.reactive_hours / self.devices if self.reactive_hours is not None and self.devices else None

    @property
    def devices(self) -> int:
        """Devices under care: the endpoints, else seats and servers."""
        return self.endpoints if self.endpoints is not None else self.seats + self.servers

    def runs_on(self, day: date) -> bool:
        """Whether the agreement is in force on `day`."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


class VisitDays(Entity):
    """When the client can be visited."""

    weekdays: Many[Weekday] = Field(default=(), description="Preferred ones; empty: any.")
    closed: Many[Span] = Field(default=(), description="Days without visits: shutdown, year end, stocktaking.")
    min_gap: int | None = Field(default=None, ge=0, le=366, description="Least days between two visits.")


class Exemption(Entity):
    """Standards that do not apply to this client for a while, and who said so."""

    standard: Slug | None = None
    category: Slug | None = None
    tag: Slug | None = None
    reason: Text
    by: Text
    since: Day
    until: Day | None = Field(default=None, description="The last day; without it the exemption stays.")

    @model_validator(mode="after")
    def _names_one(self) -> Exemption:
        if sum(value is not None for value in (self.standard, self.category, self.tag)) != 1:
            raise PydanticCustomError("exemption", "an exemption names one of 'standard', 'category' or 'tag'")
        if self.until is not None and self.until < self.since:
            raise PydanticCustomError("exemption", "the exemption ends before it starts")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether the exemption is in force on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)


class Client(Entity):
    """A customer company."""

    id: Slug
    name: Text
    status: Literal["onboarding", "active", "former"] = "active"
    tags: Many[Slug] = ()
    technologies: Many[Slug] = ()
    sites: Many[Site] = ()
    contacts: Many[Contact] = ()
    team: Team = Team()
    visiting: VisitDays = VisitDays()
    agreement: Agreement | None = Field(default=None, description="The one in force, or the latest.")
    earlier_agreements: Many[Agreement] = Field(default=(), description="Those before it, the latest first.")
    exemptions: Many[Exemption] = ()
    fiscal_year_starts: int = Field(default=1, ge=1, le=12, description="Month in which its fiscal year begins.")
    notes: str = Field(default="", description="Internal: never on a page for the client.")
    external: dict[str, str] = Field(default_factory=dict, description="Ids in other systems.")

    @property
    def is_current(self) -> bool:
        """Whether it is a client now, be it under onboarding."""
        return self.status != "former"

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """All agreements, the latest first."""
        return (*((self.agreement,) if self.agreement else ()), *self.earlier_agreements)

    def agreement_on(self, day: date) -> Agreement | None:
        """The agreement in force on `day`."""
        return next((each for each in self.agreements if each.runs_on(day)), None)

    def served_on(self, day: date) -> bool:
        """Whether it was a client on `day`: from its first agreement's start, and a former one until its last end."""
        if not self.agreements:
            return self.is_current
        started = min(each.starts for each in self.agreements)
        ended = max(each.ends or date.max for each in self.agreements)
        return started <= day and (self.is_current or day <= ended)


CLIENT = Kind("client", "clients/{id}/client.yaml", Client)
