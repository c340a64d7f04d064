"""Reading the tables that people send: CSV files and workbooks."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from msptool.exchange.columns import is_header
from msptool.exchange.extent import MOST_CELLS, survey
from msptool.exchange.layout import CATEGORY_SHEET, is_ours
from msptool.workspace.delimited import Table, as_table, decoded, read_csv
from msptool.workspace.problems import Refusal, UsageRefusal, unknown

MAX_BYTES = 50_000_000
MAX_UNPACKED = 400_000_000
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_TITLE_LINES = 10  # so far down the headers are looked for
_TITLE_CHARACTERS = 100_000
_NAMED_SHEETS = 5


@dataclass(frozen=True)
class Source:
    """What a file holds: its table, `where` it stands as a sentence says it, and the categories beside it.

    `categories` is the second sheet of a workbook that msptool exported.
    """

    table: Table
    where: str
    categories: Table | None = None


def read_source(path: Path, sheet: str = "", named: Collection[str] = ()) -> Source:
    """Read a `.csv` or a sheet of an `.xlsx`; refuses what is neither, too large or empty.

    Without a `sheet` it is the first one with a row of headers, which may stand below a title; `named` are headers that
    the user knows.
    """
    book = path.suffix.lower() in _WORKBOOKS
    try:
        _refuse_large(path)
        content = b"" if book else path.read_bytes()
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}.") from None
    if sheet and not book:
        raise UsageRefusal(f"--sheet: {path.name} is no workbook and has no sheets.")
    found = _of_workbook(path, sheet, named) if book else _of_csv(path, content, named)
    if not found.table.header:
        raise Refusal(f"{path} is empty.")
    return found


def _refuse_large(path: Path) -> None:
    if path.stat().st_size > MAX_BYTES:
        raise Refusal(f"{path} is larger than {MAX_BYTES // 1_000_000} MB: split it.")


def _of_csv(path: Path, content: bytes, named: Collection[str]) -> Source:
    text, guess = decoded(content)
    lines = text[:_TITLE_CHARACTERS].split("\n")
    above = next((at for at in range(min(_TITLE_LINES, len(lines))) if is_header(_first(lines[at:]), named)), 0)
    table = read_csv(str(path), "\n" * above + text.split("\n", above)[above])
    return Source(_said(table, f"{path.name} {guess}." if guess else ""), path.name)


def _first(lines: Sequence[str]) -> Sequence[str]:
    """The cells of the first row of these lines, if they can be read."""
    with suppress(Refusal):
        return read_csv("", "\n".join(lines)).header
    return ()


def _of_workbook(path: Path, wanted: str, named: Collection[str]) -> Source:
    sheets = sheets_of(path)
    if wanted and wanted not in sheets:
        raise unknown(
            f"--sheet: there is no {wanted!r} in {path.name}.", wanted, sheets, f"There are {_listed(sheets)}."
        )
    above = {name: number for name, rows in sheets.items() if (number := _above(rows, named)) is not None}
    chosen = wanted or next(iter(above), "") or next((name for name, rows in sheets.items() if rows), "")
    rows, start = sheets.get(chosen, []), above.get(chosen, 0)
    table = as_table(str(path), [*([] for _ in rows[:start]), *rows[start:]])
    ours = is_ours(table.header) and bool(sheets.get(CATEGORY_SHEET))
    others = [
        name for name, rows in sheets.items() if rows and name != chosen and not (ours and name == CATEGORY_SHEET)
    ]
    remark = (
        f"The sheet {chosen!r} is read, and not {_listed(others)}: --sheet NAME takes another one." if others else ""
    )
    categories = as_table(str(path), sheets[CATEGORY_SHEET]) if ours else None
    return Source(_said(table, remark), f"the sheet {chosen!r} of {path.name}", categories)


def _said(table: Table, remark: str) -> Table:
    return replace(table, remark=f"{remark} {table.remark}".strip())


def _listed(names: Collection[str]) -> str:
    shown = [repr(name) for name in names][:_NAMED_SHEETS]
    return ", ".join([*shown, *([f"{len(names) - _NAMED_SHEETS} more"] if len(names) > _NAMED_SHEETS else [])])


def _above(rows: Sequence[Sequence[str]], named: Collection[str]) -> int | None:
    """How many rows stand above the headers; None where there are none."""
    first = enumerate([cell.strip() for cell in row] for row in rows[:_TITLE_LINES])
    return next((number for number, cells in first if is_header(cells, named)), None)


def sheets_of(path: Path, *, hidden: bool = False) -> dict[str, list[list[str]]]:
    """The cells of every sheet that a person sees, with `hidden` of every other too, by its name.

    An empty sheet has no rows. Refuses what is no workbook, and one that is too large.
    """
    import python_calamine

    try:
        _refuse_large(path)
        faulty = _faulty(path)
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        visible = [
            each.name for each in workbook.sheets_metadata
            if each.typ == python_calamine.SheetTypeEnum.WorkSheet
            and (hidden or each.visible == python_calamine.SheetVisibleEnum.Visible)
        ]  # fmt: skip
        read = {name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in visible}
    except (python_calamine.CalamineError, OSError, RuntimeError, EOFError, zlib.error, zipfile.BadZipFile):
        raise Refusal(f"{path} is not a spreadsheet that can be read: save it again as .xlsx or .csv.") from None
    return {name: _cells(rows, faulty.get(name, {})) for name, rows in read.items()}


def _faulty(path: Path) -> Mapping[str, Mapping[tuple[int, int], str]]:
    """The cells without a value, by sheet and place.

    Refuses a workbook that would take more memory than any real one: its reader would end the whole program.
    """
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as archive:
        if sum(each.file_size for each in archive.infolist()) > MAX_UNPACKED:
            raise Refusal(f"{path} unpacks to more than {MAX_UNPACKED // 1_000_000} MB: it is not read.")
        found = survey(archive)
    if found.beyond:
        raise Refusal(
            f"{path} is too large a table: with the cell {found.beyond} it has more than {MOST_CELLS:,} cells, empty ones "
            "counted. Delete what stands far outside, or save the table as .csv."
        )
    return found.faulty


def _cells(rows: Sequence[Sequence[Any]], faulty: Mapping[tuple[int, int], str]) -> list[list[str]]:
    """The cells as texts, with what stands in a cell without a value; the reader leaves such a one empty."""
    texts = [[_text(value) for value in row] for row in rows]
    for (row, column), said in faulty.items():
        texts.extend([] for _ in range(len(texts), row))
        cells = texts[row - 1]
        cells.extend("" for _ in range(len(cells), column))
        cells[column - 1] = said
    return texts if any(cell for row in texts for cell in row) else []


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
