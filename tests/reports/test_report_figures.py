"""Numbers, days and money in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.reports import figures
from msptool.words import counted


@pytest.mark.parametrize(
    ("share", "said"),
    [(None, "no data"), (0.0, "0%"), (1.0, "100%"), (0.996, "99%"), (0.999999, "99%"), (0.0001, "1%"), (0.654, "65%")],
)
def test_only_all_is_100_percent_and_no_data_is_not_0(share: float | None, said: str) -> None:
    assert figures.percent(share) == said


@given(st.floats(0, 1))
def test_whole_percent_is_near_and_keeps_the_ends_for_the_ends(share: float) -> None:
    whole = figures.whole_percent(share)
    assert abs(whole - share * 100) <= 1
    assert (whole == 100) == (share == 1)
    assert (whole == 0) == (share == 0)


def test_days_are_written_out_in_english_whatever_the_machine_speaks() -> None:
    assert figures.long_date(date(2026, 3, 1)) == "March 1, 2026"
    assert figures.long_date(date(2026, 11, 16), weekday=True) == "Monday, November 16, 2026"
    assert figures.short_date(date(2026, 11, 16)) == "Nov 16, 2026"
    assert figures.long_date(None) == "no data"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (["2026-11-16"], "November 16, 2026"),
        (["2026-11-16", "2026-11-17"], "November 16 and 17, 2026"),
        (["2026-08-18", "2026-09-22", "2026-10-20"], "August 18, September 22 and October 20, 2026"),
        (["2025-12-09", "2026-01-20", "2026-03-03"], "December 9, 2025; January 20 and March 3, 2026"),
    ],
)
def test_several_days_are_one_phrase(days: list[str], said: str) -> None:
    assert figures.date_list([date.fromisoformat(day) for day in days]) == said


def test_money_and_counts() -> None:
    assert figures.money(Decimal("4000.00"), "USD") == "USD 4,000.00"
    assert figures.money(None, "USD") == "no data"
    assert counted(1, "standard") == "1 standard"
    assert counted(1200, "standard") == "1,200 standards"
    assert counted(2, "is", "are") == "2 are"
    assert figures.hours(1.0) == "1 hour"
    assert figures.hours(1.5) == "1.5 hours"
