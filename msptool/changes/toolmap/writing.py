"""Writing the tool map: a tool more. Everything else is edited in the file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, get_args

from msptool.changes.toolmap.model import TOOL_MAP, ToolKind
from msptool.people.register import require_person
from msptool.workspace.files import check_slug
from msptool.workspace.problems import UsageRefusal, unknown
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import Planned, plan


def add_tool(
    workspace: Workspace, identifier: str, *, name: str, kind: str, owner: str, clients: Sequence[str],
    known_clients: Collection[str],
) -> Planned:  # fmt: skip
    """Add a tool, beginning the map where there is none; no clients are all. Refuses an id that is taken and unknown names."""
    check_slug(identifier, "tool")
    kinds = get_args(ToolKind)
    if kind not in kinds:
        raise unknown(f"{kind!r} is no kind of tool.", kind, kinds, f"They are {', '.join(kinds)}.")
    require_person(workspace.source, owner)
    for client in clients:
        if client not in known_clients:
            raise unknown(f"There is no client {client!r}.", client, known_clients)
    line: dict[str, Any] = {"id": identifier, "name": name, "kind": kind, "owner": owner}
    line["clients"] = list(clients) or "all"

    def apply(data: Any) -> None:
        tools = data.get("tools") or ()
        if any(each.get("id") == identifier for each in tools):
            raise UsageRefusal(f"{TOOL_MAP.pattern} has a tool '{identifier}' already: change it in the file.")
        data["tools"] = [*tools, line]

    return plan(workspace.root, TOOL_MAP, apply)
