"""The tool map as it is written."""

from __future__ import annotations

from msptool.changes.toolmap.model import TOOL_MAP, ToolMap
from msptool.workspace.entities import load_one
from msptool.workspace.problems import Refusal, refuse_first
from msptool.workspace.sources import Source


def load_tool_map(source: Source) -> ToolMap | None:
    """The tool map, None where there is none; refuses a broken file."""
    entry, problems = load_one(source, TOOL_MAP, TOOL_MAP.pattern)
    refuse_first(problems)
    return entry.entity if entry else None


def require_tool_map(source: Source) -> ToolMap:
    """The tool map; refuses a practice that has none, and a broken file."""
    found = load_tool_map(source)
    if found is None:
        raise Refusal(
            f"{TOOL_MAP.pattern} is not there: 'msptool toolmap add ID --name NAME --kind KIND --owner PERSON' begins it."
        )
    return found
