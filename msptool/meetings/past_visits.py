"""What the visits before say about the next one: work that repeats, and ends that were left loose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from msptool.reviews.model import Review, Ticket, Visit

# So many visits back: what was left loose longer ago has long been the Service Desk's.
RECENT = 4


@dataclass(frozen=True, slots=True)
class Repeated:
    """Something that was done at `times` of the last visits, the last time on `last`."""

    text: str
    last: date
    times: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that a visit left: a ticket, a change, or what went to the Service Desk (`kind`)."""

    text: str
    id: str
    kind: str
    since: date


def days_of(review: Review) -> set[date]:
    """The days of a review: those of its visits; of a finished one without a visit record its last day."""
    days = {visit.on for visit in review.visits}
    return days or ({review.day} if review.status == "finished" else set())


def recent_visits(reviews: Iterable[Review], before: date) -> list[Visit]:
    """The last visits before a day, the latest first."""
    visits = [visit for review in reviews for visit in review.visits if visit.on < before]
    return sorted(visits, key=lambda visit: visit.on, reverse=True)[:RECENT]


def repeated(reviews: Iterable[Review], field: str, before: date) -> Iterator[Repeated]:
    """What the last visit did under `field`, and what at least two of the recent ones did; the most frequent first."""
    visits = recent_visits(reviews, before)
    done: dict[str, list[tuple[str, date]]] = {}
    for visit in visits:
        for key, text in {_key(text): text for text in getattr(visit, field)}.items():
            done.setdefault(key, []).append((text, visit.on))
    found = [
        Repeated(times[0][0], times[0][1], len(times)) for times in done.values()
        if len(times) > 1 or times[0][1] == visits[0].on
    ]  # fmt: skip
    return iter(sorted(found, key=lambda each: -each.times))


def loose_ends(reviews: Sequence[Review], day: date) -> Iterator[Kept]:
    """What the visits before a day left undone and neither a later one did nor the day's own names; the oldest first."""
    today = [visit for review in reviews for visit in review.visits if visit.on == day]
    settled = {_key(name) for visit in today for name in _names(visit)}
    found: dict[str, Kept] = {}
    for visit in recent_visits(reviews, day):
        for each in _left(visit):
            if not {_key(name) for name in (each.id, each.text) if name} & settled:
                found[_key(each.id or each.text)] = each
        settled |= {_key(name) for ticket in (*visit.tickets, *visit.changes) if ticket.done for name in _of(ticket)}
    return iter(sorted(found.values(), key=lambda each: each.since))


def _left(visit: Visit) -> Iterator[Kept]:
    for kind, tickets in (("ticket", visit.tickets), ("change", visit.changes)):
        yield from (Kept(ticket.summary, ticket.id, kind, visit.on) for ticket in tickets if not ticket.done)
    yield from (Kept(text, "", "service desk", visit.on) for text in visit.unresolved)


def _names(visit: Visit) -> Iterator[str]:
    """What a visit's record names itself, done or not: it need not be said twice."""
    for ticket in (*visit.tickets, *visit.changes):
        yield from _of(ticket)
    yield from visit.unresolved


def _of(ticket: Ticket) -> Iterator[str]:
    yield from (name for name in (ticket.id, ticket.summary) if name)


def _key(text: str) -> str:
    return " ".join(text.casefold().split())
