"""The lint rules of the escalation map."""

from __future__ import annotations

from collections.abc import Iterator

from msptool.runbooks.escalation.model import EscalationMap
from msptool.runbooks.naming import NOBODY, nobody
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry
from msptool.workspace.problems import Problem

SIGNOFFS, MAP_RULES = "sign-off", "escalation rule"


def check_map(entry: Entry[EscalationMap], known: Known) -> Iterator[Problem]:
    """Who is on a level is known; tells the other files what the map names."""
    found = entry.entity
    known.add(SIGNOFFS, found.signoffs)
    known.add(MAP_RULES, found.rule_ids)
    for level, rung in found.levels.items():
        for index, person in enumerate(rung.people):
            if person not in known["person"]:
                yield entry.problem(NOBODY, *nobody(person, known), "levels", level, "people", index)
