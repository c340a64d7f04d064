"""Where the workspace's files are read from: the working folder, or a commit (see `history`)."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from msptool.workspace.documents import MAX_BYTES
from msptool.workspace.problems import Problem, Rule

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

    def paths(self, folder: str) -> list[str]:
        """The YAML files at or below `folder`, sorted; paths relative to the workspace, with `/`."""
        ...

    def read(self, path: str) -> tuple[bytes | None, Problem | None]:
        """The content, or None and why not (None, None when there is no such file)."""
        ...


@dataclass(frozen=True)
class FolderSource:
    """The working folder of a workspace."""

    root: Path

    def paths(self, folder: str) -> list[str]:
        """See `Source`."""
        top = self.root / folder
        if top.is_file():
            return [folder]
        return sorted(self._walk(str(top), folder)) if top.is_dir() else []

    def _walk(self, top: str, relative: str) -> Iterator[str]:
        with os.scandir(top) as items:
            for item in items:
                if item.name.startswith("."):
                    continue
                path = f"{relative}/{item.name}"
                if item.is_dir(follow_symlinks=False):
                    yield from self._walk(item.path, path)
                elif item.name.endswith((".yaml", ".yml")) or item.is_symlink():
                    yield path

    def read(self, path: str) -> tuple[bytes | None, Problem | None]:
        """See `Source`."""
        full = f"{self.root}/{path}"
        try:
            if stat.S_ISLNK(os.lstat(full).st_mode) and not self._is_inside(full):
                hint = "Replace it by a regular file."
                return None, Problem(OUTSIDE, "this link leads out of the workspace", hint, path)
            with open(full, "rb", buffering=0) as stream:  # noqa: PTH123 - a Path costs more than the read
                return stream.read(min(os.fstat(stream.fileno()).st_size, MAX_BYTES) + 1), None
        except FileNotFoundError:
            return None, None
        except (OSError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or "it is a loop of links"
            return None, Problem(UNREADABLE, f"the file cannot be read: {reason}", "Check its permissions.", path)

    def _is_inside(self, full: str) -> bool:
        return Path(full).resolve().is_relative_to(self.root.resolve())
