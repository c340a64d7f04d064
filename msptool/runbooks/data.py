"""Runbooks and their figures as JSON values. Shares are 0..1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msptool.runbooks.graph import ways
from msptool.runbooks.model import Runbook, Step
from msptool.runbooks.signals import Signal
from msptool.runbooks.stats import Figures
from msptool.workspace.log import Commit
from msptool.workspace.problems import Problem


def row_data(each: Figures) -> dict[str, Any]:
    """A runbook in a list."""
    runbook = each.runbook
    assert runbook is not None
    return {
        "id": runbook.id, "title": runbook.title, "category": runbook.category, "area": runbook.area,
        "minutes": runbook.minutes, "steps": len(runbook.steps), "runs": each.runs, "resolved_share": each.resolved_share,
        "fingerprint": runbook.fingerprint, "to_change": [_signal(signal) for signal in each.signals],
    }  # fmt: skip


def runbook_data(runbook: Runbook, versions: Sequence[Commit]) -> dict[str, Any]:
    """The whole runbook; a step's `outcomes` are where each answer leads, with an empty answer where there is no choice."""
    return {
        "id": runbook.id, "title": runbook.title, "category": runbook.category, "trigger": runbook.trigger,
        "area": runbook.area, "minutes": runbook.minutes, "fingerprint": runbook.fingerprint,
        "inputs": [each.model_dump(mode="json") for each in runbook.inputs], "first_checks": list(runbook.first_checks),
        "steps": [_step(runbook, each) for each in runbook.steps],
        "edge_cases": [each.model_dump(mode="json") for each in runbook.edge_cases], "messages": dict(runbook.messages),
        "done": list(runbook.done), "changed_after": [each.model_dump(mode="json") for each in runbook.changed_after],
        "versions": [{"commit": each.id, "date": each.day, "subject": each.subject} for each in versions],
    }  # fmt: skip


def _step(runbook: Runbook, step: Step) -> dict[str, Any]:
    return {
        "id": step.id, "kind": step.kind, "do": step.do, "how": list(step.how),
        "outcomes": [{"answer": way.answer, "step": way.target} for way in ways(runbook, step)],
        "needs": step.needs, "send": step.send, "to": step.to,
    }  # fmt: skip


def figures_data(each: Figures) -> dict[str, Any]:
    """The figures of one runbook."""
    return {
        "id": each.id, "known": each.runbook is not None, "runs": each.runs, "resolved": each.resolved,
        "resolved_share": each.resolved_share, "minutes": each.minutes,
        "target_minutes": each.runbook.minutes if each.runbook else None, "over_target": each.over_target,
        "resolved_at": [{"step": step, "runs": runs} for step, runs in each.resolved_at],
        "escalated_at": [{"step": step, "runs": runs} for step, runs in each.escalated_at], "left_the_way": each.left,
        "unclear": [{"date": one.on, "step": one.step, "text": one.text, "run": one.run} for one in each.unclear],
        "older_version": each.older_version, "to_change": [_signal(signal) for signal in each.signals],
    }  # fmt: skip


def _signal(each: Signal) -> dict[str, Any]:
    return {"date": each.on, "source": each.source, "why": each.why}


def problem_data(each: Problem) -> dict[str, Any]:
    """A problem as `msptool lint --json` has it."""
    return {
        "code": each.code, "name": each.rule.name, "severity": each.severity, "path": each.path, "line": each.line,
        "column": each.column, "message": each.message, "hint": each.hint,
    }  # fmt: skip
