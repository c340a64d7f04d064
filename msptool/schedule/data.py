"""Capacity, plans and visits as JSON values. Shares are 0..1, dates ISO, money text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from msptool.visits.register import Appointment

if TYPE_CHECKING:
    from msptool.planner.diagnosis import Shortage
    from msptool.planner.solver import Solution
    from msptool.schedule.capacity import Capacity, Load
    from msptool.schedule.drawing import Drawn


def capacity_data(found: Capacity, currency: str) -> dict[str, Any]:
    """The practice's year, every TAM, and the warnings."""
    return {
        "year": found.year,
        "tams": [_load(each, currency) for each in found.loads],
        "days": sum(load.days for load in found.loads),
        "committed": sum(load.committed for load in found.loads),
        "mrr": {"amount": str(found.mrr), "currency": currency},
        "tams_needed_by_revenue": round(float(found.needed_by_revenue), 2),
        "tams_needed_by_days": round(float(found.needed_by_days), 2),
        "without_tam": [client.id for client in found.unassigned],
        "warnings": list(found.warnings),
    }


def _load(load: Load, currency: str) -> dict[str, Any]:
    return {
        "tam": load.person.id,
        "name": load.person.name,
        "days": load.days,
        "holidays": len(load.working.holidays),
        "leave": len(load.working.leave),
        "committed": load.committed,
        "utilisation": _share(load.utilisation),
        "clients": [
            {"client": each.client.id, "visits": each.visits, "whole_year": each.whole_year, "reason": each.reason}
            for each in load.demands
        ],
        "mrr": {"amount": str(load.mrr), "currency": currency},
        "months": [
            {"month": f"{month.first:%Y-%m}", "promised_a_year": month.promised, "days_a_year": month.days}
            for month in load.months
        ],
    }


def _share(value: float) -> float | None:
    return None if math.isinf(value) else round(value, 4)


def drawn_data(found: Drawn) -> dict[str, Any]:
    """A plan with its proof. `unmet` are visits for which there is no room."""
    problem, solution = found.problem, found.solution
    return {
        "year": problem.year,
        **_proof(solution),
        "visits": [
            {
                "client": each.client, "tam": each.tam, "date": each.day, "ideal": each.ideal,
                "deviation": each.deviation, "moved_from": each.was if each.moves else None,
                "tam_before": each.tam_was if each.changes_hands else None, "new": each.is_new,
            }
            for each in found.visits
        ],
        "dropped": [{"client": client, "date": visit.day} for client, visit in found.dropped],
        "unmet": [{"client": each.client, "visits": each.count} for each in solution.unscheduled],
        "shortages": [each.sentence for each in found.shortages],
        "remarks": list(problem.remarks),
    }  # fmt: skip


def solution_data(found: Solution, shortages: Sequence[Shortage]) -> dict[str, Any]:
    """The solution of a plain problem."""
    return {
        **_proof(found),
        "plan": {client: [day.isoformat() for day in days] for client, days in found.plan.items()},
        "unscheduled": [
            {"client": each.client, "ideals": [day.isoformat() for day in each.ideals]} for each in found.unscheduled
        ],
        "shortages": [each.sentence for each in shortages],
    }


def _proof(found: Solution) -> dict[str, Any]:
    return {"status": found.status, "objective": found.objective, "bound": found.bound, "parts": asdict(found.parts)}


def appointment_data(each: Appointment) -> dict[str, Any]:
    """One written visit."""
    visit = each.visit
    return {
        "id": each.name,
        "client": each.client,
        "date": visit.day,
        "tam": visit.tam,
        "status": visit.status,
        "ideal": visit.ideal,
        "changes": [change.model_dump(mode="json", exclude_defaults=True) for change in visit.changes],
    }
