"""Proposals (`clients/<client>/proposals/`) and the templates that they start from (`practice/proposal-templates/`).

A description that begins with 'Internal' marks what no client ever sees; every other text may stand in the document
that the client gets.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from msptool.standards.model import Area
from msptool.workspace.entities import Day, Entity, Kind, Many, Money, Slug, Text
from msptool.workspace.settings import Percent, Rate, Tax

Status = Literal["draft", "ready", "sent", "accepted", "declined", "withdrawn"]
PhaseName = Literal["project-management", "implementation", "standby", "close-out"]
ItemKind = Literal["hardware", "software", "service"]
Billing = Literal["once", "monthly", "annual"]
Per = Literal["seat", "server", "site"]

# The four parts of a project's time (seed 004), as the client reads them.
PHASES: dict[PhaseName, str] = {
    "project-management": "Project management",
    "implementation": "Implementation",
    "standby": "Standby support",
    "close-out": "Close-out",
}
ITEM_KINDS: dict[ItemKind, str] = {"hardware": "Hardware", "software": "Software", "service": "Services"}
BILLINGS: dict[Billing, str] = {"once": "one-time", "monthly": "monthly", "annual": "yearly"}
OPEN: tuple[Status, ...] = ("draft", "ready", "sent")
# What may follow; a revision makes it a draft again.
AFTER: dict[Status, tuple[Status, ...]] = {
    "draft": ("ready", "withdrawn"),
    "ready": ("sent", "withdrawn"),
    "sent": ("accepted", "declined", "withdrawn"),
    "accepted": (),
    "declined": (),
    "withdrawn": (),
}


def _number(value: object) -> object:
    if isinstance(value, str | int | float | Decimal) and not isinstance(value, bool):
        try:
            found = Decimal(str(value))
        except InvalidOperation:
            found = Decimal("nan")
        if found.is_finite() and abs(found) < 1_000_000 and found == round(found, 2):
            return round(found, 2)
    raise PydanticCustomError("number", "this is a number with at most two decimals, such as 2 or 1.5")


Number = Annotated[Decimal, BeforeValidator(_number), Field(json_schema_extra={"type": "number"})]


class Step(Entity):
    """One step of the project, in the order in which it is done."""

    text: Text = Field(description="What is done, in the client's language.")
    area: Area = Field(description="The delivery area that does it.")
    option: Slug | None = Field(default=None, description="Only with this option.")


class Estimate(Entity):
    """Hours as three points: when all goes well, most likely, and when much goes wrong."""

    best: Number = Field(ge=0)
    likely: Number = Field(ge=0)
    worst: Number = Field(ge=0)

    @model_validator(mode="after")
    def _rises(self) -> Estimate:
        if not self.best <= self.likely <= self.worst:
            raise PydanticCustomError("hours", "'best' is at most 'likely', and 'likely' at most 'worst'")
        return self


class Work(Entity):
    """Work of one phase and one delivery area, whose rate counts."""

    phase: PhaseName
    title: Text = Field(description="In the client's language.")
    area: Area
    hours: Estimate = Field(description="Internal; the client sees the expected hours.")
    week: int = Field(
        default=1, ge=1, le=260, description="The week of the project in which it begins; 1 is the first."
    )
    weeks: int = Field(default=1, ge=1, le=260, description="How many weeks it is spread over.")
    option: Slug | None = Field(default=None, description="Only with this option.")


class Item(Entity):
    """Hardware, software or a service that is bought for the client. Without a price rule the settings' markup counts."""

    kind: ItemKind
    name: Text = Field(description="As the client reads it; name it by what it is, so that the vendor may change.")
    quantity: Number = Field(default=Decimal(1), gt=0)
    unit_cost: Money = Field(ge=0, description="Internal. What one costs the practice, for one billing period.")
    markup: Percent | None = Field(default=None, ge=0, description="Internal. In percent of the cost.")
    margin: Percent | None = Field(default=None, ge=0, lt=100, description="Internal. In percent of the price.")
    unit_price: Money | None = Field(default=None, ge=0, description="A fixed price, in place of markup and margin.")
    billing: Billing = "once"
    vendor: str = Field(default="", description="Internal. Where it is bought.")
    price_until: Day | None = Field(default=None, description="Internal. The vendor's price holds until this day.")
    basis: str = Field(default="", description="Internal. How the quantity was counted.")
    option: Slug | None = Field(default=None, description="Only with this option.")

    @model_validator(mode="after")
    def _has_one_price_rule(self) -> Item:
        if sum(each is not None for each in (self.markup, self.margin, self.unit_price)) > 1:
            raise PydanticCustomError("price", "a line has one of 'markup', 'margin' and 'unit_price', not several")
        return self


class Resource(Entity):
    """Somebody who is needed, and what for."""

    kind: Literal["technical", "non-technical", "vendor"]
    who: Text = Field(description="In the client's language.")
    purpose: Text = Field(description="What for, in the client's language.")
    internal: bool = Field(default=False, description="The client does not see this one.")


class Option(Entity):
    """What the client chooses: one of the alternatives, and any of the extras."""

    id: Slug
    title: Text = Field(description="In the client's language.")
    summary: str = Field(default="", description="What is different with it, in the client's language.")
    choice: Literal["extra", "alternative"] = "extra"
    recommended: bool = Field(default=False, description="The one that the practice advises; the client sees it.")


