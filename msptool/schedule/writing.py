"""Writing a plan into the visits' files: what stays is not touched, and nothing is deleted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

from msptool.schedule.drawing import Drawn
from msptool.schedule.placing import ClientPlan
from msptool.visits.changes import add_step, refuse_changed
from msptool.visits.model import CLIENT_YEAR, ClientYear
from msptool.visits.register import require_years
from msptool.workspace.files import digest
from msptool.workspace.problems import Refusal
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import Planned, plan, write


def write_plan(workspace: Workspace, drawn: Drawn, reason: str = "", *, drop: bool = False) -> list[str]:
    """Write the visits of every client, all files or none; returns the paths that changed.

    A visit that moves keeps its number; one that no longer takes place stays in the file as cancelled. Refuses to cancel
    what has no room (unless `drop`), and a year whose files changed while it was planned.
    """
    lost = [f"{client} {visit.day}" for client, visit in drawn.squeezed_out]
    if lost and not drop:
        raise Refusal(
            f"There is no room for {', '.join(lost)}: nothing was written. Make room, as the plan advises; or say --drop, "
            "and they are cancelled."
        )
    files = files_of(workspace, drawn, reason)
    if files:
        refuse_changed_years(workspace, drawn.problem.written.values(), drawn.problem.year)
    return write(*files)


def refuse_changed_years(workspace: Workspace, read: Collection[ClientYear], year: int) -> None:
    """Refuse to go on where somebody changed a visit of the year since it was read."""
    before = {each.client: each for each in read}
    now = {each.client: each for each in require_years(workspace.source, year)}
    changed = next((name for name in sorted({*before, *now}) if before.get(name) != now.get(name)), None)
    if changed is not None:
        path = CLIENT_YEAR.path(year=str(year), client=changed)
        raise Refusal(f"{path} changed while the year was planned: nothing was written. Plan again.")


def files_of(
    workspace: Workspace, drawn: Drawn, reason: str, without: Sequence[str] = ()
) -> list[Planned]:  # fmt: skip
    """The files that a plan changes, except those of some clients."""
    return [
        plan(
            workspace.root, CLIENT_YEAR, partial(change_file, workspace=workspace, drawn=drawn, own=each, reason=reason),
            year=str(drawn.problem.year), client=each.client,
        )
        for each in drawn.plans if each.changes and each.client not in without
    ]  # fmt: skip


def change_file(data: Any, workspace: Workspace, drawn: Drawn, own: ClientPlan, reason: str) -> None:
    """Write the plan of a client into its file's data."""
    year, today = drawn.problem.year, workspace.today
    read = drawn.problem.written.get(own.client)
    refuse_changed(data, read or ClientYear(year=year, client=own.client))
    if read is None:
        data["uid"] = f"{own.client}-{year}-{_of_this_practice(workspace)}"
    visits = data.setdefault("visits", [])
    by_number = {entry["id"]: entry for entry in visits}
    number = max(by_number, default=0)
    for visit in own.visits:
        if visit.number is None:
            number += 1
            entry: dict[str, Any] = {"id": number, "day": visit.day.isoformat(), "tam": visit.tam}
            entry |= {"status": "planned", "ideal": visit.ideal.isoformat()}
            add_step(entry, "planned", today, reason if by_number else "")
            visits.append(entry)
            continue
        entry = by_number[visit.number]
        if visit.changes_hands:
            add_step(entry, "reassigned", today, reason, tam=visit.tam)
        if visit.moves:
            entry["ideal"] = visit.ideal.isoformat()
            add_step(entry, "moved", today, reason, day=visit.day)
    for gone in own.dropped:
        add_step(by_number[gone.id], "cancelled", today, reason or "The plan has no visit here any more.")


def _of_this_practice(workspace: Workspace) -> str:
    """Eight characters that tell its visits from those of another practice with a client of the same name."""
    return digest((workspace.history.first_commit() or workspace.settings.practice.name).encode())[:8]
