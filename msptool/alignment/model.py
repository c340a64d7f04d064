"""The vCIO's triage of findings: `clients/<client>/triage.yaml`."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from msptool.workspace.entities import Day, Entity, Kind, Many, Slug, Text

Stage = Literal["aligned", "marginal", "vulnerable", "accepted"]
Way = Literal["catch-up", "in-scope", "out-of-scope", "opportunistic"]


class Judgement(Entity):
    """How bad a 'no' is for this client's business, or who at the client accepts it as a risk until when.

    It holds until the next judgement or the next 'yes', an accepted risk not longer than its last day.
    """

    stage: Stage = Field(description="'accepted': a risk that the client takes; it scores like 'vulnerable'.")
    on: Day
    by: Slug | None = Field(default=None, description="The person of the practice who judged it, by id.")
    reason: Text = Field(description="Internal: why, in the vCIO's words.")
    way: Way | None = Field(
        default=None,
        description="How it gets fixed: catch-up (in the onboarding), in-scope (at a visit, without cost), "
        "out-of-scope (at a price), opportunistic (together with a project).",
    )
    accepted_by: Text | None = Field(
        default=None,
        description="The client's role and, if known, name, such as 'Managing director, Ann Lee'. A client may see it.",
    )
    until: Day | None = Field(
        default=None,
        description="The last day of an accepted risk; then the finding is open again. A client may see it.",
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Judgement:
        if self.stage != "accepted":
            if self.accepted_by is not None or self.until is not None:
                raise PydanticCustomError("judgement", "only an accepted risk has an 'accepted_by' and an 'until'")
            return self
        if self.accepted_by is None or not self.accepted_by.strip():
            raise PydanticCustomError(
                "judgement",
                "a risk is accepted by a role of the client: 'accepted_by', such as 'Managing director, Ann Lee'",
            )
        if self.until is None:
            raise PydanticCustomError("judgement", "a risk is accepted until a day: 'until'")
        if self.until <= self.on:
            raise PydanticCustomError("judgement", "a risk is accepted until a day after 'on'")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether it says something about `day`: from its own day on, an accepted risk until its last day."""
        return self.on <= day and (self.until is None or day <= self.until)


class Triage(Entity):
    """All triaged findings of one client, by standard; the judgements of each, oldest first."""

    client: Slug
    findings: dict[Slug, Many[Judgement]] = Field(default_factory=dict)


TRIAGE = Kind("triage", "clients/{client}/triage.yaml", Triage)
