"""A year goes on: what a plan may change, what it never does, and what it was made from."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from msptool.planner import solver
from msptool.workspace import files
from msptool.workspace.problems import Refusal
from tests.schedule.years import JIM, days, do, planned, visits
from tests.small_practice import Practice, dump

# What is written meanwhile


def test_a_plan_never_overwrites_what_changed_while_it_was_made(
    year: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(year, "--write")
    away, other = days(year, "acme")[3], days(year, "tesco")[1]
    year.write("practice/people/jim.yaml", dump({**JIM, "leave": [{"since": away, "until": away}]}))
    solve = solver.solve
    # Of the visit that the plan moves, and of one that it knows nothing of yet.
    for client, day in (("tesco", other), ("acme", away)):

        def slowly(*given: Any, client: str = client, day: str = day, **more: Any) -> Any:
            found = solve(*given, **more)
            do(year, "confirm", client, day)
            return found

        monkeypatch.setattr("msptool.schedule.drawing.solve", slowly)
        done = year.run("schedule", "plan", "--year", "2027", "--write")
        assert done.code == 3
        assert f"practice/schedule/2027/{client}.yaml changed while" in done.err
        changed = next(each for each in visits(year, client) if each["day"] == day)
        assert (changed["status"], changed["changes"][-1]["step"]) == ("confirmed", "confirmed")


def test_a_move_that_makes_room_writes_all_or_nothing(year: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    planned(year, "--write")
    own, other = days(year, "acme"), days(year, "tesco")
    before, written = year.files(), []
    write_file = files.write_file

    def full(path: Any, content: bytes, *, expected: str | None) -> None:
        written.append(path)
        if len(written) == 2:
            raise Refusal("the disk is full")
        write_file(path, content, expected=expected)

    monkeypatch.setattr("msptool.workspace.writes.write_file", full)
    done = year.run("schedule", "move", "acme", own[3], other[2], "--replan", "--anyway")
    assert (done.code, "the disk is full" in done.err) == (3, True)
    assert year.files() == before


def test_nothing_is_written_before_the_room_is_found(year: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    planned(year, "--write")
    own, other = days(year, "acme"), days(year, "tesco")
    before = year.files()

    def stopped(*_: Any, **__: Any) -> Any:
        assert year.files() == before
        raise Refusal("stopped")

    monkeypatch.setattr("msptool.schedule.drawing.solve", stopped)
    assert year.run("schedule", "move", "acme", own[3], other[2], "--replan", "--anyway").code == 3
    assert year.files() == before


def test_making_room_neither_adds_nor_cancels_nor_hands_over_a_visit(year: Practice) -> None:
    planned(year, "--write")
    do(year, "cancel", "umbrella", days(year, "umbrella")[1], "--reason", "Stocktaking.")
    year.client("hooli", agreement={"starts": "2026-01-01", "onsite_days": 12})
    own, other = days(year, "acme"), days(year, "tesco")
    do(year, "move", "acme", own[3], other[2], "--replan", "--anyway")
    assert len(days(year, "umbrella")) == 3
    assert not (year.root / "practice/schedule/2027/hooli.yaml").exists()
    moved = next(each for each in visits(year, "acme") if each["day"] == other[2])
    assert [each["step"] for each in moved["changes"]] == ["planned", "moved"]


# What is cancelled


def test_confirmed_visits_of_a_lost_client_are_left_to_a_person(year: Practice) -> None:
    planned(year, "--write")
    first = days(year, "umbrella")[0]
    do(year, "confirm", "umbrella", first)
    year.client("umbrella", status="former", agreement={"starts": "2026-01-01", "ends": "2026-12-31", "onsite_days": 4})
    found = planned(year, "--write")
    assert [each["status"] for each in visits(year, "umbrella")] == ["confirmed"] + ["cancelled"] * 3
    assert f"umbrella: no agreement runs on {first}, and it stays: cancel what does not take place." in found["remarks"]


def test_visits_without_room_are_cancelled_only_when_that_is_said(year: Practice) -> None:
    planned(year, "--write")
    before = year.files()
    lost = [each for client in ("acme", "tesco", "umbrella") for each in days(year, client) if each >= "2027-02-01"]
    year.write("practice/people/jim.yaml", dump({**JIM, "leave": [{"since": "2027-02-01", "until": "2027-12-31"}]}))
    shown = year.run("schedule", "plan", "--year", "2027")
    assert shown.code == 0
    refused = year.run("schedule", "plan", "--year", "2027", "--write")
    assert refused.code == 3
    assert "There is no room for acme 2027-" in refused.err
    assert "say --drop, and they are cancelled" in refused.err
    assert {**year.files(), "practice/people/jim.yaml": b""} == {**before, "practice/people/jim.yaml": b""}
    found = planned(year, "--write", "--drop", "--reason", "Jim is away.")
    assert 0 < len(found["dropped"]) <= len(lost)
    cancelled = [
        each
        for client in ("acme", "tesco", "umbrella")
        for each in visits(year, client)
        if each["status"] == "cancelled"
    ]
    assert len(cancelled) == len(found["dropped"])


def test_visits_of_a_name_that_is_no_client_are_left_alone(year: Practice) -> None:
    year.write("practice/schedule/2027/acmee.yaml", "visits: [{id: 1, day: 2027-03-02, tam: jim}]\n")
    found = planned(year, "--write")
    assert found["dropped"] == []
    assert "There is no client 'acmee': its visits stay as they are." in found["remarks"]
    assert "2027-03-02" not in [each["date"] for each in found["visits"]], "Jim is there"


def test_a_cancelled_day_is_not_planned_again_and_the_others_stay(year: Practice) -> None:
    planned(year, "--write")
    before = visits(year, "acme")
    do(year, "cancel", "acme", before[4]["day"], "--reason", "Stocktaking.")
    found = planned(year, "--write")
    after = visits(year, "acme")
    assert (found["parts"]["move_count"], len(after), after[4]["status"]) == (1, 13, "cancelled")
    kept = [place for place in range(12) if place != 4]
    assert [(after[place]["day"], after[place]["ideal"]) for place in kept] == [
        (before[place]["day"], before[place]["ideal"]) for place in kept
    ]
    new = date.fromisoformat(after[12]["day"])
    assert 1 <= abs((new - date.fromisoformat(before[4]["day"])).days) <= 7
    assert after[12]["day"] != before[4]["day"]


def test_a_visit_that_a_person_moves_to_a_cancelled_day_stays_there(year: Practice) -> None:
    planned(year, "--write")
    fourth, fifth = days(year, "acme")[3:5]
    do(year, "cancel", "acme", fourth, "--reason", "Stocktaking.")
    do(year, "move", "acme", fifth, fourth, "--reason", "It is over.")
    planned(year, "--write")
    assert fourth in days(year, "acme")
