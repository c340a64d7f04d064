"""The practice's year as a calendar: who visits whom on which day, for the practice alone.

A person who is away is away: why is not said, for the page hangs on a wall.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from msptool.clients.model import Client
from msptool.clients.register import require_clients
from msptool.people.register import load_people, name_of
from msptool.reports.context import Practice, practice
from msptool.reports.kinds import Report, Request
from msptool.reports.planned_year import chosen_year, months
from msptool.schedule.team import WorkingYear, require_calendars, working_year
from msptool.visits.model import Visit
from msptool.visits.register import Appointment, appointments, require_years
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.settings import WEEKDAYS

STATUSES = ("planned", "confirmed", "done", "cancelled")


@dataclass(frozen=True, slots=True)
class Booked:
    """One visit in the calendar."""

    client: str
    tam: str
    initials: str
    status: str


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day. `off` says why nobody visits, or who does not; `away` are the initials of those on leave."""

    day: date
    visits: tuple[Booked, ...]
    off: tuple[str, ...]
    away: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """One month; a day of its weeks is None where it belongs to another month."""

    first: date
    weeks: tuple[tuple[CalendarDay | None, ...], ...]


@dataclass(frozen=True, slots=True)
class MonthLoad:
    """Visits that take place, and days on which one more is possible; None for a TAM whom nobody knows."""

    visits: int
    free: int | None


@dataclass(frozen=True, slots=True)
class TamYear:
    """One TAM: each of the twelve months, and the year."""

    name: str
    initials: str
    months: tuple[MonthLoad, ...]
    year: MonthLoad


@dataclass(frozen=True, slots=True)
class Changed:
    """A move, or another step that somebody gave a reason for."""

    on: date
    step: str
    was: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One visit in the list of a client's visits."""

    day: date
    tam: str
    status: str
    changes: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class ClientVisits:
    """All visits of one client, by day; `takes_place` counts those that are not cancelled, `tams` names who visits."""

    client: str
    takes_place: int
    tams: tuple[str, ...]
    visits: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """How many visits there are of each status."""

    planned: int
    confirmed: int
    done: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class YearReport:
    """Everything that the page says. `weekdays` are the columns of the calendar, such as `Monday`."""

    practice: Practice
    year: int
    prepared: date
    totals: Totals
    weekdays: tuple[str, ...]
    months: tuple[Month, ...]
    tams: tuple[TamYear, ...]
    clients: tuple[ClientVisits, ...]


@dataclass(frozen=True)
class _Team:
    """The TAMs of the year by id, each with initials; `working` knows only those who have a file."""

    names: Mapping[str, str]
    initials: Mapping[str, str]
    working: Mapping[str, WorkingYear]


def build(request: Request) -> Report:
    """The practice's year; refuses a client, whose own page is of another kind."""
    if request.client is not None:
        raise UsageRefusal(
            "The year report is about all clients, and internal: "
            f"'msptool report client-year {request.client}' is the page for one client."
        )
    workspace = request.workspace
    years = require_years(workspace.source)
    year = chosen_year(request, years)
    visits = list(appointments([each for each in years if each.year == year]))
    clients = require_clients(workspace.source)
    team = _team(request, year, visits)
    shown = _weekdays(team, visits)
    report = YearReport(
        practice(workspace.settings), year, workspace.today,
        Totals(*(sum(each.visit.status == status for each in visits) for status in STATUSES)),
        tuple(WEEKDAYS[number].capitalize() for number in shown),
        tuple(_months(year, shown, team, clients, visits)),
        tuple(_tam_year(identifier, team, visits) for identifier in team.names),
        tuple(_by_client(team, clients, visits)),
    )  # fmt: skip
    remarks = () if visits else (f"No visits are planned in {year}: 'msptool schedule plan' plans a year.",)
    return Report(report, remarks)


def initials(names: Sequence[str]) -> list[str]:
    """`JC` for Jim Calder, as many letters of the last name as tell all of them apart; else the whole names."""
    for letters in range(1, 8):
        found = [_short(name, letters) for name in names]
        if len(set(found)) == len(names):
            return found
    return list(names)


def _short(name: str, letters: int) -> str:
    first, *others = name.split() or [name]
    return first[0] + others[-1][:letters] if others else first[: letters + 1]


