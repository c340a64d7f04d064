"""Writing audits: a step more, or a new audit that starts from the last one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from msptool.changes.techdebt.model import AUDIT, ManualStep
from msptool.changes.techdebt.register import require_audits
from msptool.changes.toolmap.register import load_tool_map
from msptool.workspace.edits import folded
from msptool.workspace.files import check_slug
from msptool.workspace.problems import UsageRefusal, unknown
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import Planned, plan

# Those that are left out of the file where there are none.
_COUNTS = ("delays", "errors")


def add_step(workspace: Workspace, day: date, identifier: str, **fields: Any) -> tuple[Planned, tuple[ManualStep, ...]]:
    """Add a manual step to the audit of a day, and the steps that were carried over into it.

    Where there is no audit of the day it begins with the steps of the last one before: what nobody looked at again is not
    gone. `fields` are those of `ManualStep`. Refuses a step that the audit has, and a day to come.
    """
    check_slug(identifier, "manual step")
    _refuse_future(workspace, day)
    given = {key: value for key, value in fields.items() if value not in (None, "") and (value or key not in _COUNTS)}
    line = {"id": identifier, **{key: _written(value) for key, value in given.items()}}
    audits = require_audits(workspace.source)
    is_new = all(each.day != day for each in audits)
    carried = next((each.steps for each in reversed(audits) if each.day < day), ()) if is_new else ()

    def apply(data: Any) -> None:
        steps = data.get("steps") or _carried(carried)
        if any(each.get("id") == identifier for each in steps):
            raise UsageRefusal(f"The audit of {day} has the step '{identifier}' already: change its file.")
        data["steps"] = [*steps, line]

    return plan(workspace.root, AUDIT, apply, day=day.isoformat()), carried


def new_audit(workspace: Workspace, day: date) -> tuple[Planned, tuple[ManualStep, ...]]:
    """An audit that starts with the steps of the last one, to be looked at again, and these steps."""
    _refuse_future(workspace, day)
    audits = require_audits(workspace.source)
    if any(each.day >= day for each in audits):
        raise UsageRefusal(f"There is an audit of {audits[-1].day}: a new one is of a later day.")
    steps = audits[-1].steps if audits else ()

    def apply(data: Any) -> None:
        data["steps"] = _carried(steps)

    return plan(workspace.root, AUDIT, apply, day=day.isoformat()), steps


def refuse_unknown_tool(workspace: Workspace, tool: str | None) -> None:
    """Refuse a tool that the tool map does not have; silent in a practice without a map."""
    tool_map = load_tool_map(workspace.source)
    if tool is not None and tool_map is not None and tool_map.tool(tool) is None:
        known = [each.id for each in tool_map.tools]
        raise unknown(
            f"There is no tool {tool!r}.", tool, known, f"The tool map has {', '.join(known) or 'no tool yet'}."
        )


def _carried(steps: Sequence[ManualStep]) -> list[dict[str, Any]]:
    return [{key: _written(value) for key, value in each.model_dump(exclude_defaults=True).items()} for each in steps]


def _written(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return folded(value) if isinstance(value, str) else value


def _refuse_future(workspace: Workspace, day: date) -> None:
    if day > workspace.today:
        raise UsageRefusal(f"{day} is still to come: an audit is of the day on which somebody looked.")
