"""Rows that a person hands to a command: CSV in any usual dialect or YAML, with what each row is called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from msptool.workspace.delimited import PUT_IN_QUOTES, decoded, read_csv
from msptool.workspace.documents import read_document
from msptool.workspace.problems import Refusal, unknown


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
    """Each row with its number in a spreadsheet, or its place in a YAML list; refuses a file that is neither.

    `name` tells CSV from YAML, where it has an ending that does.
    """
    text, guess = decoded(content)
    if guess:  # these rows go into the record, and nobody looks at them before
        raise Refusal(f"{name} is not UTF-8 text: save it again as UTF-8.")
    named = name.lower()
    if named.endswith((".yaml", ".yml")) or (not named.endswith(".csv") and not _looks_like_csv(text, shape)):
        return list(_from_yaml(name, text.encode(), shape))
    return list(_from_csv(name, text, shape))


def text_of(value: Any) -> str:
    """A cell as text without spaces around it; nothing for a missing one."""
    return "" if value is None else str(value).strip()


def _looks_like_csv(text: str, shape: Shape) -> bool:
    first = next((line for line in text.splitlines() if line.strip()), ",".join(shape.needed))
    return first.strip().lower().startswith((shape.columns[0], f'"{shape.columns[0]}')) and ":" not in first


def _from_csv(name: str, text: str, shape: Shape) -> Iterator[tuple[int, dict[str, Any]]]:
    table = read_csv(name, text)
    columns = _columns(name, table.header, shape)
    for number, reason in table.broken[:1]:
        raise Refusal(f"{name}, row {number}: {reason} {PUT_IN_QUOTES}")
    for number, record in table.rows:
        yield number, {columns[header]: cell for header, cell in record.items()}


def _columns(name: str, header: Sequence[str], shape: Shape) -> dict[str, str]:
    """Header as written -> column; refuses a missing, an unknown and a repeated one."""
    columns = [each.lower().replace(" ", "_") for each in header]
    missing = set(shape.needed) - set(columns)
    if missing:
        usual = ",".join(shape.columns[:3])
        raise Refusal(
            f"{name} has no column {' or '.join(sorted(map(repr, missing)))}: its first line must be '{usual}'."
        )
    strange = [column for column in columns if column not in shape.columns]
    if strange:
        raise unknown(f"{name} has an unknown column {strange[0]!r}.", strange[0], shape.columns, refusal=Refusal)
    if twice := [column for column in shape.columns if columns.count(column) > 1]:
        raise Refusal(f"{name} has the column {twice[0]!r} twice: leave one of them out.")
    return dict(zip(header, columns, strict=True))


def _from_yaml(name: str, content: bytes, shape: Shape) -> Iterator[tuple[int, dict[str, Any]]]:
    document, problems = read_document(name, content)
    if document is None:
        raise Refusal(f"{name}:{problems[0].line}: {problems[0].message}. {problems[0].hint}")
    key, value = shape.needed
    data = document.data
    if isinstance(data, dict) and set(data) == {shape.what}:
        data = data[shape.what]
    if isinstance(data, dict):
        data = [{key: each, **(said if isinstance(said, dict) else {value: said})} for each, said in data.items()]
    if not isinstance(data, list):
        raise Refusal(f"{name} must be a mapping of {key}s to {shape.what}, or a list of them.")
    for number, record in enumerate(data, 1):
        if not isinstance(record, dict) or (strange := sorted(map(str, set(record) - set(shape.columns)))):
            what = f"the unknown key {strange[0]!r}" if isinstance(record, dict) else "something that is not a mapping"
            raise Refusal(f"{name}: entry {number} has {what}; the keys are {', '.join(shape.columns)}.")
        yield number, record
