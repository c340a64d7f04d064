"""Earlier versions of a proposal, read from the git history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msptool.proposals.model import PROPOSAL, Proposal
from msptool.proposals.offer import fingerprint
from msptool.workspace.entities import load_one
from msptool.workspace.log import Commit
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.workspace import Workspace


def version_of(workspace: Workspace, proposal: Proposal, number: int) -> tuple[Proposal, Commit | None]:
    """One version as it was sent (else as it last stood), with its commit; the present one as it is on disk, with None.

    Refuses a number that there is not, and a version that was never committed.
    """
    if number == proposal.version:
        return proposal, None
    name = f"{proposal.client}/{proposal.id}"
    if number > proposal.version or number < 1:
        raise UsageRefusal(f"{name} has {proposal.version} versions: there is no version {number}.")
    kept = [(found, commit) for found, commit in _committed(workspace, proposal) if found.version == number]
    if kept:
        return next((each for each in kept if _is_as_sent(each[0])), kept[0])
    remark = " This clone is shallow: 'git fetch --unshallow' brings the rest." if workspace.history.shallow else ""
    raise UsageRefusal(f"Version {number} of {name} is in no commit of this branch, so it cannot be shown.{remark}")


def keeps_what_was_sent(workspace: Workspace, proposal: Proposal) -> bool:
    """Whether a commit holds the present version as the client got it; also where there is no history to hold it."""
    if not workspace.history.exists:
        return True
    return any(found.version == proposal.version and _is_as_sent(found) for found, _ in _committed(workspace, proposal))


def _is_as_sent(found: Proposal) -> bool:
    begun = found.begun
    return begun is not None and found.terms is not None and begun.fingerprint == fingerprint(found, found.terms)


def _committed(workspace: Workspace, proposal: Proposal) -> Iterator[tuple[Proposal, Commit]]:
    """What each commit left of the proposal, the latest first."""
    path = PROPOSAL.path(client=proposal.client, id=proposal.id)
    history = workspace.history
    commits = history.log.commits_since(date.min, [path]).get(path, []) if history.head() is not None else []
    for commit, _ in reversed(commits):
        entry, _ = load_one(history.read(commit.id, path), PROPOSAL, path)
        if entry is not None:
            yield entry.entity, commit
