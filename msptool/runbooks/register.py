"""All runbooks and all records of runs, as they are written."""

from __future__ import annotations

from collections.abc import Mapping

from msptool.runbooks.model import RUNBOOK, Runbook
from msptool.runbooks.runs.model import RUN, Run
from msptool.workspace.entities import load, load_one
from msptool.workspace.problems import Problem, refuse_first, unknown
from msptool.workspace.sources import Source


def load_runbooks(source: Source) -> tuple[dict[str, Runbook], list[Problem]]:
    """Every runbook that can be read, by id, and what is wrong with the others."""
    entries, problems = load(source, RUNBOOK)
    return {entry.entity.id: entry.entity for entry in entries}, problems


def require_runbook(source: Source, name: str) -> Runbook:
    """One runbook by its id or a former one; refuses an unknown name (with the nearest) and a broken file."""
    known = {fields["id"] for each in source.paths(RUNBOOK.folder) if (fields := RUNBOOK.match(each))}
    if name not in known:
        runbooks, _ = load_runbooks(source)
        renamed = next((each for each in runbooks.values() if name in each.formerly), None)
        if renamed is not None:
            return renamed
        raise unknown(f"There is no runbook {name!r}.", name, known, "'msptool runbook list' shows them.")
    entry, problems = load_one(source, RUNBOOK, RUNBOOK.path(id=name))
    refuse_first(problems)
    assert entry is not None
    return entry.entity


def names_in_use(source: Source, name: str) -> tuple[str, ...]:
    """The id of a runbook and the former ones that no other has, by any of them, its file in order or not.

    Refuses an unknown name (with the nearest).
    """
    runbooks, _ = load_runbooks(source)
    known = {fields["id"] for each in source.paths(RUNBOOK.folder) if (fields := RUNBOOK.match(each))}
    present = name if name in known else present_name(runbooks, name)
    if present not in known:
        raise unknown(f"There is no runbook {name!r}.", name, known, "'msptool runbook list' shows them.")
    return (
        present,
        *(each for each in (runbooks[present].formerly if present in runbooks else ()) if each not in known),
    )


def require_runs(source: Source) -> list[Run]:
    """Every recorded run, oldest first; refuses a broken file."""
    entries, problems = load(source, RUN)
    refuse_first(problems)
    return sorted((entry.entity for entry in entries), key=lambda run: (run.started, run.id))


def present_name(runbooks: Mapping[str, Runbook], name: str) -> str:
    """What a runbook is called now that a record calls `name`; `name` itself where nobody has it."""
    if name in runbooks:
        return name
    return next((each.id for each in runbooks.values() if name in each.formerly), name)
