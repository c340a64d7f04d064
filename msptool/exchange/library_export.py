"""The library as a spreadsheet: a row a standard, every field in a cell of its own, read back without loss."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from msptool.exchange.layout import (
    CATEGORY_COLUMNS,
    CATEGORY_PREFIX,
    STANDARD_COLUMNS,
    Column,
    category_cells,
    standard_cells,
)
from msptool.exchange.neutral import neutral
from msptool.exchange.workbook import LONGEST_EXCEL_CELL, workbook
from msptool.standards.library import Library
from msptool.standards.model import Category, Standard, Status
from msptool.workspace.delimited import LONGEST_CELL
from msptool.workspace.problems import Refusal, UsageRefusal, unknown

_STATUSES = (*get_args(Status), "all")


@dataclass(frozen=True)
class Limit:
    """How many characters a cell holds, and what helps a longer text."""

    name: str
    characters: int
    hint: str


_CSV = Limit("A cell of a CSV", LONGEST_CELL, "Shorten the text.")
_EXCEL = Limit("A cell of Excel", LONGEST_EXCEL_CELL, "Shorten the text, or use --csv.")


@dataclass(frozen=True)
class Selection:
    """The standards of a library that are exported, with their categories."""

    standards: Sequence[Standard]
    categories: Sequence[Category]


def select(library: Library, status: str, categories: Sequence[str]) -> Selection:
    """The standards with this status (`all` for any) in these categories (none: in all); refuses an unknown one."""
    if status not in _STATUSES:
        raise UsageRefusal(f"--status takes {', '.join(_STATUSES[:-1])} or all, not {status!r}.")
    used = {standard.category for standard in library}
    known = [*library.categories, *sorted(used - set(library.categories))]
    for name in categories:
        if name not in known:
            raise unknown(f"There is no category {name!r}.", name, known, f"There are {', '.join(known)}.")
    wanted = [
        each for each in library
        if status in ("all", each.status) and (not categories or each.category in categories)
    ]  # fmt: skip
    return Selection(wanted, [each for each in library.categories.values() if not categories or each.id in categories])


def as_csv(selection: Selection) -> bytes:
    """CSV as in RFC 4180, in UTF-8 with the mark that Excel needs; the category stands beside each standard."""
    by_id = {each.id: each for each in selection.categories}
    beside = [column for column in CATEGORY_COLUMNS if column.header != "id"]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(
        [*(each.header for each in STANDARD_COLUMNS), *(f"{CATEGORY_PREFIX}{each.header}" for each in beside)]
    )
    for standard in selection.standards:
        category = by_id.get(standard.category)
        about = category_cells(category) if category else {}
        cells = _row(standard.id, standard_cells(standard), STANDARD_COLUMNS, _CSV)
        writer.writerow([*cells, *_row(standard.category, about, beside, _CSV)])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def as_xlsx(selection: Selection) -> bytes:
    """An Excel workbook with the sheets `standards` and `categories`; the same library gives the same bytes."""
    standards = [_row(each.id, standard_cells(each), STANDARD_COLUMNS, _EXCEL) for each in selection.standards]
    categories = [_row(each.id, category_cells(each), CATEGORY_COLUMNS, _EXCEL) for each in selection.categories]
    return workbook(standards, categories)


FORMATS: Mapping[str, Callable[[Selection], bytes]] = {"csv": as_csv, "xlsx": as_xlsx}


def check_target(path: Path, ending: str) -> None:
    """Refuse a file whose name has another ending, or whose folder is not there; a pipe or a device may have any."""
    target = path.expanduser()
    if target.exists() and not target.is_file():
        return
    if target.suffix.lower() != ending:
        raise UsageRefusal(f"{path} must end in {ending}: programs go by the ending of a file.")
    if not target.absolute().parent.is_dir():
        raise UsageRefusal(f"There is no folder {target.parent}: create it, or write elsewhere.")


def _row(identifier: str, cells: Mapping[str, str], columns: Sequence[Column], limit: Limit) -> list[str]:
    row = [neutral(cells.get(column.header, "")) for column in columns]
    for column, cell in zip(columns, row, strict=True):
        # Excel counts as UTF-16 does: a character outside of the first plane is two.
        length = len(cell.encode("utf-16-le")) // 2
        if length > limit.characters:
            what = f"{column.header} has {length:,} characters. {limit.name} holds {limit.characters:,}."
            raise Refusal(f"{identifier}: {what} {limit.hint}")
    return row
