"""The periods of figures: months, and weeks for what is counted by the week."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from msptool.workspace.problems import UsageRefusal

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTH = r"\d{4}-(?:0[1-9]|1[0-2])"
WEEK = r"\d{4}-w(?:0[1-9]|[1-4]\d|5[0-3])"
_EARLIEST = 1990


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of the calendar."""

    year: int
    number: int

    @property
    def id(self) -> str:
        """As files and commands name it: `2026-10`."""
        return f"{self.year}-{self.number:02d}"

    @property
    def label(self) -> str:
        """As people say it: `October 2026`."""
        return f"{_MONTHS[self.number - 1]} {self.year}"

    @property
    def name(self) -> str:
        """The month's name without the year."""
        return _MONTHS[self.number - 1]

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.shifted(1).first - timedelta(1)

    def shifted(self, months: int) -> Month:
        """So many months later, or earlier where that is less than 0."""
        place = self.year * 12 + self.number - 1 + months
        return Month(place // 12, place % 12 + 1)


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week of the ISO calendar, Monday to Sunday."""

    year: int
    number: int

    @property
    def id(self) -> str:
        """As files and commands name it: `2026-w44`."""
        return f"{self.year}-w{self.number:02d}"

    @property
    def label(self) -> str:
        """As people say it: `week 44 of 2026`."""
        return f"week {self.number} of {self.year}"

    @property
    def first(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its Sunday."""
        return date.fromisocalendar(self.year, self.number, 7)

    def shifted(self, weeks: int) -> Week:
        """So many weeks later, or earlier where that is less than 0."""
        return week_of(self.first + timedelta(weeks=weeks))


Period = Month | Week


def month_of(day: date) -> Month:
    """The month of a day."""
    return Month(day.year, day.month)


def week_of(day: date) -> Week:
    """The week of a day."""
    year, number, _ = day.isocalendar()
    return Week(year, number)


def last_whole_month(today: date) -> Month:
    """The last month that is over."""
    return month_of(today).shifted(-1)


def months_until(last: Month, many: int) -> list[Month]:
    """So many months up to and with `last`, oldest first."""
    return [last.shifted(-back) for back in reversed(range(many))]


def weeks_until(day: date, many: int) -> list[Week]:
    """The last so many weeks that are over on `day`, oldest first."""
    last = week_of(day + timedelta(1)).shifted(-1)
    return [last.shifted(-back) for back in reversed(range(many))]


def period_of(name: str) -> Period | None:
    """The period that `2026-10` or `2026-w44` names, in any case of letters; None for anything else."""
    text = name.strip().lower()
    if not re.fullmatch(f"{MONTH}|{WEEK}", text) or int(text[:4]) < _EARLIEST:
        return None
    year, _, rest = text.partition("-")
    if rest[0] != "w":
        return Month(int(year), int(rest))
    try:
        date.fromisocalendar(int(year), int(rest[1:]), 1)
    except ValueError:
        return None
    return Week(int(year), int(rest[1:]))


def parse_period(text: str, today: date) -> Period:
    """The period that a person names; refuses what is none, and one that has not begun."""
    found = period_of(text)
    if found is None:
        raise UsageRefusal(f"A period is a month such as 2026-10 or a week such as 2026-W44, not {text!r}.")
    if found.first > today:
        raise UsageRefusal(f"{found.label} is in the future: today is {today}.")
    return found


def parse_month(text: str, today: date) -> Month:
    """The month that a person names; refuses what is none, and one that has not begun."""
    found = period_of(text)
    if not isinstance(found, Month):
        raise UsageRefusal(f"A month is written YYYY-MM, such as 2026-10, not {text!r}.")
    parse_period(text, today)
    return found
