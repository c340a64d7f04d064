"""`msptool index ...`."""

from __future__ import annotations

from typing import Annotated

import typer

from msptool.terminal import invocation, print_json
from msptool.words import counted
from msptool.workspace.problems import EXIT_PROBLEMS

app = typer.Typer(
    help="What the files hold, remembered by their content: large workspaces answer faster.",
    no_args_is_help=True, rich_markup_mode=None,
)  # fmt: skip

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def build(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Bring the index up to date. Every command does so for the files that it reads; this does it for all at once."""
    from msptool.lint.indexing import build as bring_up_to_date
    from msptool.lint.indexing import require_index

    run = invocation(ctx)
    index = require_index(run.workspace)
    done = bring_up_to_date(run.workspace, index, run.progress)
    if as_json:
        print_json(
            "index-build", files=done.files, known=done.known, parsed=done.parsed, faulty=done.faulty, dropped=done.dropped,
            bytes=done.bytes, path=str(index.path),
        )  # fmt: skip
        return
    typer.echo(
        f"{counted(done.files, 'file')}: {done.known:,} known, {done.parsed:,} parsed, {done.dropped:,} old ones dropped."
    )
    if done.faulty:
        run.remark(f"{counted(done.faulty, 'file')} cannot be used: 'msptool lint' says why.")


@app.command()
def status(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Where the index stands, and how much it knows."""
    from msptool.lint.indexing import others, require_index, size_of

    run = invocation(ctx)
    index = require_index(run.workspace)
    count, size, rest = index.count(), size_of(index), others(run.workspace, index)
    if as_json:
        print_json("index", path=str(index.path), contents=count, bytes=size, of_other_versions=rest)
        return
    typer.echo(f"{counted(count, 'content')}, {size / 1e6:,.1f} MB, {index.path}")
    if rest:
        run.remark(
            f"{counted(rest, 'index', 'indexes')} of other versions of msptool: 'msptool index build' deletes them."
        )


@app.command()
def check(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Parse every file again and compare. There is no difference, unless somebody has changed the index by hand."""
    from msptool.lint.indexing import differing, require_index

    run = invocation(ctx)
    found = differing(run.workspace, require_index(run.workspace), run.progress)
    if as_json:
        print_json("index-check", differing=found)
    else:
        for path in found:
            typer.echo(path)
        run.remark("'msptool index clear' deletes the index." if found else "The index says what the files say.")
    if found:
        raise typer.Exit(EXIT_PROBLEMS)


@app.command()
def clear(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Delete the index. Nothing is lost: it is made anew from the files."""
    from msptool.lint.indexing import remove

    run = invocation(ctx)
    gone = remove(run.workspace)
    if as_json:
        print_json("index-clear", deleted=gone)
    else:
        typer.echo(f"Deleted {counted(gone, 'file')}." if gone else "There was no index.")
