"""What the written plan of a year breaks, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msptool.clients.register import require_clients
from msptool.people.register import load_people
from msptool.planner.solver import violations
from msptool.schedule.planning import YearProblem, year_problem
from msptool.schedule.team import require_calendars
from msptool.visits.register import require_years
from msptool.words import counted
from msptool.workspace.workspace import Workspace


def broken_rules(workspace: Workspace, year: int) -> list[str]:
    """A sentence for every broken rule. What is done is history, and breaks none."""
    source = workspace.source
    written = require_years(source, year)
    # A year that is over is judged as it was planned.
    day = max(workspace.today, date(year, 1, 1)) if year >= workspace.today.year else date(year, 1, 1)
    found = year_problem(
        year, day, load_people(source), list(require_clients(source).values()), require_calendars(source), written, workspace.settings,
        is_locked=lambda _, visit: visit.status == "done",
    )  # fmt: skip
    plan = {each.client: [visit.day for visit in each.standing] for each in written if each.client in found.demands}
    return [*violations(found.problem, plan), *_beside_the_problem(found)]


def _beside_the_problem(found: YearProblem) -> Iterator[str]:
    for client, year in found.written.items():
        wanted = found.demands.get(client)
        if wanted is None:
            if year.standing:
                yield f"{client}: no agreement runs in {found.year}, and {counted(len(year.standing), 'visit')} are planned."
            continue
        for visit in year.standing:
            if visit.tam != wanted.tam and visit.status != "done":
                yield f"{client}: {visit.tam} visits on {visit.day}, and the client's TAM is {wanted.tam}."
        if len(year.standing) < wanted.visits:
            missing = wanted.visits - len(year.standing)
            yield f"{client}: {counted(missing, 'visit')} of {wanted.visits} in {found.year} are not planned."
    for client, wanted in found.demands.items():
        if client not in found.written and wanted.visits:
            yield f"{client}: none of {counted(wanted.visits, 'visit')} in {found.year} is planned."
