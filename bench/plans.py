"""The planner on generated practices: year plans and re-plans, each proven; seconds and peak memory of each run.

A practice has TAMs with the working days of a year less some holidays, and clients whose ideal days are spread evenly,
from a staggered start. Half of them have a closed span, half prefer some weekdays. A re-plan comes after three weeks of
leave in June, with what lies before April locked.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta

from msptool.planner.problem import Client, Objective, Problem, Tam
from msptool.planner.solver import Solution, solve

_FIRST = date(2027, 1, 1)
_CUT = date(2027, 4, 1)
_LEAVE = (date(2027, 6, 7), date(2027, 6, 25))
_GOLDEN = 0.618


def practice(tams: int, clients: int, visits: tuple[int, ...], seed: int = 1) -> Problem:
    """`clients` clients of each TAM, whose numbers of visits a year repeat `visits`."""
    chance = random.Random(seed)
    days = [day for day in (_FIRST + timedelta(each) for each in range(365)) if day.weekday() < 5]
    off = set(chance.sample(days, 36))
    rows = [
        _client(f"t{tam}-c{number:02}", f"t{tam}", number, visits[number % len(visits)], chance)
        for tam in range(tams) for number in range(clients)
    ]  # fmt: skip
    return Problem(
        tuple(Tam(f"t{tam}", tuple(day for day in days if day not in off)) for tam in range(tams)), tuple(rows)
    )


def _client(name: str, tam: str, number: int, count: int, chance: random.Random) -> Client:
    phase = number * _GOLDEN % 1
    ideals = tuple(_FIRST + timedelta(int(365 * (place + phase) / count)) for place in range(count))
    start = _FIRST + timedelta(chance.randrange(330))
    closed = ((start, start + timedelta(chance.randrange(7, 30))),) if chance.random() < 0.5 else ()
    liked = tuple(sorted(chance.sample(range(5), chance.choice((2, 3))))) if chance.random() < 0.5 else None
    return Client(name, tam, ideals, closed, liked, 365 // count // 2)


def replan(problem: Problem, plan: Solution, objective: Objective) -> Problem:
    """The same year after leave: what is planned stands, and what lies before April is locked."""
    tams = tuple(
        replace(tam, days=tuple(day for day in tam.days if not _LEAVE[0] <= day <= _LEAVE[1])) for tam in problem.tams
    )
    clients = tuple(
        replace(each, existing=plan.plan[each.id], locked=tuple(day for day in plan.plan[each.id] if day < _CUT))
        for each in problem.clients
    )
    return Problem(tams, clients, objective, _CUT)


CASES = {
    "small: 8 clients, 48 visits": (1, 8, (6,)),
    "full: 20 clients, 220 visits": (1, 20, (11,)),
    "mixed: 24 clients, 216 visits": (1, 24, (12, 6, 4, 12, 8, 12)),
    "oversold: 22 clients, 264 visits": (1, 22, (12,)),
    "50 TAMs, 1,000 clients, 11,000 visits": (50, 20, (11,)),
}


def main() -> None:
    """One process for each practice, so that each has its own peak memory."""
    if len(sys.argv) > 1:
        _one(sys.argv[1])
        return
    for name in CASES:
        subprocess.run([sys.executable, __file__, name], check=True)


def _one(name: str) -> None:
    problem = practice(*CASES[name])
    plan = _timed(name, problem)
    if plan is not None and len(problem.tams) == 1:
        for label, objective in {
            "  leave, a move costs 100": Objective(move_weight=100), "  leave, a move costs 300": Objective(move_weight=300),
            "  leave, moves first": Objective(order="moves-first"), "  leave, absolute days": Objective("abs", move_weight=10),
        }.items():  # fmt: skip
            _timed(label, replan(problem, plan, objective))
    print(json.dumps({"practice": name, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))


def _timed(name: str, problem: Problem) -> Solution:
    started = time.perf_counter()
    found = solve(problem)
    spent = time.perf_counter() - started
    left = f", {found.parts.unscheduled_count} left out" if found.parts.unscheduled_count else ""
    moved = f", {found.parts.move_count} moved" if found.parts.move_count else ""
    print(f"{name:42} {spent:6.1f} s  {found.status}{left}{moved}", flush=True)
    return found


if __name__ == "__main__":
    main()
