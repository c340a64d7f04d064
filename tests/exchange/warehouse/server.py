"""A real PostgreSQL server for a test: of the distribution's packages, in a temporary folder, on a Unix socket."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PASSWORD = "s3cret/p@ss"


@dataclass(frozen=True)
class Server:
    """One server. `user` is the system's user that runs it; PostgreSQL refuses to run as root."""

    programs: Path
    folder: Path
    user: str

    @property
    def url(self) -> str:
        """With the password, as a user would write it."""
        return f"postgresql://owner:s3cret%2Fp%40ss@/warehouse?host={self.folder}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c fsync=off"
        self.do("pg_ctl", "start", "-w", "-D", self._data, "-l", f"{self.folder}/log", "-o", options)

    def stop(self, mode: str = "fast") -> None:
        """Stop it; `immediate` is as a crash."""
        self.do("pg_ctl", "stop", "-w", "-m", mode, "-D", self._data, check=False)

    def sql(self, query: str, database: str = "warehouse", schema: str = "public") -> list[tuple[Any, ...]]:
        """The rows of a query; everything is committed."""
        import psycopg

        with psycopg.connect(
            host=str(self.folder), user="owner", password=PASSWORD, dbname=database, autocommit=True,
            options=f"-c search_path={schema} -c timezone=UTC",
        ) as connection:  # fmt: skip
            cursor = connection.execute(query.encode())
            return cursor.fetchall() if cursor.description else []

    def clear(self) -> None:
        """An empty database."""
        self.sql("DROP DATABASE IF EXISTS warehouse WITH (FORCE)", database="postgres")
        self.sql("CREATE DATABASE warehouse", database="postgres")

    def do(self, program: str, *arguments: str, check: bool = True) -> None:
        """Run a program of PostgreSQL as the server's user."""
        whole = [str(self.programs / program), *arguments]
        if os.geteuid() == 0:
            whole = ["setpriv", f"--reuid={self.user}", f"--regid={_group(self.user)}", "--clear-groups", *whole]
        done = subprocess.run(
            whole, cwd=self.folder, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0 or not check, done.stdout.decode(errors="replace")

    @property
    def _data(self) -> str:
        return str(self.folder / "data")


def programs() -> Path | None:
    """The folder with initdb and pg_ctl; None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((each for each in places if (each / "initdb").is_file() and (each / "pg_ctl").is_file()), None)


def new_server(place: Path) -> Server:
    """A server that has its files in a new folder; the caller starts and removes it."""
    # A socket's path may have some hundred characters only, and pytest's folders are closed to other users.
    folder = Path(tempfile.mkdtemp(prefix="msptool-pg-", dir="/tmp"))
    server = Server(place, folder, _user())
    secret = folder / "password"
    secret.write_text(PASSWORD)
    if os.geteuid() == 0:
        for path in (folder, secret):
            shutil.chown(path, server.user, _group(server.user))
    server.do(
        "initdb", "-D", server._data, "-U", "owner", "-E", "UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256",
        f"--pwfile={secret}",
    )  # fmt: skip
    return server


def _user() -> str:
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    known = {each.pw_name for each in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _group(user: str) -> int:
    return pwd.getpwnam(user).pw_gid
