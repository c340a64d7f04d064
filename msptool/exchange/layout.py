"""How msptool's own spreadsheets are laid out: one column for each field of a standard, each read back as it was written.

`export` writes these columns, `standard import` knows a file by them and takes it exactly: an empty cell means
an empty field, HTML is text, ids are ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from msptool.exchange import cell_texts as cells
from msptool.standards.model import Category, Standard


@dataclass(frozen=True)
class Column:
    """A column of ours. `field` is where its value goes: a standard's field, or `outer.inner` of a nested one.

    `width` counts characters.
    """

    header: str
    field: str
    width: int
    write: Callable[[Any], str]
    read: Callable[[str], Any]


_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]*)?(?:e[+-]?[0-9]+)?", re.IGNORECASE)


def _write_number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _read_number(cell: str) -> float | int:
    if not _NUMBER.fullmatch(cell):
        raise cells.CellFault(f"'{cell}' is not a number", "Write a number, such as 2 or 1.5.")
    number = float(cell.replace(",", "."))
    return int(number) if number.is_integer() else number


def _read_day(cell: str) -> str:
    day = cell.removesuffix(" 00:00:00")  # Excel makes a moment of a day
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
        hint = "Write it as 2026-11-16. Excel rewrites the dates of a CSV: to edit there, take 'export --xlsx'."
        raise cells.CellFault(f"'{cell[:60]}' is no date", hint)
    return day


def _kind(write: Callable[[Any], str], read: Callable[[str], Any]) -> Callable[..., Column]:
    """Makes columns of one kind of value: of a header, a width and, where it is not called so, the field."""
    return lambda header, width, field="": Column(header, field or header, width, write, read)


_text = _kind(lambda value: cells.write_text(str(value)), cells.read_text)
# Words of ours are written in small letters: a person may write `Retired`.
_word = _kind(str, lambda cell: cells.read_text(cell).lower())
_words = _kind(cells.write_words, lambda cell: cells.read_words(cell.lower()))
_lines = _kind(cells.write_lines, cells.read_lines)
_number = _kind(_write_number, _read_number)
_day = _kind(str, _read_day)
_references = _kind(cells.write_references, cells.read_references)
_groups = _kind(cells.write_groups, cells.read_groups)
_pairs = _kind(cells.write_pairs, cells.read_pairs)

STANDARD_COLUMNS: tuple[Column, ...] = (
    _text("id", 30), _text("category", 20), _text("name", 30), _text("question", 50), _text("why", 50), _lines("how", 60),
    _word("kind", 12), _word("level", 10), _word("business_impact", 15), _word("technical_risk", 15),
    _word("frequency", 12), _number("minutes", 9), _words("checked", 16), _words("tags", 24),
    _words("technologies", 20, "applies_to.technologies"), _words("client_tags", 20, "applies_to.tags"),
    _word("status", 10), _day("reviewed", 12),
    _references("references", 50),
    _text("remedy", 40, "remedy.summary"), _word("remedy_area", 20, "remedy.area"),
    _number("remedy_hours", 13, "remedy.hours"), _word("remedy_cost", 12, "remedy.cost"),
    _groups("vendors", 60), _groups("decided_by", 40),
    _day("retired_on", 12, "retirement.on"), _text("retired_because", 30, "retirement.reason"),
    _words("replaced_by", 24, "retirement.replaced_by"),
    _words("formerly", 24), _lines("earlier_wordings", 40), _pairs("external", 24),
)  # fmt: skip
CATEGORY_COLUMNS: tuple[Column, ...] = (
    _text("id", 26), _text("name", 26), _text("section", 20), _number("order", 8), _word("frequency", 12),
    _word("owner", 22), _text("description", 60),
)  # fmt: skip
CATEGORY_SHEET = "categories"
# In a CSV, which has one sheet, the category stands beside each standard.
CATEGORY_PREFIX = "category_"
_NEEDED = frozenset("id category name question business_impact technical_risk status".split())
# Fields that have no empty value: an empty cell leaves what there is.
_NEVER_EMPTY = frozenset("name question kind level business_impact technical_risk minutes checked status".split())


def is_ours(header: Collection[str]) -> bool:
    """Whether a table was made by `msptool export`: it has the columns that only msptool gives these names."""
    return set(header) >= _NEEDED


def standard_cells(standard: Standard) -> dict[str, str]:
    """Header -> cell, for every column of a standard."""
    return _cells(standard.model_dump(mode="json", exclude_none=True), STANDARD_COLUMNS)


def category_cells(category: Category) -> dict[str, str]:
    """Header -> cell, for every column of a category."""
    return _cells(category.model_dump(mode="json", exclude_none=True), CATEGORY_COLUMNS)


def _cells(data: Mapping[str, Any], columns: tuple[Column, ...]) -> dict[str, str]:
    found = {}
    for column in columns:
        outer, _, inner = column.field.partition(".")
        value = (data.get(outer) or {}).get(inner) if inner else data.get(outer)
        found[column.header] = "" if value is None else column.write(_without_empty(value))
    return found


def _without_empty(value: Any) -> Any:
    """A list of mappings without their empty texts: a reference as its file has it."""
    if not isinstance(value, list):
        return value
    return [
        {key: each for key, each in item.items() if each != ""} if isinstance(item, dict) else item for item in value
    ]


def read_cells(
    cells_of: Mapping[str, str], columns: tuple[Column, ...]
) -> tuple[dict[str, Any], list[tuple[str, cells.CellFault]]]:
    """The fields of a row of ours, and the faults with their columns.

    Columns that the table does not have set nothing; an empty cell sets the empty value of its field (None, or an
    empty text or list), except where there is none.
    """
    fields: dict[str, Any] = {}
    faults: list[tuple[str, cells.CellFault]] = []
    for column in columns:
        cell = cells_of.get(column.header)
        outer, _, inner = column.field.partition(".")
        if cell is None or (cell == "" and outer in _NEVER_EMPTY):
            continue
        try:
            if error := cells.excel_error(cell):
                raise error
            value = column.read(cell) if cell else None
        except cells.CellFault as fault:
            faults.append((column.header, fault))
            continue
        if inner:
            nested = fields.setdefault(outer, {})
            if value not in (None, []):
                nested[inner] = value
        else:
            fields[outer] = value
    return fields, faults
