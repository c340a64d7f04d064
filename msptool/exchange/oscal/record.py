"""What the auditor of a client may read: the whitelist from which the documents of its OSCAL package are made.

For the client's auditor. In: what was asked, the answer, its day and the role of who answered; the standards' own
words; accepted risks with who accepted them and until when; the recommendations' titles, reasons and steps in the
client's language, and their dates. Not in: notes, reasons, feedback, hand-overs, triage ways, hours and costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Literal

from msptool.alignment.findings import Finding
from msptool.alignment.viewpoint import Viewpoint, pinned_library
from msptool.clients.model import Client
from msptool.people.model import Person
from msptool.people.register import load_people
from msptool.reviews.model import Answer, Answered, Review
from msptool.roadmap.items import Item, Status
from msptool.roadmap.model import Choice
from msptool.standards.library import Library
from msptool.standards.model import AREAS, Level, Standard, fingerprint

_REVIEWER = "Reviewer"


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer of a review. `control` is the standard's present id, empty where the catalog does not hold it.

    `question` is the wording that was answered, empty where no library at hand has it. `counts`: it answers the
    standard as it is worded now, and the standard is in use.
    """

    standard: str
    name: str
    control: str
    question: str
    asked: str
    answer: Answered
    on: date
    fixed_onsite: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One finished review; `days` are those of its visits, `library` the commit of the standards that it asked."""

    id: str
    role: str
    started: datetime
    finished: datetime
    days: tuple[date, ...]
    library: str
    answers: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who at the client accepted a risk, when, and the last day of it. `holds` on the day of the package."""

    by: str
    on: date
    until: date
    holds: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """A recommendation with the standards that it fixes. `begins` and `ends` are the days of its quarter.

    `choice` is the last decision, taken by `by` on `decided` and standing until `until`; empty where there is none.
    """

    id: str
    title: str
    why: str
    steps: tuple[str, ...]
    standards: tuple[str, ...]
    status: Status
    raised: date
    choice: Choice | Literal[""]
    by: str
    decided: date | None
    until: date | None
    quarter: str
    begins: date | None
    ends: date | None
    done: date | None


@dataclass(frozen=True, slots=True)
class Weakness:
    """A standard whose last answer is no, given in `review` under the id `answered`; `acceptances` oldest first."""

    standard: str
    answered: str
    name: str
    why: str
    question: str
    since: date
    times: int
    review: str
    stage: str
    business_impact: Level
    technical_risk: Level
    acceptances: tuple[Acceptance, ...]

    @property
    def accepted(self) -> Acceptance | None:
        """The acceptance that holds."""
        return next((each for each in reversed(self.acceptances) if each.holds), None)


