"""One ticket, as a row of an export gives it or a line of a ticket list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from msptool.clients.model import Client
from msptool.kpis.tickets.causes import Categories, asset_name, key_of, normalised
from msptool.kpis.tickets.model import LINE
from msptool.kpis.tickets.moments import DateColumn
from msptool.kpis.tickets.profiles import Columns, squeezed
from msptool.kpis.wording import number_said
from msptool.workspace.csv_rows import Broken, Row
from msptool.workspace.kpi_settings import TICKET_CATEGORIES, TicketCategory, number_of
from msptool.workspace.problems import did_you_mean

ZERO = datetime(1970, 1, 1)
_LINE = re.compile(LINE)
_MINUTE = timedelta(minutes=1)
_MOST_MINUTES = 99_999_999
_MOST_REMEMBERED = 20_000
NO_CLIENT, UNKNOWN_CLIENT, AMBIGUOUS_CLIENT = "no client", "unknown client", "ambiguous client"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket that counts. `opened` is in minutes since 1970 on the practice's clock; `response` and `worked` are minutes.

    `subject` and `asset` are keys, empty where there is none; `label` and `asset_label` say them in words, where known.
    """

    id: str
    client: str
    opened: int
    category: TicketCategory
    response: int | None
    worked: int | None
    subject: str
    asset: str
    label: str = ""
    asset_label: str = ""

    @property
    def line(self) -> str:
        """Its line in a ticket list."""
        opened = ZERO + self.opened * _MINUTE
        response, worked = ("-" if each is None else str(each) for each in (self.response, self.worked))
        return f"{self.id} {opened:%Y-%m-%dT%H:%M} {self.category} {response} {worked} {self.subject or '-'} {self.asset or '-'}"


def of_line(client: str, line: str) -> Ticket:
    """The ticket of a line of a ticket list, which is in order."""
    found = _LINE.fullmatch(line)
    assert found is not None
    response, worked = (None if found[name] == "-" else int(found[name]) for name in ("response", "worked"))
    subject, asset = ("" if found[name] == "-" else found[name] for name in ("subject", "asset"))
    category = next(each for each in TICKET_CATEGORIES if each == found["category"])
    opened = minutes(datetime.fromisoformat(found["opened"]))
    return Ticket(found["id"], client, opened, category, response, worked, subject, asset)


