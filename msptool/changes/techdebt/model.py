"""A tech-debt audit: `practice/tech-debt/<day>.yaml`. Internal: no client sees any of it."""

from __future__ import annotations

from fractions import Fraction

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from msptool.workspace.entities import Day, Entity, Kind, Many, Slug, Text


class ManualStep(Entity):
    """Something that technicians do again and again by hand. All numbers are those of a usual month."""

    id: Slug = Field(description="The same in every audit that has the step.")
    what: Text = Field(description="What is done, such as copying serial numbers into the PSA.")
    where: Text = Field(description="When or in which work, such as onboarding a device.")
    tool: Slug | None = Field(default=None, description="The tool of practice/tool-map.yaml that it is done in.")
    minutes: float = Field(gt=0, le=10_000, strict=False, description="That it takes each time.")
    times: float = Field(gt=0, le=100_000, strict=False, description="How often a month.")
    delays: int = Field(default=0, ge=0, le=100_000, description="How often a month something was late because of it.")
    errors: int = Field(default=0, ge=0, le=100_000, description="How often a month something was wrong because of it.")
    idea: str = Field(default="", description="How it could end.")
    change: Slug | None = Field(default=None, description="The change of practice/changes/ that is to end it.")

    @property
    def hours(self) -> Fraction:
        """Hours a month by hand."""
        return Fraction(str(self.minutes)) * Fraction(str(self.times)) / 60

    @property
    def troubles(self) -> int:
        """Delays and errors a month."""
        return self.delays + self.errors


class Audit(Entity):
    """One look at everything that is done by hand."""

    day: Day
    by: Many[Slug] = Field(default=(), description="Who looked, by practice/people/.")
    steps: Many[ManualStep] = ()
    notes: str = ""

    @model_validator(mode="after")
    def _has_each_once(self) -> Audit:
        ids = [each.id for each in self.steps]
        twice = next((each for each in ids if ids.count(each) > 1), None)
        if twice is not None:
            raise PydanticCustomError("steps", "two steps have the id {id}", {"id": twice})
        return self

    def step(self, identifier: str) -> ManualStep | None:
        """The step of an id."""
        return next((each for each in self.steps if each.id == identifier), None)


AUDIT = Kind("tech-debt audit", "practice/tech-debt/{day}.yaml", Audit, "tech-debt")
