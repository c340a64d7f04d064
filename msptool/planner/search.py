"""The cheapest plan of one TAM for one kind of cost, with its proof.

First the linear program over few visits (those near their ideal), whose prices give the exact bound
over *all* visits (`paths`). Where the bound falls short of the linear program, the visits that
the prices call for are added and it is solved again. Then the integer program over all choices whose
slack is within some room above the bound: what is left out costs more than bound + room, so a plan up to
there is the cheapest of all. The room grows until that holds. Nothing that HiGHS says is believed
as it is: plans are costed in whole numbers, and its bounds count only a margin below.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from msptool.planner.choices import FAR, Choices, Flags, Ints
from msptool.planner.paths import Costs, Paths
from msptool.planner.program import Model
from msptool.planner.rounds import rounded

_NEAR = 25
_FEW = 4000
_FEW_WHOLE = 2400
_MARGIN = 1e-3  # of a unit of cost; the gap of the integer program is below a unit by more than that

Clock = Callable[[], float]
"""The seconds that are left."""


def clock(seconds: float | None) -> Clock:
    """A clock that runs down from `seconds`, or never."""
    if seconds is None:
        return lambda: float("inf")
    until = time.monotonic() + seconds
    return lambda: until - time.monotonic()


@dataclass(frozen=True, eq=False)
class Found:
    """A plan [k, c] within the budgets, its cost, and a proven lower bound on the cost of every such plan."""

    plan: Ints
    value: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether no plan is cheaper."""
        return self.bound >= self.value


class Search:
    """The search from `start`, a plan within the budgets."""

    def __init__(self, choices: Choices, costs: Costs, start: Ints) -> None:
        self.choices, self.costs = choices, costs
        self.paths = Paths(choices, costs)
        self.best, self.value = start, costs.of(start)
        self._dates, self._budgets = np.zeros(choices.shape[2]), np.zeros(len(costs.budgets))
        self.paths.price(self._dates, self._budgets)
        self.scaled, self.bound = self.paths.bound, self.paths.lower_bound

    def found(self) -> Found:
        """What is known so far."""
        return Found(self.best, self.value, min(self.bound, self.value))

    def run(self, left: Clock, *, whole: bool = True) -> Found:
        """Search until the best plan is proven or no time is left; without `whole` stop after the linear program."""
        if self.bound < self.value:
            self._relax(left)
            if whole:
                self._close(left)
        return self.found()

    def _consider(self, plan: Ints | None) -> None:
        if plan is not None and self.costs.keeps(plan) and self.costs.of(plan) < self.value:
            self.best, self.value = plan, self.costs.of(plan)

    def _raise_bound(self, dates: NDArray[Any], budgets: NDArray[Any]) -> int:
        self.paths.price(dates, budgets)
        reached = self.paths.bound
        if reached > self.scaled:
            self.scaled, self._dates, self._budgets = reached, dates, budgets
            self.bound = max(self.bound, self.paths.lower_bound)
        return reached

    def _relax(self, left: Clock) -> None:
        choices = self.choices
        takes = choices.possible & ((choices.deviation <= _NEAR) | choices.locked | (self._held(self.best)))
        skips = choices.wanted > 0
        while left() > 0:
            answer = Model(choices, self.costs, takes, skips).relaxed(left())
            if not answer.solved or answer.bound == float("inf"):
                return
            self._consider(answer.plan)
            reached = self._raise_bound(answer.date_prices, answer.budget_prices)
            short = int(answer.bound * self.paths.scale) - reached
            if self.bound >= self.value or short <= max(self.paths.scale // 8, 1):
                return
            slacks = np.where(takes, FAR, self.paths.take_slacks())
            limit = max(_FEW, int(takes.sum()))
            nearest = np.partition(slacks, limit, axis=None)[limit] if slacks.size > limit else short
            more = slacks <= min(short, int(nearest))
            if not more.any():
                return
            takes = takes | more

    def _held(self, plan: Ints) -> Flags:
        held = np.zeros(self.choices.shape, dtype=np.bool_)
        k, c = np.nonzero(plan >= 0)
        held[k, c, plan[k, c]] = True
        return held

    def _close(self, left: Clock) -> None:
        if self.bound >= self.value:
            return
        self._consider(rounded(self.choices, self.costs, self._dates))
        self.paths.price(self._dates, self._budgets)
        take_slacks, skip_slacks, scale = self.paths.take_slacks(), self.paths.skip_slacks(), self.paths.scale
        reduced = self.paths.reduced()
        few = min(_FEW_WHOLE, take_slacks.size - 1)
        room = max(int(np.partition(take_slacks, few, axis=None)[few]), scale)
        while self.bound < self.value and left() > 0:
            room = min(room, (self.value - 1) * scale - self.scaled)
            skips = (skip_slacks <= room) & (self.choices.wanted > 0)
            known = (self.value, self.bound)
            answer = Model(self.choices, self.costs, take_slacks <= room, skips).whole(reduced, room, left())
            self._consider(answer.plan)
            inside = room + 1 if answer.bound * scale > room else int(max(answer.bound - _MARGIN, 0) * scale)
            self.bound = max(self.bound, -(-(self.scaled + min(inside, room + 1)) // scale))
            if not answer.solved or (known == (self.value, self.bound) and inside <= room):
                return
            room *= 4
