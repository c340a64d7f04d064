"""The best year plan for a problem: exact, proven, and the same for the same problem.

TAMs are independent, so each is solved on its own (`tam`), as many at a time as there are
processors: HiGHS, which takes most of the time, lets other threads run meanwhile. Nothing of the
solver is believed as it is: the plan is checked against the hard rules and costed in whole numbers
from the format's definition (`check`), and the bound is computed in whole numbers from
prices (`paths`).

Where several plans cost the same, the one that is found follows from the problem and the version of
HiGHS, which runs with one thread and a fixed seed. With absolute deviation the linear program leans
towards many small deviations instead of few large ones, as far as that costs nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Literal

from msptool.planner.check import Parts, Plan, matched, objective_of, violations
from msptool.planner.problem import Problem
from msptool.planner.tam import TamPlan, plan_tam

__all__ = ["Parts", "Plan", "Solution", "Unscheduled", "objective_of", "solve", "violations"]


@dataclass(frozen=True, slots=True)
class Unscheduled:
    """The visits of a client that are not in the plan: their ideal dates, as the cheapest matching leaves them."""

    client: str
    ideals: tuple[date, ...]

    @property
    def count(self) -> int:
        """How many visits."""
        return len(self.ideals)


@dataclass(frozen=True)
class Solution:
    """A plan. `objective` is its weighted sum, in either order; `bound` is a proven lower bound on that of the best plan.

    `optimal`: no plan is better. `feasible`: the time ran out before that was proven. There is
    always a plan: `read_problem` refuses what contradicts itself, and every visit that is not locked may be left out.
    """

    status: Literal["optimal", "feasible"]
    objective: int
    bound: int
    parts: Parts
    plan: dict[str, tuple[date, ...]]
    unscheduled: tuple[Unscheduled, ...]


def solve(problem: Problem, *, time_limit: float | None = None) -> Solution:
    """The best plan. With a `time_limit` in seconds it may be one that is not proven, and then depends on the machine."""
    found = _each_tam(problem, time_limit)
    dates = {name: days for each in found for name, days in each.dates.items()}
    plan = {client.id: tuple(sorted(date.fromordinal(day) for day in dates[client.id])) for client in problem.clients}
    broken = violations(problem, plan)
    if broken:
        raise AssertionError(f"The solver broke a rule: {broken[0]}")
    parts = objective_of(problem, plan)
    proven = all(each.proven for each in found)
    bound = sum(each.bound for each in found)
    if proven and bound != parts.total:
        raise AssertionError(f"The plan costs {parts.total}, but {bound} was proven.")
    return Solution(
        "optimal" if proven else "feasible", parts.total, bound, parts, plan, tuple(_left_out(problem, plan))
    )


def _each_tam(problem: Problem, time_limit: float | None) -> list[TamPlan]:
    tams = [tam.id for tam in problem.tams if problem.clients_of(tam.id)]
    workers = max(min(len(tams), _processors()), 1)
    seconds = None if time_limit is None else time_limit * workers / max(len(tams), 1)
    pool = ThreadPoolExecutor(workers)
    try:
        return list(pool.map(lambda tam: plan_tam(_part(problem, tam), tam, seconds), tams))
    finally:
        pool.shutdown(cancel_futures=True)


def _part(problem: Problem, tam: str) -> Problem:
    """The problem of one TAM."""
    own = tuple(each for each in problem.tams if each.id == tam)
    return Problem(own, problem.clients_of(tam), problem.objective, problem.not_before, problem.window)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _left_out(problem: Problem, plan: Plan) -> Iterable[Unscheduled]:
    for client in problem.clients:
        used = set(matched(problem, client, plan[client.id]))
        ideals = tuple(ideal for place, ideal in enumerate(client.ideals) if place not in used)
        if ideals:
            yield Unscheduled(client.id, ideals)
