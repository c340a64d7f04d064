"""Where runbooks fail: how often one helped, how long it took, and the steps at which technicians leave it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from msptool.runbooks.model import Runbook
from msptool.runbooks.register import present_name
from msptool.runbooks.runs.model import Run
from msptool.runbooks.signals import Signal


@dataclass(frozen=True, slots=True)
class Unclear:
    """What a technician said about a step."""

    on: date
    step: str
    text: str
    run: str


@dataclass(frozen=True)
class Figures:
    """One runbook's runs. `runbook` is None for one that is gone; shares and minutes are None without a run.

    `escalated_at` and `resolved_at`: step -> runs that ended there, the most first. `left`: runs that left the way by the
    technician's own decision. `signals`: what calls for a change since the last one.
    """

    id: str
    runbook: Runbook | None
    runs: int
    resolved: int
    minutes: float | None
    over_target: int
    escalated_at: tuple[tuple[str, int], ...]
    resolved_at: tuple[tuple[str, int], ...]
    left: int
    unclear: tuple[Unclear, ...]
    older_version: int
    signals: tuple[Signal, ...]

    @property
    def resolved_share(self) -> float | None:
        """Resolved runs of all, 0..1; None for no data."""
        return self.resolved / self.runs if self.runs else None


def figures(
    runbooks: Mapping[str, Runbook],
    runs: Iterable[Run],
    left: Mapping[str, Sequence[Signal]],
    since: date | None = None,
) -> list[Figures]:
    """One entry for each runbook and for each that only records know, those with most escalated runs first."""
    by_name: dict[str, list[Run]] = {name: [] for name in runbooks}
    for run in runs:
        if since is None or run.finished.date() >= since:
            by_name.setdefault(present_name(runbooks, run.runbook), []).append(run)
    found = [_figures(name, runbooks.get(name), own, left.get(name, ())) for name, own in by_name.items()]
    return sorted(found, key=lambda each: (each.resolved - each.runs, each.id))


def _figures(name: str, runbook: Runbook | None, runs: Sequence[Run], left: Sequence[Signal]) -> Figures:
    resolved = [run for run in runs if run.outcome == "resolved"]
    escalated = [run for run in runs if run.outcome == "escalated"]
    return Figures(
        name, runbook, len(runs), len(resolved), median(run.minutes for run in runs) if runs else None,
        sum(runbook is not None and run.minutes > runbook.minutes for run in runs),
        _counted(run.last_step for run in escalated), _counted(run.last_step for run in resolved),
        sum(bool(run.why) for run in escalated),
        tuple(Unclear(run.finished.date(), each.step, each.unclear, run.id) for run in runs for each in run.unclear),
        sum(runbook is not None and run.fingerprint != runbook.fingerprint for run in runs), tuple(left),
    )  # fmt: skip


def _counted(steps: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(steps).items(), key=lambda each: (-each[1], each[0])))
