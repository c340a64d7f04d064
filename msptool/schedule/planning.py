"""The year of a practice as a planning problem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from msptool.clients.agreements import periods
from msptool.clients.model import Client
from msptool.people.model import Person
from msptool.planner import problem
from msptool.schedule.demand import Demand, begun, between, demands, served_in
from msptool.schedule.model import Calendar
from msptool.schedule.remarks import remarks
from msptool.schedule.team import calendars_without, working_year
from msptool.visits.model import ClientYear, Visit
from msptool.workspace.problems import Refusal, UsageRefusal
from msptool.workspace.settings import WEEKDAYS, Settings

_DAY = timedelta(1)


@dataclass(frozen=True)
class YearProblem:
    """The problem of a year, the demands that it is made of, and the visits that are written already.

    `apart` are the written visits, by client, that stay as they are and are not in the problem.
    """

    year: int
    problem: problem.Problem
    demands: Mapping[str, Demand]
    written: Mapping[str, ClientYear]
    apart: Mapping[str, tuple[Visit, ...]]
    remarks: tuple[str, ...]

    @property
    def is_replan(self) -> bool:
        """Whether there is a plan already, of which as much as possible stays."""
        return _is_planned(self.written)


def _is_planned(written: Mapping[str, ClientYear]) -> bool:
    return any(each.standing for each in written.values())


def must_stay(visit: Visit, today: date) -> bool:
    """Whether a new plan may not move a visit: it is confirmed or done, or its day has come."""
    return visit.fixed or visit.day <= today


@dataclass(frozen=True)
class Circumstances:
    """What a year is planned from. `years` are the written visits of all years.

    `held` are visits (client, day) that stay where they are. With `keep` each client keeps the visits that are written,
    no more, no fewer and by the same people.
    """

    today: date
    people: Mapping[str, Person]
    clients: Sequence[Client]
    calendars: Mapping[str, Calendar]
    years: Sequence[ClientYear]
    settings: Settings
    held: Set[tuple[str, date]] = frozenset()
    keep: bool = False

    def first(self, year: int) -> date | None:
        """The first day on which a visit may be planned, where that is not the first of the year."""
        return self.today + _DAY if year == self.today.year else None

    def stays(self, client: str, visit: Visit) -> bool:
        """Whether a plan leaves the visit where it is, and with whoever makes it."""
        return must_stay(visit, self.today) or (client, visit.day) in self.held

    def demands(self, year: int) -> dict[str, Demand]:
        """What each client wants of the year, from the day on which its planning began."""
        own = {each.client: each for each in self.years if each.year == year}
        since = {client.id: begun(own.get(client.id), self.first(year)) for client in self.clients}
        return {each.client.id: each for each in demands(self.clients, year, self.settings, since)}


@dataclass(frozen=True)
class _Standing:
    """The written visits of a client that take place: what is not in the problem, what stays there, what may move."""

    apart: tuple[Visit, ...] = ()
    locked: tuple[Visit, ...] = ()
    loose: tuple[Visit, ...] = ()


def year_problem(year: int, given: Circumstances) -> YearProblem:
    """The problem of a year, as it stands today.

    A written visit that must stay keeps its day and whoever makes it. Where that is not the client's TAM, the visit is
    left out, and the days around it are closed to the client. Refuses a year that is over, and a TAM without days.
    """
    if year < given.today.year:
        raise UsageRefusal(f"{year} is over: plan {given.today.year} or a later year.")
    wanted = given.demands(year)
    own = {each.client: each for each in given.years if each.year == year}
    seen: set[tuple[str, date]] = set()
    standing = {name: _standing(each, wanted.get(name), given, seen) for name, each in own.items()}
    rows = [
        _row(each, standing.get(name, _Standing()), own.get(name), given)
        for name, each in wanted.items()
        if not given.keep or (name in standing and (standing[name].locked or standing[name].loose))
    ]
    away: dict[str, set[date]] = {}
    for visit in (visit for each in standing.values() for visit in each.apart):
        away.setdefault(visit.tam, set()).add(visit.day)
    tams = [_tam(name, year, given, away.get(name, frozenset())) for name in sorted({row.tam for row in rows})]
    weights = given.settings.schedule
    objective = problem.Objective(
        weekday_weight=weights.weekday_weight, move_weight=weights.move_weight if _is_planned(own) else 0,
        order="moves-first" if given.keep else "weighted",
    )  # fmt: skip
    found = problem.Problem(tuple(tams), tuple(rows), objective, given.first(year))
    problem.refuse_contradictions(f"The plan of {year}", found)
    fixed = {name: (*each.apart, *each.locked) for name, each in standing.items()}
    clients = {each.id: each for each in given.clients}
    said = (
        *remarks(year, clients, given.people, wanted, fixed, given.first(year), given.today),
        *calendars_without([given.people[tam.id] for tam in tams], given.calendars, given.settings.schedule, year),
    )
    return YearProblem(year, found, wanted, own, {name: each.apart for name, each in standing.items()}, said)


def _standing(
    written: ClientYear, wanted: Demand | None, given: Circumstances, seen: set[tuple[str, date]]
) -> _Standing:  # fmt: skip
    """The visits of a file in their three parts; `seen` are past visits of other clients: nobody can unlock two on one day."""
    client, visits = written.client, written.standing
    if wanted is None:
        return _Standing(apart=tuple(each for each in visits if not _is_lost(written, each, given)))
    parts: dict[str, list[Visit]] = {"apart": [], "locked": [], "loose": []}
    for visit in visits:
        stays, whose = given.stays(client, visit), (visit.tam, visit.day)
        is_foreign = visit.tam != wanted.tam and (stays or given.keep)
        if is_foreign or (visit.day <= given.today and whose in seen):
            parts["apart"].append(visit)
        else:
            parts["locked" if stays else "loose"].append(visit)
            seen.add(whose)
    return _Standing(**{name: tuple(found) for name, found in parts.items()})


def _is_lost(written: ClientYear, visit: Visit, given: Circumstances) -> bool:
    """Whether a visit of a client without a demand has no reason any more: no agreement runs, and nobody agreed to the day."""
    client = next((each for each in given.clients if each.id == written.client), None)
    is_served = client is None or bool(served_in(client, written.year))
    return not (given.keep or is_served or given.stays(written.client, visit))


def _tam(name: str, year: int, given: Circumstances, away: Set[date]) -> problem.Tam:
    if name not in given.people:
        raise Refusal(f"The TAM '{name}' is nobody in practice/people/: create practice/people/{name}.yaml.")
    worked = working_year(given.people[name], year, given.calendars, given.settings.schedule).days
    days = [day for day in worked if day not in away]
    if not days:
        raise Refusal(
            f"{name} has no day in {year} on which a visit is possible: look at 'weekdays', 'leave', 'starts' and 'ends' in "
            f"practice/people/{name}.yaml, or give the clients another TAM."
        )
    return problem.Tam(name, tuple(days))


def _row(wanted: Demand, standing: _Standing, written: ClientYear | None, given: Circumstances) -> problem.Client:
    client = wanted.client
    weekdays = tuple(sorted(WEEKDAYS.index(name) for name in client.visiting.weekdays)) or None
    days = [visit.day for visit in (*standing.locked, *standing.loose)]
    return problem.Client(
        client.id, wanted.tam, tuple(sorted(_ideals(wanted, standing, given))),
        tuple(_closed(wanted, standing, written, given)), weekdays, wanted.min_gap, tuple(days),
        tuple(visit.day for visit in standing.locked),
    )  # fmt: skip


def _ideals(wanted: Demand, standing: _Standing, given: Circumstances) -> list[date]:
    """What the visits of the problem aim at.

    A written visit keeps its ideal, so that neither a new client nor a cancelled visit shifts the year of the others. What
    is missing is spaced over the widest gaps that are left; and where there are too many, those stay that are nearest to an
    even spacing.
    """
    first = given.first(wanted.periods[0].first.year)
    staying = (*standing.apart, *standing.locked)
    agreed = [visit for visit in staying if periods(wanted.client, visit.day, visit.day)]
    number = len(standing.loose) if given.keep else max(0, wanted.visits - len(agreed))
    aims = [_aim(visit) for visit in standing.loose]
    kept = aims if len(aims) <= number else []
    taken = [*(visit.day for visit in staying), *kept]
    more: Sequence[date] = wanted.ideals
    if taken or len(more) != number or any(first and day < first for day in more):
        served = [(each.first, each.last) for each in wanted.periods]
        ahead = [(max(start, first), end) for start, end in served if end >= first] if first else served
        more = between(taken, number - len(kept), ahead or served)
    if len(aims) > number:
        more = _nearest(more, aims)
    return [*(_aim(visit) for visit in standing.locked), *kept, *more]


def _nearest(even: Iterable[date], aims: Iterable[date]) -> list[date]:
    """Those of the aims that are nearest to evenly spaced days, each once."""
    left, found = list(aims), []
    for day in even:
        found.append(min(left, key=lambda aim: abs((aim - day).days)))
        left.remove(found[-1])
    return found


def _aim(visit: Visit) -> date:
    return visit.ideal or visit.day


def _closed(
    wanted: Demand, standing: _Standing, written: ClientYear | None, given: Circumstances
) -> Iterator[tuple[date, date]]:  # fmt: skip
    """Days without visits of the client, its agreements, and those on which it cancelled; and days too near to a visit.

    That is one that is not in the problem: somebody else's, or of the year before or after.
    """
    client, near = wanted.client, timedelta(max(wanted.min_gap - 1, 0))
    yield from ((span.since, span.last) for span in client.visiting.closed)
    yield from wanted.closed
    yield from ((visit.day - near, visit.day + near) for visit in standing.apart)
    if written is not None:
        held = {visit.day for visit in written.standing}
        yield from ((visit.day, visit.day) for visit in written.visits if visit.day not in held)
    year = wanted.periods[0].first.year
    days = {each.year: [visit.day for visit in each.standing] for each in given.years if each.client == client.id}
    if before := days.get(year - 1):
        yield before[-1], before[-1] + near
    if after := days.get(year + 1):
        yield after[0] - near, after[0]
