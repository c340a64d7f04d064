"""Git, through one gateway: what a commit held, and committing exactly the files named.

GitPython serves only as a runner of the git command; nothing else of msptool imports it. Many files
of one commit are read with two processes, however many files there are.
"""

from __future__ import annotations

import getpass
import os
import socket
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msptool.workspace.index import open_index
from msptool.workspace.problems import Problem, Refusal, UsageRefusal

if TYPE_CHECKING:
    from msptool.workspace.index import Index
    from msptool.workspace.log import Log

_ENVIRONMENT = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
_BUSY = {
    "MERGE_HEAD": ("A merge", "git merge --abort"),
    "CHERRY_PICK_HEAD": ("A cherry-pick", "git cherry-pick --abort"),
    "REVERT_HEAD": ("A revert", "git revert --abort"),
    "rebase-merge": ("A rebase", "git rebase --abort"),
    "rebase-apply": ("A rebase", "git rebase --abort"),
}


_COMMANDS = frozenset(
    "rev-parse log show merge-base describe rev-list cat-file status ls-tree symbolic-ref add commit reset config init".split()
)
# A git hook names its own repository in these; ours is the workspace's.
_HOOKS_REPOSITORY = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_OBJECT_DIRECTORY",
    "GIT_COMMON_DIR",
)


@contextmanager
def _without_hooks_repository() -> Iterator[None]:
    kept = {name: os.environ.pop(name) for name in _HOOKS_REPOSITORY if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)


def _reason(output: bytes, error: str | bytes) -> str:
    said = error if isinstance(error, str) else error.decode(errors="replace")
    lines = [line.strip() for line in said.splitlines() if line.strip() and not line.startswith("hint:")]
    printed = output.decode(errors="replace").strip().splitlines()
    return "; ".join(lines[:3] or printed[-1:]) or "no reason given"


class GitMissing(Refusal):
    """The git program is not installed."""


class GitFailed(Refusal):
    """A git command failed; the message is git's own last line."""


@dataclass(frozen=True)
class RevisionSource:
    """The files of one commit: a `Source` that never touches the working folder."""

    files: Mapping[str, bytes]
    index: Index | None = field(default=None, compare=False, repr=False)

    def paths(self, folder: str) -> list[str]:
        """See `Source`."""
        return sorted(path for path in self.files if path == folder or path.startswith(f"{folder}/"))

    def read(self, path: str) -> tuple[bytes | None, Problem | None]:
        """See `Source`."""
        return self.files.get(path), None


