"""The index: what the files of a workspace hold, by the hash of their content, so that nothing is parsed twice.

A file is always read and hashed; the index only says what that content means. So it is never trusted over the files: a
changed file is another content, which the index does not know. It stands in the user's cache folder and not in the
workspace, because a repository must not bring one along. Whatever goes wrong with it, the files are parsed as without it.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msptool import __version__

if TYPE_CHECKING:
    import sqlite3

    from msptool.workspace.entities import Entity, Kind

OFF = "off"
VARIABLE = "MSPTOOL_INDEX"
# So few files are parsed as fast as an index is opened.
LEAST_FILES = 200
_BATCH = 200
_DAMAGED = (11, 26)  # SQLITE_CORRUPT and SQLITE_NOTADB
# Days that a result is kept, since it was computed. So long an index of another version is kept too.
_RESULTS_LAST = 30
_FAST = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS entities (key BLOB PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, content BLOB NOT NULL, day INTEGER NOT NULL) WITHOUT ROWID;
"""


def index_folder() -> Path | None:
    """Where indexes stand: in the cache folder; None where MSPTOOL_INDEX says `off`."""
    return None if os.environ.get(VARIABLE, "") == OFF else cache_folder() / "index"


def cache_folder() -> Path:
    """The folder that MSPTOOL_INDEX names, else msptool's own in the user's cache: what can be made anew at any time."""
    named = os.environ.get(VARIABLE, "")
    if named not in ("", OFF):
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("msptool", appauthor=False)


@lru_cache(maxsize=1)
def code_state() -> str:
    """What tells one state of the program from another: an index belongs to the code that made it."""
    hashed = hashlib.blake2b(__version__.encode(), digest_size=8)
    for folder, folders, files in os.walk(Path(__file__).parents[1]):
        folders[:] = sorted(each for each in folders if each != "__pycache__" and not each.startswith("_shipped"))
        for name in sorted(each for each in files if each.endswith(".py")):
            found = os.stat(f"{folder}/{name}")  # noqa: PTH116 - a Path for each of 500 files costs as much as a lint
            hashed.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return hashed.hexdigest()


def index_file(root: Path) -> Path | None:
    """The index of the workspace at `root` for this state of the program; it need not exist."""
    folder = index_folder()
    return folder / f"{workspace_name(root)}-{code_state()}.sqlite" if folder is not None else None


def workspace_name(root: Path) -> str:
    """What a workspace is called in the cache: a hash of its place."""
    return hashlib.blake2b(os.fsencode(root.absolute()), digest_size=8).hexdigest()


def files_of(root: Path) -> list[Path]:
    """Every index of the workspace, also those of other states of the program."""
    folder = index_folder()
    return sorted(folder.glob(f"{workspace_name(root)}-*")) if folder is not None and folder.is_dir() else []


def clear(root: Path, *, keep: Path | None = None) -> int:
    """Delete the workspace's indexes (but `keep`); returns how many files there were."""
    path = index_file(root)
    if keep is None and path is not None:
        _index(path).close()
    gone = 0
    for each in files_of(root):
        if keep is None or not each.name.startswith(keep.name):
            with contextlib.suppress(OSError):
                each.unlink()
                gone += 1
    return gone


