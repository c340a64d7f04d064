"""Parquet files in folders that Spark, DuckDB and Arrow know: `<table>/practice=<id>/year=<year>/part-0.parquet`."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msptool.exchange.warehouse.ddl import arrow_schema, arrow_table, refuse_other_version
from msptool.exchange.warehouse.definition import TABLES, VERSION, Row, Table
from msptool.exchange.warehouse.extra import require
from msptool.exchange.warehouse.loading import load_all
from msptool.exchange.warehouse.rows import Extract
from msptool.words import Progress
from msptool.workspace.locks import held
from msptool.workspace.problems import Refusal, UsageRefusal

if TYPE_CHECKING:
    import pyarrow as pa

# Readers pass over what begins with an underscore.
MARKER = "_msptool.json"
_ROW_GROUP = 100_000
_MOST_OPEN = 100
_SCHEMA = "msptool/warehouse/1"


def export_parquet(extract: Extract, target: Path, progress: Progress) -> Mapping[str, int]:
    """Write the practice's rows into a folder, in the place of those that it wrote before; returns rows by table.

    The whole folder is built beside the old one, with the other practices' files, and takes its place at the end. Refuses a
    folder that holds something else.
    """
    require("pyarrow")
    folder = target.expanduser().resolve()
    busy = f"Another export into {folder} is running: try again when it has ended."
    with held(_beside(folder, "lock"), lambda: busy):
        _put_back(folder)
        _refuse_other_things(folder, target)
        workshop = _beside(folder, "new")
        shutil.rmtree(workshop, ignore_errors=True)
        try:
            _take_over(folder, workshop, extract.practice)
            files = Files(workshop, extract.practice)
            rows = load_all(extract, files.put, progress)
            files.close(extract.view.as_of.year)
            (workshop / MARKER).write_text(json.dumps({"schema": _SCHEMA, "version": VERSION}) + "\n", encoding="utf-8")
            _swap(folder, workshop)
        except OSError as error:
            raise Refusal(f"{target} cannot be written: {error.strerror or error}. It is as it was before.") from None
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
    return rows


@dataclass
class Files:
    """The files of one practice while they are written."""

    folder: Path
    practice: str
    _open: dict[tuple[str, int | None], _File] = field(default_factory=dict)
    _parts: dict[tuple[str, int | None], int] = field(default_factory=dict)

    def put(self, table: Table, rows: list[Row]) -> None:
        """Add rows to the files of their years."""
        by_year: dict[int | None, list[Row]] = {}
        for row in rows:
            year = row[1] if table.day else None
            assert year is None or isinstance(year, int)
            by_year.setdefault(year, []).append(row)
        for year, some in by_year.items():
            self._file(table, year).add(some)

    def close(self, year: int) -> None:
        """Finish all files; a table without rows gets an empty one, so that it can be read too."""
        written = {name for name, _ in self._parts}
        for table in TABLES:
            if table.name not in written:
                self._file(table, year if table.day else None)
        for file in self._open.values():
            file.close()

    def _file(self, table: Table, year: int | None) -> _File:
        key = (table.name, year)
        if key not in self._open:
            if len(self._open) >= _MOST_OPEN:
                self._open.pop(next(iter(self._open))).close()
            part = self._parts[key] = self._parts.get(key, -1) + 1
            folder = self.folder / table.name / f"practice={self.practice}"
            folder = folder if year is None else folder / f"year={year:04}"
            folder.mkdir(parents=True, exist_ok=True)
            self._open[key] = _File(table, folder / f"part-{part}.parquet")
        return self._open[key]


class _File:
    """One Parquet file; rows wait in Arrow's compact form until a row group is full."""

    def __init__(self, table: Table, path: Path) -> None:
        import pyarrow.parquet as pq

        self._schema = arrow_schema(table, partitioned=True)
        self._first = len(table.partitions)
        self._path = path
        self._writer: Any = pq.ParquetWriter(path, self._schema)
        self._waiting: list[pa.Table] = []
        self._rows = 0

    def add(self, rows: list[Row]) -> None:
        self._waiting.append(arrow_table(self._schema, rows, self._first))
        self._rows += len(rows)
        if self._rows >= _ROW_GROUP:
            self._write()

    def close(self) -> None:
        self._write()
        self._writer.close()
        with self._path.open("rb") as stream:
            os.fsync(stream.fileno())

    def _write(self) -> None:
        import pyarrow as pa

        if self._waiting:
            self._writer.write_table(pa.concat_tables(self._waiting), row_group_size=_ROW_GROUP)
        self._waiting, self._rows = [], 0


def _refuse_other_things(folder: Path, target: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageRefusal(f"{target} is a file: name a folder for the Parquet files.")
    marker = folder / MARKER
    if not marker.is_file():
        if any(folder.iterdir()):
            raise UsageRefusal(f"{target} holds something else than tables of msptool: name a new or empty folder.")
        return
    try:
        said = json.loads(marker.read_bytes())
        version = said["version"] if said["schema"] == _SCHEMA else None
    except (OSError, ValueError, KeyError, TypeError):
        version = None
    if not isinstance(version, int):
        raise Refusal(f"{marker} cannot be read, so nobody knows what the folder holds: name a new folder.")
    refuse_other_version(version, str(target))


def _take_over(folder: Path, workshop: Path, practice: str) -> None:
    """Everything but the practice's own files, as links to the same content where the disk can."""
    if not folder.exists():
        workshop.mkdir(parents=True)
        return
    own = {str(folder / table.name) for table in TABLES}
    shutil.copytree(
        folder, workshop, symlinks=True, copy_function=_link,
        ignore=lambda place, names: {f"practice={practice}"} & set(names) if place in own else set(),
    )  # fmt: skip


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _swap(folder: Path, workshop: Path) -> None:
    old = _beside(folder, "old")
    if folder.exists():
        os.replace(folder, old)
    try:
        os.replace(workshop, folder)
    except OSError:
        if old.exists():
            os.replace(old, folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _put_back(folder: Path) -> None:
    """Undo what an export left that was ended between the two steps of the swap."""
    old = _beside(folder, "old")
    if old.exists():
        with contextlib.suppress(OSError):
            shutil.rmtree(old) if folder.exists() else os.replace(old, folder)


def _beside(folder: Path, what: str) -> Path:
    return folder.parent / f".{folder.name}.msptool-{what}"
