"""What reached the owner, month by month, and the drills: `practice/owner/` (seed 002)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from msptool.runbooks.model import LONGEST_TICKET
from msptool.workspace.entities import Day, Entity, Kind, Many, Slug, Text

Via = Literal["call", "text", "chat", "email", "ticket", "in-person"]
MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


class Interruption(Entity):
    """One direct contact with the owner about a ticket."""

    on: Day
    by: Slug = Field(description="Who asked.")
    via: Via = "call"
    ticket: str = Field(default="", max_length=LONGEST_TICKET)
    client: Slug | None = None
    why: Text = Field(description="What the owner was asked. Internal.")
    minutes: int = Field(ge=0, le=1440, description="Minutes of the owner's time.")
    missing: str = Field(
        default="", max_length=200, description="The runbook that would have been needed and does not exist."
    )
    failed: Slug | None = Field(default=None, description="The runbook that exists and did not help.")
    emergency: bool = Field(
        default=False, description="A true emergency by the escalation map; it counts all the same."
    )

    @model_validator(mode="after")
    def _blames_one(self) -> Interruption:
        if self.missing and self.failed:
            raise PydanticCustomError("interruption", "a runbook was missing or it failed: name one of the two")
        return self


class Interruptions(Entity):
    """The interruptions of one month. A month without any has a file without any."""

    month: str = Field(pattern=MONTH)
    interruptions: Many[Interruption] = ()

    @model_validator(mode="after")
    def _are_of_the_month(self) -> Interruptions:
        other = next((each.on for each in self.interruptions if f"{each.on:%Y-%m}" != self.month), None)
        if other is not None:
            raise PydanticCustomError(
                "interruptions", "{day} is not in {month}", {"day": str(other), "month": self.month}
            )
        return self


class Reached(Entity):
    """A ticket with which somebody reached the owner during a drill, and what was made of it."""

    ticket: Text
    on: Day
    emergency: bool = False
    improved: Slug | None = Field(default=None, description="The runbook that was improved.")
    tightened: Slug | None = Field(default=None, description="The rule of the escalation map that was tightened.")
    what: str = Field(default="", description="What was changed. Internal.")

    @property
    def is_answered(self) -> bool:
        """Whether something was changed, or nothing need be."""
        return self.emergency or self.improved is not None or self.tightened is not None


class Drill(Entity):
    """Some days in which the owner answers nobody about tickets, except in true emergencies."""

    day: Day
    until: Day
    owner: Slug
    deputy: Slug | None = Field(default=None, description="Who decides meanwhile what only the owner may.")
    plan: Many[Text] = Field(default=(), description="What the team is told. Internal.")
    reached: Many[Reached] = ()
    failed: Many[Text] = Field(default=(), description="What did not work without the owner. Internal.")
    notes: str = Field(default="", description="Internal.")
    reviewed: Day | None = None
    by: Slug | None = Field(default=None, description="Who reviewed it.")

    @model_validator(mode="after")
    def _is_in_order(self) -> Drill:
        if self.until < self.day:
            raise PydanticCustomError("drill", "it ends before it starts")
        outside = next((each.on for each in self.reached if not self.day <= each.on <= self.until), None)
        if outside is not None:
            raise PydanticCustomError("drill", "{day} is none of its days", {"day": str(outside)})
        if self.reviewed is not None and self.reviewed < self.until:
            raise PydanticCustomError("drill", "it was reviewed before it ended")
        return self


INTERRUPTIONS = Kind("owner interruptions", "practice/owner/interruptions/{month}.yaml", Interruptions, "interruptions")
DRILL = Kind("owner drill", "practice/owner/drills/{day}.yaml", Drill, "drill")
