"""The lines and rows of a large CSV, one after the other: never the whole file in memory.

Each line is decoded on its own, so a file that was glued together of two encodings is read all the same.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from io import TextIOWrapper
from pathlib import Path

from msptool.words import Progress, silent
from msptool.workspace.problems import Refusal

_SEPARATORS = ",;\t|"
_MB = 1_000_000
# Lines between two words of progress.
_STEP = 20_000
_LONGEST_LINE = 1_000_000
# A quotation mark that is never closed would swallow the rest of the file.
_MOST_LINES_OF_A_ROW = 500
# What Excel writes in front of a CSV.
_SEPARATOR_LINE = re.compile(r"\s*\"?sep=(.)\"?\s*", re.IGNORECASE)
_SPREADSHEET = b"PK\x03\x04"
# The control characters that a text may hold: those that end and set lines, and what stray exports leave behind.
_SIGNS_OF_TEXT = "\0\t\n\v\f\r\x1a\x1b\x1c\x1d\x1e\x1f"
_OLD_SPREADSHEET = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that cannot be read, and why."""

    text: str
    reason: str


Row = list[str] | Broken


@dataclass
class TextFile:
    """A file of text lines. `strange` counts the lines, while they are read, that are not of its encoding.

    `progress` hears how many MB of a large file are read.
    """

    path: Path
    name: str
    encoding: str = ""
    strange: int = 0
    progress: Progress = field(default=silent, repr=False)
    _bom: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        try:
            with self.path.open("rb") as stream:
                start = stream.read(4096)
        except OSError as error:
            raise Refusal(f"{self.name} cannot be read: {error.strerror}.") from None
        if start.startswith((_SPREADSHEET, _OLD_SPREADSHEET)):
            raise Refusal(f"{self.name} is a spreadsheet: save it as CSV, and import that file.")
        self.encoding = _encoding(start)
        if _is_no_text(start, self.encoding):
            raise Refusal(f"{self.name} is not a text file: export a CSV, and import that file.")

    def lines(self) -> Iterator[str]:
        """Each line with a line feed at its end, from the first on."""
        self.strange = 0
        errors = "surrogateescape" if self.encoding == "utf-8" else "replace"
        every = self.path.stat().st_size // _MB
        with self.path.open("rb") as file, TextIOWrapper(file, self.encoding, errors) as stream:
            for number, start in enumerate(iter(partial(stream.readline, _LONGEST_LINE), ""), 1):
                if not number % _STEP:
                    self.progress(file.tell() // _MB, every, "MB")
                rest = start
                while len(rest) == _LONGEST_LINE and not rest.endswith("\n"):
                    rest = stream.readline(_LONGEST_LINE)
                yield self._whole(start.removeprefix("\ufeff") if number == 1 else start)
        self.progress(every, every, "MB")

    def _whole(self, line: str) -> str:
        if "\0" in line:
            line = line.replace("\0", "")
        if line.isascii():
            return line
        try:
            line.encode()
        except UnicodeEncodeError:
            self.strange += 1
            return line.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
        return line

    @property
    def said(self) -> str:
        """The encoding as a person calls it, with what was not of it."""
        if not self.strange:
            return self.encoding.upper()
        return f"{self.encoding.upper()}, {self.strange:,} lines of it as Windows-1252"


def _encoding(start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start[1:2] == b"\0" and start[:1] != b"\0":
        return "utf-16-le"
    if start[:1] == b"\0" and start[1:2] != b"\0":
        return "utf-16-be"
    return "utf-8"


def _is_no_text(start: bytes, encoding: str) -> bool:
    """Whether there are signs that no text has; a zero is let pass: some exports have one in a cell."""
    text = start.decode(encoding, "replace")
    return any(character < " " and character not in _SIGNS_OF_TEXT for character in text)


@dataclass
class CsvRows:
    """The rows of a CSV below its header, numbered as a spreadsheet shows them (the header is 1)."""

    file: TextFile
    header: tuple[str, ...] = ()
    separator: str = ""

    def __post_init__(self) -> None:
        csv.field_size_limit(_LONGEST_LINE)
        self._skipped, said = 0, ""
        for line in self.file.lines():
            if line.strip() and not _SEPARATOR_LINE.fullmatch(line):
                self.separator = said or max(_SEPARATORS, key=line.count)
                break
            found = _SEPARATOR_LINE.fullmatch(line)
            said = found[1] if found else said
            self._skipped += 1
        else:
            raise Refusal(f"{self.file.name} is empty: it has no header and no rows.")
        self.header = tuple(cell.strip() for cell in self._first())

    def _first(self) -> list[str]:
        row = next(iter(self._rows()), [])
        if isinstance(row, Broken):
            raise Refusal(f"{self.file.name} is not a CSV file: its header cannot be read. {row.reason}")
        return row

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        rows = enumerate(self._rows(), 1)
        next(rows, None)
        for number, row in rows:
            if isinstance(row, Broken):
                yield number, row
            elif not any(map(str.strip, row)):
                continue
            elif len(row) > len(self.header) and any(map(str.strip, row[len(self.header) :])):
                reason = f"It has more cells than the header ({len(row)}, not {len(self.header)})."
                yield number, Broken(self.separator.join(row)[:500], reason)
            else:
                yield number, row + [""] * (len(self.header) - len(row))

    def _rows(self) -> Iterator[Row]:
        """Where quotes are broken, one line is given up and reading goes on with the next."""
        source = self.file.lines()
        for _ in range(self._skipped):
            next(source, None)
        waiting = _Lines(source)
        while True:
            try:
                for row in csv.reader(waiting, delimiter=self.separator, strict=True):
                    waiting.taken()
                    yield row
                if waiting.at_end:
                    return
            except csv.Error as error:
                text = waiting.give_up_one()
                yield Broken(text.strip()[:500], _why(str(error)))


def _why(error: str) -> str:
    if "limit" in error:
        return "A cell of it is larger than a million characters."
    return "The quotation marks do not match."


class _Lines:
    """Lines for a reader of rows; those of a row that turns out to be none are given back but the first."""

    def __init__(self, source: Iterator[str]) -> None:
        self._source = source
        self._back: deque[str] = deque()
        self._of_row: list[str] = []
        self.at_end = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self._of_row) >= _MOST_LINES_OF_A_ROW:
            raise csv.Error("a row without an end")
        try:
            line = self._back.popleft() if self._back else next(self._source)
        except StopIteration:
            self.at_end = True
            raise
        self._of_row.append(line)
        return line

    def taken(self) -> None:
        """The row is whole."""
        self._of_row.clear()

    def give_up_one(self) -> str:
        """The first line of the row is no row; the others are read again."""
        first, *rest = self._of_row
        self._back.extendleft(reversed(rest))
        self._of_row.clear()
        self.at_end = False
        return first
