"""The export into a real PostgreSQL server: whole or not at all, one practice beside the other."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from msptool.exchange.warehouse.definition import TABLES, VERSION
from msptool.exchange.warehouse.postgres import Server as Target
from msptool.exchange.warehouse.rows import Batch, Extract
from msptool.workspace.problems import UsageRefusal
from tests.exchange.warehouse.server import PASSWORD, Server
from tests.small_practice import Done, Practice, environment

pytestmark = pytest.mark.slow


def export(practice: Practice, server: Server, *options: str) -> Done:
    """Export into the server, in this process."""
    return practice.run("export", "--postgres", server.url, *options)


def counts(server: Server, schema: str = "msptool") -> dict[str, int]:
    """Rows by table."""
    return {table.name: server.sql(f"SELECT count(*) FROM {schema}.{table.name}")[0][0] for table in TABLES}


def test_everything_arrives_with_types_keys_and_comments(busy: Practice, server: Server) -> None:
    done = export(busy, server, "--json")
    assert done.code == 0, done.err
    assert counts(server) == done.json["rows"]
    [row] = server.sql(
        "SELECT name, mrr::text, agreement_starts::text, served FROM msptool.clients WHERE client = 'acme'"
    )
    assert row == ("Acme; 'Explosives' Zürich", "4000.50", "2026-01-01", True)
    kinds = dict(
        server.sql(
            "SELECT column_name::text, data_type::text FROM information_schema.columns "
            "WHERE table_schema = 'msptool' AND table_name = 'reviews'"
        )
    )
    assert (kinds["started"], kinds["day"], kinds["year"]) == ("timestamp with time zone", "date", "bigint")
    assert server.sql("SELECT obj_description('msptool.answers'::regclass)")[0][0].startswith("One row an answer")
    [(key,)] = server.sql(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'msptool.answers'::regclass AND contype = 'p'"
    )
    assert key == "PRIMARY KEY (practice, client, review, asked_as)"


def test_a_second_export_replaces_the_first(busy: Practice, server: Server) -> None:
    assert export(busy, server).code == 0
    before = counts(server)
    (busy.root / "reviews/nova/2026-10-02.yaml").unlink()
    assert export(busy, server).code == 0
    after = counts(server)
    assert after["answers"] == before["answers"] - 3
    assert (after["clients"], after["msptool_meta"]) == (before["clients"], 1)


def test_two_practices_share_a_schema(busy: Practice, other: Practice, server: Server) -> None:
    assert export(busy, server).code == 0
    assert export(other, server).code == 0
    query = "SELECT practice, count(*) FROM msptool.clients GROUP BY practice ORDER BY practice"
    assert server.sql(query) == [("northgate-it-partners", 3), ("second", 2)]
    assert export(busy, server).code == 0
    assert server.sql(query) == [("northgate-it-partners", 3), ("second", 2)]


def test_another_schema_is_another_warehouse(busy: Practice, server: Server) -> None:
    assert export(busy, server, "--pg-schema", "trial_1").code == 0
    assert server.sql("SELECT nspname::text FROM pg_namespace WHERE nspname IN ('msptool', 'trial_1')") == [
        ("trial_1",)
    ]
    refused = export(busy, server, "--pg-schema", 'x"; DROP')
    assert refused.code == 2


def test_the_password_is_never_printed(busy: Practice, server: Server) -> None:
    wrong = server.url.replace("s3cret", "wrong")
    for done in (
        export(busy, server), export(busy, server, "--json"), busy.run("export", "--postgres", wrong),
        busy.run("export", "--postgres", server.url.replace("/warehouse", "/nowhere")),
        busy.run("export", "--postgres", "postgresql://owner:wrong%2Fp%40ss@localhost:1/x"),
        busy.run("export", "--postgres", "postgresql://owner:s3cret/p@ss@localhost:x/y"),
        busy.program("export", "--postgres", wrong),
    ):  # fmt: skip
        for secret in (PASSWORD, "s3cret", "wrong/p@ss", "wrong%2Fp", "p@ss"):
            assert secret not in done.out + done.err
    done = busy.run("export", "--postgres", wrong)
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith(f"msptool: postgresql://owner@{server.folder}/warehouse cannot be reached: ")
    assert "password authentication failed" in done.err


@pytest.mark.parametrize("url", ["", "host", "http://x/y", "postgresql://a@[/b", "dbname"])
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(UsageRefusal, match="takes a URL"):
        Target.of(url or "nonsense=1")


def test_a_server_that_is_not_there_is_named(busy: Practice, tmp_path: Path) -> None:
    done = busy.run("export", "--postgres", f"postgresql://owner@/x?host={tmp_path}")
    assert done.code == 3
    assert f"postgresql://owner@{tmp_path}/x cannot be reached" in done.err


def end_it(server: Server) -> None:
    """End the connection of the export, as an administrator would."""
    assert server.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'msptool'")


def crash(server: Server) -> None:
    """Stop the server as a crash would."""
    server.stop("immediate")


@pytest.mark.parametrize("happens", [end_it, crash])
@pytest.mark.parametrize("first", [True, False], ids=["new", "again"])
def test_a_connection_lost_while_loading_loads_nothing(
    happens: Callable[[Server], None], first: bool, busy: Practice, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not first:
        assert export(busy, server).code == 0
        (busy.root / "reviews/nova/2026-10-02.yaml").unlink()
    plain = Extract.of_client

    def interrupted(self: Extract, client: object) -> object:
        yield from plain(self, client)  # type: ignore[arg-type]
        if getattr(client, "id", "") == "gone":
            happens(server)

    with monkeypatch.context() as during:
        during.setattr(Extract, "of_client", interrupted)
        done = export(busy, server)
    assert done.code == 3, done
    assert done.err.startswith("msptool: The connection to postgresql://owner@")
    assert "Nothing was loaded; run the command again." in done.err
    assert done.err.count("\n") == 1
    if happens is crash:
        server.start()
    if first:
        assert server.sql("SELECT to_regclass('msptool.clients')") == [(None,)]
    else:
        assert server.sql("SELECT count(*) FROM msptool.answers WHERE client = 'nova'") == [(3,)]
    again = export(busy, server, "--json")
    assert again.code == 0, again.err
    assert counts(server) == again.json["rows"]


@pytest.mark.parametrize("happens", [end_it, crash])
def test_a_connection_lost_while_rows_are_replaced_loads_nothing(
    happens: Callable[[Server], None], busy: Practice, server: Server
) -> None:
    import psycopg

    assert export(busy, server).code == 0
    before = counts(server)
    (busy.root / "reviews/nova/2026-10-02.yaml").unlink()
    # Somebody holds the last table but one: the export has replaced the others by then, and waits.
    holder = psycopg.connect(host=str(server.folder), user="owner", password=PASSWORD, dbname="warehouse")
    try:
        holder.execute("LOCK TABLE msptool.kpis IN ACCESS EXCLUSIVE MODE")
        run = started(busy, server)
        wait_until_it_waits(server)
        assert server.sql("SELECT count(*) FROM msptool.answers") == [(before["answers"],)]
        happens(server)
        _, err = run.communicate(timeout=60)
    finally:
        holder.close()
    assert run.returncode == 3
    assert "was lost" in err.decode()
    if happens is crash:
        server.start()
    assert counts(server) == before
    assert export(busy, server).code == 0
    assert counts(server)["answers"] == before["answers"] - 3


def test_two_exports_of_one_practice_at_once_are_refused(busy: Practice, other: Practice, server: Server) -> None:
    import psycopg

    assert export(busy, server).code == 0
    with psycopg.connect(host=str(server.folder), user="owner", password=PASSWORD, dbname="warehouse") as holder:
        holder.execute("LOCK TABLE msptool.kpis IN ACCESS EXCLUSIVE MODE")
        run = started(busy, server)
        wait_until_it_waits(server)
        refused = export(busy, server)
        beside = started(other, server)
        time.sleep(0.3)
        holder.rollback()
        assert (run.wait(30), beside.wait(30)) == (0, 0)
    assert refused.code == 3
    assert "Another export of northgate-it-partners" in refused.err
    assert server.sql("SELECT practice FROM msptool.msptool_meta ORDER BY 1") == [
        ("northgate-it-partners",),
        ("second",),
    ]


def test_tables_of_another_version_or_of_somebody_else_are_left_alone(busy: Practice, server: Server) -> None:
    server.sql("CREATE SCHEMA msptool")
    server.sql("CREATE TABLE msptool.clients (name text)")
    done = export(busy, server)
    assert (done.code, "'clients' that msptool did not make" in done.err) == (3, True)
    server.sql("DROP TABLE msptool.clients")
    assert export(busy, server).code == 0
    server.sql(f"UPDATE msptool.msptool_meta SET schema_version = {VERSION + 1}")
    newer = export(busy, server)
    assert (newer.code, "written by a newer msptool" in newer.err) == (3, True)
    server.sql(f"UPDATE msptool.msptool_meta SET schema_version = {VERSION - 1}")
    assert "holds tables of version" in export(busy, server).err
    assert server.sql(f"SELECT count(*) FROM msptool.msptool_meta WHERE schema_version = {VERSION - 1}") == [(1,)]


def test_a_user_without_rights_is_told_so(busy: Practice, server: Server) -> None:
    server.sql("DROP ROLE IF EXISTS guest")
    server.sql("CREATE ROLE guest LOGIN PASSWORD 'guest'")
    done = busy.run("export", "--postgres", f"postgresql://guest:guest@/warehouse?host={server.folder}")
    assert done.code == 3
    assert "permission denied" in done.err
    assert "Nothing was loaded" in done.err


def test_a_table_that_no_rows_reach_stays_empty_until_they_do(practice: Practice, server: Server) -> None:
    assert export(practice, server).code == 0
    assert counts(server)["answers"] == 0
    practice.review("acme", "firewall-backup,no,\n")
    extra: list[Batch] = []
    assert export(practice, server).code == 0
    assert counts(server)["answers"] == 1 + len(extra)


def started(practice: Practice, server: Server) -> subprocess.Popen[bytes]:
    """An export in a process of its own."""
    return subprocess.Popen(
        practice.command("export", "--postgres", server.url), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, **environment(practice.home)}, cwd=practice.home,
    )  # fmt: skip


def wait_until_it_waits(server: Server) -> None:
    """Until the export waits for a lock."""
    for _ in range(300):
        if server.sql("SELECT 1 FROM pg_stat_activity WHERE application_name = 'msptool' AND wait_event_type = 'Lock'"):
            return
        time.sleep(0.05)
    raise AssertionError("the export did not come so far")
