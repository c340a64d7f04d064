"""What says that a runbook fails, and whether it was changed since.

A run in which a step was unclear and an interruption of the owner by a runbook that failed each call for a change: one on
that day or later settles it. "We learned this on Tuesday, so the runbook changed" (seed 002).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from msptool.runbooks.model import Runbook
from msptool.runbooks.owner.model import Interruptions
from msptool.runbooks.register import present_name
from msptool.runbooks.runs.model import Run
from msptool.workspace.checks import Known

CHANGES = "change of a runbook"


@dataclass(frozen=True, slots=True)
class Signal:
    """On a day something said that a runbook fails: a run or an interruption. `why` in a technician's words."""

    on: date
    runbook: str
    source: str
    why: str


def signals(runs: Iterable[Run], months: Iterable[Interruptions]) -> list[Signal]:
    """All of them, oldest first."""
    found = [
        Signal(run.finished.date(), run.runbook, f"the run {run.id}", f"{step.step}: {step.unclear}")
        for run in runs for step in run.unclear
    ]  # fmt: skip
    found += [
        Signal(each.on, each.failed, f"an interruption of the owner ({each.ticket or 'no ticket'})", each.why)
        for month in months for each in month.interruptions if each.failed is not None
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.on, each.runbook, each.source))


def unanswered(runbooks: Mapping[str, Runbook], found: Iterable[Signal]) -> dict[str, list[Signal]]:
    """Runbook -> the signals since its last change."""
    left: dict[str, list[Signal]] = {}
    for each in found:
        name = present_name(runbooks, each.runbook)
        if name in runbooks and each.on > last_change(runbooks[name]):
            left.setdefault(name, []).append(each)
    return left


def last_change(runbook: Runbook) -> date:
    """The last day on which something was learned; the first day of all where nothing was."""
    return max((each.on for each in runbook.changed_after), default=date.min)


def changed_on(runbook: Runbook) -> Iterator[str]:
    """For lint: `<name> <day>` for each of its names, the day being that of the last change."""
    return (f"{name} {last_change(runbook)}" for name in runbook.names)


def is_answered(known: Known, runbook: str, day: date) -> bool:
    """Whether the runbook was changed on that day or later; one that is not known is somebody else's problem."""
    last = max((each.rpartition(" ")[2] for each in known[CHANGES] if each.startswith(f"{runbook} ")), default=None)
    return last is None or last >= day.isoformat()
