"""What became of each standard, from git: two processes for the whole library, however long its history is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from msptool.standards.diff import Change, difference
from msptool.standards.library import Library
from msptool.standards.model import STANDARD, Category, Standard
from msptool.workspace.entities import load_one
from msptool.workspace.history import History, RevisionSource

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_RAW = re.compile(r":\d{6} \d{6} ([0-9a-f]+) ([0-9a-f]+) [AMDT]")
_DONE = {
    "added": "Added", "proposed": "Written as a draft", "rejected": "Draft given up", "reinstated": "Asked again",
    "retired": "Retired", "withdrawn": "Back to a draft", "deleted": "Deleted", "changed": "Changed",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldRevision:
    """One field of a standard before and after. `text`: it changes neither what is asked nor how much it counts."""

    field: str
    before: str
    after: str
    text: bool


@dataclass(frozen=True, slots=True)
class Revision:
    """One commit that changed a standard. `done` says in words what it did, `fields` what it changed."""

    commit: str
    day: date
    author: str
    subject: str
    done: str
    fields: tuple[FieldRevision, ...]


@dataclass(frozen=True, slots=True)
class _Touched:
    """A commit with the files that it changed: path to the contents before and after, by their ids in git."""

    commit: str
    day: date
    author: str
    subject: str
    files: dict[str, tuple[str, str]]


def revisions(history: History, library: Library) -> dict[str, tuple[Revision, ...]]:
    """Standard id -> its commits, newest first. Empty outside of git.

    A commit counts where somebody made the change; a merge that only brings it along does not.
    """
    if history.head() is None:
        return {}
    touched = list(_log(history))
    versions = _Versions(_contents(history, touched), library.categories)
    owners = {name: standard.id for standard in library for name in (*standard.formerly, standard.id)}
    found: dict[str, list[Revision]] = {}
    for commit in touched:
        moved: dict[str, dict[str, tuple[str, str]]] = {}
        for path, ids in commit.files.items():
            name = (STANDARD.match(path) or {}).get("id", "")
            if name in owners:
                moved.setdefault(owners[name], {})[path] = ids
        for owner, files in moved.items():
            found.setdefault(owner, []).append(_revision(commit, files, versions))
    return {owner: tuple(each) for owner, each in found.items()}


def _log(history: History) -> Iterator[_Touched]:
    form = ("--format=%x00%H%x00%cs%x00%an%x00%s%x00", "--raw", "--no-abbrev", "--no-renames", "-z", "--relative")
    log = history.run("log", *form, "--", STANDARD.folder, fail=False).decode(errors="replace")
    words = iter(log.split("\0"))
    commit = None
    for word in (each.strip("\n") for each in words):
        if _COMMIT.fullmatch(word):
            if commit is not None:
                yield commit
            commit = _Touched(word, date.fromisoformat(next(words)), next(words), next(words), {})
        elif commit is not None and (change := _RAW.fullmatch(word)):
            commit.files[next(words)] = (change[1], change[2])
    if commit is not None:
        yield commit


def _contents(history: History, touched: Iterable[_Touched]) -> dict[str, bytes]:
    """Blob id -> its content, of every version of every standard."""
    wanted = {
        blob for each in touched for path, ids in each.files.items() if STANDARD.match(path) for blob in ids if blob.strip("0")
    }  # fmt: skip
    if not wanted:
        return {}
    ordered = sorted(wanted)
    output = history.run("cat-file", "--batch", input="\n".join(ordered).encode() + b"\n")
    found, position = {}, 0
    for blob in ordered:
        end = output.index(b"\n", position)
        words = output[position:end].split(b" ")
        position = end + 1
        if len(words) == 3:  # else the clone lacks it
            size = int(words[2])
            found[blob] = output[position : position + size]
            position += size + 1
    return found


class _Versions:
    """The standards behind the contents; what today's models cannot read is None."""

    def __init__(self, contents: Mapping[str, bytes], categories: Mapping[str, Category]) -> None:
        self._contents, self._categories = contents, categories
        self._known: dict[tuple[str, str], Standard | None] = {}

    def standard(self, path: str, blob: str) -> Standard | None:
        """The standard of one content of one path."""
        if (path, blob) not in self._known:
            content = self._contents.get(blob)
            source = RevisionSource({} if content is None else {path: content})
            entry, _ = load_one(source, STANDARD, path)
            self._known[path, blob] = entry.entity if entry else None
        return self._known[path, blob]

    def library(self, standard: Standard | None) -> Library:
        """A library of this one standard, under today's categories."""
        return Library({} if standard is None else {standard.id: standard}, self._categories)


def _revision(commit: _Touched, files: Mapping[str, tuple[str, str]], versions: _Versions) -> Revision:
    """What a commit did to one standard: a file that went and one that came are one that moved."""
    before = next((versions.standard(path, ids[0]) for path, ids in files.items() if ids[0].strip("0")), None)
    after = next((versions.standard(path, ids[1]) for path, ids in files.items() if ids[1].strip("0")), None)
    had = any(ids[0].strip("0") for ids in files.values())
    has = any(ids[1].strip("0") for ids in files.values())
    unreadable = (had and before is None) or (has and after is None)
    change = None if unreadable else _change(versions, before, after)
    done = "Changed" if had and has else "Added" if has else "Deleted"
    if change is not None:
        done = _DONE[change.kind]
    elif before is not None and after is not None:
        done = (
            "Reviewed by the committee"
            if before.reviewed != after.reviewed
            else "Written differently, the same in meaning"
        )
    fields = (
        tuple(FieldRevision(each.field, each.before, each.after, each.editorial) for each in change.fields)
        if change
        else ()
    )
    if change is not None and change.renamed_from is not None:
        fields = (FieldRevision("id", change.renamed_from, change.id, False), *fields)
    return Revision(commit.commit, commit.day, commit.author, commit.subject, done, fields)


def _change(versions: _Versions, before: Standard | None, after: Standard | None) -> Change | None:
    if before is not None and after is not None and before.id != after.id and before.id not in after.formerly:
        before = before.model_copy(update={"id": after.id})
    found = difference(versions.library(before), versions.library(after)).changes
    return found[0] if found else None
