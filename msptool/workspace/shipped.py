"""What msptool brings along: the library, templates, runbooks, schemas and the sample practice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msptool.workspace.problems import Refusal

BASE = (
    "msptool.yaml", ".schemas", "standards", "templates", "runbooks", "practice/proposal-templates",
    "practice/escalation.yaml", "practice/checklists",
)  # fmt: skip
SAMPLE = ("practice", "clients")  # besides the reviews, which are pinned to the new workspace


def shipped_root() -> Path:
    """Where those files are: inside an installed package, or the project's own folder."""
    package = Path(__file__).resolve().parents[1]
    for root in (package / "_shipped", package.parent):
        if (root / "standards").is_dir() and (root / "msptool.yaml").is_file():
            return root
    raise Refusal("This installation of msptool has lost its standards: install it again.")


def shipped_files(*names: str) -> Iterator[tuple[str, Path]]:
    """(path below the workspace, file) of everything under the names given."""
    root = shipped_root()
    for name in names:
        top = root / name
        for file in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if file.is_file() and "__pycache__" not in file.parts:
                yield file.relative_to(root).as_posix(), file