def _team(request: Request, year: int, visits: Iterable[Appointment]) -> _Team:
    """Those who visit in the year, or could, by name."""
    people, calendars = load_people(request.workspace.source), require_calendars(request.workspace.source)
    schedule = request.workspace.settings.schedule
    visiting = {each.visit.tam for each in visits}
    known = [each for each in people.values() if each.id in visiting or "tam" in each.roles]
    working = {each.id: working_year(each, year, calendars, schedule) for each in known}
    there = {each for each in working if each in visiting or working[each].days} | visiting
    ordered = sorted(there, key=lambda each: (name_of(people, each), each))
    names = {each: name_of(people, each) for each in ordered}
    return _Team(names, dict(zip(ordered, initials(list(names.values())), strict=True)), working)


def _weekdays(team: _Team, visits: Iterable[Appointment]) -> list[int]:
    """Monday to Friday, and what else somebody works on or visits on."""
    worked = {WEEKDAYS.index(day) for each in team.working.values() for day in each.person.weekdays}
    return sorted({*range(5), *worked, *(each.visit.day.weekday() for each in visits)})


def _client_name(clients: Mapping[str, Client], identifier: str) -> str:
    return clients[identifier].name if identifier in clients else identifier


def _months(
    year: int, shown: list[int], team: _Team, clients: Mapping[str, Client], visits: Iterable[Appointment]
) -> Iterator[Month]:
    order = {identifier: place for place, identifier in enumerate(team.names)}
    booked: dict[date, list[Booked]] = {}
    for each in sorted(visits, key=lambda each: (each.visit.day, order[each.visit.tam], each.client)):
        tam, status = each.visit.tam, each.visit.status
        entry = Booked(_client_name(clients, each.client), team.names[tam], team.initials[tam], status)
        booked.setdefault(each.visit.day, []).append(entry)
    for first, weeks in months(year, shown):
        yield Month(first, tuple(tuple(_day(day, team, booked) for day in week) for week in weeks))


def _day(day: date | None, team: _Team, booked: Mapping[date, Sequence[Booked]]) -> CalendarDay | None:
    if day is None:
        return None
    away = tuple(team.initials[each] for each in team.names if each in team.working and day in team.working[each].leave)
    return CalendarDay(day, tuple(booked.get(day, ())), tuple(_off(day, team)), away)


def _off(day: date, team: _Team) -> Iterator[str]:
    """What the day is in the calendars: with initials where it is a working day of others."""
    off: dict[str, list[str]] = {}
    works = 0
    for identifier in team.names:
        working = team.working.get(identifier)
        if working is not None and day in working.holidays:
            off.setdefault(working.holidays[day], []).append(team.initials[identifier])
        elif working is not None and (day in working.onsite or day in working.leave):
            works += 1
    for name, whose in off.items():
        yield name if not works and len(off) == 1 else f"{name} ({', '.join(whose)})"


def _tam_year(identifier: str, team: _Team, visits: Iterable[Appointment]) -> TamYear:
    days = [each.visit.day for each in visits if each.visit.tam == identifier and each.visit.stands]
    working = team.working.get(identifier)
    free = None if working is None else [day for day in working.days if day not in set(days)]
    found = tuple(
        MonthLoad(
            sum(day.month == month for day in days), None if free is None else sum(day.month == month for day in free)
        )
        for month in range(1, 13)
    )
    total = MonthLoad(len(days), None if free is None else len(free))
    return TamYear(team.names[identifier], team.initials[identifier], found, total)


def _by_client(team: _Team, clients: Mapping[str, Client], visits: Iterable[Appointment]) -> Iterator[ClientVisits]:
    named = sorted(visits, key=lambda each: (_client_name(clients, each.client), each.client, each.visit.day))
    for (name, _), group in groupby(named, key=lambda each: (_client_name(clients, each.client), each.client)):
        own = [each.visit for each in group]
        listed = tuple(Listed(each.day, team.names[each.tam], each.status, _changes(each)) for each in own)
        tams = tuple(dict.fromkeys(each.tam for each in listed))
        yield ClientVisits(name, sum(each.stands for each in own), tams, listed)


def _changes(visit: Visit) -> tuple[Changed, ...]:
    return tuple(
        Changed(each.on, each.step, each.was, each.reason)
        for each in visit.changes if each.step == "moved" or each.reason
    )  # fmt: skip
