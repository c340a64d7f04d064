"""From where a score is taken: the day, and the library, clients and reviews as they were."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from msptool.alignment.model import TRIAGE, Triage
from msptool.alignment.scores import Assessment, Method, assess
from msptool.clients.model import Client
from msptool.clients.register import require_client, require_clients
from msptool.reviews.model import LibraryPin, Review
from msptool.reviews.record import Given, answers_given, by_standard, require_reviews
from msptool.standards.library import Library, load_library, require_library
from msptool.workspace.entities import load_one
from msptool.workspace.problems import UsageRefusal, refuse_first
from msptool.workspace.sources import Source
from msptool.workspace.workspace import Workspace

_FOLDERS = ("standards", "clients", "reviews")


@dataclass(frozen=True)
class Viewpoint:
    """A consistent view of the workspace. `commit` is the library's commit, None where it has none.

    `modified` says that the library has changes beyond that commit; `remark` what a person should know.
    """

    workspace: Workspace
    as_of: date
    library: Library
    commit: str | None
    modified: bool
    source: Source
    remark: str = ""

    @cached_property
    def clients(self) -> dict[str, Client]:
        """All clients."""
        return require_clients(self.source)

    def client(self, identifier: str) -> Client:
        """One client; refuses an unknown one."""
        return require_client(self.source, identifier)

    def reviews(self, client: str) -> list[Review]:
        """The client's reviews, oldest first."""
        return require_reviews(self.source, client)

    def given(self, client: str) -> Mapping[str, list[Given]]:
        """The client's answers up to the day, by standard."""
        return by_standard(answers_given(self.reviews(client), self.as_of))

    def triage(self, client: str) -> Triage | None:
        """The vCIO's triage of the client's findings."""
        entry, problems = load_one(self.source, TRIAGE, TRIAGE.path(client=client))
        refuse_first(problems)
        return entry.entity if entry else None

    def assess(self, client: Client, method: Method) -> Assessment:
        """The client's alignment from here."""
        triage = self.triage(client.id) if method == "vcio" else None
        return assess(
            client,
            self.library,
            self.given(client.id),
            self.as_of,
            self.workspace.settings.weights,
            method=method,
            triage=triage,
        )


def viewpoint(workspace: Workspace, as_of: str | None = None, library: str | None = None) -> Viewpoint:
    """Stand at today, at a day (`YYYY-MM-DD`) or at a commit, and optionally under another library.

    A day takes the answers given until then and the library as it was committed then; a commit takes
    everything from it. Refuses a future day and an unknown commit.
    """
    history, source = workspace.history, workspace.source
    if as_of is None:
        view = _here(workspace)
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", as_of):
        view = _at_day(workspace, _parse(as_of))
    else:
        commit = history.resolve(as_of)
        tree = history.read(commit, *_FOLDERS)
        view = Viewpoint(workspace, history.day_of(commit), _lenient(tree), commit, False, tree)
    if library is None:
        return view
    commit = history.resolve(library)
    other = _lenient(history.read(commit, "standards"))
    return Viewpoint(workspace, view.as_of, other, commit, False, view.source if view.source is not source else source)


def _here(workspace: Workspace) -> Viewpoint:
    history = workspace.history
    head = history.head()
    modified = head is not None and history.modified("standards")
    return Viewpoint(workspace, workspace.today, require_library(workspace.source), head, modified, workspace.source)


def _at_day(workspace: Workspace, day: date) -> Viewpoint:
    if day > workspace.today:
        raise UsageRefusal(f"--as-of {day} is in the future; today is {workspace.today}.")
    history = workspace.history
    if day == workspace.today or history.head() is None:
        here = _here(workspace)
        return Viewpoint(workspace, day, here.library, here.commit, here.modified, here.source)
    commit, remark = history.commit_at(day), ""
    if commit is None:
        commit = history.first_commit()
        more = " (this clone is shallow: 'git fetch --unshallow' brings the rest)" if history.shallow else ""
        remark = f"The history begins after {day}: its first library is used{more}."
    library = _lenient(history.read(commit or "HEAD", "standards"))
    if not library.standards:
        remark = f"The library of {day} is empty: today's is used."
        library = require_library(workspace.source)
    return Viewpoint(workspace, day, library, commit, False, workspace.source, remark)


def _parse(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise UsageRefusal(f"There is no such day: {day}.") from None


def _lenient(source: Source) -> Library:
    # An old commit may hold files that today's models refuse; what can be read still counts.
    return load_library(source)[0]


def pinned_library(workspace: Workspace, pin: LibraryPin, cache: dict[str, Library]) -> Library | None:
    """The library that a review was done with, by commit or by content; None where neither is known here."""
    key = pin.tree or pin.commit
    if key is None:
        return None
    if key not in cache:
        history = workspace.history
        if not history.exists:
            return None
        if pin.tree and history.has(pin.tree):
            cache[key] = _lenient(history.read_tree(pin.tree, "standards"))
        elif pin.commit and history.has(pin.commit):
            cache[key] = _lenient(history.read(pin.commit, "standards"))
        else:
            return None
    return cache[key]
