"""The steps of a runbook as a graph: where each answer leads, and what is wrong with the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from msptool.runbooks.model import ASKING, ENDS, Runbook, Step


@dataclass(frozen=True, slots=True)
class Arrow:
    """One way on. `answer` is empty where there is no choice; `target` may be a step that does not exist."""

    step: str
    answer: str
    target: str


@dataclass(frozen=True, slots=True)
class Loop:
    """Steps from each of which every other one is reached again, in the order of the file."""

    steps: tuple[str, ...]
    exits: bool

    @property
    def path(self) -> str:
        """`a, b and back to a`."""
        return f"{', '.join(self.steps)} and back to {self.steps[0]}"


def ways(runbook: Runbook, step: Step) -> tuple[Arrow, ...]:
    """What can follow a step. None for an end, and for a last step that says nothing."""
    if step.kind in ENDS:
        return ()
    if step.outcomes:
        return tuple(Arrow(step.id, answer, target) for answer, target in step.outcomes.items())
    if step.kind in ASKING:
        return ()
    below = runbook.steps[runbook.steps.index(step) + 1 :]
    target = step.next or (below[0].id if below else None)
    return (Arrow(step.id, "", target),) if target else ()


def arrows(runbook: Runbook) -> tuple[Arrow, ...]:
    """Every way on from every step, in the order of the file."""
    return tuple(arrow for step in runbook.steps for arrow in ways(runbook, step))


def successors(runbook: Runbook) -> dict[str, tuple[str, ...]]:
    """Step -> the steps that can follow it; those that do not exist are left out."""
    return {
        step.id: tuple(dict.fromkeys(way.target for way in ways(runbook, step) if way.target in runbook.by_id))
        for step in runbook.steps
    }


def reached(follows: Mapping[str, Iterable[str]], start: str) -> set[str]:
    """`start` and every step that a run can come to from there."""
    found, waiting = {start}, [start]
    while waiting:
        for target in follows[waiting.pop()]:
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


def unreachable(runbook: Runbook) -> list[str]:
    """The steps that no run comes to."""
    seen = reached(successors(runbook), runbook.steps[0].id)
    return [step.id for step in runbook.steps if step.id not in seen]


def loops(runbook: Runbook) -> list[Loop]:
    """The strongly connected parts with more than one step, or with a step that follows itself.

    `exits`: an answer leads out of it to a step from which an end can be reached.
    """
    follows = successors(runbook)
    reach = {step: reached(follows, step) for step in follows}
    ends = {step.id for step in runbook.steps if step.kind in ENDS}
    found, taken = [], set[str]()
    for step in follows:
        part = tuple(other for other in follows if other in reach[step] and step in reach[other])
        if step not in taken and (len(part) > 1 or step in follows[step]):
            found.append(Loop(part, bool(reach[step] & ends)))
        taken.update(part)
    return found


def lost(runbook: Runbook) -> Iterator[Step]:
    """The steps after which nothing comes although they are no end."""
    for step in runbook.steps:
        if step.kind not in ENDS | ASKING and not ways(runbook, step):
            yield step
