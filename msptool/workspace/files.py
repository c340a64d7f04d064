"""Writing files so that nothing is ever lost or half-written, and never outside the workspace."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from msptool.workspace.problems import Refusal, UsageRefusal

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_REPLACE_TRIES = 5


def digest(content: bytes) -> str:
    """The SHA-256 of `content` in hexadecimal: how a change on disk is noticed."""
    return hashlib.sha256(content).hexdigest()


def digest_of_file(path: Path) -> str:
    """The same of a file's content, which may be larger than the memory. Raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def check_slug(value: str, what: str) -> str:
    """`value` when it is a readable slug, such as `firewall-firmware-current`; else a refusal.

    Ids become file names, so this is also what keeps `../` out of paths.
    """
    if len(value) <= 100 and SLUG.fullmatch(value):
        return value
    article = "an" if what[:1] in "aeiou" else "a"
    raise UsageRefusal(
        f"{value[:60]!r} cannot be the id of {article} {what}: use lower-case letters, digits and single hyphens, "
        f"such as 'firewall-firmware-current'."
    )


def numbered(base: str) -> Iterator[str]:
    """Names to choose a free one from: `base`, `base-2`, `base-3` and so on."""
    yield base
    yield from (f"{base}-{number}" for number in count(2))


def inside(root: Path, relative: str) -> Path:
    """The path of `relative` below `root`; refuses one that leads out of it, also through a symlink."""
    path = root / relative
    try:
        escapes = not path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        escapes = True
    if escapes:
        raise Refusal(f"{relative} leads out of the workspace {root}: msptool only touches files inside it.")
    return path


def write_file(path: Path, content: bytes, *, expected: str | None) -> None:
    """Write `content` to `path` in one step that a crash or a full disk cannot split.

    `expected` is the digest of the file as it was read, or None for a file that must not exist yet.
    Raises Refusal when the file changed (or appeared) meanwhile, and when the disk refuses; the old
    file then stands as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise Refusal(f"{path} cannot be written: {error.strerror}. Nothing was changed.") from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_mode_of(path))
        _refuse_if_changed(path, expected)
        _replace(temporary, path)
    except OSError as error:
        raise Refusal(
            f"{path} cannot be written: {error.strerror}. The file is as it was before; free some space or "
            "fix its permissions, then run the command again."
        ) from None
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)


def remove_file(path: Path, *, expected: str | None) -> None:
    """Remove a file; raises Refusal when it is not the one that was read (`expected` is its digest)."""
    _refuse_if_changed(path, expected)
    try:
        path.unlink()
    except OSError as error:
        raise Refusal(f"{path} cannot be removed: {error.strerror}.") from None
    _sync_folder(path.parent)


def write_output(output: Path, content: bytes) -> None:
    """Write a result to the file that a user names, in one step; what it held is replaced.

    What is no regular file (`/dev/stdout`, a pipe) is written to as it is. Refuses a YAML file of a workspace: a result that
    replaces what people wrote is a slip of the hand.
    """
    path = output.expanduser().absolute()
    refuse_workspace_file(output)
    if path.is_dir():
        raise UsageRefusal(f"{output} is a folder: name a file in it.")
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                stream.write(content)
            return
        expected = digest(path.read_bytes()) if path.exists() else None
    except OSError as error:
        raise Refusal(f"{output} cannot be written: {error.strerror}.") from None
    write_file(path, content, expected=expected)


def refuse_workspace_file(output: Path) -> None:
    """Refuse to put a result in the place of a YAML file of a workspace."""
    path = output.expanduser().absolute()
    if path.suffix.lower() not in (".yaml", ".yml") or not path.is_file():
        return
    if any((folder / "msptool.yaml").is_file() for folder in path.resolve().parents):
        raise UsageRefusal(f"{output} is a file of the workspace, and its content would be lost: name another file.")


def _mode_of(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        return 0o666 & ~current_umask()


def current_umask() -> int:
    """The permissions that new files and folders of this user do not get."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _refuse_if_changed(path: Path, expected: str | None) -> None:
    try:
        current = digest(path.read_bytes())
    except FileNotFoundError:
        current = None
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}.") from None
    if current == expected:
        return
    if expected is None:
        raise Refusal(f"{path} exists already: msptool does not overwrite it.")
    raise Refusal(f"{path} was changed by someone else since msptool read it. Look at it, then run the command again.")


def _replace(temporary: Path, path: Path) -> None:
    # On Windows a virus scanner may hold the target open for a moment.
    for attempt in range(_REPLACE_TRIES):
        try:
            os.replace(temporary, path)
            return
        except PermissionError:
            if attempt == _REPLACE_TRIES - 1:
                raise
            time.sleep(0.05 * 2**attempt)


def _sync_folder(folder: Path) -> None:
    # The file is in place; some network drives cannot sync a folder, and Windows has no such thing.
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
