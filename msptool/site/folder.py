"""The folder of a site: built beside its place, then put there by two renames, the old one aside and the new one in.

Where msptool is ended between the two, the old site lies beside its place, and the next build puts it back first.

A file in it lists what msptool wrote. Only such a folder is replaced, and what somebody else put into it stays, such as
the `.htaccess` that keeps the site behind a login.
"""

from __future__ import annotations

import glob
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from msptool.workspace.files import current_umask
from msptool.workspace.problems import Refusal, UsageRefusal

MARKER = ".msptool-site.json"
_SCHEMA = "msptool/site-folder/1"
_OWN = frozenset(
    (".git", ".msptool", ".schemas", "standards", "clients", "reviews", "practice", "templates", "runbooks")
)


@dataclass
class SiteFolder:
    """A site that is being written. `files` are its paths, with `/`; `pages` counts the HTML pages among them, `size` their bytes."""

    root: Path
    files: list[str] = field(default_factory=list)
    size: int = 0

    @property
    def pages(self) -> int:
        """How many of the files are pages."""
        return sum(name.endswith(".html") for name in self.files)

    def write(self, path: str, content: str | bytes) -> None:
        """Write one file; `path` is made of ids that the workspace has checked, and never leaves the folder."""
        parts = path.split("/")
        if any(part in ("", ".", "..") or set(part) & set('\\:*?"<>|\0') for part in parts):
            raise ValueError(f"not a path of a site: {path!r}")
        data = content.encode(errors="replace") if isinstance(content, str) else content
        target = self.root.joinpath(*parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self.files.append(path)
        self.size += len(data)


@contextmanager
def replaced(target: Path, workspace: Path, about: str) -> Iterator[SiteFolder]:
    """A new folder to write into, which takes the place of `target` when all went well.

    `about` says what the site is of: only a site of the same is replaced. Raises Refusal for a place where a site must
    not stand, and when the disk refuses; the old site then stands as it was.
    """
    place = _place(target, workspace)
    _restore(place)
    old = _earlier(place, target, about)
    building = place.with_name(f".{place.name}.{uuid4().hex[:8]}.building")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        building.mkdir()
        site = SiteFolder(building)
        yield site
        _finish(site, place, old, about)
        _swap(building, place)
    except OSError as error:
        raise Refusal(
            f"{target} cannot be written: {error.strerror or error}. What stood there is as it was."
        ) from None
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _place(target: Path, workspace: Path) -> Path:
    """Where the folder really is; refuses the workspace itself, a folder around it, and the data in it."""
    try:
        place, root = target.expanduser().resolve(), workspace.resolve()
    except (OSError, RuntimeError):
        raise UsageRefusal(f"{target} cannot be used as a folder: name another one.") from None
    if place == root or root.is_relative_to(place):
        raise UsageRefusal(f"{target} holds the workspace: name a folder of its own for the site.")
    if place.is_relative_to(root) and place.relative_to(root).parts[0] in _OWN:
        raise UsageRefusal(f"{target} is among the workspace's own files: name a folder of its own for the site.")
    return place


def _restore(place: Path) -> None:
    """Put back a site that was set aside by a build that did not come to its end."""
    if os.path.lexists(place) or not place.parent.is_dir():
        return
    aside = [each for each in place.parent.glob(f".{glob.escape(place.name)}.*.old") if (each / MARKER).is_file()]
    if aside:
        with suppress(OSError):
            os.replace(max(aside, key=lambda each: each.stat().st_mtime), place)


def _earlier(place: Path, target: Path, about: str) -> set[str] | None:
    """What msptool wrote into the folder before; None where nothing stands there. Refuses what it did not build."""
    if not os.path.lexists(place):
        return None
    if not place.is_dir():
        raise UsageRefusal(f"{target} is a file: name a folder.")
    try:
        if not any(place.iterdir()):
            return set()
        data = json.loads((place / MARKER).read_text(encoding="utf-8"))
        if data["schema"] != _SCHEMA:
            raise ValueError(data["schema"])
        was, files = str(data["about"]), {str(each) for each in data["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageRefusal(
            f"{target} is not empty, and msptool did not build it: name another folder, or empty this one."
        ) from None
    if was != about:
        raise UsageRefusal(
            f"{target} holds {was}, and this would be {about}: name another folder, or delete this one first."
        )
    return files


def _finish(site: SiteFolder, place: Path, old: set[str] | None, about: str) -> None:
    """Take over what others put into the old folder, and list what msptool wrote."""
    marker = {"schema": _SCHEMA, "about": about, "files": sorted(site.files)}
    (site.root / MARKER).write_text(json.dumps(marker, indent=0) + "\n", encoding="utf-8", newline="\n")
    if old is None:
        site.root.chmod(0o777 & ~current_umask())
        return
    site.root.chmod(place.stat().st_mode & 0o7777)
    for path in _foreign(place, old | {MARKER}):
        source, copy = place / path, site.root / path
        if os.path.lexists(copy):
            raise Refusal(
                f"{source} was put there by somebody else, and the new site has a file of that name: move it away first."
            )
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, copy, follow_symlinks=False)


def _foreign(place: Path, known: set[str]) -> Iterator[str]:
    """The files and links of the folder that are not known, without following any link."""
    for folder, folders, files in os.walk(place):
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for name in sorted((*files, *links)):
            path = Path(folder, name).relative_to(place).as_posix()
            if path not in known:
                yield path


def _swap(building: Path, place: Path) -> None:
    if not os.path.lexists(place):
        os.replace(building, place)
        return
    aside = place.with_name(f".{place.name}.{uuid4().hex[:8]}.old")
    os.replace(place, aside)
    try:
        os.replace(building, place)
    except OSError:
        os.replace(aside, place)
        raise
    shutil.rmtree(aside, ignore_errors=True)
