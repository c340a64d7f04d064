"""Making a new workspace, whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from msptool.workspace.edits import edit, save
from msptool.workspace.files import current_umask
from msptool.workspace.history import GitFailed, GitMissing, History
from msptool.workspace.problems import Refusal
from msptool.workspace.settings import SETTINGS
from msptool.workspace.shipped import BASE, SAMPLE, shipped_files

# What the settings say of the sample practice alone.
_OF_THE_SAMPLE = ("  email:", "  phone:", "  website:", "  calendars:", "  timezone:")
_IGNORE = "# msptool's private state (locks, journals of open reviews)\n.msptool/\n"


def create(
    target: Path, *, sample: bool, git: bool, furnish: Callable[[Path], list[str]], name: str | None = None
) -> list[str]:
    """Write a workspace into `target`, which must not exist or be empty. Returns remarks for a person.

    `furnish` writes what belongs to the repository beside the data, before the first commit. It is all built beside
    the target (in it, where that is an empty folder) and moved there in one step.
    """
    try:
        target = target.expanduser().absolute()
        taken = target.exists() and (not target.is_dir() or any(target.iterdir()))
    except (OSError, RuntimeError, ValueError):
        raise Refusal(f"{target} cannot be created: no folder can have that name here.") from None
    if taken:
        raise Refusal(f"{target} is not an empty folder: name a new one.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # On the same disk as the target, which may be an empty folder that a disk is mounted at.
        beside = target if target.exists() else target.parent
        workshop = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}.", dir=beside))
    except OSError as error:
        raise Refusal(f"{target} cannot be created: {error.strerror}.") from None
    try:
        remarks = _fill(workshop, sample, git, name, furnish)
        _move(workshop, target)
    except OSError as error:
        raise Refusal(f"{target} cannot be written: {error.strerror}. Nothing was left behind.") from None
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return remarks


def _move(workshop: Path, target: Path) -> None:
    if not target.exists():
        workshop.chmod(0o777 & ~current_umask())
        os.replace(workshop, target)
        return
    # An empty folder stays the same folder: a shell may stand in it.
    moved: list[Path] = []
    try:
        for item in sorted(workshop.iterdir()):
            os.replace(item, target / item.name)
            moved.append(target / item.name)
    except OSError:
        for path in moved:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise


def _fill(
    folder: Path, sample: bool, git: bool, practice: str | None, furnish: Callable[[Path], list[str]]
) -> list[str]:
    for relative, file in shipped_files(*BASE, *(SAMPLE if sample else ())):
        _copy(file, folder / relative)
    (folder / ".gitignore").write_text(_IGNORE, encoding="utf-8")
    if not sample:
        for name in ("clients", "reviews", "practice/people"):
            (folder / name).mkdir(parents=True)
            (folder / name / ".gitkeep").touch()
        _without_sample_name(folder / "msptool.yaml")
        _without_sample_lessons(folder)
    if practice:
        _name(folder, practice)
    remarks = furnish(folder)
    if git:
        try:
            History(folder).initialise("Start with the standards that msptool ships")
        except (GitMissing, GitFailed) as refusal:
            remarks.append(f"It is not a git repository yet: {refusal}")
    if sample:
        made = History(folder)
        _add_sample_reviews(folder, made if made.is_own else None)
    return remarks


def _copy(file: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, to)


def _name(folder: Path, practice: str) -> None:
    file = edit(folder, SETTINGS.path())
    file.data["practice"]["name"] = practice
    save(file, SETTINGS, SETTINGS.path())


def _without_sample_name(settings: Path) -> None:
    lines = settings.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(_OF_THE_SAMPLE)]
    text = "".join("  name: Your practice\n" if line.startswith("  name:") else line for line in kept)
    settings.write_text(text, encoding="utf-8")


def _without_sample_lessons(folder: Path) -> None:
    # What the sample's own tickets and drills taught is no history of a new practice.
    for path in sorted((folder / "runbooks").glob("*.yaml")):
        file = edit(folder, path.relative_to(folder).as_posix())
        if file.data.pop("changed_after", None) is not None:
            file.save()


def _add_sample_reviews(folder: Path, history: History | None) -> None:
    # The sample's reviews are pinned to the commit that has just brought the library.
    head = history.head() if history else None
    pin = f"library:\n  commit: {head}\n  tree: {history.tree(head, 'standards')}\n" if history and head else ""
    finished = re.compile(r"^finished: .*\n", re.MULTILINE)
    for relative, file in shipped_files("reviews"):
        to = folder / relative
        to.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8")
        to.write_text(finished.sub(lambda line: line[0] + pin, text, count=1), encoding="utf-8")
    if history:
        history.commit(["reviews"], "Add two years of sample reviews")
