"""Reading the tables that people send: CSV files and workbooks."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from msptool.exchange.extent import MOST_CELLS, too_wide
from msptool.workspace.delimited import Table, as_table, decoded, read_csv
from msptool.workspace.problems import UsageRefusal

MAX_BYTES = 50_000_000
MAX_UNPACKED = 400_000_000
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")


def read_table(path: Path) -> Table:
    """Read a `.csv` or the first sheet of an `.xlsx`; refuses what is neither, too large or empty."""
    book = path.suffix.lower() in _WORKBOOKS
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UsageRefusal(f"{path} is larger than {MAX_BYTES // 1_000_000} MB: split it.")
        content = b"" if book else path.read_bytes()
    except OSError as error:
        raise UsageRefusal(f"{path} cannot be read: {error.strerror}.") from None
    text, guess = decoded(content)
    table = as_table(str(path), _sheet(path, "")) if book else read_csv(str(path), text)
    if not table.header:
        raise UsageRefusal(f"{path} is empty.")
    said = f"{path.name} {guess}." if guess else ""
    return replace(table, remark=f"{said} {table.remark}".strip())


def read_sheet(path: Path, name: str) -> Table | None:
    """A sheet of a workbook by its name; None where there is none, or the file is no workbook."""
    if path.suffix.lower() not in _WORKBOOKS:
        return None
    table = as_table(str(path), _sheet(path, name))
    return table if table.header else None


def _sheet(path: Path, name: str) -> Iterator[list[str]]:
    import python_calamine

    try:
        _refuse_bomb(path)
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        wanted = name or next(iter(workbook.sheet_names), "")
        found = workbook.get_sheet_by_name(wanted) if wanted in workbook.sheet_names else None
        rows = found.to_python(skip_empty_area=False) if found is not None else []
    except (python_calamine.CalamineError, OSError, RuntimeError, EOFError, zlib.error, zipfile.BadZipFile):
        raise UsageRefusal(f"{path} is not a spreadsheet that can be read: save it again as .xlsx or .csv.") from None
    for row in rows:
        yield [_cell(value) for value in row]


def _refuse_bomb(path: Path) -> None:
    """Refuse a workbook that would take more memory than any real one: its reader would end the whole program."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        if sum(each.file_size for each in archive.infolist()) > MAX_UNPACKED:
            raise UsageRefusal(f"{path} unpacks to more than {MAX_UNPACKED // 1_000_000} MB: it is not read.")
        if (place := too_wide(archive)) is not None:
            raise UsageRefusal(
                f"{path} is too large a table: with the cell {place} it has more than {MOST_CELLS:,} cells, empty ones "
                "counted. Delete what stands far outside, or save the table as .csv."
            )


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
