"""Commands that bring other people's formats in and out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msptool.arguments import client_ids
from msptool.terminal import Invocation, invocation, print_json
from msptool.words import counted
from msptool.workspace.problems import UsageRefusal

_WHOLE = {"oscal": "An OSCAL catalog", "ciso-assistant": "A library of CISO Assistant"}
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def import_standards(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .xlsx with one question a row.")],
    category: Annotated[str, typer.Option(metavar="ID", help="Put every row into this category.")] = "",
    status: Annotated[
        str, typer.Option(help="Status of new standards where the file says none: draft (the default) or active.")
    ] = "",
    sheet: Annotated[
        str, typer.Option(metavar="NAME", help="The sheet of a workbook; otherwise the first that holds questions.")
    ] = "",
    pairs: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="HEADER=FIELD", help="Which field a column holds (repeat it)."),
    ] = None,
    category_pairs: Annotated[
        list[str] | None,
        typer.Option("--category-map", metavar="NAME=ID", help="Which category a name in the file means (repeat it)."),
    ] = None,
    update_same: Annotated[
        bool, typer.Option("--update-same", help="Let a row without a known id change the standard that asks the same.")
    ] = False,
    source: Annotated[
        str, typer.Option(metavar="NAME", help="The name under which ids of the file are kept; otherwise 'import'.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, field by field; write nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Import standards from a spreadsheet. A row with a fault is reported and left out; the others come in."""
    from msptool.exchange.plan import Wishes
    from msptool.exchange.standard_import import apply_plan, plan_file
    from msptool.standards.library import require_library

    run = invocation(ctx)
    wishes = Wishes(status, category, source, pairs or (), category_pairs or (), update_same)
    plan = plan_file(file, require_library(run.workspace.source), wishes, sheet)
    if plan.reading:
        run.remark(plan.reading)
    if not dry_run:
        apply_plan(run.workspace.root, plan)
    from msptool.exchange.import_report import plan_data, plan_text

    if as_json:
        print_json("standard-import", **plan_data(plan, dry_run=dry_run))
        return
    run.console().print(plan_text(plan, dry_run=dry_run))
    if plan.not_yes_no:
        run.remark("'msptool lint --explain CODE' says what a code means and how to reword.")


