"""`msptool checklist ...`."""

from __future__ import annotations

from typing import Annotated

import typer

from msptool.arguments import ClientId, client_ids
from msptool.terminal import Invocation, invocation, parse_day, print_json
from msptool.words import counted
from msptool.workspace.problems import UsageRefusal

app = typer.Typer(
    help="Joiners, movers, leavers, new clients: checklists and their runs.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
By = Annotated[str | None, typer.Option(metavar="PERSON", help="Who does it.")]


@app.command(name="list")
def list_checklists(
    ctx: typer.Context,
    client: Annotated[
        str | None,
        typer.Argument(
            metavar="[CLIENT]", autocompletion=client_ids, help="Only runs of this client, finished ones too."
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Runs that are finished too.")] = False,
    as_json: AsJson = False,
) -> None:
    """The checklists, and the runs that are open."""
    from msptool.clients.register import require_client
    from msptool.runbooks.checklists.runs import require_checklist_runs, require_checklists
    from msptool.runbooks.checklists.view import checklist_data, lists_text, run_data

    run = invocation(ctx)
    source = run.workspace.source
    if client is not None:
        require_client(source, client)
    lists = list(require_checklists(source).values())
    runs = [each for each in require_checklist_runs(source, client) if everything or client or each.open_items]
    if as_json:
        print_json(
            "checklists",
            checklists=[checklist_data(each) for each in lists],
            runs=[run_data(each, run.today) for each in runs],
        )
        return
    run.console().print(lists_text([] if client else lists, runs, run.today))


@app.command()
def show(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="CHECKLIST|CLIENT", help="A checklist; or a client, and then a run.")],
    run_id: Annotated[str | None, typer.Argument(metavar="[RUN]", help="The run's id, or a part of it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show a checklist, or one run of it."""
    from msptool.people.register import load_people
    from msptool.runbooks.checklists.runs import require_checklist, require_checklist_run, require_checklists
    from msptool.runbooks.checklists.view import checklist_data, checklist_text, run_data, run_text

    run = invocation(ctx)
    source = run.workspace.source
    if run_id is None:
        checklist = require_checklist(source, name)
        if as_json:
            print_json("checklist", **checklist_data(checklist))
        else:
            run.console().print(checklist_text(checklist))
        return
    found = require_checklist_run(source, _client(run, name), run_id)
    if as_json:
        print_json("checklist-run", **run_data(found, run.today))
        return
    lists = require_checklists(source)
    run.console().print(run_text(found, lists.get(found.checklist), load_people(source), run.today))


@app.command()
def start(
    ctx: typer.Context,
    checklist: Annotated[str, typer.Argument(metavar="CHECKLIST", help="The checklist's id.")],
    client: ClientId,
    about: Annotated[
        str, typer.Argument(metavar="WHO", help="Whom it is about; for a client the client's name will do.")
    ],
    ticket: Annotated[str, typer.Option(metavar="ID", help="The ticket.")] = "",
    due: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="The last day; otherwise so many days as the checklist says."),
    ] = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Begin a run of a checklist: its record stands in the client's folder."""
    from msptool.runbooks.checklists.model import CHECKLIST_RUN
    from msptool.runbooks.checklists.runs import begin, require_checklist
    from msptool.runbooks.checklists.view import run_data
    from msptool.runbooks.naming import require_ticket

    run = invocation(ctx)
    found = require_checklist(run.workspace.source, checklist)
    last = parse_day(due, "--due takes a day") if due else None
    if last is not None and last < run.today:
        raise UsageRefusal(f"{last} is past.")
    begun = begin(
        run.workspace, found, _client(run, client), about, ticket=require_ticket(ticket), due=last, by=_person(run, by)
    )
    path = CHECKLIST_RUN.path(client=client, id=begun.id)
    if as_json:
        print_json("checklist-run", **run_data(begun, run.today), path=path)
        return
    typer.echo(f"{counted(len(begun.items), 'item')}{f', due {begun.due}' if begun.due else ''}. {path}")
    run.remark(f"Tick with 'msptool checklist tick {client} {begun.id} ITEM'.")


@app.command()
def tick(
    ctx: typer.Context,
    client: ClientId,
    run_id: Annotated[str, typer.Argument(metavar="RUN", help="The run's id, or a part of it that says enough.")],
    items: Annotated[list[str], typer.Argument(metavar="ITEM...", help="Items by their ids.")],
    note: Annotated[str, typer.Option(metavar="TEXT", help="What is to be remembered.")] = "",
    na: Annotated[str, typer.Option(metavar="WHY", help="The items do not apply, for this reason.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take a tick back.")] = False,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Tick items of a run today, or say why they do not apply."""
    from msptool.runbooks.checklists.runs import require_checklist_run
    from msptool.runbooks.checklists.runs import tick as settle
    from msptool.runbooks.checklists.view import run_data

    run = invocation(ctx)
    source = run.workspace.source
    if undo and na:
        raise UsageRefusal("--undo takes a tick back, and --na makes one: one of the two.")
    found = require_checklist_run(source, _client(run, client), run_id)
    path = settle(run.workspace, found, items, by=_person(run, by), note=note.strip(), na=na.strip(), undo=undo)
    now = require_checklist_run(source, client, found.id)
    if as_json:
        print_json("checklist-run", **run_data(now, run.today), path=path)
        return
    left = counted(len(now.open_items), "item")
    typer.echo(
        f"{left} left of {len(now.items)}. {path}" if now.open_items else f"All {len(now.items)} settled. {path}"
    )


def _client(run: Invocation, client: str) -> str:
    from msptool.clients.register import require_client

    return require_client(run.workspace.source, client).id


def _person(run: Invocation, person: str | None) -> str | None:
    from msptool.people.register import require_person

    return None if person is None else require_person(run.workspace.source, person).id
