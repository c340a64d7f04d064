"""Quarters of a client's fiscal year. `2027-Q1` is the first quarter of the fiscal year that begins in 2027."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from msptool.roadmap.model import QUARTER_NAME
from msptool.workspace.problems import UsageRefusal


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months: the `number`th (1 to 4) of the fiscal year that begins in `year`, in the month `starts` (1 to 12)."""

    year: int
    number: int
    starts: int = 1

    @property
    def name(self) -> str:
        """`2027-Q1`."""
        return f"{self.year}-Q{self.number}"

    @cached_property
    def first(self) -> date:
        """Its first day."""
        months = self.starts - 1 + 3 * (self.number - 1)
        return date(self.year + months // 12, months % 12 + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.next.first - timedelta(1)

    @property
    def next(self) -> Quarter:
        """The quarter after it."""
        return self.later(1)

    def later(self, count: int) -> Quarter:
        """The quarter `count` quarters after it."""
        total = self.year * 4 + self.number - 1 + count
        return Quarter(total // 4, total % 4 + 1, self.starts)


def quarter_of(day: date, starts: int) -> Quarter:
    """The quarter of `day`, where fiscal years begin in the month `starts`."""
    months = (day.year * 12 + day.month - 1) - (starts - 1)
    return Quarter(months // 12, months % 12 // 3 + 1, starts)


def ahead(name: str, starts: int, today: date) -> Quarter:
    """The quarter that is written `2027-Q1`, to plan something in; refuses one that is over."""
    found, now = named(name, starts), quarter_of(today, starts)
    if found < now:
        raise UsageRefusal(f"{found.name} ended on {found.last}: name {now.name} or a later quarter.")
    return found


def named(name: str, starts: int) -> Quarter:
    """The quarter that is written `2027-Q1`; refuses anything else, and a year before 1900 or after 2199."""
    if not re.fullmatch(QUARTER_NAME, name):
        raise UsageRefusal(f"A quarter is written like 2027-Q1, with a year from 1900 to 2199, not {name!r}.")
    year, _, number = name.partition("-Q")
    return Quarter(int(year), int(number), starts)
