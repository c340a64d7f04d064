"""Where every client stands today and stood a quarter ago: what the reports about the practice are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from msptool.alignment.scores import Method, Tally, added
from msptool.alignment.viewpoint import Viewpoint, viewpoint
from msptool.clients.model import Client
from msptool.people.model import Person
from msptool.people.register import load_people, name_of
from msptool.reports.client_record import ClientRecord, client_record
from msptool.visits.register import Appointment, appointments, require_years
from msptool.words import Progress, silent
from msptool.workspace.workspace import Workspace

QUARTER = timedelta(91)
_QUARTERS = 6


@dataclass(frozen=True, slots=True)
class Standing:
    """One client, what its files say, and its visits. `before` is its tally a quarter ago, None where it was no client then."""

    client: Client
    record: ClientRecord
    before: Tally | None
    visits: tuple[Appointment, ...]

    @property
    def now(self) -> Tally:
        """Its tally today."""
        return self.record.now


@dataclass(frozen=True, slots=True)
class PracticePoint:
    """The practice as a whole at the end of a day. Shares are 0..1, None for no data.

    `own_library` is False where the history does not hold the library of that day, and a later one was used.
    """

    day: date
    score: float | None
    coverage: float | None
    clients: int
    own_library: bool


@dataclass(frozen=True)
class Standings:
    """All clients that the practice serves today, by id, and the way here, oldest first; today is the last point."""

    view: Viewpoint
    method: Method
    people: Mapping[str, Person]
    clients: tuple[Standing, ...]
    trend: tuple[PracticePoint, ...]
    before: Tally

    @property
    def total(self) -> Tally:
        """All clients' points together."""
        return added(each.now for each in self.clients)

    def person(self, identifier: str | None) -> str | None:
        """The person's name; the id where nobody has it."""
        return name_of(self.people, identifier) or None


def standings(workspace: Workspace, progress: Progress = silent) -> Standings:
    """Today under today's library, an earlier day under the library of that day; one client after the other.

    What the same files say on the same day is computed once; see `msptool.workspace.index`.
    """
    here = viewpoint(workspace)
    method: Method = here.settings.score_method
    visits: dict[str, list[Appointment]] = {}
    for each in appointments(require_years(workspace.source)):
        visits.setdefault(each.client, []).append(each)
    quarter = _at(here, here.as_of - QUARTER)
    ends = [_at(here, day) for day in quarter_ends(here.as_of, _QUARTERS)]
    found: list[Standing] = []
    before: list[Tally] = []
    past: list[list[Tally]] = [[] for _ in ends]
    clients = sorted(here.clients.values(), key=lambda each: each.id)
    for number, client in enumerate(clients, 1):
        record = client_record(here, client, method, (quarter, *ends))
        earlier, *rest = record.past
        before.extend(filter(None, (earlier,)))
        for tallies, tally in zip(past, rest, strict=True):
            tallies.extend(filter(None, (tally,)))
        if client.served_on(here.as_of):
            found.append(Standing(client, record, earlier, tuple(visits.get(client.id, ()))))
        progress(number, len(clients), "clients")
    return Standings(
        here, method, load_people(workspace.source), tuple(found), tuple(_trend(here, found, ends, past)), added(before)
    )


def quarter_ends(day: date, many: int) -> list[date]:
    """The last days of the `many` quarters of the calendar that ended before `day`, oldest first."""
    found = []
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    for _ in range(many):
        end = first - timedelta(1)
        found.append(end)
        first = date(end.year, end.month - 2, 1)
    return found[::-1]


def _at(here: Viewpoint, day: date) -> Viewpoint:
    return viewpoint(here.workspace, day.isoformat())


def _trend(
    here: Viewpoint, found: Sequence[Standing], ends: Sequence[Viewpoint], past: Sequence[Sequence[Tally]]
) -> Iterable[PracticePoint]:
    """The ends of the last quarters, from the first with an answer on, and today."""
    began = False
    for view, tallies in zip(ends, past, strict=True):
        total = added(tallies)
        began = began or total.answered > 0
        if began:
            yield PracticePoint(view.as_of, total.score, total.coverage, len(tallies), not view.remark)
    total = added(each.now for each in found)
    yield PracticePoint(here.as_of, total.score, total.coverage, len(found), True)
