"""The smart numbers as JSON values. Money is decimal text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from msptool.kpis.data import number, reading_data
from msptool.kpis.smart import Account, Smart, WhatIf
from msptool.proposals.pricing import cents


def smart_data(found: Smart, currency: str) -> dict[str, Any]:
    """Everything of one month."""
    return {
        "period": found.month.id,
        "currency": currency,
        "aisp": reading_data(found.aisp),
        "average_mrr": reading_data(found.average_mrr),
        "rhem": reading_data(found.rhem),
        "mrr": _money(found.mrr),
        "tams_needed": number(found.tams_needed),
        "tams": [
            {"name": each.name, "clients": each.clients, "mrr": _money(each.mrr), "share": round(each.share, 6)}
            for each in found.desks
        ],
        "accounts": [_account(each) for each in found.accounts],
        "areas": [{"area": name, "figures": [reading_data(each) for each in readings]} for name, readings in found.areas],
        "time": {
            "people": found.time.people, "hours": number(found.time.hours), "reactive": number(found.time.reactive),
            "left": number(found.time.left),
        },
        "what_if": _what_if(found.what_if) if found.what_if else None,
    }  # fmt: skip


def _account(each: Account) -> dict[str, Any]:
    return {
        "client": each.client.id,
        "mrr": _money(each.mrr),
        "aisp": _money(each.aisp) if each.aisp is not None else None,
        "endpoints": each.endpoints,
        "reactive_hours": number(each.hours),
        "rhem": number(each.rhem),
        "hours_above_target": number(each.noise) if each.rhem is not None else None,
        "approved": each.approved,
        "decided": each.decided,
        "leverage": None if each.leverage is None else round(each.leverage, 6),
        "points": round(each.points, 6),
        "verdict": each.verdict,
    }


def _what_if(found: WhatIf) -> dict[str, Any]:
    return {
        "step": number(found.step) if found.step > 0 else -(number(-found.step) or 0),
        "freed_hours": _signed(found.freed),
        "rhem": number(found.rhem),
        "visit_days": _signed(found.visit_days),
        "people": _signed(found.people),
        "cost": _money(found.cost),
        "clients": [{"name": name, "freed_hours": _signed(hours)} for name, hours in found.by_client],
    }


def _signed(value: Decimal) -> float:
    return round(float(value), 4)


def _money(amount: Decimal) -> str:
    return str(cents(amount))
