"""The planner against an independent optimum: enumeration on small problems, known optima on large ones."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msptool.schedule.problem import Client, Objective, Problem, Tam, problem_data, read_problem
from msptool.schedule.solver import objective_of, solve, violations

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


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """One TAM with up to seven days, and up to three clients with up to two visits each."""
    days = sorted(draw(st.sets(st.integers(0, 9), min_size=1, max_size=7)))
    clients: list[Client] = []
    taken: set[int] = set()
    for number in range(draw(st.integers(1, 3))):
        ideals = sorted(draw(st.lists(st.integers(0, 9), min_size=0, max_size=2)))
        free = [each for each in range(10) if each not in taken]
        locked = sorted(draw(st.sets(st.sampled_from(free), max_size=min(1, len(ideals)))))
        taken |= set(locked)
        closed = draw(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2)), max_size=1))
        clients.append(
            Client(
                f"c{number}", "t", tuple(map(day, ideals)), tuple((day(first), day(first + length)) for first, length in closed),
                draw(st.sampled_from([None, (0, 1), (2, 3, 4)])), draw(st.integers(0, 4)),
                tuple(map(day, sorted(set(locked) | draw(st.sets(st.integers(0, 9), max_size=2))))), tuple(map(day, locked)),
            )
        )  # fmt: skip
    objective = Objective(
        draw(st.sampled_from(["square", "abs"])), draw(st.integers(0, 3)), draw(st.integers(0, 9)), draw(st.integers(0, 30)),
        draw(st.sampled_from([0, 7, 1000])), draw(st.sampled_from(["weighted", "moves-first"])),
    )  # fmt: skip
    not_before = draw(st.sampled_from([None, day(3)]))
    return Problem(
        (Tam("t", tuple(map(day, days))),), tuple(clients), objective, not_before, draw(st.sampled_from([None, 2, 5]))
    )


def key(problem: Problem, plan: dict[str, tuple[date, ...]]) -> tuple[int, ...]:
    """What a plan is judged by, from the definition alone."""
    parts = objective_of(problem, plan)
    if problem.objective.order == "moves-first":
        return parts.unscheduled_count, parts.move_count, parts.total
    return (parts.total,)


def best_by_enumeration(problem: Problem) -> tuple[int, ...]:
    days = sorted({*problem.tams[0].days, *(each for client in problem.clients for each in client.locked)})
    choices = [
        [chosen for size in range(len(client.ideals) + 1) for chosen in itertools.combinations(days, size)]
        for client in problem.clients
    ]
    best: tuple[int, ...] | None = None
    for chosen in itertools.product(*choices):
        plan = {client.id: each for client, each in zip(problem.clients, chosen, strict=True)}
        if len({each for days_ in chosen for each in days_}) < sum(map(len, chosen)) or violations(problem, plan):
            continue
        value = key(problem, plan)
        best = value if best is None or value < best else best
    assert best is not None
    return best


@settings(max_examples=120)
@given(problems())
def test_no_plan_of_all_that_there_are_is_better(problem: Problem) -> None:
    found = solve(problem)
    assert found.status == "optimal"
    assert violations(problem, found.plan) == []
    assert key(problem, found.plan) == best_by_enumeration(problem)
    assert found.objective == found.bound == objective_of(problem, found.plan).total


@given(problems())
def test_a_problem_reads_back_as_it_was_written(problem: Problem) -> None:

    assert read_problem("x", json.dumps(problem_data(problem)).encode()) == problem


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
