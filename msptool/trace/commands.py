"""`msptool trace ID`."""

from __future__ import annotations

from typing import Annotated

import typer

from msptool.arguments import client_ids
from msptool.terminal import invocation, print_json


def trace(
    ctx: typer.Context,
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="A standard, a recommendation, a proposal or a change; or CLIENT/ID.")
    ],
    client: Annotated[str | None, typer.Option(help="Only at this client.", autocompletion=client_ids)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """From the standard to the verified fix: answers, finding, recommendation, proposal, work; with dates and commits."""
    from msptool.alignment.viewpoint import viewpoint
    from msptool.trace.chain import trace as chains_of

    run = invocation(ctx)
    view = viewpoint(run.workspace)
    chains = chains_of(view, identifier, client)
    if as_json:
        print_json(
            "trace", id=identifier,
            chains=[
                {
                    "client": chain.client.id, "standard": chain.standard.id, "state": chain.state,
                    "events": [
                        {"on": each.on, "kind": each.kind, "text": each.text, "path": each.path, "commit": each.commit}
                        for each in chain.events
                    ],
                }
                for chain in chains
            ],
        )  # fmt: skip
        return
    if not chains:
        if view.library.find(identifier.rpartition("/")[2]) is None:
            run.remark(
                f"'{identifier}' names no recommendation of a roadmap that fixes a standard: there is nothing to follow."
            )
        else:
            run.remark(f"'{identifier}' was never a 'no' at any client. --client CLIENT shows its answers at one.")
        return
    from msptool.trace.view import chain_text

    console = run.console()
    for number, chain in enumerate(chains):
        if number:
            console.print()
        console.print(chain_text(chain))
