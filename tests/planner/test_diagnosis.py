"""What is said about visits that find no day: counted exactly, and remedies that really make them fit."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings

from msptool.planner.counts import changed, crowd, fewest_left_out, most_visits, open_days
from msptool.planner.diagnosis import diagnose
from msptool.planner.problem import Client, Objective, Problem, Tam
from msptool.planner.solver import solve
from tests.planner.brute_force import best_value, day, small_problems


def every(first: int, last: int, step: int = 1) -> tuple[int, ...]:
    return tuple(range(first, last, step))


def tam(name: str, days: tuple[int, ...]) -> Tam:
    return Tam(name, tuple(map(day, days)))


def client(name: str, ideals: tuple[int, ...], gap: int = 0, of: str = "jim", **more: object) -> Client:
    return Client(name, of, tuple(map(day, ideals)), min_gap=gap, **more)  # type: ignore[arg-type]


def said(problem: Problem) -> list[tuple[str, str, str]]:
    return [(each.kind, each.who, each.sentence) for each in diagnose(problem, solve(problem))]


def test_nothing_is_said_where_everything_fits() -> None:
    assert said(Problem((tam("jim", every(0, 9)),), (client("acme", (1, 5)),))) == []


def test_too_few_days_and_who_could_take_a_client() -> None:
    clients = (client("acme", (0, 5, 8)), client("bolt", (1, 3, 4, 6, 9)), client("cask", (2, 7), of="priya"))
    problem = Problem((tam("jim", every(0, 6)), tam("priya", every(0, 9))), clients)
    assert said(problem) == [
        ("tam", "jim", "jim has 6 days, and the clients want 8 visits: 2 days are missing. "
         "Moving acme (3 visits) to priya, who has 7 free days, would make it fit."),
    ]  # fmt: skip
    assert said(changed(problem, replace(clients[0], tam="priya"))) == []


def test_a_client_that_would_not_fit_there_either_is_not_moved() -> None:
    """priya has days enough for acme, but acme is closed on all of them."""
    clients = (client("acme", (0, 5, 8), closed=((day(20), day(40)),)), client("bolt", (1, 3, 4, 6)))
    problem = Problem((tam("jim", every(0, 6)), tam("priya", every(20, 30))), clients)
    assert [sentence.split(": ", 1)[1] for _, _, sentence in said(problem)] == [
        "1 day is missing. Moving bolt (4 visits) to priya, who has 10 free days, would make it fit."
    ]
    alone = Problem(problem.tams[:1], clients)
    assert said(alone)[0][2].endswith(
        "Moving clients to another TAM is not known to make it fit: agree on 1 visit fewer, or find 1 day more."
    )


def test_several_clients_move_where_no_single_one_is_enough() -> None:
    clients = tuple(client(name, (number, number + 10)) for number, name in enumerate(("acme", "bolt", "cask", "dell")))
    problem = Problem((tam("jim", (0, 1, 10, 11)), tam("priya", every(0, 30)), tam("tom", ())), clients)
    assert said(problem)[0][2].endswith("4 days are missing. Moving acme to priya and bolt to priya would make it fit.")


def test_closed_days_and_a_gap_that_leave_too_few_dates() -> None:
    ideals = every(0, 60, 10)
    acme = client("acme", ideals, gap=15, closed=((day(0), day(29)),))
    problem = Problem((tam("jim", every(0, 60)),), (acme,))
    assert said(problem) == [
        ("client", "acme", "acme can be visited on 30 of jim's days with 15 days between visits: at most 2 of 6 visits "
         "fit; a gap of 5 days would hold all."),
    ]  # fmt: skip
    assert said(changed(problem, replace(acme, min_gap=5))) == []
    assert said(changed(problem, replace(acme, min_gap=6))) != []


@pytest.mark.parametrize(
    ("acme", "window", "days", "what"),
    [
        (client("acme", (0, 1, 2), gap=1, closed=((day(0), day(8)),)), None, every(0, 10),
         "acme can be visited on 1 of jim's days: at most 1 of 3 visits fit; agree on fewer visits or fewer closed days."),
        (client("acme", (0, 9), gap=2), 2, every(4, 10),
         "acme can be visited on 3 of jim's days with 2 days between visits, at most 2 days from the ideal dates: "
         "at most 1 of 2 visits fit; a wider window would hold more."),
        (client("acme", (0, 5, 10), gap=6, locked=(day(5),)), None, every(4, 8),
         "acme can be visited on 4 of jim's days with 6 days between visits: at most 1 of 3 visits fit; "
         "a gap of 1 day would hold all."),
        (client("acme", (0, 5, 20), gap=12, locked=(day(8), day(9))), None, every(0, 17, 4),
         "acme can be visited on 6 of jim's days with 12 days between visits: at most 2 of 3 visits fit; "
         "a gap of 8 days would hold all."),
        (client("acme", (0, 5, 20), gap=1, locked=(day(90),)), None, (4,),
         "acme can be visited on 2 of jim's days: at most 2 of 3 visits fit; agree on fewer visits or fewer closed days."),
    ],
)  # fmt: skip
def test_one_client_that_does_not_fit_alone(acme: Client, window: int | None, days: tuple[int, ...], what: str) -> None:
    problem = Problem((tam("jim", days),), (acme,), window=window)
    assert [sentence for kind, _, sentence in said(problem) if kind == "client"] == [what]


def test_locked_visits_that_leave_no_room() -> None:
    acme = client("acme", (0, 2, 4), gap=3, locked=(day(2),))
    problem = Problem((tam("jim", (0, 4)),), (acme,))
    assert said(problem)[-1][2].endswith("at most 1 of 3 visits fit; a gap of 2 days would hold all.")
    stuck = replace(acme, locked=(day(1),), min_gap=2, ideals=(day(0), day(2), day(4), day(6)))
    assert said(Problem((tam("jim", (0, 2)),), (stuck,)))[-1][2].endswith(
        "at most 1 of 4 visits fit; the locked visits of 2027-01-05 leave no room."
    )


def test_clients_that_crowd_on_the_same_days() -> None:
    summer = ((day(0), day(39)),)
    clients = (*(client(name, (5, 15, 25), closed=summer) for name in ("acme", "bolt")), client("cask", (3, 8)))
    problem = Problem((tam("jim", every(0, 44)),), clients)
    assert said(problem) == [
        ("crowded", "jim", "acme and bolt want 6 visits that are not locked, and jim has only 4 days for them on which "
         "they can be visited: 2 find no day. Fewer closed days of acme and bolt would help."),
    ]  # fmt: skip


def test_gaps_that_cannot_all_be_kept() -> None:
    """Each fits alone and there are days enough, but both want the same two of the three days."""
    clients = tuple(client(name, (0, 10), gap=9) for name in ("acme", "bolt"))
    problem = Problem((tam("jim", (0, 5, 6, 9)),), clients)
    assert said(problem) == [
        ("gaps", "jim", "1 visit of acme finds no day: jim has days enough, but not with the days that must lie "
         "between the visits of each client. A gap of 1 day for acme would help."),
    ]  # fmt: skip
    bolt = clients[1]
    assert solve(changed(problem, replace(bolt, min_gap=1))).unscheduled == ()
    assert solve(changed(problem, replace(bolt, min_gap=2))).unscheduled != ()


def test_leaving_out_that_is_cheaper_than_a_late_visit() -> None:
    problem = Problem((tam("jim", (0, 60)),), (client("acme", (0, 20)),), Objective(unscheduled_weight=100))
    assert said(problem) == [
        ("weights", "jim", "1 visit of acme is left out, of which 1 would fit: leaving one out costs only 100. "
         "A larger 'unscheduled_weight' would schedule more."),
    ]  # fmt: skip


@settings(max_examples=60)
@given(small_problems())
def test_something_is_said_exactly_where_visits_are_left_out(problem: Problem) -> None:
    solution = solve(problem)
    found = diagnose(problem, solution)
    assert bool(found) == bool(solution.unscheduled)
    assert len({each.sentence for each in found}) == len(found)


def _only_count(problem: Problem) -> Problem:
    objective = Objective("abs", 0, 0, 0, 1)
    return replace(problem, objective=objective)


@settings(max_examples=80)
@given(small_problems())
def test_counts_are_those_of_all_plans(problem: Problem) -> None:
    counted = _only_count(problem)
    for each in counted.tams:
        part = Problem((each,), counted.clients_of(each.id), counted.objective, counted.not_before, counted.window)
        assert fewest_left_out(counted, each.id, 60) == best_value(part)[0]
        for one in part.clients:
            taken = {day_ for other in part.clients if other is not one for day_ in other.locked}
            days = tuple(day_ for day_ in each.days if day_ not in taken)
            alone = replace(part, tams=(Tam(each.id, days),), clients=(one,))
            assert most_visits(counted, one) == len(one.ideals) - best_value(alone)[0]


@settings(max_examples=80)
@given(small_problems())
def test_the_crowd_is_the_worst_of_all_groups(problem: Problem) -> None:
    for each in problem.tams:
        clients = problem.clients_of(each.id)
        wanted = {one.id: len(one.ideals) for one in clients}
        days = {one.id: open_days(problem, one) for one in clients}
        worst = max(
            sum(wanted[name] for name in group) - len(frozenset().union(*(days[name] for name in group)))
            for size in range(len(clients) + 1)
            for group in itertools.combinations(sorted(wanted), size)
        )
        found = crowd(wanted, days)
        assert (found.missing if found else 0) == worst
