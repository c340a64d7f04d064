"""`msptool report year`: the practice's year, with every visit, day off and free day of every TAM."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.reports.planned_year import months
from msptool.reports.year import initials
from tests.reports.year_practice import plan_year, visit, write_visits
from tests.small_practice import Practice, dump
from tests.trees import only_sentence


@pytest.fixture
def planned(practice: Practice) -> Practice:
    """The small practice with its year 2027."""
    return plan_year(practice)


def days(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The days of the calendar by date."""
    return {day["day"]: day for month in data["months"] for week in month["weeks"] for day in week if day is not None}


def test_every_visit_stands_on_its_day_with_who_visits_whom(planned: Practice) -> None:
    data = planned.run("report", "year", "--json").json
    assert data["schema"] == "msptool/report-year/1"
    assert data["year"] == 2027
    assert data["weekdays"] == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    calendar = days(data)
    assert calendar["2027-01-12"]["visits"] == [
        {"client": "Acme Explosives", "tam": "Jim Tam", "initials": "JT", "status": "confirmed"},
        {"client": "Bakery", "tam": "Priya Nair", "initials": "PN", "status": "planned"},
    ]
    assert [each["status"] for each in calendar["2027-02-09"]["visits"]] == ["cancelled"]
    assert sum(len(day["visits"]) for day in calendar.values()) == 7
    assert data["totals"] == {"planned": 3, "confirmed": 1, "done": 0, "cancelled": 3}


def test_days_off_say_whose_they_are_and_leave_says_no_reason(planned: Practice) -> None:
    done = planned.run("report", "year", "--json")
    calendar = days(done.json)
    assert calendar["2027-01-01"]["off"] == ["New Year's Day"]
    # Priya does not follow the calendar of internal days.
    assert calendar["2027-03-12"]["off"] == ["Team day (JT)"]
    assert [day for day, each in calendar.items() if each["away"]] == [f"2027-07-{day}" for day in range(12, 17)]
    assert calendar["2027-07-12"]["away"] == ["JT"]
    assert "Spain" not in done.out


def test_each_tam_has_visits_and_free_days_by_month(planned: Practice) -> None:
    jim, priya = planned.run("report", "year", "--json").json["tams"]
    assert (jim["name"], priya["name"]) == ("Jim Tam", "Priya Nair")
    # January 2027 has 21 weekdays: one is a holiday, and one has the visit.
    assert jim["months"][0] == {"visits": 1, "free": 19}
    # What is cancelled leaves its day free.
    assert jim["months"][1] == {"visits": 0, "free": 20}
    # 23 weekdays less the team day; 22 less five days of leave.
    assert (jim["months"][2]["free"], priya["months"][2]["free"]) == (22, 23)
    assert (jim["months"][6]["free"], priya["months"][6]["free"]) == (17, 22)
    assert jim["year"] == {"visits": 2, "free": 261 - 1 - 1 - 5 - 2}
    for tam in (jim, priya):
        for part in ("visits", "free"):
            assert tam["year"][part] == sum(month[part] for month in tam["months"])


def test_the_list_by_client_tells_why_a_visit_was_moved(planned: Practice) -> None:
    acme, bakery = planned.run("report", "year", "--json").json["clients"]
    assert (acme["client"], acme["takes_place"], acme["tams"]) == ("Acme Explosives", 2, ["Jim Tam"])
    assert acme["visits"][0]["changes"] == [
        {"on": "2026-11-20", "step": "moved", "was": "2027-01-11", "reason": "The client asked for a Tuesday."}
    ]
    assert [each["changes"] for each in bakery["visits"]] == [[], []]
    for format in ("md", "html"):
        text = planned.run("report", "year", "--format", format).out
        assert "The client asked for a Tuesday." in text
        assert "Internal: not for a client" in text


def test_without_a_year_it_is_the_next_planned_one_and_else_this_one(planned: Practice) -> None:
    def shown(today: date, *options: str) -> int:
        return int(planned.run("report", "year", "--json", *options, today=today).json["year"])

    write_visits(planned, "acme", [visit(1, "2029-03-05")], "2029")
    assert shown(date(2026, 11, 16)) == 2027
    assert shown(date(2027, 3, 1)) == 2029
    assert shown(date(2030, 1, 1)) == 2030
    assert shown(date(2026, 11, 16), "--year", "2026") == 2026


