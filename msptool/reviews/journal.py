"""The journal of a session: one line of JSON for each thing the TAM did, on disk before the next.

A session that dies at any moment loses nothing: the journal is replayed when the review is resumed.
A last line torn by a power cut is dropped; all lines before it are whole.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msptool.workspace.problems import Refusal

Event = dict[str, Any]


class Journal:
    """An append-only file of events."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, event: Event) -> None:
        """Write one event and wait until the disk has it."""
        # The line break comes first as well, so that a line torn by a power cut cannot swallow this one.
        line = b"\n" + json.dumps(event, separators=(",", ":")).encode("ascii") + b"\n"
        try:
            with self.path.open("ab", buffering=0) as stream:
                size = stream.tell()
                try:
                    if stream.write(line) != len(line):
                        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                    os.fsync(stream.fileno())
                except OSError:
                    stream.truncate(size)
                    raise
        except OSError as error:
            raise Refusal(
                f"The last answer could not be saved ({error.strerror}): {self.path}. Everything before it is safe; "
                "free some space, then run 'msptool review resume'."
            ) from None

    def events(self) -> Iterator[Event]:
        """The events on disk, oldest first; a torn line is passed over."""
        try:
            lines = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return
        for line in lines:
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if isinstance(event, dict):
                yield event

    def remove(self) -> None:
        """Forget the journal, once the review's file holds everything."""
        self.path.unlink(missing_ok=True)
