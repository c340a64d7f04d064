"""Recording the vCIO's triage of a finding."""

from __future__ import annotations

from msptool.alignment.model import TRIAGE
from msptool.clients.model import Client
from msptool.workspace.edits import dump, edit, folded
from msptool.workspace.files import digest, inside, write_file
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.workspace import Workspace

SCHEMA = "../../.schemas/triage.json"


def record(workspace: Workspace, client: Client, standard: str, stage: str, *, reason: str, by: str | None) -> str:
    """Write one triage into the client's file; returns its path."""
    if not reason.strip():
        raise UsageRefusal("A triage needs a reason.")
    said = {
        "stage": stage,
        "on": workspace.today.isoformat(),
        **({"by": by} if by else {}),
        "reason": folded(reason.strip()),
    }
    path = TRIAGE.path(client=client.id)
    full = inside(workspace.root, path)
    file = edit(workspace.root, path) if full.is_file() else None
    if file is None or file.data is None:
        # A file of comments alone keeps them.
        kept = file.original if file else b""
        content = kept + dump({"findings": {standard: said}}, schema="" if kept else SCHEMA)
        write_file(full, content, expected=digest(kept) if file else None)
        return path
    if file.data.get("findings") is None:
        file.data["findings"] = {}
    file.data["findings"][standard] = said
    file.save()
    return path
