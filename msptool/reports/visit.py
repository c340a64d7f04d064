"""The visit summary: what the client is handed after a visit.

`VisitReport` is the whitelist. What is not a field of it cannot reach the client, so a note, a
feedback, a hand-over, an exemption's reason or a remedy has no way onto the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from msptool.alignment.scores import Tally
from msptool.alignment.trend import trend
from msptool.reports.context import (
    CategoryScore,
    Figure,
    Practice,
    TrendPoint,
    categories,
    figure,
    practice,
    question_asked,
    title_of,
    trend_point,
)
from msptool.reports.figures import moved
from msptool.reports.kinds import Report, Request
from msptool.reports.occasion import Occasion, occasion
from msptool.reviews.model import Answer, Ticket, Visit

Outcome = Literal["in-line", "attention", "not-applicable"]
OUTCOMES: dict[str, tuple[Outcome, str]] = {
    "yes": ("in-line", "In line"),
    "no": ("attention", "Needs attention"),
    "n/a": ("not-applicable", "Does not apply"),
}
_RANK = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class Checked:
    """One standard that was checked, with the answer in the client's words."""

    name: str
    question: str
    why: str
    outcome: Outcome
    answer: str
    fixed: bool


@dataclass(frozen=True, slots=True)
class CheckedCategory:
    """What was checked in one category."""

    name: str
    items: tuple[Checked, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many standards were checked, and with what result; `fixed` are among those in line."""

    checked: int
    in_line: int
    attention: int
    not_applicable: int
    fixed: int


@dataclass(frozen=True, slots=True)
class Said:
    """What was summed up at the end of one visit day, by paragraphs."""

    day: date
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """A ticket, or a move, add or change. `reference` is its number, where it has one."""

    summary: str
    reference: str


@dataclass(frozen=True, slots=True)
class VisitReport:
    """Everything that a visit summary may say.

    `change` is in whole percentage points since the last score before, of `compared_with`.
    `earlier` names what earlier visits found and what still needs attention.
    """

    client: str
    practice: Practice
    review: str
    days: tuple[date, ...]
    tam: str | None
    vcio: str | None
    draft: bool
    prepared: date
    summary: tuple[Said, ...]
    figure: Figure
    change: int | None
    compared_with: date | None
    trend: tuple[TrendPoint, ...]
    categories: tuple[CategoryScore, ...]
    counts: Counts
    checked: tuple[CheckedCategory, ...]
    attention: tuple[Checked, ...]
    fixed: tuple[Checked, ...]
    earlier: tuple[str, ...]
    tickets: tuple[Work, ...]
    changes: tuple[Work, ...]
    maintenance: tuple[str, ...]
    follow_up: tuple[Work, ...]
    next_visit: date | None


def build(request: Request) -> Report:
    """The visit summary that a request asks for."""
    found = occasion(request, at_review=True)
    return Report(visit_report(found), found.remarks)


def visit_report(found: Occasion) -> VisitReport:
    """The visit summary of an occasion."""
    view, review, client = found.view, found.review, found.client
    method = found.settings.score_method
    assessment = found.assess(method)
    points = _trend(found, assessment.total)
    before = next((point for point in reversed(points[:-1]) if point.score is not None), None)
    visits = sorted(review.visits, key=lambda visit: visit.on)
    checked = _checked(found)
    attention = _attention(found, checked)
    tickets = [ticket for visit in visits for ticket in visit.tickets]
    changes = [ticket for visit in visits for ticket in visit.changes]
    every = [item for category in checked for item in category.items]
    return VisitReport(
        client=client.name,
        practice=practice(found.settings),
        review=review.id,
        days=tuple(visit.on for visit in visits) or (review.day,),
        tam=found.person(*(visit.by for visit in reversed(visits)), review.by, client.team.tam),
        vcio=found.person(client.team.vcio),
        draft=found.draft,
        prepared=view.workspace.today,
        summary=tuple(_said(visit) for visit in visits if visit.summary.strip()),
        figure=figure(assessment.total, view, method),
        change=moved(before.score if before else None, assessment.total.score),
        compared_with=before.day if before else None,
        trend=points,
        categories=categories(assessment, view.library),
        counts=_counts(every),
        checked=checked,
        attention=attention,
        fixed=tuple(item for item in every if item.fixed),
        earlier=_earlier(found),
        tickets=_works(tickets, done=True),
        changes=_works(changes, done=True),
        maintenance=tuple(text for visit in visits for text in visit.maintenance),
        follow_up=(
            *(Work(text, "") for visit in visits for text in visit.unresolved),
            *_works((*tickets, *changes), done=False),
        ),
        next_visit=_next_visit(found),
    )


def _next_visit(found: Occasion) -> date | None:
    """The day that was agreed last, where it still lies ahead: an earlier review of the day may have agreed it."""
    visits = [visit for review in found.reviews for visit in sorted(review.visits, key=lambda visit: visit.on)]
    agreed = [visit.next_visit for visit in visits if visit.next_visit]
    return next((day for day in reversed(agreed) if day > found.review.day), None)


def _trend(found: Occasion, now: Tally) -> tuple[TrendPoint, ...]:
    # The last point is the report's own figure, also for a draft, which the trend does not count.
    earlier = {review.id for review in found.reviews[:-1]}
    points = trend(found.view, found.client, found.settings.score_method)
    own = TrendPoint(found.view.as_of, now.score, now.answered, now.applicable)
    return (*(trend_point(point) for point in points if point.review in earlier), own)


def _item(found: Occasion, identifier: str, answer: Answer) -> Checked:
    standard = found.view.library.find(identifier)
    outcome, said = OUTCOMES[answer.answer]
    return Checked(
        standard.name if standard else title_of(identifier),
        question_asked(standard, answer) if standard else "",
        standard.why if standard else "",
        outcome,
        said,
        answer.fixed_onsite and answer.answer == "yes",
    )


def _checked(found: Occasion) -> tuple[CheckedCategory, ...]:
    """Everything that was answered, by category in library order; what the library lost comes last."""
    library = found.view.library
    order = {name: place for place, name in enumerate(library.standards)}
    grouped: dict[str, list[Checked]] = {}
    ranked: list[tuple[int, str, Checked]] = []
    for identifier, answer in found.review.answers.items():
        standard = library.find(identifier)
        place = order[standard.id] if standard else len(order)
        name = library.category(standard).name if standard else "Other"
        ranked.append((place, name, _item(found, identifier, answer)))
    for _, name, item in sorted(ranked, key=lambda each: each[0]):
        grouped.setdefault(name, []).append(item)
    return tuple(CheckedCategory(name, tuple(items)) for name, items in grouped.items())


def _attention(found: Occasion, checked: Iterable[CheckedCategory]) -> tuple[Checked, ...]:
    """What needs attention, the most important first; how important each was rated stays inside."""
    rated = [
        (_RANK[answer.priority], _item(found, identifier, answer))
        for identifier, answer in found.review.answers.items() if answer.answer == "no"
    ]  # fmt: skip
    return tuple(item for _, item in sorted(rated, key=lambda each: each[0]))


def _earlier(found: Occasion) -> tuple[str, ...]:
    now = {standard.id for name in found.review.answers if (standard := found.view.library.find(name)) is not None}
    return tuple(each.standard.name for each in found.findings() if each.standard.id not in now)


def _counts(every: list[Checked]) -> Counts:
    outcomes = [item.outcome for item in every]
    return Counts(
        len(every), outcomes.count("in-line"), outcomes.count("attention"), outcomes.count("not-applicable"),
        sum(item.fixed for item in every),
    )  # fmt: skip


def _said(visit: Visit) -> Said:
    paragraphs = [" ".join(part.split()) for part in visit.summary.replace("\r", "").split("\n\n")]
    return Said(visit.on, tuple(part for part in paragraphs if part))


def _works(tickets: Iterable[Ticket], *, done: bool) -> tuple[Work, ...]:
    return tuple(Work(ticket.summary, ticket.id) for ticket in tickets if ticket.done == done)
