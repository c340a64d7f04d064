"""The lint rules of the tech-debt audits."""

from __future__ import annotations

from collections.abc import Iterator

from msptool.changes.techdebt.model import Audit
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry
from msptool.workspace.problems import Problem, Rule, did_you_mean

UNKNOWN_NAME = Rule(
    "G141", "tech-debt-unknown-name", "error",
    "An audit names tools of the tool map, changes of practice/changes/, and people of practice/people/.",
    "{id: copy-serials, tool: pas, ...}", "{id: copy-serials, tool: psa, ...}",
)  # fmt: skip
FUTURE = Rule(
    "G142", "tech-debt-of-the-future", "error", "An audit is of the day on which somebody looked.",
    "practice/tech-debt/2062-01-09.yaml", "practice/tech-debt/2026-10-05.yaml",
)  # fmt: skip
RULES = (UNKNOWN_NAME, FUTURE)


def check_audit(entry: Entry[Audit], known: Known) -> Iterator[Problem]:
    """What an audit names that is not there, and a day to come."""
    audit = entry.entity
    if audit.day > known.today:
        yield entry.problem(FUTURE, f"{audit.day} is still to come", "Rename the file to the day of the audit.")
    for place, name in enumerate(audit.by):
        if name not in known["person"]:
            hint = did_you_mean(name, known["person"]) or f"Create practice/people/{name}.yaml."
            yield entry.problem(UNKNOWN_NAME, f"'{name}' is nobody in practice/people/", hint, "by", place)
    for place, step in enumerate(audit.steps):
        # Silent about tools in a practice without a tool map.
        if step.tool is not None and known["tool"] and step.tool not in known["tool"]:
            hint = did_you_mean(step.tool, known["tool"]) or "Add it to practice/tool-map.yaml."
            yield entry.problem(UNKNOWN_NAME, f"the map has no tool '{step.tool}'", hint, "steps", place, "tool")
        if step.change is not None and step.change not in known["change"]:
            hint = did_you_mean(step.change, known["change"]) or "'msptool change new' begins it."
            yield entry.problem(UNKNOWN_NAME, f"there is no change '{step.change}'", hint, "steps", place, "change")
