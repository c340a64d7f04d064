"""Beginning a change: what it may reach is computed from the tool map and written down to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from msptool.changes.advancing import refuse_failed_example
from msptool.changes.impact import impact_data
from msptool.changes.model import CHANGE, Change, ChangeKind
from msptool.changes.register import require_change
from msptool.changes.toolmap.findings import held_by
from msptool.changes.toolmap.model import ToolMap
from msptool.changes.toolmap.reach import Reach, reach
from msptool.changes.toolmap.register import require_tool_map
from msptool.clients.register import require_client
from msptool.people.register import require_person
from msptool.workspace.edits import folded, folded_all
from msptool.workspace.files import check_slug
from msptool.workspace.problems import UsageRefusal, unknown
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import Planned, plan


@dataclass(frozen=True, slots=True)
class Idea:
    """What somebody wants to change. `clients` are those concerned, where the tool map names more."""

    title: str
    why: str
    tools: Sequence[str]
    author: str
    kind: str = "normal"
    like: str | None = None
    emergency: str = ""
    clients: Sequence[str] = ()
    data: Sequence[str] = ()
    recommendations: Sequence[str] = ()
    standards: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Begun:
    """A change that is not written yet, and what it may reach."""

    id: str
    planned: Planned
    reached: Reach


def new_change(workspace: Workspace, identifier: str, idea: Idea) -> Begun:
    """The file of a new draft; refuses an id that is taken, unknown tools and people, and a kind without its reason."""
    path = CHANGE.path(id=check_slug(identifier, "change"))
    if (workspace.root / path).exists():
        raise UsageRefusal(f"{path} exists already: choose another id, or change that file.")
    source = workspace.source
    tool_map = require_tool_map(source)
    kind = _kind(idea)
    author = require_person(source, idea.author).id
    example = require_change(source, idea.like) if idea.like else None
    if kind == "standard" and example is not None:
        refuse_failed_example(example)
    tools = _known_tools(tool_map, idea.tools)
    for client in idea.clients:
        require_client(source, client)
    _refuse_unknown_data(tool_map, tools, idea.data)
    reached = reach(tool_map, tools, idea.data)
    head: dict[str, Any] = {
        "title": folded(idea.title), "why": folded(idea.why), "kind": kind, "author": author, "tools": list(tools),
        "data": list(idea.data),
        "like": idea.like, "emergency": folded(idea.emergency), "recommendations": list(idea.recommendations),
        "standards": list(idea.standards), "impact": impact_data(reached, idea.clients),
    }  # fmt: skip
    began = {"status": "draft", "on": workspace.today.isoformat(), "by": author}
    data = {**head, **_repeated(example), "status": "draft", "progress": [began]}

    def apply(file: Any) -> None:
        file.update({name: value for name, value in data.items() if value not in (None, "", [], {})})

    return Begun(identifier, plan(workspace.root, CHANGE, apply, id=identifier), reached)


def _kind(idea: Idea) -> ChangeKind:
    known: tuple[ChangeKind, ...] = get_args(ChangeKind)
    kind = next((each for each in known if each == idea.kind), None)
    if kind is None:
        raise unknown(f"{idea.kind!r} is no kind of change.", idea.kind, known, f"They are {', '.join(known)}.")
    if kind == "standard" and idea.like is None:
        raise UsageRefusal("A standard change repeats an earlier one: name it with --like.")
    if kind == "emergency" and not idea.emergency.strip():
        raise UsageRefusal("An emergency change says why it cannot wait: --emergency '...'.")
    if kind != "emergency" and idea.emergency.strip():
        raise UsageRefusal("--emergency is the reason of an emergency change: name --kind emergency too.")
    return kind


def _known_tools(tool_map: ToolMap, names: Sequence[str]) -> tuple[str, ...]:
    known = [each.id for each in tool_map.tools]
    for name in names:
        if name not in known:
            otherwise = f"The tool map has {', '.join(known) or 'no tool yet'}."
            raise unknown(f"There is no tool {name!r}.", name, known, otherwise)
    if not names:
        raise UsageRefusal("Name the tools that are changed: --tool, once for each.")
    return tuple(dict.fromkeys(names))


def _refuse_unknown_data(tool_map: ToolMap, tools: Sequence[str], names: Sequence[str]) -> None:
    known = sorted({name for tool in tools for name in held_by(tool_map, tool)})
    for name in names:
        if name not in known:
            otherwise = f"They have {', '.join(known) or 'no data'}."
            raise unknown(f"{', '.join(tools)}: there is no data {name!r} in the tool map.", name, known, otherwise)


def _repeated(example: Change | None) -> dict[str, Any]:
    """What a change takes over from the one that it repeats: the steps of test, roll-out and way back, the plan of training."""
    if example is None:
        return {}
    found: dict[str, Any] = {
        "tests": [
            {"step": folded(each.step), **({"where": each.where} if each.where else {})} for each in example.tests
        ]
    }
    if example.rollback is not None:
        found["rollback"] = folded_all(example.rollback.model_dump(mode="json", exclude_defaults=True))
    if example.training is not None:
        found["training"] = {"plan": folded(example.training.plan)}
    return found
