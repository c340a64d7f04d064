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
# Days after which a result is computed again; most are of one day, and asked for on it alone.
_RESULTS_LAST = 60
_FAST = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS entities (key BLOB PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, content BLOB NOT NULL, day INTEGER NOT NULL) WITHOUT ROWID;
"""


def index_folder() -> Path | None:
    """Where indexes stand: the folder that MSPTOOL_INDEX names, else the user's cache; None where it says `off`."""
    said = os.environ.get(VARIABLE, "")
    if said == OFF:
        return None
    if said:
        return Path(said)
    from platformdirs import user_cache_path

    return user_cache_path("msptool", appauthor=False) / "index"


@lru_cache(maxsize=1)
def _code() -> str:
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
    return folder / f"{_workspace(root)}-{_code()}.sqlite" if folder is not None else None


def _workspace(root: Path) -> str:
    return hashlib.blake2b(os.fsencode(root.absolute()), digest_size=8).hexdigest()


def files_of(root: Path) -> list[Path]:
    """Every index of the workspace, also those of other states of the program."""
    folder = index_folder()
    return sorted(folder.glob(f"{_workspace(root)}-*")) if folder is not None and folder.is_dir() else []


def clear(root: Path, *, keep: Path | None = None) -> int:
    """Delete the workspace's indexes (but `keep`); returns how many files there were."""
    gone = [each for each in files_of(root) if keep is None or not each.name.startswith(keep.name)]
    for each in gone:
        with contextlib.suppress(OSError):
            each.unlink()
    return len(gone)


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

    def __post_init__(self) -> None:
        atexit.register(self.close)

    def find(self, kind: Kind[Any], path: str, content: bytes) -> Entity | None:
        """What this content at this path was found to hold, if the index knows it."""
        known = self._look_up("entities", key(kind, path, content))
        if known is not None:
            try:
                found: Entity = kind.model.model_validate_json(known)
            except ValueError:
                self._give_up()
            else:
                self.hits += 1
                return found
        self.misses += 1
        return None

    def knows(self, kind: Kind[Any], path: str, content: bytes) -> bool:
        """Whether `find` would have an answer."""
        return self._look_up("entities", key(kind, path, content)) is not None

    def result(self, name: bytes, compute: Callable[[], bytes]) -> bytes:
        """What `compute` gives, remembered by `name`: a hash of everything that it depends on."""
        known = self._results.get(name) or self._look_up("results", name)
        if known is None:
            known = self._results[name] = compute()
            if len(self._results) >= _BATCH:
                self.flush()
        return known

    def _look_up(self, table: str, name: bytes) -> bytes | None:
        connection = self._open(make=False)
        if connection is None:
            return None
        import sqlite3

        try:
            row = connection.execute(f"SELECT content FROM {table} WHERE key = ?", (name,)).fetchone()  # noqa: S608 - one of two names
            return zlib.decompress(row[0]) if row is not None else None
        except (sqlite3.Error, zlib.error):
            self._give_up()
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
        if self._broken or (len(new) < self.least and not self.path.exists()):
            return
        connection = self._open(make=True)
        if connection is None:
            return
        import sqlite3

        try:
            with connection:
                connection.executemany("INSERT OR IGNORE INTO entities VALUES (?, ?)", _rows(new))
                packed = ((name, zlib.compress(content, _FAST), _day()) for name, content in results.items())
                connection.executemany("INSERT OR IGNORE INTO results VALUES (?, ?, ?)", packed)
        except sqlite3.Error:
            self._give_up()

    def close(self) -> None:
        """Write what is new and let go of the file."""
        self.flush()
        if self._connection is not None:
            with contextlib.suppress(Exception):
                self._connection.close()
            self._connection = None

    def count(self) -> int:
        """How many contents it knows."""
        connection = self._open(make=False)
        return 0 if connection is None else int(connection.execute("SELECT count(*) FROM entities").fetchone()[0])

    def forget_but(self, keys: Iterable[bytes]) -> int:
        """Drop the contents that none of these keys names, and results of long ago; returns how many contents."""
        self.flush()
        connection = self._open(make=False)
        if connection is None:
            return 0
        with connection:
            connection.execute("CREATE TEMP TABLE wanted (key BLOB PRIMARY KEY) WITHOUT ROWID")
            connection.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", ((each,) for each in keys))
            gone = connection.execute("DELETE FROM entities WHERE key NOT IN (SELECT key FROM wanted)").rowcount
            connection.execute("DROP TABLE wanted")
            connection.execute("DELETE FROM results WHERE day < ?", (_day() - _RESULTS_LAST,))
        return gone

    def _open(self, *, make: bool) -> sqlite3.Connection | None:
        if self._connection is None and not self._broken and (make or self.path.exists()):
            import sqlite3

            try:
                self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._connection = sqlite3.connect(self.path, timeout=5)
                self._connection.execute("PRAGMA journal_mode = WAL")
                self._connection.execute("PRAGMA synchronous = NORMAL")
                self._connection.executescript(_SCHEMA)
            except (sqlite3.Error, OSError):
                self._give_up()
        return self._connection

    def _give_up(self) -> None:
        """An index that cannot be used is deleted where that is possible, and is not used again by this process."""
        self._broken = True
        self.close()
        for each in (self.path, Path(f"{self.path}-wal"), Path(f"{self.path}-shm")):
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


def _rows(new: dict[bytes, Entity]) -> Iterator[tuple[bytes, bytes]]:
    """The new entities as JSON; one that would not come back as it was is left out."""
    for name, entity in new.items():
        content = entity.model_dump_json(exclude_defaults=True).encode()
        with contextlib.suppress(ValueError):
            if type(entity).model_validate_json(content) == entity:
                yield name, zlib.compress(content, _FAST)


def open_index(root: Path) -> Index | None:
    """The index of a workspace, one for the whole process; None where it is switched off."""
    path = index_file(root)
    return _index(path) if path is not None else None


@lru_cache(maxsize=64)
def _index(path: Path) -> Index:
    return Index(path)
