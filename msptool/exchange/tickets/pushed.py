"""The JSON of one ticket as it is pushed, and its schema. Internal: it goes to the practice's own receiver."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from msptool.exchange.tickets.profiles import PROFILES, body
from msptool.exchange.tickets.ticket import Ticket
from msptool.reviews.handoffs import Kind
from msptool.standards.model import Level
from msptool.workspace.ticket_settings import HandoffTickets, TicketArea, TicketProfile

SCHEMA = "msptool/ticket/1"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PushedClient(_Part):
    """The client. `company` is its id in the PSA, null where the client's file has none."""

    id: str
    name: str
    company: str | None


class PushedReview(_Part):
    """The review that handed the item over, its day (YYYY-MM-DD), and who did it, null where nobody is named."""

    id: str
    on: str = Field(json_schema_extra={"format": "date"})
    by: str | None


class PushedArea(_Part):
    """The delivery area that takes it over, and the practice's board or queue for it."""

    id: TicketArea
    name: str
    board: str


class PushedStandard(_Part):
    """The standard that the item is about."""

    id: str
    question: str | None


class PushedPsa(_Part):
    """The same ticket in the fields of one PSA's own interface, to be passed on as it is."""

    profile: TicketProfile
    fields: dict[str, Any]


class PushedTicket(_Part):
    """One ticket as 'msptool review push' sends it."""

    model_config = ConfigDict(extra="forbid", serialize_by_alias=True, validate_by_name=True)

    schema_: Literal["msptool/ticket/1"] = Field(alias="schema")
    key: str = Field(pattern=r"^[0-9a-f]{32}$", description="The same as the header Idempotency-Key.")
    client: PushedClient
    review: PushedReview
    area: PushedArea
    kind: Kind
    title: str
    text: str = Field(description="What was noted. Internal.")
    priority: Level
    due: str = Field(json_schema_extra={"format": "date"})
    standard: PushedStandard | None
    psa: PushedPsa


def pushed(ticket: Ticket, wishes: HandoffTickets) -> PushedTicket:
    """The ticket as it is sent."""
    profile = PROFILES[wishes.profile]
    return PushedTicket(
        schema_=SCHEMA,
        key=ticket.key,
        client=PushedClient(id=ticket.client, name=ticket.client_name, company=ticket.company or None),
        review=PushedReview(id=ticket.review, on=ticket.on.isoformat(), by=ticket.by or None),
        area=PushedArea.model_validate(
            {"id": ticket.area, "name": ticket.area_name, "board": ticket.board or ticket.area_name}
        ),
        kind=ticket.kind,
        title=ticket.title,
        text=ticket.text,
        priority=ticket.level,
        due=ticket.due.isoformat(),
        standard=PushedStandard(id=ticket.standard, question=ticket.question or None) if ticket.standard else None,
        psa=PushedPsa(profile=profile.id, fields=body(ticket, profile, wishes)),
    )


def pushed_data(ticket: Ticket, wishes: HandoffTickets) -> dict[str, Any]:
    """The ticket as JSON values."""
    return pushed(ticket, wishes).model_dump(mode="json")


def pushed_bytes(ticket: Ticket, wishes: HandoffTickets) -> bytes:
    """The body of the request: JSON in UTF-8."""
    return json.dumps(pushed_data(ticket, wishes), ensure_ascii=False).encode(errors="replace")


def pushed_schema() -> dict[str, Any]:
    """The JSON Schema of the body."""
    return PushedTicket.model_json_schema(mode="serialization")
