"""How a ticket is called in each PSA: the columns of its CSV, and the fields of its interface.

A field's name with `/` is a path: `board/name` is `{"board": {"name": ...}}`, and a number is a place in a list. Sources:
ConnectWise PSA's REST model of a service ticket; Autotask's ticket import template and its REST entity `Tickets`; HaloPSA's
`POST /Tickets`; Syncro's `POST /tickets`. Names of boards, priorities and types are those of each practice: the defaults are
what the products come with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from msptool.exchange.tickets.ticket import Ticket
from msptool.standards.model import Level
from msptool.workspace.ticket_settings import DateOrder, HandoffTickets, TicketProfile

Source = Literal[
    "key", "client", "client_name", "company", "review", "on", "by", "area", "board", "kind", "title", "text", "level",
    "priority", "due", "standard",
]  # fmt: skip
Value = str | int | bool
_DATES: dict[DateOrder, str] = {"iso": "%Y-%m-%d", "mdy": "%m/%d/%Y", "dmy": "%d/%m/%Y"}
# Noon in UTC is the same day nearly everywhere; midnight would be the day before in America.
_MOMENT = "%Y-%m-%dT12:00:00Z"
_CUT = "\u2026"


@dataclass(frozen=True, slots=True)
class Column:
    """One field: where its value comes from, or a value that is always the same.

    `number`: the interface takes a number where the value is one. `longest` is in characters, 0 for no limit.
    """

    name: str
    source: Source | None = None
    value: Value = ""
    number: bool = False
    longest: int = 0


@dataclass(frozen=True, slots=True)
class Profile:
    """One PSA. `referenced`: it has no field for a foreign id, so the ticket's key ends the text."""

    id: TicketProfile
    name: str
    table: tuple[Column, ...]
    body: tuple[Column, ...]
    priorities: Mapping[Level, str]
    dates: DateOrder = "iso"
    referenced: bool = False
    boards: Mapping[str, str] = field(default_factory=dict)


def _named(*names: Source) -> tuple[Column, ...]:
    return tuple(Column(name, name) for name in names)


_GENERIC = _named(
    "key", "client", "client_name", "company", "review", "on", "by", "area", "board", "kind", "title", "text", "level",
    "priority", "due", "standard",
)  # fmt: skip
_CONNECTWISE = (
    Column("summary", "title", longest=100),
    Column("recordType", value="ServiceTicket"),
    Column("board/name", "board"),
    Column("company/identifier", "company"),
    Column("priority/name", "priority"),
    # The note is internal, so it is no description, which the client's portal shows.
    Column("initialInternalAnalysis", "text"),
    Column("requiredDate", "due"),
    Column("externalXRef", "key"),
)
_AUTOTASK_TABLE = (
    Column("External (Legacy) Ticket ID", "key"),
    Column("[required] Title", "title", longest=255),
    Column("Description", "text", longest=8000),
    Column("[required] Company", "client_name"),
    Column("[required] Status", value="New"),
    Column("[required] Priority", "priority"),
    Column("[required] Source", value="Other"),
    Column("[required if no Primary Resource] Queue", "board"),
    Column("[required] Ticket Type", value="Service Request"),
    Column("[required] Due Date/Time", "due"),
)
_AUTOTASK_BODY = (
    Column("externalID", "key"),
    Column("title", "title", longest=255),
    Column("description", "text", longest=8000),
    Column("companyID", "company", number=True),
    Column("status", value=1),
    Column("priority", "priority", number=True),
    Column("queueID", "board", number=True),
    Column("dueDateTime", "due"),
)
_HALO = (
    Column("summary", "title"),
    Column("details", "text"),
    Column("client_id", "company", number=True),
    Column("team", "board"),
    Column("priority_id", "priority", number=True),
)
_SYNCRO = (
    Column("customer_id", "company", number=True),
    Column("subject", "title", longest=255),
    Column("problem_type", "board"),
    Column("status", value="New"),
    Column("priority", "priority"),
    Column("due_date", "due"),
    Column("comments_attributes/0/subject", value="Initial Issue"),
    Column("comments_attributes/0/body", "text"),
    # The note is internal: the client neither reads it nor gets it by mail.
    Column("comments_attributes/0/hidden", value=True),
    Column("comments_attributes/0/do_not_email", value=True),
)

