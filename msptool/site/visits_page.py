"""The visits ahead by month, and the way to the calendar of each year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from msptool.site.parts import Link, client_url
from msptool.site.reading import Known, Reading
from msptool.visits.register import Appointment


@dataclass(frozen=True, slots=True)
class VisitAhead:
    """One visit that takes place."""

    day: date
    client: Link
    tam: str
    status: str


@dataclass(frozen=True, slots=True)
class MonthAhead:
    """The visits of one month; `first` is its first day."""

    first: date
    visits: tuple[VisitAhead, ...]


@dataclass(frozen=True, slots=True)
class VisitsPage:
    """Everything that the page says. `years` lead to the calendars."""

    years: tuple[Link, ...]
    ahead: int
    months: tuple[MonthAhead, ...]
    people: tuple[str, ...]


def years_of(reading: Reading) -> list[int]:
    """The years that have visits, the latest first."""
    return sorted({each.year for each in reading.visits}, reverse=True)


def visits_page(reading: Reading, every: Iterable[Known]) -> VisitsPage:
    """The visits of all clients from today on."""
    names = {each.client.id: each.client.name for each in every}
    ahead = [each for each in reading.visits if each.visit.stands and each.visit.day >= reading.as_of]
    months = tuple(
        MonthAhead(first, tuple(_visit(reading, each, names) for each in group))
        for first, group in groupby(ahead, key=lambda each: each.visit.day.replace(day=1))
    )
    people = sorted({visit.tam for month in months for visit in month.visits})
    years = tuple(Link(str(year), f"visits/{year}.html") for year in years_of(reading))
    return VisitsPage(years, len(ahead), months, tuple(people))


def _visit(reading: Reading, each: Appointment, names: dict[str, str]) -> VisitAhead:
    client = Link(names[each.client], client_url(each.client)) if each.client in names else Link(each.client, "")
    return VisitAhead(each.visit.day, client, reading.person(each.visit.tam), each.visit.status)
