"""`msptool toolmap ...`: the tools of the practice. The picture is drawn in the room of the reports."""

from __future__ import annotations

from typing import Annotated

import typer

from msptool.arguments import client_ids
from msptool.terminal import invocation, print_json

app = typer.Typer(help="The tool map: tools, flows, sources of truth.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def add(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="A readable id, such as psa.")],
    name: Annotated[str, typer.Option(help="As the team calls it.")],
    kind: Annotated[
        str,
        typer.Option(help="rmm, psa, monitoring, backup, documentation, identity, reporting, security or other."),
    ],
    owner: Annotated[str, typer.Option(metavar="PERSON", help="Who answers for it, by practice/people/.")],
    client: Annotated[
        list[str] | None,
        typer.Option(
            metavar="C", autocompletion=client_ids, help="Only for this client; may be repeated. Otherwise all."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Add a tool to the map, which begins with its first one. Flows and the rest are written in the file."""
    from msptool.changes.toolmap.writing import add_tool
    from msptool.clients.register import require_clients
    from msptool.workspace.writes import write

    run = invocation(ctx)
    planned = add_tool(
        run.workspace, id_, name=name, kind=kind, owner=owner, clients=tuple(client or ()),
        known_clients=require_clients(run.workspace.source),
    )  # fmt: skip
    paths = write(planned)
    if as_json:
        print_json("toolmap-add", id=id_, path=planned.path, written=paths)
        return
    typer.echo(f"Added '{id_}' to {planned.path}.")
    run.remark(
        "Write its data, its flows and what it is the source of truth for into the file; 'msptool lint' says what is loose."
    )
