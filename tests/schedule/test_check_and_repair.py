"""`schedule check` says what is wrong, in every month of the year, and the commands that put it right work then."""

from __future__ import annotations

from datetime import date

import pytest

from tests.schedule.years import JIM, PRIYA, days, do, planned, visits
from tests.small_practice import TODAY, Practice, dump

APRIL = date(2027, 4, 5)


def written(practice: Practice, client: str, *entries: str, year: int = 2027) -> None:
    lines = "".join(f"  - {{id: {number}, {each}}}\n" for number, each in enumerate(entries, 1))
    practice.write(f"practice/schedule/{year}/{client}.yaml", f"visits:\n{lines}")


def checked(practice: Practice, year: int = 2027, today: date = TODAY) -> list[str]:
    done = practice.run("schedule", "check", "--year", str(year), today=today)
    assert done.code in (0, 1), done.err
    return done.out.splitlines() if done.code else []


def test_a_year_that_runs_is_checked_without_complaints_about_its_past(year: Practice) -> None:
    planned(year, "--write")
    for client in ("acme", "tesco", "umbrella"):
        for day in days(year, client):
            if day < "2027-04-05":
                do(year, "done", client, day, today=APRIL)
    assert checked(year, today=APRIL) == []


def test_a_visit_that_is_past_and_neither_done_nor_moved_is_said_so_once(year: Practice) -> None:
    planned(year, "--write")
    past = [day for day in days(year, "acme") if day < "2027-04-05"]
    do(year, "confirm", "acme", past[0])
    found = [each for each in checked(year, today=APRIL) if each.startswith("acme")]
    asked = "Did the visit take place? Mark it done, move it or cancel it."
    assert found == [f"acme: {day} is past. {asked}" for day in past]
    assert checked(year, today=date(2028, 1, 4))[:1] == [f"acme: {past[0]} is past. {asked}"]


def test_new_year_of_a_year_to_come_is_a_day_like_others(practice: Practice) -> None:
    practice.client("acme", agreement={"starts": "2026-01-01", "onsite_days": 1})
    written(practice, "acme", "day: 2027-01-01, tam: jim")
    assert checked(practice) == []


def test_two_visits_on_a_day_are_said_and_one_of_them_can_be_moved(year: Practice) -> None:
    for client in ("acme", "tesco"):
        written(year, client, "day: 2027-03-02, tam: jim, status: confirmed")
    assert "jim has 2 visits on 2027-03-02: acme, tesco." in checked(year)
    do(year, "move", "acme", "2027-03-02", "2027-03-03")
    assert not any("2 visits" in each for each in checked(year))


def test_two_visits_that_were_on_a_day_are_said_and_the_rest_is_planned(year: Practice) -> None:
    for client in ("acme", "tesco"):
        written(year, client, "day: 2027-03-02, tam: jim, status: done")
    assert "jim has 2 visits on 2027-03-02: acme, tesco." in checked(year, today=APRIL)
    found = planned(year, today=APRIL)
    assert len([each for each in found["visits"] if each["date"] == "2027-03-02"]) == 2


def test_after_new_year_a_visit_of_december_can_still_be_put_right(year: Practice) -> None:
    written(year, "acme", "day: 2026-12-30, tam: jim", "day: 2026-12-02, tam: jim", year=2026)
    january = date(2027, 1, 4)
    do(year, "move", "acme", "2026-12-30", "2026-12-29", today=january)
    do(year, "done", "acme", "2026-12-29", today=january)
    do(year, "done", "acme", "2026-12-02", "--on", "2026-12-03", "--reason", "Snow.", today=january)
    first, second = visits(year, "acme", 2026)
    assert (first["day"], first["status"]) == ("2026-12-29", "done")
    assert (second["day"], second["status"], [each["step"] for each in second["changes"]]) == (
        "2026-12-03", "done", ["moved", "done"],
    )  # fmt: skip
    assert year.run("lint", "--json", today=january).json["problems"][1:] == []


