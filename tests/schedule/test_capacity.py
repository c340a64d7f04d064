"""`msptool schedule capacity` and `holidays`: days, promises, and warnings in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.clients.model import Client
from msptool.people.model import Person
from msptool.schedule.demand import demands, served_in
from msptool.schedule.model import Calendar
from msptool.schedule.team import working_year
from msptool.workspace.settings import WEEKDAYS, Schedule, Settings
from tests.small_practice import SETTINGS, Golden, Practice, dump


def person(**fields: object) -> Person:
    return Person.model_validate({"id": "jim", "name": "Jim Tam", "roles": ["tam"], **fields})


def client(id: str = "acme", **fields: object) -> Client:
    return Client.model_validate({"id": id, "name": id.title(), "team": {"tam": "jim"}, **fields})


@given(
    weekdays=st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True), year=st.integers(2000, 2100),
    off=st.lists(st.integers(0, 364), max_size=20), first=st.integers(0, 364), length=st.integers(0, 60),
)  # fmt: skip
def test_a_working_day_is_a_weekday_of_the_person_and_neither_holiday_nor_leave(
    weekdays: list[str], year: int, off: list[int], first: int, length: int
) -> None:
    start = date(year, 1, 1)
    days = {start + timedelta(each): "off" for each in off}
    leave = [{"since": start + timedelta(first), "until": start + timedelta(first + length)}]
    calendar = Calendar(id="us", name="US", days=days)
    found = working_year(person(weekdays=weekdays, leave=leave, calendars=["us"]), year, {"us": calendar}, Schedule())
    all_days = {start + timedelta(n) for n in range(366)} & {
        date.fromordinal(n) for n in range(start.toordinal(), date(year, 12, 31).toordinal() + 1)
    }
    away = {start + timedelta(first + n) for n in range(length + 1)}
    assert set(found.days) == {
        day for day in all_days if WEEKDAYS[day.weekday()] in weekdays and day not in days and day not in away
    }
    parts = (set(found.days), set(found.holidays), set(found.leave))
    assert (
        sum(map(len, parts)) == len(set().union(*parts)) == sum(WEEKDAYS[day.weekday()] in weekdays for day in all_days)
    )


@given(st.integers(0, 366), st.dates(date(2026, 6, 1), date(2028, 6, 1)), st.integers(0, 700))
def test_ideal_days_are_evenly_spread_over_the_days_on_which_the_agreement_runs(
    visits: int, starts: date, length: int
) -> None:
    wanted = client(agreement={"starts": starts, "ends": starts + timedelta(length), "onsite_days": visits})
    found = demands([wanted], 2027, Settings())
    served = served_in(wanted, 2027)
    if not served:
        assert found == []
        return
    (demand,), (period,) = found, served
    assert demand.periods == (period,)
    assert all(period.first <= day <= period.last for day in demand.ideals)
    assert len(demand.ideals) == demand.visits <= max(visits, 1)
    gaps = [(two - one).days for one, two in zip(demand.ideals, demand.ideals[1:], strict=False)]
    assert not gaps or max(gaps) - min(gaps) <= 1


def test_an_agreement_that_renews_goes_on_and_one_that_does_not_ends() -> None:
    ends = {"starts": "2025-07-01", "ends": "2027-06-30", "onsite_days": 12}
    assert demands([client(agreement=ends)], 2027, Settings())[0].visits == 6
    assert demands([client(agreement={**ends, "renews": True})], 2027, Settings())[0].visits == 12
    assert "ends on 2027-06-30" in demands([client(agreement=ends)], 2027, Settings())[0].remark


def test_the_clients_of_a_tam_do_not_aim_at_the_same_days() -> None:
    found = demands(
        [client(f"c{n}", agreement={"starts": "2020-01-01", "onsite_days": 12}) for n in range(20)], 2027, Settings()
    )
    firsts = [each.ideals[0] for each in found]
    assert len(set(firsts)) >= 18


@pytest.fixture
def full(practice: Practice) -> Practice:
    """Jim with more promised than he has days from April 2027 on."""
    practice.write("msptool.yaml", SETTINGS + "schedule: {calendars: [us]}\n")
    practice.write(
        "practice/calendars/us.yaml",
        dump({"name": "US", "days": {"2026-12-25": "Christmas Day", "2027-01-01": "New Year"}}),
    )
    practice.write(
        "practice/people/jim.yaml",
        dump(
            {
                "name": "Jim Tam",
                "roles": ["tam"],
                "weekdays": ["monday", "tuesday"],
                "leave": [{"since": "2027-08-02", "until": "2027-08-13"}],
            }
        ),
    )
    practice.client("acme", agreement={"starts": "2026-01-01", "mrr": 30000, "onsite_days": 90})
    practice.client("tesco", agreement={"starts": "2027-04-01", "mrr": 50000, "onsite_days": 24})
    return practice


def test_capacity_for_reading(full: Practice, golden: Golden) -> None:
    golden.check("capacity.txt", full.run("schedule", "capacity", "--year", "2027").out)


def test_the_warning_comes_months_before_it_is_too_much(full: Practice) -> None:
    found = full.run("schedule", "capacity", "--year", "2027", "--json").json
    (jim,) = found["tams"]
    assert (jim["days"], jim["leave"], jim["committed"]) == (100, 4, 108)
    assert any("From April 2027 on Jim Tam is oversold: 114 visits a year" in each for each in found["warnings"])
    assert any("Jim Tam looks after 80,000 of MRR" in each for each in found["warnings"])
    assert found["tams_needed_by_revenue"] == 1.14


def test_a_client_without_a_tam_is_named(full: Practice) -> None:
    full.client("lost", team={}, agreement={"starts": "2026-01-01"})
    found = full.run("schedule", "capacity", "--json").json
    assert found["without_tam"] == ["lost"]
    assert "Nobody visits lost: name a TAM under 'team'." in found["warnings"]


def test_a_calendar_that_is_not_there_is_refused_with_what_to_do(practice: Practice) -> None:
    practice.write("msptool.yaml", SETTINGS + "schedule: {calendars: [us-tx]}\n")
    done = practice.run("schedule", "capacity")
    assert done.code == 3
    assert "jim uses the calendar 'us-tx', which is not there" in done.err


def test_holidays_are_written_once_and_kept_apart_from_what_was_added_by_hand(practice: Practice) -> None:
    shown = practice.run("schedule", "holidays", "US", "--region", "TX", "--year", "2027")
    assert "2027-11-25  Thu  Thanksgiving" in shown.out
    assert practice.run("schedule", "holidays", "us", "--region", "tx", "--year", "2027", "--write").code == 0
    path = "practice/calendars/us-tx.yaml"
    practice.write(path, practice.read(path) + "  2028-01-03: Office day\n  2027-06-11: Summer party  # every year\n")
    assert practice.run("schedule", "holidays", "US", "--region", "TX", "--year", "2027", "--write").code == 0
    days = practice.data(path)["days"]
    assert days["2028-01-03"] == "Office day"
    assert days["2027-07-04"] == "Independence Day"
    assert days["2027-06-11"] == "Summer party"
    assert "Summer party  # every year\n" in practice.read(path)
    assert practice.run("lint", "--json").json["problems"] == []


def test_a_region_may_be_written_in_any_case_and_with_any_letters(practice: Practice) -> None:
    for country, region, name in (
        ("de", "augsburg", "de-augsburg"),
        ("BR", "São Paulo Capital", "br-sao-paulo-capital"),
    ):
        done = practice.run("schedule", "holidays", country, "--region", region, "--year", "2027", "--write", "--json")
        assert (done.code, done.json["calendar"]) == (0, name), done.err
    assert "2027-08-08" in practice.data("practice/calendars/de-augsburg.yaml")["days"]
    assert practice.run("lint", "--json").json["problems"] == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("XX",), "There is no country 'XX'."),
        (("US", "--region", "ZZ"), "There is no region 'ZZ' of US. The regions of US are"),
    ],
)
def test_an_unknown_place_is_refused(arguments: tuple[str, ...], sentence: str, practice: Practice) -> None:
    done = practice.run("schedule", "holidays", *arguments)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err


def test_leave_that_ends_before_it_starts_is_a_problem_at_its_place(practice: Practice) -> None:
    practice.write(
        "practice/people/jim.yaml", "name: Jim Tam\nroles: [tam]\nleave:\n  - {since: 2027-08-13, until: 2027-08-02}\n"
    )
    (problem,) = practice.run("lint", "--json").json["problems"]
    assert (problem["line"], "it ends before it starts" in problem["message"]) == (4, True)


def test_what_nobody_visits_counts_for_the_days_that_it_is_served(full: Practice) -> None:
    before = full.run("schedule", "capacity", "--year", "2027", "--json").json["tams_needed_by_days"]
    full.client("lost", team={}, agreement={"starts": "2027-07-02", "onsite_days": 100})
    after = full.run("schedule", "capacity", "--year", "2027", "--json").json["tams_needed_by_days"]
    # 50 visits of the second half of the year, on the 100 days that a TAM has.
    assert round(after - before, 2) == 0.5
