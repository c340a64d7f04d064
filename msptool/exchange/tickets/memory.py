"""Which tickets a receiver has taken, in the workspace's state folder: a line of JSON each, on disk before the next is sent.

A push that is killed sends again at most the one ticket whose answer it did not see, under the same Idempotency-Key.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from msptool.exchange.tickets.http import shown_address
from msptool.workspace.locks import held
from msptool.workspace.problems import Refusal
from msptool.workspace.workspace import Workspace

_FOLDER = "tickets"


@dataclass(frozen=True, slots=True)
class Taken:
    """A ticket that was taken, with the id that the receiver gave it, if it told one."""

    key: str
    id: str | None


class Memory:
    """What one receiver took of one client."""

    def __init__(self, path: Path, url: str) -> None:
        self.path = path
        self._url = shown_address(url)

    def taken(self) -> dict[str, Taken]:
        """The tickets taken so far, by key. A line torn by a power cut is passed over: its ticket is sent again."""
        try:
            lines = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise Refusal(f"{self.path} cannot be read: {error.strerror}.") from None
        found = {}
        for line in lines:
            try:
                data = json.loads(line)
                key, id = data["key"], data.get("id")
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                continue
            if isinstance(key, str) and (id is None or isinstance(id, str)):
                found[key] = Taken(key, id)
        return found

    def add(self, taken: Taken, review: str) -> None:
        """Remember a ticket, and wait until the disk has it."""
        data = {"key": taken.key, "id": taken.id, "review": review, "url": self._url}
        # The line break comes first as well, so that a torn line cannot swallow this one.
        line = b"\n" + json.dumps(data, separators=(",", ":")).encode("ascii") + b"\n"
        try:
            with self.path.open("ab", buffering=0) as stream:
                stream.write(line)
                os.fsync(stream.fileno())
        except OSError as error:
            raise Refusal(
                f"{self.path} cannot be written ({error.strerror}): the push ends, so that nothing is sent twice later. "
                "Free some space, then run it again."
            ) from None


@contextmanager
def memory_of(workspace: Workspace, client: str, url: str) -> Iterator[Memory]:
    """The memory of a client's tickets at an address, held for this process; refuses while another one pushes there."""
    # Another address is another receiver. Its name stands in no file name: it may hold a secret.
    name = f"{client}.{hashlib.sha256(_receiver(url).encode()).hexdigest()[:16]}"
    busy = f"Another push of {client} is under way: wait until it ends."
    with held(workspace.state_file(_FOLDER, f"{name}.lock"), lambda: busy):
        yield Memory(workspace.state_file(_FOLDER, f"{name}.jsonl"), url)


def _receiver(url: str) -> str:
    """An address without what may change and lead to the same receiver: the case of the host, the usual port, a secret behind `?`."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{(parts.hostname or '').lower()}:{port}{parts.path or '/'}"
