"""All changes of the practice's tools, as they are written."""

from __future__ import annotations

from typing import get_args

from msptool.changes.business_days import business_days
from msptool.changes.model import CHANGE, Change, Result, Status
from msptool.changes.requirements import Practice
from msptool.workspace.entities import load, load_one
from msptool.workspace.problems import one_of, refuse_first, unknown
from msptool.workspace.sources import Source
from msptool.workspace.workspace import Workspace


def require_changes(source: Source) -> list[Change]:
    """All changes by id; refuses a broken file."""
    entries, problems = load(source, CHANGE)
    refuse_first(problems)
    return [entry.entity for entry in entries]


def require_change(source: Source, identifier: str) -> Change:
    """One change; refuses an unknown id (naming the nearest) and a broken file."""
    known = {fields["id"] for each in source.paths(CHANGE.folder) if (fields := CHANGE.match(each))}
    if identifier not in known:
        raise unknown(f"There is no change {identifier!r}.", identifier, known, "'msptool change list' shows them.")
    entry, problems = load_one(source, CHANGE, CHANGE.path(id=identifier))
    refuse_first(problems)
    assert entry is not None
    return entry.entity


def practice_of(workspace: Workspace) -> Practice:
    """The rules of the practice for its changes."""
    return Practice(workspace.settings.changes, business_days(workspace))


def require_status(text: str) -> Status:
    """A status as it is written; refuses an unknown one and names the nearest."""
    known: tuple[Status, ...] = get_args(Status)
    return one_of(text, known, "status")


def require_result(text: str) -> Result:
    """An outcome as it is written; refuses anything else."""
    known: tuple[Result, ...] = get_args(Result)
    return one_of(text, known, "outcome")