def test_a_year_without_visits_is_a_calendar_all_the_same(planned: Practice) -> None:
    done = planned.run("report", "year", "--year", "2028", "--format", "html")
    assert done.code == 0
    assert "February 2028" in done.out
    assert done.err == "No visits are planned in 2028: 'msptool schedule plan' plans a year.\n"


def test_who_or_what_has_no_file_any_more_is_shown_by_its_id(planned: Practice) -> None:
    write_visits(planned, "gone", [visit(1, "2027-08-03", tam="leo")])
    data = planned.run("report", "year", "--json").json
    leo = next(tam for tam in data["tams"] if tam["name"] == "leo")
    assert leo["year"] == {"visits": 1, "free": None}
    assert [each["client"] for each in days(data)["2027-08-03"]["visits"]] == ["gone"]
    assert "0 free" not in planned.run("report", "year", "--format", "html").out.split(">leo<")[-1].split("</tr>")[0]


def test_a_visit_on_a_saturday_gets_a_column(planned: Practice) -> None:
    write_visits(planned, "acme", [visit(1, "2027-01-16")])
    data = planned.run("report", "year", "--json").json
    assert data["weekdays"][-1] == "Saturday"
    assert len(days(data)["2027-01-16"]["visits"]) == 1


def test_a_tam_who_left_before_the_year_is_not_in_it(planned: Practice) -> None:
    planned.write("practice/people/old.yaml", dump({"name": "Old Hand", "roles": ["tam"], "ends": "2026-12-31"}))
    assert [tam["name"] for tam in planned.run("report", "year", "--json").json["tams"]] == ["Jim Tam", "Priya Nair"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["year", "acme"], "'msptool report client-year acme' is the page for one client"),
        (["year", "--review", "2026-11-12"], "The year report is about a year"),
        (["visit", "acme", "--year", "2027"], "The visit report is about a review"),
        (["client-year"], "'msptool report client-year CLIENT'"),
        (["notification", "acmee"], "There is no client 'acmee'"),
    ],
)
def test_what_makes_no_sense_is_refused(planned: Practice, arguments: list[str], words: str) -> None:
    done = planned.run("report", *arguments)
    assert (done.code, done.out) == (2, "")
    assert words in only_sentence(done)


def test_a_broken_file_of_visits_is_refused_with_its_place(planned: Practice) -> None:
    planned.write("practice/schedule/2027/acme.yaml", "visits:\n  - {id: 1, day: 2026-01-12, tam: jim}\n")
    for arguments in (["year"], ["client-year", "bakery"], ["notification", "bakery"]):
        done = planned.run("report", *arguments)
        assert (done.code, done.out) == (3, "")
        assert "practice/schedule/2027/acme.yaml" in only_sentence(done)


def test_a_calendar_that_is_not_there_is_refused(planned: Practice) -> None:
    (planned.root / "practice/calendars/own.yaml").unlink()
    done = planned.run("report", "year")
    assert done.code == 3
    assert "the calendar 'own', which is not there" in only_sentence(done)


@given(st.integers(1900, 2200), st.sets(st.integers(0, 6), min_size=1))
def test_the_months_hold_every_day_of_the_year_once_and_in_its_column(year: int, weekdays: set[int]) -> None:
    columns = sorted(weekdays)
    shown = []
    for first, weeks in months(year, weekdays):
        for week in weeks:
            assert len(week) == len(columns)
            for column, day in zip(columns, week, strict=True):
                if day is not None:
                    assert (day.year, day.month, day.weekday()) == (year, first.month, column)
                    shown.append(day)
    assert shown == [day for day in _days(year) if day.weekday() in weekdays]


def _days(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(1)


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["Jim Calder", "Priya Nair"], ["JC", "PN"]),
        (["Jim Calder", "Joan Cole", "Tom Reyes"], ["JCa", "JCo", "TRe"]),
        (["Jim van der Calder", "leo"], ["JC", "le"]),
        (["Jim Calder", "Jim Calder"], ["Jim Calder", "Jim Calder"]),
        ([], []),
    ],
)
def test_initials_tell_people_apart(names: list[str], short: list[str]) -> None:
    assert initials(names) == short


@given(st.lists(st.text(min_size=1), unique=True, max_size=8))
def test_initials_are_as_different_as_the_names(names: list[str]) -> None:
    assert len(set(initials(names))) == len(names)
