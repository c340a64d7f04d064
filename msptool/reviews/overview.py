"""Where a client stands between visits: the open review, and what is due."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from msptool.clients.model import Client
from msptool.reviews.model import Review
from msptool.reviews.record import require_reviews
from msptool.reviews.store import items_of, open_of, pending_events
from msptool.standards.library import Library
from msptool.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Overview:
    """One client's state. `due` counts standards by reason; `pending` are actions only in the journal."""

    client: Client
    open: Review | None
    pending: int
    last: date | None
    due: dict[str, int]
    minutes: int
    applicable: int

    def as_data(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "client": self.client.id,
            "open_review": self.open.id if self.open else None,
            "answered": len(self.open.answers) if self.open else None,
            "asked": len(self.open.asked) if self.open else None,
            "unsaved_actions": self.pending,
            "last_review": self.last.isoformat() if self.last else None,
            "due": self.due,
            "minutes_due": self.minutes,
            "applicable": self.applicable,
        }


def overview(workspace: Workspace, client: Client, library: Library) -> Overview:
    """What is open and due for one client on the workspace's today."""
    reviews = require_reviews(workspace.source, client.id)
    unfinished = open_of(reviews)
    found = items_of(workspace, client, library, reviews)
    due = [item for item in found if item.is_due]
    finished = [review.day for review in reviews if review.status == "finished"]
    return Overview(
        client, unfinished, pending_events(workspace, unfinished) if unfinished else 0, max(finished, default=None),
        dict(Counter(item.reason for item in due)), sum(item.standard.minutes for item in due), len(found),
    )  # fmt: skip


def review_data(review: Review, library: Library) -> dict[str, Any]:
    """A review as JSON values; `reworded` marks answers to a question that is worded differently now."""
    data: dict[str, Any] = json.loads(review.model_dump_json())
    for identifier, answer in data["answers"].items():
        standard = library.find(identifier)
        answer["reworded"] = standard is not None and answer["question"] not in standard.fingerprints
    return {
        "client": review.client,
        "review": review.id,
        **{key: value for key, value in data.items() if key not in ("client", "id")},
    }
