"""A client's own year of visits, for the client.

`ClientYearReport` is the whitelist. What is not a field of it cannot reach the client, so another
client's name, the reason of a move, somebody's leave or a day off has no way onto the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from msptool.clients.model import Client
from msptool.clients.register import require_client
from msptool.people.model import Person
from msptool.people.register import load_people
from msptool.reports.context import Practice, practice
from msptool.reports.kinds import Report, Request
from msptool.reports.planned_year import chosen_year, months
from msptool.visits.model import Visit, VisitStatus
from msptool.visits.register import require_years
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.settings import Schedule


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when a visit day lasts, such as `09:00` to `17:00` in `America/Chicago`; no time zone where none is set."""

    starts: str
    ends: str
    timezone: str


@dataclass(frozen=True, slots=True)
class OwnVisit:
    """One visit as its client knows it; `tam` is a name, None where the practice does not know it."""

    day: date
    tam: str | None
    status: VisitStatus


@dataclass(frozen=True, slots=True)
class OwnDay:
    """One day of the calendar; `status` is that of the visit, None for a day without one."""

    day: date
    status: VisitStatus | None


@dataclass(frozen=True, slots=True)
class OwnMonth:
    """One month, with weeks from Monday to Sunday; a day of another month is None."""

    first: date
    weeks: tuple[tuple[OwnDay | None, ...], ...]


@dataclass(frozen=True, slots=True)
class ClientYearReport:
    """Everything that the page says. `takes_place` counts the visits that are not cancelled."""

    client: str
    practice: Practice
    year: int
    prepared: date
    tams: tuple[str, ...]
    hours: Hours
    takes_place: int
    months: tuple[OwnMonth, ...]
    visits: tuple[OwnVisit, ...]


def build(request: Request) -> Report:
    """The client's year; refuses a year without visits that the client knows of."""
    workspace = request.workspace
    year, client, visits = client_visits(request)
    by_day = {each.day: each.status for each in reversed(visits)}
    calendar = tuple(
        OwnMonth(
            first, tuple(tuple(day if day is None else OwnDay(day, by_day.get(day)) for day in week) for week in weeks)
        )
        for first, weeks in months(year, range(7))
    )
    standing = [each for each in visits if each.status != "cancelled"]
    report = ClientYearReport(
        client.name, practice(workspace.settings), year, workspace.today, tams_of(standing),
        hours(workspace.settings.schedule), len(standing), calendar, visits,
    )  # fmt: skip
    return Report(report)


def client_visits(request: Request) -> tuple[int, Client, tuple[OwnVisit, ...]]:
    """The year, the client and those of its visits that it may know of, by day; refuses a year without."""
    source = request.workspace.source
    client = require_client(source, request.client or "")
    years = require_years(source)
    year = chosen_year(request, years)
    written = [visit for each in years if (each.year, each.client) == (year, client.id) for visit in each.visits]
    visits = _own(written, load_people(source))
    if not visits:
        raise UsageRefusal(
            f"{client.name} has no visits in {year}: 'msptool schedule plan' plans a year, and --year names another one."
        )
    return year, client, visits


def tams_of(visits: Iterable[OwnVisit]) -> tuple[str, ...]:
    """The names of those who visit, each once."""
    return tuple(dict.fromkeys(each.tam for each in visits if each.tam is not None))


def hours(schedule: Schedule) -> Hours:
    """The hours of a visit day."""
    return Hours(schedule.starts, schedule.ends, schedule.said_timezone)


def _own(written: Iterable[Visit], people: Mapping[str, Person]) -> tuple[OwnVisit, ...]:
    """By day; on the same day what takes place stands before what does not."""
    found = []
    for visit in written:
        day = visit.day if visit.stands else day_told(visit)
        tam = people[visit.tam].name if visit.tam in people else None
        if day is not None:
            found.append(OwnVisit(day, tam, visit.status))
    return tuple(sorted(found, key=lambda each: (each.day, each.status == "cancelled")))


def day_told(visit: Visit) -> date | None:
    """The day that the client knows of: the one confirmed last, before any later move; None if it never was."""
    confirmed = [place for place, change in enumerate(visit.changes) if change.step == "confirmed"]
    if not confirmed:
        return None
    later = visit.changes[confirmed[-1] + 1 :]
    return next((change.was for change in later if change.step == "moved" and change.was), visit.day)
