"""The tables in a DuckDB file, which holds one practice or several."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msptool.exchange.warehouse.ddl import (
    DUCKDB,
    arrow_schema,
    arrow_table,
    comments,
    copy_rows,
    create_table,
    delete_rows,
    literal,
    refuse_other_version,
    written_version,
)
from msptool.exchange.warehouse.definition import BY_NAME, META, TABLES, Row, Table
from msptool.exchange.warehouse.extra import require
from msptool.exchange.warehouse.loading import Put, load_all
from msptool.exchange.warehouse.parquet import Files
from msptool.exchange.warehouse.rows import Extract
from msptool.words import Progress
from msptool.workspace.files import refuse_workspace_file
from msptool.workspace.problems import Refusal, UsageRefusal

# No file but the database, and nothing from the network.
CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false", "autoload_known_extensions": "false", "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false", "memory_limit": "1GB",
}  # fmt: skip


def export_duckdb(extract: Extract, file: Path, progress: Progress) -> Mapping[str, int]:
    """Put the practice's rows into a DuckDB file in the place of those that it put there before; returns rows by table.

    One transaction: a reader sees the old rows or the new ones, and an export that ends early changes nothing.
    """
    require("duckdb", "pyarrow")
    refuse_workspace_file(file)
    path = file.expanduser().absolute()
    if path.is_dir():
        raise UsageRefusal(f"{file} is a folder: name a file in it.")
    is_new = not path.exists()
    if not is_new:
        _check(path, str(file))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(f"{file} cannot be written: {error.strerror}.") from None
    # What is read takes long, and whoever reads the database meanwhile is not kept waiting.
    with staged(extract, progress) as (folder, rows):
        try:
            with writing(path, str(file)) as connection:
                for table in TABLES:
                    connection.execute(delete_rows(table.name, "practice = ?"), [extract.practice])
                insert(connection, folder)
        except BaseException:
            if is_new:
                for each in (path, path.with_name(f"{path.name}.wal")):
                    each.unlink(missing_ok=True)
            raise
    return rows


@contextlib.contextmanager
def staged(extract: Extract, progress: Progress) -> Iterator[tuple[Path, Mapping[str, int]]]:
    """All rows as Parquet files in a temporary folder, and how many each table has.

    The engine takes them from there in one go, in little memory; row by row it would keep them all until the end.
    """
    with tempfile.TemporaryDirectory(prefix="msptool-", ignore_cleanup_errors=True) as name:
        files = Files(Path(name), extract.practice)
        try:
            rows = load_all(extract, files.put, progress)
            files.close(extract.view.as_of.year)
        except OSError as error:
            raise Refusal(f"{name} cannot be written: {error.strerror or error}.") from None
        yield Path(name), rows


def insert(connection: Any, folder: Path) -> None:
    """Add the rows of a staged folder to the tables of a connection."""
    for table in TABLES:
        kinds = ", ".join(f"{name}: {'BIGINT' if name == 'year' else 'VARCHAR'}" for name in table.partitions)
        pattern = literal(f"{folder.as_posix()}/{table.name}/**/*.parquet")
        source = f"read_parquet({pattern}, hive_partitioning = true, hive_types = {{{kinds}}})"
        connection.execute(copy_rows(table, table.name, source))


@contextlib.contextmanager
def writing(path: Path, name: str) -> Iterator[Any]:
    """A connection within one transaction, in a file with all tables; kept when it ends well, else taken back.

    Refuses a file that is no database, that another program holds, or whose tables are others.
    """
    import duckdb

    try:
        connection = duckdb.connect(
            str(path), config={**CLOSED, "enable_external_access": "true", "memory_limit": "500MB"}
        )
    except duckdb.Error as error:
        raise Refusal(_why_not(error, name)) from None
    try:
        _refuse_other_tables(connection, name)
        connection.execute("BEGIN")
        for table in TABLES:
            # An index of the key would take more memory than the rows, and would not fit for many clients.
            connection.execute(create_table(table, DUCKDB, table.name, key=False))
            for comment in comments(table, table.name):
                connection.execute(comment)
        yield connection
        connection.execute("COMMIT")
    except duckdb.Error as error:
        raise Refusal(f"{name} cannot be written: {_first_line(error)} It is as it was before.") from None
    finally:
        # What was not committed is taken back here.
        connection.close()


def putting(connection: Any) -> Put:
    """How rows get into the tables of a connection."""

    def put(table: Table, rows: list[Row]) -> None:
        connection.register("batch", arrow_table(arrow_schema(table), rows))
        connection.execute(copy_rows(table, table.name, "batch"))
        connection.unregister("batch")

    return put


def _check(path: Path, name: str) -> None:
    """Refuse a file that cannot take the tables, before anything is read."""
    import duckdb

    if not _is_database(path):
        raise Refusal(f"{name} is no DuckDB database: name another file.")
    try:
        with duckdb.connect(str(path), config=CLOSED) as connection:
            _refuse_other_tables(connection, name)
    except duckdb.Error as error:
        raise Refusal(_why_not(error, name)) from None


def _is_database(path: Path) -> bool:
    # The engine would open a database of another program with an extension from the network.
    try:
        with path.open("rb") as stream:
            return stream.read(12)[8:] == b"DUCK"
    except OSError:
        return True  # the engine says what is wrong with it


def _refuse_other_tables(connection: Any, name: str) -> None:
    found = {
        row[0]
        for row in connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'").fetchall()
    }
    if META.name in found:
        version = connection.execute(written_version(META.name)).fetchone()[0]
        refuse_other_version(version, name)
    elif taken := sorted(found & set(BY_NAME)):
        raise Refusal(f"{name} holds a table {taken[0]!r} that msptool did not make: name another file.")


def _why_not(error: Exception, name: str) -> str:
    said = _first_line(error)
    if "lock" in said.lower():
        return f"{name} is in use by another program: close it there, then run the command again."
    return f"{name} cannot be opened: {said}"


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split("\n\n", maxsplit=1)[0].split())
