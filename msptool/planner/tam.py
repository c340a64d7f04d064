"""The best plan of one TAM: one search, or several where the order is moves-first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from msptool.planner.choices import FAR, Choices, Ints, choices_of
from msptool.planner.paths import Budget, Costs
from msptool.planner.problem import Objective, Problem
from msptool.planner.search import Clock, Found, Search, clock

_DEAR_MOVE = 10_000
_DEAR_OMISSION = 1_000_000
_DEAREST = 10**9


@dataclass(frozen=True)
class TamPlan:
    """The dates of each client as ordinals, a proven lower bound on the weighted sum, and whether the plan is best.

    `proven` is about the problem's order, and `bound` about the weighted sum of the plan that is best in it.
    """

    dates: dict[str, tuple[int, ...]]
    bound: int
    proven: bool


def plan_tam(problem: Problem, tam: str, seconds: float | None) -> TamPlan:
    """Solve one TAM's part within the time, which is not limited where `seconds` is None."""
    choices = choices_of(problem, tam)
    weighted = Costs(choices.cost, choices.wanted * problem.objective.unscheduled_weight)
    if problem.objective.order == "moves-first":
        found, proven = _moves_first(choices, problem.objective, weighted, clock(seconds))
    else:
        found = Search(choices, weighted, only_locked(choices)).run(clock(seconds))
        proven = found.proven
    dates = {
        client.id: tuple(int(choices.dates[place]) for place in found.plan[:, c] if place >= 0)
        for c, client in enumerate(choices.clients)
    }
    return TamPlan(dates, found.bound, proven)


def _moves_first(choices: Choices, objective: Objective, weighted: Costs, left: Clock) -> tuple[Found, bool]:
    """Fewest unscheduled, then fewest moves, then the weighted sum, each proven before the next is minimised.

    A first search, where a move and an omission are merely dear, nearly always finds that plan; the
    others then only have to prove it.
    """
    none_left_out, none_moved = np.zeros_like(choices.wanted), np.zeros_like(choices.moved)
    start = Search(choices, _dear(choices, objective), only_locked(choices)).run(left, whole=False)
    costs = Costs(np.where(choices.possible, 0, FAR), choices.wanted)
    omissions = Search(choices, costs, start.plan).run(left)
    budget = Budget(none_moved, choices.wanted, omissions.value)
    costs = Costs(np.where(choices.possible, choices.moved, FAR), none_left_out, (budget,))
    moves = Search(choices, costs, omissions.plan).run(left)
    budgets = (budget, Budget(choices.moved, none_left_out, moves.value))
    best = Search(choices, Costs(weighted.takes, weighted.skips, budgets), moves.plan).run(left)
    if omissions.proven and moves.proven:
        return best, best.proven
    anyhow = Search(choices, weighted, best.plan).found()
    return Found(best.plan, best.value, anyhow.bound), False


def _dear(choices: Choices, objective: Objective) -> Costs:
    unit = max(objective.deviation_weight, 1)
    takes = choices.cost + choices.moved * min(_DEAR_MOVE * unit, _DEAREST)
    return Costs(np.where(choices.possible, takes, FAR), choices.wanted * min(_DEAR_OMISSION * unit, _DEAREST))


def only_locked(choices: Choices) -> Ints:
    """The plan with nothing but the locked dates."""
    plan = np.full(choices.shape[:2], -1, dtype=np.int64)
    for client, locked in enumerate(choices.locked):
        places = np.nonzero(locked)[0]
        plan[: len(places), client] = places
    return plan
