"""Filling, checking and clearing the index of a workspace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msptool.lint.catalog import FOLDERS, file_type
from msptool.words import Progress
from msptool.workspace.entities import Kind, load_one
from msptool.workspace.index import Index, clear, files_of, key, open_index, said
from msptool.workspace.problems import Refusal
from msptool.workspace.sources import FolderSource
from msptool.workspace.workspace import Workspace

STEP = 200


@dataclass(frozen=True, slots=True)
class Built:
    """What a build found: the files of the workspace, those that were known, parsed, or cannot be used, and what it dropped.

    `bytes` is the index's size on disk.
    """

    files: int
    known: int
    parsed: int
    faulty: int
    dropped: int
    bytes: int


def require_index(workspace: Workspace) -> Index:
    """The index; refuses where it is switched off."""
    found = open_index(workspace.root)
    if found is None:
        raise Refusal("The index is switched off: MSPTOOL_INDEX is 'off'.")
    return found


def build(workspace: Workspace, index: Index, progress: Progress) -> Built:
    """Bring the index up to date: parse what it does not know, drop what no file holds any more.

    A file that cannot be used is left out; 'msptool lint' says why.
    """
    index.least = 0
    source = FolderSource(workspace.root, index)
    files = list(_files(source))
    known = faulty = 0
    keys = []
    for number, (kind, path) in enumerate(files, 1):
        content, _ = source.read(path)
        name = key(kind, path, content) if content is not None else None
        if name is not None and index.knows(name):
            known += 1
            keys.append(name)
        else:
            entry, problems = load_one(source, kind, path)
            if name is not None and entry is not None and not problems:
                keys.append(name)
            else:
                faulty += 1
        if number % STEP == 0 or number == len(files):
            progress(number, len(files), "files")
    dropped = index.forget_but(keys)
    clear(workspace.root, keep=index.path)
    return Built(len(files), known, len(files) - known - faulty, faulty, dropped, size_of(index))


def differing(workspace: Workspace, index: Index, progress: Progress) -> list[str]:
    """The files of which the index says something else than they hold, each parsed again; none is what is expected."""
    source = FolderSource(workspace.root)
    files, found = list(_files(source)), []
    for number, (kind, path) in enumerate(files, 1):
        content, _ = source.read(path)
        known = index.find(kind, path, content) if content is not None else None
        if known is not None:
            entry, _ = load_one(source, kind, path)
            if entry is None or said(entry.entity) != said(known):
                found.append(path)
        if number % STEP == 0 or number == len(files):
            progress(number, len(files), "files")
    return found


def size_of(index: Index) -> int:
    """Bytes on disk, with what is not yet put in its place."""
    parts = (index.path, Path(f"{index.path}-wal"))
    return sum(each.stat().st_size for each in parts if each.exists())


def remove(workspace: Workspace) -> int:
    """Delete the workspace's indexes, also those of other versions; returns how many files there were."""
    return clear(workspace.root)


def others(workspace: Workspace, index: Index) -> int:
    """How many indexes there are of other states of the program."""
    return sum(
        not each.name.startswith(index.path.name) and each.suffix == ".sqlite" for each in files_of(workspace.root)
    )


def _files(source: FolderSource) -> Iterator[tuple[Kind[Any], str]]:
    for folder in FOLDERS:
        for path in source.paths(folder) if folder != "msptool.yaml" else [folder]:
            found = file_type(path)
            if found is not None:
                yield found.kind, path
