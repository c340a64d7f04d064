"""Reading tables that people send: CSV in the encodings and separators of the field, and workbooks."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msptool.workspace.problems import UsageRefusal

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MAX_BYTES = 50_000_000
MAX_UNPACKED = 400_000_000
LONGEST_CELL = 1_000_000
_SEPARATORS = ",;\t|"
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it. Each row has its number as a spreadsheet shows it (the header is 1).

    `broken` are the rows that cannot be read, each with the reason.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    remark: str = ""
    broken: tuple[tuple[int, str], ...] = ()


class _BrokenLine(str):
    """The reason why a line of a CSV is no row, where its row would stand."""

    __slots__ = ()


def read_table(path: Path) -> Table:
    """Read a `.csv` or the first sheet of an `.xlsx`; refuses what is neither, too large or empty."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise UsageRefusal(f"{path} cannot be read: {error.strerror}.") from None
    if size > MAX_BYTES:
        raise UsageRefusal(f"{path} is larger than {MAX_BYTES // 1_000_000} MB: split it.")
    if path.suffix.lower() in _WORKBOOKS:
        return _table(path, _sheet(path, ""), "")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageRefusal(f"{path} cannot be read: {error.strerror}.") from None
    text, remark = _decoded(path, content)
    return _table(path, _csv(path, text), remark)


def read_sheet(path: Path, name: str) -> Table | None:
    """A sheet of a workbook by its name; None where there is none, or the file is no workbook."""
    if path.suffix.lower() not in _WORKBOOKS:
        return None
    lines = list(_sheet(path, name))
    return _table(path, lines, "") if lines else None


def _decoded(path: Path, content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), ""
    if content[1:2] == b"\0" and content[:1] != b"\0":
        return content.decode("utf-16-le", errors="replace"), f"{path.name} is read as UTF-16."
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), f"{path.name} is not UTF-8: read as Windows-1252."


def _csv(path: Path, text: str) -> Iterator[list[str] | _BrokenLine]:
    """The rows of a CSV. Where quotes are broken, one line is given up and reading goes on with the next."""
    lines = list(io.StringIO(text, newline=""))
    first = next((line for line in lines if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    csv.field_size_limit(LONGEST_CELL)
    start, width = 0, 0
    while start < len(lines):
        reader = csv.reader(lines[start:], delimiter=separator, strict=True)
        read = 0
        try:
            for row in reader:
                read = reader.line_num
                width = width or (len(row) if any(row) else 0)
                yield row
            return
        except csv.Error as error:
            if not width or "limit" in str(error):
                raise UsageRefusal(f"{path} is not a CSV file: {error}.") from None
            start += read
            yield _single(lines[start], separator, width)
            start += 1


def _single(line: str, separator: str, width: int) -> list[str] | _BrokenLine:
    cells = next(csv.reader([line], delimiter=separator))
    if len(cells) == width:
        return cells
    return _BrokenLine("The quotation marks do not match.")


def _sheet(path: Path, name: str) -> Iterator[list[str]]:
    import python_calamine

    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                if sum(each.file_size for each in archive.infolist()) > MAX_UNPACKED:
                    raise UsageRefusal(f"{path} unpacks to more than {MAX_UNPACKED // 1_000_000} MB: it is not read.")
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        rows = _rows(workbook, name)
    except (python_calamine.CalamineError, OSError, zipfile.BadZipFile):
        raise UsageRefusal(f"{path} is not a spreadsheet that can be read: save it again as .xlsx or .csv.") from None
    for row in rows:
        yield [_cell(value) for value in row]


def _rows(workbook: CalamineWorkbook, name: str) -> Sequence[Sequence[object]]:
    wanted = name or next(iter(workbook.sheet_names), "")
    if wanted not in workbook.sheet_names:
        return []
    return workbook.get_sheet_by_name(wanted).to_python(skip_empty_area=False)


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _table(path: Path, lines: Iterable[list[str] | _BrokenLine], remark: str) -> Table:
    header: tuple[str, ...] | None = None
    rows: list[tuple[int, dict[str, str]]] = []
    broken: list[tuple[int, str]] = []
    numbered = list(enumerate(lines, 1))
    usual = Counter(len(line) for _, line in numbered if not isinstance(line, _BrokenLine)).most_common(1)
    for number, line in numbered:
        if isinstance(line, _BrokenLine):
            broken.append((number, str(line)))
            continue
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        if header is None:
            header = tuple(cells)
        elif len(cells) > len(header) and (any(cells[len(header) :]) or usual[0][0] <= len(header)):
            # Empty cells beyond the header count too, where other rows have none: a comma in a text moved the rest.
            broken.append((number, f"It has more cells than the header ({len(cells)}, not {len(header)})."))
        else:
            record: dict[str, str] = {}
            for name, cell in zip(header, cells, strict=False):
                record.setdefault(name, cell)  # of two columns with one name the first counts
            rows.append((number, record))
    if header is None:
        raise UsageRefusal(f"{path} is empty.")
    twice = [name for name, count in Counter(header).items() if count > 1 and name]
    said = [f"The column '{name}' stands more than once: the first one counts." for name in twice[:3]]
    return Table(header, tuple(rows), " ".join(each for each in (remark, *said) if each), tuple(broken))
