"""The boxes and arrows of a runbook's picture, before anything has a place.

An end to which several answers lead is drawn small at each of them, with a letter, and once in full below the flow: so
the picture stays near a tree.
"""

from __future__ import annotations

import string
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from msptool.runbooks.graph import arrows, ways
from msptool.runbooks.model import ENDS, Runbook, Step, StepKind, spoken
from msptool.words import counted

BoxKind = StepKind | Literal["start"]


@dataclass(frozen=True, slots=True)
class Box:
    """One box. `mark` is the letter of a small one, whose text stands below the flow."""

    kind: BoxKind
    title: str
    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow between two boxes, by their places in the list."""

    source: int
    target: int
    answer: str


@dataclass(frozen=True)
class Chart:
    """All of it. The first box is the start; `ends` are the texts of the small boxes, by their letters."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    ends: tuple[Box, ...]


def chart(runbook: Runbook) -> Chart:
    """The boxes in the order of the file, further copies of ends last; arrows to steps that do not exist are left out."""
    drawn = [each for each in arrows(runbook) if each.target in runbook.by_id and each.target != each.step]
    marks = _marks(runbook, Counter(each.target for each in drawn))
    boxes = [_start(runbook), *(_box(runbook, step, marks.get(step.id, "")) for step in runbook.steps)]
    place = {step.id: number for number, step in enumerate(runbook.steps, 1)}
    lines = [Line(0, 1, "")]
    used = set[str]()
    for arrow in drawn:
        target = place[arrow.target]
        if arrow.target in marks and arrow.target in used:
            boxes.append(boxes[target])
            target = len(boxes) - 1
        used.add(arrow.target)
        lines.append(Line(place[arrow.step], target, arrow.answer))
    ends = tuple(_box(runbook, runbook.by_id[name], mark) for name, mark in marks.items())
    return Chart(tuple(boxes), tuple(lines), ends)


def _marks(runbook: Runbook, arriving: Counter[str]) -> dict[str, str]:
    """A letter for each end to which several answers lead; with more than 26 of them, numbers."""
    names = [step.id for step in runbook.steps if step.kind in ENDS and arriving[step.id] > 1]
    letters = string.ascii_uppercase if len(names) <= 26 else map(str, range(1, len(names) + 1))
    return dict(zip(names, letters, strict=False))


def _start(runbook: Runbook) -> Box:
    parts = [
        counted(len(runbook.inputs), "input") if runbook.inputs else "",
        counted(len(runbook.first_checks), "first check") if runbook.first_checks else "",
    ]
    said = " and ".join(part for part in parts if part)
    return Box("start", "Start", f"Begin with {said}" if said else "Begin")


def _box(runbook: Runbook, step: Step, mark: str) -> Box:
    again = [way.answer for way in ways(runbook, step) if way.target == step.id]
    return Box(step.kind, title_of(step), " ".join([step.do, *(f"({answer}: again)" for answer in again)]), mark)


def title_of(step: Step) -> str:
    """What kind of step it is, as a picture says it."""
    if step.to is not None:
        return f"Escalate to {spoken(step.to)}"
    return {"signoff": "Sign-off"}.get(step.kind, step.kind.capitalize())
