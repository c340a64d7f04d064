"""One ticket, as a row of an export gives it or a line of a ticket list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from msptool.clients.naming import Clients, Refused
from msptool.kpis.tickets.causes import Categories, asset_name, key_of, normalised
from msptool.kpis.tickets.model import LINE
from msptool.kpis.tickets.profiles import Columns
from msptool.kpis.wording import number_said
from msptool.workspace.csv_dates import DateColumn
from msptool.workspace.csv_rows import Broken, Row
from msptool.workspace.kpi_settings import TICKET_CATEGORIES, TicketCategory, number_of

ZERO = datetime(1970, 1, 1)
_LINE = re.compile(LINE)
_MINUTE = timedelta(minutes=1)
_MOST_MINUTES = 99_999_999


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
