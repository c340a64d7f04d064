"""Writing a plan into the visits' files: what stays is not touched, and nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any

from msptool.schedule.planning import ClientPlan, Placed, YearProblem
from msptool.visits.changes import add_step
from msptool.visits.model import CLIENT_YEAR
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import Planned, plan, write


def write_plan(workspace: Workspace, found: YearProblem, plans: Iterable[ClientPlan], reason: str = "") -> list[str]:
    """Write the visits of every client, all files or none; returns the paths that changed.

    A visit that moves keeps its number; one that no longer takes place stays in the file as cancelled.
    """
    return write(*_files(workspace, found, plans, reason))


def _files(workspace: Workspace, found: YearProblem, plans: Iterable[ClientPlan], reason: str) -> Iterator[Planned]:
    for each in plans:
        if any(_differs(visit, found) for visit in each.visits) or each.dropped:
            change = partial(_apply, plan=each, today=workspace.today, reason=reason)
            yield plan(workspace.root, CLIENT_YEAR, change, year=str(found.year), client=each.client)


def _differs(visit: Placed, found: YearProblem) -> bool:
    return visit.is_new or visit.moves or visit.tam_was not in (None, visit.tam)


def _apply(data: Any, plan: ClientPlan, today: date, reason: str) -> None:
    visits = data.setdefault("visits", [])
    by_number = {entry["id"]: entry for entry in visits}
    number = max(by_number, default=0)
    for visit in plan.visits:
        if visit.number is None:
            number += 1
            entry: dict[str, Any] = {"id": number, "day": visit.day.isoformat(), "tam": visit.tam}
            entry |= {"status": "planned", "ideal": visit.ideal.isoformat()}
            add_step(entry, "planned", today, reason if by_number else "")
            visits.append(entry)
            continue
        entry = by_number[visit.number]
        if visit.tam_was not in (None, visit.tam):
            entry["tam"] = visit.tam
            add_step(entry, "reassigned", today, reason)
        if visit.moves:
            entry["ideal"] = visit.ideal.isoformat()
            add_step(entry, "moved", today, reason, visit.day)
    for gone in plan.dropped:
        add_step(by_number[gone.id], "cancelled", today, reason or "The plan has no visit here any more.")
