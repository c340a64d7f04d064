"""What the tool map shows that a practice should know, without being wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msptool.changes.toolmap.model import Flow, ToolMap


def by_hand(tool_map: ToolMap) -> list[Flow]:
    """The flows that somebody carries over."""
    return [each for each in tool_map.flows if each.by_hand]


def lonely(tool_map: ToolMap) -> list[str]:
    """Tools that nothing feeds and that feed nothing: neither another tool nor people."""
    busy = {name for flow in tool_map.flows if flow.to or flow.readers for name in (flow.source, *flow.to)}
    return [each.id for each in tool_map.tools if each.id not in busy]


def unread(tool_map: ToolMap) -> list[tuple[str, str]]:
    """Tool and data that comes to be in it, and that no flow takes anywhere."""
    taken = {(flow.source, data) for flow in tool_map.flows if flow.to or flow.readers for data in flow.data}
    return [(tool.id, data) for tool in tool_map.tools for data in tool.data if (tool.id, data) not in taken]


def held_by(tool_map: ToolMap, tool: str) -> set[str]:
    """The data that a tool has: what comes to be in it, and what flows into it."""
    found = tool_map.tool(tool)
    return set(found.data if found else ()) | {data for flow in tool_map.flows if tool in flow.to for data in flow.data}


def sources_of(tool_map: ToolMap, subject: str) -> list[str]:
    """The tools that are said to be the source of truth for a subject."""
    return [each.tool for each in tool_map.sources_of_truth if each.subject == subject and each.tool is not None]


def remarks(tool_map: ToolMap) -> Iterator[str]:
    """One sentence for each thing that works and is still a risk (seed 000)."""
    for flow in by_hand(tool_map):
        where = ", ".join((*flow.to, *flow.readers))
        yield f"By hand: {_listed(flow.data)} from {flow.source} to {where}, {flow.often}."
    for automation in tool_map.automations:
        if len(automation.known_by) == 1:
            yield f"Only {automation.known_by[0]} can mend '{automation.name}': show it to somebody else."
    for tool in tool_map.tools:
        subjects = tool_map.subjects_of(tool.id) if tool.status == "retiring" else []
        if subjects:
            yield f"{tool.name} is retiring, and is the source of truth for {_listed(subjects)}: say which tool follows."


def _listed(names: Sequence[str]) -> str:
    return ", ".join(each.replace("-", " ") for each in names)
