"""Which days and visits of a year a plan counts, and what it tells beside the plan."""

from __future__ import annotations

from datetime import date, timedelta

from tests.schedule.years import JIM, days, gaps, of, planned
from tests.small_practice import Practice, dump

SEPTEMBER = date(2026, 9, 1)


def test_a_first_plan_in_september_holds_the_rest_of_the_year(practice: Practice) -> None:
    practice.client("acme", agreement={"starts": "2025-01-01", "onsite_days": 12})
    found = planned(practice, "--write", year=2026, today=SEPTEMBER)
    assert len(of(found, "acme")) == 4
    assert min(gaps(of(found, "acme"))) >= 25
    assert "What had no visits yet is planned from 2026-09-02 on." in found["remarks"]
    assert practice.run("schedule", "check", "--year", "2026", today=SEPTEMBER).code == 0
    later = planned(practice, "--write", year=2026, today=date(2026, 9, 3))
    assert later["written"] == [], "its year began in September"


def test_what_is_left_of_a_year_is_spaced_over_what_is_left_of_its_days(practice: Practice) -> None:
    practice.client("acme", agreement={"starts": "2025-01-01", "onsite_days": 12})
    practice.write(
        "practice/schedule/2026/acme.yaml",
        "visits:\n" + "".join(f"  - {{id: {n}, day: 2026-0{n}-10, tam: jim, status: done}}\n" for n in range(1, 7)),
    )
    found = planned(practice, year=2026, today=SEPTEMBER)
    assert (len(of(found, "acme")), found["unmet"]) == (12, [])
    assert all(15 <= each <= 20 for each in gaps(of(found, "acme")[6:]))
    practice.write(
        "practice/schedule/2026/acme.yaml",
        "visits: [{id: 1, day: 2026-10-06, tam: jim, status: confirmed, changes: [{on: 2026-08-31, step: confirmed}]}]\n",
    )
    found = planned(practice, year=2026, today=SEPTEMBER)
    assert len(of(found, "acme")) + found["unmet"][0]["visits"] == 12, (
        "a step by hand is no plan of the rest of the year"
    )


def test_each_agreement_of_a_year_counts_for_its_days(year: Practice) -> None:
    year.client(
        "acme", agreement={"starts": "2027-09-01", "onsite_days": 24, "mrr": 9000},
        earlier_agreements=[{"starts": "2026-01-01", "ends": "2027-03-31", "onsite_days": 4, "mrr": 1000}],
    )  # fmt: skip
    found = planned(year)
    # 4 a year for 90 days, and 24 a year for 122.
    assert [each < "2027-04-01" for each in of(found, "acme")] == [True] + [False] * 8
    assert of(found, "acme")[1] >= "2027-09-01"
    assert any(each == "acme: No agreement runs after 2027-03-31 and before 2027-09-01." for each in found["remarks"])
    assert len(of(planned(year, year=2026, today=date(2026, 1, 1)), "acme")) == 4
    load = year.run("schedule", "capacity", "--year", "2026", "--json").json
    (acme,) = [each for each in load["tams"][0]["clients"] if each["client"] == "acme"]
    assert (acme["visits"], acme["whole_year"], load["mrr"]["amount"]) == (4, 4, "1000.00")
    by_month = {each["month"]: each["promised_a_year"] for each in load["tams"][0]["months"]}
    assert (by_month["2027-03"], by_month["2027-04"], by_month["2027-09"]) == (14, 10, 34)


def test_a_former_client_without_an_end_gets_no_visits_and_lint_says_so(year: Practice) -> None:
    year.client("acme", status="former", agreement={"starts": "2026-01-01", "onsite_days": 12})
    assert of(planned(year), "acme") == []
    problems = year.run("lint", "--json").json["problems"]
    assert [(each["code"], each["path"]) for each in problems if each["severity"] == "error"] == [
        ("C107", "clients/acme/client.yaml")
    ]


def test_a_former_client_whose_agreement_runs_on_is_said(year: Practice) -> None:
    year.client("acme", status="former", agreement={"starts": "2026-01-01", "ends": "2027-06-30", "onsite_days": 12})
    said = planned(year)["remarks"]
    assert (
        "acme is a former client, and its agreement runs until 2027-06-30: set 'ends' to its last day in "
        "clients/acme/client.yaml."
    ) in said
    assert "C107" in [each["code"] for each in year.run("lint", "--json").json["problems"]]


