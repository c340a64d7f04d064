"""How long an answer stays current."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.standards.frequency import due_on
from msptool.standards.model import MONTHS, Frequency

DAYS = st.dates(date(1990, 1, 1), date(2200, 12, 31))
FREQUENCIES: st.SearchStrategy[Frequency] = st.sampled_from(
    ["monthly", "quarterly", "semiannual", "annual", "biennial"]
)


@pytest.mark.parametrize(
    ("answered", "frequency", "due"),
    [
        ("2026-11-16", "monthly", "2026-12-16"),
        ("2026-11-16", "quarterly", "2027-02-16"),
        ("2026-11-16", "annual", "2027-11-16"),
        ("2026-08-31", "semiannual", "2027-02-28"),
        ("2027-08-31", "semiannual", "2028-02-29"),
        ("2028-02-29", "annual", "2029-02-28"),
        ("2028-02-29", "biennial", "2030-02-28"),
        ("2026-12-31", "quarterly", "2027-03-31"),
        ("2026-01-31", "monthly", "2026-02-28"),
    ],
)
def test_an_answer_runs_out_on_the_same_day_some_months_later(answered: str, frequency: Frequency, due: str) -> None:
    assert due_on(date.fromisoformat(answered), frequency) == date.fromisoformat(due)


@given(DAYS, FREQUENCIES)
def test_the_month_is_exact_and_the_day_is_kept_where_the_month_has_it(answered: date, frequency: Frequency) -> None:
    due = due_on(answered, frequency)
    assert (due.year - answered.year) * 12 + due.month - answered.month == MONTHS[frequency]
    assert due.day == min(answered.day, calendar.monthrange(due.year, due.month)[1])


@given(DAYS, FREQUENCIES)
def test_a_later_answer_never_runs_out_earlier(answered: date, frequency: Frequency) -> None:
    assert due_on(answered, frequency) <= due_on(answered + timedelta(days=1), frequency)


@given(DAYS)
def test_a_longer_frequency_never_runs_out_earlier(answered: date) -> None:
    names: list[Frequency] = ["monthly", "quarterly", "semiannual", "annual", "biennial"]
    found = [due_on(answered, name) for name in names]
    assert found == sorted(set(found))
