"""How far the cells of a workbook reach, before anything is made of them.

A reader of workbooks makes the whole rectangle up to the last filled cell. A file of 5 KB can name the last cell of the
sheet, and no memory holds that rectangle. The XML of the sheets is read as a stream, in small pieces.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

MOST_CELLS = 5_000_000
_PIECE = 1 << 16
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_PLACE = re.compile(r"([A-Za-z]{0,3})([0-9]{1,7})")


def too_wide(workbook: ZipFile) -> str | None:
    """The first filled cell (such as `XFD1048576`) with which a sheet of an `.xlsx` is larger than `MOST_CELLS`.

    Raises RuntimeError for a sheet that is no XML, and for a place that no sheet has.
    """
    sheets = [entry for entry in workbook.infolist() if _SHEET.fullmatch(entry.filename)]
    return next(filter(None, (_beyond(workbook, entry) for entry in sheets)), None)


def _beyond(workbook: ZipFile, sheet: ZipInfo) -> str:
    row = column = rows = columns = 0
    place = beyond = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, rows, columns, place, beyond
        element, written = name.rpartition(":")[2], attributes.get("r")
        if element == "row":
            column, row = _place(written) if written is not None else (0, row + 1)
        elif element == "c":  # without a place of its own it stands beside the last one
            column, row = _place(written) if written is not None else (column + 1, row)
            place = written or f"in row {row}"
        elif element in ("v", "is"):
            rows, columns = max(rows, row), max(columns, column)
            if rows * columns > MOST_CELLS:
                beyond = beyond or place

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with workbook.open(sheet) as stream:
        while not beyond and (piece := stream.read(_PIECE)):
            try:
                parser.Parse(piece)
            except expat.ExpatError as error:
                raise RuntimeError(str(error)) from None
    return beyond


def _place(written: str) -> tuple[int, int]:
    """Column and row of `C12` or, with column 0, of `12`; both count from 1."""
    found = _PLACE.fullmatch(written)
    if found is None:
        raise RuntimeError(f"There is no cell {written[:20]}.")
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(found[2])
