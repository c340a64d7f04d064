"""What the commits of a workspace did, when, and how they are called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

_COMMIT_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_FILE_STATES = ("A", "M", "D", "T")


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit as a person names it."""

    id: str
    day: date
    subject: str


@dataclass(frozen=True)
class Log:
    """The log of a repository; `git` runs a command of it. A repository without commits has an empty one."""

    git: Callable[..., bytes]

    def last_change(self, *paths: str) -> tuple[str, datetime] | None:
        """The last commit that changed something in the files and folders, and its moment; None where there is none."""
        commit, _, moment = (
            self.git("log", "-1", "--format=%H %cI", "--", *paths, fail=False).decode().strip().partition(" ")
        )
        return (commit, datetime.fromisoformat(moment)) if commit else None

    def changes_of(self, *paths: str) -> int:
        """How many commits up to now changed something in the files and folders."""
        return int(self.git("rev-list", "--count", "HEAD", "--", *paths, fail=False).decode().strip() or 0)

    def name_of(self, commit: str) -> str:
        """A commit as people call it: its tag, the tag before with the distance, or the start of its id."""
        return self.git("describe", "--tags", "--always", "--abbrev=12", commit, fail=False).decode().strip() or commit

    def last_commits(self, paths: Sequence[str]) -> dict[str, str]:
        """Path -> the last commit that changed it; one git process. Paths never committed are left out."""
        if not paths:
            return {}
        form = ("--format=%x01%H", "--name-only", "-z", "--relative")
        log = self.git("log", *form, "--", *paths, fail=False).decode(errors="replace")
        found: dict[str, str] = {}
        for block in log.split("\x01")[1:]:
            commit, _, names = block.partition("\0")
            for name in names.strip("\0\n").split("\0"):
                found.setdefault(name.strip("\n"), commit.strip())
        return found

    def moments_of(self, commits: Iterable[str]) -> dict[str, datetime]:
        """Commit -> when it was made, by its committer's own clock; one git process."""
        wanted = sorted(set(commits))
        if not wanted:
            return {}
        log = self.git("log", "--no-walk", "--stdin", "--format=%H %cI", input="\n".join(wanted).encode()).decode()
        return {commit: datetime.fromisoformat(moment) for commit, moment in map(str.split, log.splitlines())}

    def describe(self, revision: str) -> Commit | None:
        """The commit with its day and its first line; None where this clone does not have it."""
        said = self.git("log", "-1", "--format=%H%x00%cs%x00%s", "--end-of-options", revision, "--", fail=False)
        if not said.strip():
            return None
        identifier, day, subject = said.decode(errors="replace").strip("\n").split("\0", 2)
        return Commit(identifier, date.fromisoformat(day), subject)

    def commits_since(self, day: date, paths: Sequence[str]) -> dict[str, list[tuple[Commit, bool]]]:
        """Path -> the commits of the current branch since `day` that touched it, oldest first; one git process.

        Each comes with whether it added the file. What was merged counts as the merge, on its day.
        """
        if not paths:
            return {}
        form = ("--format=%x00%H%x00%cs%x00%s%x00", "--name-status", "--no-renames", "-z", "--relative")
        log = self.git("log", "--reverse", "--first-parent", "-m", *form, "--", *paths, fail=False).decode(
            errors="replace"
        )
        found: dict[str, list[tuple[Commit, bool]]] = {}
        words = iter(log.split("\0"))
        commit = None
        for word in map(_trimmed, words):
            if _COMMIT_ID.fullmatch(word):
                commit = Commit(word, date.fromisoformat(next(words)), next(words))
            elif word in _FILE_STATES and commit is not None:
                path = next(words)
                if commit.day >= day:
                    found.setdefault(path, []).append((commit, word == "A"))
        return found


def _trimmed(word: str) -> str:
    return word.strip("\n")