def export(
    ctx: typer.Context,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write a CSV file.")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="FILE", help="Write an Excel workbook.")] = None,
    oscal: Annotated[
        Path | None, typer.Option("--oscal", metavar="DIR", help="Write an OSCAL 1.2.1 catalog into a folder.")
    ] = None,
    ciso_assistant: Annotated[
        Path | None,
        typer.Option("--ciso-assistant", metavar="FILE.yaml", help="Write a library of CISO Assistant."),
    ] = None,
    client: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            autocompletion=client_ids,
            help="With --oscal: also this client's assessment plan, results and plan of action.",
        ),
    ] = None,
    status: Annotated[str, typer.Option(help="active, draft, retired or all; of a spreadsheet.")] = "all",
    category: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this category, of a spreadsheet (repeat it).")
    ] = None,
    parquet: Annotated[
        Path | None, typer.Option("--parquet", metavar="DIR", help="Write all tables as Parquet files.")
    ] = None,
    duckdb: Annotated[
        Path | None, typer.Option("--duckdb", metavar="FILE", help="Put all tables into a DuckDB file.")
    ] = None,
    postgres: Annotated[
        str, typer.Option("--postgres", metavar="URL", help="Put all tables into a PostgreSQL database.")
    ] = "",
    pg_schema: Annotated[
        str, typer.Option("--pg-schema", metavar="NAME", help="The schema there; otherwise msptool.")
    ] = "",
    notes: Annotated[bool, typer.Option("--notes", help="With the internal notes, of all tables.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write the library, a client's OSCAL package, or everything as tables for analysis: into one target.

    'standard import' reads a spreadsheet back without loss. The tables are for the practice itself, never for a client.
    """
    from msptool.exchange.library_export import FORMATS, check_target, select
    from msptool.standards.library import require_library
    from msptool.workspace.files import write_output

    given = {"csv": csv, "xlsx": xlsx, "oscal": oscal, "ciso-assistant": ciso_assistant}
    targets = {name: path for name, path in given.items() if path is not None}
    tables = [each for each in (parquet, duckdb, postgres or None) if each is not None]
    if len(targets) + len(tables) != 1:
        raise UsageRefusal(
            "Name one target: --csv FILE, --xlsx FILE, --oscal DIR, --ciso-assistant FILE.yaml, --parquet DIR, --duckdb FILE or "
            "--postgres URL."
        )
    run = invocation(ctx)
    if tables:
        if category or status != "all":
            raise UsageRefusal("The tables hold the whole workspace: leave out --status and --category.")
        from msptool.exchange.warehouse.commands import export_tables

        export_tables(
            run, parquet=parquet, duckdb=duckdb, postgres=postgres, schema=pg_schema, notes=notes, as_json=as_json
        )
        return
    if notes or pg_schema:
        raise UsageRefusal("--notes and --pg-schema go with the tables: --parquet, --duckdb or --postgres.")
    [(name, path)] = targets.items()
    if client is not None and name != "oscal":
        raise UsageRefusal("--client goes with --oscal: the other formats hold the library alone.")
    if name in _WHOLE:
        if category or status != "all":
            raise UsageRefusal(f"{_WHOLE[name]} holds the whole library: leave out --status and --category.")
        if name == "oscal":
            _export_oscal(run, path, client, as_json)
        else:
            _export_ciso_assistant(run, path, as_json)
        return
    check_target(path, f".{name}")
    selection = select(require_library(run.workspace.source), status, category or ())
    write_output(path, FORMATS[name](selection))
    found = len(selection.standards)
    if as_json:
        print_json("export", format=name, path=str(path), standards=found, categories=len(selection.categories))
        return
    typer.echo(f"Wrote {counted(found, 'standard')} to {path}.")


def _export_oscal(run: Invocation, folder: Path, client: str | None, as_json: bool) -> None:
    from msptool.exchange.oscal.catalog import write_catalog
    from msptool.exchange.oscal.package import Written, export_client

    done = export_client(run.workspace, folder, client) if client else Written((write_catalog(run.workspace, folder),))
    _say_shallow(run, "version, date and uuid may be others than in a whole one.")
    for remark in done.remarks:
        run.remark(remark)
    if as_json:
        files, removed = list(map(str, done.files)), list(map(str, done.removed))
        more = {"client": client, "removed": removed} if client else {}
        print_json("export", format="oscal", path=str(folder), files=files, **more)
        return
    for file in done.files:
        typer.echo(f"Wrote {file}.")
    for file in done.removed:
        typer.echo(f"Removed {file}, which an earlier export had written.")


def _export_ciso_assistant(run: Invocation, path: Path, as_json: bool) -> None:
    from msptool.exchange.ciso_assistant import library_version, library_yaml
    from msptool.exchange.library_export import check_target
    from msptool.exchange.oscal.catalog import edition_of
    from msptool.standards.library import require_library
    from msptool.workspace.files import write_output

    check_target(path, ".yaml")
    library = require_library(run.workspace.source)
    space = run.workspace
    edition, version = edition_of(space, library), library_version(space)
    content, found = library_yaml(library, space.settings, edition, version)
    write_output(path, content)
    _say_shallow(run, "the version may be lower than that of a whole one, and CISO Assistant takes no lower one.")
    if as_json:
        print_json("export", format="ciso-assistant", path=str(path), standards=found, version=version)
        return
    typer.echo(f"Wrote {counted(found, 'standard')} to {path}.")


def _say_shallow(run: Invocation, then: str) -> None:
    if run.workspace.history.exists and run.workspace.history.shallow:
        run.remark(f"This clone is shallow: {then}")
