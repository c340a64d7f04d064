"""The meetings of the committee: those that were held, those to come, and the days of the year ahead."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msptool.committee.model import MEETING, Meeting
from msptool.workspace.entities import load
from msptool.workspace.problems import UsageRefusal, refuse_first
from msptool.workspace.settings import Committee
from msptool.workspace.sources import Source

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LAST_WEEK = 5


def require_meetings(source: Source) -> list[Meeting]:
    """All meetings, oldest first; refuses a broken file."""
    entries, problems = load(source, MEETING)
    refuse_first(problems)
    return sorted((entry.entity for entry in entries), key=lambda meeting: meeting.day)


def last_held(meetings: Sequence[Meeting], before: date) -> Meeting | None:
    """The last meeting with minutes before a day."""
    return next((each for each in reversed(meetings) if each.held and each.day < before), None)


def next_planned(meetings: Sequence[Meeting], today: date) -> Meeting | None:
    """The next meeting without minutes, today's included."""
    return next((each for each in meetings if not each.held and each.day >= today), None)


def find_meeting(meetings: Sequence[Meeting], day: date) -> Meeting:
    """The meeting of a day; refuses a day without one, and names the nearest."""
    found = next((each for each in meetings if each.day == day), None)
    if found is None:
        near = min(meetings, key=lambda each: abs(each.day - day), default=None)
        hint = f" The nearest is {near.day}." if near else " 'msptool committee plan --write' makes the calendar."
        raise UsageRefusal(f"There is no meeting on {day}.{hint}")
    return found


def days_ahead(settings: Committee, start: date, months: int = 12) -> Iterator[date]:
    """The days on which the committee meets in the months from `start` on, counted from January."""
    for number in range(start.year * 12 + start.month - 1, start.year * 12 + start.month + months):
        year, month = divmod(number, 12)
        if month % settings.every_months == 0:
            day = _nth(year, month + 1, _WEEKDAYS.index(settings.weekday), settings.week)
            if start <= day < _later(start, months):
                yield day


def _nth(year: int, month: int, weekday: int, week: int) -> date:
    last = calendar.monthrange(year, month)[1]
    days = [date(year, month, day) for day in range(1, last + 1) if date(year, month, day).weekday() == weekday]
    return days[-1] if week == _LAST_WEEK else days[week - 1]


def _later(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, 1) + timedelta(start.day - 1)
