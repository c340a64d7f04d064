"""The business days of the practice, counted by hand and against a plain loop."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.changes.business_days import BusinessDays, business_days
from msptool.workspace.problems import Refusal
from msptool.workspace.workspace import Workspace
from tests.small_practice import TODAY, Practice, dump

OFF = {date(2026, 11, 3): "Election Day", date(2026, 11, 11): "Veterans Day", date(2026, 11, 26): "Thanksgiving Day"}
DAYS = BusinessDays(OFF)

some_days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
calendars = st.sets(some_days, max_size=60).map(lambda found: BusinessDays(dict.fromkeys(found, "a day off")))


def test_five_business_days_by_hand() -> None:
    # Monday 2 November 2026: Tuesday is Election Day; 4, 5, 6, 9, 10.
    assert DAYS.after(date(2026, 11, 2), 5) == date(2026, 11, 10)
    # Monday 9 November: 10, then Veterans Day is off; 12, 13, 16, 17.
    assert DAYS.after(date(2026, 11, 9), 5) == date(2026, 11, 17)
    # Thursday 5 to Thursday 12 November: 5, 6, 9, 10, 12.
    assert DAYS.between(date(2026, 11, 5), date(2026, 11, 12)) == 5
    assert DAYS.between(date(2026, 11, 7), date(2026, 11, 8)) == 0


@pytest.mark.parametrize(
    ("day", "objection"),
    [
        (date(2026, 11, 9), ""),
        (date(2026, 11, 10), "the day before Veterans Day"),
        (date(2026, 11, 11), "Veterans Day"),
        (date(2026, 11, 12), ""),
        (date(2026, 11, 13), "a Friday"),
        (date(2026, 11, 14), "a Saturday"),
        (date(2026, 11, 15), "a Sunday"),
        (date(2026, 11, 25), "the day before Thanksgiving Day"),
        (date(2026, 11, 27), "a Friday"),
    ],
)  # fmt: skip
def test_what_speaks_against_a_day(day: date, objection: str) -> None:
    assert DAYS.objection(day) == objection


@given(calendars, some_days, st.integers(0, 40))
def test_so_many_business_days_later_there_are_so_many_between(days: BusinessDays, day: date, number: int) -> None:
    last = days.after(day, number)
    assert days.between(day + timedelta(1), last) == number
    assert number == 0 or days.has(last)


@given(calendars, some_days, some_days)
def test_a_stretch_is_the_sum_of_its_parts(days: BusinessDays, one: date, two: date) -> None:
    first, last = sorted((one, two))
    middle = first + (last - first) // 2
    assert days.between(first, last) == days.between(first, middle) + days.between(middle + timedelta(1), last)


@given(calendars, some_days)
def test_nothing_speaks_against_a_day_exactly_where_it_and_the_next_are_business_days(
    days: BusinessDays, day: date
) -> None:
    assert (days.objection(day) == "") == (days.has(day) and days.has(day + timedelta(1)))


def test_the_calendars_of_the_settings_count_and_a_missing_one_is_refused(practice: Practice) -> None:
    practice.write("practice/calendars/us.yaml", dump({"name": "US", "days": {"2026-11-26": "Thanksgiving Day"}}))
    practice.write("msptool.yaml", "schedule: {calendars: [us]}\n")
    found = business_days(Workspace(practice.root, TODAY))
    assert found.off == {date(2026, 11, 26): "Thanksgiving Day"}
    practice.write("msptool.yaml", "schedule: {calendars: [us, internal]}\n")
    with pytest.raises(Refusal, match="calendar 'internal', which is not there: create practice/calendars/internal"):
        business_days(Workspace(practice.root, TODAY))


def test_a_year_without_a_calendar_is_said() -> None:
    assert DAYS.remark([date(2026, 12, 1)]) == ""
    assert "has a day off in 2025, 2027" in DAYS.remark([date(2027, 1, 4), date(2025, 12, 31), date(2026, 1, 2)])