def test_an_agreement_for_fewer_visits_moves_none_of_those_that_stay(year: Practice) -> None:
    planned(year, "--write")
    before = days(year, "umbrella")
    year.client("umbrella", agreement={"starts": "2026-01-01", "onsite_days": 2})
    found = planned(year, "--write")
    assert (found["parts"]["move_count"], len(found["dropped"])) == (0, 2)
    left = days(year, "umbrella")
    assert set(left) < set(before)
    assert gaps(left)[0] >= 170


def test_holidays_that_nobody_wrote_yet_are_said(year: Practice) -> None:
    calendar = {
        "name": "Public holidays US IL",
        "country": "US",
        "region": "IL",
        "days": {"2027-01-01": "New Year's Day"},
    }
    year.write("practice/calendars/us.yaml", dump(calendar))
    sentence = "The calendar 'us' has no day in 2028: 'msptool schedule holidays US --region IL --year 2028 --write' adds them."
    assert sentence not in planned(year)["remarks"]
    assert sentence in planned(year, year=2028)["remarks"]
    assert sentence in year.run("schedule", "capacity", "--year", "2028", "--json").json["warnings"]


def test_a_broken_file_of_a_person_is_refused_and_nobody_vanishes(year: Practice) -> None:
    year.write("practice/people/jim.yaml", dump({**JIM, "leave": [{"since": "2027-08-13", "until": "2027-08-02"}]}))
    for command in (("plan", "--year", "2027"), ("capacity",), ("check", "--year", "2027")):
        done = year.run("schedule", *command)
        assert (done.code, "practice/people/jim.yaml:" in done.err) == (3, True), done.err
        assert "it ends before it starts" in done.err


def test_days_that_nobody_works_on_and_a_practice_without_clients_are_said(year: Practice) -> None:
    year.client("acme", visiting={"weekdays": ["sunday"]}, agreement={"starts": "2026-01-01", "onsite_days": 12})
    assert "acme: jim does not work on the days that it likes (Sunday)." in planned(year)["remarks"]
    for each in ("acme", "tesco", "umbrella", "initech"):
        (year.root / f"clients/{each}/client.yaml").unlink()
    assert planned(year)["remarks"] == ["There are no clients: 'clients/ID/client.yaml' is one."]


def test_what_does_not_fit_stands_at_the_top(year: Practice) -> None:
    closed = {"closed": [{"since": "2027-01-01", "until": "2027-12-31"}]}
    year.client("acme", visiting=closed, agreement={"starts": "2026-01-01", "onsite_days": 12})
    assert "12 visits do not fit: see below." in year.run("schedule", "plan", "--year", "2027").out.splitlines()[:4]


def test_who_gives_no_reason_is_told_that_none_is_kept(year: Practice) -> None:
    planned(year, "--write")
    away = days(year, "acme")[2]
    year.write("practice/people/jim.yaml", dump({**JIM, "leave": [{"since": away, "until": away}]}))
    said = "No reason is kept"
    assert said in year.run("schedule", "plan", "--year", "2027", "--write").err
    assert said in year.run("schedule", "move", "tesco", days(year, "tesco")[1], "2027-04-15").err
    assert said not in year.run("schedule", "move", "tesco", "2027-04-15", "2027-04-16", "--reason", "They asked.").err


def test_the_days_between_two_visits_count_over_new_year(practice: Practice) -> None:
    practice.client("acme", agreement={"starts": "2020-01-01", "onsite_days": 4}, visiting={"min_gap": 60})
    practice.write("practice/schedule/2026/acme.yaml", "visits: [{id: 1, day: 2026-12-29, tam: jim}]\n")
    practice.write("practice/schedule/2028/acme.yaml", "visits: [{id: 1, day: 2028-01-04, tam: jim}]\n")
    found = of(planned(practice), "acme")
    assert len(found) == 4
    assert date.fromisoformat(found[0]) - date(2026, 12, 29) >= timedelta(60)
    assert date(2028, 1, 4) - date.fromisoformat(found[-1]) >= timedelta(60)
    practice.write("practice/schedule/2027/acme.yaml", "visits: [{id: 1, day: 2027-01-05, tam: jim}]\n")
    checked = practice.run("schedule", "check", "--year", "2027")
    assert "acme: 2027-01-05 is 7 days from the visit on 2026-12-29; acme wants at least 60 between." in checked.out


def test_a_problem_is_either_solved_and_written_or_given_away(year: Practice) -> None:
    done = year.run("schedule", "plan", "--year", "2027", "--write", "--problem", "p.json")
    assert (done.code, done.out) == (2, "")
    assert "--problem solves nothing, so there is nothing to --write: name one of the two." in done.err
