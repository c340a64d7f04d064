"""Recommendations and initiatives: `clients/<client>/roadmap/` and `clients/<client>/initiatives/`."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from msptool.alignment.model import Way
from msptool.standards.model import Area
from msptool.workspace.entities import Day, Entity, Kind, Many, Money, Slug, Text

Choice = Literal["proposed", "approved", "deferred", "declined", "risk-accepted"]
QUARTER_NAME = r"^(19|20|21)\d\d-Q[1-4]$"
QuarterName = Annotated[str, Field(pattern=QUARTER_NAME)]


class Costs(Entity):
    """What a recommendation costs the client, without tax."""

    one_time: Money = Field(default=Decimal("0.00"), ge=0)
    monthly: Money = Field(default=Decimal("0.00"), ge=0, description="Recurring, from its quarter on.")
    basis: Literal["estimate", "quote"] = Field(
        default="estimate", description="A quote is the price of a proposal; an estimate comes from the standard."
    )


class Decision(Entity):
    """What the client decided. The last one counts; the earlier ones stay."""

    choice: Choice
    on: Day
    by: str = Field(default="", description="The client's role and name, such as 'Managing director, Ann Lee'.")
    until: Day | None = Field(
        default=None, description="Deferred or accepted as a risk until this day; then it is to be decided again."
    )
    reason: str = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Decision:
        if self.choice != "proposed" and not self.by:
            raise PydanticCustomError("decision", "a decision says which role of the client took it: 'by'")
        if self.choice == "risk-accepted" and self.until is None:
            raise PydanticCustomError("decision", "a risk is accepted until a day: 'until'")
        if self.until is not None and self.choice not in ("deferred", "risk-accepted"):
            raise PydanticCustomError("decision", "only what is deferred or accepted as a risk has an 'until'")
        if self.until is not None and self.until <= self.on:
            raise PydanticCustomError("decision", "'until' is a day after 'on'")
        return self


class Completion(Entity):
    """When it was carried out. The next review verifies it."""

    on: Day
    by: Slug | None = None
    note: str = Field(default="", description="Internal.")


class Recommendation(Entity):
    """What should be done for a client, and the findings that it fixes."""

    id: Slug
    client: Slug
    title: Text = Field(description="In the client's language.")
    why: str = Field(default="", description="What it is good for, in the client's language.")
    steps: Many[Text] = Field(default=(), description="What is done, in the client's language.")
    standards: Many[Slug] = Field(default=(), description="The standards whose 'no' it turns into a 'yes'.")
    area: Area = Field(description="The delivery area that carries it out.")
    owner: Slug | None = Field(default=None, description="The person of the practice who sees to it.")
    way: Way | None = Field(default=None, description="How the findings get fixed.")
    hours: float = Field(default=0.0, ge=0, le=5000, strict=False)
    costs: Costs = Costs()
    after: Many[Slug] = Field(default=(), description="Recommendations that must come before this one.")
    initiative: Slug | None = None
    quarter: QuarterName | None = Field(default=None, description="Of the client's fiscal year, such as 2027-Q2.")
    raised: Day
    decisions: Many[Decision] = ()
    done: Completion | None = None
    notes: str = Field(default="", description="Internal: never on a page for the client.")
    external: dict[str, str] = Field(default_factory=dict, description="Ids in other systems.")


class Initiative(Entity):
    """Recommendations that belong together, as the client's leaders see them."""

    id: Slug
    client: Slug
    title: Text = Field(description="In the client's language.")
    summary: str = Field(default="", description="What it changes for the business, in the client's language.")
    order: int = Field(default=1000, ge=0, le=100_000)
    notes: str = Field(default="", description="Internal: never on a page for the client.")
    external: dict[str, str] = Field(default_factory=dict, description="Ids in other systems.")


RECOMMENDATION = Kind("recommendation", "clients/{client}/roadmap/{id}.yaml", Recommendation)
INITIATIVE = Kind("initiative", "clients/{client}/initiatives/{id}.yaml", Initiative)
