"""Working a checklist through: it is begun for a person or a client, its items are ticked, and the record stays."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from msptool.runbooks.checklists.model import CHECKLIST, CHECKLIST_RUN, Checklist, ChecklistRun, Tick
from msptool.workspace.edits import folded
from msptool.workspace.entities import load, load_one
from msptool.workspace.problems import UsageRefusal, refuse_first, unknown
from msptool.workspace.sources import Source
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import put


def require_checklists(source: Source) -> dict[str, Checklist]:
    """All checklists by id; refuses a broken file."""
    entries, problems = load(source, CHECKLIST)
    refuse_first(problems)
    return {entry.entity.id: entry.entity for entry in entries}


def require_checklist(source: Source, name: str) -> Checklist:
    """One checklist; refuses an unknown id (naming the nearest)."""
    known = require_checklists(source)
    if name not in known:
        raise unknown(f"There is no checklist {name!r}.", name, known, "'msptool checklist list' shows them.")
    return known[name]


def require_checklist_runs(source: Source, client: str | None = None) -> list[ChecklistRun]:
    """The runs of a client or of all, oldest first; refuses a broken file."""
    folder = f"clients/{client}/checklists" if client else CHECKLIST_RUN.folder
    entries, problems = load(source, CHECKLIST_RUN, folder)
    refuse_first(problems)
    return sorted((entry.entity for entry in entries), key=lambda each: (each.started, each.client, each.id))


def require_checklist_run(source: Source, client: str, name: str) -> ChecklistRun:
    """One run by its id, or the client's only open run whose id has `name` in it; refuses none and several."""
    path = CHECKLIST_RUN.path(client=client, id=name)
    entry, problems = load_one(source, CHECKLIST_RUN, path)
    refuse_first(problems)
    if entry is not None:
        return entry.entity
    runs = require_checklist_runs(source, client)
    alike = [each for each in runs if name in each.id and each.open_items]
    if len(alike) == 1:
        return alike[0]
    if alike:
        raise UsageRefusal(f"Several open runs of {client} match {name!r}: {', '.join(each.id for each in alike)}.")
    known = [each.id for each in runs]
    raise unknown(f"{client} has no run {name!r}.", name, known, f"It has {', '.join(known[-3:]) or 'none'}.")


def begin(
    workspace: Workspace,
    checklist: Checklist,
    client: str,
    about: str,
    *,
    ticket: str,
    due: date | None,
    by: str | None,
) -> ChecklistRun:
    """Write a new run, with the items as they are worded today; refuses a second one of the day."""
    if not about.strip():
        raise UsageRefusal("Say whom or what it is about.")
    today = workspace.today
    last = due or (today + timedelta(checklist.days) if checklist.days is not None else None)
    run = ChecklistRun(
        client=client, id=run_id(today, checklist.id, about), checklist=checklist.id, about=about.strip(), ticket=ticket,
        started=today, due=last, by=by, items=tuple(Tick(id=item.id, do=item.do) for item in checklist.items),
    )  # fmt: skip
    path = CHECKLIST_RUN.path(client=client, id=run.id)
    if (workspace.root / path).exists():
        raise UsageRefusal(f"{path} is there already: 'msptool checklist tick {client} {run.id} ITEM' goes on with it.")
    data = run.model_dump(mode="json", exclude_defaults=True, exclude={"client", "id"})
    data["items"] = [{**item, "do": folded(item["do"])} for item in data["items"]]
    put(workspace.root, CHECKLIST_RUN, lambda file: file.update(data), client=client, id=run.id)
    return run


def run_id(day: date, checklist: str, about: str) -> str:
    """`2026-11-03-leaver-wendell-crouse`."""
    plain = unicodedata.normalize("NFKD", about).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-")
    return f"{day}-{checklist}-{words or 'x'}"


def tick(
    workspace: Workspace, run: ChecklistRun, items: Sequence[str], *, by: str | None, note: str, na: str, undo: bool
) -> str:
    """Tick items today, say why they do not apply, or take that back; returns the path. Refuses an unknown item."""
    known = {item.id: item for item in run.items}
    for name in items:
        if name not in known:
            raise unknown(f"There is no item {name!r} in {run.id}.", name, known, f"They are {', '.join(known)}.")
        if known[name].is_settled and not undo:
            raise UsageRefusal(f"{name} is settled since {known[name].on}: --undo takes that back.")
        if undo and not known[name].is_settled:
            raise UsageRefusal(f"{name} is not ticked.")

    def change(file: Any) -> None:
        for item in file["items"]:
            if item["id"] in items:
                _settle(item, workspace.today, by=by, note=note, na=na, undo=undo)

    return put(workspace.root, CHECKLIST_RUN, change, client=run.client, id=run.id)


def _settle(item: Any, today: date, *, by: str | None, note: str, na: str, undo: bool) -> None:
    said = {"on": today.isoformat(), "by": by, "na": folded(na), "note": folded(note)}
    for key in ("on", "by", "na"):
        item.pop(key, None)
    item.update({key: value for key, value in said.items() if value and (not undo or key == "note")})
