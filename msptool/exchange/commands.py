"""Commands that bring other people's formats in and out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msptool.terminal import invocation, print_json
from msptool.workspace.problems import UsageRefusal


def import_standards(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .xlsx with one question a row.")],
    category: Annotated[str | None, typer.Option(help="Put every row into this category.")] = None,
    status: Annotated[str, typer.Option(help="Status of new standards: active or draft.")] = "active",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done; write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Import standards from a spreadsheet. Rows that are no yes/no question are reported and left out."""
    from msptool.exchange.standard_import import apply_plan, plan_import
    from msptool.exchange.tables import read_table
    from msptool.standards.library import require_library
    from msptool.workspace.files import check_slug

    if status not in ("active", "draft"):
        raise UsageRefusal(f"--status takes active or draft, not {status!r}.")
    if category is not None:
        check_slug(category, "category")
    run = invocation(ctx)
    table = read_table(file)
    if table.remark:
        run.remark(table.remark)
    library = require_library(run.workspace.source)
    plan = plan_import(table, library, status=status, category=category)
    if not dry_run:
        apply_plan(run.workspace.root, library, plan)
    if as_json:
        print_json(
            "standard-import",
            dry_run=dry_run,
            created=list(plan.created),
            updated=list(plan.updated),
            skipped=[{"row": row, "reason": reason} for row, reason in plan.skipped],
            not_yes_no=[{"row": row, "text": text, "code": code} for row, text, code in plan.not_yes_no],
            unmapped_columns=plan.unmapped_columns,
        )
        return
    for row, text, code in plan.not_yes_no:
        typer.echo(f"row {row}: {code} not a yes/no question: {text}")
    for row, reason in plan.skipped:
        typer.echo(f"row {row}: skipped. {reason}")
    if plan.unmapped_columns:
        typer.echo(f"columns not used: {', '.join(plan.unmapped_columns)}")
    typer.echo(
        f"{'Would create' if dry_run else 'Created'} {len(plan.created)}, update{'' if dry_run else 'd'} {len(plan.updated)}, "
        f"skip{'' if dry_run else 'ped'} {len(plan.skipped)}; {len(plan.not_yes_no)} are no yes/no questions."
    )
    if plan.not_yes_no:
        run.remark("'msptool lint --explain CODE' says what a code means and how to reword.")
