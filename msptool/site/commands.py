"""`msptool site build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msptool.arguments import client_ids
from msptool.terminal import Invocation, invocation, print_json
from msptool.words import counted

if TYPE_CHECKING:
    from msptool.site.client_folder import LeftOut

app = typer.Typer(help="The practice as a static site.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def site() -> None:
    """The practice as a static site: for the team, and for each client a folder of its own."""


@app.command()
def build(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where the site goes: a new folder, or a site built before.")
    ],
    client: Annotated[
        str | None,
        typer.Option(
            metavar="CLIENT", autocompletion=client_ids, help="Only what this client may see, to be handed over."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Build pages to browse, from a folder or from a web server, without any request to elsewhere.

    DIR is the practice's own, with everything internal: publish it behind a login only. DIR/for-clients/CLIENT holds what
    that client may see, and so does DIR with --client.
    """
    from msptool.site.build import build_client, build_practice

    run = invocation(ctx)
    built = (
        build_practice(run.workspace, folder, run.remark)
        if client is None
        else build_client(run.workspace, folder, client)
    )
    if as_json:
        print_json(
            "site-build", folder=str(folder), client=client, pages=built.pages, files=built.files, bytes=built.bytes,
            clients=built.clients,
            left_out=[{"client": each.client, "report": each.report, "reason": each.reason} for each in built.left_out],
        )  # fmt: skip
    else:
        typer.echo(
            f"{counted(built.pages, 'page')} of {counted(built.clients, 'client')} in {folder}: open {folder / 'index.html'}."
        )
    _tell(run, built.left_out)


def _tell(run: Invocation, left_out: tuple[LeftOut, ...]) -> None:
    """What a broken file keeps from being shown is always told; what there is no data for, on request."""
    for each in left_out:
        if each.broken or run.verbose:
            run.remark(f"{each.client}, without the report {each.report}: {each.reason}")
    quiet = sum(not each.broken for each in left_out)
    if quiet and not run.verbose:
        run.remark(f"{counted(quiet, 'report')} left out for lack of data: 'msptool -v site build' says which.")
