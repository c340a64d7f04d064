"""The DuckDB file: one transaction, one practice beside the other, and the same answers as PostgreSQL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from msptool.exchange.warehouse.definition import TABLES, VERSION
from tests.exchange.warehouse.server import Server
from tests.small_practice import Done, Practice, environment


def export(practice: Practice, file: Path, *options: str) -> Done:
    """Export into a file, in this process."""
    return practice.run("export", "--duckdb", str(file), *options)


def sql(file: Path, query: str, *, write: bool = False) -> list[tuple[Any, ...]]:
    """The rows of a query in the file."""
    with duckdb.connect(str(file), read_only=not write) as connection:
        return connection.execute(query).fetchall()


def counts(file: Path) -> dict[str, int]:
    """Rows by table."""
    return {table.name: sql(file, f"SELECT count(*) FROM {table.name}")[0][0] for table in TABLES}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "warehouse.duckdb"


def test_everything_arrives_once_with_types_and_comments(busy: Practice, file: Path) -> None:
    done = export(busy, file, "--json")
    assert done.code == 0, done.err
    assert counts(file) == done.json["rows"]
    assert sql(file, "SELECT name, mrr, served FROM clients WHERE client = 'acme'") == [
        ("Acme; 'Explosives' Zürich", Decimal("4000.50"), True)
    ]
    columns = {name: kind for name, kind, *_ in sql(file, "DESCRIBE reviews")}
    assert (columns["started"], columns["day"], columns["year"]) == ("TIMESTAMP WITH TIME ZONE", "DATE", "BIGINT")
    [(comment,)] = sql(file, "SELECT comment FROM duckdb_tables() WHERE table_name = 'answers'")
    assert comment.startswith("One row an answer")
    for table in TABLES:
        key = ", ".join(table.primary_key)
        assert sql(file, f"SELECT {key} FROM {table.name} GROUP BY ALL HAVING count(*) > 1") == []


def test_two_practices_share_a_file_and_each_replaces_its_own_rows(busy: Practice, other: Practice, file: Path) -> None:
    for practice in (busy, other, busy):
        assert export(practice, file).code == 0
    query = "SELECT practice, count(*) FROM clients GROUP BY practice ORDER BY practice"
    assert sql(file, query) == [("northgate-it-partners", 3), ("second", 2)]
    (busy.root / "reviews/gone/2025-12-01.yaml").unlink()
    assert export(busy, file).code == 0
    assert sql(file, "SELECT practice FROM answers WHERE client = 'gone'") == [("second",)]


def test_tables_of_the_user_in_the_same_file_stay(busy: Practice, file: Path) -> None:
    assert export(busy, file).code == 0
    sql(file, "CREATE TABLE goals AS SELECT 0.9 AS score", write=True)
    sql(file, "CREATE VIEW noisy AS SELECT * FROM clients", write=True)
    assert export(busy, file).code == 0
    assert sql(file, "SELECT count(*) FROM goals, noisy") == [(3,)]


def test_other_files_are_refused_and_stay_as_they_were(busy: Practice, file: Path) -> None:
    file.write_bytes(b"SQLite format 3\0" + bytes(8000))
    done = export(busy, file)
    assert (done.code, "is no DuckDB database" in done.err) == (3, True)
    assert file.read_bytes().startswith(b"SQLite")
    file.unlink()
    sql(file.with_name("theirs.duckdb"), "CREATE TABLE clients (name VARCHAR)", write=True)
    done = export(busy, file.with_name("theirs.duckdb"))
    assert (done.code, "'clients' that msptool did not make" in done.err) == (3, True)
    assert export(busy, file.parent).code == 2
    assert export(busy, busy.root / "msptool.yaml").code == 2


def test_tables_of_another_version_are_refused(busy: Practice, file: Path) -> None:
    assert export(busy, file).code == 0
    for version, words in ((VERSION + 1, "newer msptool"), (VERSION - 1, "holds tables of version")):
        sql(file, f"UPDATE msptool_meta SET schema_version = {version}", write=True)
        done = export(busy, file)
        assert (done.code, words in done.err, done.err.count("\n")) == (3, True, 1)
    assert sql(file, "SELECT schema_version FROM msptool_meta") == [(VERSION - 1,)]


def test_a_file_that_another_program_writes_is_refused(busy: Practice, file: Path) -> None:
    assert export(busy, file).code == 0
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('ready', flush=True); input()"
    command = [sys.executable, "-c", code, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdin
        holder.stdout.readline()
        done = export(busy, file)
        holder.stdin.close()
    assert (done.code, "in use by another program" in done.err) == (3, True)


def test_an_export_that_fails_changes_nothing(busy: Practice, file: Path) -> None:
    assert export(busy, file).code == 0
    before = counts(file)
    busy.write("reviews/nova/2026-10-02.yaml", "status: broken\n")
    assert export(busy, file).code == 3
    assert counts(file) == before


@pytest.mark.slow
@pytest.mark.parametrize("is_new", [True, False], ids=["new", "again"])
def test_an_export_that_is_killed_changes_nothing(is_new: bool, busy: Practice, file: Path) -> None:
    if not is_new:
        assert export(busy, file).code == 0
    before = {} if is_new else counts(file)
    code = (
        "import sys, time\nfrom msptool.exchange.warehouse import duckdb_file\nplain = duckdb_file.copy_rows\n"
        "def slow(table, name, source):\n    if table.name == 'findings':\n        print('there', flush=True)\n        time.sleep(60)\n"
        "    return plain(table, name, source)\nduckdb_file.copy_rows = slow\n"
        "from msptool.__main__ import run\nsys.argv = ['msptool', *sys.argv[1:]]\nrun()"
    )
    command = busy.command("export", "--duckdb", str(file))
    with subprocess.Popen(
        [command[0], "-c", code, *command[3:]], stdout=subprocess.PIPE, env={**os.environ, **environment(busy.home)}
    ) as run:
        assert run.stdout and run.stdout.readline() == b"there\n"
        run.send_signal(signal.SIGKILL)
    if not is_new:
        assert counts(file) == before
    done = export(busy, file, "--json")
    assert done.code == 0, done.err
    assert counts(file) == done.json["rows"]


QUERIES = {
    "heat map": (
        "SELECT client, category, sum(weight * credit) / sum(CASE WHEN credit IS NOT NULL THEN weight END)"
        " FROM standings GROUP BY client, category ORDER BY client, category"
    ),
    "coverage by TAM": (
        "SELECT c.tam, count(s.answer), count(*) FROM standings s JOIN clients c ON c.practice = s.practice AND c.client = s.client"
        " GROUP BY c.tam ORDER BY c.tam"
    ),
    "findings": "SELECT client, standard, since, age_days, status, stage, until FROM findings ORDER BY client, standard",
    "money": "SELECT client, one_time, monthly, one_time + 12 * monthly FROM recommendations ORDER BY client, recommendation",
    "times": "SELECT client, review, started, finished, EXTRACT(year FROM day) = year FROM reviews ORDER BY started",
    "answers": "SELECT year, answer, counts_now, count(*) FROM answers GROUP BY year, answer, counts_now ORDER BY 1, 2, 3",
    "figures": "SELECT client, kpi, period, value, denominator FROM kpis ORDER BY client, kpi, period",
    "everything": "SELECT * FROM clients ORDER BY client",
}


@pytest.mark.slow
def test_the_same_sql_says_the_same_in_postgresql(sample: Practice, server: Server, file: Path) -> None:
    assert export(sample, file).code == 0
    assert sample.run("export", "--postgres", server.url).code == 0
    for name, query in QUERIES.items():
        with duckdb.connect(str(file), read_only=True) as connection:
            ours = connection.execute(query).fetchall()
        theirs = server.sql(query, schema="msptool")
        assert len(ours) > 1, name
        assert [alike(row) for row in ours] == [alike(row) for row in theirs], name


def alike(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row whose numbers compare by value, whatever type an engine gives a sum."""
    return tuple(round(float(each), 9) if isinstance(each, Decimal | float) else each for each in row)


def test_the_tables_are_those_of_the_day_that_counts(busy: Practice, file: Path) -> None:
    from datetime import date

    assert busy.run("export", "--duckdb", str(file), today=date(2026, 5, 1)).code == 0
    assert sql(file, "SELECT exported_at, practice_name FROM msptool_meta") == [
        (date(2026, 5, 1), "Northgate IT Partners")
    ]
    assert sql(file, "SELECT max(day) FROM answers") == [(date(2026, 4, 1),)]


def test_wrong_usage_is_said(busy: Practice, file: Path) -> None:
    for options in (
        ("--duckdb", str(file), "--parquet", str(file)), ("--duckdb", str(file), "--csv", str(file)), (),
        ("--csv", "x.csv", "--notes"), ("--duckdb", str(file), "--pg-schema", "x"),
        ("--duckdb", str(file), "--category", "email"), ("--duckdb", str(file), "--status", "active"),
    ):  # fmt: skip
        assert busy.run("export", *options).code == 2, options
    assert not file.exists()
