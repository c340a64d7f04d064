"""The plan of a new client's first ninety days: `clients/<client>/onboarding.yaml`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from msptool.standards.model import Area
from msptool.workspace.entities import Day, Entity, Kind, Many, Slug, Text

Count = Annotated[int, Field(ge=0)]


class Task(Entity):
    """One thing to do: by which delivery area, by whom, until when, and when it was done."""

    id: Slug
    task: Text
    area: Area
    by: Slug | None = None
    due: Day
    done: Day | None = None
    note: str = Field(default="", description="Internal.")

    def is_late(self, today: date) -> bool:
        """Whether it should have been done before today."""
        return self.done is None and self.due < today


class Phase(Entity):
    """Some weeks of the plan."""

    id: Slug
    name: Text
    starts: Day
    ends: Day
    tasks: Many[Task] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Phase:
        if self.ends < self.starts:
            raise PydanticCustomError("phase", "the phase ends before it starts")
        return self


class Incidents(Entity):
    """Tickets by category over three months, from the PSA: before the first day, and up to the ninetieth."""

    before: dict[Text, Count] = Field(default_factory=dict)
    after: dict[Text, Count] = Field(default_factory=dict)


class Onboarding(Entity):
    """The whole plan."""

    client: Slug
    starts: Day
    phases: Many[Phase] = Field(min_length=1)
    incidents: Incidents = Incidents()

    @model_validator(mode="after")
    def _names_each_task_once(self) -> Onboarding:
        names = [task.id for task in self.tasks]
        twice = next((each for each in names if names.count(each) > 1), None)
        if twice is not None:
            raise PydanticCustomError("tasks", "two tasks have the id {id}", {"id": twice})
        return self

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks, in order."""
        return tuple(task for phase in self.phases for task in phase.tasks)


ONBOARDING = Kind("onboarding", "clients/{client}/onboarding.yaml", Onboarding)
