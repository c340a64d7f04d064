"""Interruptions and drills as JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msptool.runbooks.owner.interruptions import Average, Blamed
from msptool.runbooks.owner.model import Drill, Interruption, Reached


def average_data(found: Average) -> dict[str, Any]:
    """The mean with its parts; null for no data."""
    return {
        "weeks": [{"since": week.since, "until": week.until, "interruptions": week.count} for week in found.weeks],
        "interruptions": found.interruptions, "average": found.value, "goal": found.goal, "meets_goal": found.meets_goal,
        "recorded_since": found.recorded_since, "missing_months": list(found.missing),
    }  # fmt: skip


def interruption_data(each: Interruption) -> dict[str, Any]:
    """One interruption."""
    return {
        "date": each.on, "by": each.by, "via": each.via, "ticket": each.ticket or None, "client": each.client,
        "why": each.why, "minutes": each.minutes, "missing": each.missing or None, "failed": each.failed,
        "emergency": each.emergency,
    }  # fmt: skip


def blamed_data(each: Blamed) -> dict[str, Any]:
    """A runbook that was missing or failed."""
    return {"runbook": each.name, "exists": each.exists, "interruptions": each.times, "minutes": each.minutes}


def drill_data(drill: Drill, reached: Sequence[Reached]) -> dict[str, Any]:
    """One drill with what reached the owner."""
    return {
        "date": drill.day, "until": drill.until, "owner": drill.owner, "deputy": drill.deputy, "plan": list(drill.plan),
        "reached": [
            {
                "ticket": each.ticket, "date": each.on, "emergency": each.emergency, "improved": each.improved,
                "tightened": each.tightened, "what": each.what or None, "answered": each.is_answered,
            }
            for each in reached
        ],
        "failed": list(drill.failed), "reviewed": drill.reviewed, "by": drill.by,
    }  # fmt: skip
