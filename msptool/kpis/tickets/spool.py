"""Tickets on disk while an import is under way: however many there are, memory stays the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from pathlib import Path
from types import TracebackType
from typing import Any

from msptool.kpis.periods import Month
from msptool.kpis.tickets.ticket import Ticket, minutes
from msptool.workspace.kpi_settings import TICKET_CATEGORIES, TicketCategory

_BATCH = 5_000
_COLUMNS = "id, client, opened, category, response, worked, subject, asset, label, asset_label"
_TABLE = (
    "CREATE TABLE ticket (id TEXT PRIMARY KEY, client TEXT, opened INTEGER, category INTEGER, response INTEGER, worked INTEGER, "
    "subject TEXT, asset TEXT, label TEXT, asset_label TEXT, fresh INTEGER) WITHOUT ROWID"
)


class Spool:
    """A table of tickets by id in a temporary file; the last one of an id wins, and a fresh one over one of before."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA cache_size = -16000")
        self._db.execute(_TABLE)
        self._waiting: list[tuple[object, ...]] = []

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def add(self, ticket: Ticket) -> None:
        """A ticket of the file."""
        self._waiting.append((*_row(ticket), 1))
        if len(self._waiting) >= _BATCH:
            self._flush()

    def finish(self) -> int:
        """All tickets of the file are in; how many different ones there are."""
        self._flush()
        self._db.execute("CREATE INDEX by_client ON ticket (client, opened)")
        return int(self._db.execute("SELECT COUNT(*) FROM ticket").fetchone()[0])

    def add_known(self, tickets: Iterable[Ticket]) -> None:
        """Tickets that were counted before; those that the file has too are left out."""
        self._db.execute("BEGIN")
        self._db.executemany(
            f"INSERT OR IGNORE INTO ticket ({_COLUMNS}, fresh) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",  # noqa: S608
            (_row(each) for each in tickets),
        )
        self._db.execute("COMMIT")

    def forget(self, client: str, month: Month) -> None:
        """Leave out a client's tickets of a month."""
        self._db.execute(
            "DELETE FROM ticket WHERE client = ? AND opened >= ? AND opened < ?", (client, *bounds(month))
        )  # fmt: skip

    def months(self) -> list[Month]:
        """The months in which tickets of the file were opened, oldest first."""
        names = self._db.execute("SELECT DISTINCT strftime('%Y-%m', opened * 60, 'unixepoch') FROM ticket WHERE fresh")
        return sorted(Month(int(name[:4]), int(name[5:])) for (name,) in names)

    def has(self, identifier: str) -> bool:
        """Whether there is a ticket of that number."""
        return self._db.execute("SELECT 1 FROM ticket WHERE id = ?", (identifier,)).fetchone() is not None

    def clients(self, month: Month) -> list[str]:
        """Whoever has a ticket in a month."""
        rows = self._db.execute("SELECT DISTINCT client FROM ticket WHERE opened >= ? AND opened < ?", bounds(month))
        return sorted(client for (client,) in rows)

    def tickets(self, client: str, since: int, until: int) -> Iterator[Ticket]:
        """A client's tickets opened from a minute on and before another one, by time and id."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM ticket WHERE client = ? AND opened >= ? AND opened < ? ORDER BY opened, id",  # noqa: S608
            (client, since, until),
        )  # fmt: skip
        for row in rows:
            yield _ticket(row)

    def responses(self, month: Month, category: TicketCategory | None) -> Iterator[int]:
        """The minutes to the first answer of all tickets of a month, rising."""
        which = "" if category is None else " AND category = ?"
        more = () if category is None else (TICKET_CATEGORIES.index(category),)
        rows = self._db.execute(
            "SELECT response FROM ticket WHERE opened >= ? AND opened < ? AND response IS NOT NULL"  # noqa: S608
            f"{which} ORDER BY response", (*bounds(month), *more),
        )  # fmt: skip
        return (response for (response,) in rows)

    def _flush(self) -> None:
        self._db.execute("BEGIN")
        self._db.executemany(
            f"INSERT OR REPLACE INTO ticket ({_COLUMNS}, fresh) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            self._waiting,
        )
        self._db.execute("COMMIT")
        self._waiting.clear()


def bounds(month: Month) -> tuple[int, int]:
    """The first minute of a month, and the first after it."""
    first, after = (datetime.combine(each.first, time()) for each in (month, month.shifted(1)))
    return minutes(first), minutes(after)


def _row(each: Ticket) -> tuple[object, ...]:
    return (
        each.id, each.client, each.opened, TICKET_CATEGORIES.index(each.category), each.response, each.worked, each.subject,
        each.asset, each.label, each.asset_label,
    )  # fmt: skip


def _ticket(row: tuple[Any, ...]) -> Ticket:
    id, client, opened, category, response, worked, subject, asset, label, asset_label = row
    return Ticket(
        id, client, opened, TICKET_CATEGORIES[category], response, worked, subject, asset, label, asset_label,
    )  # fmt: skip
