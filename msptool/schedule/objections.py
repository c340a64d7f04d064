"""What speaks against a visit on a day, whether a person moves it there or the written plan has it there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from msptool.clients.agreements import periods
from msptool.clients.model import Client
from msptool.people.model import Person
from msptool.schedule.demand import Demand
from msptool.schedule.planning import Circumstances
from msptool.schedule.team import days_off
from msptool.visits.register import Appointment, appointments
from msptool.words import counted


@dataclass(frozen=True)
class Objections:
    """The rules for the visits of a year, with the demands of its clients."""

    given: Circumstances
    demands: Mapping[str, Demand]

    def of_person(self, tam: str, day: date) -> Iterator[str]:
        """Whoever makes the visit does not work, or is away."""
        person = self.given.people.get(tam)
        if person is None:
            yield f"{tam} is nobody in practice/people/."
            return
        off = days_off(person, self.given.calendars, self.given.settings.schedule)
        if day in off:
            yield f"{tam} does not work on {day:%A}, {day}: {off[day]}."
        elif not person.works_on(day):
            yield f"{tam} {_absent(person, day)}."

    def of_client(self, client: str, day: date) -> Iterator[str]:
        """The client is closed."""
        known = self.client(client)
        span = next((each for each in known.visiting.closed if each.has(day)), None) if known else None
        if span is not None:
            yield f"{client} is closed on {day}{_because(span.reason)}."

    def of_neighbours(self, client: str, day: date, others: Iterable[date]) -> Iterator[str]:
        """The nearest of the client's other visits is too near."""
        least = self.demands[client].min_gap if client in self.demands else 0
        near = min(others, key=lambda each: abs((each - day).days), default=None)
        if near is not None and (between := abs((near - day).days)) < least:
            yield f"{day} is {counted(between, 'day')} from the visit on {near}; {client} wants at least {least} between."

    def is_served(self, client: str, day: date) -> bool:
        """Whether an agreement runs; a client that nobody knows counts as served."""
        known = self.client(client)
        return known is None or bool(periods(known, day, day))

    def client(self, identifier: str) -> Client | None:
        """The client with an id."""
        return next((each for each in self.given.clients if each.id == identifier), None)


def _absent(person: Person, day: date) -> str:
    """Why a person does not work on a day that no calendar takes off."""
    span = next((each for each in person.leave if each.has(day)), None)
    if span is not None:
        return f"is away on {day:%A}, {day}{_because(span.reason)}"
    if person.starts is not None and day < person.starts:
        return f"does not work on {day} yet, but from {person.starts} on"
    if person.ends is not None and day > person.ends:
        return f"does not work on {day} any more, but until {person.ends}"
    return f"does not work on {day:%A}, {day}"


def _because(reason: str) -> str:
    return f": {reason.rstrip('.')}" if reason else ""


def objections(given: Circumstances, year: int) -> Objections:
    """The rules for a year as it stands today."""
    return Objections(given, given.demands(year))


def on_day(given: Circumstances, tam: str, day: date, but: str) -> Iterator[Appointment]:
    """The visits that somebody makes on a day, except to one client."""
    for each in appointments(given.years):
        if each.visit.stands and (each.visit.tam, each.visit.day) == (tam, day) and each.client != but:
            yield each
