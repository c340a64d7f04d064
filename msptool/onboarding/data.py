"""An onboarding plan and its baseline as JSON values. Shares are 0..1."""

from __future__ import annotations

from datetime import date
from typing import Any

from msptool.alignment.data import tally_data
from msptool.onboarding.baseline import Baseline, Compared
from msptool.onboarding.model import Task
from msptool.onboarding.plan import Onboarded


def onboarding_data(found: Onboarded, base: Baseline, today: date) -> dict[str, Any]:
    """The plan, its state and the baseline."""
    plan = found.plan
    return {
        "client": found.client.id,
        "starts": plan.starts,
        "ends": found.last,
        "day": (today - plan.starts).days + 1,
        "planned": found.written,
        "phases": [
            {
                "id": phase.id, "name": phase.name, "starts": phase.starts, "ends": phase.ends,
                "tasks": [_task(task, today) for task in phase.tasks],
            }
            for phase in plan.phases
        ],
        "reviews": [{"date": each.day, "status": each.status} for each in found.reviews],
        "baseline": {
            "as_of": base.as_of,
            "total": _compared(base.total),
            "topics": [_compared(each) for each in base.topics],
            "misaligned": [
                {"category": category.id, "start": before, "now": now} for category, before, now in base.misaligned
            ],
            "incidents": plan.incidents.model_dump(),
        },
    }  # fmt: skip


def _task(task: Task, today: date) -> dict[str, Any]:
    return {
        "id": task.id, "task": task.task, "area": task.area, "by": task.by, "due": task.due, "done": task.done,
        "late": task.is_late(today), "note": task.note or None,
    }  # fmt: skip


def _compared(each: Compared) -> dict[str, Any]:
    return {"name": each.name, "start": tally_data(each.start), "now": tally_data(each.now)}
