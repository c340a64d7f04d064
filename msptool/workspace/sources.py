"""Where the workspace's files are read from: the working folder, or a commit (see `history`)."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msptool.workspace.documents import MAX_BYTES
from msptool.workspace.problems import Problem, Rule

if TYPE_CHECKING:
    from msptool.workspace.index import Index

UNREADABLE = Rule(
    "W101", "unreadable-file", "error", "The file cannot be opened.",
    "a file without read permission", "chmod u+r FILE",
)  # fmt: skip
OUTSIDE = Rule(
    "W109", "symlink-outside", "error",
    "A symbolic link that leads out of the workspace is never followed: a pull request must not make CI read other files.",
    "standards/email/x.yaml -> /etc/passwd", "a regular file",
)  # fmt: skip
SOURCE_RULES = (UNREADABLE, OUTSIDE)


class Source(Protocol):
    """A read-only tree of files."""

    @property
    def index(self) -> Index | None:
        """What remembers the meaning of contents, if anything does."""
        ...

    def paths(self, folder: str) -> list[str]:
        """The YAML files at or below `folder`, sorted; paths relative to the workspace, with `/`."""
        ...

    def read(self, path: str) -> tuple[bytes | None, Problem | None]:
        """The content, or None and why not (None, None when there is no such file)."""
        ...


def contents_digest(source: Source, paths: Iterable[str]) -> bytes:
    """A hash of these files: their paths, and every byte; a missing one counts as missing."""
    hashed = hashlib.blake2b(digest_size=16)
    for path in paths:
        content, _ = source.read(path)
        hashed.update(f"{path}\0{-1 if content is None else len(content)}\0".encode() + (content or b""))
    return hashed.digest()


@dataclass(frozen=True)
class FolderSource:
    """The working folder of a workspace. Its `index` knows what contents hold; without one every file is parsed."""

    root: Path
    index: Index | None = field(default=None, compare=False, repr=False)

    def paths(self, folder: str) -> list[str]:
        """See `Source`. What cannot be walked (a link outside, a folder without permission) is named itself."""
        top = f"{self.root}/{folder}"
        if not os.path.lexists(top):
            return []
        if not Path(top).is_dir() or not self._is_inside(top):
            return [folder]
        return sorted(self._walk(top, folder))

    def _walk(self, top: str, relative: str) -> Iterator[str]:
        try:
            with os.scandir(top) as items:
                for item in sorted(items, key=lambda item: item.name):
                    path = f"{relative}/{item.name}"
                    if item.name.startswith("."):
                        continue
                    if item.is_dir(follow_symlinks=False):
                        yield from self._walk(item.path, path)
                    elif item.name.endswith((".yaml", ".yml")) or self._is_strange(item):
                        yield path
        except OSError:
            yield relative

    def read(self, path: str) -> tuple[bytes | None, Problem | None]:
        """See `Source`."""
        full = f"{self.root}/{path}"
        try:
            found = os.lstat(full)
            if not _leads_inside(str(self.root), path.rpartition("/")[0]):
                return None, Problem(
                    OUTSIDE, "this folder is a link out of the workspace", "Replace it by a folder.", path
                )
            if stat.S_ISLNK(found.st_mode):
                if not self._is_inside(full):
                    hint = "Replace it by a regular file."
                    return None, Problem(OUTSIDE, "this link leads out of the workspace", hint, path)
                found = Path(full).stat()
            if not stat.S_ISREG(found.st_mode):
                what = "folder" if stat.S_ISDIR(found.st_mode) else "thing"
                return None, Problem(
                    UNREADABLE, f"this {what} cannot be read as a file", "Check its permissions, or remove it.", path
                )
            with open(full, "rb", buffering=0) as stream:  # noqa: PTH123 - a Path costs more than the read
                return stream.read(min(found.st_size, MAX_BYTES) + 1), None
        except FileNotFoundError:
            return None, None
        except (OSError, RuntimeError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it is a loop of links"
            return None, Problem(UNREADABLE, f"the file cannot be read: {reason}", "Check its permissions.", path)

    def _is_strange(self, item: os.DirEntry[str]) -> bool:
        """A link to a folder or to the outside: not read, but named."""
        return item.is_symlink() and (item.is_dir() or not self._is_inside(item.path))

    def _is_inside(self, full: str) -> bool:
        try:
            return Path(full).resolve().is_relative_to(self.root.resolve())
        except (OSError, RuntimeError):
            return False


@lru_cache(maxsize=4096)
def _leads_inside(root: str, folder: str) -> bool:
    return Path(root, folder).resolve().is_relative_to(Path(root).resolve())
