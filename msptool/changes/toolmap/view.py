"""The tool map in a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from msptool.changes.toolmap.findings import remarks
from msptool.changes.toolmap.model import TOOL_KINDS, Scope, ToolMap
from msptool.standards.model import AREAS
from msptool.words import counted


def map_text(found: ToolMap, people: Mapping[str, str]) -> RenderableType:
    """The tools, what flows, which tool is right about what, what hangs on them, and what to know."""
    tools = _table("id", "tool", "kind", "owner", "used for", "source of truth for")
    tools.columns[0].min_width = max((len(each.id) for each in found.tools), default=0)
    for each in found.tools:
        name = Text(each.name, style="dim" if each.status == "retiring" else "")
        if each.status == "retiring":
            name.append(" (retiring)")
        subjects = ", ".join(found.subjects_of(each.id))
        owner = people.get(each.owner, each.owner) if each.owner else "-"
        tools.add_row(
            Text(each.id, style="bold"), name, TOOL_KINDS[each.kind], owner, _clients(each.clients), subjects or "-"
        )
    flows = _table("from", "data", "to", "how often", "how")
    for flow in found.flows:
        how = Text("by hand", style="yellow") if flow.by_hand else Text("automated")
        to = ", ".join((*flow.to, *(f"({name})" for name in flow.readers))) or "nobody"
        flows.add_row(Text(flow.source, style="bold"), Text(", ".join(flow.data)), Text(to), Text(flow.often), how)
    parts: list[RenderableType] = [
        Text("Tools", style="bold cyan"),
        tools,
        Text(""),
        Text("Flows, people in brackets", style="bold cyan"),
        flows,
    ]
    if found.automations:
        automations = _table("automation", "tools", "used for", "known by", "what it does")
        for automation in found.automations:
            known = ", ".join(people.get(each, each) for each in automation.known_by) or "-"
            automations.add_row(
                Text(automation.name, style="bold"), ", ".join(automation.tools), _clients(automation.clients), known,
                Text(automation.does),
            )  # fmt: skip
        parts += [Text(""), Text("Automations", style="bold cyan"), automations]
    if found.workflows:
        workflows = _table("workflow", "delivery area", "tools")
        for workflow in found.workflows:
            workflows.add_row(Text(workflow.name, style="bold"), AREAS[workflow.area], ", ".join(workflow.tools))
        parts += [Text(""), Text("Workflows", style="bold cyan"), workflows]
    said = list(remarks(found))
    if said:
        parts += [
            Text(""),
            Text("To know", style="bold cyan"),
            *(Padding(Text(each), (0, 0, 0, 2), expand=False) for each in said),
        ]
    return Group(*parts)


def _clients(scope: Scope) -> str:
    if scope == "all":
        return "all clients"
    return ", ".join(scope) if 0 < len(scope) <= 2 else counted(len(scope), "client")


def _table(*names: str) -> Table:
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for name in names:
        out.add_column(name, no_wrap=name in ("kind", "how"), overflow="fold")
    return out
