"""The year of a practice as a planning problem, and a solution as visits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from msptool.clients.model import Client
from msptool.people.model import Person
from msptool.planner import problem
from msptool.planner.check import matched
from msptool.schedule.demand import Demand, demands, without_tam
from msptool.schedule.model import Calendar
from msptool.schedule.team import working_year
from msptool.visits.model import ClientYear, Visit
from msptool.workspace.problems import Refusal, UsageRefusal
from msptool.workspace.settings import WEEKDAYS, Settings


@dataclass(frozen=True)
class YearProblem:
    """The problem of a year, the demands that it is made of, and the visits that are written already."""

    year: int
    problem: problem.Problem
    demands: Mapping[str, Demand]
    written: Mapping[str, ClientYear]
    not_before: date | None
    remarks: tuple[str, ...]

    @property
    def is_replan(self) -> bool:
        """Whether there is a plan already, of which as much as possible stays."""
        return any(each.standing for each in self.written.values())


def must_stay(visit: Visit, today: date) -> bool:
    """Whether a new plan may not move a visit: it is confirmed or done, or its day has come."""
    return visit.fixed or visit.day <= today


def year_problem(
    year: int, today: date, people: Mapping[str, Person], clients: Sequence[Client], calendars: Mapping[str, Calendar],
    written: Sequence[ClientYear], settings: Settings, *,
    is_locked: Callable[[str, Visit], bool],
) -> YearProblem:  # fmt: skip
    """The problem of a year, as it stands today.

    The written visits for which `is_locked` (client, visit) holds stay where they are. The others may move, but not
    to a day before tomorrow. Refuses a year that is over, and a TAM without days.
    """
    if year < today.year:
        raise UsageRefusal(f"{year} is over: plan {today.year} or a later year.")
    wanted = {each.client.id: each for each in demands(clients, year, settings)}
    own = {each.client: each for each in written}
    rows, remarks = [], []
    for each in wanted.values():
        row, dropped = _client(each, own.get(each.client.id), is_locked)
        rows.append(row)
        remarks += [f"{each.client.id}: {remark}" for remark in (each.remark, dropped) if remark]
    remarks += [f"{each.id} has no TAM: nobody visits it." for each in without_tam(clients, year)]
    elsewhere = _elsewhere(written, wanted, is_locked)
    tams = [
        _tam(name, year, people, calendars, settings, elsewhere.get(name, frozenset()))
        for name in sorted({each.tam for each in wanted.values()})
    ]
    schedule = settings.schedule
    has_plan = any(row.existing for row in rows)
    first = today + timedelta(1) if year == today.year else None
    objective = problem.Objective(
        weekday_weight=schedule.weekday_weight, move_weight=schedule.move_weight if has_plan else 0
    )
    found = problem.Problem(tuple(tams), tuple(rows), objective, first)
    problem.refuse_contradictions(f"The plan of {year}", found)
    return YearProblem(year, found, wanted, own, first, tuple(remarks))


def _tam(
    name: str, year: int, people: Mapping[str, Person], calendars: Mapping[str, Calendar], settings: Settings,
    elsewhere: Set[date],
) -> problem.Tam:  # fmt: skip
    if name not in people:
        raise Refusal(f"The TAM '{name}' is nobody in practice/people/: create practice/people/{name}.yaml.")
    days = [day for day in working_year(people[name], year, calendars, settings.schedule).days if day not in elsewhere]
    if not days:
        raise Refusal(
            f"{name} has no day in {year} on which a visit is possible: look at 'weekdays', 'leave', 'starts' and 'ends' in "
            f"practice/people/{name}.yaml, or give the clients another TAM."
        )
    return problem.Tam(name, tuple(days))


def _elsewhere(
    written: Sequence[ClientYear], wanted: Mapping[str, Demand], is_locked: Callable[[str, Visit], bool]
) -> dict[str, set[date]]:
    """The days on which a TAM stands in at somebody else's client."""
    found: dict[str, set[date]] = {}
    for each in written:
        own = wanted[each.client].tam if each.client in wanted else None
        for visit in each.standing:
            if visit.tam != own and is_locked(each.client, visit):
                found.setdefault(visit.tam, set()).add(visit.day)
    return found


