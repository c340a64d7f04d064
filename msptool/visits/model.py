"""The visits of a client in a year: `practice/schedule/<year>/<client>.yaml`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from msptool.workspace.entities import Day, Entity, Kind, Many, Slug

VisitStatus = Literal["planned", "confirmed", "done", "cancelled"]
Step = Literal["planned", "moved", "reassigned", "confirmed", "reopened", "done", "cancelled"]


class Change(Entity):
    """One step in the life of a visit: what was done, when, and why. Their number is the calendar entry's sequence."""

    on: Day
    step: Step
    day: Day | None = Field(default=None, description="The visit's day from this step on, where the step gave it one.")
    was: Day | None = Field(default=None, description="The day before a move.")
    was_tam: Slug | None = Field(default=None, description="Who visited before it was reassigned.")
    reason: str = ""


class Visit(Entity):
    """One full day at a client. `id` stays the same when it is moved."""

    id: int = Field(ge=1, le=400)
    day: Day
    tam: Slug
    status: VisitStatus = "planned"
    held: bool = Field(default=False, description="No plan moves it: a person put it on a day that breaks a rule.")
    ideal: Day | None = Field(
        default=None, description="What a plan aims at: an evenly spaced day, or a person's choice."
    )
    changes: Many[Change] = ()

    @property
    def stands(self) -> bool:
        """Whether the visit takes place, or did."""
        return self.status != "cancelled"

    @property
    def fixed(self) -> bool:
        """Whether no plan may move it."""
        return self.held or self.status in ("confirmed", "done")

    def day_after(self, place: int) -> date:
        """The day that the visit had after the change at a place of its history."""
        return next((each.was for each in self.changes[place + 1 :] if each.was), self.day)


def _year(value: object) -> object:
    if isinstance(value, str) and value.isdecimal() and len(value) == 4:
        return int(value)
    return value


Year = Annotated[int, BeforeValidator(_year), Field(ge=1900, le=2200)]


class ClientYear(Entity):
    """The visits of one client in one year, by day."""

    year: Year
    client: Slug
    uid: str = Field(
        default="", max_length=150, pattern=r"^$|^[a-z0-9]+(?:-[a-z0-9]+)*$",
        description="What calendars call its entries; it stays when the file gets another name.",
    )  # fmt: skip
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
    def series(self) -> str:
        """What calendars call the visits of this file, before the number of each."""
        return self.uid or f"{self.client}-{self.year}"

    @property
    def standing(self) -> tuple[Visit, ...]:
        """The visits that take place, or did, by day."""
        return tuple(sorted((visit for visit in self.visits if visit.stands), key=lambda visit: visit.day))

    def on(self, day: date) -> Visit | None:
        """The visit of a day."""
        return next((visit for visit in self.visits if visit.stands and visit.day == day), None)


CLIENT_YEAR = Kind("client year", "practice/schedule/{year}/{client}.yaml", ClientYear, "visits")
