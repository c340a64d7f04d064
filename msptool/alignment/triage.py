"""Recording the vCIO's triage of a finding."""

from __future__ import annotations

from typing import Any

from msptool.alignment.model import TRIAGE
from msptool.clients.model import Client
from msptool.workspace.edits import folded
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import put


def record(workspace: Workspace, client: Client, standard: str, stage: str, *, reason: str, by: str | None) -> str:
    """Add one judgement to the client's file, which keeps the earlier ones; returns its path.

    A second judgement of the same day replaces the first.
    """
    if not reason.strip():
        raise UsageRefusal("A triage needs a reason.")
    day = workspace.today.isoformat()
    said = {"stage": stage, "on": day, **({"by": by} if by else {}), "reason": folded(reason.strip())}

    def add(data: Any) -> None:
        if data.get("findings") is None:
            data["findings"] = {}
        judged = data["findings"].setdefault(standard, [])
        if judged and str(judged[-1]["on"]) == day:
            judged[-1] = said
        else:
            judged.append(said)

    return put(workspace.root, TRIAGE, add, client=client.id)
