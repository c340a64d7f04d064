"""What the tables and columns mean: as data, and as a page of the documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msptool.exchange.warehouse.definition import TABLES, Column, Table

TYPES = {
    "text": "text", "integer": "whole number", "money": "amount", "double": "number", "date": "day", "time": "time", "flag": "yes/no",
}  # fmt: skip


def tables_data() -> list[dict[str, Any]]:
    """Every table with its key, partitions and columns."""
    return [
        {
            "table": table.name, "meaning": table.meaning, "key": list(table.primary_key), "partitions": list(table.partitions),
            "columns": [
                {"name": each.name, "type": each.type, "required": each.needed, "meaning": each.meaning}
                for each in table.columns
            ],
        }
        for table in TABLES
    ]  # fmt: skip


def tables_markdown() -> str:
    """The tables as sections of a page."""
    return "\n".join(line for table in TABLES for line in _section(table))


def _section(table: Table) -> Iterator[str]:
    yield f"### `{table.name}`\n"
    yield f"{table.meaning} Key: {', '.join(f'`{name}`' for name in table.primary_key)}.\n"
    yield "| column | type | |\n| --- | --- | --- |"
    for column in table.columns:
        yield f"| `{column.name}` | {_kind(column)} | {column.meaning} |"
    yield ""


def _kind(column: Column) -> str:
    return TYPES[column.type] if column.needed else f"{TYPES[column.type]}, may be null"
