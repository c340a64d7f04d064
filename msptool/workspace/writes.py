"""Writing files of the workspace by kind: checked before anything is written, and several together or none."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msptool.workspace.edits import edit, fresh, refuse_bad_file, render
from msptool.workspace.entities import Kind
from msptool.workspace.files import digest, inside, remove_file, write_file
from msptool.workspace.problems import Refusal


@dataclass(frozen=True)
class Planned:
    """A file's new content, None to remove it. `before` is what it was made from, None for a new file."""

    path: str
    full: Path
    content: bytes | None
    before: bytes | None

    @property
    def changes(self) -> bool:
        """Whether the file would be another one."""
        return self.content != self.before


def plan(root: Path, kind: Kind[Any], change: Callable[[Any], None], **fields: str) -> Planned:
    """Change the data of one file of a kind, or make the file, without writing it yet.

    `fields` are those of the path, and `change` gets the file's mapping (an empty one for a new file). Refuses
    what the kind's model would refuse.
    """
    path = kind.path(**fields)
    full = inside(root, path)
    file = edit(root, path) if full.is_file() else None
    if file is not None and file.data is not None:
        change(file.data)
        content = file.render()
    else:
        data: dict[str, Any] = {}
        change(data)
        # A file of comments alone keeps them.
        content = file.original + fresh(data).encode() if file else render(kind, data)
    refuse_bad_file(kind, path, content)
    return Planned(path, full, content, file.original if file else None)


def plan_move(
    root: Path, kind: Kind[Any], change: Callable[[Any], None], old: dict[str, str], new: dict[str, str]
) -> tuple[Planned, ...]:
    """Change the data of a file and give it another place, without writing yet; the two may be the same place."""
    planned = plan(root, kind, change, **old)
    path = kind.path(**new)
    if path == planned.path:
        return (planned,)
    assert planned.content is not None
    refuse_bad_file(kind, path, planned.content)
    return (
        Planned(path, inside(root, path), planned.content, None),
        Planned(planned.path, planned.full, None, planned.before),
    )


def write(*planned: Planned) -> list[str]:
    """Write the files that change, all or none; returns their paths below the workspace.

    Where one cannot be written (it changed meanwhile, the disk is full), those before it get back what they held.
    """
    done: list[Planned] = []
    try:
        for each in planned:
            if each.changes:
                expected = None if each.before is None else digest(each.before)
                if each.content is None:
                    remove_file(each.full, expected=expected)
                else:
                    write_file(each.full, each.content, expected=expected)
                done.append(each)
    except BaseException:
        take_back(*done)
        raise
    return [each.path for each in done]


def put(root: Path, kind: Kind[Any], change: Callable[[Any], None], **fields: str) -> str:
    """Change the data of one file of a kind, or make the file; returns its path. See `plan`."""
    planned = plan(root, kind, change, **fields)
    write(planned)
    return planned.path


def take_back(*written: Planned) -> None:
    """Give the files back what they held before they were written; one that changed since then stays as it is."""
    for each in reversed(written):
        if each.changes:
            _restore(each)


def _restore(written: Planned) -> None:
    with contextlib.suppress(Refusal, OSError):
        if written.before is None:
            written.full.unlink()
        else:
            now = None if written.content is None else digest(written.content)
            write_file(written.full, written.before, expected=now)
