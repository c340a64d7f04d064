"""The sheet itself: everything that a TAM needs to answer a review where msptool is not at hand.

For the practice alone: it holds notes, and what was said before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from msptool.reviews.applied_sheets import NOTHING, digest_of
from msptool.reviews.due import Item
from msptool.reviews.model import Visit
from msptool.reviews.session import Draft
from msptool.reviews.store import OpenReview
from msptool.reviews.wording import ago, why_due
from msptool.standards.library import Library
from msptool.standards.model import AREAS, PageReference, Standard

# The fields of a visit in the order of the day: field, label, and what it takes.
DAY_FIELDS = (
    ("our_items", "What we bring", "lines"), ("client_items", "What the client brings", "lines"),
    ("maintenance", "Maintenance done", "lines"), ("tools_checked", "Tools checked", "lines"),
    ("tickets", "Scheduled tickets", "tickets"), ("changes", "Moves, adds and changes", "tickets"),
    ("unresolved", "Left for the Service Desk", "lines"), ("next_visit", "Next visit, as confirmed", "day"),
    ("summary", "Summary of the afternoon meeting, for the client", "text"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Before:
    """The last answer: what, when (a day and in words), and what was noted."""

    answer: str
    on: date
    ago: str
    remark: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One standard on the sheet. `recorded` is what the review says of it already, and `base` its digest.

    `verify` and `since` are sentences: fixes that are to be verified, and what was said since the last answer.
    """

    id: str
    name: str
    question: str
    fingerprint: str
    why: str
    how: tuple[str, ...]
    vendors: tuple[tuple[str, tuple[str, ...]], ...]
    links: tuple[str, ...]
    priority: str
    minutes: int
    reason: str
    before: Before | None
    verify: tuple[str, ...]
    since: tuple[str, ...]
    recorded: Draft
    base: str


@dataclass(frozen=True, slots=True)
class Group:
    """The standards of one category."""

    id: str
    name: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet for one review. `made` is when; `started` tells the review from another one of the same name."""

    id: str
    practice: str
    client: str
    client_name: str
    review: str
    started: datetime
    made: datetime
    by: str | None
    by_name: str
    commit: str | None
    groups: tuple[Group, ...]
    visit: Visit
    visit_base: dict[str, str]

    @property
    def asked(self) -> tuple[Asked, ...]:
        """All standards in order."""
        return tuple(each for group in self.groups for each in group.asked)

    @property
    def minutes(self) -> int:
        """What all of it takes."""
        return sum(each.minutes for each in self.asked)

    @property
    def areas(self) -> dict[str, str]:
        """The delivery areas by id."""
        return AREAS

    @property
    def day_fields(self) -> tuple[tuple[str, str, str], ...]:
        """See `DAY_FIELDS`."""
        return DAY_FIELDS

    def as_data(self) -> dict[str, Any]:
        """What comes back with the answers, and what the page starts from, as JSON values."""
        return {
            "sheet": self.id, "client": self.client, "review": self.review, "started": self.started.isoformat(),
            "made": self.made.isoformat(), "library": self.commit, "by": self.by,
            "standards": {
                each.id: {
                    "name": each.name, "question": each.fingerprint, "priority": each.priority, "base": each.base,
                    "minutes": each.minutes, **said_data(each.recorded),
                }
                for each in self.asked
            },
            "visit": {"on": self.visit.on.isoformat(), "base": self.visit_base, **visit_data(self.visit)},
        }  # fmt: skip


def said_data(draft: Draft) -> dict[str, Any]:
    """What was said about a standard, as JSON values: what a sheet can change."""
    return {
        "answer": draft.answer, "on": draft.on.isoformat() if draft.on else None, "note": draft.note,
        "fixed_onsite": draft.fixed_onsite, "hand_over": draft.hand_over, "feedback": draft.feedback,
    }  # fmt: skip


def said_digest(draft: Draft) -> str:
    """What tells whether two people said the same about a standard."""
    return digest_of(said_data(draft)) if any(said_data(draft).values()) else NOTHING


def visit_data(visit: Visit) -> dict[str, Any]:
    """The fields of a visit that a sheet has, as JSON values."""
    data = visit.model_dump(mode="json")
    return {field: data[field] for field, _, _ in DAY_FIELDS}


def field_digest(value: Any) -> str:
    """The digest of one field of the visit, as a JSON value."""
    return digest_of(value) if value else NOTHING


def make_sheet(
    opened: OpenReview, library: Library, *, id: str, made: datetime, practice: str, commit: str | None, by_name: str
) -> Sheet:
    """The sheet of a review, with everything that is recorded by now."""
    today = opened.workspace.today
    groups: dict[str, list[Item]] = {}
    for item in opened.session.items:
        groups.setdefault(item.standard.category, []).append(item)
    visit = opened.session.today_visit
    return Sheet(
        id=id, practice=practice, client=opened.client.id, client_name=opened.client.name, review=opened.review.id,
        started=opened.review.started, made=made, by=opened.review.by, by_name=by_name, commit=commit,
        groups=tuple(
            Group(name, library.category(found[0].standard).name, tuple(_asked(each, opened, today) for each in found))
            for name, found in groups.items()
        ),
        visit=visit,
        visit_base={field: field_digest(value) for field, value in visit_data(visit).items() if value},
    )  # fmt: skip


def _asked(item: Item, opened: OpenReview, today: date) -> Asked:
    standard, draft = item.standard, opened.session.draft(item.standard.id)
    # An answer to other words is none to the question as it stands on the sheet.
    reworded = bool(draft.question) and draft.question not in standard.fingerprints
    return Asked(
        id=standard.id, name=standard.name, question=standard.question, fingerprint=standard.fingerprint,
        why=standard.why, how=standard.how, vendors=tuple((name, tuple(steps)) for name, steps in standard.vendors.items()),
        links=_links(standard), priority=standard.priority, minutes=standard.minutes, reason=why_due(item, today),
        before=_before(item, today),
        verify=tuple(f"Since {each.since}: {each.because}" for each in item.claims),
        since=(*(f"{each.on}: {each.text}" for each in item.since), *_evidence(item)),
        recorded=Draft(note=draft.note, hand_over=draft.hand_over, feedback=draft.feedback) if reworded else draft,
        base=said_digest(draft),
    )  # fmt: skip


def _evidence(item: Item) -> tuple[str, ...]:
    """What tools found, to be read; on a sheet nobody accepts it, the answer is the TAM's own."""
    found = item.proposal
    return (f"{found.note} That would be {found.answer}.",) if found is not None and found.answer else ()


def _links(standard: Standard) -> tuple[str, ...]:
    return tuple(each.url for each in standard.references if isinstance(each, PageReference))


def _before(item: Item, today: date) -> Before | None:
    if item.previous is None:
        return None
    given = item.previous.answer
    parts: Iterable[str] = (
        "Fixed onsite." if given.fixed_onsite else "",
        f"Handed over to {AREAS[given.hand_over]}." if given.hand_over else "",
        given.note,
    )
    return Before(given.answer, given.on, ago((today - given.on).days), " ".join(filter(None, parts)))
