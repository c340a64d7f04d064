"""How often the owner is asked about tickets, and for want of which runbook.

Source: seed 002. The figure is the mean number of interruptions a week over four weeks; the goal is 0 to 2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from msptool.runbooks.owner.model import INTERRUPTIONS, Interruption, Interruptions
from msptool.words import counted
from msptool.workspace.edits import folded
from msptool.workspace.entities import load_one
from msptool.workspace.problems import UsageRefusal, refuse_first
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import put

WEEKS = 4


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, both ends included; `count` is None where a month of them has no record."""

    since: date
    until: date
    count: int | None


@dataclass(frozen=True)
class Average:
    """Interruptions a week over some weeks up to a day: numerator, denominator, and None where there is no data.

    `missing` are the months of these weeks that have no record, such as `2026-11`, oldest first.
    """

    weeks: tuple[Week, ...]
    goal: float
    recorded_since: date | None
    missing: tuple[str, ...] = ()

    @property
    def interruptions(self) -> int | None:
        """All of them; None when a week has no data."""
        counts = [week.count for week in self.weeks]
        return None if None in counts else sum(count or 0 for count in counts)

    @property
    def value(self) -> float | None:
        """The mean a week."""
        total = self.interruptions
        return None if total is None else total / len(self.weeks)

    @property
    def meets_goal(self) -> bool | None:
        """Whether it is at or under the goal; None for no data."""
        return None if self.value is None else self.value <= self.goal


def average(months: Sequence[Interruptions], as_of: date, goal: float, weeks: int = WEEKS) -> Average:
    """The mean over the `weeks` times seven days that end with `as_of`.

    A day counts as recorded where its month has a file, which may be empty: any other week has no data, not zero.
    """
    recorded = {each.month for each in months}
    days = [each.on for month in months for each in month.interruptions]
    found, missing = [], set[str]()
    for number in reversed(range(weeks)):
        until = as_of - timedelta(7 * number)
        since = until - timedelta(6)
        unknown = {f"{since:%Y-%m}", f"{until:%Y-%m}"} - recorded
        missing |= unknown
        found.append(Week(since, until, None if unknown else sum(since <= day <= until for day in days)))
    first = date.fromisoformat(f"{min(recorded)}-01") if recorded else None
    return Average(tuple(found), goal, first, tuple(sorted(missing)))


@dataclass(frozen=True, slots=True)
class Blamed:
    """A runbook that failed, or one that would have been needed, with how often it cost the owner's time."""

    name: str
    exists: bool
    times: int
    minutes: int


def blamed(found: Iterable[Interruption]) -> list[Blamed]:
    """What to write or to mend first: the most interruptions first."""
    times: Counter[tuple[str, bool]] = Counter()
    minutes: Counter[tuple[str, bool]] = Counter()
    for each in found:
        key = (each.failed, True) if each.failed else (each.missing, False)
        if key[0]:
            times[key] += 1
            minutes[key] += each.minutes
    rows = [Blamed(*key, count, minutes[key]) for key, count in times.items()]
    return sorted(rows, key=lambda each: (-each.times, -each.minutes, each.name))


def none(workspace: Workspace, month: str) -> tuple[str, bool]:
    """Record that nobody interrupted the owner in a month, so far; returns the path, and whether that was new.

    Refuses a month with interruptions.
    """
    entry, problems = load_one(workspace.source, INTERRUPTIONS, INTERRUPTIONS.path(month=month))
    refuse_first(problems)
    if entry is not None and entry.entity.interruptions:
        said = counted(len(entry.entity.interruptions), "interruption")
        raise UsageRefusal(f"{month} has {said}: 'msptool owner interruption list' shows them.")

    def change(file: Any) -> None:
        file.setdefault("interruptions", [])

    return put(workspace.root, INTERRUPTIONS, change, month=month), entry is None


def add(workspace: Workspace, each: Interruption) -> str:
    """Record an interruption in the file of its month; returns the path."""
    data = each.model_dump(mode="json", exclude_defaults=True)
    line = {key: folded(value) if key == "why" else value for key, value in data.items()}

    def change(file: Any) -> None:
        file["interruptions"] = [*(file.get("interruptions") or ()), line]

    return put(workspace.root, INTERRUPTIONS, change, month=f"{each.on:%Y-%m}")
