"""The part of `msptool.yaml` about KPIs: targets, tickets, and the hours of a month."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from msptool.workspace.entities import Entity, Many, Slug, Text

_LARGEST = Decimal(10) ** 12
_DIGITS = 6


def number_of(value: object) -> Decimal | None:
    """A figure of 0 or more with at most six decimals; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    if not found.is_finite() or not 0 <= found < _LARGEST or found != round(found, _DIGITS):
        return None
    return abs(found)


def _number(value: object) -> object:
    found = number_of(value)
    if found is None:
        raise PydanticCustomError(
            "number", "a figure is 0 or more and less than a million millions, with at most six decimals, such as 118 or 12.5"
        )  # fmt: skip
    return found


Number = Annotated[Decimal, BeforeValidator(_number), Field(json_schema_extra={"type": "number", "minimum": 0})]

# Source of the five: seed 003, core components; `other` is what no alias names.
TicketCategory = Literal["identity", "endpoint", "network", "saas", "application", "other"]
TICKET_CATEGORIES: tuple[TicketCategory, ...] = get_args(TicketCategory)


class Target(Entity):
    """What a KPI should reach. A share is written 0 to 1, such as 0.95."""

    target: Number = Field(description="Good from here on: at least this, or at most, as the KPI's direction says.")
    watch: Number | None = Field(
        default=None, description="Not good, and not yet bad, up to here; without it all that misses the target is bad."
    )


class ResponseMinutes(Entity):
    """Minutes until the first answer to a ticket, by category."""

    identity: int = Field(default=30, ge=1)
    endpoint: int = Field(default=120, ge=1)
    network: int = Field(default=60, ge=1)
    saas: int = Field(default=60, ge=1)
    application: int = Field(default=120, ge=1)
    other: int = Field(default=240, ge=1)

    def of(self, category: str) -> int:
        """The minutes of a category."""
        return int(getattr(self, category))


class Recurring(Entity):
    """When an issue recurs: so many tickets of one client and category in so many days."""

    times: int = Field(default=3, ge=2, le=1000)
    days: int = Field(default=30, ge=1, le=366)


class Tickets(Entity):
    """How tickets of an export are counted."""

    response_minutes: ResponseMinutes = ResponseMinutes()
    recurring: Recurring = Recurring()
    categories: dict[Text, TicketCategory] = Field(
        default_factory=dict, description="What your ticket types mean, such as 'Password reset: identity'; msptool's own words come after."
    )  # fmt: skip


class Kpis(Entity):
    """The practice's own targets, and what every client is expected to have each month."""

    targets: dict[Slug, Target] = Field(
        default_factory=dict, description="By KPI, where they differ from those that msptool brings."
    )
    expected: Many[Slug] = Field(
        default=("tickets", "patch-endpoints", "backup-success", "baseline-devices", "baseline-users"),
        description="Recorded KPIs that 'msptool kpi check' misses where a client has none for a month.",
    )
    hours_per_month: float = Field(
        default=140.0,
        gt=0,
        le=744,
        strict=False,
        description="Hours that one person of the delivery areas works in a month.",
    )
    tickets: Tickets = Tickets()
