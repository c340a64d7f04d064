"""Drawing up the plan of a year: the workspace's problem, its solution, and what that changes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from msptool.clients.register import require_clients
from msptool.people.register import require_people
from msptool.planner.diagnosis import Shortage, diagnose
from msptool.planner.solver import Solution, solve
from msptool.schedule.placing import ClientPlan, Placed, client_plan
from msptool.schedule.planning import Circumstances, YearProblem, year_problem
from msptool.schedule.team import require_calendars
from msptool.visits.model import ClientYear, Visit
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
    def reassigned(self) -> list[Placed]:
        """The visits that somebody else was to make."""
        return [each for each in self.visits if each.changes_hands]

    @property
    def added(self) -> list[Placed]:
        """The visits that are not written yet."""
        return [each for each in self.visits if each.is_new]

    @property
    def dropped(self) -> list[tuple[str, Visit]]:
        """The written visits that no longer take place, with their clients."""
        return [(plan.client, visit) for plan in self.plans for visit in plan.dropped]

    @property
    def squeezed_out(self) -> list[tuple[str, Visit]]:
        """Those of the dropped visits for which there is no room, though the client wants them."""
        short = {each.client for each in self.solution.unscheduled}
        return [(client, visit) for client, visit in self.dropped if client in short]

    @property
    def changes(self) -> int:
        """How many visits are not as they are written; one that moves to another TAM and day counts once."""
        return sum(each.moves or each.changes_hands or each.is_new for each in self.visits) + len(self.dropped)


def circumstances(
    workspace: Workspace, hold: Collection[tuple[str, date]] = (), years: Sequence[ClientYear] | None = None, *,
    keep: bool = False,
) -> Circumstances:  # fmt: skip
    """What the workspace says today, or with other visits than those that it has; refuses a held visit that is not there."""
    source = workspace.source
    written = require_years(source) if years is None else years
    held = frozenset((client, require_visit(written, client, day)[1].day) for client, day in hold)
    return Circumstances(
        workspace.today, require_people(source), list(require_clients(source).values()), require_calendars(source), written,
        workspace.settings, held, keep,
    )  # fmt: skip


def draw(
    workspace: Workspace, year: int, hold: Collection[tuple[str, date]] = (), time_limit: float | None = None
) -> Drawn:
    """Plan a year to the proven optimum, or to the best within the seconds of `time_limit`."""
    return solved(year_problem(year, circumstances(workspace, hold)), time_limit)


def solved(found: YearProblem, time_limit: float | None = None) -> Drawn:
    """The plan of a year's problem."""
    solution = solve(found.problem, time_limit=time_limit)
    clients = dict.fromkeys([*found.demands, *found.written])
    plans = tuple(client_plan(found, client, solution.plan.get(client, ())) for client in clients)
    return Drawn(found, solution, plans, tuple(diagnose(found.problem, solution)))
