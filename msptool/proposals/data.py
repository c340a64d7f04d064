"""Proposals, their prices and their queue as JSON values: money as text, hours as numbers, markup and margin as shares."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from msptool.proposals.model import Move, Proposal, Template, Version
from msptool.proposals.pricing import Amounts, Part, Priced, PricedItem, PricedWork, Totals, expected, taken
from msptool.proposals.queue import Queued, in_work
from msptool.workspace.log import Commit

_HEAD = (
    "client", "id", "title", "status", "version", "template", "priority", "requested", "requested_by", "designer", "due",
    "start", "finish",
)  # fmt: skip


def template_data(template: Template) -> dict[str, Any]:
    """What a template brings; `hours` are those of its own lines, before anything is counted."""
    scaled = {each.per for each in (*template.timeline, *template.equipment) if each.per is not None}
    return {
        "id": template.id, "title": template.title, "summary": template.summary or None,
        "steps": len(template.steps), "equipment": len(template.equipment),
        "hours": float(sum((expected(each.hours) for each in template.timeline if each.per is None), Decimal(0))),
        "counts": sorted(scaled), "options": [each.id for each in template.options],
    }  # fmt: skip


def head_data(proposal: Proposal) -> dict[str, Any]:
    """The facts of a proposal without its sections."""
    begun = proposal.begun
    return {
        **{name: getattr(proposal, name) for name in _HEAD},
        "recommendations": list(proposal.recommendations),
        "chosen": list(proposal.chosen),
        "sent": begun.sent if begun else None,
        "valid_until": begun.valid_until if begun else None,
    }


def listed_data(proposal: Proposal, currency: str, totals: Totals) -> dict[str, Any]:
    """One line of a list."""
    return {**head_data(proposal), "currency": currency, "totals": totals_data(totals)}


def proposal_data(proposal: Proposal, found: Priced, commit: Commit | None) -> dict[str, Any]:
    """The whole proposal with its prices; `commit` is the one that an earlier version was read from."""
    return {
        **head_data(proposal),
        "commit": commit.id if commit else None,
        "summary": proposal.summary or None,
        "reason": proposal.reason or None,
        "tax_exempt": proposal.tax_exempt,
        "steps": [each.model_dump() for each in proposal.steps],
        "resources": [each.model_dump() for each in proposal.resources],
        "assumptions": list(proposal.assumptions),
        "exclusions": list(proposal.exclusions),
        "notes": proposal.notes or None,
        **price_data(proposal, found),
        "history": [_version(each) for each in proposal.history],
        "progress": [_move(each) for each in proposal.progress],
    }


def price_data(proposal: Proposal, found: Priced) -> dict[str, Any]:
    """The priced lines of the base and of each option; `totals` are those of the base with the options `taken`."""
    options = taken(proposal, found)
    return {
        "currency": found.terms.currency,
        "tax": {"name": found.terms.tax.name, "rate": float(found.terms.tax.rate / 100), "taxable": list(found.terms.tax.taxable)},
        "base": _part(found.base),
        "options": [
            {
                "id": part.option.id, "title": part.option.title, "summary": part.option.summary or None,
                "choice": part.option.choice, "recommended": part.option.recommended, **_part(part),
            }
            for part in found.options if part.option is not None
        ],
        "taken": list(options),
        "totals": totals_data(found.totals(options)),
    }  # fmt: skip


def queue_data(found: Iterable[Queued]) -> dict[str, Any]:
    """The queue in its order."""
    every = list(found)
    return {
        "queue": [
            {
                **head_data(each.proposal),
                "turn": {"role": each.turn.role, "person": each.turn.person or None},
                "since": each.since, "act_by": each.due, "days_late": each.days_late, "prices_until": each.prices_until,
                "prices_ran_out": [item.name for item in each.run_out],
                "prices_run_out_soon": [item.name for item in each.running_out],
                "currency": each.currency, "totals": totals_data(each.totals),
            }
            for each in every
        ],
        "drafts_by_designer": in_work(every),
    }  # fmt: skip


def totals_data(totals: Totals) -> dict[str, Any]:
    """One-time, monthly and yearly amounts, and those of the first year."""
    return {
        "one_time": _amounts(totals.once), "monthly": _amounts(totals.monthly), "annual": _amounts(totals.annual),
        "first_year": _amounts(totals.first_year),
    }  # fmt: skip


def _part(part: Part) -> dict[str, Any]:
    return {
        "timeline": [_work(each) for each in part.work],
        "equipment": [_item(each) for each in part.items],
        "hours": float(part.hours),
        "hours_deviation": round(float(part.deviation), 6),
        "totals": totals_data(part.totals),
    }


def _work(each: PricedWork) -> dict[str, Any]:
    work, hours = each.work, each.work.hours
    return {
        "phase": work.phase, "title": work.title, "area": work.area, "week": work.week, "weeks": work.weeks,
        "best": float(hours.best), "likely": float(hours.likely), "worst": float(hours.worst),
        "hours": float(each.hours), "hours_deviation": round(float(each.deviation), 6),
        "rate": str(each.rate.price), "rate_cost": str(each.rate.cost), **_amounts(each.amounts),
    }  # fmt: skip


def _item(each: PricedItem) -> dict[str, Any]:
    item = each.item
    rules = [name for name in ("markup", "margin", "unit_price") if getattr(item, name) is not None]
    return {
        "kind": item.kind, "name": item.name, "quantity": float(item.quantity), "basis": item.basis or None,
        "unit_cost": str(item.unit_cost), "unit_price": str(each.unit_price), "priced_by": rules[0] if rules else "settings",
        "billing": item.billing, "vendor": item.vendor or None, "price_until": item.price_until, **_amounts(each.amounts),
    }  # fmt: skip


def _amounts(each: Amounts) -> dict[str, Any]:
    return {
        "net": str(each.net), "tax": str(each.tax), "gross": str(each.gross), "cost": str(each.cost),
        "profit": str(each.profit), "markup": _share(each.markup), "margin": _share(each.margin),
    }  # fmt: skip


def _share(percent: Decimal | None) -> float | None:
    return None if percent is None else round(float(percent / 100), 6)


def _version(each: Version) -> dict[str, Any]:
    return {
        "version": each.version, "on": each.on, "by": each.by or None, "reason": each.reason, "sent": each.sent,
        "valid_until": each.valid_until, "total": None if each.total is None else str(each.total),
    }  # fmt: skip


def _move(each: Move) -> dict[str, Any]:
    return {
        "status": each.status, "version": each.version, "on": each.on, "by": each.by or None, "reason": each.reason or None,
    }  # fmt: skip
