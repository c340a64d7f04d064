"""An agenda as JSON values. Minutes are of checking; dates ISO."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from msptool.alignment.data import finding_data
from msptool.alignment.findings import Finding
from msptool.meetings.afternoon import afternoon
from msptool.meetings.agenda import Agenda
from msptool.meetings.agenda_files import day_handoffs
from msptool.meetings.agenda_view import MORNING_MINUTES
from msptool.reviews.model import Ticket
from msptool.workspace.settings import Settings


def agenda_data(found: Agenda, settings: Settings) -> dict[str, Any]:
    """The whole day, nothing cut. `afternoon` is what may reach the client; all else is internal."""
    said = afternoon(found, settings.practice.name)
    return {
        "client": found.client.id,
        "day": found.day,
        "visit": found.visit.name if found.visit else None,
        "status": found.visit.visit.status if found.visit else None,
        "tam": found.tam,
        "review": found.review.id if found.review else None,
        "last_review": found.last.id if found.last else None,
        "morning": {
            "minutes": MORNING_MINUTES,
            "contacts": [each.model_dump() for each in found.client.contacts],
            "our_items": [*found.news, *found.items("our_items")],
            "client_items": list(found.items("client_items")),
        },
        "findings": [_finding(each, found) for each in found.findings],
        "closed": [
            {"standard": each.standard.id, "since": each.since, "how": each.how, "on": each.on} for each in found.closed
        ],
        "promised": [each.standard.id for each in found.promised],
        "list": {
            "planned": found.planned,
            "minutes": found.minutes,
            "standards": [
                {
                    "standard": each.item.standard.id, "category": each.item.standard.category,
                    "minutes": each.item.standard.minutes, "reason": each.item.reason, "answered": each.answered,
                }
                for each in found.asked
            ],
        },
        "maintenance": [asdict(each) for each in found.maintenance],
        "tools": [asdict(each) for each in found.tools],
        "tickets": _tickets(found.tickets("tickets")),
        "changes": _tickets(found.tickets("changes")),
        "left": [asdict(each) for each in found.left],
        "afternoon": asdict(said) if said else None,
        "handoffs": {area: [each.as_data() for each in items] for area, items in day_handoffs(found).items()},
        "next_visit": found.next_visit,
        "unsaved_actions": found.pending,
    }  # fmt: skip


def _finding(each: Finding, found: Agenda) -> dict[str, Any]:
    judged = each.judged.model_dump(mode="json") if each.judged else None
    return {**finding_data(each, found.day), "judged": judged}


def _tickets(tickets: Sequence[Ticket]) -> list[dict[str, Any]]:
    return [each.model_dump() for each in tickets]
