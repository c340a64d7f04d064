"""Answers from a file: CSV (`standard,answer,note`) or YAML, checked row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from msptool.workspace.rows import Shape, read_rows, text_of

ANSWERS = Shape(("standard", "answer", "note", "fixed_onsite", "hand_over", "feedback"), "answers")
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
    """One answer as the file gives it. `number` is the row of a CSV as a spreadsheet shows it, or the place in a YAML list."""

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
    return [_row(number, record) for number, record in read_rows(name, content, ANSWERS)]


def _row(number: int, record: dict[str, Any]) -> Row:
    said = text_of(record.get("answer")).lower()
    return Row(
        number,
        text_of(record.get("standard")),
        _WORDS.get(said, said),
        text_of(record.get("note")) or None,
        text_of(record.get("fixed_onsite")).lower() in ("true", "yes", "y", "1"),
        text_of(record.get("hand_over")) or None,
        text_of(record.get("feedback")),
    )
