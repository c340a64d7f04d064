"""The record of one run of a runbook: `practice/runbook-runs/<year>/<id>.yaml`. All of it is internal."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from msptool.runbooks.model import LONGEST_TICKET, Level
from msptool.visits.model import Year
from msptool.workspace.entities import Entity, Kind, Many, Moment, Slug, Text

Outcome = Literal["resolved", "escalated"]
MOST_MINUTES = 100_000


class Checked(Entity):
    """A first check as it was worded, and what was found."""

    check: Text
    found: str = ""


class Taken(Entity):
    """A step of the way: what was answered, and what the technician noted."""

    step: Slug
    answer: str = ""
    note: str = ""
    unclear: str = Field(default="", description="What was not clear in the runbook's step.")


class Sent(Entity):
    """A message to the client, as it was filled in."""

    step: Slug
    text: Text


class Run(Entity):
    """One time that a technician went through a runbook."""

    year: Year
    id: Slug
    runbook: Slug
    fingerprint: str = Field(pattern=r"^[0-9a-f]{12}$", description="Of the runbook as it was then.")
    ticket: str = Field(default="", max_length=LONGEST_TICKET)
    client: Slug | None = None
    by: Slug | None = Field(default=None, description="The technician.")
    started: Moment
    finished: Moment
    minutes: int = Field(ge=0, le=MOST_MINUTES, description="Minutes at work on it; pauses do not count.")
    outcome: Outcome
    to: Level | None = Field(default=None, description="The level that it was escalated to.")
    why: str = Field(default="", description="Why it was escalated, where the technician left the way.")
    inputs: dict[Slug, str] = Field(default_factory=dict)
    checks: Many[Checked] = ()
    path: Many[Taken] = Field(min_length=1)
    messages: Many[Sent] = ()

    @model_validator(mode="after")
    def _is_in_order(self) -> Run:
        if self.finished < self.started:
            raise PydanticCustomError("run", "it is finished before it was started")
        if self.started.year != self.year:
            raise PydanticCustomError("run", "it was not started in {year}", {"year": self.year})
        if (self.outcome == "escalated") != (self.to is not None):
            raise PydanticCustomError("run", "a run that was escalated says to which level, and no other one does")
        return self

    @property
    def last_step(self) -> str:
        """Where the run ended."""
        return self.path[-1].step

    @property
    def unclear(self) -> tuple[Taken, ...]:
        """The steps of which the technician said that something was not clear."""
        return tuple(each for each in self.path if each.unclear)


RUN = Kind("runbook run", "practice/runbook-runs/{year}/{id}.yaml", Run)
