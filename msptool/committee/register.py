"""The meetings of the committee: those that were held, those to come, and the days of the year ahead."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from msptool.committee.model import MEETING, Meeting
from msptool.workspace.entities import load
from msptool.workspace.problems import UsageRefusal, refuse_first
from msptool.workspace.settings import WEEKDAYS, Committee
from msptool.workspace.sources import Source
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import plan, write

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
        hint = f" The nearest is {near.day}." if near else " 'msptool committee calendar --write' makes the calendar."
        raise UsageRefusal(f"There is no meeting on {day}.{hint}")
    return found


@dataclass(frozen=True, slots=True)
class Slot:
    """One meeting of the calendar. `new`: it has no file yet; `fits`: it is on a day that the settings name."""

    meeting: Meeting
    new: bool
    fits: bool = True


def year_ahead(meetings: Sequence[Meeting], settings: Committee, start: date, months: int = 12) -> list[Slot]:
    """The meetings of the months from `start` on.

    A month in which the committee meets gets the day that the settings name, unless it has a meeting already, on
    whatever day it was moved to. Every how many months is counted from January.
    """
    if start.year + months // 12 + 1 >= date.max.year:
        raise UsageRefusal(f"The calendar ends with the year {date.max.year}.")
    end = _later(start, months)
    days = list(_days(settings, start, end))
    taken = {(each.day.year, each.day.month) for each in meetings}
    new = [
        Meeting.model_validate({"day": day, "time": settings.time, "minutes": settings.minutes})
        for day in days if (day.year, day.month) not in taken
    ]  # fmt: skip
    found = [Slot(each, False, each.day in days) for each in meetings if start <= each.day < end]
    return sorted([*found, *(Slot(each, True) for each in new)], key=lambda slot: slot.meeting.day)


def write_meetings(workspace: Workspace, meetings: Iterable[Meeting]) -> list[str]:
    """Write a file for each new meeting, all or none; returns their paths."""

    def fill(data: Any, meeting: Meeting) -> None:
        data.update({"time": meeting.time} if meeting.time else {}, minutes=meeting.minutes)

    return write(
        *(plan(workspace.root, MEETING, partial(fill, meeting=each), day=each.day.isoformat()) for each in meetings)
    )


def _days(settings: Committee, start: date, end: date) -> Iterator[date]:
    for number in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        year, month = divmod(number, 12)
        if month % settings.every_months == 0:
            day = _nth(year, month + 1, WEEKDAYS.index(settings.weekday), settings.week)
            if start <= day < end:
                yield day


def _nth(year: int, month: int, weekday: int, week: int) -> date:
    last = calendar.monthrange(year, month)[1]
    days = [date(year, month, day) for day in range(1, last + 1) if date(year, month, day).weekday() == weekday]
    return days[-1] if week == _LAST_WEEK else days[week - 1]


def _later(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, 1) + timedelta(start.day - 1)
