"""`msptool query`, and the warehouse's part of `msptool export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msptool.terminal import Invocation, invocation, print_json
from msptool.words import counted
from msptool.workspace.problems import UsageRefusal

_SHOWN = 1000


def query(
    ctx: typer.Context,
    sql: Annotated[str, typer.Argument(metavar="[SQL]", help="One statement that reads, such as SELECT ...")] = "",
    tables: Annotated[bool, typer.Option("--tables", help="List the tables and columns, and what they mean.")] = False,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write all rows into a CSV file.")] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=1, help=f"At most so many rows; otherwise {_SHOWN:,}, and all of them in a CSV file."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Ask the workspace in SQL. The same tables as in the warehouse; internal, and nothing is ever written."""
    if tables:
        if sql or csv:
            raise UsageRefusal("--tables stands alone: leave the SQL and --csv out.")
        _list_tables(invocation(ctx), as_json=as_json)
        return
    if not sql.strip():
        raise UsageRefusal(
            "Write a query, such as msptool query 'SELECT name, mrr FROM clients'; --tables lists the tables."
        )
    if csv is not None and as_json:
        raise UsageRefusal("--csv FILE or --json, not both.")
    from msptool.exchange.warehouse.cache import opened
    from msptool.exchange.warehouse.query import ask, begin, plain_rows

    run = invocation(ctx)
    with opened(run.workspace, run.progress) as connection:
        if csv is not None:
            from msptool.exchange.warehouse.csv_file import csv_bytes
            from msptool.workspace.files import write_output

            content, written = csv_bytes(begin(connection, sql), limit)
            write_output(csv, content)
            run.remark(f"Wrote {counted(written, 'row')} to {csv}.")
            return
        answer = ask(connection, sql, limit or _SHOWN)
    if as_json:
        columns = [{"name": name, "type": kind} for name, kind in answer.columns]
        print_json("query", columns=columns, rows=list(plain_rows(answer.rows)), truncated=answer.truncated)
        return
    from msptool.exchange.warehouse.view import answer_table

    run.console().print(answer_table(answer))
    if not answer.rows:
        run.remark("No rows.")
    if answer.truncated:
        run.remark(f"The first {counted(len(answer.rows), 'row')}; there are more: --limit N takes more of them.")


def export_tables(
    run: Invocation,
    *,
    parquet: Path | None,
    duckdb: Path | None,
    postgres: str,
    schema: str,
    notes: bool,
    as_json: bool,
) -> None:
    """`msptool export --parquet DIR | --duckdb FILE | --postgres URL`: one of them is given."""
    from msptool.exchange.warehouse.duckdb_file import export_duckdb
    from msptool.exchange.warehouse.extra import require
    from msptool.exchange.warehouse.parquet import export_parquet
    from msptool.exchange.warehouse.postgres import DEFAULT_SCHEMA, export_postgres, server_of
    from msptool.exchange.warehouse.rows import Extract

    if schema and not postgres:
        raise UsageRefusal("--pg-schema goes with --postgres.")
    require(*(("psycopg",) if postgres else ("duckdb", "pyarrow") if duckdb else ("pyarrow",)))
    server = server_of(postgres) if postgres else None
    extract = Extract.of(run.workspace, notes=notes)
    if not run.workspace.settings.practice.is_named:
        run.remark(
            f"The rows are those of '{extract.practice}': write practice.id into msptool.yaml before other practices share "
            "the warehouse."
        )
    if server is not None:
        name, where = "postgres", f"{server.shown} ({schema or DEFAULT_SCHEMA})"
        rows = export_postgres(extract, server, schema or DEFAULT_SCHEMA, run.progress)
    elif duckdb is not None:
        name, where = "duckdb", str(duckdb)
        rows = export_duckdb(extract, duckdb, run.progress)
    else:
        assert parquet is not None
        name, where = "parquet", str(parquet)
        rows = export_parquet(extract, parquet, run.progress)
    if as_json:
        print_json("export", format=name, target=where, practice=extract.practice, notes=notes, rows=rows)
        return
    typer.echo(
        f"Wrote {counted(rows['answers'], 'answer')} of {counted(rows['clients'], 'client')} as practice '{extract.practice}' "
        f"to {where}."
    )


def _list_tables(run: Invocation, *, as_json: bool) -> None:
    from msptool.exchange.warehouse.listing import tables_data

    if as_json:
        print_json("tables", tables=tables_data())
        return
    from msptool.exchange.warehouse.view import tables_text

    run.console().print(tables_text())
