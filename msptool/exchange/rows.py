"""One row of a spreadsheet as the fields of a standard, with every fault: column, reason and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from msptool.exchange import values
from msptool.exchange.cell_texts import CellFault
from msptool.exchange.columns import ANSWERS, Columns
from msptool.exchange.layout import STANDARD_COLUMNS, read_cells
from msptool.exchange.markup import markdown, one_line, steps
from msptool.exchange.neutral import restored

_VALUES: dict[str, Callable[[str], Any]] = {
    "business_impact": values.level,
    "technical_risk": values.level,
    "frequency": values.frequency,
    "minutes": values.minutes,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is left out, or what is left as it was. `column` is the header as in the file, empty for the row."""

    row: int
    column: str
    reason: str
    hint: str = ""

    def as_data(self) -> dict[str, Any]:
        """As JSON values."""
        return {"row": self.row, "column": self.column, "reason": self.reason, "hint": self.hint}


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was read.

    `cells` is field -> text, in a file of ours header -> text. `fields` are those of a standard, without id and
    category; `priority` stands for its two parts, impact and risk.
    """

    number: int
    cells: Mapping[str, str]
    fields: Mapping[str, Any]
    faults: tuple[Fault, ...]

    @property
    def question(self) -> str:
        """The question, or nothing."""
        return str(self.fields.get("question") or "")


def read_row(number: int, record: Mapping[str, str], columns: Columns) -> Row:
    """Read one row by its columns."""
    texts = {name: restored(cell) for name, cell in record.items()}
    if columns.ours:
        fields, found = read_cells(texts, STANDARD_COLUMNS)
        faults = [
            Fault(number, header, f"{each.reason[:1].upper()}{each.reason[1:]}.", each.hint) for header, each in found
        ]
        for name in ("id", "category"):
            fields.pop(name, None)
        return Row(number, texts, fields, tuple(faults))
    cells = {field: texts.get(header, "") for header, field in columns.fields.items()}
    fields = _texts(cells)
    faults = []
    for field, value in _read(cells):
        if isinstance(value, CellFault):
            reason = f"{value.reason[:1].upper()}{value.reason[1:]}."
            faults.append(Fault(number, columns.header(field), reason, value.hint))
        else:
            fields[field] = value
    return Row(number, cells, fields, tuple(faults))


def _read(cells: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    for field, read in (*_VALUES.items(), ("priority", values.level)):
        cell = one_line(cells.get(field, ""))
        if cell:
            try:
                yield field, read(cell)
            except CellFault as fault:
                yield field, fault


def _texts(cells: Mapping[str, str]) -> dict[str, Any]:
    name = re.sub(r"^[\d.)\s]+", "", one_line(cells.get("name", "")))
    answers = {label: one_line(cells.get(field, "")) for field, label in ANSWERS.items()}
    return {
        "name": name,
        "question": one_line(cells.get("question", "")),
        "why": _clean(markdown(cells.get("why", ""))),
        "how": [*steps(cells.get("how", "")), *(f"{label}: {text}" for label, text in answers.items() if text)],
        "tags": values.tags(cells.get("tags", "")),
        "references": values.references(cells.get("url", "")),
    }


def _clean(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()
