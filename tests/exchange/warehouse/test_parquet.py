"""The Parquet folder, read back by programs that know nothing of msptool."""

from __future__ import annotations

import json
import os
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from msptool.exchange.warehouse import loading, parquet
from msptool.exchange.warehouse.definition import TABLES, VERSION
from tests.small_practice import Done, Practice

BOTH = ("northgate-it-partners", "second")


def export(practice: Practice, folder: Path, *options: str) -> Done:
    """Export into a folder, in this process."""
    return practice.run("export", "--parquet", str(folder), *options)


def arrow(folder: Path, table: str) -> pa.Table:
    """A table as Arrow reads the folder."""
    return ds.dataset(folder / table, format="parquet", partitioning="hive").to_table()


def duck(folder: Path, table: str, select: str = "*") -> list[tuple[Any, ...]]:
    """A query over a table as DuckDB reads the folder."""
    with duckdb.connect() as connection:
        pattern = f"{folder}/{table}/**/*.parquet"
        return connection.execute(
            f"SELECT {select} FROM read_parquet(?, hive_partitioning = true)", [pattern]
        ).fetchall()


def left(folder: Path) -> set[str]:
    """What stands beside the folder, without lock files."""
    return {each.name for each in folder.parent.iterdir() if not each.name.endswith("-lock")}


def test_arrow_and_duckdb_read_what_was_written(busy: Practice, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "warehouse"
    done = export(busy, folder, "--json")
    assert done.code == 0, done.err
    for table in TABLES:
        found = arrow(folder, table.name)
        assert found.num_rows == duck(folder, table.name, "count(*)")[0][0] == done.json["rows"][table.name]
        assert set(found.column_names) == {each.name for each in table.columns}
        assert set(found["practice"].to_pylist()) == {"northgate-it-partners"}
        if table.day:
            assert found["year"].to_pylist() == pc.year(found[table.day]).to_pylist()
    [client] = arrow(folder, "clients").filter(pc.field("client") == "acme").to_pylist()
    assert (client["name"], client["mrr"]) == ("Acme; 'Explosives' Zürich", Decimal("4000.50"))
    assert duck(folder, "recommendations", "one_time, typeof(one_time), year") == [
        (Decimal("1200.10"), "DECIMAL(14,2)", 2026)
    ]


def test_a_year_is_read_alone(busy: Practice, tmp_path: Path) -> None:
    assert export(busy, tmp_path / "w").code == 0
    whole = ds.dataset(tmp_path / "w" / "answers", format="parquet", partitioning="hive")
    assert len(list(whole.get_fragments(filter=pc.field("year") == 2025))) == 1
    assert whole.to_table(filter=pc.field("year") == 2025)["client"].to_pylist() == ["gone"]


def test_partition_columns_are_not_in_the_files(busy: Practice, tmp_path: Path) -> None:
    assert export(busy, tmp_path / "w").code == 0
    files = sorted((tmp_path / "w").rglob("*.parquet"))
    assert len(files) > len(TABLES)
    for file in files:
        assert not {"practice", "year"} & set(pq.read_schema(file).names)
    assert [each for each in (tmp_path / "w").rglob("*") if each.is_file() and each not in files] == [
        tmp_path / "w" / "_msptool.json"
    ]


def test_a_table_without_rows_can_be_read_too(practice: Practice, tmp_path: Path) -> None:
    assert export(practice, tmp_path / "w").code == 0
    assert arrow(tmp_path / "w", "answers").num_rows == 0
    assert duck(tmp_path / "w", "findings") == []


def test_a_second_export_replaces_the_first_and_no_other_practice(
    busy: Practice, other: Practice, tmp_path: Path
) -> None:
    folder = tmp_path / "w"
    assert export(busy, folder).code == 0
    assert export(other, folder).code == 0
    before = sorted(arrow(folder, "clients")["practice"].to_pylist())
    assert before == [BOTH[0]] * 3 + [BOTH[1]] * 2
    (busy.root / "reviews/gone/2025-12-01.yaml").unlink()
    assert export(busy, folder).code == 0
    assert sorted(arrow(folder, "clients")["practice"].to_pylist()) == before
    years = {(each["practice"], each["year"]) for each in arrow(folder, "answers").to_pylist()}
    assert years == {(BOTH[0], 2026), (BOTH[1], 2025), (BOTH[1], 2026)}
    assert left(folder) >= {"w"}
    assert not any("msptool-new" in name or "msptool-old" in name for name in left(folder))


def test_what_others_put_into_the_folder_stays(busy: Practice, tmp_path: Path) -> None:
    folder = tmp_path / "w"
    assert export(busy, folder).code == 0
    (folder / "README.txt").write_text("ours")
    assert export(busy, folder).code == 0
    assert (folder / "README.txt").read_text() == "ours"


def test_a_reader_of_the_old_files_reads_on(busy: Practice, tmp_path: Path) -> None:
    folder = tmp_path / "w"
    assert export(busy, folder).code == 0
    [file] = (folder / "clients").rglob("*.parquet")
    with pq.ParquetFile(file) as reader:
        (busy.root / "clients/nova/client.yaml").unlink()
        shutil.rmtree(busy.root / "reviews/nova")
        assert export(busy, folder).code == 0
        assert reader.read().num_rows == 3
    assert arrow(folder, "clients").num_rows == 2


def test_a_folder_of_something_else_is_refused(busy: Practice, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(b"x")
    done = export(busy, tmp_path / "photos")
    assert (done.code, "holds something else" in done.err) == (2, True)
    assert [each.name for each in (tmp_path / "photos").iterdir()] == ["cat.jpg"]
    (tmp_path / "file").write_text("x")
    assert export(busy, tmp_path / "file").code == 2
    assert export(busy, busy.root).code == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b'{"schema": "x", "version": 1}',
        b'{"schema": "msptool/warehouse/1", "version": "1"}',
        b"\xff",
    ],
)
def test_a_marker_that_says_nothing_is_refused(content: bytes, busy: Practice, tmp_path: Path) -> None:
    assert export(busy, tmp_path / "w").code == 0
    (tmp_path / "w" / "_msptool.json").write_bytes(content)
    done = export(busy, tmp_path / "w")
    assert (done.code, done.err.count("\n")) == (3, 1)


