"""Quarters of fiscal years that begin in any month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.roadmap.quarters import Quarter, named, quarter_of
from msptool.workspace.problems import UsageRefusal

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
starts = st.integers(1, 12)


@given(days, starts)
def test_a_day_lies_in_its_quarter_and_the_quarters_follow_each_other(day: date, month: int) -> None:
    found = quarter_of(day, month)
    assert found.first <= day <= found.last
    assert found.next.first == found.last + timedelta(1)
    assert named(found.name, month) == found
    assert found.later(7).first > found.first


@pytest.mark.parametrize(
    ("day", "month", "name", "first"),
    [
        (date(2027, 2, 14), 1, "2027-Q1", date(2027, 1, 1)),
        (date(2027, 2, 14), 7, "2026-Q3", date(2027, 1, 1)),
        (date(2027, 7, 1), 7, "2027-Q1", date(2027, 7, 1)),
        (date(2027, 1, 31), 2, "2026-Q4", date(2026, 11, 1)),
        (date(2027, 12, 31), 12, "2027-Q1", date(2027, 12, 1)),
    ],
)
def test_the_fiscal_year_is_named_by_the_year_in_which_it_begins(day: date, month: int, name: str, first: date) -> None:
    found = quarter_of(day, month)
    assert (found.name, found.first) == (name, first)


@pytest.mark.parametrize("text", ["2027", "2027-Q5", "2027Q1", "27-Q1", "Q1-2027", "", "2027-Q1 "])
def test_other_names_are_refused(text: str) -> None:
    with pytest.raises(UsageRefusal, match="A quarter is written like 2027-Q1"):
        named(text, 1)


def test_quarters_are_in_the_order_of_time() -> None:
    assert sorted([Quarter(2027, 1), Quarter(2026, 4), Quarter(2026, 2)]) == [
        Quarter(2026, 2), Quarter(2026, 4), Quarter(2027, 1)
    ]  # fmt: skip
