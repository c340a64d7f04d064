"""Changing one visit's day or who makes it: what stands against that, and the fewest other moves that make room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from msptool.schedule.drawing import Drawn, circumstances, solved
from msptool.schedule.objections import Objections, objections, on_day
from msptool.schedule.placing import Placed
from msptool.schedule.planning import Circumstances, must_stay, year_problem
from msptool.schedule.writing import change_file, files_of, refuse_changed_years
from msptool.visits import changes
from msptool.visits.model import CLIENT_YEAR, ClientYear, Visit
from msptool.visits.register import Appointment, require_visit
from msptool.workspace.documents import read_document
from msptool.workspace.entities import parse
from msptool.workspace.problems import UsageRefusal, unknown
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import Planned, write


@dataclass(frozen=True, slots=True)
class Moved:
    """The files written, and the other visits that moved to make room."""

    paths: list[str]
    others: list[Placed]


def move_visit(
    workspace: Workspace, client: str, old: date, new: date, reason: str, *, replan: bool, anyway: bool, confirmed: bool = False,
) -> Moved:  # fmt: skip
    """Move a visit. Refuses what breaks a rule (without `anyway`), and a day that is taken (without `replan`).

    A day that is not ahead is the one on which the visit took place: then only what is taken counts.
    """
    given = circumstances(workspace)
    year, visit = require_visit(given.years, client, old)
    against = next(_against(given, client, visit.tam, new, but=old), None)
    step = partial(
        changes.move,
        workspace.root,
        year,
        visit,
        new,
        workspace.today,
        reason,
        confirmed=confirmed,
        held=against is not None,
    )
    planned = step()
    taken = next(on_day(given, visit.tam, new, client), None)
    if taken is not None and (must_stay(taken.visit, workspace.today) or not replan):
        raise UsageRefusal(f"{_is_taken(taken)}{_choose(taken.visit, workspace.today)}")
    if against is not None and not anyway:
        raise UsageRefusal(f"{against} Choose another day, or say --anyway: then it stays there, whatever is planned.")
    if taken is None:
        return Moved(write(planned), [])
    after = replace(given, years=[_as_planned(planned) if each is year else each for each in given.years], keep=True)
    after = replace(after, held=frozenset([(client, new), *_broken(after, year.year, but=(taken.client, new))]))
    drawn = solved(year_problem(year.year, after))
    if drawn.dropped or not any(each.client == taken.client and each.was == new for each in drawn.moved):
        raise UsageRefusal(f"With {client} on {new} there is no plan for everybody: choose another day.")
    why = f"{client} was moved to {new}."
    files = [step(then=_then(workspace, drawn, client, why)), *files_of(workspace, drawn, why, without=[client])]
    refuse_changed_years(workspace, [each for each in given.years if each.year == year.year], year.year)
    return Moved(write(*files), drawn.moved)


def _broken(given: Circumstances, year: int, but: tuple[str, date]) -> Iterator[tuple[str, date]]:
    """The visits (client, day) that break a rule where they are: making room for another is no reason to move them."""
    rules = objections(given, year)
    for each in given.years:
        days = [visit.day for visit in each.standing]
        for day, tam in ((visit.day, visit.tam) for visit in each.standing if each.year == year):
            near = rules.of_neighbours(each.client, day, [other for other in days if other != day])
            if (each.client, day) != but and any(_against_day(rules, each.client, tam, day, near)):
                yield each.client, day


def _then(workspace: Workspace, drawn: Drawn, client: str, reason: str) -> changes.Change:
    """What making room changes of the other visits of the client that moves."""
    own = next(each for each in drawn.plans if each.client == client)
    return partial(change_file, workspace=workspace, drawn=drawn, own=own, reason=reason)


def _as_planned(planned: Planned) -> ClientYear:
    """The visits of a file as they would be."""
    document, _ = read_document(planned.path, planned.content or b"")
    assert document is not None
    entry, _ = parse(CLIENT_YEAR, document)
    assert entry is not None
    return entry.entity


def reassign_visit(workspace: Workspace, client: str, day: date, tam: str, reason: str, *, anyway: bool) -> list[str]:
    """Hand a visit to somebody else. Refuses a day on which he or she is elsewhere, or away (without `anyway`)."""
    given = circumstances(workspace)
    year, visit = require_visit(given.years, client, day)
    if tam not in given.people:
        raise unknown(f"There is nobody '{tam}' in practice/people/.", tam, given.people)
    planned = changes.reassign(workspace.root, year, visit, tam, workspace.today, reason)
    taken = next(on_day(given, tam, day, client), None)
    if taken is not None:
        raise UsageRefusal(f"{_is_taken(taken)}: name somebody else, or move one of the two.")
    against = next(objections(given, year.year).of_person(tam, day), None)
    if against is not None and not anyway and day > workspace.today:
        raise UsageRefusal(f"{against} Name somebody else, or say --anyway.")
    return write(planned)


def reopen_visit(workspace: Workspace, client: str, day: date, reason: str) -> list[str]:
    """Take back that a visit is confirmed, cancelled or held; refuses a cancelled one whose day is taken by now."""
    given = circumstances(workspace)
    own = [(year, visit) for year in given.years if year.client == client for visit in year.visits if visit.day == day]
    year, visit = min(own, key=lambda pair: not pair[1].stands) if own else require_visit(given.years, client, day)
    planned = changes.reopen(workspace.root, year, visit, workspace.today, reason)
    taken = next(on_day(given, visit.tam, day, client), None) if not visit.stands else None
    if taken is not None:
        raise UsageRefusal(f"{_is_taken(taken)}: the next plan gives {client} another day.")
    return write(planned)


def done_visit(workspace: Workspace, client: str, day: date, on: date | None, reason: str) -> list[str]:
    """Note that a visit took place, on its day or `on` another one; refuses one on which its person was elsewhere."""
    given = circumstances(workspace)
    year, visit = require_visit(given.years, client, day)
    planned = changes.done(workspace.root, year, visit, workspace.today, reason, on)
    taken = next(on_day(given, visit.tam, on, client), None) if on else None
    if taken is not None:
        raise UsageRefusal(f"{_is_taken(taken)}: put that visit right first, or name another day.")
    return write(planned)


def _is_taken(taken: Appointment) -> str:
    return f"{taken.visit.tam} is at {taken.client} on {taken.visit.day}"


def _choose(visit: Visit, today: date) -> str:
    if must_stay(visit, today):
        what = visit.status if visit.status != "planned" else "held" if visit.held else "past"
        return f", and that visit is {what}: choose another day."
    return ": choose another day, or say --replan to make room."


def _against(given: Circumstances, client: str, tam: str, new: date, but: date) -> Iterator[str]:
    """What speaks against a day ahead, other than another visit on it."""
    if new > given.today:
        rules = objections(given, new.year)
        days = [visit.day for each in given.years if each.client == client for visit in each.standing]
        near = rules.of_neighbours(client, new, [day for day in days if day != but])
        yield from _against_day(rules, client, tam, new, near)


def _against_day(rules: Objections, client: str, tam: str, day: date, near: Iterator[str]) -> Iterator[str]:
    yield from rules.of_person(tam, day)
    yield from rules.of_client(client, day)
    if not rules.is_served(client, day):
        yield f"No agreement of {client} runs on {day}."
    yield from near
