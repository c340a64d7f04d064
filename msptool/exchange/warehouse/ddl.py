"""The tables as each engine wants them: statements for DuckDB and PostgreSQL, schemas for Arrow and Parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from msptool.exchange.warehouse.definition import VERSION, Column, Row, Table, Type
from msptool.workspace.problems import Refusal

if TYPE_CHECKING:
    import pyarrow as pa

DUCKDB: Mapping[Type, str] = {
    "text": "VARCHAR", "integer": "BIGINT", "money": "DECIMAL(14,2)", "double": "DOUBLE", "date": "DATE",
    "time": "TIMESTAMPTZ", "flag": "BOOLEAN",
}  # fmt: skip
POSTGRES: Mapping[Type, str] = {**DUCKDB, "text": "text", "money": "numeric(14,2)", "double": "double precision"}


def create_table(table: Table, types: Mapping[Type, str], name: str, *, key: bool = True) -> str:
    """The statement that makes a table where there is none; `name` is what it is called there, quoted where needed."""
    lines = [_column(column, types) for column in table.columns]
    if key:
        lines.append(f"PRIMARY KEY ({', '.join(map(quoted, table.primary_key))})")
    return f"CREATE TABLE IF NOT EXISTS {name} ({', '.join(lines)})"


def comments(table: Table, name: str) -> Iterator[str]:
    """The statements that tell a reader of the database what the table and its columns mean."""
    yield f"COMMENT ON TABLE {name} IS {literal(table.meaning)}"
    for column in table.columns:
        yield f"COMMENT ON COLUMN {name}.{quoted(column.name)} IS {literal(column.meaning)}"


# The names in these statements are those of the definition and of a checked schema; values are parameters.
def delete_rows(name: str, condition: str) -> str:
    """The statement that removes rows of a table, such as those with `practice = ?`."""
    return f"DELETE FROM {name} WHERE {condition}"  # noqa: S608


def copy_rows(table: Table, name: str, source: str) -> str:
    """The statement that adds all rows of another table or view with the same columns."""
    columns = ", ".join(quoted(each.name) for each in table.columns)
    return f"INSERT INTO {name} ({columns}) SELECT {columns} FROM {source}"  # noqa: S608


def written_version(name: str) -> str:
    """The question for the version of the tables that a warehouse holds; `name` is that of its `msptool_meta`."""
    return f"SELECT max(schema_version) FROM {name}"  # noqa: S608


def quoted(name: str) -> str:
    """A name of a column or table as both engines take it, whatever words they reserve."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as both engines take it."""
    return "'" + text.replace("'", "''") + "'"


def arrow_schema(table: Table, *, partitioned: bool = False) -> pa.Schema:
    """The Arrow schema; `partitioned` leaves out the columns that the folders say."""
    import pyarrow as pa

    kinds: dict[Type, Callable[[], pa.DataType]] = {
        "text": pa.string, "integer": pa.int64, "money": lambda: pa.decimal128(14, 2), "double": pa.float64,
        "date": pa.date32, "time": lambda: pa.timestamp("us", tz="UTC"), "flag": pa.bool_,
    }  # fmt: skip
    left_out = table.partitions if partitioned else ()
    return pa.schema(
        pa.field(each.name, kinds[each.type](), nullable=not each.needed, metadata={"meaning": each.meaning})
        for each in table.columns
        if each.name not in left_out
    )


def arrow_table(schema: pa.Schema, rows: list[Row], first: int = 0) -> pa.Table:
    """Rows as an Arrow table, from their column number `first` on."""
    import pyarrow as pa

    columns = list(zip(*rows, strict=True))[first:]
    return pa.Table.from_arrays(
        [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema
    )


def refuse_other_version(found: int | None, where: str) -> None:
    """Refuse a warehouse whose tables have another shape than those of this msptool; None is a new one."""
    if found is not None and found > VERSION:
        raise Refusal(f"{where} was written by a newer msptool (tables of version {found}): upgrade this one.")
    if found is not None and found < VERSION:
        raise Refusal(f"{where} holds tables of version {found}, and this msptool writes {VERSION}: name a new one.")


def _column(column: Column, types: Mapping[Type, str]) -> str:
    return f"{quoted(column.name)} {types[column.type]}{' NOT NULL' if column.needed else ''}"
