"""What a review remembers of the sheets that were taken back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from msptool.reviews.model import AppliedSheet, Taken


@dataclass(frozen=True, slots=True)
class Origin:
    """The sheet that something comes from. `key` is a standard, or a field of the visit on `visit_on`."""

    sheet: str
    applied: datetime
    key: str
    taken: Taken
    visit_on: date | None = None

    def as_event(self) -> dict[str, Any]:
        """As the journal keeps it."""
        return {
            "id": self.sheet, "applied": self.applied.isoformat(), "key": self.key,
            "taken": self.taken.model_dump(mode="json", exclude_none=True),
            "visit_on": self.visit_on.isoformat() if self.visit_on else None,
        }  # fmt: skip


def remembered(sheets: Mapping[str, AppliedSheet], event: Mapping[str, Any]) -> dict[str, AppliedSheet]:
    """The sheets with one more thing taken from one of them; see `Origin.as_event`."""
    before = sheets.get(event["id"])
    answers = dict(before.answers) if before else {}
    visit = dict(before.visit) if before else {}
    visit_on = before.visit_on if before else None
    if event["visit_on"] is None:
        answers[event["key"]] = Taken.model_validate(event["taken"])
    else:
        day = date.fromisoformat(event["visit_on"])
        visit, visit_on = ({} if visit_on not in (None, day) else visit), day
        visit[event["key"]] = Taken.model_validate(event["taken"])
    kept = AppliedSheet(
        id=event["id"],
        applied=datetime.fromisoformat(event["applied"]),
        answers=answers,
        visit_on=visit_on,
        visit=visit,
    )
    return {**sheets, kept.id: kept}


# The digest where nothing is said.
NOTHING = "0" * 12


def digest_of(value: Any) -> str:
    """Twelve hexadecimal digits that are the same for the same JSON value."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:12]
