"""What the computed KPIs keep of a client's reviews, and how it is remembered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from msptool.alignment.scores import Tally
from msptool.reviews.model import Review


@dataclass(frozen=True, slots=True)
class Alignment:
    """A client at the end of a month: its tally, and how many of the categories with something due are `reached`."""

    tally: Tally
    reached: int
    goals: int


@dataclass(frozen=True, slots=True)
class VisitOutline:
    """A visit day of a review: whether it began with items of a morning meeting and ended with a summary, and what was agreed."""

    on: date
    opened: bool
    summarised: bool
    next_visit: date | None


@dataclass(frozen=True, slots=True)
class ReviewOutline:
    """A review without its answers. `finished` is None where it is open."""

    started: date
    finished: date | None
    visits: tuple[VisitOutline, ...]


def outline(review: Review) -> list[Any]:
    """A review as JSON values; see `outline_of`."""
    visits = [
        [
            each.on.isoformat(),
            bool(each.our_items or each.client_items),
            bool(each.summary.strip()),
            each.next_visit.isoformat() if each.next_visit else None,
        ]
        for each in review.visits
    ]
    return [review.started.date().isoformat(), review.finished.date().isoformat() if review.finished else None, visits]


def outline_of(data: list[Any]) -> ReviewOutline:
    """The outline that `outline` made JSON of."""
    started, finished, visits = data
    return ReviewOutline(
        date.fromisoformat(started), _day(finished),
        tuple(VisitOutline(date.fromisoformat(on), opened, said, _day(following)) for on, opened, said, following in visits),
    )  # fmt: skip


def alignment_data(found: Alignment) -> list[Any]:
    """An alignment as JSON values; see `alignment_of`."""
    return [found.tally.figures, found.reached, found.goals]


def alignment_of(data: list[Any]) -> Alignment:
    """The alignment that `alignment_data` made JSON of."""
    figures, reached, wanted = data
    return Alignment(Tally(*figures), reached, wanted)


def packed(data: Any) -> bytes:
    """JSON without spaces."""
    return json.dumps(data, separators=(",", ":")).encode()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
