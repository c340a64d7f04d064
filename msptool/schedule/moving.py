"""Moving one visit: what stands against it, and the fewest other moves that make room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from msptool.schedule.drawing import problem_of, solved
from msptool.schedule.planning import Placed, YearProblem
from msptool.schedule.writing import write_plan
from msptool.visits import changes
from msptool.visits.register import require_visit, require_years
from msptool.workspace.problems import Refusal
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import take_back, write


@dataclass(frozen=True, slots=True)
class Moved:
    """The files written, and the other visits that moved to make room."""

    paths: list[str]
    others: list[Placed]


def move_visit(
    workspace: Workspace, client: str, old: date, new: date, reason: str, *, replan: bool, anyway: bool
) -> Moved:
    """Move a visit. Refuses what breaks a rule (without `anyway`), and a day that is taken (without `replan`)."""
    written = require_years(workspace.source, old.year)
    year, visit = require_visit(written, client, old)
    planned = changes.move(workspace.root, year, visit, new, workspace.today, reason)
    taken = [
        (each.client, other) for each in written for other in each.standing
        if other.tam == visit.tam and other.day == new and (each.client, other.day) != (client, old)
    ]  # fmt: skip
    if taken and (taken[0][1].fixed or not replan):
        name, other = taken[0]
        hint = (
            f"and that visit is {other.status}: choose another day."
            if other.fixed
            else "choose another day, or say --replan to make room."
        )
        raise Refusal(f"{visit.tam} is at {name} on {new}{', ' if other.fixed else ': '}{hint}")
    against = list(_against(problem_of(workspace, old.year), client, old, new))
    if against and not anyway:
        raise Refusal(f"{against[0]} Choose another day, or say --anyway.")
    if not taken:
        return Moved(write(planned), [])
    paths = write(planned)
    try:
        drawn = solved(problem_of(workspace, old.year, [(client, new)]))
        if drawn.solution.unscheduled:
            raise Refusal(f"With {client} on {new} there is no plan for everybody: choose another day.")
        paths += write_plan(workspace, drawn.problem, drawn.plans, reason or f"{client} asked for {new}.")
    except BaseException:
        take_back(planned)
        raise
    return Moved(list(dict.fromkeys(paths)), drawn.moved)


def _against(found: YearProblem, client: str, old: date, new: date) -> Iterator[str]:
    """What speaks against a day, other than another visit on it."""
    problem, wanted = found.problem, next((each for each in found.problem.clients if each.id == client), None)
    if wanted is None:
        return
    tam = next(each for each in problem.tams if each.id == wanted.tam)
    if new not in tam.days:
        yield f"{tam.id} does not work on {new:%A}, {new}, or is away."
    if wanted.is_closed(new):
        yield f"{client} is closed on {new}, or no agreement runs."
    if problem.not_before and new < problem.not_before:
        yield f"{new} is not after today."
    near = next((day for day in wanted.existing if day != old and abs((day - new).days) < wanted.min_gap), None)
    if near is not None:
        yield f"{new} is {abs((near - new).days)} days from the visit on {near}; {client} wants at least {wanted.min_gap} between."
