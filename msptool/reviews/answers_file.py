"""Answers from a file: CSV (`standard,answer,note`) or YAML, checked row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from msptool.workspace.documents import read_document
from msptool.workspace.problems import UsageRefusal, unknown

COLUMNS = ("standard", "answer", "note", "fixed_onsite", "hand_over", "feedback")
_LONGEST_FIELD = 1_000_000
_WORDS = {
    "y": "yes",
    "yes": "yes",
    "true": "yes",
    "n": "no",
    "no": "no",
    "false": "no",
    "n/a": "n/a",
    "na": "n/a",
    "not applicable": "n/a",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One answer as the file gives it. `number` is the line of a CSV, or the place in a YAML list."""

    number: int
    standard: str
    answer: str
    note: str | None = None
    fixed_onsite: bool = False
    hand_over: str | None = None
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken, and why."""

    row: int
    standard: str
    reason: str


def read_answers(name: str, content: bytes) -> list[Row]:
    """The rows of an answers file. `name` tells CSV from YAML; refuses a file that is neither.

    YAML is `standard: yes`, `standard: {answer: no, note: ...}`, or a list of such mappings.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageRefusal(f"{name} is not UTF-8 text (byte {error.start + 1}): save it again as UTF-8.") from None
    if name.lower().endswith((".yaml", ".yml")) or (not name.lower().endswith(".csv") and not _looks_like_csv(text)):
        return list(_from_yaml(name, content))
    return list(_from_csv(name, text))


def _looks_like_csv(text: str) -> bool:
    first = next((line for line in text.splitlines() if line.strip()), "standard,answer")
    return first.strip().lower().startswith(("standard", '"standard')) and ":" not in first


def _from_csv(name: str, text: str) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_FIELD)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in lines.split("\n") if line.strip()), "")
    separator = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(lines), strict=True, delimiter=separator)
    try:
        yield from _rows(name, reader)
    except csv.Error as error:
        raise UsageRefusal(
            f"{name}:{reader.line_num}: this is not CSV: {error}. Check the quotes of this row."
        ) from None


def _rows(name: str, reader: csv.DictReader[str]) -> Iterator[Row]:
    header = [(column or "").strip().lower().replace(" ", "_") for column in reader.fieldnames or []]
    missing = {"standard", "answer"} - set(header)
    if missing:
        raise UsageRefusal(
            f"{name} has no column {' or '.join(sorted(map(repr, missing)))}: its first line must be 'standard,answer,note'."
        )
    strange = [column for column in header if column not in COLUMNS]
    if strange:
        raise unknown(f"{name} has an unknown column {strange[0]!r}.", strange[0], COLUMNS)
    reader.fieldnames = header
    for record in reader:
        if any((value or "").strip() for value in record.values() if isinstance(value, str)):
            yield _row(reader.line_num, {key: value for key, value in record.items() if key})


def _from_yaml(name: str, content: bytes) -> Iterator[Row]:
    document, problems = read_document(name, content)
    if document is None:
        raise UsageRefusal(f"{name}:{problems[0].line}: {problems[0].message}. {problems[0].hint}")
    data = document.data
    if isinstance(data, dict) and set(data) == {"answers"}:
        data = data["answers"]
    if isinstance(data, dict):
        data = [
            {"standard": key, **(value if isinstance(value, dict) else {"answer": value})}
            for key, value in data.items()
        ]
    if not isinstance(data, list):
        raise UsageRefusal(f"{name} must be a mapping of standards to answers, or a list of them.")
    for number, record in enumerate(data, 1):
        if not isinstance(record, dict) or (strange := sorted(map(str, set(record) - set(COLUMNS)))):
            what = f"the unknown key {strange[0]!r}" if isinstance(record, dict) else "something that is not a mapping"
            raise UsageRefusal(f"{name}: entry {number} has {what}; the keys are {', '.join(COLUMNS)}.")
        yield _row(number, record)


def _row(number: int, record: dict[str, Any]) -> Row:
    raw = record.get("answer")
    said = str(raw if raw is not None else "").strip().lower()
    note = record.get("note")
    return Row(
        number,
        str(record.get("standard") or "").strip(),
        _WORDS.get(said, said),
        str(note).strip() if note not in (None, "") else None,
        str(record.get("fixed_onsite") or "").strip().lower() in ("true", "yes", "y", "1"),
        str(record.get("hand_over") or "").strip() or None,
        str(record.get("feedback") or "").strip(),
    )
