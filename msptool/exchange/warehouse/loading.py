"""Loading an extract into any target: one client at a time, in batches, with a line of progress."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from msptool.clients.model import Client
from msptool.exchange.warehouse.definition import TABLES, Row, Table
from msptool.exchange.warehouse.rows import Batch, Extract
from msptool.words import Progress

Put = Callable[[Table, list[Row]], None]
_BATCH = 20_000


@dataclass
class Batches:
    """Gathers the rows of each table and puts them on in batches of many; `rows` counts them by table."""

    put: Put
    rows: Counter[str] = field(default_factory=lambda: Counter({table.name: 0 for table in TABLES}))
    _waiting: dict[str, tuple[Table, list[Row]]] = field(default_factory=dict)

    def add(self, table: Table, rows: list[Row]) -> None:
        """Take some more rows of a table."""
        waiting = self._waiting.setdefault(table.name, (table, []))[1]
        waiting += rows
        self.rows[table.name] += len(rows)
        if len(waiting) >= _BATCH:
            self.put(table, waiting)
            del self._waiting[table.name]

    def finish(self) -> None:
        """Put on what is left."""
        for table, rows in self._waiting.values():
            if rows:
                self.put(table, rows)
        self._waiting.clear()


def load_all(extract: Extract, put: Put, progress: Progress) -> Mapping[str, int]:
    """Put every row of the extract into a target; returns how many rows each table got."""
    batches = Batches(put)
    for table, rows in _all(extract, extract.clients, progress):
        batches.add(table, rows)
    batches.finish()
    return batches.rows


def load_some(extract: Extract, clients: list[Client], put: Put) -> None:
    """Put the rows of some clients into a target."""
    batches = Batches(put)
    for client in clients:
        for table, rows in extract.of_client(client):
            batches.add(table, rows)
    batches.finish()


def _all(extract: Extract, clients: list[Client], progress: Progress) -> Iterator[Batch]:
    yield from extract.shared()
    for done, client in enumerate(clients, 1):
        yield from extract.of_client(client)
        progress(done, len(clients), "clients")