@dataclass(frozen=True)
class History:
    """The git history of a workspace, which may be a folder inside a larger repository."""

    root: Path
    commands: list[str] = field(default_factory=list, compare=False, repr=False)

    def run(self, *arguments: str, input: bytes | None = None, fail: bool = True) -> bytes:
        """What a git command prints. Raises GitFailed when it fails, unless `fail` is off: then it printed nothing."""
        # GitPython looks for git when it is imported, and would refuse to be.
        os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
        import git

        if any("\0" in argument for argument in arguments):
            return b""
        self.commands.append(arguments[0])
        runner = git.Git(str(self.root))
        runner.update_environment(**_ENVIRONMENT)
        with tempfile.TemporaryFile() as stream, _without_hooks_repository():
            if input is not None:
                stream.write(input)
                stream.seek(0)
            try:
                status, output, error = runner.execute(
                    ["git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", *arguments],
                    istream=stream, with_extended_output=True, with_exceptions=False,
                    stdout_as_string=False, strip_newline_in_stdout=False,
                )  # fmt: skip
            except git.GitCommandNotFound:
                raise GitMissing(
                    "git is not installed, and this command needs the workspace's history: install git."
                ) from None
        if status and fail:
            name = next(each for each in arguments if each in _COMMANDS)
            raise GitFailed(f"git {name} failed in {self.root}: {_reason(bytes(output), error)}")
        return bytes(output) if not status else b""

    @cached_property
    def _folder(self) -> Path | None:
        """The repository's .git folder; None where the workspace is in no repository."""
        found = self.run("rev-parse", "--absolute-git-dir", fail=False).decode().strip()
        return Path(found) if found else None

    @property
    def exists(self) -> bool:
        """Whether the workspace is in a git repository (and git is installed)."""
        try:
            return self._folder is not None
        except GitMissing:
            return False

    @cached_property
    def log(self) -> Log:
        """What the commits did."""
        from msptool.workspace.log import Log

        return Log(self.run)

    @property
    def is_own(self) -> bool:
        """Whether the workspace is a repository of its own with a commit, and not a folder of a larger one."""
        return self.head() is not None and not self.prefix

    @cached_property
    def shallow(self) -> bool:
        """Whether the clone has only part of the history."""
        return self._folder is not None and (self._folder / "shallow").is_file()

    @property
    def prefix(self) -> str:
        """The workspace's folder below the repository's, with a slash at its end; nothing where they are the same."""
        return self.run("rev-parse", "--show-prefix", fail=False).decode(errors="replace").strip("\n")

    def head(self) -> str | None:
        """The current commit, or None before the first one or outside a repository."""
        return (
            self.run("rev-parse", "--verify", "--quiet", "HEAD", fail=False).decode().strip() or None
            if self.exists
            else None
        )

    def resolve(self, revision: str) -> str:
        """The full id of the commit that a user names; refuses one that does not exist."""
        if not self.exists:
            raise Refusal(f"{self.root} is not in a git repository, so there is no history to look up {revision!r} in.")
        found = (
            self.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", fail=False)
            .decode()
            .strip()
        )
        if found:
            return found
        remark = " This clone is shallow: 'git fetch --unshallow' brings the rest." if self.shallow else ""
        raise UsageRefusal(
            f"{revision!r} is neither a date (YYYY-MM-DD) nor a commit, branch or tag of this repository.{remark}"
        )

    def fork_point(self, revision: str) -> str:
        """The last commit that the current branch and `revision` have in common; `revision` itself where there is none."""
        commit = self.resolve(revision)
        return self.run("merge-base", commit, "HEAD", fail=False).decode().strip() or commit

    def commit_at(self, day: date) -> str | None:
        """The last commit of the current branch made on or before `day`, by each committer's own calendar.

        What was merged counts from the day of the merge: a proposal was not the library yet.
        """
        if self.head() is None:
            return None
        lines = self.run("log", "--first-parent", "--format=%H %cs").decode().splitlines()
        return next((line.split(" ")[0] for line in lines if line.split(" ")[1] <= day.isoformat()), None)

    def day_of(self, revision: str) -> date:
        """The day on which a commit was made, by its committer's own calendar."""
        stamp = self.run("show", "--no-patch", "--format=%cs", "--end-of-options", revision).decode().split()[0]
        return date.fromisoformat(stamp)

    def first_commit(self) -> str | None:
        """The oldest commit that the clone knows."""
        return self.run("rev-list", "--max-parents=0", "HEAD").decode().split()[-1] if self.head() else None

    def tree(self, revision: str, folder: str) -> str | None:
        """The id of a folder's tree in a commit: the same for the same content, in any repository."""
        return (
            self.run("rev-parse", "--verify", "--quiet", f"{revision}:./{folder}", fail=False).decode().strip() or None
        )

    def has(self, object_id: str) -> bool:
        """Whether an object with this id is in the repository."""
        return bool(self.run("cat-file", "-t", object_id, fail=False).strip())

    def modified(self, *folders: str) -> bool:
        """Whether files below `folders` differ from the last commit."""
        return bool(self.run("status", "--porcelain", "-z", "--", *folders).strip(b"\0 \n"))

    def read(self, revision: str, *folders: str) -> RevisionSource:
        """The YAML files of `folders` in a commit: one `ls-tree`, one `cat-file`."""
        listing = self.run("ls-tree", "-r", "-z", "--end-of-options", revision, "--", *folders)
        return RevisionSource(self._blobs(listing, ""), open_index(self.root))

    def read_tree(self, tree: str, folder: str) -> RevisionSource:
        """The YAML files of a bare tree, as if they stood in `folder`."""
        listing = self.run("ls-tree", "-r", "-z", "--end-of-options", tree)
        return RevisionSource(self._blobs(listing, f"{folder}/"), open_index(self.root))

    def _blobs(self, listing: bytes, prefix: str) -> dict[str, bytes]:
        wanted: list[tuple[str, bytes]] = []
        for line in listing.split(b"\0"):
            mode, _, rest = line.partition(b" ")
            if mode in (b"100644", b"100755") and line.endswith((b".yaml", b".yml")):
                info, _, path = rest.partition(b"\t")
                wanted.append((prefix + path.decode(errors="replace"), info.split(b" ")[1]))
        if not wanted:
            return {}
        output = self.run("cat-file", "--batch", input=b"\n".join(blob for _, blob in wanted) + b"\n")
        files: dict[str, bytes] = {}
        position = 0
        for name, _ in wanted:
            end = output.index(b"\n", position)
            size = int(output[position:end].split(b" ")[2])
            files[name] = output[end + 1 : end + 1 + size]
            position = end + size + 2
        return files

    def refuse_unless_ready(self) -> None:
        """Raise a Refusal that says why a commit cannot be made now, if it cannot."""
        if self._folder is None:
            raise Refusal(f"{self.root} is not in a git repository: run 'git init' there, or finish with --no-commit.")
        for name, (what, abort) in _BUSY.items():
            if (self._folder / name).exists():
                raise Refusal(
                    f"{what} is in progress in {self.root}: finish it, or '{abort}', then run the command again."
                )
        if (self._folder / "index.lock").exists():
            raise Refusal(
                f"Another git command is at work in {self.root} ({self._folder / 'index.lock'} exists): "
                "wait for it, then run the command again."
            )
        if self.head() and not self.run("symbolic-ref", "--quiet", "HEAD", fail=False).strip():
            raise Refusal(
                "HEAD is detached: a commit made here would belong to no branch. Run 'git switch BRANCH', then run the command again."
            )

    def commit(self, paths: Sequence[str], message: str, *, author: tuple[str, str] | None = None) -> str:
        """Commit exactly `paths`, leaving whatever else is staged as it is. Returns the commit's id.

        `author` (name, email) serves only where git does not know the user.
        """
        self.refuse_unless_ready()
        self.run("add", "--intent-to-add", "--", *paths)
        try:
            self.run(
                *self._identity(author), "commit", "--quiet", "--only", "--file=-", "--", *paths, input=message.encode()
            )
        except GitFailed:
            self.run("reset", "--quiet", "--", *paths, fail=False)
            raise
        return self.head() or ""

    def _identity(self, author: tuple[str, str] | None) -> list[str]:
        if os.environ.get("GIT_AUTHOR_EMAIL") or self.run("config", "user.email", fail=False).strip():
            return []
        name, email = author or ("", "")
        try:
            user = getpass.getuser()
        except (KeyError, OSError):  # a container's user without a name
            user = "msptool"
        return ["-c", f"user.name={name or user}", "-c", f"user.email={email or f'{user}@{socket.gethostname()}'}"]

    def initialise(self, message: str) -> str:
        """Make the folder a repository with one commit of all its files."""
        self.run("init", "--quiet", "--initial-branch=main")
        vars(self).pop("_folder", None)
        self.run("add", "--all", "--", ".")
        self.run(*self._identity(None), "commit", "--quiet", "--file=-", input=message.encode())
        return self.head() or ""
