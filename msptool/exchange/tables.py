"""Reading tables that people send: CSV in the encodings and separators of the field, and XLSX."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from msptool.workspace.problems import UsageRefusal

MAX_BYTES = 50_000_000
MAX_UNPACKED = 400_000_000
_SEPARATORS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it. Each row has its number as a spreadsheet shows it (the header is 1)."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    remark: str = ""


def read_table(path: Path) -> Table:
    """Read a `.csv` or the first sheet of an `.xlsx`; refuses what is neither, too large or empty."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise UsageRefusal(f"{path} cannot be read: {error.strerror}.") from None
    if size > MAX_BYTES:
        raise UsageRefusal(f"{path} is larger than {MAX_BYTES // 1_000_000} MB: split it.")
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".ods"):
        return _table(path, _sheet(path), "")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageRefusal(f"{path} cannot be read: {error.strerror}.") from None
    text, remark = _decoded(path, content)
    return _table(path, _csv(path, text), remark)


def _decoded(path: Path, content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), ""
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), f"{path.name} is not UTF-8: read as Windows-1252."


def _csv(path: Path, text: str) -> Iterator[list[str]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    csv.field_size_limit(1_000_000)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise UsageRefusal(f"{path} is not a CSV file: {error}.") from None


def _sheet(path: Path) -> Iterator[list[str]]:
    import python_calamine

    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                if sum(each.file_size for each in archive.infolist()) > MAX_UNPACKED:
                    raise UsageRefusal(f"{path} unpacks to more than {MAX_UNPACKED // 1_000_000} MB: it is not read.")
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False) if workbook.sheet_names else []
    except (python_calamine.CalamineError, OSError, zipfile.BadZipFile):
        raise UsageRefusal(f"{path} is not a spreadsheet that can be read: save it again as .xlsx or .csv.") from None
    for row in rows:
        yield [_cell(value) for value in row]


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _table(path: Path, lines: Iterator[list[str]], remark: str) -> Table:
    header: tuple[str, ...] | None = None
    rows = []
    for number, line in enumerate(lines, 1):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        if header is None:
            header = tuple(cells)
        else:
            record: dict[str, str] = {}
            for name, cell in zip(header, cells, strict=False):
                record.setdefault(name, cell)  # of two columns with one name the first counts
            rows.append((number, record))
    if header is None:
        raise UsageRefusal(f"{path} is empty.")
    return Table(header, tuple(rows), remark)
