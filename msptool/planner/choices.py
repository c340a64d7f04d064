"""One TAM's part of a problem as arrays: who can be visited when, and at what cost.

The axes are `k` (a client's wanted visits in the order of their ideals), `c` (the TAM's clients) and
`t` (the TAM's days and the locked dates, in order). A client's plan runs along the dates: its state
`e` is the number of dates that are behind it, 0 to T. A visit on date `t` leads from the state
`before[c, t]`, the last one that keeps the gap, to the state `t + 1`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from msptool.planner.problem import Client, Objective, Problem

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

FAR: int = 2**61
"""The cost of what cannot be. No sum of real costs comes near it, and it can be added once without overflow."""


@dataclass(frozen=True, eq=False)
class Choices:
    """The arrays of one TAM.

    `cost` [k, c, t]: deviation, weekday and move of a visit, weighted; FAR where there can be none.
    `deviation` [k, c, t]: days from the ideal. `wanted` [k, c]: 1 for a real visit, 0 beyond a client's last.
    `moved` [c, t]: 1 where a visit is a move. `locked` [c, t]. `shared` [t]: whether clients compete for the date.
    """

    clients: tuple[Client, ...]
    dates: Ints
    cost: Ints
    deviation: Ints
    wanted: Ints
    moved: Ints
    locked: Flags
    shared: Flags
    before: Ints

    @property
    def shape(self) -> tuple[int, int, int]:
        """How many visits at most, clients and dates."""
        visits, clients, dates = self.cost.shape
        return visits, clients, dates

    def only(self, client: int) -> Choices:
        """The choices of one client, as if there were no other."""
        at = slice(client, client + 1)
        return Choices(
            self.clients[at], self.dates, self.cost[:, at], self.deviation[:, at], self.wanted[:, at],
            self.moved[at], self.locked[at], self.shared, self.before[at],
        )  # fmt: skip

    @cached_property
    def possible(self) -> Flags:
        """Which visits [k, c, t] can be."""
        return self.cost < FAR

    @cached_property
    def after(self) -> Ints:
        """[c, e]: the first date of a client's next visit in the state `e`; T where none is left."""
        states = np.arange(self.shape[2] + 1)
        return np.array([np.searchsorted(row, states) for row in self.before], dtype=np.int64).reshape(-1, len(states))

    @cached_property
    def barriers(self) -> Ints:
        """[c, e]: how many locked dates are behind the state: two states with as many have none between them."""
        counts = np.zeros((self.shape[1], self.shape[2] + 1), dtype=np.int64)
        counts[:, 1:] = np.cumsum(self.locked, axis=1)
        return counts


def choices_of(problem: Problem, tam: str) -> Choices:
    """The choices of one TAM."""
    clients = problem.clients_of(tam)
    own = _ordinals(next(each.days for each in problem.tams if each.id == tam))
    taken = _ordinals([day for client in clients for day in client.locked])
    dates = np.union1d(own, taken)
    most = max((len(client.ideals) for client in clients), default=0)
    shape = (most, len(clients), len(dates))
    cost = np.full(shape, FAR, dtype=np.int64)
    deviation = np.zeros(shape, dtype=np.int64)
    wanted = np.zeros(shape[:2], dtype=np.int64)
    moved = np.zeros(shape[1:], dtype=np.int64)
    locked = np.zeros(shape[1:], dtype=np.bool_)
    before = np.zeros(shape[1:], dtype=np.int64)
    free = np.isin(dates, own) & ~np.isin(dates, taken)
    if problem.not_before is not None:
        free &= dates >= problem.not_before.toordinal()
    for place, client in enumerate(clients):
        count = len(client.ideals)
        wanted[:count, place] = 1
        locked[place] = np.isin(dates, _ordinals(client.locked))
        if client.existing:
            moved[place] = ~np.isin(dates, _ordinals(client.existing))
        away = np.abs(dates - _ordinals(client.ideals)[:, None])
        can = np.broadcast_to(free & _open(client, dates), away.shape)
        if problem.window is not None:
            can = can & (away <= problem.window)
        each = _date_costs(problem.objective, client, dates, moved[place]) + _deviation_costs(problem.objective, away)
        cost[:count, place] = np.where(can | locked[place], each, FAR)
        deviation[:count, place] = away
        before[place] = _before(client, dates, locked[place])
    return Choices(clients, dates, cost, deviation, wanted, moved, locked, ~np.isin(dates, taken), before)


def _ordinals(days: Sequence[Any]) -> Ints:
    return np.array([day.toordinal() for day in days], dtype=np.int64)


def _open(client: Client, dates: Ints) -> Flags:
    """Where the client is not closed, and no locked date of its own is closer than the gap."""
    can = np.ones(len(dates), dtype=np.bool_)
    for first, last in client.closed:
        can &= (dates < first.toordinal()) | (dates > last.toordinal())
    for day in client.locked:
        can &= np.abs(dates - day.toordinal()) >= client.min_gap
    return can


def _date_costs(objective: Objective, client: Client, dates: Ints, moved: Ints) -> Ints:
    liked = True if client.weekdays is None else np.isin((dates - 1) % 7, client.weekdays)
    return np.where(liked, 0, objective.weekday_weight) + moved * objective.move_weight


def _deviation_costs(objective: Objective, away: Ints) -> Ints:
    return objective.deviation_weight * (away * away if objective.deviation == "square" else away)


def _before(client: Client, dates: Ints, locked: Flags) -> Ints:
    """The state from which a visit on each date starts.

    A locked date starts right before itself: whatever is too close to it is impossible already, but
    another locked date may be close. The running maximum keeps the order of the states; it only
    raises dates within the gap after a locked one, which cannot be visited.
    """
    states = np.searchsorted(dates, dates - max(client.min_gap, 1), side="right")
    states[locked] = np.arange(len(dates))[locked]
    return np.maximum.accumulate(states).astype(np.int64)
