"""A runbook, as `runbooks/<id>.yaml` holds it: from the trigger of a ticket to what 'done' means (seed 002)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from msptool.standards.model import Area
from msptool.workspace.entities import Day, Entity, Kind, Many, Slug, Text

Category = Literal["identity", "endpoint", "network", "saas", "application"]
Impact = Literal["user", "team", "client", "clients"]
Level = Literal["level-1", "level-2", "owner"]
StepKind = Literal["check", "decision", "fix", "message", "signoff", "done", "escalate"]

# Ticket categories of seed 003.
CATEGORIES: dict[Category, str] = {
    "identity": "Identity",
    "endpoint": "Endpoint",
    "network": "Network",
    "saas": "SaaS",
    "application": "Application",
}
IMPACTS: dict[Impact, str] = {
    "user": "one person",
    "team": "several people",
    "client": "a whole client",
    "clients": "several clients",
}
LEVELS: dict[Level, str] = {"level-1": "Level 1", "level-2": "Level 2", "owner": "Owner"}
LONGEST_TICKET = 60


def spoken(level: Level) -> str:
    """A level within a sentence."""
    return "the owner" if level == "owner" else LEVELS[level]


ASKING: frozenset[StepKind] = frozenset({"check", "decision", "signoff"})
ENDS: frozenset[StepKind] = frozenset({"done", "escalate"})
# What a message to the client may name besides the inputs.
KNOWN_NAMES = {
    "client": "the client's name",
    "ticket": "the ticket",
    "technician": "who works on it",
    "practice": "the practice's name",
    "phone": "the practice's phone",
    "email": "the practice's address",
    "day": "today",
}


class Input(Entity):
    """Something to collect before the first step."""

    name: Slug = Field(description="A message to the client says it as {name}.")
    ask: Text = Field(description="The question, as the technician reads it.")
    kind: Literal["text", "yes-no", "number", "choice"] = "text"
    choices: Many[Text] = Field(default=(), description="For the kind 'choice'.")
    required: bool = Field(default=True, description="Without it the run cannot go on.")
    internal: bool = Field(default=False, description="Never in a message to the client.")

    @model_validator(mode="after")
    def _has_choices(self) -> Input:
        if (self.kind == "choice") != bool(self.choices):
            said = "a choice needs its choices" if self.kind == "choice" else "only a choice has choices"
            raise PydanticCustomError("input", said)
        return self


class Step(Entity):
    """One step: something to look at, to decide, to do, to say or to agree on, or an end."""

    id: Slug
    kind: StepKind
    do: Text = Field(description="What to do or to ask, in one sentence. Internal.")
    how: Many[Text] = Field(default=(), description="Where to click, what to type, what counts. Internal.")
    outcomes: dict[Text, Slug] = Field(
        default_factory=dict,
        description="Answer and the step that follows it. A check, a decision and a sign-off need them.",
    )
    next: Slug | None = Field(
        default=None, description="What follows a fix or a message; otherwise the step that stands below."
    )
    needs: Slug | None = Field(default=None, description="Of a sign-off: who must agree, by the escalation map.")
    send: Slug | None = Field(
        default=None,
        description="Which of the runbook's messages goes to the client: always of a message, if wanted of an end.",
    )
    to: Level | None = Field(default=None, description="Of an escalation: the level that gets the ticket.")

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Step:
        for key, kind in (("needs", "signoff"), ("to", "escalate")):
            if (getattr(self, key) is not None) != (self.kind == kind):
                said = "the kind '{kind}' needs '{key}'" if self.kind == kind else "only the kind '{kind}' has '{key}'"
                raise PydanticCustomError("step", said, {"kind": kind, "key": key})
        if (self.kind == "message" and self.send is None) or (
            self.send is not None and self.kind not in ENDS | {"message"}
        ):
            raise PydanticCustomError("step", "the kind 'message' needs 'send', and an end may have it")
        if self.to == "level-1":
            raise PydanticCustomError("step", "a ticket is escalated to level-2 or to the owner")
        if self.outcomes and self.kind not in ASKING | {"fix"}:
            raise PydanticCustomError("step", "the kind '{kind}' has no outcomes", {"kind": self.kind})
        if self.next is not None and (self.outcomes or self.kind in ASKING | ENDS):
            raise PydanticCustomError("step", "'next' is for a fix without outcomes or a message")
        return self


class EdgeCase(Entity):
    """When the usual path does not fit: if this, then that."""

    when: Text
    then: Text


class Change(Entity):
    """What real work taught: the runbook was changed after something happened."""

    on: Day
    because: Text = Field(description="The ticket, incident or drill.")
    what: Text


class Runbook(Entity):
    """One kind of ticket, so that nobody has to ask how it is done."""

    id: Slug
    title: Text
    category: Category
    trigger: Text = Field(description="When to use it. Internal.")
    area: Area = Field(description="The delivery area that owns it.")
    minutes: int = Field(ge=1, le=1440, description="The target from start to end.")
    inputs: Many[Input] = ()
    first_checks: Many[Text] = Field(default=(), description="What to look at before the first step. Internal.")
    steps: Many[Step] = Field(min_length=1, description="The first one is where a run begins.")
    edge_cases: Many[EdgeCase] = ()
    messages: dict[Slug, Text] = Field(
        default_factory=dict, description="Texts to the client. {name} stands for an input or a known name."
    )
    done: Many[Text] = Field(min_length=1, description="What must be true when the ticket is closed.")
    formerly: Many[Slug] = Field(default=(), description="Earlier ids; runs under them still count.")
    changed_after: Many[Change] = ()

    @model_validator(mode="after")
    def _names_each_once(self) -> Runbook:
        for what, names in (
            ("steps", [each.id for each in self.steps]),
            ("inputs", [each.name for each in self.inputs]),
        ):
            twice = next((each for each in names if names.count(each) > 1), None)
            if twice is not None:
                raise PydanticCustomError("runbook", "two {what} are called {name}", {"what": what, "name": twice})
        taken = next((each.name for each in self.inputs if each.name in KNOWN_NAMES), None)
        if taken is not None:
            raise PydanticCustomError("runbook", "'{name}' is known already: call the input otherwise", {"name": taken})
        return self

    @cached_property
    def by_id(self) -> Mapping[str, Step]:
        """The steps by their ids."""
        return {step.id: step for step in self.steps}

    @cached_property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits of everything that steers a run; what was learned and former ids are not in it."""
        kept = self.model_dump(mode="json", exclude={"id", "formerly", "changed_after"})
        return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:12]

    @property
    def names(self) -> tuple[str, ...]:
        """Its id and its former ones."""
        return (self.id, *self.formerly)


RUNBOOK = Kind("runbook", "runbooks/{id}.yaml", Runbook)
