"""What the manual steps cost, which three are worth ending first, and what became of those of the audit before.

Source: seed 000. Look for the steps that technicians repeat by hand, and take the three that cause delays or errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from msptool.changes.techdebt.model import Audit, ManualStep
from msptool.workspace.settings import Changes

TOP = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """A step with what it costs a month: `hours` by hand, and `trouble_hours` for its delays and errors."""

    step: ManualStep
    hours: Fraction
    trouble_hours: Fraction

    @property
    def total(self) -> Fraction:
        """Hours a month."""
        return self.hours + self.trouble_hours


@dataclass(frozen=True, slots=True)
class Before:
    """A step in this audit and in the one before; None where it was not there."""

    id: str
    now: Cost | None
    then: Cost | None

    @property
    def hours(self) -> Fraction:
        """By how many hours a month its cost grew; negative where it fell."""
        return (self.now.total if self.now else Fraction(0)) - (self.then.total if self.then else Fraction(0))


@dataclass(frozen=True)
class Ranking:
    """An audit with its steps, the costliest first, and the audit before it."""

    audit: Audit
    costs: tuple[Cost, ...]
    top: tuple[Cost, ...]
    hours_per_trouble: Fraction
    before: Audit | None
    compared: tuple[Before, ...]

    @property
    def hours(self) -> Fraction:
        """All hours a month by hand."""
        return sum((each.hours for each in self.costs), Fraction(0))

    @property
    def troubles(self) -> int:
        """All delays and errors a month."""
        return sum(each.step.troubles for each in self.costs)


def cost_of(step: ManualStep, settings: Changes) -> Cost:
    """Minutes times how often, and for each delay or error the hours of the settings."""
    return Cost(step, step.hours, step.troubles * Fraction(str(settings.hours_per_trouble)))


def ranking(audit: Audit, before: Audit | None, settings: Changes) -> Ranking:
    """The costliest first; a step without any delay or error gets into the top three only where there are too few others."""
    costs = sorted((cost_of(each, settings) for each in audit.steps), key=lambda each: (-each.total, each.step.id))
    top = sorted(costs, key=lambda each: not each.step.troubles)[:TOP]
    rate = Fraction(str(settings.hours_per_trouble))
    return Ranking(audit, tuple(costs), tuple(top), rate, before, tuple(_compared(costs, before, settings)))


def _compared(costs: Sequence[Cost], before: Audit | None, settings: Changes) -> list[Before]:
    if before is None:
        return []
    then = {each.id: cost_of(each, settings) for each in before.steps}
    now = {each.step.id: each for each in costs}
    found = [Before(name, now.get(name), then.get(name)) for name in dict.fromkeys((*then, *now))]
    return sorted(found, key=lambda each: (each.hours, each.id))


def explanation(cost: Cost, rate: Fraction) -> str:
    """How the cost of a step comes about, in one sentence."""
    step = cost.step
    often = "once" if step.times == 1 else f"{step.times:g} times"
    said = f"{step.minutes:g} minutes {often} a month are {float(cost.hours):.1f} hours"
    if not step.troubles:
        return f"{said}; no delay and no error is known."
    counts = " and ".join(
        f"{number} {word}" for number, word in ((step.delays, "late"), (step.errors, "wrong")) if number
    )
    each = f"at {float(rate):g} {'hour' if rate == 1 else 'hours'} each"
    return f"{said}; {counts} {each} are {float(cost.trouble_hours):.1f}: {float(cost.total):.1f} hours a month."
