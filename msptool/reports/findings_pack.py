"""The vCIO's findings pack: everything that the TAM found, for the practice alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from msptool.alignment.scores import Assessment
from msptool.reports.context import (
    CategoryScore,
    Figure,
    Practice,
    categories,
    figure,
    practice,
    running_agreement,
    title_of,
)
from msptool.reports.findings_items import FindingItem, Severity, finding_item
from msptool.reports.kinds import Report, Request
from msptool.reports.occasion import Occasion, occasion
from msptool.reviews.handoffs import COMMITTEE, handoffs
from msptool.reviews.model import Visit
from msptool.standards.frequency import due_on
from msptool.standards.model import AREAS

SEVERITIES = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the client pays and has."""

    service_model: str
    seats: int
    servers: int
    mrr: Decimal
    currency: str
    ends: date | None


@dataclass(frozen=True, slots=True)
class Totals:
    """How many findings there are, how many are triaged, and the hours of the `estimated` remedies together."""

    findings: int
    triaged: int
    estimated: int
    hours: float


@dataclass(frozen=True, slots=True)
class Noted:
    """A standard and what was noted on it."""

    name: str
    category: str
    note: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a hand-over."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class AreaItems:
    """What one delivery area takes over."""

    area: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Overdue:
    """An answer that is older than its frequency allows."""

    name: str
    category: str
    answer: str
    answered: date
    due: date
    days: int


@dataclass(frozen=True, slots=True)
class VisitDay:
    """What a visit day brought besides the review."""

    day: date
    our_items: tuple[str, ...]
    client_items: tuple[str, ...]
    maintenance: tuple[str, ...]
    tools_checked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingsReport:
    """Everything that the findings pack says. Internal.

    `judged` is the score by the vCIO's triage, beside the practice's own `figure`.
    """

    client: str
    client_id: str
    practice: Practice
    review: str
    days: tuple[date, ...]
    tam: str | None
    vcio: str | None
    draft: bool
    prepared: date
    agreement: Agreement | None
    figure: Figure
    judged: Figure
    severities: tuple[Severity, ...]
    totals: Totals
    fixed: tuple[Noted, ...]
    unanswered: tuple[Noted, ...]
    handoffs: tuple[AreaItems, ...]
    committee: tuple[Item, ...]
    visits: tuple[VisitDay, ...]
    overdue: tuple[Overdue, ...]
    categories: tuple[CategoryScore, ...]


def build(request: Request) -> Report:
    """The findings pack that a request asks for: of today, or of the day of the review that it names."""
    found = occasion(request, at_review=request.review is not None)
    return Report(findings_report(found), found.remarks)


def findings_report(found: Occasion) -> FindingsReport:
    """The findings pack of an occasion."""
    view, review, client = found.view, found.review, found.client
    assessment, judged = found.assess(found.settings.score_method), found.assess("vcio")
    every = found.findings()
    items = [finding_item(found, each) for each in every]
    return FindingsReport(
        client=client.name,
        client_id=client.id,
        practice=practice(found.settings),
        review=review.id,
        days=tuple(visit.on for visit in review.visits) or (review.day,),
        tam=found.person(review.by, client.team.tam),
        vcio=found.person(client.team.vcio),
        draft=found.draft,
        prepared=view.workspace.today,
        agreement=_agreement(found),
        figure=figure(assessment.total, view, found.settings.score_method),
        judged=figure(judged.total, view, "vcio"),
        severities=tuple(
            Severity(name, group)
            for name in SEVERITIES
            if (group := tuple(item for item in items if item.severity == name))
        ),
        totals=_totals(items),
        fixed=_fixed(found),
        unanswered=_unanswered(found),
        handoffs=_areas(found),
        committee=_committee(found),
        visits=tuple(_day(visit) for visit in review.visits if _day(visit) != VisitDay(visit.on, (), (), (), ())),
        overdue=_overdue(found, assessment),
        categories=categories(assessment, view.library),
    )


def _day(visit: Visit) -> VisitDay:
    return VisitDay(visit.on, visit.our_items, visit.client_items, visit.maintenance, visit.tools_checked)


def _agreement(found: Occasion) -> Agreement | None:
    """By the agreement that runs on the day of the pack."""
    signed = running_agreement(found.client, found.view.as_of)
    if signed is None:
        return None
    currency = found.settings.practice.currency
    return Agreement(signed.service_model, signed.seats, signed.servers, signed.mrr, currency, signed.ends)


def _totals(items: list[FindingItem]) -> Totals:
    hours = [item.remedy.hours for item in items if item.remedy is not None]
    triaged = sum(item.triage is not None and not item.triage.past for item in items)
    return Totals(len(items), triaged, len(hours), sum(hours))


def _names(found: Occasion, identifier: str) -> tuple[str, str]:
    """Name and category of a standard, as far as the library knows it."""
    standard = found.view.library.find(identifier)
    if standard is None:
        return title_of(identifier), ""
    return standard.name, found.view.library.category(standard).name


def _fixed(found: Occasion) -> tuple[Noted, ...]:
    return tuple(
        Noted(*_names(found, identifier), answer.note.strip())
        for identifier, answer in found.review.answers.items() if answer.fixed_onsite and answer.answer != "no"
    )  # fmt: skip


def _unanswered(found: Occasion) -> tuple[Noted, ...]:
    """What the review asked and nobody answered, with what was remarked instead."""
    remarks = found.review.remarks
    return tuple(
        Noted(*_names(found, identifier), remarks[identifier].note.strip() if identifier in remarks else "")
        for identifier in dict.fromkeys([*found.review.asked, *remarks]) if identifier not in found.review.answers
    )  # fmt: skip


def _areas(found: Occasion) -> tuple[AreaItems, ...]:
    """What each area takes over, without the misaligned and the fixed, which have their own place."""
    shown = {name for name, answer in found.review.answers.items() if answer.answer == "no" or answer.fixed_onsite}
    areas = handoffs(found.review, found.view.library)
    kept = {
        area: [item for item in items if not (area == "vcio" and item.standard in shown)]
        for area, items in areas.items() if area != COMMITTEE
    }  # fmt: skip
    return tuple(
        AreaItems(AREAS[area], tuple(Item(each.title, each.text) for each in items))
        for area, items in kept.items() if items
    )  # fmt: skip


def _committee(found: Occasion) -> tuple[Item, ...]:
    said = handoffs(found.review, found.view.library).get(COMMITTEE, [])
    return tuple(Item(each.title, each.text) for each in said)


def _overdue(found: Occasion, assessment: Assessment) -> tuple[Overdue, ...]:
    """Answers past their frequency, the longest overdue first."""
    library, today = found.view.library, found.view.as_of
    late = []
    for part in assessment.parts:
        if part.given is not None and part.overdue:
            answer = part.given.answer
            due = due_on(answer.on, library.frequency(part.standard))
            names = part.standard.name, library.category(part.standard).name
            late.append(Overdue(*names, answer.answer, answer.on, due, (today - due).days))
    return tuple(sorted(late, key=lambda each: (each.due, each.name)))
