"""Which recommendations to carry out, and in which quarter: the choice that gains most, proven.

A finding counts once, however many chosen recommendations fix it. Of the choices that gain most the cheapest
(one-time and twelve months of recurring cost) is taken, and of those the one that fixes the weightiest
findings earliest. Amounts are whole cents, hours whole hundredths, gains whole points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from msptool.highs import Program

MONTHS_IN_A_QUARTER = 3
_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Option:
    """A recommendation that may be chosen. Quarters are counted from 0.

    `one_time` and `monthly` in cents, `hours` in hundredths. `after` must be carried out before it, in the same
    quarter or earlier. `required`: the client has approved it. `fixed`: it is in that quarter already.
    """

    id: str
    one_time: int
    monthly: int
    hours: int
    fixes: frozenset[str]
    after: tuple[str, ...] = ()
    earliest: int = 0
    fixed: int | None = None
    required: bool = False

    def cost(self, quarter: int, quarters: int) -> int:
        """What it costs until the end of the last quarter, when it begins with the given one."""
        return self.one_time + self.monthly * MONTHS_IN_A_QUARTER * (quarters - quarter)


@dataclass(frozen=True, slots=True)
class Limits:
    """The budget over all quarters, and the budget and the hours of each; None where there is no limit."""

    total: int | None
    budgets: tuple[int | None, ...]
    hours: tuple[int | None, ...]

    @property
    def quarters(self) -> int:
        """How many quarters are planned."""
        return len(self.hours)


@dataclass(frozen=True, slots=True)
class Selection:
    """The best choice: the quarter of each chosen option, its gain in points and its cost, and the bound on any gain."""

    places: Mapping[str, int]
    gain: int
    bound: int
    cost: int


def select(options: Sequence[Option], points: Mapping[str, int], limits: Limits) -> Selection | None:
    """The best choice; None where what is required does not fit. `points` are those of each finding."""
    search = _Search(options, points, limits)
    found = search.program.best(search.gains, _SECONDS)
    if found is None:
        return None
    gain, bound = found.value, found.bound
    search.program.at_least(search.gains, gain)
    for worth in (search.savings, search.earliness):
        better = search.program.best(worth, _SECONDS)
        if better is None:
            break
        search.program.at_least(worth, better.value)
        found = better
    places = search.places(found.taken)
    cost = sum(search.by_id[name].cost(quarter, limits.quarters) for name, quarter in places.items())
    return Selection(places, gain, bound, cost)


def cheapest_gain(
    options: Sequence[Option], points: Mapping[str, int], limits: Limits, more_than: int
) -> Selection | None:
    """The choice of least cost that gains more than `more_than`, whatever the budget over all quarters; None where none does."""
    search = _Search(options, points, replace(limits, total=None))
    search.program.at_least(search.gains, more_than + 1)
    found = search.program.best({place: -cost for place, cost in search.costs.items()}, _SECONDS)
    if found is None:
        return None
    places = search.places(found.taken)
    fixed = {name for each in places for name in search.by_id[each].fixes}
    gain = sum(points.get(name, 0) for name in fixed)
    return Selection(places, gain, gain, -found.value)


class _Search:
    """The program: one variable for each option in each quarter, then one for each finding that may be fixed."""

    def __init__(self, options: Sequence[Option], points: Mapping[str, int], limits: Limits) -> None:
        self.by_id = {each.id: each for each in options}
        quarters = range(limits.quarters)
        self._starts = [
            (each, quarter)
            for each in options
            for quarter in (quarters if each.fixed is None else (each.fixed,))
            if quarter >= each.earliest and (each.fixed is not None or set(each.after) <= self.by_id.keys())
        ]
        self._at = {(each.id, quarter): place for place, (each, quarter) in enumerate(self._starts)}
        findings = sorted({name for each in options for name in each.fixes if points.get(name)})
        fixed = {name: len(self._starts) + number for number, name in enumerate(findings)}
        self.program = Program(len(self._starts) + len(findings))
        self.gains = {place: points[name] for name, place in fixed.items()}
        self.costs = {place: each.cost(quarter, limits.quarters) for place, (each, quarter) in enumerate(self._starts)}
        self.savings = {place: -(each.one_time + 12 * each.monthly) for place, (each, _) in enumerate(self._starts)}
        self.earliness = {
            place: (limits.quarters - quarter) * (1 + sum(points.get(name, 0) for name in each.fixes))
            for place, (each, quarter) in enumerate(self._starts)
        }
        self._choose_once(options)
        self._keep_order(options, limits.quarters)
        self._keep_limits(limits)
        for name, place in fixed.items():
            row = {at: -1 for at, (each, _) in enumerate(self._starts) if name in each.fixes}
            self.program.at_most({**row, place: 1}, 0)

    def places(self, taken: frozenset[int]) -> dict[str, int]:
        """The quarter of each chosen option."""
        return {each.id: quarter for place, (each, quarter) in enumerate(self._starts) if place in taken}

    def _row(self, identifier: str, until: int, value: int = 1) -> dict[int, int]:
        places = (self._at.get((identifier, quarter)) for quarter in range(until + 1))
        return {place: value for place in places if place is not None}

    def _choose_once(self, options: Sequence[Option]) -> None:
        last = max((quarter for _, quarter in self._starts), default=0)
        for each in options:
            row = self._row(each.id, last)
            self.program.at_most(row, 1)
            if each.required or each.fixed is not None:
                self.program.at_least(row, 1)

    def _keep_order(self, options: Sequence[Option], quarters: int) -> None:
        for each in options:
            if each.fixed is not None:
                continue
            for before in each.after:
                for quarter in range(quarters):
                    self.program.at_most({**self._row(each.id, quarter), **self._row(before, quarter, -1)}, 0)

    def _keep_limits(self, limits: Limits) -> None:
        if limits.total is not None:
            self.program.at_most(self.costs, limits.total)
        for quarter, (budget, hours) in enumerate(zip(limits.budgets, limits.hours, strict=True)):
            if hours is not None:
                row = {place: each.hours for place, (each, at) in enumerate(self._starts) if at == quarter}
                self.program.at_most(row, hours)
            if budget is not None:
                self.program.at_most(
                    {
                        place: each.monthly * MONTHS_IN_A_QUARTER + (each.one_time if at == quarter else 0)
                        for place, (each, at) in enumerate(self._starts) if at <= quarter
                    },
                    budget,
                )  # fmt: skip
