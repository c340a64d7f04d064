"""Pushed tickets as JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msptool.exchange.tickets.http import shown_address
from msptool.exchange.tickets.pushed import pushed_data
from msptool.exchange.tickets.pushing import Outcome, State
from msptool.workspace.ticket_settings import HandoffTickets

STATES: tuple[State, ...] = ("new", "sent", "known", "refused", "failed", "not-tried")


def push_data(outcomes: Sequence[Outcome], url: str, wishes: HandoffTickets, *, dry_run: bool) -> dict[str, Any]:
    """What became of each ticket; with `dry_run` also what would be sent."""
    return {
        "url": shown_address(url) if url else None,
        "dry_run": dry_run,
        "counts": {state: sum(each.state == state for each in outcomes) for state in STATES},
        "tickets": [
            {
                "key": each.ticket.key, "area": each.ticket.area, "title": each.ticket.title, "state": each.state,
                "id": each.id, "status": each.status, "why": each.why or None, "tries": each.tries,
                **({"body": pushed_data(each.ticket, wishes)} if dry_run else {}),
            }
            for each in outcomes
        ],
    }  # fmt: skip
