"""A client's page for the practice itself: where it stands, what was found, what is planned, what was agreed. Internal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from msptool.alignment.findings import Finding
from msptool.clients.agreements import visits_a_year
from msptool.clients.model import Client, Exemption
from msptool.reports.context import (
    CategoryScore,
    Figure,
    Severities,
    TrendPoint,
    categories,
    figure,
    running_agreement,
    severities,
    trend_point,
)
from msptool.reviews.model import Review
from msptool.roadmap.items import ON_THEIR_OWN, Item, Roadmap, roadmap_of
from msptool.site.parts import Link, change, review_url, standard_url
from msptool.site.reading import Known, Reading
from msptool.standards.model import AREAS


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone at the client."""

    name: str
    role: str
    title: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding. `times` counts how often it came up; `by` and `until` belong to a risk that the client accepted."""

    anchor: str
    standard: Link
    category: str
    severity: str
    since: date
    age_days: int
    times: int
    status: str
    stage: str
    way: str
    reason: str
    by: str
    until: date | None
    area: str
    note: str
    review: Link


@dataclass(frozen=True, slots=True)
class RoadmapRow:
    """One recommendation. `gain` is by how much the score rises (0..1) when it is carried out; None without an answer."""

    title: str
    status: str
    quarter: str
    one_time: Decimal
    monthly: Decimal
    hours: float
    gain: float | None
    findings: tuple[Link, ...]
    decided: date | None
    by: str


@dataclass(frozen=True, slots=True)
class RoadmapPart:
    """The recommendations of one initiative."""

    title: str
    rows: tuple[RoadmapRow, ...]


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit ahead."""

    day: date
    tam: str
    status: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was agreed, and the visits a year that are agreed and advised."""

    service_model: str
    starts: date
    ends: date | None
    renews: bool
    running: bool
    mrr: Decimal
    seats: int
    servers: int
    storage_gb: int
    agreed: int | None
    advised: int
    reason: str


@dataclass(frozen=True, slots=True)
class Exempt:
    """What does not apply for a while, and who said so."""

    what: str
    reason: str
    by: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One review with the answers given in it; `finished` is False for the one that is open."""

    link: Link
    day: date
    by: str
    finished: bool
    yes: int
    no: int
    not_applicable: int


@dataclass(frozen=True, slots=True)
class ClientPage:
    """Everything that the page says. Internal.

    `change` is in points of percent since the review before; `shared` is the folder that the client may have, empty where
    there is none.
    """

    name: str
    status: str
    tam: str
    vcio: str
    sales: str
    figure: Figure
    change: int | None
    trend: tuple[TrendPoint, ...]
    categories: tuple[CategoryScore, ...]
    overdue: int
    counts: Severities
    findings: tuple[FindingRow, ...]
    roadmap: tuple[RoadmapPart, ...]
    visits: tuple[VisitRow, ...]
    agreement: Agreement | None
    reviews: tuple[ReviewRow, ...]
    contacts: tuple[Contact, ...]
    technologies: tuple[str, ...]
    tags: tuple[str, ...]
    exemptions: tuple[Exempt, ...]
    notes: str
    currency: str
    shared: str


def client_page(reading: Reading, each: Known, shared: str) -> ClientPage:
    """The page of one client."""
    client, total = each.client, each.assessment.total
    known = reading.settings.all_technologies
    return ClientPage(
        name=client.name,
        status=client.status,
        tam=reading.person(client.team.tam),
        vcio=reading.person(client.team.vcio),
        sales=reading.person(client.team.sales),
        figure=figure(total, reading, reading.method),
        change=change(each.points),
        trend=tuple(trend_point(point) for point in each.points),
        categories=categories(each.assessment, reading.library),
        overdue=total.overdue,
        counts=severities(each.findings),
        findings=tuple(_finding(reading, finding) for finding in each.findings),
        roadmap=tuple(_roadmap(roadmap_of(reading, client))),
        visits=tuple(
            VisitRow(one.visit.day, reading.person(one.visit.tam), one.visit.status) for one in each.ahead
        ),
        agreement=_agreement(reading, client),
        reviews=tuple(_review(reading, review) for review in reversed(each.reviews)),
        contacts=tuple(
            Contact(one.name, one.role, one.title, one.email, one.phone) for one in client.contacts
        ),
        technologies=tuple(known.get(name, name) for name in client.technologies),
        tags=tuple(client.tags),
        exemptions=tuple(_exempt(reading, one) for one in client.exemptions),
        notes=client.notes.strip(),
        currency=reading.settings.practice.currency,
        shared=shared,
    )  # fmt: skip


def _finding(reading: Reading, each: Finding) -> FindingRow:
    standard, review, judged = each.standard, each.given.review, each.judged
    return FindingRow(
        anchor=f"finding-{standard.id}",
        standard=Link(standard.name, standard_url(standard.id)),
        category=reading.library.category(standard).name,
        severity=each.severity,
        since=each.since,
        age_days=each.age(reading.as_of),
        times=each.times,
        status=each.status,
        stage=each.stage or "",
        way=each.way or "",
        reason=judged.reason if judged else "",
        by=(judged.accepted_by or reading.person(judged.by)) if judged else "",
        until=judged.until if judged else None,
        area=AREAS[each.area],
        note=each.given.answer.note.strip(),
        review=Link(review.id, review_url(review.client, review.id)),
    )


def _roadmap(roadmap: Roadmap) -> Iterable[RoadmapPart]:
    """By initiative as the client's leaders see them; what belongs to none comes last."""
    for initiative, items in roadmap.by_initiative:
        title = initiative.title if initiative else ON_THEIR_OWN
        yield RoadmapPart(title, tuple(_row(roadmap, item) for item in items))


def _row(roadmap: Roadmap, item: Item) -> RoadmapRow:
    written, decision = item.recommendation, item.decision
    return RoadmapRow(
        written.title, item.status, written.quarter or "", written.costs.one_time, written.costs.monthly, written.hours,
        roadmap.gain(item.points),
        tuple(Link(each.standard.name, f"#finding-{each.standard.id}") for each in item.findings),
        decision.on if decision else None, decision.by if decision else "",
    )  # fmt: skip


def _agreement(reading: Reading, client: Client) -> Agreement | None:
    signed = client.agreement
    if signed is None:
        return None
    visiting = visits_a_year(client, reading.settings.visits)
    running = running_agreement(client, reading.as_of) == signed
    return Agreement(
        signed.service_model, signed.starts, signed.ends, signed.renews, running, signed.mrr,
        signed.seats, signed.servers, signed.storage_gb, visiting.agreed, visiting.recommended, visiting.reason,
    )  # fmt: skip


def _exempt(reading: Reading, each: Exemption) -> Exempt:
    standard = reading.library.find(each.standard) if each.standard else None
    category = reading.library.categories.get(each.category) if each.category else None
    named = standard.name if standard else category.name if category else each.standard or each.category
    what = named or f"Everything tagged {each.tag}"
    return Exempt(what, each.reason, each.by, each.since, each.until)


def _review(reading: Reading, each: Review) -> ReviewRow:
    answers = [given.answer for given in each.answers.values()]
    return ReviewRow(
        Link(each.id, review_url(each.client, each.id)), each.day, reading.person(each.by), each.finished is not None,
        answers.count("yes"), answers.count("no"), answers.count("n/a"),
    )  # fmt: skip
