"""Commands that bring other people's formats in and out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msptool.terminal import Invocation, invocation, print_json
from msptool.words import counted
from msptool.workspace.problems import UsageRefusal

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
    status: Annotated[str, typer.Option(help="active, draft, retired or all; of a spreadsheet.")] = "all",
    category: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this category, of a spreadsheet (repeat it).")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write the library as a spreadsheet that 'standard import' reads back without loss, or as an OSCAL catalog."""
    from msptool.exchange.library_export import FORMATS, check_target, select
    from msptool.standards.library import require_library
    from msptool.workspace.files import write_output

    targets = {name: path for name, path in (("csv", csv), ("xlsx", xlsx), ("oscal", oscal)) if path is not None}
    if len(targets) != 1:
        raise UsageRefusal("Name one target: --csv FILE, --xlsx FILE or --oscal DIR.")
    run = invocation(ctx)
    [(name, path)] = targets.items()
    if name == "oscal":
        if category or status != "all":
            raise UsageRefusal("An OSCAL catalog holds the whole library: leave out --status and --category.")
        _export_oscal(run, path, as_json)
        return
    check_target(path, f".{name}")
    selection = select(require_library(run.workspace.source), status, category or ())
    write_output(path, FORMATS[name](selection))
    found = len(selection.standards)
    if as_json:
        print_json("export", format=name, path=str(path), standards=found, categories=len(selection.categories))
        return
    typer.echo(f"Wrote {counted(found, 'standard')} to {path}.")


def _export_oscal(run: Invocation, folder: Path, as_json: bool) -> None:
    from msptool.exchange.oscal_catalog import write_catalog

    file = write_catalog(run.workspace, folder)
    if run.workspace.history.exists and run.workspace.history.shallow:
        run.remark("This clone is shallow: version, date and uuid may be others than in a whole one.")
    if as_json:
        print_json("export", format="oscal", path=str(folder), files=[str(file)])
        return
    typer.echo(f"Wrote {file}.")
