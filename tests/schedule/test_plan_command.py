"""`msptool schedule plan`, `show`, `check`, `move` and the rest: a year of visits from first plan to last change."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from msptool.planner.problem import read_problem
from tests.schedule.years import JIM, days, planned
from tests.small_practice import Golden, Practice, dump


def test_a_plan_is_optimal_even_and_never_two_visits_a_day(year: Practice) -> None:
    found = planned(year)
    assert (found["status"], found["objective"]) == ("optimal", found["bound"])
    assert {client: sum(each["client"] == client for each in found["visits"]) for client in ("acme", "tesco", "umbrella")} == {
        "acme": 12, "tesco": 6, "umbrella": 4,
    }  # fmt: skip
    dates = [each["date"] for each in found["visits"]]
    assert len(dates) == len(set(dates))
    assert all(date.fromisoformat(each).weekday() < 5 and each != "2027-01-01" for each in dates)
    assert max(abs(each["deviation"]) for each in found["visits"]) <= 3
    assert found["unmet"] == found["shortages"] == []
    assert "initech has no TAM: nobody visits it." in found["remarks"]
    assert not (year.root / "practice/schedule").exists()


def test_the_plan_for_reading(year: Practice, golden: Golden) -> None:
    golden.check("plan.txt", year.run("schedule", "plan", "--year", "2027").out)


def test_a_written_plan_is_clean_breaks_no_rule_and_stays_when_it_is_planned_again(
    year: Practice, golden: Golden
) -> None:
    written = planned(year, "--write")["written"]
    assert written == [f"practice/schedule/2027/{client}.yaml" for client in ("acme", "tesco", "umbrella")]
    text = year.read("practice/schedule/2027/umbrella.yaml")
    golden.check("visits.yaml", re.sub("(?m)(uid: umbrella-2027-)[0-9a-f]{8}$", r"\1 and eight characters", text))
    assert year.run("lint").code == 0
    assert year.run("schedule", "check", "--year", "2027").out == "The plan of 2027 breaks no rule.\n"
    before = year.files()
    again = planned(year, "--write")
    assert (again["written"], again["parts"]["move_count"]) == ([], 0)
    assert year.files() == before


def test_the_calendar_name_of_a_file_differs_from_practice_to_practice_and_not_from_day_to_day(year: Practice) -> None:
    planned(year, "--write")
    first = year.data("practice/schedule/2027/acme.yaml")["uid"]
    assert re.fullmatch("acme-2027-[0-9a-f]{8}", first)
    (year.root / "practice/schedule/2027/acme.yaml").unlink()
    year.commit("Lose it", date(2026, 12, 1))
    planned(year, "--write")
    assert year.data("practice/schedule/2027/acme.yaml")["uid"] == first
    (year.root / "practice/schedule/2027/acme.yaml").unlink()
    (year.root / ".git").rename(year.home / "git")
    planned(year, "--write")
    assert year.data("practice/schedule/2027/acme.yaml")["uid"] not in ("", first)


def test_leave_moves_only_what_it_must_and_keeps_the_reason(year: Practice, golden: Golden) -> None:
    planned(year, "--write")
    first = days(year, "acme")[2]
    year.write("practice/people/jim.yaml", dump({**JIM, "leave": [{"since": first, "until": first}]}))
    checked = year.run("schedule", "check", "--year", "2027")
    assert (checked.code, checked.out) == (1, f"acme: jim is away on Tuesday, {first}.\n")
    done = year.run("schedule", "plan", "--year", "2027", "--write", "--reason", "Jim is away.")
    golden.check("replan.txt", done.out)
    visits = year.data("practice/schedule/2027/acme.yaml")["visits"]
    (moved,) = [each for each in visits if any(change["step"] == "moved" for change in each["changes"])]
    assert moved["id"] == "3"
    assert moved["changes"][-1] == {
        "on": "2026-11-16",
        "step": "moved",
        "day": moved["day"],
        "was": first,
        "reason": "Jim is away.",
    }
    assert year.run("schedule", "check", "--year", "2027").code == 0


def test_a_lost_client_and_a_new_one(year: Practice) -> None:
    planned(year, "--write")
    year.client("umbrella", status="former", agreement={"starts": "2026-01-01", "ends": "2026-12-31", "onsite_days": 4})
    year.client("hooli", agreement={"starts": "2027-07-01", "onsite_days": 12})
    found = planned(year, "--write")
    assert {each["client"] for each in found["dropped"]} == {"umbrella"}
    assert sum(each["client"] == "hooli" for each in found["visits"]) == 6
    assert all(each["date"] >= "2027-07-01" for each in found["visits"] if each["client"] == "hooli")
    assert [each["status"] for each in year.data("practice/schedule/2027/umbrella.yaml")["visits"]] == ["cancelled"] * 4
    assert found["parts"]["move_count"] <= 1


def test_what_is_confirmed_is_never_moved(year: Practice) -> None:
    planned(year, "--write")
    first = days(year, "acme")[2]
    assert year.run("schedule", "confirm", "acme", first).code == 0
    year.write("practice/people/jim.yaml", dump({**JIM, "leave": [{"since": first, "until": first}]}))
    assert first in [each["date"] for each in planned(year, "--write")["visits"]]


def test_another_tam_takes_a_client_over_with_its_visits(year: Practice) -> None:
    planned(year, "--write")
    year.write("practice/people/priya.yaml", dump({"name": "Priya Nair", "roles": ["tam"]}))
    year.client("acme", team={"tam": "priya"}, agreement={"starts": "2026-01-01", "onsite_days": 12})
    assert "the client's TAM is priya" in year.run("schedule", "check", "--year", "2027").out
    planned(year, "--write", "--reason", "Priya takes over.")
    visits = year.data("practice/schedule/2027/acme.yaml")["visits"]
    assert {each["tam"] for each in visits} == {"priya"}
    assert visits[0]["changes"][-1]["step"] == "reassigned"


def test_too_much_is_said_with_what_would_make_it_fit(year: Practice) -> None:
    year.write(
        "practice/people/jim.yaml",
        dump({**JIM, "weekdays": ["monday"], "leave": [{"since": "2027-01-01", "until": "2027-09-30"}]}),
    )
    found = planned(year)
    assert sum(each["visits"] for each in found["unmet"]) >= 22 - 13
    assert any(
        "jim has 13 days, and the clients want 22 visits: 9 days are missing." in each for each in found["shortages"]
    )


def test_a_client_that_is_closed_on_everything(year: Practice) -> None:
    year.client(
        "acme",
        visiting={"closed": [{"since": "2027-01-01", "until": "2027-12-31"}]},
        agreement={"starts": "2026-01-01", "onsite_days": 12},
    )
    found = planned(year)
    assert {"client": "acme", "visits": 12} in found["unmet"]
    assert any("acme" in sentence for sentence in found["shortages"])


@pytest.mark.parametrize(
    ("change", "arguments", "code", "sentence"),
    [
        ({}, ("plan", "--year", "2025"), 2, "2025 is over: plan 2026 or a later year."),
        ({"practice/people/jim.yaml": dump({**JIM, "ends": "2026-12-31"})}, ("plan", "--year", "2027"), 3, "jim has no day in 2027 on which a visit is possible"),
        ({}, ("plan", "--year", "2027", "--hold", "acme"), 2, "--hold takes CLIENT:DAY"),
        ({}, ("confirm", "acme", "2027-01-05"), 2, "acme has no visit on 2027-01-05. It has no visits planned"),
        ({}, ("show", "acem"), 2, "There is no client 'acem'. Did you mean 'acme'?"),
        ({}, ("export",), 2, "Name one target: --ics FILE or --invitations DIR."),
        (
            {f"practice/schedule/2027/{each}.yaml": "visits: [{id: 1, day: 2027-03-02, tam: jim, status: confirmed}]\n" for each in ("acme", "tesco")},
            ("plan", "--year", "2027"), 3, "2027-03-02",
        ),
    ],
)  # fmt: skip
def test_bad_input_gets_one_sentence_and_writes_nothing(
    change: dict[str, str], arguments: tuple[str, ...], code: int, sentence: str, year: Practice
) -> None:
    for path, text in change.items():
        year.write(path, text)
    before = year.files()
    done = year.run("schedule", *arguments)
    assert (done.code, done.out) == (code, "")
    assert sentence in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert year.files() == before


def test_a_problem_is_plain_data_that_solve_understands(year: Practice, tmp_path: Path) -> None:
    file = tmp_path / "problem.json"
    assert year.run("schedule", "plan", "--year", "2027", "--problem", str(file)).code == 0
    problem = read_problem("problem.json", file.read_bytes())
    assert [client.id for client in problem.clients] == ["acme", "tesco", "umbrella"]
    solved = year.run("schedule", "solve", str(file), "--json").json
    found = planned(year)
    assert (solved["status"], solved["objective"]) == ("optimal", found["objective"])
    assert solved["plan"]["acme"] == [each["date"] for each in found["visits"] if each["client"] == "acme"]
    outside = Practice(tmp_path, year.home).run(
        "schedule", "solve", "-", "--json", stdin=json.dumps(json.loads(file.read_text()))
    )
    assert outside.json["plan"] == solved["plan"], "it needs no workspace"


def test_a_move_says_what_speaks_against_it(year: Practice) -> None:
    planned(year, "--write")
    own, other = days(year, "acme"), days(year, "tesco")
    before = year.files()
    for to, sentence in (
        ("2027-01-01", "jim does not work on Friday, 2027-01-01"), ("2027-06-05", "jim does not work on Saturday"),
        (other[3], f"jim is at tesco on {other[3]}"), (own[6], f"acme has a visit on {own[6]} already"),
    ):  # fmt: skip
        done = year.run("schedule", "move", "acme", own[5], to)
        assert done.code in (2, 3)
        assert sentence in done.err
    assert year.files() == before
    assert year.run("schedule", "move", "acme", own[5], "2027-06-05", "--anyway", "--reason", "Their audit.").code == 0
    assert "2027-06-05" in days(year, "acme")


def test_a_move_makes_room_with_the_fewest_other_moves(year: Practice) -> None:
    planned(year, "--write")
    own, other = days(year, "acme"), days(year, "tesco")
    done = year.run("schedule", "move", "acme", own[3], other[2], "--replan", "--anyway", "--reason", "They asked.")
    assert done.code == 0, done.err
    assert f"acme: {own[3]} → {other[2]}." in done.out
    assert other[2] in days(year, "acme")
    assert len([each for each in days(year, "tesco") if each not in other]) == 1
    shown = year.run("schedule", "show", "--year", "2027", "--json").json["visits"]
    assert [each["client"] for each in shown if each["date"] == other[2]] == ["acme"]


def test_a_cancelled_visit_stays_in_the_file_and_the_calendar(year: Practice, tmp_path: Path) -> None:
    planned(year, "--write")
    first = days(year, "acme")[0]
    assert year.run("schedule", "cancel", "acme", first).code == 2
    assert year.run("schedule", "cancel", "acme", first, "--reason", "Stocktaking.").code == 0
    assert first not in days(year, "acme")
    file = tmp_path / "jim.ics"
    assert year.run("schedule", "export", "--ics", str(file), "--tam", "jim").code == 0
    assert file.read_text().count("STATUS:CANCELLED") == 1
    assert "acme: 1 visit of 12 in 2027 is not planned." in year.run("schedule", "check", "--year", "2027").out


def test_the_same_practice_gives_the_same_plan_in_another_process(year: Practice) -> None:
    one = year.program("schedule", "plan", "--year", "2027", "--json", env={"PYTHONHASHSEED": "1"})
    two = year.program("schedule", "plan", "--year", "2027", "--json", env={"PYTHONHASHSEED": "2"})
    assert one.code == 0
    assert one.out == two.out
