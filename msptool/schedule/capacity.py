"""What the TAMs can take, what is promised, and from when on it is too much."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from msptool.clients.agreements import Period, periods, visits_under
from msptool.clients.model import Client
from msptool.people.model import Person
from msptool.schedule.demand import Demand, demand_of, demands, served_in, without_tam
from msptool.schedule.model import Calendar
from msptool.schedule.team import WorkingYear, calendars_without, working_year
from msptool.words import counted
from msptool.workspace.settings import Settings


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a TAM: visits a year promised to those who are clients then, and the days of that year."""

    first: date
    promised: int
    days: int

    @property
    def share(self) -> float:
        """Promised of available; more than 1 is oversold, and without days everything is."""
        return self.promised / self.days if self.days else math.inf if self.promised else 0.0


@dataclass(frozen=True)
class Load:
    """One TAM in one year. `committed` are the visits that the year's agreements want."""

    working: WorkingYear
    demands: tuple[Demand, ...]
    mrr: Decimal
    months: tuple[Month, ...]

    @property
    def person(self) -> Person:
        """The TAM."""
        return self.working.person

    @property
    def committed(self) -> int:
        """Visits of the year."""
        return sum(each.visits for each in self.demands)

    @property
    def days(self) -> int:
        """Days on which the TAM can be onsite."""
        return len(self.working.days)

    @property
    def utilisation(self) -> float:
        """Committed of available days."""
        return self.committed / self.days if self.days else math.inf if self.committed else 0.0


@dataclass(frozen=True)
class Capacity:
    """The whole practice in one year. `needed_by_revenue` and `needed_by_days` are TAMs, not rounded."""

    year: int
    loads: tuple[Load, ...]
    unassigned: tuple[Client, ...]
    mrr: Decimal
    needed_by_revenue: Fraction
    needed_by_days: Fraction
    warnings: tuple[str, ...]


def tams_of(people: Mapping[str, Person], clients: Iterable[Client]) -> list[Person]:
    """Everybody with the role of a TAM, or who is one for a client."""
    named = {client.team.tam for client in clients if client.is_current}
    return [person for person in people.values() if "tam" in person.roles or person.id in named]


def capacity(
    people: Mapping[str, Person], clients: Sequence[Client], calendars: Mapping[str, Calendar], settings: Settings,
    year: int, today: date,
) -> Capacity:  # fmt: skip
    """Capacity and commitments of a year, with what is going to be too much in the twelve months after `today`."""
    wanted = demands(clients, year, settings)
    loads = []
    for person in tams_of(people, clients):
        own = tuple(each for each in wanted if each.tam == person.id)
        working = working_year(person, year, calendars, settings.schedule)
        mrr = sum((_mrr(each.periods) for each in own), Decimal(0))
        months = tuple(_months(person, clients, calendars, settings, today))
        loads.append(Load(working, own, mrr, months))
    unassigned = tuple(without_tam(clients, year))
    total = sum((_mrr(served_in(each, year)) for each in clients), Decimal(0))
    staffed = [load for load in loads if load.days]
    average = Fraction(sum(load.days for load in staffed), len(staffed)) if staffed else Fraction(0)
    lone = [demand_of(each, "", year, settings) for each in unassigned]
    days = sum(load.committed for load in loads) + sum(each.visits for each in lone if each)
    return Capacity(
        year, tuple(loads), unassigned, total, Fraction(total) / Fraction(settings.schedule.mrr_per_tam),
        days / average if average else Fraction(0), (
            *_warnings(loads, unassigned, settings, year),
            *calendars_without([load.person for load in loads], calendars, settings.schedule, year),
        ),
    )  # fmt: skip


def _mrr(served: Sequence[Period]) -> Decimal:
    """The revenue under the last agreement of a year."""
    agreement = served[-1].agreement if served else None
    return agreement.mrr if agreement else Decimal(0)


def _months(
    person: Person, clients: Sequence[Client], calendars: Mapping[str, Calendar], settings: Settings, today: date
) -> Iterable[Month]:
    """The twelve months after this one: what is promised to whoever is a client then, as visits a year."""
    own = [client for client in clients if client.team.tam == person.id]
    years = {
        year: len(working_year(person, year, calendars, settings.schedule).days)
        for year in (today.year, today.year + 1)
    }
    for number in range(today.year * 12 + today.month, today.year * 12 + today.month + 12):
        first = date(number // 12, number % 12 + 1, 1)
        there = [served[-1] for each in own if (served := periods(each, first, _end(first)))]
        promised = sum(visits_under(each.agreement, settings.visits).planned for each in there)
        yield Month(first, promised, years[first.year])


def _end(first: date) -> date:
    return (first + timedelta(31)).replace(day=1) - timedelta(1)


def _warnings(loads: Sequence[Load], unassigned: Sequence[Client], settings: Settings, year: int) -> Iterable[str]:
    limits = settings.schedule
    for load in loads:
        name = load.person.name
        if load.committed > load.days:
            yield (
                f"{name} is oversold in {year}: {counted(load.committed, 'visit')} are promised, and there are "
                f"{counted(load.days, 'day')}."
            )
        elif load.utilisation > limits.warn_share:
            yield f"{name} has {load.days - load.committed} of {counted(load.days, 'day')} left in {year}."
        over = next((month for month in load.months if month.share > 1), None)
        if over is not None:
            yield (
                f"From {over.first:%B} {over.first.year} on {name} is oversold: {counted(over.promised, 'visit')} a year are "
                f"promised, and there are {counted(over.days, 'day')}. Move a client, or find a TAM before."
            )
        if len(load.demands) > limits.clients_per_tam:
            yield f"{name} has {counted(len(load.demands), 'client')}; the guideline is at most {limits.clients_per_tam}."
        if load.mrr > limits.mrr_per_tam:
            yield f"{name} looks after {load.mrr:,.0f} of MRR; the guideline is at most {limits.mrr_per_tam:,.0f}."
    if unassigned:
        yield f"Nobody visits {', '.join(client.id for client in unassigned)}: name a TAM under 'team'."
