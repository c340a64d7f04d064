"""What a roadmap costs, quarter by quarter and year by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from msptool.roadmap.items import Item, Roadmap
from msptool.roadmap.quarters import Quarter
from msptool.roadmap.selection import MONTHS_IN_A_QUARTER

_ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Amounts:
    """One-time and recurring cost of a period, and how much of both the client has approved."""

    one_time: Decimal = _ZERO
    recurring: Decimal = _ZERO
    approved: Decimal = _ZERO
    hours: float = 0.0

    @property
    def total(self) -> Decimal:
        """One-time and recurring together."""
        return self.one_time + self.recurring

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            self.one_time + other.one_time, self.recurring + other.recurring,
            self.approved + other.approved, self.hours + other.hours,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class QuarterCost:
    """A quarter, what begins in it, and what it costs together with what runs on from before."""

    quarter: Quarter
    items: tuple[Item, ...]
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class Budget:
    """The quarters in order, and the open recommendations that have no quarter yet."""

    quarters: tuple[QuarterCost, ...]
    unplaced: tuple[Item, ...]

    @property
    def years(self) -> dict[int, Amounts]:
        """The amounts of each fiscal year, as far as its quarters are here."""
        found: dict[int, Amounts] = {}
        for each in self.quarters:
            found[each.quarter.year] = found.get(each.quarter.year, Amounts()) + each.amounts
        return found

    @property
    def total(self) -> Amounts:
        """All quarters together."""
        return sum((each.amounts for each in self.quarters), Amounts())


def budget_of(roadmap: Roadmap, first: Quarter, count: int) -> Budget:
    """`count` quarters from `first` on. Recurring cost runs from the quarter of its recommendation on, without end."""
    standing = [item for item in roadmap.items if item.open or item.status in ("done", "verified", "came-back")]
    quarters = [first.later(number) for number in range(count)]
    unplaced = tuple(item for item in standing if item.open and item.quarter is None)
    return Budget(tuple(_cost_of(quarter, standing) for quarter in quarters), unplaced)


def _cost_of(quarter: Quarter, standing: Sequence[Item]) -> QuarterCost:
    begun = [item for item in standing if item.quarter is not None and item.quarter <= quarter]
    here = [item for item in begun if item.quarter == quarter]
    amounts = sum((_amounts(item, item.quarter == quarter) for item in begun), Amounts())
    return QuarterCost(quarter, tuple(here), amounts)


def _amounts(item: Item, begins: bool) -> Amounts:
    costs = item.recommendation.costs
    one_time, recurring = (costs.one_time if begins else _ZERO), costs.monthly * MONTHS_IN_A_QUARTER
    agreed = item.status not in ("proposed", "deferred")
    return Amounts(
        one_time, recurring, one_time + recurring if agreed else _ZERO, item.recommendation.hours if begins else 0.0
    )
