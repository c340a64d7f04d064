"""The exact lower bound: each client's cheapest plan when dates have prices, by dynamic programming in integers.

Let each date that clients compete for have a price p[t] >= 0, and each budget (such as "at most 7
moves") a price as well. If a client could ignore the others and paid the prices, its cheapest plan
would be a shortest path through its states. The sum of these over all clients, less the prices, is
never above the cost of any real plan: a real plan pays its own costs, uses every date at most once
and keeps the budgets, so that what it pays in prices is at most what is taken off. That holds for
*any* prices. They come from a linear program in floating point and are rounded here; the bound is
then computed in whole numbers, so that no rounding of the linear program can make it wrong.

The same tables give, for every visit on every date, the cheapest sum in which a client makes it. What
that exceeds the client's cheapest plan by is the *slack* of the choice. A plan that uses a choice with
slack s costs at least bound + s. So whoever knows a plan of cost v, or looks only for plans up to v,
may leave out all choices with bound + slack > v: no better plan is lost. That is why the model with
few choices proves the optimum of the model with all of them.

All costs are multiplied by `scale`, so that prices can be fractions of a unit. Locked dates earn a
reward that no cost outweighs; a cheapest plan then has all of them (they can always be kept together),
and the reward is taken off again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from msptool.planner.choices import FAR, Choices, Ints
from msptool.workspace.problems import UsageRefusal

_ROOM = 2**59
_FINEST = 2**16


@dataclass(frozen=True, eq=False)
class Budget:
    """At most `limit` of what is counted: `takes` [c, t] for visits and `skips` [k, c] for visits left out."""

    takes: Ints
    skips: Ints
    limit: int


@dataclass(frozen=True, eq=False)
class Costs:
    """What is minimised: `takes` [k, c, t] for visits, FAR where impossible, and `skips` [k, c] for visits left out."""

    takes: Ints
    skips: Ints
    budgets: tuple[Budget, ...] = ()

    def of(self, plan: Ints) -> int:
        """The cost of a plan [k, c]: the place of its date, or -1 where the visit is left out."""
        k, c = np.nonzero(plan >= 0)
        return int(self.takes[k, c, plan[k, c]].sum() + self.skips[plan < 0].sum())

    def keeps(self, plan: Ints) -> bool:
        """Whether a plan is within the budgets."""
        _, c = np.nonzero(plan >= 0)
        dates = plan[plan >= 0]
        return all(int(each.takes[c, dates].sum() + each.skips[plan < 0].sum()) <= each.limit for each in self.budgets)


@dataclass(frozen=True, eq=False)
class Reduced:
    """Scaled costs with prices: `reached` [k, c, e] is the cheapest way to a state, and an arc costs what it adds to it."""

    takes: Ints
    skips: Ints
    reached: Ints
    dates: Ints
    budgets: list[int]
    scale: int


class Paths:
    """The tables of one TAM for one kind of cost. After `price`, `bound` and the slacks are those of these prices."""

    def __init__(self, choices: Choices, costs: Costs) -> None:
        self.choices, self.costs = choices, costs
        visits, _, dates = choices.shape
        largest = int(costs.takes[costs.takes < FAR].max(initial=0)) + int(costs.skips.max(initial=0)) + 1
        self.dearest = 2 * visits * largest
        reward = 8 * visits * self.dearest
        self.scale = min(_FINEST, _ROOM // max(reward * 4 * (visits + dates + 1), 1))
        if self.scale < 1:
            raise UsageRefusal(
                "The weights and the dates of the problem make costs too large to be exact. Use smaller weights."
            )
        self._reward = reward * self.scale
        self._rows = np.arange(choices.shape[1])[:, None]
        self._kept = choices.locked.sum(axis=1) * self._reward
        self.bound = 0

    def price(self, dates: Sequence[float] | NDArray[Any], budgets: Sequence[float] | NDArray[Any] = ()) -> None:
        """Fill the tables for these prices, in units of cost. Any prices give a true bound."""
        shared = self.choices.shared
        self.dates = np.where(shared, self._rounded(np.asarray(dates, dtype=float)), 0)
        self.budgets = [int(each) for each in self._rounded(np.asarray(budgets, dtype=float))]
        takes = np.where(
            self.costs.takes < FAR, self.costs.takes * self.scale - self.choices.locked * self._reward, FAR
        )
        self._skips = self.costs.skips * self.scale
        extra = np.broadcast_to(self.dates, self.choices.locked.shape)
        for price, budget in zip(self.budgets, self.costs.budgets, strict=True):
            extra = extra + price * budget.takes
            self._skips = self._skips + price * budget.skips
        self._takes = np.where(takes < FAR, takes + extra, FAR)
        self._forward()
        self._backward()
        limits = sum(price * each.limit for price, each in zip(self.budgets, self.costs.budgets, strict=True))
        self.bound = int((self._cheapest + self._kept).sum()) - int(self.dates.sum()) - limits

    def _rounded(self, prices: NDArray[Any]) -> Ints:
        rounded: Ints = np.round(np.clip(prices, 0, self.dearest) * self.scale).astype(np.int64)
        return rounded

    def _forward(self) -> None:
        visits, clients, dates = self.choices.shape
        table = np.zeros((visits + 1, clients, dates + 1), dtype=np.int64)
        for k in range(visits):
            here = table[k] + self._skips[k][:, None]
            here[:, 1:] = np.minimum(here[:, 1:], self._takes[k] + table[k][self._rows, self.choices.before])
            table[k + 1] = np.minimum.accumulate(here, axis=1)
        self._reached, self._cheapest = table, table[visits, :, dates]

    def _backward(self) -> None:
        visits, clients, dates = self.choices.shape
        table = np.zeros((visits + 1, clients, dates + 1), dtype=np.int64)
        for k in range(visits - 1, -1, -1):
            takes = np.full((clients, dates + 1), FAR, dtype=np.int64)
            takes[:, :dates] = self._takes[k] + table[k + 1][:, 1:]
            takes = np.minimum.accumulate(takes[:, ::-1], axis=1)[:, ::-1]
            table[k] = np.minimum(table[k + 1] + self._skips[k][:, None], takes[self._rows, self.choices.after])
        self._left = table

    @property
    def lower_bound(self) -> int:
        """The proven lower bound: costs are whole numbers, so it is rounded up."""
        return -(-self.bound // self.scale)

    def take_slacks(self) -> Ints:
        """[k, c, t]: by how much a client's plan with this visit exceeds its cheapest one; far where impossible."""
        return (
            np.array(
                [
                    self._takes[k] + self._reached[k][self._rows, self.choices.before] + self._left[k + 1][:, 1:]
                    for k in range(self.choices.shape[0])
                ],
                dtype=np.int64,
            ).reshape(self.choices.shape)
            - self._cheapest[:, None]
        )

    def skip_slacks(self) -> Ints:
        """[k, c]: by how much a client's plan without this visit exceeds its cheapest one."""
        sums = self._reached[:-1] + self._skips[:, :, None] + self._left[1:]
        return np.asarray(sums.min(axis=2, initial=FAR) - self._cheapest, dtype=np.int64)

    def cheapest(self) -> Ints:
        """[k, c]: each client's cheapest plan at these prices, as the place of the date of each visit or -1."""
        visits, clients, dates = self.choices.shape
        plan = np.full((visits, clients), -1, dtype=np.int64)
        for c in range(clients):
            state = dates
            for k in range(visits - 1, -1, -1):
                row = self._reached[k + 1, c]
                state = int(np.searchsorted(-row[: state + 1], -row[state]))
                before = self._reached[k, c]
                if before[state] + self._skips[k, c] != row[state]:
                    plan[k, c] = state - 1
                    state = int(self.choices.before[c, state - 1])
        return plan

    def reduced(self) -> Reduced:
        """The same problem with what the bound has counted already taken off: costs near 0, for the integer program."""
        takes = np.where(self._takes < FAR, self._takes, FAR)
        return Reduced(takes, self._skips, self._reached, self.dates, self.budgets, self.scale)
