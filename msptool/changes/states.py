"""The states of a change, and which may follow which: none is skipped, except on the path of an emergency."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msptool.changes.model import Change, ChangeKind, Move, Status

_WHOLE: tuple[Status, ...] = ("draft", "assessed", "tested", "pilot", "approved", "rolled-out", "judged")
# What an emergency leaves out is caught up before it is judged; see `requirements`.
_SHORT: tuple[Status, ...] = ("draft", "approved", "rolled-out", "judged")
PATHS: dict[ChangeKind, tuple[Status, ...]] = {"standard": _WHOLE, "normal": _WHOLE, "emergency": _SHORT}
BEFORE_ROLL_OUT: tuple[Status, ...] = ("draft", "assessed", "tested", "pilot", "approved")


def next_status(kind: ChangeKind, status: Status) -> Status | None:
    """The one that follows on the way forward; None at the end of it."""
    path = PATHS[kind]
    place = path.index(status) if status in path else len(path)
    return path[place + 1] if place + 1 < len(path) else None


def may_follow(kind: ChangeKind, status: Status) -> tuple[Status, ...]:
    """Every status that may follow: the next, or before the roll-out back to a draft, or the end."""
    forward = next_status(kind, status)
    ahead: tuple[Status, ...] = (forward,) if forward else ()
    if status not in BEFORE_ROLL_OUT:
        return ahead
    return (*ahead, "withdrawn") if status == "draft" else (*ahead, "draft", "withdrawn")


def broken_step(kind: ChangeKind, progress: Sequence[Move]) -> int | None:
    """The place of the first step that could not follow the one before it; the first is a draft."""
    if progress and progress[0].status != "draft":
        return 0
    steps = enumerate(pairwise(progress), 1)
    return next((place for place, (one, two) in steps if two.status not in may_follow(kind, one.status)), None)


def current_run(change: Change) -> Sequence[tuple[int, Move]]:
    """The steps since the change was a draft for the last time, each with its place in the progress."""
    steps = list(enumerate(change.progress))
    last = max((place for place, step in steps if step.status == "draft"), default=0)
    return steps[last:]
