"""Drawing up the plan of a year: the workspace's problem, its solution, and what that changes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from msptool.clients.register import require_clients
from msptool.people.register import load_people
from msptool.planner.diagnosis import Shortage, diagnose
from msptool.planner.solver import Solution, solve
from msptool.schedule.planning import ClientPlan, Placed, YearProblem, client_plan, must_stay, year_problem
from msptool.schedule.team import require_calendars
from msptool.visits.model import Visit
from msptool.visits.register import require_visit, require_years
from msptool.workspace.workspace import Workspace


@dataclass(frozen=True)
class Drawn:
    """A plan that is not written yet, with the proof of the solver and what cannot be done."""

    problem: YearProblem
    solution: Solution
    plans: tuple[ClientPlan, ...]
    shortages: tuple[Shortage, ...]

    @cached_property
    def visits(self) -> list[Placed]:
        """All visits by day and client."""
        return sorted((each for plan in self.plans for each in plan.visits), key=lambda each: (each.day, each.client))

    @property
    def moved(self) -> list[Placed]:
        """The visits that were on another day."""
        return [each for each in self.visits if each.moves]

    @property
    def added(self) -> list[Placed]:
        """The visits that are not written yet."""
        return [each for each in self.visits if each.is_new]

    @property
    def dropped(self) -> list[tuple[str, Visit]]:
        """The written visits that no longer take place, with their clients."""
        return [(plan.client, visit) for plan in self.plans for visit in plan.dropped]

    @property
    def changes(self) -> int:
        """How many visits are not as they are written."""
        return len(self.moved) + len(self.added) + len(self.dropped)


def problem_of(workspace: Workspace, year: int, hold: Collection[tuple[str, date]] = ()) -> YearProblem:
    """The problem of a year as the workspace has it today; refuses a visit in `hold` that is not there."""
    source = workspace.source
    written = require_years(source, year)
    held = {(client, require_visit(written, client, day)[1].day) for client, day in hold}
    today = workspace.today

    def is_locked(client: str, visit: Visit) -> bool:
        return must_stay(visit, today) or (client, visit.day) in held

    return year_problem(
        year, today, load_people(source), list(require_clients(source).values()), require_calendars(source), written,
        workspace.settings, is_locked=is_locked,
    )  # fmt: skip


def draw(
    workspace: Workspace, year: int, hold: Collection[tuple[str, date]] = (), time_limit: float | None = None
) -> Drawn:
    """Plan a year to the proven optimum, or to the best within the seconds of `time_limit`."""
    return solved(problem_of(workspace, year, hold), time_limit)


def solved(found: YearProblem, time_limit: float | None = None) -> Drawn:
    """The plan of a year's problem."""
    solution = solve(found.problem, time_limit=time_limit)
    plans = [client_plan(found, client, solution.plan.get(client, ())) for client in found.demands]
    plans += [_gone(found, client) for client in found.written if client not in found.demands]
    return Drawn(found, solution, tuple(plans), tuple(diagnose(found.problem, solution)))


def _gone(found: YearProblem, client: str) -> ClientPlan:
    """A client that is not served any more: what is planned for it is dropped, what has been stays."""
    visits: Sequence[Visit] = found.written[client].standing
    first = found.not_before
    return ClientPlan(
        client, (), tuple(each for each in visits if each.status != "done" and (first is None or each.day >= first))
    )
