"""A change of the practice's tools: `practice/changes/<id>.yaml`, the checklist of one page and how it went.

Internal: no client sees any of it. What clients are told is said to them by those whom 'communication' names.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from msptool.changes.toolmap.model import Scope
from msptool.workspace.entities import Day, Entity, Kind, Many, Slug, Text

ChangeKind = Literal["standard", "normal", "emergency"]
Status = Literal["draft", "assessed", "tested", "pilot", "approved", "rolled-out", "judged", "withdrawn"]
Result = Literal["success", "rolled-back", "disruption"]
Check = Literal["ok", "failed", "not-affected"]

Roadmapped = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=200)]


class Affected(Entity):
    """A tool, a workflow or an automation that the change may reach."""

    id: Slug
    why: Text = Field(description="How the tool map leads to it; written by 'msptool change new'.")
    review: str = Field(default="", description="What the change means for it; say so too where it means nothing.")


class AffectedClients(Entity):
    """The clients whose service the change may reach."""

    who: Scope = Field(default=(), description="'all', or client ids.")
    review: str = Field(default="", description="What the change means for them; say so too where it means nothing.")


class Impact(Entity):
    """What the change may reach: computed from the tool map, and looked at one by one."""

    clients: AffectedClients = AffectedClients()
    tools: Many[Affected] = Field(default=(), description="Tools that get data from those that change.")
    workflows: Many[Affected] = ()
    automations: Many[Affected] = ()


class Trial(Entity):
    """One step that shows whether the change works."""

    step: Text
    where: str = Field(default="", description="Such as the sandbox of the PSA, or our own office.")
    result: Literal["passed", "failed"] | None = None
    on: Day | None = None
    by: Slug | None = None
    note: str = ""


class Pilot(Entity):
    """The change for a few, for three to five business days, before it comes to everybody (seed 000)."""

    clients: Many[Slug] = ()
    users: Many[Text] = Field(
        default=(), description="Who takes part: people of the practice or of a client, or a group."
    )
    since: Day
    until: Day = Field(description="The last day.")
    tickets: Check | None = Field(default=None, description="Tickets come to be as they should.")
    routing: Check | None = Field(default=None, description="Tickets go where they should.")
    documentation: Check | None = Field(default=None, description="The documentation is complete after the work.")
    notes: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Pilot:
        if self.until < self.since:
            raise PydanticCustomError("pilot", "the pilot ends before it starts")
        return self


class Window(Entity):
    """When it is rolled out, and in which order."""

    starts: Day
    ends: Day | None = Field(default=None, description="The last day; without it the window is one day.")
    time: str = Field(default="", description="Such as 18:00 to 20:00.")
    order: Many[Text] = Field(default=(), description="The steps of the roll-out.")
    reason: str = Field(default="", description="Why it starts before days off, or on one.")

    @model_validator(mode="after")
    def _in_order(self) -> Window:
        if self.ends is not None and self.ends < self.starts:
            raise PydanticCustomError("window", "the window ends before it starts")
        return self

    @property
    def last(self) -> date:
        """The last day."""
        return self.ends or self.starts


class Rollback(Entity):
    """The way back."""

    trigger: Text = Field(description="What must happen so that nobody has to discuss it.")
    steps: Many[Text] = Field(min_length=1)
    decides: Slug | None = Field(default=None, description="Who says it, by practice/people/.")


class Training(Entity):
    """How the team learns the new way before its first day (seed 000: show it for 30 minutes, with two tickets)."""

    plan: Text = Field(description="What is shown; or why nobody needs to learn anything.")
    people: Many[Slug] = ()
    on: Day | None = None
    tickets: Many[Text] = Field(default=(), description="The example tickets that were gone through from end to end.")


class Message(Entity):
    """Who is told what, and when."""

    to: Text
    about: Text
    on: Day
    done: Day | None = Field(default=None, description="When they were told.")


class SignOff(Entity):
    """Who answers for the roll-out."""

    by: Slug
    on: Day


class Outcome(Entity):
    """How it went in the first business days after the roll-out."""

    result: Result
    on: Day = Field(description="When it was judged.")
    by: Slug
    noticed: Day | None = Field(default=None, description="When it was rolled back, or disturbed the service.")
    notes: str = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Outcome:
        if (self.result == "success") != (self.noticed is None):
            needs = "has no day 'noticed'" if self.result == "success" else "needs the day 'noticed'"
            raise PydanticCustomError("outcome", "{result} {needs}", {"result": self.result, "needs": needs})
        return self


class Move(Entity):
    """A status that the change got."""

    status: Status
    on: Day
    by: str = Field(default="", description="Who took the step, by practice/people/.")
    reason: str = ""


class Change(Entity):
    """One change of the practice's tools."""

    id: Slug
    title: Text
    why: Text
    kind: ChangeKind = "normal"
    author: Slug
    tools: Many[Slug] = Field(min_length=1, description="The tools that are changed.")
    data: Many[Slug] = Field(
        default=(), description="Only this data of the tools changes, such as tickets; otherwise all of it may."
    )
    like: Slug | None = Field(default=None, description="The earlier change that a standard one repeats.")
    emergency: str = Field(default="", description="Why an emergency change cannot wait.")
    recommendations: Many[Roadmapped] = Field(default=(), description="Of the roadmap, as client/id.")
    standards: Many[Slug] = Field(default=(), description="The standards that the change brings clients closer to.")
    impact: Impact = Impact()
    tests: Many[Trial] = ()
    pilot: Pilot | None = None
    window: Window | None = None
    rollback: Rollback | None = None
    training: Training | None = None
    communication: Many[Message] = ()
    sign_off: SignOff | None = Field(default=None, description="Written by 'msptool change advance ID approved'.")
    notes: str = ""
    status: Status = "draft"
    rolled_out: Day | None = Field(default=None, description="The day on which it was in place for everybody.")
    progress: Many[Move] = Field(default=(), description="Every status with its day, oldest first.")
    outcome: Outcome | None = Field(default=None, description="Written by 'msptool change close'.")

    @property
    def open(self) -> bool:
        """Whether something is left to do."""
        return self.status not in ("judged", "withdrawn")


CHANGE = Kind("change", "practice/changes/{id}.yaml", Change)
