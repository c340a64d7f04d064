"""A proposal as JSON values. Shares are 0..1, minutes are those of a year over all clients."""

from __future__ import annotations

from typing import Any

from msptool.alignment.data import tally_data
from msptool.alignment.impact import ChangeImpact, ClientImpact
from msptool.committee.proposal import Proposal, Side


def proposal_data(found: Proposal) -> dict[str, Any]:
    """Base, head, changes, categories and impact."""
    effect = found.impact
    return {
        "base": _side(found.base),
        "head": _side(found.head),
        "changes": [_change(each) for each in effect.changes],
        "categories": [
            {"category": name, "fields": [_field(each.field, each.before, each.after) for each in fields]}
            for name, fields in found.difference.categories
        ],
        "impact": {
            "clients": [_client(each) for each in effect.clients],
            "answers_dropped": effect.answers_dropped,
            "answers_overdue": effect.answers_overdue,
            "minutes_a_year_before": _number(effect.minutes_before),
            "minutes_a_year_after": _number(effect.minutes_after),
        },
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "revision": side.named if side.commit else None,
        "commit": side.commit,
        "standards": len(side.library.active),
    }


def _change(effect: ChangeImpact) -> dict[str, Any]:
    change = effect.change
    return {
        "kind": change.kind,
        "id": change.id,
        "renamed_from": change.renamed_from,
        "name": change.standard.name,
        "category": change.standard.category,
        "question_before": change.before.question if change.before else None,
        "question_after": change.after.question if change.after else None,
        "reworded": change.reworded,
        "answers_still_count": not change.drops_answers,
        "fields": [_field(each.field, each.before, each.after) for each in change.fields],
        "clients": effect.clients,
        "answers_dropped": effect.answers_dropped,
        "answers_overdue": effect.answers_overdue,
        "minutes_a_year": _number(effect.minutes),
    }


def _field(name: str, before: str, after: str) -> dict[str, str]:
    return {"field": name, "before": before, "after": after}


def _client(effect: ClientImpact) -> dict[str, Any]:
    return {"client": effect.client.id, "before": tally_data(effect.before), "after": tally_data(effect.after)}


def _number(value: float) -> float:
    return round(value, 2)