PROFILES: dict[TicketProfile, Profile] = {
    each.id: each
    for each in (
        Profile("generic", "any PSA", _GENERIC, _GENERIC, {"high": "high", "medium": "medium", "low": "low"}),
        Profile(
            "connectwise", "ConnectWise PSA", _CONNECTWISE, _CONNECTWISE,
            {"high": "Priority 2 - Quick Response", "medium": "Priority 3 - Normal Response", "low": "Priority 4 - Scheduled Maintenance"},
        ),
        Profile("autotask", "Autotask", _AUTOTASK_TABLE, _AUTOTASK_BODY, {"high": "High", "medium": "Medium", "low": "Low"}, "mdy"),
        Profile("halopsa", "HaloPSA", _HALO, _HALO, {"high": "2", "medium": "3", "low": "4"}, referenced=True),
        Profile("syncro", "Syncro", _SYNCRO, _SYNCRO, {"high": "1 High", "medium": "2 Normal", "low": "3 Low"}, referenced=True),
    )
}  # fmt: skip
# Autotask's interface takes the numbers of its picklist, and ISO days whatever the screens show.
_AUTOTASK_NUMBERS: Mapping[Level, str] = {"high": "1", "medium": "2", "low": "3"}


def row(ticket: Ticket, profile: Profile, wishes: HandoffTickets) -> dict[str, str]:
    """The cells of a ticket by column, with the practice's own fields behind them."""
    dates = _DATES[wishes.dates or profile.dates]
    cells = {each.name: _said(each, ticket, profile, dates, profile.priorities) for each in profile.table}
    return {name: _cell(value) for name, value in {**cells, **wishes.fields}.items()}


def body(ticket: Ticket, profile: Profile, wishes: HandoffTickets) -> dict[str, Any]:
    """The ticket as the PSA's interface takes it, with the practice's own fields in it.

    A field that takes a number alone is left out where the practice has not told one: see `without_number`.
    """
    found: dict[str, Any] = {}
    for column in profile.body:
        said = _in_body(column, ticket, profile)
        if said != "" and not (column.number and not _is_number(str(said))):
            _put(found, column.name, int(said) if column.number else said)
    for name, text in wishes.fields.items():
        _put(found, name, int(text) if _is_number(text) else text)
    return dict(_shaped(found))


def without_number(tickets: Iterable[Ticket], profile: Profile) -> list[str]:
    """The fields that take a number and got another word for some ticket, so that `body` leaves them out."""
    numbers, known = [each for each in profile.body if each.number], list(tickets)
    said = {each.name: [str(_in_body(each, ticket, profile)) for ticket in known] for each in numbers}
    return [name for name, words in said.items() if any(word and not _is_number(word) for word in words)]


def _in_body(column: Column, ticket: Ticket, profile: Profile) -> Value:
    priorities = _AUTOTASK_NUMBERS if profile.id == "autotask" else profile.priorities
    return _said(column, ticket, profile, _DATES["iso"] if profile.id == "generic" else _MOMENT, priorities)


def _said(column: Column, ticket: Ticket, profile: Profile, dates: str, priorities: Mapping[Level, str]) -> Value:
    if column.source is None:
        return column.value
    if column.source == "priority":
        said: str = ticket.priority or priorities[ticket.level]
    elif column.source == "board":
        said = ticket.board or ticket.area_name
    elif column.source == "text":
        said = _text(ticket, profile)
    else:
        found = getattr(ticket, column.source)
        said = found.strftime(dates) if isinstance(found, date) else str(found)
    return said if not column.longest or len(said) <= column.longest else said[: column.longest - 1] + _CUT


def _text(ticket: Ticket, profile: Profile) -> str:
    """What was noted, and from where it comes; the whole title first where the PSA's is shorter."""
    longest = next((each.longest for each in profile.table if each.source == "title"), 0)
    told = [
        ticket.title if longest and len(ticket.title) > longest else "",
        ticket.text,
        f"Question: {ticket.question}" if ticket.question else "",
        f"From the review of {ticket.client_name} on {ticket.on}{f', by {ticket.by}' if ticket.by else ''}.",
        f"Reference: {ticket.key}" if profile.referenced else "",
    ]
    return ticket.text if profile.id == "generic" else "\n\n".join(filter(None, told))


def _put(into: dict[str, Any], path: str, value: Value) -> None:
    """Set a value at a path, making the mappings on the way."""
    *above, last = path.split("/")
    for name in above:
        if not isinstance(into.get(name), dict):
            into[name] = {}
        into = into[name]
    into[last] = value


def _shaped(found: Any) -> Any:
    """Mappings whose names are all numbers as lists, in the order of the numbers."""
    if not isinstance(found, dict):
        return found
    inner = {name: _shaped(value) for name, value in found.items()}
    return [inner[name] for name in sorted(inner, key=int)] if inner and all(map(_is_number, inner)) else inner


def _cell(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16 and (text == "0" or not text.startswith("0"))
