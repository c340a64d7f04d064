"""One row of a spreadsheet as the fields of a standard, with every fault: column, reason and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from msptool.exchange import values
from msptool.exchange.cell_texts import CellFault, excel_error
from msptool.exchange.columns import ANSWERS, Columns
from msptool.exchange.layout import STANDARD_COLUMNS, read_cells
from msptool.exchange.markup import markdown, one_line, steps
from msptool.exchange.neutral import restored


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is left out, or what is left as it was. `column` is the header as in the file, empty for the row."""

    row: int
    column: str
    reason: str
    hint: str = ""


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
        for name in ("id", "category"):
            fields.pop(name, None)
        return Row(
            number, texts, fields, tuple(Fault(number, header, each.reason, each.hint) for header, each in found)
        )
    cells = {field: texts.get(header, "") for header, field in columns.fields.items()}
    fields, faults = {}, []
    for field, cell in cells.items():
        if error := excel_error(cell):
            faults.append(Fault(number, columns.header(field), error.reason, error.hint))
            cells[field] = ""
    for field, read in _READERS.items():
        try:
            fields[field] = read(cells.get(field, ""))
        except CellFault as fault:
            faults.append(Fault(number, columns.header(field), fault.reason, fault.hint))
        except RecursionError:
            reason, hint = "The HTML is nested too deeply.", "Write the cell as plain text."
            faults.append(Fault(number, columns.header(field), reason, hint))
    answers = [f"{label}: {said}" for field, label in ANSWERS.items() if (said := fields.pop(field, ""))]
    fields["how"] = [*fields.get("how", ()), *answers]
    fields["references"] = fields.pop("url", [])
    return Row(number, cells, {name: value for name, value in fields.items() if value is not None}, tuple(faults))


def _name(cell: str) -> str:
    return re.sub(r"^[\d.)\s]+", "", one_line(cell))


def _why(cell: str) -> str:
    lines = markdown(cell).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _filled(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """A reader to which an empty cell says nothing."""
    return lambda cell: read(text) if (text := one_line(cell)) else None


_READERS: dict[str, Callable[[str], Any]] = {
    "name": _name,
    "question": one_line,
    "why": _why,
    "how": steps,
    **dict.fromkeys(ANSWERS, one_line),
    "tags": values.tags,
    "url": values.references,
    "business_impact": _filled(values.level),
    "technical_risk": _filled(values.level),
    "frequency": _filled(values.frequency),
    "minutes": _filled(values.minutes),
    "priority": _filled(values.level),
}
