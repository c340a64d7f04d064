"""KPIs as files: the practice's own definitions, the records of a month, patch exceptions."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from msptool.kpis.periods import MONTH, WEEK, period_of
from msptool.workspace.entities import Day, Entity, Kind, Many, Slug, Text
from msptool.workspace.kpi_settings import Number, TicketCategory

Unit = Literal["share", "count", "hours", "minutes", "money", "ratio"]
Direction = Literal["up", "down", "none"]
Level = Literal["client", "practice"]


def _month_or_week(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(f"{MONTH}|{WEEK}", value) and period_of(value):
        return value
    raise PydanticCustomError(
        "period", "the file is named after its month, such as 2026-10, or its week, such as 2026-w44"
    )


def _month(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(MONTH, value) and period_of(value):
        return value
    raise PydanticCustomError("period", "the file is named after its month, such as 2026-10")


class Definition(Entity):
    """A KPI of the practice's own, besides those that msptool knows."""

    id: Slug
    name: Text = Field(description="What people call it. A client may see it.")
    meaning: Text = Field(description="What it says, in plain language. A client may see it.")
    unit: Unit = Field(description="A share is numerator / denominator, 0 to 1; a ratio may be more than 1.")
    numerator: Text = Field(description="What is counted above the line, such as 'phones with a screen lock'.")
    denominator: str = Field(default="", description="What is below the line, such as 'phones'; a share needs one.")
    direction: Direction = Field(default="up", description="Whether more or less of it is better.")
    target: Number | None = Field(default=None, description="Good from here on.")
    watch: Number | None = Field(default=None, description="Not good, and not yet bad, up to here.")
    level: Level = Field(default="client", description="A client's figure, or one of the whole practice.")
    on_client_page: bool = Field(default=False, description="The monthly business report shows it to the client.")

    @model_validator(mode="after")
    def _fits_together(self) -> Definition:
        if self.unit in ("share", "ratio") and not self.denominator.strip():
            raise PydanticCustomError("kpi", "a share or a ratio needs a denominator: what the numerator is a part of")
        if self.direction == "none" and (self.target is not None or self.watch is not None):
            raise PydanticCustomError("kpi", "a figure with a target has a direction: up or down")
        if self.target is None and self.watch is not None:
            raise PydanticCustomError("kpi", "'watch' goes with a target")
        if self.target is not None and self.watch is not None and not in_order(self.direction, self.target, self.watch):
            raise PydanticCustomError(
                "kpi", "'watch' lies beyond the target: less of what goes up, more of what goes down"
            )
        if self.unit == "share" and max(self.target or 0, self.watch or 0) > 1:
            raise PydanticCustomError("kpi", "the target of a share is 0 to 1, such as 0.95")
        if self.level == "practice" and self.on_client_page:
            raise PydanticCustomError("kpi", "a figure of the practice is on no client's page")
        return self


def in_order(direction: Direction, target: Decimal, watch: Decimal) -> bool:
    """Whether the band between good and bad lies on the bad side of the target."""
    return watch <= target if direction == "up" else watch >= target


class Issue(Entity):
    """An issue that came back: the same client, category, and subject or asset. Internal."""

    issue: Text = Field(description="The normalised subject, or the asset. Internal.")
    key: str = Field(pattern=r"^[0-9a-f]{10}$", description="By which its tickets are found again.")
    category: TicketCategory
    times: int = Field(ge=2, description="Tickets in the days that count, up to its last one in the month.")


class Record(Entity):
    """One figure of one period, with what it is made of and where it comes from."""

    numerator: Number
    denominator: Number | None = Field(default=None, description="Without one the figure is the numerator itself.")
    source: Text = Field(description="Where the figure comes from, such as 'backup console'. A client may see it.")
    recorded: Day = Field(description="The day on which it was written down.")
    by: Slug | None = Field(default=None, description="Who wrote it down. Internal.")
    cases: int | None = Field(default=None, ge=0, description="How many cases a median is of.")
    note: str = Field(default="", description="Internal.")
    issues: Many[Issue] = Field(default=(), description="The issues that came back, the most frequent first. Internal.")


class ClientMonth(Entity):
    """The recorded KPIs of one client in one month."""

    client: Slug
    period: Annotated[str, BeforeValidator(_month)]
    records: dict[Slug, Record] = Field(default_factory=dict, description="By KPI.")


class PracticePeriod(Entity):
    """The recorded KPIs of the practice in one month, or in one week."""

    period: Annotated[str, BeforeValidator(_month_or_week)]
    records: dict[Slug, Record] = Field(default_factory=dict, description="By KPI.")


class PatchException(Entity):
    """Something that is not patched for a while, and until when (seed 003). Internal."""

    client: Slug
    id: Slug
    covers: Text = Field(description="What stays unpatched, such as 'the till at the garden gate'.")
    reason: Text
    by: Text = Field(description="Who agreed, by role or name.")
    since: Day
    until: Day = Field(description="The last day; then it is patched, or agreed again.")
    closed: Day | None = Field(default=None, description="The day on which it was patched after all.")

    @model_validator(mode="after")
    def _in_order(self) -> PatchException:
        if self.until < self.since or (self.closed is not None and self.closed < self.since):
            raise PydanticCustomError("exception", "the exception ends before it begins")
        return self


KPI_DEFINITION = Kind("KPI definition", "practice/kpis/definitions/{id}.yaml", Definition, "kpi-definition")
CLIENT_MONTH = Kind("month of a client's KPIs", "clients/{client}/kpis/{period}.yaml", ClientMonth, "client-kpis")
PRACTICE_PERIOD = Kind("period of the practice's KPIs", "practice/kpis/{period}.yaml", PracticePeriod, "practice-kpis")
PATCH_EXCEPTION = Kind("patch exception", "clients/{client}/kpis/patch-exceptions/{id}.yaml", PatchException)
