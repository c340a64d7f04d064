"""A standard's page: the question with all that belongs to it, who says no, and what became of it over time. Internal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from msptool.alignment.findings import Finding
from msptool.clients.applicability import exemption_for
from msptool.reports.context import title_of
from msptool.reports.findings_items import Remedy
from msptool.site.parts import Link, client_url, standard_url
from msptool.site.reading import Known, Reading
from msptool.site.revisions import Revision
from msptool.standards.frameworks import framework
from msptool.standards.model import AREAS, ControlReference, PageReference, Standard


@dataclass(frozen=True, slots=True)
class Control:
    """A control of a framework. `title` is empty where it is not ours to show."""

    framework: str
    number: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page of an authority."""

    url: str
    title: str
    publisher: str


@dataclass(frozen=True, slots=True)
class Retirement:
    """Since when and why it is no longer asked."""

    on: date
    reason: str
    replaced_by: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SaysNo:
    """A client that does not meet it."""

    client: Link
    since: date
    age_days: int
    times: int
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class Vendor:
    """Steps that differ for one vendor."""

    name: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StandardPage:
    """Everything that the page says. Internal.

    `yes`, `no`, `not_applicable` and `unanswered` count clients; `exempt` are those that it does not hold for at the
    moment. `shallow`: this clone has only part of the history.
    """

    id: str
    name: str
    category: str
    question: str
    why: str
    how: tuple[str, ...]
    vendors: tuple[Vendor, ...]
    priority: str
    business_impact: str
    technical_risk: str
    level: str
    kind: str
    frequency: str
    minutes: int
    checked: tuple[str, ...]
    tags: tuple[str, ...]
    audience: str
    status: str
    reviewed: date | None
    controls: tuple[Control, ...]
    pages: tuple[WebPage, ...]
    remedy: Remedy | None
    retirement: Retirement | None
    formerly: tuple[str, ...]
    earlier_wordings: tuple[str, ...]
    yes: int
    no: int
    not_applicable: int
    unanswered: int
    says_no: tuple[SaysNo, ...]
    exempt: tuple[Link, ...]
    revisions: tuple[Revision, ...]
    shallow: bool


def standard_page(
    reading: Reading, standard: Standard, answers: Counter[str | None], found: Sequence[Finding], served: Iterable[Known],
    revisions: tuple[Revision, ...],
) -> StandardPage:  # fmt: skip
    """One standard, with the findings that say no to it."""
    remedy = standard.remedy
    return StandardPage(
        id=standard.id,
        name=standard.name,
        category=reading.library.category(standard).name,
        question=standard.question,
        why=standard.why,
        how=standard.how,
        vendors=tuple(Vendor(name, steps) for name, steps in standard.vendors.items()),
        priority=standard.priority,
        business_impact=standard.business_impact,
        technical_risk=standard.technical_risk,
        level=standard.level,
        kind=standard.kind,
        frequency=reading.library.frequency(standard),
        minutes=standard.minutes,
        checked=standard.checked,
        tags=standard.tags,
        audience=_audience(reading, standard),
        status=standard.status,
        reviewed=standard.reviewed,
        controls=tuple(_control(each) for each in standard.references if isinstance(each, ControlReference)),
        pages=tuple(
            WebPage(each.url, each.title, each.publisher) for each in standard.references if isinstance(each, PageReference)
        ),
        remedy=Remedy(remedy.summary, AREAS[remedy.area], remedy.hours, remedy.cost) if remedy else None,
        retirement=_retirement(reading, standard),
        formerly=standard.formerly,
        earlier_wordings=standard.earlier_wordings,
        yes=answers["yes"],
        no=answers["no"],
        not_applicable=answers["n/a"],
        unanswered=answers[None],
        says_no=tuple(_says_no(reading, each) for each in sorted(found, key=lambda each: (each.since, each.client.id))),
        exempt=tuple(
            Link(each.client.name, client_url(each.client.id)) for each in served
            if standard.status == "active" and exemption_for(each.client, standard, reading.as_of)
        ),
        revisions=revisions,
        shallow=reading.workspace.history.exists and reading.workspace.history.shallow,
    )  # fmt: skip


def _says_no(reading: Reading, each: Finding) -> SaysNo:
    link = Link(each.client.name, f"{client_url(each.client.id)}#finding-{each.standard.id}")
    return SaysNo(link, each.since, each.age(reading.as_of), each.times, each.status, each.given.answer.note.strip())


def _audience(reading: Reading, standard: Standard) -> str:
    known = reading.settings.all_technologies
    wanted = standard.applies_to
    parts = []
    if wanted.technologies:
        parts.append(f"with {' or '.join(known.get(each, each) for each in wanted.technologies)}")
    if wanted.tags:
        parts.append(f"tagged {' or '.join(wanted.tags)}")
    return f"Clients {' and '.join(parts)}" if parts else "Every client"


def _control(reference: ControlReference) -> Control:
    found = framework(reference.framework)
    if found is None:
        return Control(reference.framework, reference.id, "", "")
    return Control(f"{found.title} {found.version}", reference.id, found.controls.get(reference.id, ""), found.url)


def _retirement(reading: Reading, standard: Standard) -> Retirement | None:
    retired = standard.retirement
    if retired is None:
        return None
    links = []
    for name in retired.replaced_by:
        successor = reading.library.find(name)
        links.append(Link(successor.name, standard_url(successor.id)) if successor else Link(title_of(name), ""))
    return Retirement(retired.on, retired.reason, tuple(links))
