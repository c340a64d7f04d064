"""Loading an extract into any target: one client at a time, in batches, with a line of progress."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from msptool.clients.model import Client
from msptool.exchange.warehouse.definition import TABLES, Row, Table
from msptool.exchange.warehouse.rows import Batch, Extract
from msptool.words import counted

Put = Callable[[Table, list[Row]], None]
Watch = Callable[[int, int], None]
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


def load_all(extract: Extract, put: Put, watch: Watch) -> Mapping[str, int]:
    """Put every row of the extract into a target; returns how many rows each table got."""
    batches = Batches(put)
    for table, rows in _all(extract, extract.clients, watch):
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


def _all(extract: Extract, clients: list[Client], watch: Watch) -> Iterator[Batch]:
    yield from extract.shared()
    for done, client in enumerate(clients):
        watch(done, len(clients))
        yield from extract.of_client(client)
    watch(len(clients), len(clients))


def watching(*, quiet: bool) -> Watch:
    """Tells a person at a terminal how far the export is, in one line of stderr; nobody else."""
    if quiet or not sys.stderr.isatty():
        return lambda done, total: None

    def show(done: int, total: int) -> None:
        sys.stderr.write(f"\r{done:,} of {counted(total, 'client')}\x1b[K" if done < total else "\r\x1b[K")
        sys.stderr.flush()

    return show