@dataclass
class Index:
    """The index in one file. Several processes may use it at once.

    `hits` and `misses` count the files that were asked for. What is new is written in batches, and at the end of the program.
    """

    path: Path
    least: int = LEAST_FILES
    hits: int = 0
    misses: int = 0
    _connection: sqlite3.Connection | None = field(default=None, repr=False)
    _broken: bool = field(default=False, repr=False)
    _new: dict[bytes, Entity] = field(default_factory=dict, repr=False)
    _results: dict[bytes, bytes] = field(default_factory=dict, repr=False)
    _pruned: bool = field(default=False, repr=False)

    def __post_init__(self) -> None:
        atexit.register(self.close)

    def find(self, kind: Kind[Any], path: str, content: bytes) -> Entity | None:
        """What this content at this path was found to hold, if the index knows it."""
        known = self._look_up("entities", key(kind, path, content))
        if known is not None:
            try:
                found: Entity = kind.model.model_validate_json(known)
            except ValueError as error:
                self._give_up(error)
            else:
                self.hits += 1
                return found
        self.misses += 1
        return None

    def knows(self, name: bytes) -> bool:
        """Whether it has the content of this `key`."""
        return bool(self._run("SELECT 1 FROM entities WHERE key = ?", name))

    def recall(self, name: bytes) -> bytes | None:
        """A result that was remembered by `name`: a hash of everything that it depends on."""
        return self._results.get(name) or self._look_up("results", name)

    def remember(self, name: bytes, content: bytes) -> None:
        """Keep a result; see `recall`."""
        self._results[name] = content
        if len(self._results) >= _BATCH:
            self.flush()

    def result(self, name: bytes, compute: Callable[[], bytes]) -> bytes:
        """What was remembered by `name`, else what `compute` gives, which is then remembered."""
        known = self.recall(name)
        if known is None:
            known = compute()
            self.remember(name, known)
        return known

    def _look_up(self, table: str, name: bytes) -> bytes | None:
        connection = self._open(make=False)
        if connection is None:
            return None
        import sqlite3

        try:
            row = connection.execute(f"SELECT content FROM {table} WHERE key = ?", (name,)).fetchone()  # noqa: S608 - one of two names
            return zlib.decompress(row[0]) if row is not None else None
        except (sqlite3.Error, zlib.error) as error:
            self._give_up(error)
            return None

    def keep(self, kind: Kind[Any], path: str, content: bytes, entity: Entity) -> None:
        """Remember what this content was found to hold."""
        if self._broken:
            return
        self._new[key(kind, path, content)] = entity
        if len(self._new) >= max(self.least, _BATCH):
            self.flush()

    def flush(self) -> None:
        """Write what is new, where it is worth it."""
        new, self._new = self._new, {}
        results, self._results = self._results, {}
        if results and not self._pruned:
            self._pruned = True
            self._forget_old()
        if self._broken or (len(new) < self.least and not self.path.exists()):
            return
        connection = self._open(make=True)
        if connection is None:
            return
        import sqlite3

        rows = list(_rows(new))
        try:
            with connection:
                connection.executemany("INSERT OR IGNORE INTO entities VALUES (?, ?)", rows)
                packed = ((name, zlib.compress(content, _FAST), _day()) for name, content in results.items())
                connection.executemany("INSERT OR IGNORE INTO results VALUES (?, ?, ?)", packed)
        except sqlite3.Error as error:
            self._give_up(error)

    def close(self) -> None:
        """Write what is new and let go of the file."""
        self.flush()
        if self._connection is not None:
            with contextlib.suppress(Exception):
                self._connection.close()
            self._connection = None

    def count(self) -> int:
        """How many contents it knows."""
        rows = self._run("SELECT count(*) FROM entities")
        return int(rows[0][0]) if rows else 0

    def forget_but(self, keys: Iterable[bytes]) -> int:
        """Drop the contents that none of these keys names, and results of long ago; returns how many contents."""
        self.flush()
        wanted = set(keys)
        gone = [(name,) for (name,) in self._run("SELECT key FROM entities") if name not in wanted]
        connection = self._open(make=False)
        if connection is None:
            return 0
        import sqlite3

        try:
            with connection:
                connection.executemany("DELETE FROM entities WHERE key = ?", gone)
        except sqlite3.Error as error:
            self._give_up(error)
            return 0
        self._forget_old()
        return len(gone)

    def _forget_old(self) -> None:
        """Drop results of long ago, and this workspace's indexes of other versions that nobody has used for as long."""
        self._run("DELETE FROM results WHERE day < ?", _day() - _RESULTS_LAST)
        stem = self.path.name.split("-")[0]
        for each in self.path.parent.glob(f"{stem}-*"):
            with contextlib.suppress(OSError):
                if not each.name.startswith(self.path.name) and each.stat().st_mtime // 86_400 < _day() - _RESULTS_LAST:
                    each.unlink()

    def _run(self, statement: str, *values: int | bytes) -> list[tuple[Any, ...]]:
        """The rows of a statement; none where the index cannot be used."""
        connection = self._open(make=False)
        if connection is None:
            return []
        import sqlite3

        try:
            with connection:
                return connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            self._give_up(error)
            return []

    def _open(self, *, make: bool) -> sqlite3.Connection | None:
        if self._connection is None and not self._broken and (make or self.path.exists()):
            import sqlite3

            try:
                self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._connection = sqlite3.connect(self.path, timeout=5)
                self._connection.execute("PRAGMA journal_mode = WAL")
                self._connection.execute("PRAGMA synchronous = NORMAL")
                self._connection.executescript(_SCHEMA)
            except (sqlite3.Error, OSError) as error:
                self._give_up(error)
        return self._connection

    def _give_up(self, error: Exception) -> None:
        """An index that cannot be used now is not used again by this process; one that is damaged is deleted."""
        self._broken = True
        self.close()
        damaged = getattr(error, "sqlite_errorcode", None) in _DAMAGED or isinstance(error, zlib.error | ValueError)
        for each in (self.path, Path(f"{self.path}-wal"), Path(f"{self.path}-shm")) if damaged else ():
            with contextlib.suppress(OSError):
                each.unlink(missing_ok=True)


def key(kind: Kind[Any], path: str, content: bytes) -> bytes:
    """What names a content: the kind of file, its path (which says the id) and every byte."""
    hashed = hashlib.blake2b(f"{kind.schema}\0{path}\0".encode(), digest_size=20)
    hashed.update(content)
    return hashed.digest()


def _day() -> int:
    """The day of the machine's clock, counted: it decides when something is forgotten, and nothing else."""
    return int(time.time() // 86_400)


def said(entity: Entity) -> bytes:
    """An entity as JSON: what its file says, and nothing that it leaves to the defaults."""
    return entity.model_dump_json(exclude_unset=True).encode()


def _rows(new: dict[bytes, Entity]) -> Iterator[tuple[bytes, bytes]]:
    """The new entities as JSON; one that would not come back as it was is left out."""
    for name, entity in new.items():
        content = said(entity)
        with contextlib.suppress(ValueError):
            found = type(entity).model_validate_json(content)
            if found == entity and said(found) == content:
                yield name, zlib.compress(content, _FAST)


def open_index(root: Path) -> Index | None:
    """The index of a workspace, one for the whole process; None where it is switched off."""
    path = index_file(root)
    return _index(path) if path is not None else None


@lru_cache(maxsize=64)
def _index(path: Path) -> Index:
    return Index(path)
