"""`msptool client ...`."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from msptool.arguments import ClientId
from msptool.terminal import invocation, print_json
from msptool.words import counted

app = typer.Typer(help="Clients and their agreements.", no_args_is_help=True, rich_markup_mode=None)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command(name="list")
def list_(
    ctx: typer.Context,
    tag: Annotated[list[str] | None, typer.Option(help="Only with this tag; several: with all of them.")] = None,
    status: Annotated[str | None, typer.Option(help="onboarding, active or former.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the clients."""
    from msptool.clients.register import require_clients

    run = invocation(ctx)
    clients = [
        client for client in require_clients(run.workspace.source).values()
        if set(tag or ()) <= set(client.tags) and (status is None or client.status == status)
    ]  # fmt: skip
    if as_json:
        print_json(
            "clients",
            clients=[
                {
                    "id": client.id,
                    "name": client.name,
                    "status": client.status,
                    "tags": list(client.tags),
                    "technologies": list(client.technologies),
                    "team": client.team.model_dump(),
                }
                for client in clients
            ],
        )
        return
    from msptool.clients.view import client_table
    from msptool.people.register import load_people

    run.console().print(client_table(clients, load_people(run.workspace.source)))
    run.remark(f"{counted(len(clients), 'client')}.")


@app.command()
def show(ctx: typer.Context, client: ClientId, as_json: AsJson = False) -> None:
    """Show one client: agreement, people, and which standards apply."""
    from msptool.clients.agreements import visits_a_year
    from msptool.clients.applicability import why_not
    from msptool.clients.register import require_client
    from msptool.standards.library import require_library

    run = invocation(ctx)
    found = require_client(run.workspace.source, client)
    library = require_library(run.workspace.source)
    reasons = {standard.id: why_not(found, standard, run.today) for standard in library.active}
    visiting = visits_a_year(found, run.workspace.settings.visits)
    if as_json:
        print_json(
            "client", **json.loads(found.model_dump_json()), currency=run.workspace.settings.practice.currency,
            applicable=[name for name, reason in reasons.items() if reason is None],
            not_applicable=[{"standard": name, "reason": reason} for name, reason in reasons.items() if reason],
            visits={"recommended": visiting.recommended, "reason": visiting.reason, "agreed": visiting.agreed},
        )  # fmt: skip
        return
    from msptool.clients.view import client_details
    from msptool.people.register import load_people

    run.console().print(
        client_details(found, load_people(run.workspace.source), visiting, reasons, run.workspace.settings)
    )


@app.command()
def agreements(ctx: typer.Context, as_json: AsJson = False) -> None:
    """The agreement chart: people, days, seats, servers, storage, monthly revenue and dates of every client."""
    from msptool.clients.agreements import chart
    from msptool.clients.register import require_clients
    from msptool.people.register import load_people

    run = invocation(ctx)
    people = load_people(run.workspace.source)
    settings = run.workspace.settings
    rows = chart(require_clients(run.workspace.source).values(), people, settings.visits)
    if as_json:
        print_json(
            "agreements",
            currency=settings.practice.currency,
            agreements=[row.as_data(settings.practice.currency) for row in rows],
        )
        return
    from msptool.clients.view import agreement_chart

    console = run.console()
    console.print(agreement_chart(rows, settings.practice.currency, run.today, console.width))


@app.command()
def technologies(ctx: typer.Context, as_json: AsJson = False) -> None:
    """The technologies that a client can have: which standards apply hangs on them."""
    from msptool.clients.register import load_clients
    from msptool.standards.library import load_library

    run = invocation(ctx)
    library, clients = load_library(run.workspace.source)[0], load_clients(run.workspace.source)[0].values()
    rows = [
        {
            "id": name, "name": title,
            "standards": sum(name in each.applies_to.technologies for each in library.active),
            "clients": sum(name in each.technologies for each in clients if each.is_current),
        }
        for name, title in sorted(run.workspace.settings.all_technologies.items())
    ]  # fmt: skip
    if as_json:
        print_json("technologies", technologies=rows)
        return
    from msptool.clients.view import technology_table

    run.console().print(technology_table(rows))
