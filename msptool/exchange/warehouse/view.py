"""How the tables, and the answer of a query, look in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from msptool.exchange.warehouse.definition import TABLES
from msptool.exchange.warehouse.listing import TYPES
from msptool.exchange.warehouse.query import Answer
from msptool.words import shortened

_WIDEST = 60


def answer_table(answer: Answer) -> RenderableType:
    """One line a row; what is wide is cut, numbers stand on the right."""
    out = Grid(box=None, header_style="bold cyan", pad_edge=False)
    for place, (name, _) in enumerate(answer.columns):
        numeric = any(
            isinstance(row[place], int | float | Decimal) and row[place] is not True for row in answer.rows[:50]
        )
        out.add_column(
            Text(shortened(name, _WIDEST)),
            justify="right" if numeric else "left",
            no_wrap=True,
            overflow="ellipsis",
            max_width=_WIDEST,
        )
    for row in answer.rows:
        out.add_row(*(_cell(value) for value in row))
    return out


def tables_text() -> RenderableType:
    """Every table with its columns."""
    return Group(*_tables())


def _tables() -> Iterator[RenderableType]:
    for table in TABLES:
        yield Text.assemble((table.name, "bold cyan"), f"  {table.meaning}")
        out = Grid(box=None, show_header=False, padding=(0, 1, 0, 2))
        for column in table.columns:
            name = Text(column.name, style="bold" if column.name in table.primary_key else "")
            out.add_row(name, Text(TYPES[column.type], style="dim"), Text(column.meaning))
        yield out
        yield Text("")
    yield Text("Bold: the columns that identify a row.", style="dim")


def _cell(value: Any) -> Text:
    if value is None:
        return Text("-", style="dim")
    if isinstance(value, bool):
        return Text("yes" if value else "no")
    if isinstance(value, float):
        return Text(f"{value:.4f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else repr(value))
    return Text(shortened(str(value), _WIDEST))
