"""What hangs on a tool: whom its data reaches, and which automations and workflows go through it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from msptool.changes.toolmap.model import Automation, Flow, ToolMap, Workflow

Clients = Literal["all"] | tuple[str, ...]
# A flow with the data of it that counts.
_Carries = tuple[Flow, Sequence[str]]


@dataclass(frozen=True)
class Reach:
    """Ids with how the tool map leads to them, in the order of the map."""

    clients: Clients = ()
    tools: dict[str, str] = field(default_factory=dict)
    workflows: dict[str, str] = field(default_factory=dict)
    automations: dict[str, str] = field(default_factory=dict)


def reach(tool_map: ToolMap, touched: Collection[str], data: Collection[str] = ()) -> Reach:
    """Everything that a change of the tools `touched` may reach, where only some `data` changes through that alone.

    Tools: those that feed them, those that get their data, and those to which the same data is passed on. Workflows and
    automations: those that use one of them, or a tool that gets their data. Clients: those of the tools and of the
    automations that use them; 'all' where one of these is for all.
    """
    flows = [(flow, [name for name in flow.data if not data or name in data]) for flow in tool_map.flows]
    gets = _gets(flows, touched)
    feeds = _feeds(flows, touched)
    tools = {
        each.id: "; ".join([*gets.get(each.id, ()), *feeds.get(each.id, ())])
        for each in tool_map.tools
        if each.id not in touched and (each.id in gets or each.id in feeds)
    }
    return Reach(
        _clients(tool_map, touched), tools,
        _users(tool_map.workflows, touched, gets), _users(tool_map.automations, touched, gets),
    )  # fmt: skip


def _gets(flows: Sequence[_Carries], touched: Collection[str]) -> dict[str, list[str]]:
    """For each tool that data of the touched ones comes to: which data, and from where."""
    found: dict[str, dict[str, list[str]]] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(flow.source, data) for flow, names in flows if flow.source in touched for data in names]
    while waiting:
        tool, data = waiting.pop(0)
        if (tool, data) in seen:
            continue
        seen.add((tool, data))
        for flow, carried in flows:
            if flow.source == tool and data in carried:
                for receiver in flow.to:
                    if receiver in touched:
                        continue
                    how = f"from {tool}" if tool in touched else f"through {tool}"
                    names = found.setdefault(receiver, {}).setdefault(how, [])
                    if data not in names:
                        names.append(data)
                    waiting.append((receiver, data))
    return {
        tool: [f"gets {', '.join(names)} {how}" for how, names in sources.items()] for tool, sources in found.items()
    }


def _feeds(flows: Sequence[_Carries], touched: Collection[str]) -> dict[str, list[str]]:
    """For each tool whose data comes straight to a touched one: which data, and to where."""
    found: dict[str, dict[str, list[str]]] = {}
    for flow, carried in flows:
        for receiver in flow.to:
            if carried and receiver in touched and flow.source not in touched:
                names = found.setdefault(flow.source, {}).setdefault(receiver, [])
                names += [each for each in carried if each not in names]
    return {
        tool: [f"sends {', '.join(names)} to {receiver}" for receiver, names in receivers.items()]
        for tool, receivers in found.items()
    }


def _users(found: Iterable[Workflow | Automation], touched: Collection[str], gets: Collection[str]) -> dict[str, str]:
    users: dict[str, str] = {}
    for each in found:
        direct = [tool for tool in each.tools if tool in touched]
        indirect = [tool for tool in each.tools if tool in gets]
        if direct:
            users[each.id] = f"uses {', '.join(direct)}"
        elif indirect:
            users[each.id] = f"uses {', '.join(indirect)}, which gets data from there"
    return users


def _clients(tool_map: ToolMap, touched: Collection[str]) -> Clients:
    scopes = [each.clients for each in tool_map.tools if each.id in touched]
    scopes += [each.clients for each in tool_map.automations if set(each.tools) & set(touched)]
    named: set[str] = set()
    for scope in scopes:
        if scope == "all":
            return "all"
        named.update(scope)
    return tuple(sorted(named))
