"""The Change Rollout Success Rate.

Source: seed 000. Changes with zero rollback and no disruption that hurt a service level in the first five business days,
of all that were implemented in the rolling 30 days; the goal is 95 % or more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from msptool.changes.model import CHANGE, Change
from msptool.changes.requirements import Practice

Verdict = Literal["success", "failure", "pending", "not-judged"]
SOURCE = f"{CHANGE.folder}/, by the day of the roll-out"


@dataclass(frozen=True, slots=True)
class Judged:
    """A change that was rolled out on `day`, and how it counts. `watched_until` is the last of its business days."""

    change: Change
    day: date
    watched_until: date
    verdict: Verdict


@dataclass(frozen=True)
class SuccessRate:
    """The rate of the days from `since` to `until`, both included; `rolled_out` are all changes of these days."""

    since: date
    until: date
    goal: float
    rolled_out: tuple[Judged, ...]
    source: str = SOURCE

    def of(self, verdict: Verdict) -> tuple[Judged, ...]:
        """Those that count so."""
        return tuple(each for each in self.rolled_out if each.verdict == verdict)

    @property
    def numerator(self) -> int:
        """Successes."""
        return len(self.of("success"))

    @property
    def denominator(self) -> int:
        """Successes and failures; what is pending or not judged is in neither."""
        return self.numerator + len(self.of("failure"))

    @property
    def rate(self) -> Fraction | None:
        """0..1; None where nothing is judged."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def lower_bound(self) -> Fraction | None:
        """The rate if everything that should be judged by now had failed."""
        all_ = self.denominator + len(self.of("not-judged"))
        return Fraction(self.numerator, all_) if all_ else None

    @property
    def meets_goal(self) -> bool | None:
        """Whether the rate reaches the goal; None without a rate."""
        return None if self.rate is None else self.rate >= Fraction(str(self.goal))


def success_rate(changes: Iterable[Change], practice: Practice, until: date, today: date) -> SuccessRate:
    """The rate of the days of the settings that end with `until`, by what is known `today`."""
    since = until - timedelta(practice.settings.period_days - 1)
    found = [
        judged for each in changes
        if (judged := judge(each, practice, today)) is not None and since <= judged.day <= until
    ]  # fmt: skip
    ordered = sorted(found, key=lambda each: (each.day, each.change.id))
    return SuccessRate(since, until, practice.settings.success_goal, tuple(ordered))


def judge(change: Change, practice: Practice, today: date) -> Judged | None:
    """How a change counts; None for one that was not rolled out.

    A rollback or a disruption after the business days that count is a success of this figure, as its definition says.
    """
    if change.rolled_out is None or change.status not in ("rolled-out", "judged"):
        return None
    until = practice.watched_until(change.rolled_out)
    outcome = change.outcome
    verdict: Verdict
    if outcome is None:
        verdict = "pending" if today <= until else "not-judged"
    elif outcome.result == "success" or (outcome.noticed is not None and outcome.noticed > until):
        verdict = "success"
    else:
        verdict = "failure"
    return Judged(change, change.rolled_out, until, verdict)


def trend(changes: Sequence[Change], practice: Practice, today: date, months: int) -> list[SuccessRate]:
    """The rate at the end of each of the last months, oldest first, and today's at the end."""
    ends = [today]
    for _ in range(months - 1):
        ends.append(ends[-1].replace(day=1) - timedelta(1))
    return [success_rate(changes, practice, until, today) for until in reversed(ends)]
