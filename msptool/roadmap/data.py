"""Roadmaps, plans and budgets as JSON values. Money is decimal text, shares are 0..1."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from msptool.roadmap.budget import Amounts, Budget
from msptool.roadmap.items import Item, Roadmap
from msptool.roadmap.planning import Next, RoadmapPlan
from msptool.roadmap.proposing import Suggestion


def item_data(item: Item, roadmap: Roadmap) -> dict[str, Any]:
    """One recommendation as it stands."""
    found, decision = item.recommendation, item.decision
    return {
        "id": item.id,
        "title": found.title,
        "status": item.status,
        "lapsed": item.lapsed is not None,
        "standards": list(found.standards),
        "findings": [each.standard.id for each in item.findings],
        "points": item.points,
        "gain": _share(roadmap.gain(item.points)),
        "cost": str(found.costs.one_time),
        "monthly": str(found.costs.monthly),
        "basis": found.costs.basis,
        "hours": found.hours,
        "area": found.area,
        "owner": found.owner,
        "way": found.way,
        "after": list(found.after),
        "initiative": found.initiative,
        "quarter": found.quarter,
        "raised": found.raised,
        "decision": None
        if decision is None
        else {"choice": decision.choice, "on": decision.on, "by": decision.by or None, "until": decision.until},
        "done": item.done.on if item.done else None,
        "unasked": list(item.unasked),
    }


def roadmap_data(roadmap: Roadmap) -> dict[str, Any]:
    """The whole roadmap."""
    return {
        "client": roadmap.client.id,
        "as_of": roadmap.as_of,
        "possible": roadmap.possible,
        "initiatives": [
            {"id": each.id, "title": each.title} for each in sorted(roadmap.initiatives.values(), key=lambda e: e.id)
        ],
        "recommendations": [item_data(item, roadmap) for item in roadmap.items],
    }


def suggestion_data(found: Suggestion) -> dict[str, Any]:
    """One new recommendation."""
    return {
        "id": found.id,
        "title": found.title,
        "standards": [each.standard.id for each in found.findings],
        "area": found.area,
        "hours": found.hours,
        "cost": str(found.one_time),
        "initiative": found.initiative,
    }


def plan_data(found: RoadmapPlan, currency: str) -> dict[str, Any]:
    """The choice, its proof, and what more money would buy."""
    return {
        "client": found.roadmap.client.id,
        "status": "optimal" if found.proven else "feasible",
        "currency": currency,
        "budget": str(found.budget),
        "quarters": [
            {"quarter": slot.quarter.name, "budget": _money(slot.budget), "hours": slot.hours} for slot in found.slots
        ],
        "points": found.points,
        "bound": found.bound,
        "gain": _share(found.roadmap.gain(found.points)),
        "cost": str(found.cost),
        "chosen": [
            {
                "id": each.item.id, "quarter": each.quarter.name, "cost": str(each.cost), "points": each.item.points,
                "gain": _share(found.roadmap.gain(each.item.points)), "hours": each.item.recommendation.hours, "kept": each.kept,
            }
            for each in found.chosen
        ],
        "left": [item.id for item in found.left],
        "blocked": [item.id for item in found.blocked],
        "next": _next(found, found.next),
        "least_more": _next(found, found.least_more),
    }  # fmt: skip


def budget_data(found: Budget, currency: str) -> dict[str, Any]:
    """Every quarter, every fiscal year, the whole, and what has no quarter yet."""
    return {
        "currency": currency,
        "quarters": [
            {
                "quarter": each.quarter.name, "from": each.quarter.first, "until": each.quarter.last,
                **_amounts(each.amounts), "begins": [item.id for item in each.items],
            }
            for each in found.quarters
        ],
        "years": [{"year": year, **_amounts(amounts)} for year, amounts in found.years.items()],
        "total": _amounts(found.total),
        "unplaced": [item.id for item in found.unplaced],
        "overdue": [item.id for item in found.overdue],
        "put_off": [item.id for item in found.put_off],
    }  # fmt: skip


def _next(found: RoadmapPlan, more: Next | None) -> dict[str, Any] | None:
    if more is None:
        return None
    return {
        "budget": str(more.budget),
        "points": more.points,
        "gain": _share(found.roadmap.gain(more.points)),
        "recommendations": [item.id for item in more.items],
    }


def _amounts(found: Amounts) -> dict[str, Any]:
    return {
        "one_time": str(found.one_time), "recurring": str(found.recurring), "total": str(found.total),
        "approved": str(found.approved), "hours": found.hours,
    }  # fmt: skip


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
