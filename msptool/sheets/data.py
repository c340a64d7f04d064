"""What was taken back, as JSON values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from msptool.sheets.filled import Filled
from msptool.sheets.taking import Outcome, Said


def outcomes_data(filled: Filled, outcomes: Sequence[Outcome], path: str, *, dry_run: bool) -> dict[str, Any]:
    """The counts by verdict, and everything that did not simply come in."""
    counts = Counter(each.verdict for each in outcomes)
    return {
        "client": filled.client, "review": filled.review, "sheet": filled.sheet, "path": path, "dry_run": dry_run,
        "counts": {name: counts[name] for name in ("given", "updated", "completed", "same", "older", "kept", "contradicts", "refused")},
        "came_in": [each.key for each in outcomes if each.comes_in],
        "refused": [
            {"standard": each.key, "place": each.place or None, "reason": each.reason}
            for each in outcomes if each.verdict == "refused"
        ],
        "contradictions": [_contradiction(each) for each in outcomes if each.verdict in ("contradicts", "kept", "older")],
    }  # fmt: skip


def _contradiction(each: Outcome) -> dict[str, Any]:
    return {
        "standard": each.key, "place": each.place or None, "verdict": each.verdict, "reason": each.reason,
        "recorded": _side(each.recorded), "sheet": _side(each.sheet),
    }  # fmt: skip


def _side(said: Said | None) -> dict[str, Any] | None:
    if said is None:
        return None
    return {"said": said.text, "on": said.on.isoformat() if said.on else None, "sheet": said.sheet}
