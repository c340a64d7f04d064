"""The tables in a schema of a PostgreSQL database, which holds one practice or several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msptool.exchange.warehouse.ddl import (
    POSTGRES,
    comments,
    copy_rows,
    create_table,
    delete_rows,
    quoted,
    refuse_other_version,
    written_version,
)
from msptool.exchange.warehouse.definition import BY_NAME, META, TABLES, Row, Table
from msptool.exchange.warehouse.extra import require
from msptool.exchange.warehouse.loading import load_all
from msptool.exchange.warehouse.rows import Extract
from msptool.words import Progress
from msptool.workspace.problems import Refusal, UsageRefusal

if TYPE_CHECKING:
    import psycopg

DEFAULT_SCHEMA = "msptool"
_CONNECT_SECONDS = "15"
# How long to wait for another practice that is at the same step.
_LOCK_WAIT = "120s"


@dataclass(frozen=True)
class Server:
    """Where a database is. `shown` names it without the password."""

    settings: Mapping[str, str]
    shown: str

    @classmethod
    def of(cls, url: str) -> Server:
        """From a URL or a connection string; refuses what is neither, without repeating it."""
        import psycopg
        from psycopg.conninfo import conninfo_to_dict

        try:
            settings = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
        except psycopg.Error:
            settings = {}
        # A password with an '@' or '/' in it ends as a part of what would be shown.
        misread = any("@" in settings.get(name, "") for name in ("user", "host", "hostaddr", "dbname"))
        if misread or not settings or not re.fullmatch(r"[\d,]*", settings.get("port", "")):
            raise UsageRefusal(
                "--postgres takes a URL such as postgresql://user@host/database; a sign such as '@' or '/' in a password is "
                "written %40 or %2F, and PGPASSWORD or ~/.pgpass keep it off the command line."
            )
        shown = "postgresql://" + (f"{settings['user']}@" if "user" in settings else "")
        shown += settings.get("host") or settings.get("hostaddr") or "localhost"
        shown += (f":{settings['port']}" if "port" in settings else "") + f"/{settings.get('dbname', '')}"
        return cls({"connect_timeout": _CONNECT_SECONDS, "application_name": "msptool", **settings}, shown)

    def harmless(self, text: str) -> str:
        """What the server said, in one line and without the password."""
        line = " ".join(text.strip().split("\n", maxsplit=1)[0].split())
        for name in ("password", "sslpassword"):
            if self.settings.get(name):
                line = line.replace(self.settings[name], "***")
        return line.rstrip(".")


def server_of(url: str) -> Server:
    """See `Server.of`; also refuses to go on without the library."""
    require("psycopg")
    return Server.of(url)


def export_postgres(extract: Extract, server: Server, schema: str, progress: Progress) -> Mapping[str, int]:
    """Put the practice's rows into a schema in the place of those that it put there before; returns rows by table.

    The rows go into temporary tables first, which end with the connection; one transaction at the end replaces the practice's
    rows. Whatever happens before that changes nothing.
    """
    if not re.fullmatch(r"(?!pg_)[a-z_][a-z0-9_]{0,62}", schema):
        raise UsageRefusal(
            f"--pg-schema takes lower-case letters, digits and underscores, such as msptool, not {schema!r}."
        )
    with _connected(server) as connection:
        _hold(connection, extract.practice, schema, server)
        _refuse_other_tables(connection, schema, server)
        for table in TABLES:
            connection.execute(
                create_table(table, POSTGRES, _stage(table), key=False).replace("TABLE", "TEMP TABLE", 1)
            )
        rows = load_all(extract, lambda table, some: _copy(connection, table, some), progress)
        _replace(connection, extract.practice, schema, server)
    return rows


@contextmanager
def _connected(server: Server) -> Iterator[psycopg.Connection[Any]]:
    """A connection; what the server or the network do to it is said in one sentence."""
    import psycopg

    try:
        connection = psycopg.connect(**dict(server.settings), autocommit=True)  # type: ignore[arg-type]
    except psycopg.Error as error:
        raise Refusal(f"{server.shown} cannot be reached: {server.harmless(str(error))}.") from None
    try:
        yield connection
    except psycopg.OperationalError as error:
        if not connection.broken and not connection.closed:
            raise Refusal(f"{server.shown} refuses: {server.harmless(str(error))}. Nothing was loaded.") from None
        raise Refusal(
            f"The connection to {server.shown} was lost: {server.harmless(str(error))}. Nothing was loaded; run the command again."
        ) from None
    except psycopg.Error as error:
        raise Refusal(f"{server.shown} refuses: {server.harmless(str(error))}. Nothing was loaded.") from None
    finally:
        connection.close()


def _hold(connection: psycopg.Connection[Any], practice: str, schema: str, server: Server) -> None:
    """Take the practice for this connection, until it ends; refuses where another export of it is at work."""
    lock = f"msptool {schema} {practice}"
    [(held,)] = connection.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [lock]).fetchall()
    if not held:
        raise Refusal(f"Another export of {practice} into {server.shown} is running: try again when it has ended.")


def _refuse_other_tables(connection: psycopg.Connection[Any], schema: str, server: Server) -> None:
    found = {
        name
        for (name,) in connection.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %s",
            [schema],
        )
    }
    where = f"The schema {schema!r} of {server.shown}"
    if META.name in found:
        [(version,)] = connection.execute(written_version(_there(META, schema)).encode()).fetchall()
        refuse_other_version(version, where)
    elif taken := sorted(found & set(BY_NAME)):
        raise Refusal(f"{where} holds a table {taken[0]!r} that msptool did not make: name another with --pg-schema.")


def _copy(connection: psycopg.Connection[Any], table: Table, rows: list[Row]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {_stage(table)} FROM STDIN".encode()) as copy:
        for row in rows:
            copy.write_row(row)


def _replace(connection: psycopg.Connection[Any], practice: str, schema: str, server: Server) -> None:
    import psycopg

    done = False
    try:
        with connection.transaction():
            _replace_rows(connection, practice, schema, server)
            done = True
    except psycopg.OperationalError as error:
        if not done:
            raise
        raise Refusal(
            f"The connection to {server.shown} was lost at the last step: {server.harmless(str(error))}. "
            "Either all rows were replaced or none; run the command again."
        ) from None


def _replace_rows(connection: psycopg.Connection[Any], practice: str, schema: str, server: Server) -> None:
    # Two practices may make the same schema at once, and only one can.
    connection.execute(f"SET LOCAL lock_timeout = '{_LOCK_WAIT}'".encode())
    connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"msptool {schema}"])
    _refuse_other_tables(connection, schema, server)
    if not connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema]).fetchall():
        connection.execute(f"CREATE SCHEMA {quoted(schema)}".encode())
    for table in TABLES:
        place = _there(table, schema)
        if not connection.execute("SELECT to_regclass(%s)", [place]).fetchall()[0][0]:
            for statement in (create_table(table, POSTGRES, place), *comments(table, place)):
                connection.execute(statement.encode())
        connection.execute(delete_rows(place, "practice = %s").encode(), [practice])
        connection.execute(copy_rows(table, place, _stage(table)).encode())


def _stage(table: Table) -> str:
    return f"pg_temp.{quoted(table.name)}"


def _there(table: Table, schema: str) -> str:
    return f"{quoted(schema)}.{quoted(table.name)}"
