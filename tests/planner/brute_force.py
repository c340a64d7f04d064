"""The best value of a small problem by trying every plan; shares no code with the planner."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, timedelta

from hypothesis import strategies as st

from msptool.planner.problem import Client, Objective, Problem, Tam

START = date(2027, 1, 4)


def day(number: int) -> date:
    """A day of the small calendar, which starts on a Monday."""
    return START + timedelta(number)


def best_value(problem: Problem) -> tuple[int, ...]:
    """What the best plan is judged by: (cost,), or (unscheduled, moves, cost) where the order is moves-first."""
    total: tuple[int, ...] = (0, 0, 0)
    for tam in problem.tams:
        known: dict[frozenset[date], tuple[int, ...]] = {frozenset(): (0, 0, 0)}
        for client in problem.clients:
            if client.tam == tam.id:
                known = _joined(problem, known, list(_plans(problem, client, set(tam.days))))
        best = min(known.values(), key=lambda value: _judged(problem, value))
        total = tuple(a + b for a, b in zip(total, best, strict=True))
    return _judged(problem, total)


def _judged(problem: Problem, value: tuple[int, ...]) -> tuple[int, ...]:
    return value if problem.objective.order == "moves-first" else value[2:]


def _joined(
    problem: Problem,
    known: dict[frozenset[date], tuple[int, ...]],
    plans: list[tuple[frozenset[date], tuple[int, ...]]],
) -> dict[frozenset[date], tuple[int, ...]]:
    joined: dict[frozenset[date], tuple[int, ...]] = {}
    for used, value in known.items():
        for dates, more in plans:
            if used & dates:
                continue
            both, key = tuple(a + b for a, b in zip(value, more, strict=True)), used | dates
            if key not in joined or _judged(problem, both) < _judged(problem, joined[key]):
                joined[key] = both
    return joined


def _plans(problem: Problem, client: Client, days: set[date]) -> Iterator[tuple[frozenset[date], tuple[int, ...]]]:
    locked = set(client.locked)
    free = [
        each
        for each in sorted(days - locked)
        if (problem.not_before is None or problem.not_before <= each)
        and all(not (first <= each <= last) for first, last in client.closed)
    ]
    for size in range(len(client.ideals) - len(locked) + 1):
        for chosen in itertools.combinations(free, size):
            dates = sorted({*chosen, *locked})
            apart = all(
                (two - one).days >= client.min_gap or (one in locked and two in locked)
                for one, two in itertools.pairwise(dates)
            )
            cost = _deviation(problem, client, dates) if apart else None
            if cost is not None:
                yield frozenset(dates), _value(problem, client, dates, cost)


def _deviation(problem: Problem, client: Client, dates: list[date]) -> int | None:
    sums = []
    for ideals in itertools.combinations(sorted(client.ideals), len(dates)):
        away = [abs((one - other).days) for one, other in zip(dates, ideals, strict=True)]
        loose = [each for each, one in zip(away, dates, strict=True) if one not in client.locked]
        if problem.window is None or all(each <= problem.window for each in loose):
            sums.append(sum(each * each if problem.objective.deviation == "square" else each for each in away))
    return min(sums, default=None)


def _value(problem: Problem, client: Client, dates: list[date], deviation: int) -> tuple[int, int, int]:
    objective = problem.objective
    left_out = len(client.ideals) - len(dates)
    moves = sum(1 for each in dates if each not in client.existing) if client.existing else 0
    off = sum(1 for each in dates if client.weekdays is not None and each.weekday() not in client.weekdays)
    cost = (
        deviation * objective.deviation_weight
        + off * objective.weekday_weight
        + moves * objective.move_weight
        + left_out * objective.unscheduled_weight
    )
    return left_out, moves, cost


@st.composite
def small_problems(draw: st.DrawFn) -> Problem:
    """One or two TAMs with up to ten days, and up to three clients each with up to four visits, two of them locked."""
    tams, clients = [], []
    for tam in draw(st.sampled_from([("t",), ("t",), ("t", "u")])):
        tams.append(Tam(tam, tuple(map(day, draw(st.sets(st.integers(0, 16), max_size=10))))))
        taken: set[int] = set()
        for number in range(draw(st.integers(0, 3))):
            ideals = draw(st.lists(st.integers(0, 16), max_size=4))
            free = [each for each in range(17) if each not in taken]
            locked = draw(st.sets(st.sampled_from(free), max_size=min(2, len(ideals))))
            taken |= locked
            closed = draw(st.lists(st.tuples(st.integers(0, 16), st.integers(0, 4)), max_size=2))
            existing = locked | draw(st.sets(st.integers(0, 16), max_size=3))
            clients.append(
                Client(
                    f"{tam}{number}", tam, tuple(map(day, ideals)),
                    tuple((day(first), day(first + length)) for first, length in closed),
                    draw(st.sampled_from([None, None, (), (0, 1), (2, 4)])), draw(st.integers(0, 6)),
                    tuple(map(day, existing)) if draw(st.booleans()) else (), tuple(map(day, locked)),
                )
            )  # fmt: skip
    objective = Objective(
        draw(st.sampled_from(["square", "abs"])), draw(st.integers(0, 3)), draw(st.integers(0, 20)),
        draw(st.sampled_from([0, 10, 200])), draw(st.sampled_from([0, 7, 60, 10**6])),
        draw(st.sampled_from(["weighted", "moves-first"])),
    )  # fmt: skip
    not_before, window = draw(st.sampled_from([None, None, day(6)])), draw(st.sampled_from([None, None, 2, 5]))
    return Problem(tuple(tams), tuple(clients), objective, not_before, window)
