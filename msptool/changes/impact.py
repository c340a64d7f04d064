"""The impact of a change as its file has it, and what the tool map leads to beyond that."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from msptool.changes.model import CHANGE, Change
from msptool.changes.toolmap.reach import Clients, Reach
from msptool.workspace.edits import folded
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import Planned, plan


def impact_data(reached: Reach, clients: Sequence[str] = ()) -> dict[str, Any]:
    """The impact as a file has it, nothing looked at yet."""
    who = list(clients) or ("all" if reached.clients == "all" else list(reached.clients))
    found: dict[str, Any] = {"clients": {"who": who, "review": ""}}
    parts = {"tools": reached.tools, "workflows": reached.workflows, "automations": reached.automations}
    for part, names in parts.items():
        if names:
            found[part] = [affected_data(name, why) for name, why in names.items()]
    return found


def affected_data(identifier: str, why: str) -> dict[str, str]:
    """One line of the impact."""
    return {"id": identifier, "why": folded(why), "review": ""}


def add_missing(workspace: Workspace, change: Change, reached: Reach) -> Planned:
    """Add to the impact what the tool map leads to by now; what is listed already stays, with its review."""

    def apply(data: Any) -> None:
        impact = data.setdefault("impact", {})
        impact.setdefault("clients", {"who": impact_data(reached)["clients"]["who"], "review": ""})
        for part, names in missing(change, reached).items():
            if names:
                added = [affected_data(name, why) for name, why in names.items()]
                impact[part] = [*(impact.get(part) or ()), *added]

    return plan(workspace.root, CHANGE, apply, id=change.id)


def clients_beyond(change: Change, reached: Reach) -> Clients:
    """The clients to which the tool map leads and whom the change does not name: 'all' where it leads to all of them."""
    named = change.impact.clients.who
    if named == "all" or reached.clients == "all":
        return () if named == "all" else "all"
    return tuple(each for each in reached.clients if each not in named)


def missing(change: Change, reached: Reach) -> dict[str, dict[str, str]]:
    """By part of the impact, what the tool map leads to and the change does not list."""
    parts: Mapping[str, tuple[dict[str, str], Collection[str]]] = {
        "tools": (reached.tools, {each.id for each in change.impact.tools}),
        "workflows": (reached.workflows, {each.id for each in change.impact.workflows}),
        "automations": (reached.automations, {each.id for each in change.impact.automations}),
    }
    return {
        part: {name: why for name, why in found.items() if name not in listed}
        for part, (found, listed) in parts.items()
    }
