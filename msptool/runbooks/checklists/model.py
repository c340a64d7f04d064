"""A checklist of the practice, and one time that it was worked through for a client."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from msptool.runbooks.escalation.model import first_twice
from msptool.runbooks.model import LONGEST_TICKET
from msptool.standards.model import Area
from msptool.workspace.entities import Day, Entity, Kind, Many, Slug, Text


class Item(Entity):
    """One thing to do."""

    id: Slug
    do: Text
    how: str = Field(default="", description="Where and how, where it is not plain. Internal.")
    area: Area | None = Field(default=None, description="Who does it, where it is not the checklist's area.")


class Checklist(Entity):
    """A list that is worked through each time the same thing happens: `practice/checklists/<id>.yaml`."""

    id: Slug
    title: Text
    when: Text = Field(description="What it is for, and when it begins.")
    area: Area = Field(description="The delivery area that works it through.")
    about: Literal["person", "client"] = Field(default="person", description="What each run of it is about.")
    days: int | None = Field(
        default=None,
        ge=0,
        le=366,
        description="Days from the start until it must be done; a run may name its own last day.",
    )
    items: Many[Item] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_each_once(self) -> Checklist:
        twice = first_twice(item.id for item in self.items)
        if twice is not None:
            raise PydanticCustomError("items", "two items are called {id}", {"id": twice})
        return self


class Tick(Entity):
    """An item of a run: its words as they were when the run began, and what became of it."""

    id: Slug
    do: Text
    on: Day | None = Field(default=None, description="The day on which it was ticked, or found not to apply.")
    by: Slug | None = None
    note: str = Field(default="", description="Internal.")
    na: str = Field(default="", description="Why it does not apply.")

    @model_validator(mode="after")
    def _is_dated(self) -> Tick:
        if self.na and self.on is None:
            raise PydanticCustomError("tick", "an item that does not apply has the day on which that was said")
        return self

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do."""
        return self.on is not None


class ChecklistRun(Entity):
    """One run: `clients/<client>/checklists/<date>-<checklist>-<who>.yaml`."""

    client: Slug
    id: Slug
    checklist: Slug
    about: Text = Field(description="Whom or what it is about, such as the person's name.")
    ticket: str = Field(default="", max_length=LONGEST_TICKET)
    started: Day
    due: Day | None = Field(default=None, description="The last day.")
    by: Slug | None = Field(default=None, description="Who began it.")
    items: Many[Tick] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_in_order(self) -> ChecklistRun:
        twice = first_twice(item.id for item in self.items)
        if twice is not None:
            raise PydanticCustomError("items", "two items are called {id}", {"id": twice})
        early = next((item.id for item in self.items if item.on is not None and item.on < self.started), None)
        if early is not None:
            raise PydanticCustomError("items", "{id} is ticked before the run began", {"id": early})
        return self

    @property
    def open_items(self) -> tuple[Tick, ...]:
        """What is left to do."""
        return tuple(item for item in self.items if not item.is_settled)

    @property
    def finished(self) -> date | None:
        """The day of the last tick, once nothing is left."""
        return None if self.open_items else max(item.on for item in self.items if item.on is not None)

    def is_late(self, today: date) -> bool:
        """Whether it was, or should have been, finished before today and was not in time."""
        return self.due is not None and self.due < (self.finished or today)


CHECKLIST = Kind("checklist", "practice/checklists/{id}.yaml", Checklist)
CHECKLIST_RUN = Kind("checklist run", "clients/{client}/checklists/{id}.yaml", ChecklistRun)