@dataclass(frozen=True, slots=True)
class Record:
    """A client as its auditor reads it on the day `as_of`, oldest review first; `applies` are ids of standards."""

    client: str
    name: str
    as_of: date
    applies: tuple[str, ...]
    reviews: tuple[Reviewed, ...]
    weaknesses: tuple[Weakness, ...]
    measures: tuple[Measure, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """Those of the client who accepted a risk or decided on a recommendation, as they are written, each once."""
        accepting = (each.by for weakness in self.weaknesses for each in weakness.acceptances)
        deciding = (each.by for each in self.measures if each.by)
        return tuple(sorted({*accepting, *deciding}))


def record_of(view: Viewpoint, client: Client, applies: Iterable[Standard], items: Iterable[Item]) -> Record:
    """The record of a client from a viewpoint, with the standards that apply to it and its roadmap."""
    people, found = load_people(view.source), view.findings(client)
    reviews = [each for each in view.reviews(client.id) if each.finished is not None and each.day <= view.as_of]
    return Record(
        client=client.id,
        name=client.name,
        as_of=view.as_of,
        applies=tuple(each.id for each in applies),
        reviews=tuple(_reviewed(view, client, people, each) for each in reviews),
        weaknesses=tuple(_weakness(each) for each in found),
        measures=tuple(_measure(each) for each in items if each.findings and each.status != "verified"),
    )


def last_day(reviews: Iterable[Review], findings: Iterable[Finding], items: Iterable[Item]) -> date:
    """The last day of which the client's own files speak; 1970-01-01 where there is none."""
    return max(_days(reviews, findings, items), default=date(1970, 1, 1))


def moment(day: date) -> datetime:
    """A day as OSCAL needs it, which has moments only: its beginning in UTC."""
    return datetime.combine(day, time(), UTC)


def _days(reviews: Iterable[Review], findings: Iterable[Finding], items: Iterable[Item]) -> Iterator[date]:
    yield from (each.day for each in reviews if each.finished is not None)
    for finding in findings:
        yield from (judged.on for judged in finding.judgements)
    for item in items:
        advice = item.recommendation
        yield advice.raised
        yield from (decision.on for decision in advice.decisions)
        yield from (advice.done.on,) if advice.done else ()


def _reviewed(view: Viewpoint, client: Client, people: Mapping[str, Person], review: Review) -> Reviewed:
    assert review.finished is not None
    pinned = _Pinned(view, review)
    return Reviewed(
        id=review.id,
        role=_role(client, people, review.by),
        started=review.started.astimezone(UTC),
        finished=review.finished.astimezone(UTC),
        days=tuple(sorted({visit.on for visit in review.visits})),
        library=review.library.commit or "",
        answers=tuple(_asked(view.library, pinned, name, answer) for name, answer in review.answers.items()),
    )


def _role(client: Client, people: Mapping[str, Person], reviewer: str | None) -> str:
    """What the reviewer is, which is no name: the client's TAM, else the first of the person's delivery areas."""
    if reviewer is None:
        return _REVIEWER
    if reviewer == client.team.tam:
        return AREAS["tam"]
    roles = people[reviewer].roles if reviewer in people else ()
    return next((AREAS[role] for role in roles if role in AREAS), _REVIEWER)


class _Pinned:
    """The library that a review was done with, read only when a wording of today's is not the one."""

    def __init__(self, view: Viewpoint, review: Review) -> None:
        self._view = view
        self._review = review
        self._library: Library | None = None
        self._read = False

    def standard(self, name: str) -> Standard | None:
        if not self._read:
            self._library, self._read = pinned_library(self._view.workspace, self._review.library), True
        return self._library.find(name) if self._library else None


def _asked(library: Library, pinned: _Pinned, name: str, answer: Answer) -> Asked:
    standard = library.find(name)
    known = standard if standard is not None and standard.status != "draft" else None
    question = _wording(standard, answer.question)
    before = None if question else pinned.standard(name)
    named = standard or before
    return Asked(
        standard=name,
        name=named.name if named else name,
        control=known.id if known else "",
        question=question or _wording(before, answer.question),
        asked=answer.question,
        answer=answer.answer,
        on=answer.on,
        fixed_onsite=answer.fixed_onsite,
        counts=known is not None and known.status == "active" and answer.question in known.fingerprints,
    )


def _wording(standard: Standard | None, asked: str) -> str:
    if standard is None:
        return ""
    return next((each for each in (standard.question, *standard.earlier_wordings) if fingerprint(each) == asked), "")


def _weakness(finding: Finding) -> Weakness:
    accepted = [each for each in finding.judgements if each.stage == "accepted"]
    return Weakness(
        standard=finding.standard.id,
        answered=finding.given.standard,
        name=finding.standard.name,
        why=finding.standard.why,
        question=finding.standard.question,
        since=finding.since,
        times=finding.times,
        review=finding.given.review.id,
        stage=finding.stage or "",
        business_impact=finding.standard.business_impact,
        technical_risk=finding.standard.technical_risk,
        acceptances=tuple(
            Acceptance(each.accepted_by, each.on, each.until, each is finding.judged)
            for each in accepted
            if each.accepted_by and each.until
        ),
    )


def _measure(item: Item) -> Measure:
    advice, decision = item.recommendation, item.decision
    return Measure(
        id=item.id,
        title=advice.title,
        why=advice.why,
        steps=advice.steps,
        standards=tuple(each.standard.id for each in item.findings),
        status=item.status,
        raised=advice.raised,
        choice=decision.choice if decision else "",
        by=decision.by if decision else "",
        decided=decision.on if decision else None,
        until=decision.until if decision else None,
        quarter=item.quarter.name if item.quarter else "",
        begins=item.quarter.first if item.quarter else None,
        ends=item.quarter.last if item.quarter else None,
        done=item.done.on if item.done else None,
    )
