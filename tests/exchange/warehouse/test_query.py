"""`msptool query`: the files' own tables, whatever was kept, and SQL that can do no harm."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.exchange.warehouse.cache import kept_folder, opened
from msptool.exchange.warehouse.definition import TABLES
from msptool.exchange.warehouse.query import ask, explained
from msptool.words import silent
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.workspace import Workspace
from tests.small_practice import TODAY, Golden, Practice, environment

SCORE = "SELECT client, sum(weight * credit) / sum(weight) FILTER (credit IS NOT NULL) FROM standings GROUP BY client"


def rows(practice: Practice, sql: str, **how: Any) -> list[list[Any]]:
    """The rows of a query."""
    done = practice.run("query", sql, "--json", **how)
    assert done.code == 0, done.err
    found: list[list[Any]] = done.json["rows"]
    return found


def kept(practice: Practice) -> list[Path]:
    """The databases in the state folder."""
    return sorted((practice.home / ".cache" / "msptool" / "warehouse").glob("*/*.duckdb*"))


def test_the_score_in_sql_is_that_of_the_command(sample: Practice) -> None:
    scored = {each["client"]: each["score"] for each in sample.run("score", "--json").json["clients"]}
    found = dict(rows(sample, SCORE))
    assert {name: None if value is None else round(value, 6) for name, value in found.items()} == scored
    assert len(scored) > 10


def test_the_score_by_category_is_that_of_the_command(sample: Practice) -> None:
    query = (
        "SELECT category, sum(weight * credit) / sum(weight) FILTER (credit IS NOT NULL) FROM standings "
        "WHERE client = 'hotel-marisquay' GROUP BY category"
    )
    found = {name: None if value is None else round(value, 6) for name, value in rows(sample, query)}
    shown = sample.run("score", "hotel-marisquay", "--json").json["categories"]
    assert found == {each["category"]: each["score"] for each in shown}


def test_values_are_json_that_says_what_they_are(busy: Practice) -> None:
    sql = (
        "SELECT mrr, agreement_starts, TIMESTAMPTZ '2026-01-01 10:00:00+01', served, agreement_ends, [1, 2], {'a': DATE '2026-01-02'}, "
        "'ab'::BLOB, 'nan'::DOUBLE, INTERVAL 1 DAY, 5::HUGEINT, TIME '10:00' FROM clients WHERE client = 'acme'"
    )
    done = busy.run("query", sql, "--json")
    assert done.json["schema"] == "msptool/query/1"
    assert done.json["columns"][0] == {"name": "mrr", "type": "DECIMAL(14,2)"}
    assert done.json["rows"] == [
        [
            "4000.50", "2026-01-01", "2026-01-01T09:00:00+00:00", True, None, [1, 2], {"a": "2026-01-02"}, "6162", None,
            "1 day, 0:00:00", 5, "10:00:00",
        ]
    ]  # fmt: skip
    assert done.json["truncated"] is False


def test_a_limit_cuts_and_says_so(sample: Practice) -> None:
    done = sample.run("query", "SELECT * FROM answers", "--json", "--limit", "7")
    assert (len(done.json["rows"]), done.json["truncated"]) == (7, True)
    done = sample.run("query", "SELECT * FROM answers", "--json")
    assert (len(done.json["rows"]), done.json["truncated"]) == (1000, True)
    shown = sample.run("query", "SELECT client FROM answers", "--limit", "3")
    assert len(shown.out.splitlines()) == 4
    assert "there are more" in shown.err
    assert sample.run("query", "SELECT 1", "--limit", "0").code == 2


def test_a_file_gets_all_rows_and_no_formula(sample: Practice, busy: Practice, tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    done = sample.run("query", "SELECT * FROM answers", "--csv", str(file))
    assert (done.code, done.out) == (0, "")
    with file.open(encoding="utf-8", newline="") as stream:
        found = list(csv.reader(stream))
    assert len(found) - 1 == rows(sample, "SELECT count(*) FROM answers")[0][0] > 1000
    assert found[0][:4] == ["practice", "year", "client", "review"]
    sql = "SELECT name AS \"=cmd()\", -5.5::DECIMAL(4,1), served, NULL, [1] FROM clients WHERE client = 'nova'"
    assert busy.run("query", sql, "--csv", str(file)).code == 0
    assert sample.run("query", "SELECT * FROM answers", "--csv", str(tmp_path / "few.csv"), "--limit", "5").code == 0
    assert len((tmp_path / "few.csv").read_text(encoding="utf-8").splitlines()) == 6
    header, row = csv.reader(file.read_text(encoding="utf-8").splitlines())
    assert (header[0], row) == ("'=cmd()", ["'=Nova()", "-5.5", "true", "", "[1]"])
    assert busy.run("query", "SELECT 1", "--csv", str(busy.root / "msptool.yaml")).code == 2


def test_a_table_in_the_terminal_is_cut_and_harmless(busy: Practice) -> None:
    busy.client("acme", name="Ac\x1b[31mme [bold]x[/bold] " + "wide " * 50)
    busy.client("nova", name="two\nlines")
    done = busy.run("query", "SELECT name, mrr, served, 1/3 AS third, since FROM clients ORDER BY client")
    assert done.code == 0
    assert "\x1b" not in done.out
    assert "[bold]x[/bold]" in done.out
    assert "…" in done.out
    assert "two lines" in done.out
    assert "0.3333" in done.out
    assert max(map(len, done.out.splitlines())) <= 100


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELEC 1", 'line 1, column 1: syntax error at or near "SELEC"'),
        ("SELECT * FROM\n  nosuch", "line 2, column 3: Table with name nosuch does not exist"),
        ("SELECT client,\n\n nope FROM clients", 'line 3, column 2: Referenced column "nope" not found'),
        ("SELECT 'x'::INTEGER", "Could not convert string 'x'"),
        ("SELECT " + "1 + " * 60 + "nope FROM clients", "line 1, column 248:"),
        ("SELECT '", "unterminated"),
        ("SELECT 1; SELECT 2", "write one statement, not 2"),
        ("/* nothing */", "write one statement, not 0"),
        ("SELECT \x00 1", "SQL"),
    ],
)
def test_what_is_wrong_with_sql_is_one_sentence_with_its_place(sql: str, words: str, busy: Practice) -> None:
    done = busy.run("query", sql)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [(), ("",), ("  ",), ("SELECT 1", "--tables"), ("SELECT 1", "--csv", "x", "--json")]
)
def test_wrong_usage_is_said(arguments: tuple[str, ...], busy: Practice) -> None:
    assert busy.run("query", *arguments).code == 2
    assert kept(busy) == []


ATTACKS = (
    "COPY clients TO '{tmp}/out.csv'", "COPY (SELECT 1) TO '{tmp}/out.parquet'", "EXPORT DATABASE '{tmp}/out'",
    "ATTACH '{tmp}/out.db'", "ATTACH 'http://127.0.0.1:1/x.db'", "INSTALL httpfs", "LOAD httpfs", "SET enable_external_access = true",
    "SET lock_configuration = false", "RESET memory_limit", "PRAGMA enable_profiling", "CREATE TABLE x (a INTEGER)",
    "CREATE TEMP TABLE x AS SELECT 1", "CREATE MACRO x() AS 1", "DELETE FROM clients", "UPDATE clients SET name = 'x'", "DROP TABLE answers",
    "CHECKPOINT", "VACUUM", "CALL pragma_version()", "USE memory", "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('{tmp}/secret')", "SELECT content FROM read_blob('{tmp}/*')", "SELECT * FROM glob('{tmp}/*')",
    "SELECT * FROM '{tmp}/secret.csv'", "SELECT * FROM read_parquet('http://127.0.0.1:1/x')", "SELECT getenv('HOME')",
    "SELECT * FROM query('COPY clients TO ''{tmp}/out.csv''')", "WITH x AS (INSERT INTO clients SELECT * FROM clients RETURNING *) SELECT * FROM x",
    "SELECT write_log('x')", "EXPLAIN ANALYZE DELETE FROM clients", "PREPARE x AS DELETE FROM clients", "SELECT * FROM sniff_csv('{tmp}/secret.csv')",
    "SELECT * FROM read_json('{tmp}/secret')", "SELECT * FROM parquet_metadata('{tmp}/secret')",
    "FROM read_duckdb('{tmp}/x.db')", "SELECT * FROM sqlite_scan('{tmp}/x', 'y')", "COMMENT ON TABLE clients IS 'x'", "BEGIN",
)  # fmt: skip


@pytest.fixture(scope="module")
def asked(furnished: Practice, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    """A practice that is only asked."""
    folder = tmp_path_factory.mktemp("asked")
    shutil.copytree(furnished.root, folder / "work", symlinks=True)
    (folder / "home").mkdir()
    yield Practice(folder / "work", folder / "home")


@pytest.mark.parametrize("sql", ATTACKS)
def test_no_query_writes_or_reads_a_file_or_the_network(sql: str, asked: Practice, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret-content")
    (tmp_path / "secret.csv").write_text("a\nsecret-content\n")
    before = asked.files()
    done = asked.run("query", sql.replace("{tmp}", str(tmp_path)))
    assert "secret-content" not in done.out + done.err
    assert sorted(each.name for each in tmp_path.iterdir()) == ["secret", "secret.csv"]
    assert asked.files() == before
    assert done.code == 2 or (sql.startswith("SELECT write_log") and done.code == 0), done
    assert rows(asked, "SELECT count(*) FROM clients") == [[3]]


def test_a_query_that_needs_too_much_memory_is_ended(asked: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    from msptool.exchange.warehouse import cache

    monkeypatch.setitem(cache._OPENED, "memory_limit", "20MB")
    done = asked.run("query", "SELECT count(DISTINCT hash(a.range * b.range)) FROM range(3000) a, range(3000) b")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "emory" in done.err


def test_what_is_kept_is_used_as_long_as_nothing_changed(busy: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rows(busy, "SELECT count(*) FROM clients") == [[3]]
    [first] = kept(busy)
    with monkeypatch.context() as during:
        during.setattr("msptool.exchange.warehouse.cache.Extract", None)
        assert rows(busy, "SELECT count(*) FROM reviews") == [[4]]
    assert kept(busy) == [first]
    assert "warehouse" not in busy.git("status", "--porcelain")


def another_answer(practice: Practice) -> None:
    path = "reviews/nova/2026-10-02.yaml"
    practice.write(path, practice.read(path).replace("answer: no", "answer: yes"))


def another_client(practice: Practice) -> None:
    practice.client("later")


def one_client_less(practice: Practice) -> None:
    for folder in ("clients/nova", "reviews/nova"):
        shutil.rmtree(practice.root / folder)


def another_visit(practice: Practice) -> None:
    practice.write("practice/schedule/2026/nova.yaml", "visits:\n  - {id: 1, day: 2026-11-20, tam: jim}\n")


def no_triage(practice: Practice) -> None:
    (practice.root / "clients/acme/triage.yaml").unlink()


def another_figure_of_the_practice(practice: Practice) -> None:
    record = "employees: {numerator: 6, source: payroll, recorded: 2026-10-03}"
    practice.write("practice/kpis/2026-09.yaml", f"records:\n  {record}\n")


def other_weights(practice: Practice) -> None:
    practice.write("msptool.yaml", practice.read("msptool.yaml") + "weights: {high: 9}\n")


def another_standard(practice: Practice) -> None:
    practice.standard("firewall-backup", business_impact="low", technical_risk="low")


def another_commit(practice: Practice) -> None:
    practice.commit("Something else")


CHANGES = (
    another_answer, another_client, one_client_less, another_visit, no_triage, another_figure_of_the_practice,
    other_weights, another_standard, another_commit,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_the_tables_are_those_of_the_files(change: Callable[[Practice], None], busy: Practice) -> None:
    queries = [f"SELECT * FROM {table.name} ORDER BY ALL" for table in TABLES]
    before = [rows(busy, query) for query in queries]
    change(busy)
    after = [rows(busy, query) for query in queries]
    assert after != before
    assert len(kept(busy)) == 1
    # The same as from nothing.
    shutil.rmtree(busy.root / ".msptool")
    assert [rows(busy, query) for query in queries] == after


def test_another_day_is_another_table(busy: Practice) -> None:
    assert rows(busy, "SELECT count(*) FROM reviews") == [[4]]
    assert rows(busy, "SELECT count(*) FROM reviews", today=date(2026, 9, 1)) == [[2]]


def test_a_kept_file_that_is_damaged_is_not_believed(busy: Practice) -> None:
    assert rows(busy, "SELECT count(*) FROM clients") == [[3]]
    [file] = kept(busy)
    file.write_bytes(b"garbage")
    assert rows(busy, "SELECT count(*) FROM clients") == [[3]]


def test_a_copy_of_a_workspace_has_tables_of_its_own(busy: Practice, tmp_path: Path) -> None:
    shutil.copytree(busy.root, tmp_path / "copy", symlinks=True)
    assert kept_folder(Workspace(tmp_path / "copy", TODAY)) != kept_folder(Workspace(busy.root, TODAY))


def test_files_that_change_while_they_are_read_are_read_again(busy: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    from msptool.exchange.warehouse import cache

    plain, builds = cache._build, []

    def build(*arguments: Any) -> None:
        plain(*arguments)
        builds.append(arguments)
        if len(builds) == 1:
            busy.client("late")

    monkeypatch.setattr(cache, "_build", build)
    assert rows(busy, "SELECT count(*) FROM clients") == [[4]]
    assert len(builds) == 2


def test_a_broken_file_is_named_as_everywhere(busy: Practice) -> None:
    assert rows(busy, "SELECT 1") == [[1]]
    busy.write("reviews/nova/2026-10-02.yaml", "status: broken\n")
    done = busy.run("query", "SELECT 1")
    assert (done.code, "reviews/nova/2026-10-02.yaml:1" in done.err) == (3, True)
    assert not [each for each in kept(busy) if "building" in each.name]


def test_a_database_that_a_repository_brings_along_is_never_opened(busy: Practice) -> None:
    assert rows(busy, "SELECT 1") == [[1]]
    [database] = kept(busy)
    assert not database.is_relative_to(busy.root)
    assert not (busy.root / ".msptool" / "warehouse").exists()


def test_a_cache_that_cannot_be_written_is_one_sentence(busy: Practice, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = busy.run("query", "SELECT 1", env={"MSPTOOL_INDEX": str(tmp_path / "file")})
    assert (done.code, "cannot be written" in done.err) == (3, True)


@pytest.mark.slow
def test_several_processes_at_once_get_the_same_answer(busy: Practice) -> None:
    runs = [
        subprocess.Popen(
            busy.command("query", "SELECT count(*) FROM answers", "--json"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **environment(busy.home)},
        )
        for _ in range(4)
    ]
    ended = [(*run.communicate(timeout=60), run.returncode) for run in runs]
    assert {(code, err) for _, err, code in ended} == {(0, b"")}
    assert len({out for out, _, _ in ended}) == 1
    assert len(kept(busy)) == 1


def test_a_reader_is_not_disturbed_by_a_new_build(busy: Practice) -> None:
    with opened(Workspace(busy.root, TODAY), silent) as connection:
        busy.client("later")
        assert rows(busy, "SELECT count(*) FROM clients") == [[4]]
        assert ask(connection, "SELECT count(*) FROM clients", 1).rows == [(3,)]


def test_the_tables_are_listed(practice: Practice, golden: Golden) -> None:
    golden.check("tables.txt", practice.run("query", "--tables").out)
    found = practice.run("query", "--tables", "--json").json
    assert [each["table"] for each in found["tables"]] == [table.name for table in TABLES]
    assert all(column["meaning"] for each in found["tables"] for column in each["columns"])


@given(st.text(max_size=60))
def test_any_words_of_the_engine_become_one_line(said: str) -> None:
    assert len(explained(f"Parser Error: {said}", said).splitlines()) == 1


@given(st.text(alphabet="SELECT*FROM clients()'\"-;,\n\t1=[]{}$\x00é", max_size=40))
def test_any_text_is_answered_or_refused(sql: str) -> None:
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE clients (client VARCHAR)")
        try:
            ask(connection, sql, 5)
        except UsageRefusal as refusal:
            assert str(refusal).startswith("SQL")
