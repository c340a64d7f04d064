"""Where every client stands today and stood a quarter ago: what the reports about the practice are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from msptool.alignment.findings import Finding
from msptool.alignment.scores import Assessment, Method, Tally
from msptool.alignment.scores import practice as together
from msptool.alignment.viewpoint import Viewpoint, viewpoint
from msptool.clients.model import Client
from msptool.people.model import Person
from msptool.people.register import load_people, name_of
from msptool.reports.figures import moved
from msptool.reviews.model import Review
from msptool.reviews.record import answers_given, by_standard, require_reviews
from msptool.visits.register import Appointment, appointments, require_years
from msptool.workspace.workspace import Workspace

QUARTER = timedelta(91)
_QUARTERS = 6


@dataclass(frozen=True, slots=True)
class LastReview:
    """The last finished review: its day, and by how many points of percent it moved the score (None for no data)."""

    day: date
    change: int | None


@dataclass(frozen=True)
class Standing:
    """One client, with its reviews up to today. `before` is its tally a quarter ago, None where it was no client then."""

    client: Client
    assessment: Assessment
    before: Tally | None
    reviews: tuple[Review, ...]
    last: LastReview | None
    findings: tuple[Finding, ...]
    visits: tuple[Appointment, ...]

    @property
    def now(self) -> Tally:
        """Its tally today."""
        return self.assessment.total

    @property
    def opened(self) -> Review | None:
        """The review that is not finished."""
        return next((review for review in self.reviews if review.status == "open"), None)


@dataclass(frozen=True, slots=True)
class PracticePoint:
    """The practice as a whole at the end of a day. Shares are 0..1, None for no data.

    `own_library` is False where the history does not hold the library of that day, and a later one was used.
    """

    day: date
    score: float | None
    coverage: float | None
    clients: int
    own_library: bool


@dataclass(frozen=True)
class Standings:
    """All clients that the practice serves today, by id, and the way here, oldest first; today is the last point."""

    view: Viewpoint
    method: Method
    people: Mapping[str, Person]
    clients: tuple[Standing, ...]
    trend: tuple[PracticePoint, ...]
    before: Tally

    @property
    def total(self) -> Tally:
        """All clients' points together."""
        return together(each.assessment for each in self.clients)

    def person(self, identifier: str | None) -> str | None:
        """The person's name; the id where nobody has it."""
        return name_of(self.people, identifier) or None


def standings(workspace: Workspace) -> Standings:
    """Read everything once: today under today's library, an earlier day under the library of that day."""
    here = viewpoint(workspace)
    method: Method = here.settings.score_method
    reviews: dict[str, list[Review]] = {}
    for review in require_reviews(workspace.source):
        if review.day <= here.as_of:
            reviews.setdefault(review.client, []).append(review)
    visits: dict[str, list[Appointment]] = {}
    for each in appointments(require_years(workspace.source)):
        visits.setdefault(each.client, []).append(each)
    quarter = _at(here, here.as_of - QUARTER)
    earlier = _assessed(quarter, here, reviews, method)
    found = tuple(
        _standing(here, client, method, reviews.get(client.id, []), visits.get(client.id, []), earlier.get(client.id))
        for client in sorted(here.served, key=lambda each: each.id)
    )
    return Standings(
        here, method, load_people(workspace.source), found, tuple(_trend(here, found, reviews, method)),
        together(earlier.values()),
    )  # fmt: skip


def quarter_ends(day: date, many: int) -> list[date]:
    """The last days of the `many` quarters of the calendar that ended before `day`, oldest first."""
    found = []
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    for _ in range(many):
        end = first - timedelta(1)
        found.append(end)
        first = date(end.year, end.month - 2, 1)
    return found[::-1]


def _standing(
    view: Viewpoint, client: Client, method: Method, reviews: Sequence[Review], visits: Sequence[Appointment],
    before: Assessment | None,
) -> Standing:  # fmt: skip
    given = by_standard(answers_given(reviews, view.as_of))
    return Standing(
        client, view.assess(client, method, given), before.total if before else None, tuple(reviews),
        _last_review(view, client, method, reviews), tuple(view.findings(client, given)), tuple(visits),
    )  # fmt: skip


def _last_review(view: Viewpoint, client: Client, method: Method, reviews: Sequence[Review]) -> LastReview | None:
    """As the client's own trend says it: each review under the library of its time."""
    finished = [review for review in reviews if review.status == "finished"]
    scores = []
    for count in range(max(len(finished) - 1, 1), len(finished) + 1):
        review = finished[count - 1]
        given = by_standard(answers_given(finished[:count]))
        there = view.at_review(review) or replace(view, as_of=review.day)
        scores.append(there.assess(client, method, given).total.score)
    if not finished:
        return None
    return LastReview(finished[-1].day, moved(scores[0], scores[1]) if len(scores) > 1 else None)


def _at(here: Viewpoint, day: date) -> Viewpoint:
    return viewpoint(here.workspace, day.isoformat())


def _assessed(
    view: Viewpoint, here: Viewpoint, reviews: Mapping[str, Sequence[Review]], method: Method
) -> dict[str, Assessment]:
    """Whoever was a client on the view's day, as it stood then."""
    return {
        client.id: view.assess(client, method, by_standard(answers_given(reviews.get(client.id, ()), view.as_of)))
        for client in here.clients.values() if client.served_on(view.as_of)
    }  # fmt: skip


def _trend(
    here: Viewpoint, found: Sequence[Standing], reviews: Mapping[str, Sequence[Review]], method: Method
) -> Iterable[PracticePoint]:
    """The ends of the last quarters, from the first with an answer on, and today."""
    began = False
    for day in quarter_ends(here.as_of, _QUARTERS):
        view = _at(here, day)
        every = _assessed(view, here, reviews, method)
        total = together(every.values())
        began = began or total.answered > 0
        if began:
            yield PracticePoint(day, total.score, total.coverage, len(every), not view.remark)
    total = together(each.assessment for each in found)
    yield PracticePoint(here.as_of, total.score, total.coverage, len(found), True)
