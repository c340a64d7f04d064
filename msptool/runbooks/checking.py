"""`msptool runbook lint`: the rules of this room over its own files, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any

from msptool.clients.model import CLIENT
from msptool.people.model import PERSON
from msptool.runbooks.checklists.model import CHECKLIST, CHECKLIST_RUN
from msptool.runbooks.escalation.model import ESCALATION
from msptool.runbooks.escalation.rules import check_map
from msptool.runbooks.model import RUNBOOK
from msptool.runbooks.owner.model import DRILL, INTERRUPTIONS, Drill, Interruptions
from msptool.runbooks.record_rules import (
    NOT_CHANGED,
    NOT_IMPROVED,
    check_checklist_run,
    check_drill,
    check_interruptions,
    check_run,
)
from msptool.runbooks.rules import check_runbook_file
from msptool.runbooks.runs.model import RUN, Run
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entity, Entry, Kind, load
from msptool.workspace.problems import Problem
from msptool.workspace.sources import Source

# In the order in which they are checked: records come after what they refer to.
CHECKS: tuple[tuple[Kind[Any], Callable[[Entry[Any], Known], Iterator[Problem]] | None], ...] = (
    (ESCALATION, check_map),
    (RUNBOOK, check_runbook_file),
    (RUN, check_run),
    (INTERRUPTIONS, check_interruptions),
    (DRILL, check_drill),
    (CHECKLIST, None),
    (CHECKLIST_RUN, check_checklist_run),
)


def check(source: Source, today: date, names: Collection[str] = ()) -> tuple[int, list[Problem]]:
    """How many files of this room there are, and everything that is wrong in them, by path and line.

    With `names`, those of one runbook, only its file and the records that name it count, and of a record only that the
    runbook failed.
    """
    known = Known(today)
    kinds: list[Kind[Any]] = [PERSON, CLIENT, *(each for each, _ in CHECKS)]
    for kind in kinds:
        found = (kind.match(path) for path in source.paths(kind.folder))
        known.add(kind.name, (fields["id"] for fields in found if fields and "id" in fields))
    problems: list[Problem] = []
    checked = 0
    for kind, rule in CHECKS:
        entries, wrong = load(source, kind)
        paths = [path for path in source.paths(kind.folder) if kind.match(path) is not None]
        named = {entry.path for entry in entries if _named_by(entry.entity) & set(names)}
        own = [RUNBOOK.path(id=name) for name in names]
        checked += len(paths) if not names else sum(path in named or path in own for path in paths)
        problems += wrong
        if rule is not None:
            problems += [problem for entry in entries for problem in rule(entry, known)]
    if names:
        problems = [each for each in problems if _is_about(each, names)]
    return checked, sorted(problems, key=lambda each: (each.path, each.line, each.column, each.code))


def _named_by(record: Entity) -> set[str]:
    """The runbooks that a record names."""
    match record:
        case Run():
            return {record.runbook}
        case Interruptions():
            return {each.failed for each in record.interruptions if each.failed is not None}
        case Drill():
            return {each.improved for each in record.reached if each.improved is not None}
    return set()


def _is_about(problem: Problem, names: Collection[str]) -> bool:
    if problem.path in [RUNBOOK.path(id=name) for name in names]:
        return True
    # These two begin with the runbook's name, in which there is no space.
    return problem.rule in (NOT_CHANGED, NOT_IMPROVED) and problem.message.split(" ")[0] in names
