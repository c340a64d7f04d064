"""Tech-debt audits as JSON values: hours a month as numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from msptool.changes.techdebt.ranking import Before, Cost, Ranking, explanation


def ranking_data(found: Ranking) -> dict[str, Any]:
    """The audit with every cost, the top three with their explanation, and what changed since the audit before."""
    return {
        "day": found.audit.day,
        "by": list(found.audit.by),
        "notes": found.audit.notes or None,
        "hours": _number(found.hours),
        "troubles": found.troubles,
        "hours_per_trouble": _number(found.hours_per_trouble),
        "top": [
            {"id": each.step.id, "total": _number(each.total), "why": explanation(each, found.hours_per_trouble)}
            for each in found.top
        ],
        "steps": [_cost(each) for each in found.costs],
        "before": found.before.day if found.before else None,
        "compared": [_before(each) for each in found.compared],
    }


def _cost(each: Cost) -> dict[str, Any]:
    step = each.step
    return {
        "id": step.id, "what": step.what, "where": step.where, "tool": step.tool, "minutes": step.minutes, "times": step.times,
        "delays": step.delays, "errors": step.errors, "idea": step.idea or None, "change": step.change,
        "hours": _number(each.hours), "trouble_hours": _number(each.trouble_hours), "total": _number(each.total),
    }  # fmt: skip


def _before(each: Before) -> dict[str, Any]:
    return {
        "id": each.id,
        "then": _number(each.then.total) if each.then else None,
        "now": _number(each.now.total) if each.now else None,
        "difference": _number(each.hours),
    }


def _number(value: Fraction) -> float:
    return round(float(value), 2)
