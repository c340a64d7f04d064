"""Who is slipping: whose score or coverage falls, and where answers go out of date faster than they are renewed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from msptool.reports.figures import moved
from msptool.reports.standings import Standing, Standings

# In points of percent: less is noise.
LEAST_FALL = 2
LEAST_GROWTH = 5


@dataclass(frozen=True, slots=True)
class Slip:
    """One client that slips. Shares are 0..1, changes in points of percent; None for no data.

    `change`, `coverage_change` and `late_change` are over the last quarter; `late` is the share of the applicable
    standards whose answer is overdue. `reasons` says which of them make it slip.
    """

    client: str
    client_id: str
    tam: str | None
    score: float | None
    change: int | None
    review: date | None
    review_change: int | None
    coverage: float | None
    coverage_change: int | None
    overdue: int
    late: float | None
    late_change: int | None
    reasons: tuple[str, ...]


def slipping(found: Standings) -> tuple[Slip, ...]:
    """The clients that slip: those whose score falls most first, then by coverage, then by what is overdue."""
    every = (slip_of(found, each) for each in found.clients)
    return tuple(sorted((each for each in every if each.reasons), key=_rank))


def slip_of(found: Standings, each: Standing) -> Slip:
    """How one client moved; without reasons where it does not slip."""
    now, before, last = each.now, each.before, each.record.last
    change = moved(before.score if before else None, now.score)
    coverage_change = moved(before.coverage if before else None, now.coverage)
    late = _share(now.overdue, now.applicable)
    late_change = moved(_share(before.overdue, before.applicable) if before else None, late)
    review_change = last.change if last else None
    return Slip(
        each.client.name, each.client.id, found.person(each.client.team.tam), now.score, change,
        last.day if last else None, review_change, now.coverage, coverage_change, now.overdue, late, late_change,
        tuple(_reasons(change, review_change, coverage_change, late_change)),
    )  # fmt: skip


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _reasons(change: int | None, review: int | None, coverage: int | None, late: int | None) -> Iterable[str]:
    falls = ((change, "in the quarter"), (review, "at the last review"))
    said = [f"{-points} points {when}" for points, when in falls if points is not None and points <= -LEAST_FALL]
    if said:
        yield f"score down {' and '.join(said)}"
    if coverage is not None and coverage <= -LEAST_FALL:
        yield f"coverage down {-coverage} points in the quarter"
    if late is not None and late >= LEAST_GROWTH:
        yield f"overdue answers up {late} points in the quarter"


def _rank(each: Slip) -> tuple[int, int, int, str]:
    fall = min(each.change or 0, each.review_change or 0)
    return fall, each.coverage_change or 0, -(each.late_change or 0), each.client
