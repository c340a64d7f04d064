"""What the reports about a year of visits share: which year, and its months as a calendar shows them."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from msptool.reports.kinds import Request
from msptool.visits.model import ClientYear

Week = tuple[date | None, ...]


def chosen_year(request: Request, years: Iterable[ClientYear]) -> int:
    """The year that was asked for, else the next one after today's with visits of any client, else today's."""
    today = request.workspace.today.year
    ahead = (each.year for each in years if each.visits and each.year > today)
    return request.year if request.year is not None else min(ahead, default=today)


def months(year: int, weekdays: Collection[int]) -> Iterator[tuple[date, tuple[Week, ...]]]:
    """The first day of each month and its weeks, from Monday, with the days on `weekdays` (0 is Monday).

    A day of another month is None; a week without any day is left out.
    """
    for month in range(1, 13):
        weeks = [
            tuple(day if day.month == month else None for day in week if day.weekday() in weekdays)
            for week in Calendar().monthdatescalendar(year, month)
        ]
        yield date(year, month, 1), tuple(week for week in weeks if any(week))
