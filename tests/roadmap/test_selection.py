"""The choice of recommendations beside every choice that there is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from msptool.roadmap.selection import Limits, Option, cheapest_gain, select

FINDINGS = "abcde"


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Option], dict[str, int], Limits]:
    """Up to five options in one to three quarters, with predecessors, put-off and approved ones."""
    count, quarters = draw(st.integers(0, 5)), draw(st.integers(1, 3))
    names = [f"r{number}" for number in range(count)]
    options = []
    for number, name in enumerate(names):
        before = names[:number]
        fixed = draw(st.sampled_from([None, None, None, *range(quarters)]))
        options.append(
            Option(
                name, draw(st.integers(0, 9)), draw(st.integers(0, 2)), draw(st.integers(0, 5)),
                draw(st.frozensets(st.sampled_from(FINDINGS), max_size=3)),
                tuple(draw(st.sets(st.sampled_from(before), max_size=2))) if before else (),
                draw(st.sampled_from([0, 0, 0, 1])), fixed, fixed is not None or draw(st.integers(0, 5)) == 0,
            )
        )  # fmt: skip
    points = {name: draw(st.sampled_from([0, 1, 3, 5])) for name in FINDINGS}
    some = st.one_of(st.none(), st.integers(0, 20))
    limits = Limits(
        draw(st.integers(0, 40)), tuple(draw(some) for _ in range(quarters)), tuple(draw(some) for _ in range(quarters))
    )
    return options, points, limits


def choices(options: list[Option], limits: Limits, *, total: bool = True) -> Iterator[dict[str, int]]:
    """Every choice that keeps every limit, from the words of the limits alone."""
    quarters = range(limits.quarters)
    for places in itertools.product((None, *quarters), repeat=len(options)):
        taken = {each.id: place for each, place in zip(options, places, strict=True) if place is not None}
        if _fits(options, taken, limits, total=total):
            yield taken


def _fits(options: list[Option], taken: dict[str, int], limits: Limits, *, total: bool) -> bool:
    for each in options:
        place = taken.get(each.id)
        if place is None:
            if each.required or each.fixed is not None:
                return False
            continue
        if each.fixed is not None:
            if place != each.fixed or place < each.earliest:
                return False
        elif place < each.earliest or any(taken.get(before, 99) > place for before in each.after):
            return False
    spent = sum(each.cost(taken[each.id], limits.quarters) for each in options if each.id in taken)
    if total and limits.total is not None and spent > limits.total:
        return False
    for quarter, (budget, hours) in enumerate(zip(limits.budgets, limits.hours, strict=True)):
        here = [each for each in options if taken.get(each.id) == quarter]
        running = [each for each in options if taken.get(each.id, 99) <= quarter]
        if hours is not None and sum(each.hours for each in here) > hours:
            return False
        if (
            budget is not None
            and sum(each.one_time for each in here) + 3 * sum(each.monthly for each in running) > budget
        ):
            return False
    return True


def gain(options: list[Option], points: dict[str, int], taken: dict[str, int]) -> int:
    return sum(points[name] for name in {name for each in options if each.id in taken for name in each.fixes})


def judged(
    options: list[Option], points: dict[str, int], limits: Limits, taken: dict[str, int]
) -> tuple[int, int, int]:
    chosen = [each for each in options if each.id in taken]
    early = sum((limits.quarters - taken[each.id]) * (1 + sum(points[name] for name in each.fixes)) for each in chosen)
    return gain(options, points, taken), -sum(each.one_time + 12 * each.monthly for each in chosen), early


@settings(max_examples=250)
@given(problems())
def test_no_choice_of_all_that_there_are_is_better(problem: tuple[list[Option], dict[str, int], Limits]) -> None:
    options, points, limits = problem
    best = max((judged(options, points, limits, each) for each in choices(options, limits)), default=None)
    found = select(options, points, limits)
    if best is None:
        assert found is None
        return
    assert found is not None
    assert found.gain == found.bound
    assert judged(options, points, limits, dict(found.places)) == best
    assert _fits(options, dict(found.places), limits, total=True)
    assert found.gain == best[0]
    assert found.cost == sum(
        each.cost(found.places[each.id], limits.quarters) for each in options if each.id in found.places
    )


@settings(max_examples=150)
@given(problems())
def test_the_next_gain_is_bought_at_the_least_cost(problem: tuple[list[Option], dict[str, int], Limits]) -> None:
    options, points, limits = problem
    found = select(options, points, limits)
    more_than = found.gain if found else 0
    costs = [
        sum(each.cost(taken[each.id], limits.quarters) for each in options if each.id in taken)
        for taken in choices(options, limits, total=False)
        if gain(options, points, taken) > more_than
    ]
    better = cheapest_gain(options, points, limits, more_than)
    assert (better.cost if better else None) == min(costs, default=None)
    if better:
        assert better.gain == gain(options, points, dict(better.places)) > more_than


def test_a_knapsack_whose_best_choice_is_not_the_greedy_one() -> None:
    """10 points for 6 look best for their money, but 7 + 7 for 5 + 5 are more within 10."""
    options = [
        Option("big", 600, 0, 0, frozenset("a")), Option("one", 500, 0, 0, frozenset("b")), Option("two", 500, 0, 0, frozenset("c")),
    ]  # fmt: skip
    found = select(options, {"a": 10, "b": 7, "c": 7}, Limits(1000, (None,), (None,)))
    assert found is not None
    assert (dict(found.places), found.gain, found.cost) == ({"one": 0, "two": 0}, 14, 1000)


def test_many_recommendations_over_three_years_are_proven() -> None:
    options = [
        Option(
            f"r{number:02}", 100 * (37 * number % 61 + 1), 50 * (number % 3), 100 * (number % 7 + 1),
            frozenset({f"f{number % 40}", f"f{(number * 7 + 3) % 40}"}), (f"r{number - 9:02}",) if number % 4 == 1 and number > 9 else (),
        )
        for number in range(60)
    ]  # fmt: skip
    points = {f"f{number}": (5, 3, 1)[number % 3] for number in range(40)}
    found = select(options, points, Limits(40_000, (None,) * 12, (800,) * 12))
    assert found is not None
    assert found.gain == found.bound
    assert found.cost <= 40_000
