"""A proposal: the library of one revision beside that of another, and what the change does to the clients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from msptool.alignment.impact import Impact, impact
from msptool.alignment.viewpoint import viewpoint
from msptool.standards.diff import Change, Difference, difference
from msptool.standards.library import Library, library_at, require_library
from msptool.workspace.workspace import Workspace


@dataclass(frozen=True)
class Side:
    """One of the two libraries. `commit` None: the working folder, with whatever is changed in it."""

    library: Library
    commit: str | None
    named: str


@dataclass(frozen=True)
class Proposal:
    """What changes from `base` to `head`, and its impact on the clients as they are today.

    `remarks` say what a person should know: files that could not be read and are left out.
    """

    workspace: Workspace
    base: Side
    head: Side
    remarks: tuple[str, ...] = ()

    @cached_property
    def difference(self) -> Difference:
        """The change in meaning."""
        return difference(self.base.library, self.head.library)

    @cached_property
    def impact(self) -> Impact:
        """The effect on today's clients with the answers that they have."""
        view = viewpoint(self.workspace, library=self.base.commit)
        return impact(view, self.base.library, self.head.library, self.difference, view.settings.score_method)

    @cached_property
    def groups(self) -> list[Group]:
        """The changes by what they mean, the weightiest first; each change stands in one group."""
        left = list(self.difference.changes)
        found = []
        for word, title, belongs in _GROUPS:
            group = [change for change in left if belongs(change)]
            left = [change for change in left if change not in group]
            if group:
                found.append(Group(word, title, group))
        return found

    @property
    def headline(self) -> str:
        """`2 added, 1 reworded, 1 retired`."""
        counts = Counter[str]()
        for group in self.groups:
            counts[group.word] += len(group.changes)
        said = [f"{number} {word}" for word, number in counts.items()]
        if number := len(self.difference.categories):
            said.append(f"{number} {'category' if number == 1 else 'categories'} changed")
        if number := self.difference.reviewed:
            said.append(f"{number} reviewed")
        return ", ".join(said)


@dataclass(frozen=True)
class Group:
    """Changes that mean the same to a reader. `word` counts them in a headline: `3 reworded`."""

    word: str
    title: str
    changes: list[Change]


_GROUPS: tuple[tuple[str, str, Callable[[Change], bool]], ...] = (
    (
        "deleted", "Deleted: the answers lose their question (retire it instead)",
        lambda change: change.kind == "deleted",
    ),
    ("reworded", "Reworded: answers given before no longer count", lambda change: change.drops_answers),
    ("added", "Added", lambda change: change.kind == "added"),
    ("asked again", "Asked again", lambda change: change.kind == "reinstated"),
    ("retired", "Retired", lambda change: change.kind == "retired"),
    ("back to a draft", "Back to a draft", lambda change: change.kind == "withdrawn"),
    ("reworded", "Reworded with the same meaning: answers still count", lambda change: change.reworded),
    ("renamed", "Renamed", lambda change: change.renamed_from is not None),
    ("proposed", "Drafts, not asked yet", lambda change: change.kind == "proposed"),
    ("rejected", "Drafts that will not be asked", lambda change: change.kind == "rejected"),
    ("with new texts", "Texts only", lambda change: change.editorial),
    ("weighed or timed anew", "Asked of others, at another time, or counted differently", lambda change: True),
)  # fmt: skip


def proposal(workspace: Workspace, base: str, head: str | None = None) -> Proposal:
    """Compare the library of `base` with that of `head`. Refuses unknown revisions.

    Without a `head` it is the working folder, from where its branch left `base`: what went on there since is not part
    of what the branch means.
    """
    remarks: list[str] = []
    if head:
        before, after = _at(workspace, base, remarks), _at(workspace, head, remarks)
    else:
        fork = workspace.history.fork_point(base)
        before = _at(workspace, fork, remarks, base)
        after = Side(require_library(workspace.source), None, "the working folder")
    return Proposal(workspace, before, after, tuple(remarks))


def _at(workspace: Workspace, revision: str, remarks: list[str], named: str = "") -> Side:
    commit = workspace.history.resolve(revision)
    library, problems = library_at(workspace, commit)
    files = sorted({problem.path for problem in problems})
    if files:
        remarks.append(f"Left out of {named or revision}, because msptool cannot read it: {', '.join(files[:5])}.")
    return Side(library, commit, named or revision)
