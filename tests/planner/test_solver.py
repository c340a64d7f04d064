"""Plans beside every plan that there is, the same plan for the same problem, and what breaks a rule."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msptool.planner import search
from msptool.planner.choices import choices_of
from msptool.planner.paths import Costs, Paths
from msptool.planner.problem import Client, Objective, Problem, Tam, read_problem
from msptool.planner.program import Answer, Model
from msptool.planner.solver import Parts, objective_of, solve, violations
from msptool.workspace.problems import Refusal, UsageRefusal
from tests.planner.brute_force import best_value, day, small_problems

PROBLEMS = Path(__file__).with_name("problems")


def known(name: str) -> Problem:
    return read_problem(name, (PROBLEMS / f"{name}.json").read_bytes())


@settings(max_examples=300)
@given(small_problems())
def test_the_plan_is_as_good_as_the_best_of_all_plans(problem: Problem) -> None:
    found = solve(problem)
    value = (found.parts.unscheduled_count, found.parts.move_count, found.objective)
    assert best_value(problem) == (value if problem.objective.order == "moves-first" else value[2:])
    assert (found.status, found.bound) == ("optimal", found.objective)
    assert violations(problem, found.plan) == []
    assert sum(each.count for each in found.unscheduled) == found.parts.unscheduled_count


def _without_linear_program(patch: pytest.MonkeyPatch) -> None:
    """As if the linear program had not been solved: the integer program alone has to find and prove the plan."""
    failed = Answer(solved=False, bound=0.0, date_prices=np.zeros(0), budget_prices=np.zeros(0), plan=None)
    patch.setattr(Model, "relaxed", lambda self, seconds: failed)


def _with_few_choices(patch: pytest.MonkeyPatch) -> None:
    """Only ideal days at first: the prices have to ask for all others."""
    for name, value in (("_NEAR", 0), ("_FEW", 3), ("_FEW_WHOLE", 2)):
        patch.setattr(search, name, value)


@pytest.mark.parametrize("change", [_without_linear_program, _with_few_choices])
@settings(max_examples=100)
@given(problem=small_problems())
def test_every_part_of_the_proof_holds_alone(change: Callable[[pytest.MonkeyPatch], None], problem: Problem) -> None:
    with pytest.MonkeyPatch.context() as patch:
        change(patch)
        found = solve(problem)
    value = (found.parts.unscheduled_count, found.parts.move_count, found.objective)
    assert best_value(problem) == (value if problem.objective.order == "moves-first" else value[2:])
    assert (found.status, found.bound) == ("optimal", found.objective)


@settings(max_examples=60)
@given(small_problems(), st.data())
def test_any_prices_give_a_true_lower_bound(problem: Problem, data: st.DataObject) -> None:
    problem = replace(problem, objective=replace(problem.objective, order="weighted"))
    total = 0
    for tam in problem.tams:
        choices = choices_of(problem, tam.id)
        paths = Paths(choices, Costs(choices.cost, choices.wanted * problem.objective.unscheduled_weight))
        count = choices.shape[2]
        prices = data.draw(st.lists(st.floats(0, 500), min_size=count, max_size=count))
        paths.price(np.array(prices))
        total += paths.lower_bound
    assert total <= best_value(problem)[0]


def test_moves_first_moves_no_more_than_it_must() -> None:
    problem = known("p1_180_s1_re_w50")
    cheap = solve(problem)
    still = solve(replace(problem, objective=replace(problem.objective, order="moves-first")))
    assert still.status == "optimal"
    assert (still.parts.unscheduled_count, still.parts.move_count) == (0, 7)
    assert still.parts.move_count < cheap.parts.move_count
    assert still.objective > cheap.objective
    assert all(set(client.locked) <= set(still.plan[client.id]) for client in problem.clients)


PLAN_DIGEST = """
import hashlib, sys
from pathlib import Path
from msptool.planner.problem import read_problem
from msptool.planner.solver import solve
found = solve(read_problem("x", Path(sys.argv[1]).read_bytes()))
print(hashlib.sha256(repr(found).encode()).hexdigest())
"""


def test_the_same_problem_has_the_same_plan_in_every_process() -> None:
    file = PROBLEMS / "p1_220_s1.json"
    seen = {hashlib.sha256(repr(solve(known("p1_220_s1"))).encode()).hexdigest()}
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", PLAN_DIGEST, str(file)],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        seen.add(run.stdout.strip())
    assert len(seen) == 1


def test_the_order_of_the_clients_does_not_change_the_optimum() -> None:
    problem = known("p1_220_s1")
    assert solve(replace(problem, clients=problem.clients[::-1])).objective == 6257


def test_the_solver_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    solve(known("p1_180_s1"))
    assert capfd.readouterr() == ("", "")


def test_without_time_there_is_still_a_plan_and_a_bound_below_it() -> None:
    problem = known("p1_180_s1_re_w50")
    found = solve(problem, time_limit=0.0)
    assert found.status == "feasible"
    assert found.bound <= 6574 <= found.objective
    assert violations(problem, found.plan) == []


def test_nothing_to_plan_is_a_plan() -> None:
    assert solve(Problem((), ())).plan == {}
    found = solve(Problem((Tam("t", ()),), (Client("acme", "t", (day(1),)), Client("bolt", "t", ()))))
    assert (found.status, found.plan) == ("optimal", {"acme": (), "bolt": ()})
    assert [(each.client, each.ideals) for each in found.unscheduled] == [("acme", (day(1),))]


def test_weights_too_large_to_be_exact_are_refused() -> None:
    ideals = tuple(day(30 * number) for number in range(100))
    problem = Problem((Tam("t", (day(0),)),), (Client("acme", "t", ideals),), Objective(deviation_weight=10**9))
    with pytest.raises(UsageRefusal, match=r"too large to be exact\. Use smaller weights"):
        solve(problem)


def test_without_highs_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "highspy", None)
    with pytest.raises(Refusal, match="pip install highspy"):
        solve(known("p1_180_s1"))


def test_the_parts_add_up_as_the_format_says() -> None:
    client = Client(
        "acme", "t", (day(0), day(10), day(20)), (), (0, 1), 0, existing=(day(1), day(12)), locked=(day(12),)
    )
    problem = Problem((Tam("t", (day(1), day(12))),), (client,), Objective("square", 2, 9, 50, 1000))
    # day 1 is a Tuesday and one day off; day 12 is a Saturday, two days off its ideal; the last ideal stays empty.
    assert objective_of(problem, {"acme": (day(12), day(1))}) == Parts(
        deviation=2 * (1 + 4), weekday=9, moves=0, unscheduled=1000,
        days=3, weekday_count=1, move_count=0, unscheduled_count=1,
    )  # fmt: skip
    assert objective_of(problem, {"acme": (day(11), day(19), day(21))}).moves == 150
    assert objective_of(problem, {}).total == 3000


def _sound() -> tuple[Problem, dict[str, tuple[date, ...]]]:
    clients = (
        Client("acme", "jim", (day(0), day(14)), ((day(9), day(9)),), None, 5, (), (day(2),)),
        Client("bolt", "jim", (day(4),)),
    )
    days = tuple(map(day, range(20)))
    problem = Problem((Tam("jim", days), Tam("dana", days)), clients, not_before=day(1), window=6)
    return problem, {"acme": (day(2), day(14)), "bolt": (day(4),)}


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"acme": (day(14),)}, ["acme's locked visit of 2027-01-06 is missing."]),
        ({"acme": (day(2), day(8), day(14))}, ["acme has 3 visits but wants 2."]),
        ({"acme": (day(2), day(6))}, ["acme's visits of 2027-01-06 and 2027-01-10 are 4 days apart; there must be 5.",
                                      "acme's visit of 2027-01-10 is 8 days from its ideal of 2027-01-18; at most 6."]),
        ({"acme": (day(2), day(9))}, ["acme is closed on 2027-01-13."]),
        ({"acme": (day(2), day(20))}, ["acme's visit of 2027-01-24 is on no day of jim."]),
        ({"bolt": (day(0),)}, ["bolt's visit of 2027-01-04 is before 2027-01-05."]),
        ({"bolt": (day(11),)}, ["bolt's visit of 2027-01-15 is 7 days from its ideal of 2027-01-08; at most 6."]),
        ({"bolt": (day(2),)}, ["jim has 2 visits on 2027-01-06: acme, bolt."]),
        ({"bolt": (day(4), day(4))}, ["bolt has 2 visits but wants 1.", "jim has 2 visits on 2027-01-08: bolt."]),
        ({"cask": (day(3),)}, ["'cask' is no client of the problem."]),
    ],
)  # fmt: skip
def test_every_broken_rule_is_named(broken: dict[str, tuple[date, ...]], said: list[str]) -> None:
    problem, plan = _sound()
    assert violations(problem, plan) == []
    assert violations(problem, {**plan, **broken}) == said


@pytest.mark.parametrize(
    "change",
    [
        lambda client: replace(client, closed=((day(2), day(2)),)),
        lambda client: replace(client, locked=(day(2), day(3)), min_gap=10),
        lambda client: replace(client, locked=(day(0),)),
        lambda client: replace(client, locked=(day(25),)),
    ],
    ids=["closed", "gap", "not before", "no day of the TAM and out of the window"],
)
def test_locked_visits_are_exempt(change: Callable[[Client], Client]) -> None:
    problem, _ = _sound()
    client = change(problem.clients[0])
    problem = replace(problem, clients=(client,))
    found = solve(problem)
    assert set(client.locked) <= set(found.plan["acme"])
    assert violations(problem, found.plan) == []


@pytest.mark.slow
def test_fifty_tams_are_proven_together() -> None:
    one = known("p1_220_s1")
    names = [f"t{number:02}" for number in range(50)]
    tams = tuple(replace(one.tams[0], id=name) for name in names)
    clients = tuple(replace(each, id=f"{each.id}-{name}", tam=name) for name in names for each in one.clients[:10])
    found = solve(replace(one, tams=tams, clients=clients))
    assert found.status == "optimal"
    assert found.objective == found.bound == 50 * solve(replace(one, clients=one.clients[:10])).objective
