"""`msptool standard upstream ...`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msptool.arguments import standard_ids
from msptool.terminal import invocation, print_json
from msptool.workspace.problems import EXIT_PROBLEMS, UsageRefusal

if TYPE_CHECKING:
    pass

app = typer.Typer(
    help="Follow the library that yours started from, and keep your own changes.", no_args_is_help=True,
    rich_markup_mode=None,
)  # fmt: skip

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
From = Annotated[
    Path | None,
    typer.Option("--from", metavar="DIR", help="Another workspace to follow; otherwise what this msptool ships."),
]


@app.command()
def status(ctx: typer.Context, from_: From = None, as_json: AsJson = False) -> None:
    """What upstream changed since you took it, what you changed, and where both did. Writes nothing."""
    from msptool.standards.upstream_merge import comparison, upstream_at

    run = invocation(ctx)
    found = comparison(run.workspace, upstream_at(from_), switch=True)
    if as_json:
        from msptool.standards.upstream_data import comparison_data

        print_json("standard-upstream", **comparison_data(found))
        return
    from msptool.standards.upstream_view import comparison_text

    run.console().print(comparison_text(found))


@app.command()
def merge(
    ctx: typer.Context,
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]...", help="Only these standards and categories.", autocompletion=standard_ids),
    ] = None,
    field: Annotated[list[str] | None, typer.Option(help="Only this field, such as why; may be repeated.")] = None,
    take: Annotated[str | None, typer.Option(metavar="ours|theirs", help="How to decide conflicts.")] = None,
    drafts: Annotated[bool, typer.Option("--drafts", help="New standards become drafts for the committee.")] = False,
    switch: Annotated[bool, typer.Option("--switch", help="Follow another upstream from now on.")] = False,
    from_: From = None,
    as_json: AsJson = False,
) -> None:
    """Take what only upstream changed, and show field by field what both changed.

    A field that you changed is never overwritten unless you say --take theirs; --take ours settles a conflict for
    good. Exits with 1 while conflicts are left. Look at 'msptool standard diff HEAD' before you commit.
    """
    from msptool.standards.upstream_merge import Choice, comparison, upstream_at
    from msptool.standards.upstream_merge import merge as merge_into

    if take not in (None, "ours", "theirs"):
        raise UsageRefusal(f"--take takes ours or theirs, not {take!r}.")
    run = invocation(ctx)
    upstream = upstream_at(from_)
    found = comparison(run.workspace, upstream, switch=switch)
    choice = Choice(tuple(ids or ()), tuple(field or ()), take, drafts)  # type: ignore[arg-type]
    done = merge_into(run.workspace, upstream, found, choice)
    if as_json:
        from msptool.standards.upstream_data import merged_data

        print_json("standard-upstream-merge", **merged_data(found, done))
    else:
        from msptool.standards.upstream_view import merged_text

        run.console().print(merged_text(found, done))
        if done.paths:
            run.remark("Look at 'msptool standard diff HEAD', run 'msptool lint', then commit standards/.")
    if done.conflicts:
        raise typer.Exit(EXIT_PROBLEMS)
