"""Which cited pages were there in the last days: `.msptool/lint/links.json`, which may be deleted at any time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from msptool.lint.links_rules import Verdict
from msptool.workspace.files import digest, write_file
from msptool.workspace.problems import Refusal
from msptool.workspace.workspace import Workspace

GOOD_FOR_DAYS = 7

_LASTING = ("alive", "refusing")
_FOLDER, _NAME = "lint", "links.json"

Known = dict[str, tuple[Verdict, date]]


def read_known(workspace: Workspace) -> Known:
    """The pages that were there, each with the day it was asked for; nothing when the file makes no sense."""
    known: Known = {}
    try:
        path = workspace.root / ".msptool" / _FOLDER / _NAME
        for address, page in json.loads(path.read_bytes())["pages"].items():
            day, state = date.fromisoformat(page["asked"]), page["verdict"]
            if state in _LASTING and 0 <= (workspace.today - day).days < GOOD_FOR_DAYS:
                known[address] = Verdict(state), day
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}
    return known


def write_known(workspace: Workspace, known: Known, found: Mapping[str, Verdict]) -> bool:
    """Keep the good ones of what was found today beside what is known; whether that was possible.

    What failed is not kept: it is asked for again every time.
    """
    good = {
        address: (verdict, workspace.today) for address, verdict in dict(found).items() if verdict.state in _LASTING
    }
    if not good:
        return True
    pages = {
        address: {"asked": day.isoformat(), "verdict": verdict.state}
        for address, (verdict, day) in sorted({**known, **good}.items())
    }
    try:
        path = workspace.state_file(_FOLDER, _NAME)
        before = digest(path.read_bytes()) if path.is_file() else None
        write_file(path, f"{json.dumps({'pages': pages}, indent=1)}\n".encode(), expected=before)
    except (OSError, Refusal):
        return False
    return True
