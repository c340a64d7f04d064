"""What the XML of an `.xlsx` says that its reader does not: how far the cells reach, and which of them hold no value.

A reader of workbooks makes the whole rectangle up to the last filled cell. A file of 5 KB can name the last cell of the
sheet, and no memory holds that rectangle. An Excel error, and a formula that was never calculated, it takes for an empty
cell. The XML is read as a stream, in small pieces.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers import expat

from msptool.exchange.cell_texts import NO_VALUE

if TYPE_CHECKING:
    from zipfile import ZipFile

MOST_CELLS = 5_000_000
_PIECE = 1 << 16
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_PLACE = re.compile(r"([A-Za-z]{0,3})([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found in the sheets of a workbook.

    `beyond` is the first filled cell (such as `XFD1048576`) with which all are larger than `MOST_CELLS`. `faulty` is the
    name of a sheet -> (row, column), both from 1 -> the error that the cell shows, or `NO_VALUE`.
    """

    beyond: str
    faulty: Mapping[str, Mapping[tuple[int, int], str]]


def survey(workbook: ZipFile) -> Survey:
    """Look through all sheets. Raises RuntimeError for one that is no XML, and for a place that no sheet has."""
    faulty: dict[str, dict[tuple[int, int], str]] = {}
    room = MOST_CELLS
    for file in filter(_SHEET.fullmatch, workbook.namelist()):
        beyond, cells, found = _surveyed(workbook, file, room)
        if beyond:
            return Survey(beyond, {})
        room -= cells
        if found:
            faulty[file.lower()] = found
    names = _names(workbook) if faulty else {}
    return Survey("", {names[file]: found for file, found in faulty.items() if file in names})


def _surveyed(workbook: ZipFile, file: str, room: int) -> tuple[str, int, dict[tuple[int, int], str]]:
    """The cell beyond the room, the size of the sheet's rectangle, and the faulty cells in it."""
    row = column = rows = columns = 0
    place = beyond = kind = value = ""
    formula = False
    faulty: dict[tuple[int, int], str] = {}

    def text(piece: str) -> None:
        nonlocal value
        value += piece

    def end_cell() -> None:
        nonlocal kind, value, formula
        if kind == "e":
            faulty[row, column] = value.strip() or "#VALUE!"
        elif formula and kind not in ("str", "inlineStr") and not value.strip():
            faulty[row, column] = NO_VALUE
        kind, value, formula = "", "", False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, rows, columns, place, beyond, kind, formula
        element, written = name.rpartition(":")[2], attributes.get("r")
        if element == "row":
            end_cell()
            column, row = _place(written) if written is not None else (0, row + 1)
        elif element == "c":  # without a place of its own it stands beside the last one
            end_cell()
            column, row = _place(written) if written is not None else (column + 1, row)
            place = written or f"in row {row}"
            kind, parser.CharacterDataHandler = attributes.get("t", ""), None
        elif element in ("f", "v", "is"):
            formula = formula or element == "f"
            if element == "v" and (formula or kind == "e"):
                parser.CharacterDataHandler = text
            rows, columns = max(rows, row), max(columns, column)
            if rows * columns > room:
                beyond = beyond or place

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    _feed(parser, workbook, file, lambda: bool(beyond))
    end_cell()
    return beyond, rows * columns, faulty


def _names(workbook: ZipFile) -> dict[str, str]:
    """File -> name of each sheet, as the workbook lists them."""
    files: dict[str, str] = {}
    names: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        element, local = name.rpartition(":")[2], {key.rpartition(":")[2]: each for key, each in attributes.items()}
        if element == "Relationship":
            files[local.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", local.get("Target", "")))[1:].lower()
        elif element == "sheet" and local.get("id") in files:
            names[files[local["id"]]] = local.get("name", "")

    for file in ("xl/_rels/workbook.xml.rels", "xl/workbook.xml"):
        parser = expat.ParserCreate()
        parser.StartElementHandler = start
        _feed(parser, workbook, file, lambda: False)
    return names


def _feed(parser: expat.XMLParserType, workbook: ZipFile, file: str, enough: Callable[[], bool]) -> None:
    try:
        with workbook.open(file) as stream:
            while not enough() and (piece := stream.read(_PIECE)):
                parser.Parse(piece)
    except (expat.ExpatError, KeyError) as error:
        raise RuntimeError(str(error)) from None


def _place(written: str) -> tuple[int, int]:
    """Column and row of `C12` or, with column 0, of `12`; both count from 1."""
    found = _PLACE.fullmatch(written)
    if found is None:
        raise RuntimeError(f"There is no cell {written[:20]}.")
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(found[2])
