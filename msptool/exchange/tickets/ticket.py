"""A ticket: one item that a visit hands to one delivery area, with all that a PSA needs to file it.

Internal: the texts are the TAM's notes. A ticket goes to the practice's own PSA and to nobody else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from msptool.clients.model import Client
from msptool.reviews.handoffs import COMMITTEE, Handoff, Kind, handoffs
from msptool.reviews.model import Review
from msptool.standards.library import Library
from msptool.standards.model import AREAS, Level
from msptool.workspace.ticket_settings import HandoffTickets

AREA_NAMES = {**AREAS, COMMITTEE: "Standards committee"}
_NOTHING_TO_DO: tuple[Kind, ...] = ("fixed-onsite",)


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket. `key` is the same for the same item of the same review, on every machine.

    `company` is the client's id in the PSA, empty where none is known; `board` and `priority` are the practice's words
    for the area and the level, empty where the profile's own hold; `by` is the name of the reviewer.
    """

    key: str
    client: str
    client_name: str
    company: str
    review: str
    on: date
    by: str
    area: str
    board: str
    kind: Kind
    title: str
    text: str
    level: Level
    priority: str
    due: date
    standard: str
    question: str

    @property
    def area_name(self) -> str:
        """The area as people call it."""
        return AREA_NAMES[self.area]


def tickets_of(
    client: Client, review: Review, library: Library, wishes: HandoffTickets, areas: Iterable[str], reviewer: str
) -> list[Ticket]:
    """The tickets of a review for some areas, in the order of the hand-over. What was fixed onsite is none: it is done."""
    chosen = set(areas)
    found: dict[str, Ticket] = {}
    for area, items in handoffs(review, library).items():
        for item in items if area in chosen else ():
            if item.kind not in _NOTHING_TO_DO:
                ticket = _ticket(client, review, library, wishes, area, item, reviewer)
                # What was noted twice in the same words is one thing to do.
                found.setdefault(ticket.key, ticket)
    return list(found.values())


def _ticket(
    client: Client, review: Review, library: Library, wishes: HandoffTickets, area: str, item: Handoff, reviewer: str
) -> Ticket:
    standard = library.find(item.standard) if item.standard else None
    boards = {str(name): board for name, board in wishes.boards.items()}
    return Ticket(
        key=ticket_key(client.id, review.id, area, item),
        client=client.id,
        client_name=client.name,
        company=client.external.get(wishes.external, ""),
        review=review.id,
        on=review.day,
        by=reviewer,
        area=area,
        board=boards.get(area, ""),
        kind=item.kind,
        title=item.title,
        text=item.text,
        level=item.level,
        priority=wishes.priorities.of(item.level),
        due=review.day + timedelta(wishes.due_days.of(item.level)),
        standard=item.standard or "",
        question=standard.question if standard else "",
    )


def ticket_key(client: str, review: str, area: str, item: Handoff) -> str:
    """32 hexadecimal digits that name the item: they stay when its note is reworded, and no two items share them."""
    return hashlib.sha256(json.dumps([client, review, *_identity(area, item)]).encode()).hexdigest()[:32]


def _identity(area: str, item: Handoff) -> Iterator[str]:
    yield from (area, item.kind)
    if item.standard:
        yield item.standard
    else:
        yield from (item.on.isoformat() if item.on else "", item.title)
