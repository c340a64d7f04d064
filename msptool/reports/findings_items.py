"""The findings of the vCIO's pack, each with what was judged of it, what fixes it and what it stands on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from msptool.alignment.findings import Finding
from msptool.reports.occasion import Occasion
from msptool.standards.model import AREAS, PageReference, Standard


@dataclass(frozen=True, slots=True)
class Remedy:
    """What usually fixes it, who does it, and what it takes. `cost` is a band, not an amount."""

    summary: str
    area: str
    hours: float
    cost: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The vCIO's last triage: how bad it is for this client.

    `way` is how it gets fixed. `accepted_by` and `until` are of a risk that the client accepted; `past` says that it has
    run out, so that the finding is open again.
    """

    stage: str
    reason: str
    by: str | None
    on: date
    way: str | None
    accepted_by: str | None
    until: date | None
    past: bool


@dataclass(frozen=True, slots=True)
class Authority:
    """A page that the standard stands on."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class FindingItem:
    """One finding. `times` counts how often it came up, so 2 is once back; `new` says that this review found it."""

    standard: str
    name: str
    category: str
    question: str
    why: str
    severity: str
    since: date
    age_days: int
    answered: date
    times: int
    new: bool
    note: str
    hand_over: str | None
    triage: Judged | None
    remedy: Remedy | None
    authorities: tuple[Authority, ...]


@dataclass(frozen=True, slots=True)
class Severity:
    """The findings of one severity, oldest first."""

    name: str
    findings: tuple[FindingItem, ...]


def finding_item(found: Occasion, each: Finding) -> FindingItem:
    """The finding as the pack says it."""
    standard, answer = each.standard, each.given.answer
    remedy = standard.remedy
    return FindingItem(
        standard=standard.id,
        name=standard.name,
        category=found.view.library.category(standard).name,
        question=standard.question,
        why=standard.why,
        severity=each.severity,
        since=each.since,
        age_days=each.age(found.view.as_of),
        answered=answer.on,
        times=each.times,
        new=each.given.review.id == found.review.id and each.since == answer.on,
        note=answer.note.strip(),
        hand_over=AREAS[answer.hand_over] if answer.hand_over else None,
        triage=_judged(found, each),
        remedy=Remedy(remedy.summary, AREAS[remedy.area], remedy.hours, remedy.cost) if remedy else None,
        authorities=tuple(_authorities(standard)),
    )


def _judged(found: Occasion, each: Finding) -> Judged | None:
    last = each.judged or each.acceptance
    if last is None:
        return None
    return Judged(
        last.stage, last.reason, found.person(last.by), last.on, last.way, last.accepted_by, last.until,
        each.judged is None,
    )  # fmt: skip


def _authorities(standard: Standard) -> Iterable[Authority]:
    for reference in standard.references:
        if isinstance(reference, PageReference):
            said = ": ".join(filter(None, (reference.publisher, reference.title)))
            yield Authority(reference.url, said or reference.url)
