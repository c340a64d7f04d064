"""CSV as people send it: its encoding and its separator, its rows, and the lines that are none."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from msptool.workspace.problems import Refusal

LONGEST_CELL = 1_000_000
MOST_BROKEN = 5_000
PUT_IN_QUOTES = "Put the cell in quotes where it holds a separator or a quote."
_SEPARATORS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it. Each row has its number as a spreadsheet shows it (the header is 1).

    `broken` are the rows that cannot be read, each with the reason. A table without any cell has no header.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    remark: str = ""
    broken: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a line of a CSV is no row, where its row would stand."""

    reason: str


def decoded(content: bytes) -> tuple[str, str]:
    """The text, each line ended by one line feed, and what to say where the encoding is a guess (else nothing)."""
    text, guess = _decoded(content)
    return text.replace("\r\n", "\n").replace("\r", "\n"), guess


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), ""
    if content[1:2] == b"\0" and content[:1] != b"\0":
        return content.decode("utf-16-le", errors="replace"), "is read as UTF-16"
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "is not UTF-8: read as Windows-1252"


def read_csv(name: str, text: str) -> Table:
    """A CSV as a table. `name` is what the file is called in a refusal, which one without readable rows gets."""
    return as_table(name, _lines(name, text))


def as_table(name: str, lines: Iterable[list[str] | Broken]) -> Table:
    """Lines of cells as a table: the first that is not empty is the header, and no row has more cells than that."""
    header: tuple[str, ...] = ()
    rows: list[tuple[int, dict[str, str]]] = []
    broken: list[tuple[int, str]] = []
    numbered = list(enumerate(lines, 1))
    usual = Counter(len(line) for _, line in numbered if not isinstance(line, Broken)).most_common(1)
    for number, line in numbered:
        if isinstance(line, Broken):
            broken.append((number, line.reason))
        elif not any(cells := [cell.strip() for cell in line]):
            continue
        elif not header:
            header = tuple(cells)
        elif len(cells) > len(header) and (any(cells[len(header) :]) or usual[0][0] <= len(header)):
            # Empty cells beyond the header count too, where other rows have none: a comma in a text moved the rest.
            broken.append((number, f"It has more cells than the header ({len(cells)}, not {len(header)})."))
        else:
            record: dict[str, str] = {}
            for column, cell in zip(header, cells, strict=False):
                record.setdefault(column, cell)  # of two columns with one name the first counts
            rows.append((number, record))
        if len(broken) > MOST_BROKEN:
            raise Refusal(
                f"{name} has more than {MOST_BROKEN:,} rows that cannot be read. Row {broken[0][0]}: {broken[0][1]} "
                "Save the spreadsheet anew as CSV or .xlsx, and take that file."
            )
    twice = [column for column, count in Counter(header).items() if count > 1 and column]
    said = [f"The column '{column}' stands more than once: the first one counts." for column in twice[:3]]
    return Table(header, tuple(rows), " ".join(said), tuple(broken))


def _lines(name: str, text: str) -> Iterator[list[str] | Broken]:
    """The rows of a CSV. Where quotes are broken, one line is given up and reading goes on with the next."""
    lines = list(io.StringIO(text))
    first = next((line for line in lines if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    csv.field_size_limit(LONGEST_CELL)
    start, width = 0, 0
    while start < len(lines):
        reader = csv.reader(map(lines.__getitem__, range(start, len(lines))), delimiter=separator, strict=True)
        read = 0
        try:
            for row in reader:
                read = reader.line_num
                width = width or (len(row) if any(row) else 0)
                yield row
            return
        except csv.Error as error:
            if not width or "limit" in str(error):
                raise Refusal(f"{name} is not a CSV file: {error}.") from None
            start += read
            yield _single(lines[start], separator, width)
            start += 1


def _single(line: str, separator: str, width: int) -> list[str] | Broken:
    cells = next(csv.reader([line], delimiter=separator))
    matching = len(cells) == width and line.count('"') % 2 == 0
    return cells if matching else Broken("The quotation marks do not match.")
