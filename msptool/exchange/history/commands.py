"""`msptool import ...`: what another product knows, for an MSP that leaves it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msptool.terminal import invocation, print_json
from msptool.words import counted

_MANY = 20_000

app = typer.Typer(help="Bring in what another product knows.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def group() -> None:
    """Bring in what another product knows."""


@app.command()
def history(
    ctx: typer.Context,
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="A folder with clients.json, reviews-1.json ... of the product's reporting API."
        ),
    ],
    source: Annotated[
        str, typer.Option(metavar="NAME", help="The name under which the ids of the dump are kept; otherwise 'import'.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done; write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Import clients, people, reviews, roadmaps and meetings from a dump. What exists is never overwritten.

    A record with a fault is reported and left out; the others come in. A dump with a missing page is refused as a whole.
    """
    from msptool.exchange.history.dump import read_dump
    from msptool.exchange.history.importing import plan_history, write_history
    from msptool.exchange.history.report import outcome_data, outcome_text

    run = invocation(ctx)
    workspace, dump = run.workspace, read_dump(folder)
    records = sum(len(found) for found in dump.records.values())
    if records > _MANY:
        run.remark(f"{counted(records, 'record')} are read. To look at them all takes a minute or two.")
    outcome = plan_history(dump, workspace, source)
    written = [] if dry_run else write_history(outcome)
    if as_json:
        print_json("history-import", **outcome_data(outcome, written, dry_run=dry_run))
        return
    run.console().print(outcome_text(outcome, dry_run=dry_run))
    if written:
        run.remark("Look at what came in with 'git status' and 'msptool lint', then commit it.")
