"""Finding and opening a workspace."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msptool.workspace.index import open_index
from msptool.workspace.problems import Refusal, refuse_first
from msptool.workspace.sources import FolderSource

if TYPE_CHECKING:
    from msptool.workspace.history import History
    from msptool.workspace.settings import Settings

MARKER = "msptool.yaml"


@dataclass(frozen=True)
class Workspace:
    """A folder with an `msptool.yaml`, and the day that counts as today."""

    root: Path
    today: date

    @cached_property
    def source(self) -> FolderSource:
        """The working folder's files."""
        return FolderSource(self.root, open_index(self.root))

    @cached_property
    def settings(self) -> Settings:
        """The settings; refuses a settings file with a problem."""
        from msptool.workspace.entities import load_one
        from msptool.workspace.settings import SETTINGS

        entry, problems = load_one(self.source, SETTINGS, MARKER)
        refuse_first(problems)
        assert entry is not None
        return entry.entity

    @cached_property
    def history(self) -> History:
        """The git history of the workspace; imports GitPython."""
        from msptool.workspace.history import History

        return History(self.root)

    def state_file(self, folder: str, name: str) -> Path:
        """A file in the workspace's private state folder, which ignores itself in git; it need not exist.

        Refuses a symbolic link on the way: whatever a repository brings along, state stays inside of it.
        """
        top = self.root / ".msptool"
        path, ignore = top / folder / name, top / ".gitignore"
        link = next((each for each in (top, path.parent, path, ignore) if each.is_symlink()), None)
        if link is not None:
            raise Refusal(f"{link} is a symbolic link: delete it. msptool keeps its state in plain files.")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not ignore.exists():
                ignore.write_text("*\n", encoding="ascii")
        except OSError as error:
            raise Refusal(
                f"{path.parent} cannot be written: {error.strerror}. msptool needs it to keep every answer safe."
            ) from None
        return path


def find_root(start: Path | None) -> Path:
    """The workspace at `start` (from `-C`), else of MSPTOOL_WORKSPACE, else upwards from here."""
    named = start or (Path(os.environ["MSPTOOL_WORKSPACE"]) if os.environ.get("MSPTOOL_WORKSPACE") else None)
    if named is not None:
        try:
            root = named.expanduser().absolute()
            if (root / MARKER).is_file():
                return root
            what = f"has no {MARKER}" if root.is_dir() else "is not a folder"
        except (OSError, RuntimeError, ValueError):
            root, what = named, "is not a folder"
        raise Refusal(f"{root} {what}: name a workspace with -C, or make one with 'msptool init {named}'.")
    try:
        here = Path.cwd()
    except FileNotFoundError:
        raise Refusal("The current folder was deleted: change to another one.") from None
    for folder in (here, *here.parents):
        if (folder / MARKER).is_file():
            return folder
    raise Refusal(
        f"No {MARKER} in {here} or above it: change into a workspace, name one with -C, or make one with 'msptool init DIR'."
    )
