"""Rows that a person hands to a command: CSV in any usual dialect or YAML, with what each row is called."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from msptool.workspace.documents import read_document
from msptool.workspace.problems import UsageRefusal, unknown

_LONGEST_FIELD = 1_000_000


@dataclass(frozen=True, slots=True)
class Shape:
    """What a file of rows may hold. `columns` begin with the two that every row needs.

    YAML is `FIRST: SECOND`, `FIRST: {SECOND: ..., OTHER: ...}`, or a list of mappings with all columns; `what`
    (such as `answers`) is the key under which it may stand, and the word for the second column's values.
    """

    columns: tuple[str, ...]
    what: str

    @property
    def needed(self) -> tuple[str, str]:
        """The columns without which there is no row."""
        return self.columns[0], self.columns[1]


def read_rows(name: str, content: bytes, shape: Shape) -> list[tuple[int, dict[str, Any]]]:
    """Each row with its line of a CSV, or its place in a YAML list; refuses a file that is neither.

    `name` tells CSV from YAML, where it has an ending that does.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageRefusal(f"{name} is not UTF-8 text (byte {error.start + 1}): save it again as UTF-8.") from None
    named = name.lower()
    if named.endswith((".yaml", ".yml")) or (not named.endswith(".csv") and not _looks_like_csv(text, shape)):
        return list(_from_yaml(name, content, shape))
    return list(_from_csv(name, text, shape))


def text_of(value: Any) -> str:
    """A cell as text without spaces around it; nothing for a missing one."""
    return "" if value is None else str(value).strip()


def _looks_like_csv(text: str, shape: Shape) -> bool:
    first = next((line for line in text.splitlines() if line.strip()), ",".join(shape.needed))
    return first.strip().lower().startswith((shape.columns[0], f'"{shape.columns[0]}')) and ":" not in first


def _from_csv(name: str, text: str, shape: Shape) -> Iterator[tuple[int, dict[str, Any]]]:
    csv.field_size_limit(_LONGEST_FIELD)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in lines.split("\n") if line.strip()), "")
    separator = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(lines), strict=True, delimiter=separator)
    try:
        reader.fieldnames = _header(name, reader.fieldnames or (), shape)
        for record in reader:
            if any((value or "").strip() for value in record.values() if isinstance(value, str)):
                yield reader.line_num, {key: value for key, value in record.items() if key}
    except csv.Error as error:
        raise UsageRefusal(
            f"{name}:{reader.line_num}: this is not CSV: {error}. Check the quotes of this row."
        ) from None


def _header(name: str, given: Any, shape: Shape) -> list[str]:
    header = [(column or "").strip().lower().replace(" ", "_") for column in given]
    missing = set(shape.needed) - set(header)
    if missing:
        usual = ",".join(shape.columns[:3])
        raise UsageRefusal(
            f"{name} has no column {' or '.join(sorted(map(repr, missing)))}: its first line must be '{usual}'."
        )
    strange = [column for column in header if column not in shape.columns]
    if strange:
        raise unknown(f"{name} has an unknown column {strange[0]!r}.", strange[0], shape.columns)
    return header


def _from_yaml(name: str, content: bytes, shape: Shape) -> Iterator[tuple[int, dict[str, Any]]]:
    document, problems = read_document(name, content)
    if document is None:
        raise UsageRefusal(f"{name}:{problems[0].line}: {problems[0].message}. {problems[0].hint}")
    key, value = shape.needed
    data = document.data
    if isinstance(data, dict) and set(data) == {shape.what}:
        data = data[shape.what]
    if isinstance(data, dict):
        data = [{key: each, **(said if isinstance(said, dict) else {value: said})} for each, said in data.items()]
    if not isinstance(data, list):
        raise UsageRefusal(f"{name} must be a mapping of {key}s to {shape.what}, or a list of them.")
    for number, record in enumerate(data, 1):
        if not isinstance(record, dict) or (strange := sorted(map(str, set(record) - set(shape.columns)))):
            what = f"the unknown key {strange[0]!r}" if isinstance(record, dict) else "something that is not a mapping"
            raise UsageRefusal(f"{name}: entry {number} has {what}; the keys are {', '.join(shape.columns)}.")
        yield number, record
