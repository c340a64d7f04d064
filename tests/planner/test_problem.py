"""A problem file: what is read back, and the one sentence for every fault."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from msptool.planner.problem import Problem, problem_data, read_problem
from msptool.workspace.problems import Refusal
from tests.planner.brute_force import small_problems

PROBLEMS = Path(__file__).with_name("problems")


def small() -> dict[str, Any]:
    return {
        "format": "visit-plan-problem/1",
        "tams": [{"id": "jim", "days": ["2027-01-04", "2027-01-05"]}, {"id": "dana", "days": []}],
        "clients": [
            {"id": "acme", "tam": "jim", "ideals": ["2027-01-04"]},
            {"id": "bolt", "tam": "jim", "ideals": ["2027-01-05"]},
        ],
    }


def read(data: object) -> Problem:
    return read_problem("plan.json", json.dumps(data).encode())


@given(small_problems())
def test_a_problem_reads_back_as_it_was_written(problem: Problem) -> None:
    assert read(problem_data(problem)) == problem


@pytest.mark.parametrize("file", sorted(PROBLEMS.glob("*.json")), ids=lambda file: file.stem)
def test_known_problems_read_back(file: Path) -> None:
    problem = read_problem(file.name, file.read_bytes())
    assert read(problem_data(problem)) == problem


def test_what_is_not_written_has_a_default_and_dates_may_be_in_any_order() -> None:
    data = small()
    data["tams"][0]["days"].reverse()
    problem = read(data)
    assert problem == read(small())
    assert problem_data(problem)["objective"] == {
        "deviation": "square", "deviation_weight": 1, "weekday_weight": 9, "move_weight": 0,
        "unscheduled_weight": 1_000_000, "order": "weighted",
    }  # fmt: skip
    assert (problem.clients[0].min_gap, problem.clients[0].closed, problem.window) == (0, (), None)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "plan.json is not JSON: Expecting value: line 1 column 1 (char 0). A problem is a file of the format visit-plan-problem/1."),
        (b"\xff", "plan.json is not JSON: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte. A problem is a file of the format visit-plan-problem/1."),
        (b"[]", "plan.json is no visit plan problem: it needs 'format': 'visit-plan-problem/1'."),
        (b'{"tams": []}', "plan.json is no visit plan problem: it needs 'format': 'visit-plan-problem/1'."),
        (b'{"format": "visit-plan-problem/2"}', "plan.json has the format \"visit-plan-problem/2\"; this program reads 'visit-plan-problem/1'."),
    ],
)  # fmt: skip
def test_what_is_no_problem_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_problem("plan.json", content)
    assert str(refused.value) == said


def acme(**values: object) -> Callable[[dict[str, Any]], None]:
    return lambda data: data["clients"][0].update(values)


def objective(**values: object) -> Callable[[dict[str, Any]], None]:
    return lambda data: data.update(objective=values)


def both_locked(data: dict[str, Any]) -> None:
    for client in data["clients"]:
        client["locked"] = ["2027-01-04"]


FAULTS: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda data: data.update(windw=3), "'windw' is not a key here. Did you mean 'window'?"),
    (lambda data: data.pop("tams"), "'tams' is missing. Add it."),
    (lambda data: data.update(clients={}), "'clients': {} is not a list. Write [...]."),
    (lambda data: data["clients"].append(3), "client number 3: 3 is not an object of keys and values. Write {...}."),
    (lambda data: data["clients"][0].pop("ideals"), "client 'acme': 'ideals' is missing. Add it."),
    (lambda data: data["tams"][1].update(dais=[]), "TAM 'dana': 'dais' is not a key here. Did you mean 'days'?"),
    (lambda data: data.update(window=-1), "'window': -1 is too small. The smallest number here is 0."),
    (lambda data: data.update(not_before="May"), "'not_before': a date is written YYYY-MM-DD, such as 2026-11-16 (here: \"May\")."),
    (acme(wekdays=[1]), "client 'acme': 'wekdays' is not a key here. Did you mean 'weekdays'?"),
    (acme(id=""), "client number 1, 'id': \"\" cannot be an id. An id has 1 to 200 characters."),
    (acme(id=7), "client number 1, 'id': 7 is not text. Put it in quotes."),
    (acme(id="bolt"), "the client bolt is there twice. Delete one of the two."),
    (lambda data: data["tams"].append(data["tams"][0]), "the TAM jim is there twice. Delete one of the two."),
    (acme(tam="jm"), "client 'acme' has the TAM 'jm', who is not in 'tams'. Did you mean 'jim'?"),
    (acme(ideals=["2027-02-30"]), "client 'acme', 'ideals', number 1: there is no such day: 2027-02-30 (here: \"2027-02-30\")."),
    (acme(ideals=["2027-01-04", 5]), "client 'acme', 'ideals', number 2: a date is written YYYY-MM-DD, such as 2026-11-16 (here: 5)."),
    (acme(weekdays=[7]), "client 'acme', 'weekdays', number 1: 7 is too large. The largest number here is 6."),
    (acme(min_gap=-1), "client 'acme', 'min_gap': -1 is too small. The smallest number here is 0."),
    (acme(closed=[["2027-01-01"]]), "client 'acme', 'closed', number 1: [\"2027-01-01\"] is not a pair of dates. Write [first day, last day]."),
    (acme(closed=[["2027-01-05", "2027-01-01"]]), "client 'acme' is closed from 2027-01-05 to 2027-01-01, which ends before it starts. Swap the two."),
    (acme(existing=["2027-01-04"] * 2), "the existing date of client 'acme': 2027-01-04 is there twice. Delete one of the two."),
    (acme(locked=["2027-01-04"] * 2), "the locked date of client 'acme': 2027-01-04 is there twice. Delete one of the two."),
    (acme(locked=["2027-01-04", "2027-01-05"]), "client 'acme' has 2 locked dates but wants only 1 visits. Add ideals, or unlock some."),
    (lambda data: data["tams"][0]["days"].append("2027-01-04"), "the day of TAM 'jim': 2027-01-04 is there twice. Delete one of the two."),
    (both_locked, "'acme' and 'bolt' both have a locked visit of jim on 2027-01-04. A TAM makes one visit a day: unlock one of them."),
    (objective(deviation="sqare"), "'objective', 'deviation': \"sqare\" is not one of 'square' or 'abs'. Use one of them."),
    (objective(order="moves"), "'objective', 'order': \"moves\" is not one of 'weighted' or 'moves-first'. Use one of them."),
    (objective(move_weight=1.5), "'objective', 'move_weight': 1.5 is not a whole number. Write one, such as 10."),
    (objective(move_weight=True), "'objective', 'move_weight': true is not a whole number. Write one, such as 10."),
    (objective(move_weight=-1), "'objective', 'move_weight': -1 is too small. The smallest number here is 0."),
    (objective(move_weight=10**10), "'objective', 'move_weight': 10000000000 is too large. The largest number here is 1,000,000,000."),
    (objective(mv_weight=1), "'objective': 'mv_weight' is not a key here. Did you mean 'move_weight'?"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "said"), FAULTS, ids=[said[:40] for _, said in FAULTS])
def test_every_fault_has_one_sentence(spoil: Callable[[dict[str, Any]], object], said: str) -> None:
    data = small()
    spoil(data)
    with pytest.raises(Refusal) as refused:
        read(data)
    assert str(refused.value) == f"plan.json: {said}"
