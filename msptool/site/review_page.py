"""A review's page for the practice itself: every answer with its note, and what the visit days brought. Internal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from msptool.reports.context import question_asked, title_of
from msptool.reviews.model import Answer, Remark, Review, Ticket, Visit
from msptool.site.parts import Link, client_url, review_url, standard_url
from msptool.site.reading import Known, Reading
from msptool.standards.library import Library
from msptool.standards.model import AREAS


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One standard of the review. `answer` is yes, no or n/a, empty where it was not answered.

    `question` is as it was asked, empty where that wording is not known any more; `reworded`: it is asked differently
    now.
    """

    standard: Link
    question: str
    answer: str
    priority: str
    note: str
    fixed: bool
    hand_over: str
    feedback: str
    reworded: bool


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """The standards of one category."""

    category: str
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """A ticket, or a move, add or change."""

    summary: str
    reference: str
    done: bool


@dataclass(frozen=True, slots=True)
class VisitDay:
    """One day at the client."""

    day: date
    by: str
    our_items: tuple[str, ...]
    client_items: tuple[str, ...]
    maintenance: tuple[str, ...]
    tools_checked: tuple[str, ...]
    tickets: tuple[Work, ...]
    changes: tuple[Work, ...]
    unresolved: tuple[str, ...]
    next_visit: date | None
    summary: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything that the page says. Internal. `library` is the commit that the review was pinned to, None for none.

    `score` is the client's right after it (0..1), None for no data and for a review that is open.
    """

    client: Link
    name: str
    day: date
    by: str
    finished: bool
    library: str | None
    score: float | None
    asked: int
    yes: int
    no: int
    not_applicable: int
    visits: tuple[VisitDay, ...]
    groups: tuple[AnswerGroup, ...]
    unanswered: tuple[AnswerRow, ...]
    before: Link | None
    after: Link | None


def review_pages(reading: Reading, each: Known) -> Iterator[tuple[Review, ReviewPage]]:
    """The pages of a client's reviews, oldest first."""
    for place, review in enumerate(each.reviews):
        yield review, _page(reading, each, review, _near(each, place - 1), _near(each, place + 1))


def _near(each: Known, place: int) -> Link | None:
    if not 0 <= place < len(each.reviews):
        return None
    review = each.reviews[place]
    return Link(review.id, review_url(review.client, review.id))


def _page(reading: Reading, each: Known, review: Review, before: Link | None, after: Link | None) -> ReviewPage:
    answers = [given.answer for given in review.answers.values()]
    after_it = next((point.tally.score for point in each.points if point.review == review.id), None)
    return ReviewPage(
        client=Link(each.client.name, client_url(each.client.id)),
        name=review.id,
        day=review.day,
        by=reading.person(review.by),
        finished=review.finished is not None,
        library=review.library.commit[:10] if review.library.commit else None,
        score=after_it,
        asked=len(dict.fromkeys([*review.asked, *review.answers])),
        yes=answers.count("yes"),
        no=answers.count("no"),
        not_applicable=answers.count("n/a"),
        visits=tuple(_visit(reading, visit) for visit in review.visits),
        groups=tuple(_groups(reading.library, review)),
        unanswered=tuple(_unanswered(reading.library, review)),
        before=before,
        after=after,
    )


def _groups(library: Library, review: Review) -> Iterable[AnswerGroup]:
    """The answers by category, in library order; what the library lost comes last."""
    order = {name: place for place, name in enumerate(library.standards)}
    grouped: dict[str, list[AnswerRow]] = {}
    ranked: list[tuple[int, str, AnswerRow]] = []
    for identifier, answer in review.answers.items():
        standard = library.find(identifier)
        name = library.category(standard).name if standard else "No longer in the library"
        ranked.append((order[standard.id] if standard else len(order), name, _row(library, identifier, answer)))
    for _, name, row in sorted(ranked, key=lambda each: each[0]):
        grouped.setdefault(name, []).append(row)
    return (AnswerGroup(name, tuple(rows)) for name, rows in grouped.items())


def _link(library: Library, identifier: str) -> Link:
    standard = library.find(identifier)
    return Link(standard.name, standard_url(standard.id)) if standard else Link(title_of(identifier), "")


def _row(library: Library, identifier: str, answer: Answer) -> AnswerRow:
    standard = library.find(identifier)
    return AnswerRow(
        _link(library, identifier), question_asked(standard, answer) if standard else "", answer.answer, answer.priority,
        answer.note.strip(), answer.fixed_onsite, AREAS[answer.hand_over] if answer.hand_over else "",
        answer.feedback.strip(), standard is not None and answer.question != standard.fingerprint,
    )  # fmt: skip


def _unanswered(library: Library, review: Review) -> Iterable[AnswerRow]:
    """What was asked or remarked on, and not answered."""
    for identifier in dict.fromkeys([*review.asked, *review.remarks]):
        if identifier not in review.answers:
            said = review.remarks.get(identifier, Remark())
            standard = library.find(identifier)
            yield AnswerRow(
                _link(library, identifier), standard.question if standard else "", "",
                standard.priority if standard else "", said.note.strip(), False,
                AREAS[said.hand_over] if said.hand_over else "", said.feedback.strip(), False,
            )  # fmt: skip


def _visit(reading: Reading, visit: Visit) -> VisitDay:
    paragraphs = (" ".join(part.split()) for part in visit.summary.replace("\r", "").split("\n\n"))
    return VisitDay(
        visit.on, reading.person(visit.by), visit.our_items, visit.client_items, visit.maintenance, visit.tools_checked,
        _works(visit.tickets), _works(visit.changes), visit.unresolved, visit.next_visit,
        tuple(part for part in paragraphs if part),
    )  # fmt: skip


def _works(tickets: Sequence[Ticket]) -> tuple[Work, ...]:
    return tuple(Work(each.summary, each.id, each.done) for each in tickets)
