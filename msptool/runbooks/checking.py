"""`msptool runbook lint`: the rules of this room over its own files, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from msptool.clients.model import CLIENT
from msptool.people.model import PERSON
from msptool.runbooks.checklists.model import CHECKLIST, CHECKLIST_RUN
from msptool.runbooks.escalation.model import ESCALATION
from msptool.runbooks.escalation.rules import check_map
from msptool.runbooks.model import RUNBOOK
from msptool.runbooks.owner.model import DRILL, INTERRUPTIONS
from msptool.runbooks.record_rules import check_checklist_run, check_drill, check_interruptions, check_run
from msptool.runbooks.rules import check_runbook_file
from msptool.runbooks.runs.model import RUN
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry, Kind, load
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


def check(source: Source, today: date) -> tuple[int, list[Problem]]:
    """How many files of this room there are, and everything that is wrong in them, by path and line."""
    known = Known(today)
    kinds: list[Kind[Any]] = [PERSON, CLIENT, *(each for each, _ in CHECKS)]
    for kind in kinds:
        found = (kind.match(path) for path in source.paths(kind.folder))
        known.add(kind.name, (fields["id"] for fields in found if fields and "id" in fields))
    problems: list[Problem] = []
    checked = 0
    for kind, rule in CHECKS:
        entries, wrong = load(source, kind)
        checked += sum(kind.match(path) is not None for path in source.paths(kind.folder))
        problems += wrong
        if rule is not None:
            problems += [problem for entry in entries for problem in rule(entry, known)]
    return checked, sorted(problems, key=lambda each: (each.path, each.line, each.column, each.code))