def test_tables_of_another_version_are_refused(busy: Practice, tmp_path: Path) -> None:
    assert export(busy, tmp_path / "w").code == 0
    marker = tmp_path / "w" / "_msptool.json"
    marker.write_text(json.dumps({**json.loads(marker.read_text()), "version": VERSION + 1}))
    done = export(busy, tmp_path / "w")
    assert (done.code, "newer msptool" in done.err) == (3, True)


def test_a_full_disk_leaves_the_folder_as_it_was(
    busy: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "w"
    assert export(busy, folder).code == 0
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    for place, name in ((pq.ParquetWriter, "write_table"), (os, "replace"), (os, "fsync")):
        with monkeypatch.context() as during:
            during.setattr(place, name, full)
            done = export(busy, folder)
        assert (done.code, "No space left on device" in done.err) == (3, True)
        assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
        assert not any("msptool-new" in name for name in left(folder))


def test_an_export_that_is_ended_between_the_two_steps_is_put_back(busy: Practice, tmp_path: Path) -> None:
    folder = tmp_path / "w"
    assert export(busy, folder).code == 0
    os.replace(folder, tmp_path / ".w.msptool-old")
    (tmp_path / ".w.msptool-new").mkdir()
    busy.write("reviews/nova/2026-10-02.yaml", "status: broken\n")
    assert export(busy, folder).code == 3
    assert arrow(folder, "clients").num_rows == 3
    assert not any("msptool-old" in name or "msptool-new" in name for name in left(folder))


def test_two_exports_at_once_are_refused(busy: Practice, tmp_path: Path) -> None:
    from filelock import FileLock

    with FileLock(tmp_path / ".w.msptool-lock"):
        done = export(busy, tmp_path / "w")
    assert (done.code, "Another export into" in done.err) == (3, True)


def test_many_years_and_rows_fit_into_few_open_files(
    busy: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "_MOST_OPEN", 2)
    monkeypatch.setattr(parquet, "_ROW_GROUP", 2)
    monkeypatch.setattr(loading, "_BATCH", 1)
    done = export(busy, tmp_path / "w", "--json")
    for table in TABLES:
        assert arrow(tmp_path / "w", table.name).num_rows == done.json["rows"][table.name]


def test_notes_are_there_only_where_they_were_asked_for(busy: Practice, tmp_path: Path) -> None:
    assert export(busy, tmp_path / "w").code == 0
    assert "ZQ-" not in repr([arrow(tmp_path / "w", table.name).to_pylist() for table in TABLES])
    assert export(busy, tmp_path / "w", "--notes").code == 0
    assert "ZQ-NOTE" in repr(arrow(tmp_path / "w", "answers").to_pylist())
    assert arrow(tmp_path / "w", "msptool_meta")["notes"].to_pylist() == [True]


def test_a_missing_library_is_named_with_the_way_to_get_it(
    busy: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import importlib.util

    plain = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name in ("pyarrow", "duckdb", "psycopg") else plain(name)
    )
    for option, value in (
        ("--parquet", tmp_path / "w"),
        ("--duckdb", tmp_path / "d"),
        ("--postgres", "postgresql://x/y"),
    ):
        done = busy.run("export", option, str(value))
        assert done.code == 3
        assert "pip install 'msptool[warehouse]'" in done.err
        assert done.err.count("\n") == 1
    assert busy.run("query", "SELECT 1").code == 3


def test_an_unnamed_practice_is_told_to_take_a_name(busy: Practice, tmp_path: Path) -> None:
    busy.write("msptool.yaml", "")
    done = export(busy, tmp_path / "w")
    assert done.code == 0
    assert "practice.id" in done.err
    assert {each.name for each in (tmp_path / "w" / "clients").iterdir()} == {"practice=your-practice"}


def test_spark_reads_the_folder_with_its_partitions(busy: Practice, other: Practice, tmp_path: Path) -> None:
    sql = pytest.importorskip("pyspark.sql")
    for practice in (busy, other):
        assert export(practice, tmp_path / "w").code == 0
    builder = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    try:
        for table in TABLES:
            frame = session.read.parquet(str(tmp_path / "w" / table.name))
            assert frame.count() == arrow(tmp_path / "w", table.name).num_rows
            assert set(frame.columns) == {each.name for each in table.columns}
        session.read.parquet(str(tmp_path / "w" / "standings")).createOrReplaceTempView("standings")
        rows = session.sql(
            "SELECT practice, sum(weight * credit) AS earned FROM standings GROUP BY practice ORDER BY 1"
        ).collect()
        assert [row.practice for row in rows] == list(BOTH)
    finally:
        session.stop()
