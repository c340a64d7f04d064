"""All visits of the workspace, as they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from msptool.visits.model import CLIENT_YEAR, ClientYear, Visit
from msptool.workspace.entities import load
from msptool.workspace.problems import UsageRefusal, did_you_mean, refuse_first
from msptool.workspace.sources import Source


@dataclass(frozen=True, slots=True)
class Appointment:
    """A visit with whose it is. `series` is what calendars call the visits of its file."""

    client: str
    year: int
    visit: Visit
    series: str

    @property
    def name(self) -> str:
        """What the visit is called everywhere, whatever its day: `acme-2027-3`."""
        return f"{self.client}-{self.year}-{self.visit.id}"

    @property
    def uid(self) -> str:
        """What calendars call it."""
        return f"{self.series}-{self.visit.id}"


def require_years(source: Source, year: int | None = None) -> list[ClientYear]:
    """The written visits of one year or of all, by year and client; refuses a broken file."""
    entries, problems = load(source, CLIENT_YEAR)
    refuse_first(problems)
    found = (entry.entity for entry in entries)
    return sorted((each for each in found if year in (None, each.year)), key=lambda each: (each.year, each.client))


def appointments(years: Sequence[ClientYear]) -> Iterator[Appointment]:
    """All visits, cancelled ones too, by day and client."""
    found = (Appointment(each.client, each.year, visit, each.series) for each in years for visit in each.visits)
    return iter(sorted(found, key=lambda each: (each.visit.day, each.client, each.visit.id)))


def require_visit(years: Sequence[ClientYear], client: str, day: date) -> tuple[ClientYear, Visit]:
    """The client's visit on a day; refuses a day without one, and names the nearest."""
    own = [each for each in years if each.client == client]
    for each in own:
        if (visit := each.on(day)) is not None:
            return each, visit
    days = [visit.day for each in own for visit in each.standing]
    near = min(days, key=lambda each: abs(each - day), default=None)
    if near is None:
        known = did_you_mean(client, {each.client for each in years if each.client != client})
        hint = known or "It has no visits planned: 'msptool schedule plan' plans a year."
    else:
        hint = f"The nearest is on {near}."
    raise UsageRefusal(f"{client} has no visit on {day}. {hint}")