class _Sections(Entity):
    """What a template and a proposal have in common."""

    id: Slug
    title: Text = Field(description="In the client's language.")
    summary: str = Field(default="", description="What the client gets, in its own language.")
    reason: str = Field(default="", description="Why it matters to the business, in the client's language.")
    steps: Many[Step] = ()
    timeline: Many[Work] = ()
    equipment: Many[Item] = ()
    resources: Many[Resource] = ()
    options: Many[Option] = ()
    assumptions: Many[Text] = Field(default=(), description="What the price rests on, for the client.")
    exclusions: Many[Text] = Field(default=(), description="What is not part of it, for the client.")
    notes: str = Field(default="", description="Internal.")

    @model_validator(mode="after")
    def _options_are_whole(self) -> _Sections:
        names = [each.id for each in self.options]
        twice = next((each for each in names if names.count(each) > 1), None)
        if twice is not None:
            raise PydanticCustomError("options", "two options have the id {id}", {"id": twice})
        used = (each.option for part in (self.steps, self.timeline, self.equipment) for each in part)
        unknown = next((each for each in used if each is not None and each not in names), None)
        if unknown is not None:
            raise PydanticCustomError("options", "a line names the option {id}, which is not there", {"id": unknown})
        alternatives = [each for each in self.options if each.choice == "alternative"]
        if alternatives and (len(alternatives) == 1 or sum(each.recommended for each in alternatives) != 1):
            raise PydanticCustomError("options", "alternatives are two or more, and exactly one of them is recommended")
        return self


class Scaled(Entity):
    """What depends on the client's size; it is counted when a proposal is made."""

    per: Per | None = Field(default=None, description="Times the client's seats, servers or sites.")
    every: int = Field(default=1, ge=1, le=10_000, description="Once for every so many of them, begun ones too.")

    @model_validator(mode="after")
    def _counts_something(self) -> Scaled:
        if self.every > 1 and self.per is None:
            raise PydanticCustomError("every", "'every' counts seats, servers or sites: say which with 'per'")
        return self


class TemplateWork(Work, Scaled):
    """Work of a template: the hours for each of what `per` counts."""


class TemplateItem(Item, Scaled):
    """Equipment of a template: the quantity for each of what `per` counts, and a guide to its cost."""


class Template(_Sections):
    """What a proposal starts from: the same sections, without a client."""

    timeline: Many[TemplateWork] = ()
    equipment: Many[TemplateItem] = ()


class Terms(Entity):
    """Internal. The settings by which the version that was sent is priced, so that its prices stay what they were."""

    currency: str = Field(pattern=r"^[A-Z]{3}$")
    markup: Percent
    rates: dict[Slug, Rate]
    tax: Tax


class Version(Entity):
    """One version: when it was begun and why, and what was sent of it."""

    version: int = Field(ge=1, le=1000)
    on: Day
    by: str = Field(default="", description="Internal.")
    reason: Text = Field(description="Internal.")
    sent: Day | None = None
    valid_until: Day | None = Field(default=None, description="The last day on which the client may accept it.")
    total: Money | None = Field(
        default=None, description="What was offered, for the first year and with tax: base and recommended alternative."
    )
    fingerprint: str = Field(
        default="", description="Internal. Of what the client was sent, so that a later edit is noticed."
    )


class Move(Entity):
    """Internal. One change of the status."""

    status: Status
    version: int = Field(ge=1, le=1000)
    on: Day
    by: str = Field(default="", description="Who, by role or name; for a decision the client's.")
    reason: str = ""


class Proposal(_Sections):
    """A project as it is offered to one client."""

    client: Slug
    template: Slug | None = Field(default=None, description="Internal. The template that it was made from.")
    recommendations: Many[Slug] = Field(
        default=(), description="Internal. What it carries out, of the client's roadmap."
    )
    status: Status = "draft"
    version: int = Field(default=1, ge=1, le=1000, description="What was sent changes only through a new version.")
    requested: Day = Field(description="Internal. When the vCIO asked for it.")
    requested_by: Slug | None = Field(default=None, description="Internal. The vCIO.")
    designer: Slug | None = Field(default=None, description="Internal. Who writes it.")
    priority: int | None = Field(default=None, ge=1, le=1000, description="Internal. The vCIO's order; 1 comes first.")
    due: Day | None = Field(default=None, description="Internal. When the document is to be ready.")
    start: Day | None = Field(default=None, description="When the project may begin; the client sees it.")
    finish: Day | None = Field(default=None, description="When the project is to be done; the client sees it.")
    validity_days: int | None = Field(default=None, ge=1, le=730, description="Otherwise those of the settings.")
    tax_exempt: bool = Field(default=False, description="The client pays no tax on it, such as a public school.")
    chosen: Many[Slug] = Field(default=(), description="The options that the client took when it accepted.")
    terms: Terms | None = None
    history: Many[Version] = ()
    progress: Many[Move] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Proposal:
        unknown = next((each for each in self.chosen if each not in {option.id for option in self.options}), None)
        if unknown is not None:
            raise PydanticCustomError("chosen", "there is no option {id} to choose", {"id": unknown})
        areas = () if self.terms is None else (each.area for each in self.timeline if each.area not in self.terms.rates)
        if (area := next(iter(areas), None)) is not None:
            raise PydanticCustomError("terms", "the terms have no rate for {area}", {"area": area})
        return self

    @property
    def open(self) -> bool:
        """Whether it may still become a project."""
        return self.status in OPEN

    @property
    def begun(self) -> Version | None:
        """The entry of the present version."""
        return next((each for each in self.history if each.version == self.version), None)


TEMPLATE = Kind("proposal template", "practice/proposal-templates/{id}.yaml", Template)
PROPOSAL = Kind("proposal", "clients/{client}/proposals/{id}.yaml", Proposal)
