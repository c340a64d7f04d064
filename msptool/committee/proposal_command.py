"""`msptool standard diff`."""

from __future__ import annotations

from typing import Annotated

import typer

from msptool.terminal import invocation, print_json
from msptool.workspace.problems import UsageRefusal


def diff(
    ctx: typer.Context,
    base: Annotated[str, typer.Argument(metavar="BASE", help="A commit, branch or tag, such as main or origin/main.")],
    head: Annotated[str | None, typer.Argument(metavar="[HEAD]", help="Otherwise the working folder.")] = None,
    format: Annotated[str, typer.Option("--format", help="text, json or markdown (for a pull request).")] = "text",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Say what changed in meaning between two libraries, and what it does to the clients."""
    from msptool.committee.proposal import proposal

    wanted = "json" if as_json else format
    if wanted not in ("text", "json", "markdown"):
        raise UsageRefusal(f"--format takes text, json or markdown, not {format!r}.")
    run = invocation(ctx)
    found = proposal(run.workspace, base, head)
    if wanted == "json":
        from msptool.committee.proposal_data import proposal_data

        print_json("standard-diff", **proposal_data(found), remarks=list(found.remarks))
    elif wanted == "markdown":
        from msptool.committee.proposal_markdown import as_markdown

        typer.echo(as_markdown(found).encode(), nl=False)
    else:
        from msptool.committee.proposal_view import proposal_text

        for remark in found.remarks:
            run.remark(remark)
        run.console().print(proposal_text(found))
