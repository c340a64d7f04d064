"""SQL over the workspace's tables: one statement that reads, its rows, and what is wrong with it in one sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from msptool.workspace.problems import UsageRefusal

_LINE = re.compile(r"\n\nLINE (\d+):( ?)(.*)\n( *)\^", re.DOTALL)
_KIND = re.compile(r"^(?:[A-Z][A-Za-z]+ )*Error: ")


Values = tuple[Any, ...]


@dataclass(frozen=True)
class Answer:
    """The columns (name and type) and rows of a query. `truncated`: there were more rows than were asked for."""

    columns: tuple[tuple[str, str], ...]
    rows: list[Values]
    truncated: bool


@dataclass(frozen=True)
class Running:
    """A query that has begun: its columns, and its rows as they come."""

    columns: tuple[tuple[str, str], ...]
    _found: Any
    _sql: str

    def next(self, most: int) -> list[Values]:
        """The next rows, none at the end."""
        with _said_plainly(self._sql):
            rows: list[Values] = self._found.fetchmany(most)
            return rows


def begin(connection: Any, sql: str) -> Running:
    """Begin one statement that reads; refuses any other, and says where it is wrong."""
    import duckdb

    with _said_plainly(sql):
        statements = connection.extract_statements(sql)
        if len(statements) != 1:
            raise UsageRefusal(f"SQL: write one statement, not {len(statements)}.")
        if statements[0].type not in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
            raise UsageRefusal("SQL: a query only reads: begin it with SELECT or WITH.")
        found = connection.execute(statements[0])
        return Running(tuple((name, str(kind)) for name, kind, *_ in found.description), found, sql)


def ask(connection: Any, sql: str, limit: int) -> Answer:
    """The first `limit` rows of one statement that reads; see `begin`."""
    running = begin(connection, sql)
    rows = running.next(limit + 1)
    return Answer(running.columns, rows[:limit], len(rows) > limit)


@contextmanager
def _said_plainly(sql: str) -> Iterator[None]:
    import duckdb

    try:
        yield
    except duckdb.FatalException:
        raise
    except (duckdb.Error, ValueError, OverflowError) as error:
        raise UsageRefusal(explained(str(error), sql)) from None


def explained(said: str, sql: str) -> str:
    """The engine's words as one sentence, with line and column where it names them."""
    place = _LINE.search(said)
    message = " ".join(_KIND.sub("", said[: place.start()] if place else said.split("\n\n", maxsplit=1)[0]).split())
    message = message.replace("! ", ". ").rstrip(".!?")
    if place is None:
        return f"SQL: {message}."
    return f"SQL, line {place[1]}, column {_column(place, sql)}: {message}."


def _column(place: re.Match[str], sql: str) -> int:
    """The column in the user's own line: the engine shows a part of a long one, with dots before it."""
    number, shown = int(place[1]), place[3]
    at = len(place[4]) - len(f"LINE {number}:{place[2]}")
    line = sql.split("\n")[number - 1] if number <= sql.count("\n") + 1 else ""
    if shown.startswith("...") and (start := line.find(shown.removeprefix("...").removesuffix("...").strip("\n"))) >= 0:
        at += start - len("...")
    return max(at, 0) + 1


def plain_rows(rows: Iterable[Values]) -> Iterator[Sequence[object]]:
    """Rows as JSON values: days and times in ISO, amounts as text, what is no number as null."""
    return ([_plain(value) for value in row] for row in rows)


def _plain(value: Any) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