def test_a_visit_that_took_place_earlier_than_planned_is_one_step(year: Practice) -> None:
    written(year, "acme", "day: 2027-02-10, tam: jim")
    february = date(2027, 2, 3)
    refused = year.run("schedule", "done", "acme", "2027-02-10", today=february)
    assert "2027-02-10 is still to come: name the day on which the visit took place with --on." in refused.err
    assert do(year, "done", "acme", "2027-02-10", "--on", "2027-02-03", today=february) == "acme 2027-02-03: done.\n"


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("2027-03-02", "jim is at tesco on 2027-03-02: put that visit right first, or name another day."),
        ("2027-03-16", "acme has a visit on 2027-03-16 already."),
        ("2027-04-06", "2027-04-06 is still to come"),
        ("2026-12-30", "2026-12-30 is in another year"),
    ],
)
def test_a_day_on_which_a_visit_cannot_have_been(year: Practice, on: str, sentence: str) -> None:
    written(year, "acme", "day: 2027-03-03, tam: jim", "day: 2027-03-16, tam: jim")
    written(year, "tesco", "day: 2027-03-02, tam: jim, status: planned")
    before = year.files()
    done = year.run("schedule", "done", "acme", "2027-03-03", "--on", on, today=APRIL)
    assert (done.code, sentence in done.err) == (2, True), done.err
    assert year.files() == before


def test_a_move_asks_whoever_makes_the_visit(year: Practice) -> None:
    year.write("practice/people/priya.yaml", dump({**PRIYA, "leave": [{"since": "2027-03-09", "until": "2027-03-09"}]}))
    written(year, "acme", "day: 2027-03-02, tam: priya")
    done = year.run("schedule", "move", "acme", "2027-03-02", "2027-03-09")
    assert (done.code, "priya is away on Tuesday, 2027-03-09. Choose another day" in done.err) == (2, True)


def test_a_move_asks_also_where_the_client_has_no_tam_or_no_agreement(year: Practice) -> None:
    written(year, "initech", "day: 2027-03-02, tam: jim")
    year.client("hooli", status="former", agreement={"starts": "2025-01-01", "ends": "2026-12-31"})
    written(year, "hooli", "day: 2027-03-03, tam: jim")
    for client, day, to, sentence in (
        ("initech", "2027-03-02", "2027-06-06", "jim does not work on Sunday"),
        ("initech", "2027-03-02", "2027-01-01", "jim does not work on Friday, 2027-01-01: New Year's Day."),
        ("hooli", "2027-03-03", "2027-03-04", "No agreement of hooli runs on 2027-03-04."),
    ):
        done = year.run("schedule", "move", client, day, to)
        assert (done.code, sentence in done.err) == (2, True), done.err


def test_a_confirmed_visit_that_moves_is_to_be_confirmed_again(year: Practice) -> None:
    written(year, "acme", "day: 2027-03-02, tam: jim, status: confirmed", "day: 2027-06-01, tam: jim")
    do(year, "move", "acme", "2027-03-02", "2027-03-09")
    do(year, "move", "acme", "2027-06-01", "2027-06-08", "--confirmed")
    first, second = visits(year, "acme")
    assert (first["status"], [each["step"] for each in first["changes"]]) == ("planned", ["moved"])
    assert (second["status"], [each["step"] for each in second["changes"]]) == ("confirmed", ["moved", "confirmed"])


def test_what_is_not_there_is_told_apart(year: Practice) -> None:
    assert "No visit is written." in year.run("schedule", "show").err
    written(year, "acme", "day: 2026-02-10, tam: jim, status: done", year=2026)
    assert "No visit is ahead: '--all' shows those that are past or cancelled." in year.run("schedule", "show").err
    done = year.run("schedule", "confirm", "acmee", "2026-02-10")
    assert "acmee has no visit on 2026-02-10. Did you mean 'acme'?" in done.err


def test_leave_and_closed_days_are_named_for_each_visit(year: Practice) -> None:
    year.client(
        "acme", agreement={"starts": "2026-01-01", "onsite_days": 3},
        visiting={"min_gap": 20, "closed": [{"since": "2027-06-01", "until": "2027-06-30", "reason": "Tax deadline"}]},
    )  # fmt: skip
    year.write(
        "practice/people/jim.yaml",
        dump({**JIM, "leave": [{"since": "2027-03-02", "reason": "A course."}], "ends": "2027-06-30"}),
    )
    written(
        year, "acme", "day: 2027-03-02, tam: jim", "day: 2027-03-10, tam: jim", "day: 2027-06-08, tam: jim",
        "day: 2027-08-03, tam: jim", "day: 2027-09-07, tam: jmi",
    )  # fmt: skip
    assert [each for each in checked(year) if each.startswith("acme")] == [
        "acme: jim is away on Tuesday, 2027-03-02: A course.",
        "acme: 2027-03-10 is 8 days from the visit on 2027-03-02; acme wants at least 20 between.",
        "acme: is closed on 2027-06-08: Tax deadline.",
        "acme: jim does not work on 2027-08-03 any more, but until 2027-06-30.",
        "acme: jmi is nobody in practice/people/.",
        "acme: jmi visits on 2027-09-07, and the client's TAM is jim.",
        "acme has 5 visits in 2027, and the agreement has 3. A new plan cancels what is too much; or change 'onsite_days'.",
    ]


