"""The visits of a client in a year: `practice/schedule/<year>/<client>.yaml`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from msptool.workspace.entities import Day, Entity, Kind, Many, Slug

VisitStatus = Literal["planned", "confirmed", "done", "cancelled"]
Step = Literal["planned", "moved", "reassigned", "confirmed", "done", "cancelled"]


class Change(Entity):
    """One step in the life of a visit: what was done, when, and why. Their number is the calendar entry's sequence."""

    on: Day
    step: Step
    was: Day | None = Field(default=None, description="The day before a move.")
    reason: str = ""


class Visit(Entity):
    """One full day at a client. `id` stays the same when it is moved."""

    id: int = Field(ge=1, le=400)
    day: Day
    tam: Slug
    status: VisitStatus = "planned"
    ideal: Day | None = Field(default=None, description="The evenly spaced day that the plan aimed at.")
    changes: Many[Change] = ()

    @property
    def stands(self) -> bool:
        """Whether the visit takes place, or did."""
        return self.status != "cancelled"

    @property
    def fixed(self) -> bool:
        """Whether no plan may move it."""
        return self.status in ("confirmed", "done")


def _year(value: object) -> object:
    if isinstance(value, str) and value.isdecimal() and len(value) == 4:
        return int(value)
    return value


Year = Annotated[int, BeforeValidator(_year), Field(ge=1900, le=2200)]


class ClientYear(Entity):
    """The visits of one client in one year, by day."""

    year: Year
    client: Slug
    visits: Many[Visit] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> ClientYear:
        numbers = [visit.id for visit in self.visits]
        twice = next((each for each in numbers if numbers.count(each) > 1), None)
        if twice is not None:
            raise PydanticCustomError("visits", "two visits have the number {number}", {"number": twice})
        outside = next((visit.day for visit in self.visits if visit.day.year != self.year), None)
        if outside is not None:
            raise PydanticCustomError("visits", "{day} is not in {year}", {"day": str(outside), "year": self.year})
        days = [visit.day for visit in self.visits if visit.stands]
        double = next((day for day in days if days.count(day) > 1), None)
        if double is not None:
            raise PydanticCustomError("visits", "there are two visits on {day}", {"day": str(double)})
        return self

    @property
    def standing(self) -> tuple[Visit, ...]:
        """The visits that take place, or did, by day."""
        return tuple(sorted((visit for visit in self.visits if visit.stands), key=lambda visit: visit.day))

    def on(self, day: date) -> Visit | None:
        """The visit of a day."""
        return next((visit for visit in self.visits if visit.stands and visit.day == day), None)


CLIENT_YEAR = Kind("client year", "practice/schedule/{year}/{client}.yaml", ClientYear, "visits")
