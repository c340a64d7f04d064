"""A good plan without a proof, for where the linear program is fractional: one client after the other, then again.

Each client in turn gets its cheapest plan on the dates that the others leave it (exact, by
`paths`). First the dates have the prices of the linear program, so that clients keep off the
dates that others need; then they go round at real costs, which never makes the plan worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from msptool.planner.choices import FAR, Choices, Ints
from msptool.planner.paths import Costs, Paths

_ROUNDS = 10


def rounded(choices: Choices, costs: Costs, prices: NDArray[Any]) -> Ints:
    """The best plan [k, c] of a few orders of the clients; it need not keep the budgets."""
    visits = choices.wanted.sum(axis=0)
    clients = range(choices.shape[1])
    orders = (
        sorted(clients, key=lambda c: -int(visits[c])),
        sorted(clients, key=lambda c: int(visits[c])),
        list(clients),
    )
    plans = [_improved(choices, costs, _in_turn(choices, costs, prices, order), order) for order in orders]
    return min(plans, key=costs.of)


def _in_turn(choices: Choices, costs: Costs, prices: NDArray[Any], order: Sequence[int]) -> Ints:
    plan = np.full(choices.shape[:2], -1, dtype=np.int64)
    for client in order:
        plan[:, client] = _alone(choices, costs, plan, client, prices)
    return plan


def _improved(choices: Choices, costs: Costs, plan: Ints, order: Sequence[int]) -> Ints:
    nothing = np.zeros(choices.shape[2])
    value = costs.of(plan)
    for _ in range(_ROUNDS):
        for client in order:
            plan[:, client] = -1
            plan[:, client] = _alone(choices, costs, plan, client, nothing)
        if costs.of(plan) >= value:
            break
        value = costs.of(plan)
    return plan


def _alone(choices: Choices, costs: Costs, plan: Ints, client: int, prices: NDArray[Any]) -> Ints:
    """The cheapest plan [k] of one client on the dates that are not in `plan`."""
    takes = costs.takes[:, client : client + 1].copy()
    takes[:, :, plan[plan >= 0]] = FAR
    paths = Paths(choices.only(client), Costs(takes, costs.skips[:, client : client + 1]))
    paths.price(prices)
    return paths.cheapest()[:, 0]
