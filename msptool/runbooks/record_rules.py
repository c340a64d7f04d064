"""The lint rules of what is on record: runs, interruptions, drills and checklists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msptool.runbooks.checklists.model import ChecklistRun
from msptool.runbooks.escalation.rules import MAP_RULES
from msptool.runbooks.naming import check_client, check_day, check_person, check_runbook
from msptool.runbooks.owner.model import Drill, Interruptions
from msptool.runbooks.runs.model import Run
from msptool.runbooks.signals import is_answered
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry
from msptool.workspace.problems import Problem, Rule, did_you_mean

NOT_CHANGED = Rule(
    "B112", "failed-and-not-changed", "warning",
    "When a runbook failed in a ticket it is changed, so that the next technician is not stopped at the same place; "
    "'changed_after' of the runbook says so.",
    "failed: vpn-authentication (on 2026-10-06, and the runbook says nothing of it)",
    "changed_after: [{on: 2026-10-08, because: NG-20411, what: ...}] (in the runbook)",
)  # fmt: skip
NOT_IMPROVED = Rule(
    "B117", "improved-without-change", "warning",
    "A drill that improved a runbook is followed by a change of it: 'changed_after' of the runbook has that day or a later one.",
    "improved: vpn-authentication (and the runbook says nothing of it)",
    "changed_after: [{on: 2026-10-15, because: Drill of 2026-10-13, what: ...}] (in the runbook)",
)  # fmt: skip
NO_CHECKLIST = Rule(
    "B118", "unknown-checklist", "error", "A run is one of a checklist of practice/checklists/.",
    "checklist: leavr", "checklist: leaver",
)  # fmt: skip
NO_RULE = Rule(
    "B119", "unknown-map-rule", "error", "A drill that tightened a rule names one of practice/escalation.yaml.",
    "tightened: level-2-mony", "tightened: level-2-money",
)  # fmt: skip
RECORD_RULES = (NOT_CHANGED, NOT_IMPROVED, NO_CHECKLIST, NO_RULE)


def check_run(entry: Entry[Run], known: Known) -> Iterator[Problem]:
    """The record of one run."""
    run = entry.entity
    yield from check_runbook(entry, known, run.runbook, "runbook")
    yield from check_client(entry, known, run.client, "client")
    yield from check_person(entry, known, run.by, "by")
    yield from check_day(entry, known, run.finished.date(), "finished")
    for index, step in enumerate(run.path):
        if step.unclear:
            place = ("path", index, "unclear")
            yield from _not_changed(entry, known, run.runbook, run.finished.date(), step.step, *place)


def check_interruptions(entry: Entry[Interruptions], known: Known) -> Iterator[Problem]:
    """The interruptions of one month."""
    for index, each in enumerate(entry.entity.interruptions):
        place = ("interruptions", index)
        yield from check_day(entry, known, each.on, *place, "on")
        yield from check_person(entry, known, each.by, *place, "by")
        yield from check_client(entry, known, each.client, *place, "client")
        yield from check_runbook(entry, known, each.failed, *place, "failed")
        if each.failed is not None:
            yield from _not_changed(entry, known, each.failed, each.on, "", *place, "failed")


def check_drill(entry: Entry[Drill], known: Known) -> Iterator[Problem]:
    """One drill."""
    drill = entry.entity
    for key in ("owner", "deputy", "by"):
        yield from check_person(entry, known, getattr(drill, key), key)
    yield from check_day(entry, known, drill.reviewed, "reviewed")
    for index, each in enumerate(drill.reached):
        place = ("reached", index)
        yield from check_day(entry, known, each.on, *place, "on")
        yield from check_runbook(entry, known, each.improved, *place, "improved")
        if each.improved is not None and not is_answered(known, each.improved, drill.day):
            hint = f"Note the change under 'changed_after' in runbooks/{each.improved}.yaml."
            message = f"{each.improved} was not changed since {drill.day}"
            yield entry.problem(NOT_IMPROVED, message, hint, *place, "improved")
        if each.tightened is not None and known[MAP_RULES] and each.tightened not in known[MAP_RULES]:
            hint = did_you_mean(each.tightened, known[MAP_RULES]) or "Name a rule by its id."
            yield entry.problem(
                NO_RULE, f"the escalation map has no rule '{each.tightened}'", hint, *place, "tightened"
            )


def check_checklist_run(entry: Entry[ChecklistRun], known: Known) -> Iterator[Problem]:
    """One run of a checklist."""
    run = entry.entity
    yield from check_client(entry, known, run.client)
    if run.checklist not in known["checklist"]:
        hint = did_you_mean(run.checklist, known["checklist"]) or f"Create practice/checklists/{run.checklist}.yaml."
        yield entry.problem(NO_CHECKLIST, f"there is no checklist '{run.checklist}'", hint, "checklist")
    yield from check_person(entry, known, run.by, "by")
    yield from check_day(entry, known, run.started, "started")
    for index, item in enumerate(run.items):
        yield from check_person(entry, known, item.by, "items", index, "by")
        yield from check_day(entry, known, item.on, "items", index, "on")


def _not_changed(
    entry: Entry[Run] | Entry[Interruptions], known: Known, runbook: str, day: date, step: str, *place: str | int
) -> Iterator[Problem]:
    if not is_answered(known, runbook, day):
        where = f" (step {step})" if step else ""
        message = f"{runbook} failed on {day}{where} and was not changed since"
        hint = f"Change runbooks/{runbook}.yaml, and note day, ticket and change under its 'changed_after'."
        yield entry.problem(NOT_CHANGED, message, hint, *place)
