"""The version history of a runbook: the commits that changed its file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msptool.runbooks.model import RUNBOOK, Runbook
from msptool.workspace.log import Commit
from msptool.workspace.workspace import Workspace


def versions(workspace: Workspace, runbook: Runbook) -> Sequence[Commit]:
    """The commits under its id and its former ones, the newest first; none outside a repository."""
    history = workspace.history
    if not history.exists:
        return ()
    found = history.log.commits_since(date.min, [RUNBOOK.path(id=name) for name in runbook.names])
    commits = {commit.id: commit for own in found.values() for commit, _ in own}
    # The log gives the commits of a day the oldest first.
    return sorted(commits.values(), key=lambda each: each.day)[::-1]
