"""The workspace's own tables for `msptool query`: built from the files, kept in the user's cache, and never trusted over them.

The name of the kept database is a digest over everything that it was built from, so a changed file is never overlooked. Where
only clients changed, their rows alone are made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from msptool.exchange.warehouse.ddl import delete_rows
from msptool.exchange.warehouse.definition import META, TABLES, VERSION
from msptool.exchange.warehouse.duckdb_file import CLOSED, insert, putting, staged, writing
from msptool.exchange.warehouse.extra import require
from msptool.exchange.warehouse.loading import load_some
from msptool.exchange.warehouse.rows import Extract
from msptool.visits.model import CLIENT_YEAR
from msptool.words import Progress
from msptool.workspace.index import cache_folder, code_state, workspace_name
from msptool.workspace.problems import Refusal
from msptool.workspace.sources import contents_digest
from msptool.workspace.workspace import MARKER, Workspace

_TRIES = 3
_OPENED = {**CLOSED, "temp_directory": ""}


@dataclass(frozen=True)
class Inputs:
    """Digests of what the tables are made of: what all rows depend on, and each client's own files."""

    shared: str
    clients: Mapping[str, str]
    commit: str

    @cached_property
    def name(self) -> str:
        """The digest over everything."""
        return _digest((self.shared, self.commit, *(f"{name} {found}" for name, found in sorted(self.clients.items()))))


def kept_folder(workspace: Workspace) -> Path:
    """Where the databases of a workspace are kept: in the user's cache, because a repository must not bring one along."""
    return cache_folder() / "warehouse" / workspace_name(workspace.root)


def _kept(workspace: Workspace, name: str) -> Path:
    folder = kept_folder(workspace)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Refusal(f"{folder} cannot be written: {error.strerror}. MSPTOOL_INDEX names another folder.") from None
    return folder / name


def inputs_of(workspace: Workspace) -> Inputs:
    """Read the present inputs of a workspace; the contents count, not the times of files."""
    source = workspace.source
    of_clients: dict[str, list[str]] = {}
    for path in (*source.paths("clients"), *source.paths("reviews")):
        of_clients.setdefault(path.split("/")[1], []).append(path)
    for path in source.paths("practice/schedule"):
        if found := CLIENT_YEAR.match(path):
            of_clients.setdefault(found["client"], []).append(path)
    day = workspace.today.isoformat()
    common = (MARKER, *source.paths("standards"), *source.paths("practice/kpis"))
    history = workspace.history
    commit = history.head() if history.exists else None
    modified = commit is not None and history.modified("standards")
    return Inputs(
        _digest((code_state(), str(VERSION), day, contents_digest(source, common).hex())),
        {name: contents_digest(source, paths).hex() for name, paths in of_clients.items()},
        f"{commit} {modified}",
    )


@contextlib.contextmanager
def opened(workspace: Workspace, progress: Progress) -> Iterator[Any]:
    """A connection to the tables as the files are now. It reads only, and reaches no other file and no network."""
    require("duckdb", "pyarrow", "filelock")
    import duckdb
    from filelock import FileLock

    with FileLock(_kept(workspace, "lock")):
        connection = _current(workspace, progress)
    try:
        yield connection
    except duckdb.FatalException as error:
        raise Refusal(
            f"The tables in {kept_folder(workspace)} are damaged ({str(error)[:80]}): delete that folder."
        ) from None
    finally:
        connection.close()


def _current(workspace: Workspace, progress: Progress) -> Any:
    """A connection to tables that were made of the files as they are; files that change meanwhile are read again."""
    inputs = inputs_of(workspace)
    for _ in range(_TRIES):
        path = _kept(workspace, f"{inputs.name}.duckdb")
        connection = _connect(path) if path.exists() else None
        if connection is not None:
            return connection
        _build(workspace, inputs, path, progress)
        before, inputs = inputs, inputs_of(workspace)
        if inputs == before:
            return _connected(path)
        _remove(path)
    raise Refusal("The files of the workspace keep changing, so no table is made of them: run the command again.")


def _connect(path: Path) -> Any:
    """A connection that only reads; None where the file is no database (any more)."""
    import duckdb

    with contextlib.suppress(duckdb.Error):
        return _connected(path)
    return None


def _connected(path: Path) -> Any:
    import duckdb

    connection = duckdb.connect(str(path), read_only=True, config=_OPENED)
    # Times are the same wherever the query is asked. After this no query changes a setting.
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET lock_configuration = true")
    return connection


def _build(workspace: Workspace, inputs: Inputs, path: Path, progress: Progress) -> None:
    """Build the database beside its place, from the last one where that helps, and remove the last one."""
    workshop = path.with_name(f"building-{os.getpid()}.duckdb")
    others = [each for each in path.parent.glob("*.duckdb*") if each not in (path, workshop)]
    _remove(workshop, workshop.with_name(f"{workshop.name}.wal"))
    extract = Extract.of(workspace)
    try:
        if not _build_on(others, workshop, inputs, extract):
            with staged(extract, progress) as (folder, _), writing(workshop, "The database of the query") as connection:
                insert(connection, folder)
                _note(connection, inputs)
        os.replace(workshop, path)
    except OSError as error:
        raise Refusal(f"{path.parent} cannot be written: {error.strerror}.") from None
    finally:
        _remove(workshop, workshop.with_name(f"{workshop.name}.wal"))
    _remove(*others)


def _build_on(others: Iterable[Path], workshop: Path, inputs: Inputs, extract: Extract) -> bool:
    """Copy the last database and make the rows of the changed clients anew; False where too much changed for that."""
    last = max(
        (each for each in others if each.suffix == ".duckdb"), key=lambda each: each.stat().st_mtime, default=None
    )
    known = _noted(last) if last else {}
    if last is None or known.pop("", None) != inputs.shared:
        return False
    changed = {name for name, _ in set(known.items()) ^ set(inputs.clients.items())}
    if 2 * len(changed) > len(inputs.clients):
        return False
    shutil.copyfile(last, workshop)
    present = [client for client in extract.clients if client.id in changed]
    with writing(workshop, "The database of the query") as connection:
        for table in TABLES:
            if any(column.name == "client" for column in table.columns):
                connection.execute(delete_rows(table.name, "client IN (SELECT unnest(?))"), [sorted(changed)])
        connection.execute(delete_rows(META.name, "true"))
        put = putting(connection)
        for table, rows in extract.shared():
            if table is META:
                put(table, rows)
        load_some(extract, present, put)
        _note(connection, inputs)
    return True


def _note(connection: Any, inputs: Inputs) -> None:
    connection.execute("CREATE SCHEMA IF NOT EXISTS kept")
    connection.execute("CREATE OR REPLACE TABLE kept.inputs (scope VARCHAR, digest VARCHAR)")
    pairs = {"": inputs.shared, **inputs.clients}
    connection.execute("INSERT INTO kept.inputs SELECT unnest(?), unnest(?)", [list(pairs), list(pairs.values())])


def _noted(path: Path) -> dict[str, str]:
    """What a kept database was built from; nothing where it cannot be read."""
    import duckdb

    connection = _connect(path)
    if connection is None:
        return {}
    try:
        return dict(connection.execute("SELECT scope, digest FROM kept.inputs").fetchall())
    except duckdb.Error:
        return {}
    finally:
        connection.close()


def _remove(*paths: Path) -> None:
    for path in paths:
        # Windows keeps what another process reads; the next build removes it.
        with contextlib.suppress(OSError):
            path.unlink()


def _digest(parts: Iterable[str]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(part.encode("utf-8", "surrogateescape") + b"\n")
    return found.hexdigest()[:32]
