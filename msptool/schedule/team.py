"""The TAMs: which days each can be onsite, and how many of them are promised."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from msptool.people.model import Person
from msptool.schedule.model import CALENDAR, Calendar
from msptool.workspace.entities import load
from msptool.workspace.problems import Refusal, refuse_first
from msptool.workspace.settings import Schedule
from msptool.workspace.sources import Source


@dataclass(frozen=True)
class WorkingYear:
    """The days of one person in one year. `free` says of each day off on a working weekday what it is."""

    person: Person
    year: int
    days: tuple[date, ...]
    holidays: Mapping[date, str]
    leave: tuple[date, ...]

    @cached_property
    def onsite(self) -> frozenset[date]:
        """The days on which a visit is possible."""
        return frozenset(self.days)


def require_calendars(source: Source) -> dict[str, Calendar]:
    """All calendars by id; refuses a broken file."""
    entries, problems = load(source, CALENDAR)
    refuse_first(problems)
    return {entry.entity.id: entry.entity for entry in entries}


def working_year(person: Person, year: int, calendars: Mapping[str, Calendar], settings: Schedule) -> WorkingYear:
    """Working weekdays less holidays, internal days and leave (seed 004: about 220 to 230 days)."""
    off = days_off(person, calendars, settings)
    # Leave is what takes a day off that is neither free nor a holiday.
    never_away = person.model_copy(update={"leave": ()})
    employed = [day for day in days_of(year) if never_away.works_on(day)]
    holidays = {day: off[day] for day in employed if day in off}
    days = tuple(day for day in employed if day not in off and person.works_on(day))
    away = tuple(day for day in employed if day not in off and not person.works_on(day))
    return WorkingYear(person, year, days, holidays, away)


def days_off(person: Person, calendars: Mapping[str, Calendar], settings: Schedule) -> dict[date, str]:
    """The days of the person's calendars; refuses a calendar that is not there."""
    names = settings.calendars if person.calendars is None else person.calendars
    found: dict[date, str] = {}
    for name in names:
        if name not in calendars:
            hint = f"create practice/calendars/{name}.yaml, or 'msptool schedule holidays COUNTRY --year YEAR --write'"
            raise Refusal(f"{person.id} uses the calendar '{name}', which is not there: {hint}.")
        found = {**calendars[name].days, **found}
    return found


def calendars_without(
    people: Iterable[Person], calendars: Mapping[str, Calendar], settings: Schedule, year: int
) -> Iterator[str]:  # fmt: skip
    """A sentence for each calendar of public holidays of these people that has no day of the year."""
    used = dict.fromkeys(
        name for person in people for name in (settings.calendars if person.calendars is None else person.calendars)
    )
    for name in used:
        found = calendars.get(name)
        if found and found.country and not any(day.year == year for day in found.days):
            region = f" --region {shlex.quote(found.region)}" if found.region else ""
            yield (
                f"The calendar '{name}' has no day in {year}: "
                f"'msptool schedule holidays {found.country}{region} --year {year} --write' adds them."
            )


def days_of(year: int) -> Iterator[date]:
    """Every day of a year."""
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(1)
