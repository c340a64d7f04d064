"""A run driven by a file of answers: the same engine, for tests and automation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from msptool.runbooks.model import Level
from msptool.runbooks.runs.walk import Place, Walk
from msptool.workspace.problems import Refusal, UsageRefusal
from msptool.workspace.rows import Shape, read_rows, text_of

ANSWERS = Shape(("step", "answer", "note", "unclear"), "answers")
ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class Row:
    """One answer as the file gives it; `step` is an input's name, `check-1`, a step's id, or `escalate`."""

    number: int
    step: str
    answer: str
    note: str = ""
    unclear: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken, and why."""

    row: int
    step: str
    reason: str


def read_script(name: str, content: bytes) -> list[Row]:
    """The rows of an answers file: CSV `step,answer,note,unclear` or YAML; refuses a file that is neither."""
    return [_row(number, record) for number, record in read_rows(name, content, ANSWERS)]


def _row(number: int, record: dict[str, Any]) -> Row:
    answer = record.get("answer")
    said = {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else text_of(answer)
    return Row(number, text_of(record.get("step")), said, text_of(record.get("note")), text_of(record.get("unclear")))


def answer_all(walk: Walk, rows: list[Row], level: Level) -> list[Refused]:
    """Walk as far as the rows lead, each used once and in order; returns those that were refused or not needed.

    Where there is nothing to decide (a first check, a fix, a message, an end) a row may be missing. A row
    `escalate,,why` leaves the way for `level` at the first place for which there is no row. Raises a Refusal where
    steps without a decision lead back to each other: the run would never end.
    """
    left = list(rows)
    refused: list[Refused] = []
    alone: list[str] = []
    while (place := walk.place).key:
        row = next((each for each in left if each.step == place.key), None)
        leaving = next((each for each in left if each.step == ESCALATE), None)
        if row is None and leaving is not None and place.step is not None:
            left.remove(leaving)
            walk.give_up(level, leaving.answer or leaving.note)
            continue
        if row is None and not _goes_on_alone(place):
            break
        if row is not None:
            alone.clear()
        elif place.step is not None:
            if place.key in alone:
                raise Refusal(_around(walk.runbook.id, alone[alone.index(place.key) :]))
            alone.append(place.key)
        try:
            if row is not None:
                left.remove(row)
                if row.unclear:
                    walk.unclear(row.unclear)
            walk.answer(row.answer if row else "", row.note if row else "")
        except UsageRefusal as refusal:
            assert row is not None
            refused.append(Refused(row.number, row.step, str(refusal)))
    known = {each.step for each in walk.path} | set(walk.values) | {f"check-{n + 1}" for n in range(len(walk.checks))}
    refused += [Refused(row.number, row.step, "The run did not come to this.") for row in left if row.step not in known]
    return sorted(refused, key=lambda each: each.row)


def _around(runbook: str, steps: list[str]) -> str:
    return (
        f"runbooks/{runbook}.yaml: {' -> '.join([*steps, steps[0]])} leads around with nothing to decide, so this run never "
        f"ends. It is paused at {steps[0]}: escalate from there, and mend the runbook: 'msptool runbook lint' says more."
    )


def _goes_on_alone(place: Place) -> bool:
    if place.input is not None:
        return not place.input.required
    return place.step is None or not place.step.outcomes