def minutes(moment: datetime) -> int:
    """Whole minutes since 1970."""
    return int((moment - ZERO) // _MINUTE)


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is kept aside. `sort` is empty, or says that the client is missing, unknown or may be one of several."""

    reason: str
    sort: str = ""
    client: str = ""


@dataclass
class Clients:
    """Which client an export means: by an id in another system, by id or name, then by any of them without case and signs.

    A name that fits several clients alike is none of them.
    """

    clients: Mapping[str, Client]
    _known: dict[str, str | Refused] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._external: dict[str, set[str]] = {}
        self._exact: dict[str, set[str]] = {}
        self._alike: dict[str, set[str]] = {}
        for client in self.clients.values():
            own, other = (client.id, client.name), tuple(client.external.values())
            for names, known in ((other, self._external), (own, self._exact)):
                for name in names:
                    known.setdefault(_as_said(name), set()).add(client.id)
            for name in (*own, *other):
                self._alike.setdefault(squeezed(name), set()).add(client.id)

    def find(self, name: str) -> str | Refused:
        """The client's id, or why there is none."""
        if name not in self._known:
            if len(self._known) > _MOST_REMEMBERED:
                self._known.clear()
            self._known[name] = self._find(name)
        return self._known[name]

    def _find(self, name: str) -> str | Refused:
        said, plain, shown = _as_said(name), squeezed(name), name.strip()
        if not said:
            return Refused("It names no client.", NO_CLIENT)
        fitting = self._external.get(said) or self._exact.get(said) or (plain and self._alike.get(plain)) or set()
        if len(fitting) == 1:
            return next(iter(fitting))
        if fitting:
            several = " or ".join(f"{self.clients[each].name} ({each})" for each in sorted(fitting))
            hint = "Add the name under 'external' of the one that is meant."
            return Refused(f"{shown[:60]!r} may be {several}. {hint}", AMBIGUOUS_CLIENT, shown[:100])
        known = [each.name for each in self.clients.values()]
        hint = did_you_mean(name, known) or "Add the name under 'external' of the client that is meant."
        return Refused(f"There is no client {shown[:60]!r}. {hint}", UNKNOWN_CLIENT, shown[:100])


def _as_said(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


@dataclass
class TicketReader:
    """Rows of an export as tickets. `decimal_comma` says that a comma is never a mark of thousands in it."""

    columns: Columns
    opened: DateColumn
    responded: DateColumn | None
    clients: Clients
    categories: Categories
    zone: ZoneInfo
    today: datetime
    decimal_comma: bool = False

    def read(self, row: Row) -> Ticket | Refused:
        """The ticket of a row, or why it is kept aside."""
        if isinstance(row, Broken):
            return Refused(row.reason)
        identifier = re.sub(r"\s+", "_", self._cell(row, "id"))
        if not identifier or len(identifier) > 80 or not identifier.isprintable():
            return Refused(
                "It has no ticket number." if not identifier else f"{identifier[:40]!r} is no ticket number."
            )
        try:
            opened = self.opened.moment(self._cell(row, "opened"), self.zone)
        except ValueError as error:
            return Refused(f"{self.opened.name}: {error}.")
        if opened is None:
            return Refused(f"{self.opened.name} is empty: nobody knows when it was opened.")
        if opened > self.today:
            return Refused(f"It was opened on {opened:%Y-%m-%d}, which is still to come.")
        if opened.year < ZERO.year:
            return Refused(f"It was opened on {opened:%Y-%m-%d}, before {ZERO.year}: correct the date.")
        client = self.clients.find(self._cell(row, "client"))
        if isinstance(client, Refused):
            return client
        response, worked = self._response(row, opened), self._worked(row)
        for each in (response, worked):
            if isinstance(each, Refused):
                return each
        assert not isinstance(response, Refused)
        assert not isinstance(worked, Refused)
        category = self.categories.of([row[place] for place in self.columns.categories])
        subject, asset = normalised(self._cell(row, "subject")), asset_name(self._cell(row, "asset"))
        return Ticket(
            identifier, client, minutes(opened), category, response, worked,
            key_of(category, "subject", subject) if subject else "", key_of(category, "asset", asset) if asset else "",
            subject, asset,
        )  # fmt: skip

    def _cell(self, row: list[str], field: str) -> str:
        place = self.columns.places.get(field)
        return "" if place is None else row[place].strip()

    def _response(self, row: list[str], opened: datetime) -> int | Refused | None:
        for name, factor in (("response_minutes", 1), ("response_hours", 60)):
            text = self._cell(row, name)
            if text:
                return self._amount(text, name, factor)
        if self.responded is None:
            return None
        try:
            answered = self.responded.moment(self._cell(row, "responded"), self.zone)
        except ValueError as error:
            return Refused(f"{self.responded.name}: {error}.")
        if answered is None:
            return None
        if answered < opened.replace(second=0):
            return Refused("Its first answer is before it was opened.")
        return min(minutes(answered) - minutes(opened), _MOST_MINUTES)

    def _worked(self, row: list[str]) -> int | Refused | None:
        for name, factor in (("worked_minutes", 1), ("worked_hours", 60)):
            text = self._cell(row, name)
            if text:
                return self._amount(text, name, factor)
        return None

    def _amount(self, text: str, field: str, factor: int) -> int | Refused:
        """A time as `1.5`, `1,5`, `1,234.5` or `1:30` in the column's unit, as whole minutes."""
        parts = re.fullmatch(r"(\d{1,6}):(\d\d)(?::\d\d)?", text)
        if parts:
            return int(parts[1]) * 60 + int(parts[2])
        found = None if self.decimal_comma else number_said(text)
        if found is None and text.count(",") + text.count(".") <= 1:
            found = number_of(text.replace(",", "."))
        if found is None:
            problem = "time is never less than 0" if text.startswith("-") else "that is no time"
            return Refused(f"{self.columns.name(field)} is {text[:40]!r}: {problem}.")
        return min(int((found * factor).quantize(Decimal(1))), _MOST_MINUTES)
