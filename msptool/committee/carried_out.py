"""Which commits carried out what a meeting decided."""

from __future__ import annotations

from collections.abc import Sequence

from msptool.committee.model import MEETING, Decision, Meeting
from msptool.standards.library import Library
from msptool.standards.model import STANDARD
from msptool.workspace.log import Commit
from msptool.workspace.workspace import Workspace

Carried = dict[tuple[Meeting, str], Commit]


def carried_out_by(workspace: Workspace, library: Library, meetings: Sequence[Meeting]) -> Carried:
    """(meeting, standard as recorded) -> the commit that carried its decision out; those without one are left out.

    It is the one named in the minutes. Else, for a change: the first commit since the meeting that changed the
    standard's file beside the minutes; for what the minutes carry out themselves: the commit that recorded them. A
    shallow clone does not know, and says nothing.
    """
    history = workspace.history
    if not history.exists or not any(meeting.decisions for meeting in meetings):
        return {}
    wanted = {path for meeting in meetings for path in (_own(meeting), *_all_paths(library, meeting.decisions))}
    first = min(meeting.day for meeting in meetings)
    touched = {} if history.shallow else history.log.commits_since(first, sorted(wanted))
    found: Carried = {}
    for meeting in meetings:
        recorded = [commit for commit, _ in touched.get(_own(meeting), ()) if commit.day >= meeting.day]
        for decision in meeting.decisions:
            of_standard = [each for path in _paths(library, decision.standard) for each in touched.get(path, ())]
            since = [(commit, added) for commit, added in of_standard if commit.day >= meeting.day]
            commit = (
                history.log.describe(decision.commit) if decision.commit
                else _first(decision, since, recorded)
            )  # fmt: skip
            if commit is not None:
                found[meeting, decision.standard] = commit
    return found


def _first(decision: Decision, since: Sequence[tuple[Commit, bool]], recorded: Sequence[Commit]) -> Commit | None:
    if decision.decision == "postpone":
        return None
    if decision.decision == "change":
        return next((commit for commit, added in since if not added and commit not in recorded), None)
    both = (commit for commit, _ in since if commit in recorded)
    return next(both, next(iter(recorded), None))


def _own(meeting: Meeting) -> str:
    return MEETING.path(day=meeting.day.isoformat())


def _all_paths(library: Library, decisions: Sequence[Decision]) -> list[str]:
    return [path for each in decisions for path in _paths(library, each.standard)]


def _paths(library: Library, identifier: str) -> list[str]:
    """Where the standard's file is, and where it was under its former ids."""
    standard = library.find(identifier)
    if standard is None:
        return []
    names = (standard.id, *standard.formerly)
    return [STANDARD.path(category=standard.category, id=name) for name in names]
