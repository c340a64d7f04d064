"""A solution of a year's problem as visits: what stays keeps its number, and what moves takes the nearest free day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from msptool.planner.check import matched
from msptool.schedule.planning import YearProblem
from msptool.visits.model import Visit


@dataclass(frozen=True, slots=True)
class Placed:
    """One visit of a plan. `number`, `was` and `tam_was` are the id, day and TAM of a visit that is written already."""

    client: str
    tam: str
    day: date
    ideal: date
    number: int | None
    was: date | None = None
    tam_was: str | None = None

    @property
    def deviation(self) -> int:
        """Days from the ideal day; negative: earlier."""
        return (self.day - self.ideal).days

    @property
    def is_new(self) -> bool:
        """Whether the visit is not written yet."""
        return self.number is None

    @property
    def moves(self) -> bool:
        """Whether the visit was on another day."""
        return self.was is not None and self.was != self.day

    @property
    def changes_hands(self) -> bool:
        """Whether somebody else was to make the visit."""
        return self.tam_was is not None and self.tam_was != self.tam


@dataclass(frozen=True)
class ClientPlan:
    """The plan of one client: its visits by day, and the written ones that no longer take place."""

    client: str
    visits: tuple[Placed, ...]
    dropped: tuple[Visit, ...]

    @property
    def changes(self) -> bool:
        """Whether a visit is not as it is written."""
        return bool(self.dropped) or any(each.is_new or each.moves or each.changes_hands for each in self.visits)


def client_plan(found: YearProblem, client: str, days: Sequence[date]) -> ClientPlan:
    """The planned days of a client as visits, with those beside the problem, which stay as they are."""
    own = found.written[client].standing if client in found.written else ()
    apart = found.apart.get(client, ())
    standing = [visit for visit in own if visit not in apart]
    row = next((each for each in found.problem.clients if each.id == client), None)
    if row is None:
        return ClientPlan(client, (), tuple(standing))
    kept = {visit.day: visit for visit in standing if visit.day in days}
    loose = [visit for visit in standing if visit.day not in kept]
    moved = dict(_paired(loose, [day for day in days if day not in kept]))
    visits = [
        Placed(client, visit.tam, visit.day, visit.ideal or visit.day, visit.id, visit.day, visit.tam)
        for visit in apart
    ]
    for day, place in zip(sorted(days), matched(found.problem, row, sorted(days)), strict=True):
        written = kept.get(day) or moved.get(day)
        was = (written.id, written.day, written.tam) if written else (None, None, None)
        visits.append(Placed(client, row.tam, day, row.ideals[place], *was))
    placed = [visit.id for visit in moved.values()]
    dropped = tuple(visit for visit in loose if visit.id not in placed)
    return ClientPlan(client, tuple(sorted(visits, key=lambda each: each.day)), dropped)


def _paired(loose: Sequence[Visit], free: Sequence[date]) -> Iterator[tuple[date, Visit]]:
    """New days and the visits that move to them, in order; where the numbers differ, the nearest of them."""
    left = sorted(loose, key=lambda visit: visit.day)
    days = sorted(free)
    while len(left) > len(days):
        left.remove(
            max(left, key=lambda visit: (min((abs((visit.day - day).days) for day in days), default=0), visit.day))
        )
    while len(days) > len(left):
        days.remove(max(days, key=lambda day: (min((abs((visit.day - day).days) for visit in left), default=0), day)))
    yield from zip(days, left, strict=True)
