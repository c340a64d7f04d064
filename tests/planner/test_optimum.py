"""The planner against an independent optimum: enumeration on small problems, known optima on large ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from msptool.planner.problem import Client, Problem, Tam, read_problem
from msptool.planner.solver import objective_of, solve, violations

START = date(2027, 1, 4)
PROBLEMS = Path(__file__).with_name("problems")


@pytest.mark.parametrize(("name", "optimum"), [("p1_180_s1", 1610), ("p1_220_s1", 6257), ("p1_180_s1_re_w50", 6574)])
def test_known_optima_are_found_and_proven(name: str, optimum: int) -> None:
    problem = read_problem(name, (PROBLEMS / f"{name}.json").read_bytes())
    found = solve(problem)
    assert (found.status, found.objective, found.bound) == ("optimal", optimum, optimum)
    assert violations(problem, found.plan) == []
    assert objective_of(problem, found.plan).total == optimum


def day(number: int) -> date:
    return START + timedelta(number)


def _assignment(costs: list[list[int]]) -> int:
    """The cheapest assignment of rows to different columns, by successive shortest paths (Hungarian)."""
    rows, columns = len(costs), len(costs[0])
    row_price, column_price, owner = [0] * (rows + 1), [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        owner[0], column = row, 0
        least, used, way = [float("inf")] * (columns + 1), [False] * (columns + 1), [0] * (columns + 1)
        while owner[column]:
            used[column] = True
            current, delta, following = owner[column], float("inf"), 0
            for other in range(1, columns + 1):
                if not used[other]:
                    reduced = costs[current - 1][other - 1] - row_price[current] - column_price[other]
                    if reduced < least[other]:
                        least[other], way[other] = reduced, column
                    if least[other] < delta:
                        delta, following = least[other], other
            for other in range(columns + 1):
                if used[other]:
                    row_price[owner[other]] += int(delta)
                    column_price[other] -= int(delta)
                else:
                    least[other] -= delta
            column = following
        while column:
            owner[column] = owner[way[column]]
            column = way[column]
    return sum(costs[owner[column] - 1][column - 1] for column in range(1, columns + 1) if owner[column])


@pytest.mark.parametrize(("clients", "visits", "share"), [(3, 4, 5), (8, 12, 1), (10, 11, 1)])
def test_without_gaps_it_is_an_assignment(clients: int, visits: int, share: int) -> None:
    """A small, a full and a nearly full practice, beside an assignment that shares no code with the planner."""
    length = clients * visits * share + (0 if share > 1 else 2)
    days = tuple(day(number) for number in range(length))
    rows = tuple(
        Client(f"c{number:02}", "t", tuple(day((3 * number + k * length // visits) % length) for k in range(visits)))
        for number in range(clients)
    )
    problem = Problem((Tam("t", days),), rows)
    ideals = [ideal for client in problem.clients for ideal in client.ideals]
    found = solve(problem)
    assert (
        found.objective == found.bound == _assignment([[(one - ideal).days ** 2 for one in days] for ideal in ideals])
    )


def test_an_oversold_practice_leaves_out_as_few_as_possible() -> None:
    days = tuple(day(number) for number in range(0, 60, 2))
    rows = tuple(Client(f"c{number}", "t", tuple(day(10 * k + number) for k in range(6))) for number in range(6))
    found = solve(Problem((Tam("t", days),), rows))
    assert (found.status, found.parts.unscheduled_count) == ("optimal", 6)
    more = solve(Problem((Tam("t", (*days, day(1))),), rows))
    assert more.parts.unscheduled_count == 5


def test_tams_are_planned_each_on_their_own() -> None:
    one = read_problem("x", (PROBLEMS / "p1_180_s1.json").read_bytes())
    tams, clients = [], []
    for number in range(3):
        tams.append(replace(one.tams[0], id=f"t{number}"))
        clients += [replace(client, id=f"{client.id}-{number}", tam=f"t{number}") for client in one.clients]
    found = solve(Problem(tuple(tams), tuple(clients), one.objective))
    assert (found.status, found.objective, found.bound) == ("optimal", 3 * 1610, 3 * 1610)