def _client(
    wanted: Demand, written: ClientYear | None, is_locked: Callable[[str, Visit], bool]
) -> tuple[problem.Client, str]:
    """The client's part, and a sentence where more visits are fixed than it wants."""
    client = wanted.client
    standing = written.standing if written else ()
    existing = tuple(visit.day for visit in standing)
    locked = tuple(visit.day for visit in standing if is_locked(client.id, visit))
    ideals, remark = _ideals(wanted, standing), ""
    if len(locked) > len(ideals):
        remark = f"{len(locked)} visits are fixed, and the agreement has {len(ideals)}."
        ideals = tuple(sorted([*ideals, *locked[len(ideals) :]]))
    closed = [(span.since, span.last) for span in client.visiting.closed]
    first, last = wanted.first, wanted.last
    closed += _outside(first, last)
    weekdays = tuple(sorted(WEEKDAYS.index(name) for name in client.visiting.weekdays)) or None
    return (
        problem.Client(
            client.id, wanted.tam, ideals, tuple(closed), weekdays, wanted.min_gap, existing, locked
        ),
        remark,
    )  # fmt: skip


def _ideals(wanted: Demand, standing: Sequence[Visit]) -> tuple[date, ...]:
    """What the written visits aimed at, as long as their number is right: a new client must not shift the others' year."""
    written = tuple(sorted(visit.ideal for visit in standing if visit.ideal is not None))
    return written if len(written) == len(standing) == wanted.visits else wanted.ideals


def _outside(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days of the year on which no agreement runs."""
    if first > date(first.year, 1, 1):
        yield date(first.year, 1, 1), first - timedelta(1)
    if last < date(last.year, 12, 31):
        yield last + timedelta(1), date(last.year, 12, 31)


@dataclass(frozen=True, slots=True)
class Placed:
    """One visit of a plan. `number`, `was` and `tam_was` are the id, day and TAM of a visit that is written already."""

    client: str
    tam: str
    day: date
    ideal: date
    number: int | None
    was: date | None = None
    tam_was: str | None = None

    @property
    def deviation(self) -> int:
        """Days from the ideal day; negative: earlier."""
        return (self.day - self.ideal).days

    @property
    def is_new(self) -> bool:
        """Whether the visit is not written yet."""
        return self.number is None

    @property
    def moves(self) -> bool:
        """Whether the visit was on another day."""
        return self.was is not None and self.was != self.day


@dataclass(frozen=True)
class ClientPlan:
    """The plan of one client: its visits by day, and the written ones that no longer take place."""

    client: str
    visits: tuple[Placed, ...]
    dropped: tuple[Visit, ...]


def client_plan(found: YearProblem, client: str, days: Sequence[date]) -> ClientPlan:
    """The planned days of a client as visits: what stays keeps its number, and what moves takes the nearest free day."""
    wanted = found.demands[client]
    standing = list(found.written[client].standing) if client in found.written else []
    kept = {visit.day: visit for visit in standing if visit.day in days}
    free = [day for day in sorted(days) if day not in kept]
    loose = [visit for visit in standing if visit.day not in kept]
    moved = dict(_paired(loose, free))
    row = next(each for each in found.problem.clients if each.id == client)
    places = matched(found.problem, row, sorted(days))
    visits = []
    for day, place in zip(sorted(days), places, strict=True):
        visit = kept.get(day) or moved.get(day)
        visits.append(
            Placed(
                client,
                wanted.tam,
                day,
                row.ideals[place],
                *((visit.id, visit.day, visit.tam) if visit else (None, None, None)),
            )
        )
    placed = {id(visit) for visit in moved.values()}
    return ClientPlan(client, tuple(visits), tuple(visit for visit in loose if id(visit) not in placed))


def _paired(loose: Sequence[Visit], free: Sequence[date]) -> Iterator[tuple[date, Visit]]:
    """New days and the visits that move to them, in order; where the numbers differ, the nearest of them."""
    left = sorted(loose, key=lambda visit: visit.day)
    days = sorted(free)
    while len(left) > len(days):
        left.remove(
            max(left, key=lambda visit: (min((abs((visit.day - day).days) for day in days), default=0), visit.day))
        )
    while len(days) > len(left):
        days.remove(max(days, key=lambda day: (min((abs((visit.day - day).days) for visit in left), default=0), day)))
    yield from zip(days, left, strict=True)
