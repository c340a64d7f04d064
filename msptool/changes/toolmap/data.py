"""The tool map as JSON values."""

from __future__ import annotations

from typing import Any

from msptool.changes.toolmap.findings import by_hand, lonely, remarks, unread
from msptool.changes.toolmap.model import ToolMap


def map_data(found: ToolMap) -> dict[str, Any]:
    """The whole map, with what hangs loose and what is carried by hand."""
    return {
        **found.model_dump(mode="json"),
        "by_hand": [each.model_dump(mode="json") for each in by_hand(found)],
        "lonely": lonely(found),
        "unread": [{"tool": tool, "data": data} for tool, data in unread(found)],
        "remarks": list(remarks(found)),
    }
