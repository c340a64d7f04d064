"""The answer of a query as a CSV file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal

from msptool.exchange.neutral import neutral
from msptool.exchange.warehouse.query import Running, Values, plain_rows

_PAGE = 10_000


def csv_bytes(running: Running, limit: int | None) -> tuple[bytes, int]:
    """The rows of a query, at most `limit`, as UTF-8 with a header; and how many they are.

    Null is an empty cell, and no text is one that a spreadsheet would run.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([neutral(name) for name, _ in running.columns])
    written = 0
    while rows := running.next(_PAGE if limit is None else min(_PAGE, limit - written)):
        writer.writerows(_cells(rows))
        written += len(rows)
    return out.getvalue().encode("utf-8", "replace"), written


def _cells(rows: list[Values]) -> Iterator[list[object]]:
    for raw, row in zip(rows, plain_rows(rows), strict=True):
        # An amount is text in JSON, and a number here: it keeps its sign.
        yield [value if isinstance(was, Decimal) else _cell(value) for was, value in zip(raw, row, strict=True)]


def _cell(value: object) -> object:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return neutral(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
