"""What a roadmap costs, quarter by quarter and year by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from msptool.roadmap.items import Item, Roadmap
from msptool.roadmap.quarters import Quarter, quarter_of
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
    """The quarters in order, and the open recommendations that have no quarter yet.

    `overdue` are open ones whose quarter has passed: they are counted in the quarter of today, `now`. What the client
    put off is counted in no quarter: `put_off`.
    """

    quarters: tuple[QuarterCost, ...]
    unplaced: tuple[Item, ...]
    overdue: tuple[Item, ...]
    put_off: tuple[Item, ...]
    now: Quarter

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
    """`count` quarters from `first` on. Recurring cost runs from the quarter of its recommendation on, without end.

    What is done costs from the quarter of the work on; what is open from its own quarter, or from today's where that
    has passed.
    """
    now = quarter_of(roadmap.as_of, first.starts)
    begun = [(item, begins) for item in roadmap.items if (begins := _begins(item, now)) is not None]
    quarters = (_cost_of(first.later(number), begun) for number in range(count))
    opened = [item for item in roadmap.items if item.wanted]
    return Budget(
        tuple(quarters),
        tuple(item for item in opened if item.quarter is None),
        tuple(item for item in opened if item.quarter is not None and item.quarter < now),
        tuple(item for item in roadmap.items if item.status == "deferred"),
        now,
    )


def _begins(item: Item, now: Quarter) -> Quarter | None:
    """The quarter in which it costs for the first time; None for what has no quarter yet, and what is put off or refused."""
    if item.done is not None:
        return quarter_of(item.done.on, now.starts)
    return max(item.quarter, now) if item.wanted and item.quarter is not None else None


def _cost_of(quarter: Quarter, begun: Sequence[tuple[Item, Quarter]]) -> QuarterCost:
    here = tuple(item for item, begins in begun if begins == quarter)
    amounts = sum((_amounts(item, begins == quarter) for item, begins in begun if begins <= quarter), Amounts())
    return QuarterCost(quarter, here, amounts)


def _amounts(item: Item, begins: bool) -> Amounts:
    costs = item.recommendation.costs
    one_time, recurring = (costs.one_time if begins else _ZERO), costs.monthly * MONTHS_IN_A_QUARTER
    agreed = item.status != "proposed"
    return Amounts(
        one_time, recurring, one_time + recurring if agreed else _ZERO, item.recommendation.hours if begins else 0.0
    )
