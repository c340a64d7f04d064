"""One program at a time: a lock on a file, for work that two must not do at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msptool.workspace.problems import Refusal


@contextmanager
def held(path: Path, busy: Callable[[], str], why: str = "") -> Iterator[None]:
    """Hold the lock for this process; refuses with what `busy` says where another one holds it.

    `why` says what the folder is needed for, where the lock cannot be written.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise Refusal(busy()) from None
    except OSError as error:
        raise Refusal(f"{path.parent} cannot be written: {error.strerror or error}. {why}".rstrip()) from None
    try:
        yield
    finally:
        lock.release()
