"""The escalation map: `practice/escalation.yaml` (seed 002: Level 1, Level 2 and owner only, with limits of money and time)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, get_args

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from msptool.clients.model import ContactRole
from msptool.people.model import Role
from msptool.runbooks.model import LEVELS, Category, Impact, Level
from msptool.workspace.entities import Entity, Kind, Many, Money, Slug, Text

Agreeing = Literal[Level, ContactRole]
CONTACT_ROLES: tuple[ContactRole, ...] = get_args(ContactRole)


class Rung(Entity):
    """One level: what it is for, and who that is."""

    does: Text = Field(description="What this level is for, in one sentence.")
    roles: Many[Role] = Field(default=(), description="Everybody of practice/people/ with one of these roles.")
    people: Many[Slug] = Field(default=(), description="Who it is instead, by id.")
    reach: Text = Field(description="How to hand something to this level.")


class Allowance(Entity):
    """What a level may do without asking: within all of its limits."""

    id: Slug
    level: Literal["level-1", "level-2"]
    category: Category | None = Field(default=None, description="Without it: tickets of every category.")
    impact: Impact = Field(description="Up to this many people are affected.")
    cost: Money = Field(default=Decimal("0.00"), ge=0, description="Up to so much money.")
    minutes: int = Field(ge=1, le=10_000, description="Up to so many minutes of work on the ticket.")
    may: Text = Field(description="What the level may do then.")


class OwnerOnly(Entity):
    """A rare case that only the owner decides, whatever the limits say."""

    id: Slug
    when: Text
    category: Category | None = Field(default=None, description="Without it: tickets of every category.")
    impact: Impact | None = Field(
        default=None,
        description="From so many people on, every such ticket is the owner's. Without it a person judges.",
    )
    emergency: bool = Field(default=False, description="It may reach the owner also during a drill.")


class SignOff(Entity):
    """Who must agree before something is done."""

    what: Text = Field(description="What they agree to.")
    who: Many[Agreeing] = Field(min_length=1, description="Levels of the map and roles of the client's contacts.")
    any_one: bool = Field(default=False, description="One of them is enough.")
    written: bool = Field(default=False, description="In writing, in the ticket.")


class EscalationMap(Entity):
    """The whole map."""

    levels: dict[Level, Rung]
    rules: Many[Allowance] = Field(min_length=1, description="The first rule that covers a case is named.")
    owner_only: Many[OwnerOnly] = ()
    signoffs: dict[Slug, SignOff] = Field(default_factory=dict, description="By the name that runbooks use.")

    @model_validator(mode="after")
    def _is_whole(self) -> EscalationMap:
        missing = next((level for level in LEVELS if level not in self.levels), None)
        if missing is not None:
            raise PydanticCustomError("levels", "the level '{level}' is missing", {"level": missing})
        twice = first_twice(self.rule_ids)
        if twice is not None:
            raise PydanticCustomError("rules", "two rules are called {id}", {"id": twice})
        return self

    @property
    def rule_ids(self) -> tuple[str, ...]:
        """The ids of all rules, the owner's too."""
        return (*(each.id for each in self.rules), *(each.id for each in self.owner_only))


def first_twice(names: Iterable[str]) -> str | None:
    """The first name that stands twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None


ESCALATION = Kind("escalation map", "practice/escalation.yaml", EscalationMap, "escalation")
