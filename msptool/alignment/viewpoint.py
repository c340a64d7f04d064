"""From where a score is taken: the day, and the library, clients, reviews and settings as they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from msptool.alignment.findings import Finding, findings
from msptool.alignment.model import TRIAGE, Triage
from msptool.alignment.scores import Assessment, Method, assess
from msptool.clients.model import Client
from msptool.clients.register import require_client, require_clients
from msptool.reviews.model import REVIEW, LibraryPin, Review
from msptool.reviews.record import Given, answers_given, by_standard, require_reviews
from msptool.standards.library import Library, library_at, require_library
from msptool.workspace.entities import load_one
from msptool.workspace.problems import Problem, UsageRefusal, refuse_first
from msptool.workspace.settings import SETTINGS, Settings
from msptool.workspace.sources import Source
from msptool.workspace.workspace import MARKER, Workspace

_FOLDERS = (MARKER, "standards", "clients", "reviews")


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
    def settings(self) -> Settings:
        """The settings as they were; the defaults where there were none."""
        entry, problems = load_one(self.source, SETTINGS, MARKER)
        refuse_first(problems)
        return entry.entity if entry else Settings()

    @cached_property
    def clients(self) -> dict[str, Client]:
        """All clients."""
        return require_clients(self.source)

    @property
    def served(self) -> list[Client]:
        """Who was a client on the day."""
        return [client for client in self.clients.values() if client.served_on(self.as_of)]

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

    def assess(self, client: Client, method: Method, given: Mapping[str, list[Given]] | None = None) -> Assessment:
        """The client's alignment from here; `given` are its answers, where they are not all up to the day."""
        answers = self.given(client.id) if given is None else given
        triage = self.triage(client.id) if method == "vcio" else None
        weights = self.settings.weights
        return assess(client, self.library, answers, self.as_of, weights, method=method, triage=triage)

    def findings(self, client: Client, given: Mapping[str, list[Given]] | None = None) -> list[Finding]:
        """The client's findings from here, most severe and oldest first; `given` as in `assess`."""
        answers = self.given(client.id) if given is None else given
        return findings(client, self.library, answers, self.as_of, self.triage(client.id))

    def at_review(self, review: Review) -> Viewpoint | None:
        """The same view from a review's day, under the library that it was pinned to; None where that is not known."""
        pinned = pinned_library(self.workspace, review.library)
        if pinned is None:
            return None
        return replace(self, as_of=review.day, library=pinned, commit=review.library.commit, modified=False)

    def commits_of(self, client: str, reviews: Iterable[str]) -> dict[str, str | None]:
        """Review id -> the commit that last wrote its file."""
        paths = {name: REVIEW.path(client=client, id=name) for name in sorted(set(reviews))}
        found = self.workspace.history.log.last_commits(list(paths.values()))
        return {name: found.get(path) for name, path in paths.items()}


def viewpoint(workspace: Workspace, as_of: str | None = None, library: str | None = None) -> Viewpoint:
    """Stand at today, at a day (`YYYY-MM-DD`) or at a commit, and optionally under another library.

    A day takes the answers given until then and the library as it was committed then; a commit takes
    everything from it. Refuses a future day and an unknown commit.
    """
    history = workspace.history
    is_day = as_of is None or re.fullmatch(r"\d{4}-\d\d-\d\d", as_of)
    day = workspace.today if as_of is None or not is_day else _parse(as_of, workspace.today)
    if library is not None:
        # Under another library the one of today need not even be readable.
        commit = history.resolve(library)
        found, problems = library_at(workspace, commit)
        remark = _left_out(problems, library)
        if is_day:
            return Viewpoint(workspace, day, found, commit, False, workspace.source, remark)
        view = _at_commit(workspace, history.resolve(as_of or ""))
        return replace(view, library=found, commit=commit, remark=remark)
    if not is_day:
        return _at_commit(workspace, history.resolve(as_of or ""))
    if day == workspace.today or history.head() is None:
        return _here(workspace, day)
    return _at_day(workspace, day)


def _here(workspace: Workspace, day: date) -> Viewpoint:
    history = workspace.history
    head = history.head()
    modified = head is not None and history.modified("standards")
    return Viewpoint(workspace, day, require_library(workspace.source), head, modified, workspace.source)


def _at_commit(workspace: Workspace, commit: str) -> Viewpoint:
    history = workspace.history
    tree = history.read(commit, *_FOLDERS)
    library, problems = library_at(workspace, commit)
    view = Viewpoint(workspace, history.day_of(commit), library, commit, False, tree, _left_out(problems, commit[:10]))
    # Everything that the commit holds counts, also what was finished on a later day than its committer's.
    last = max((review.day for review in require_reviews(tree) if review.finished), default=view.as_of)
    return replace(view, as_of=max(view.as_of, last))


def _at_day(workspace: Workspace, day: date) -> Viewpoint:
    history = workspace.history
    commit, remark = history.commit_at(day), ""
    if commit is None:
        commit = history.first_commit()
        more = " (this clone is shallow: 'git fetch --unshallow' brings the rest)" if history.shallow else ""
        remark = f"The history begins after {day}: its first library is used{more}."
    library, problems = library_at(workspace, commit or "HEAD")
    remark = " ".join(filter(None, (remark, _left_out(problems, str(day)))))
    if not library.standards:
        remark = f"The library of {day} is empty: today's is used."
        library = require_library(workspace.source)
    return Viewpoint(workspace, day, library, commit, False, workspace.source, remark)


def _left_out(problems: Sequence[Problem], when: str) -> str:
    """What to say of files of an old library that cannot be read (any more); the others still count."""
    files = sorted({problem.path for problem in problems})
    if not files:
        return ""
    named = ", ".join(files[:3]) + (f" and {len(files) - 3} more" if len(files) > 3 else "")
    return f"Left out of the library of {when}, because msptool cannot read it: {named}."


def _parse(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UsageRefusal(f"There is no such day: {text}.") from None
    if day > today:
        raise UsageRefusal(f"--as-of {day} is in the future; today is {today}.")
    return day


def pinned_library(workspace: Workspace, pin: LibraryPin) -> Library | None:
    """The library that a review was done with, by content or by commit; None where neither is known here."""
    history = workspace.history
    if not history.exists:
        return None
    if pin.tree and history.has(pin.tree):
        return library_at(workspace, tree=pin.tree)[0]
    if pin.commit and history.has(pin.commit):
        return library_at(workspace, pin.commit)[0]
    return None