def test_an_agreement_that_is_over_is_said_once(year: Practice) -> None:
    planned(year, "--write")
    confirmed = days(year, "acme")[5]
    do(year, "confirm", "acme", confirmed)
    year.client("acme", agreement={"starts": "2026-01-01", "ends": "2027-01-31", "onsite_days": 12})
    found = [each for each in checked(year) if each.startswith("acme")]
    first = days(year, "acme")[1]
    assert found == [
        f"acme: 11 visits are on days without an agreement, from {first} on. A new plan cancels what is not confirmed."
    ]
    said = planned(year, "--write", "--reason", "They leave.")["remarks"]
    assert f"acme: no agreement runs on {confirmed}, and it stays: cancel what does not take place." in said
    assert days(year, "acme") == [days(year, "acme")[0], confirmed]


def test_what_a_person_put_against_a_rule_stays_there_until_it_is_taken_back(year: Practice) -> None:
    planned(year, "--write")
    fifth, other = days(year, "acme")[4], days(year, "tesco")[2]
    do(year, "move", "acme", fifth, "2027-06-05", "--anyway", "--reason", "Their audit.")
    assert "planned, held, moved from" in year.run("schedule", "show", "acme", "--year", "2027").out
    assert "2027-06-05" in [each["date"] for each in planned(year, "--write")["visits"]]
    # Making room for another visit does not touch it either.
    before = {client: days(year, client) for client in ("acme", "tesco", "umbrella")}
    said = do(
        year, "move", "umbrella", days(year, "umbrella")[1], other, "--replan", "--anyway", "--reason", "They asked."
    )
    assert said.count("(was in the way)") == 1
    assert days(year, "acme") == before["acme"]
    gave_way = next(each for each in visits(year, "tesco") if each["changes"][-1]["step"] == "moved")
    assert gave_way["changes"][-1]["reason"] == f"umbrella was moved to {other}."
    do(year, "reopen", "acme", "2027-06-05", "--reason", "The audit is over.")
    assert "2027-06-05" not in [each["date"] for each in planned(year)["visits"]]


def test_a_visit_that_a_person_moves_far_away_is_not_moved_back(year: Practice) -> None:
    planned(year, "--write")
    second = days(year, "tesco")[1]
    do(year, "move", "tesco", second, "2027-04-29", "--reason", "They build.")
    assert "2027-04-29" in [each["date"] for each in planned(year, "--write")["visits"]]
    assert days(year, "tesco")[1] == "2027-04-29"


def test_a_confirmation_and_a_cancellation_can_be_taken_back(year: Practice) -> None:
    planned(year, "--write")
    first, second = days(year, "acme")[:2]
    do(year, "confirm", "acme", first)
    do(year, "cancel", "acme", second, "--reason", "By mistake.")
    assert "Say why it is taken back" in year.run("schedule", "reopen", "acme", first).err
    for day in (first, second):
        do(year, "reopen", "acme", day, "--reason", "It was the wrong client.")
    assert [(each["status"], each["changes"][-1]["step"]) for each in visits(year, "acme")[:2]] == [
        ("planned", "reopened")
    ] * 2
    assert "there is nothing to take back" in year.run("schedule", "reopen", "acme", first, "--reason", "x").err
    assert (
        "acme has no visit on 2027-01-02" in year.run("schedule", "reopen", "acme", "2027-01-02", "--reason", "x").err
    )
    do(year, "cancel", "acme", first, "--reason", "Stocktaking.")
    do(year, "move", "tesco", days(year, "tesco")[0], first, "--reason", "They asked.")
    refused = year.run("schedule", "reopen", "acme", first, "--reason", "It is over.")
    assert f"jim is at tesco on {first}: the next plan gives acme another day." in refused.err
