"""Which commits carried out what a meeting decided."""

from __future__ import annotations

from msptool.committee.model import MEETING, Meeting
from msptool.standards.library import Library
from msptool.standards.model import STANDARD
from msptool.workspace.history import Commit
from msptool.workspace.workspace import Workspace


def carried_out_by(workspace: Workspace, library: Library, meeting: Meeting) -> dict[str, Commit]:
    """Standard -> the commit that carried its decision out; those that no commit carried out are left out.

    It is the one named in the minutes. Else, for a change: the first commit since the meeting that changed the
    standard's file beside the minutes; for what the minutes carry out themselves: the commit that recorded them.
    """
    history = workspace.history
    if not history.exists or not meeting.decisions:
        return {}
    own = MEETING.path(day=meeting.day.isoformat())
    paths = {each.standard: _path(library, each.standard) for each in meeting.decisions}
    found = history.commits_since(meeting.day, sorted({own, *filter(None, paths.values())}))
    recorded = [commit for commit, _ in found.get(own, ())]
    result: dict[str, Commit] = {}
    for decision in meeting.decisions:
        touched = found.get(paths[decision.standard] or "", ())
        if decision.commit:
            commit = history.describe(decision.commit)
        elif decision.decision == "change":
            commit = next((each for each, added in touched if not added and each not in recorded), None)
        elif decision.decision == "postpone":
            commit = None
        else:
            both = (each for each, _ in touched if each in recorded)
            commit = next(both, next(iter(recorded), None))
        if commit is not None:
            result[decision.standard] = commit
    return result


def _path(library: Library, identifier: str) -> str | None:
    standard = library.find(identifier)
    return STANDARD.path(category=standard.category, id=standard.id) if standard else None
