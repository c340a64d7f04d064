"""`msptool proposal ...`: the Design Desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from msptool.arguments import ClientId, client_ids
from msptool.terminal import Invocation, invocation, parse_day, print_json
from msptool.words import counted

if TYPE_CHECKING:
    from msptool.proposals.model import Proposal
    from msptool.proposals.quoting import Quoted
    from msptool.workspace.writes import Planned

app = typer.Typer(
    help="The Design Desk: proposals from templates, their prices, versions and queue.", no_args_is_help=True,
    rich_markup_mode=None,
)  # fmt: skip

Id = Annotated[str, typer.Argument(metavar="ID", help="The proposal's id.")]
# More seats, servers or sites than any client has.
MOST = 100_000
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def templates(ctx: typer.Context, as_json: AsJson = False) -> None:
    """The templates of practice/proposal-templates/."""
    from msptool.proposals.register import require_templates

    run = invocation(ctx)
    found = list(require_templates(run.workspace.source).values())
    if as_json:
        from msptool.proposals.data import template_data

        print_json("proposal-templates", templates=[template_data(each) for each in found])
        return
    from msptool.proposals.view import template_table

    run.console().print(template_table(found))
    run.remark(f"{counted(len(found), 'template')}. Hours with a + grow with what is counted.")


@app.command()
def new(
    ctx: typer.Context,
    client: ClientId,
    template: Annotated[str, typer.Option(metavar="T", help="What it starts from; 'msptool proposal templates'.")],
    id_: Annotated[str | None, typer.Option("--id", metavar="ID", help="Otherwise the template's.")] = None,
    title: Annotated[str | None, typer.Option(help="In the client's language; otherwise the template's.")] = None,
    recommendation: Annotated[
        list[str] | None, typer.Option(metavar="R", help="What of the roadmap it carries out; may be repeated.")
    ] = None,
    due: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Of the document; otherwise by proposals.writing_days.")
    ] = None,
    priority: Annotated[int | None, typer.Option(min=1, max=1000, help="The vCIO's order; 1 comes first.")] = None,
    by: Annotated[
        str | None, typer.Option(metavar="PERSON", help="Who asks for it; otherwise the client's vCIO.")
    ] = None,
    designer: Annotated[str | None, typer.Option(metavar="PERSON", help="Who writes it.")] = None,
    seats: Annotated[int | None, typer.Option(min=0, max=MOST, help="Otherwise the agreement's.")] = None,
    servers: Annotated[int | None, typer.Option(min=0, max=MOST, help="Otherwise the agreement's.")] = None,
    sites: Annotated[int | None, typer.Option(min=0, max=MOST, help="Otherwise those on file, at least 1.")] = None,
    as_json: AsJson = False,
) -> None:
    """Begin a proposal from a template, counted for the client's seats, servers and sites."""
    from msptool.clients.register import require_client
    from msptool.proposals.creation import Wish, new_proposal
    from msptool.proposals.register import require_template
    from msptool.proposals.scaling import Size
    from msptool.workspace.writes import write

    run = invocation(ctx)
    source = run.workspace.source
    who, what = require_client(source, client), require_template(source, template)
    wish = Wish(
        id_, title, tuple(recommendation or ()), by, designer, priority,
        parse_day(due, "--due takes a date") if due else None, Size(seats, servers, sites),
    )  # fmt: skip
    made = new_proposal(run.workspace, who, what, wish)
    paths = write(made.planned)
    if as_json:
        print_json(
            "proposal-new",
            client=client,
            id=made.id,
            path=made.planned.path,
            left_out=list(made.left_out),
            left_options=list(made.left_options),
            written=paths,
        )
        return
    typer.echo(f"Wrote {made.planned.path}.")
    if made.left_out:
        run.remark(f"Left out, because {who.name} has none of what they count: {', '.join(made.left_out)}.")
    if made.left_options:
        run.remark(f"Not offered, because nothing is left of it: the option {' and '.join(made.left_options)}.")
    run.remark(f"Ask the vendors for prices, then 'msptool proposal price {client} {made.id}'.")


@app.command(name="list")
def list_(
    ctx: typer.Context,
    client: Annotated[
        str | None, typer.Argument(metavar="[CLIENT]", autocompletion=client_ids, help="Only this client.")
    ] = None,
    status: Annotated[str | None, typer.Option(help="draft, ready, sent, accepted, declined or withdrawn.")] = None,
    as_json: AsJson = False,
) -> None:
    """All proposals, with their status and what they offer."""
    from msptool.proposals.pricing import priced, taken, terms_of
    from msptool.proposals.register import require_proposals, require_status

    run = invocation(ctx)
    wanted = require_status(status) if status else None
    rows = []
    for each in require_proposals(run.workspace.source, client):
        if wanted in (None, each.status):
            found = priced(each, terms_of(each, run.workspace.settings))
            rows.append((each, found.terms.currency, found.totals(taken(each, found))))
    if as_json:
        from msptool.proposals.data import listed_data

        print_json("proposals", proposals=[listed_data(*row) for row in rows])
        return
    from msptool.proposals.view import proposal_table

    if rows:
        run.console().print(proposal_table(rows, one_client=client is not None))
    run.remark(
        f"{counted(len(rows), 'proposal')}. With tax, and with the recommended alternative, or what the client chose."
    )


@app.command()
def queue(ctx: typer.Context, as_json: AsJson = False) -> None:
    """The open proposals in the vCIO's order: whose turn it is, what is late, whose prices run out."""
    from msptool.proposals.queue import queue as queue_of

    run = invocation(ctx)
    found = queue_of(run.workspace)
    if as_json:
        from msptool.proposals.data import queue_data

        print_json("proposal-queue", **queue_data(found))
        return
    from msptool.proposals.view import queue_text

    if found:
        run.console().print(queue_text(found, run.today))
    late = sum(each.days_late > 0 for each in found)
    run.remark(f"{counted(len(found), 'open proposal')}{f', {late} late' if late else ''}.")


@app.command()
def show(
    ctx: typer.Context,
    client: ClientId,
    id_: Id,
    version: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="An earlier version, from the git history.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """The whole proposal as the practice sees it. 'msptool report proposal' writes the client's document."""
    from msptool.people.register import load_people
    from msptool.proposals.pricing import priced, terms_of
    from msptool.proposals.register import require_proposal
    from msptool.proposals.versions import version_of

    run = invocation(ctx)
    found, commit = require_proposal(run.workspace.source, client, id_), None
    if version is not None:
        found, commit = version_of(run.workspace, found, version)
    prices = priced(found, terms_of(found, run.workspace.settings))
    if as_json:
        from msptool.proposals.data import proposal_data

        print_json("proposal", **proposal_data(found, prices, commit))
        return
    from msptool.proposals.view import proposal_text

    people = {name: person.name for name, person in load_people(run.workspace.source).items()}
    run.console().print(proposal_text(found, prices, people, commit))


@app.command()
def price(ctx: typer.Context, client: ClientId, id_: Id, as_json: AsJson = False) -> None:
    """The internal worksheet: cost, markup and margin of every line, the estimate's spread, and the totals."""
    from msptool.proposals.pricing import priced, terms_of
    from msptool.proposals.register import require_proposal

    run = invocation(ctx)
    found = require_proposal(run.workspace.source, client, id_)
    prices = priced(found, terms_of(found, run.workspace.settings))
    if as_json:
        from msptool.proposals.data import price_data

        print_json("proposal-price", client=client, id=id_, version=found.version, **price_data(found, prices))
        return
    from msptool.proposals.worksheet_view import worksheet_text

    console = run.console()
    console.print(worksheet_text(found, prices, console.width))


@app.command()
def revise(
    ctx: typer.Context,
    client: ClientId,
    id_: Id,
    reason: Annotated[str, typer.Option(help="Why; it is kept with the version.")],
    by: Annotated[str, typer.Option(metavar="ROLE", help="Who, by role or name.")] = "",
    as_json: AsJson = False,
) -> None:
    """Make what was sent or declined a draft again, as a new version. The old one stays in the git history."""
    from msptool.proposals.changes import revise as revised
    from msptool.proposals.register import require_proposal

    run = invocation(ctx)
    found = require_proposal(run.workspace.source, client, id_)
    _write(run, found, revised(run.workspace, found, reason=reason, by=by), "proposal-revise", as_json)


@app.command()
def advance(
    ctx: typer.Context,
    client: ClientId,
    id_: Id,
    status: Annotated[str, typer.Argument(metavar="STATUS", help="ready, sent, accepted, declined or withdrawn.")],
    by: Annotated[str, typer.Option(metavar="ROLE", help="Who, by role or name; for a decision the client's.")],
    reason: Annotated[str, typer.Option(help="Why; needed for declined and withdrawn.")] = "",
    option: Annotated[
        list[str] | None, typer.Option(metavar="OPTION", help="An option that the client took; may be repeated.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Give a proposal its next status. None can be skipped, and nothing is sent at a price that has run out.

    What the client accepted becomes the cost of the recommendation that it carries out, where that is a single one.
    """
    from msptool.proposals.changes import advance as advanced
    from msptool.proposals.quoting import quoted
    from msptool.proposals.register import require_proposal

    run = invocation(ctx)
    found = require_proposal(run.workspace.source, client, id_)
    planned = advanced(run.workspace, found, status, by=by, reason=reason, chosen=option or ())
    quote = quoted(run.workspace, found, option or ()) if status == "accepted" else None
    _write(run, found, planned, "proposal-advance", as_json, quote)


def _write(
    run: Invocation, before: Proposal, planned: Planned, schema: str, as_json: bool, quote: Quoted | None = None
) -> None:  # fmt: skip
    from msptool.proposals.data import head_data
    from msptool.proposals.register import require_proposal
    from msptool.workspace.writes import write

    paths = write(planned, *([quote.planned] if quote and quote.planned else []))
    found = require_proposal(run.workspace.source, before.client, before.id)
    if as_json:
        print_json(schema, **head_data(found), was=before.status, written=paths)
        return
    begun = found.begun
    until = f", stands until {begun.valid_until}" if found.status == "sent" and begun else ""
    typer.echo(f"{found.client}/{found.id}: {before.status} → {found.status}, version {found.version}{until}.")
    if quote is not None:
        from msptool.proposals.pricing import terms_of
        from msptool.proposals.quoting import quoted_text

        run.remark(quoted_text(quote, found.client, terms_of(found, run.workspace.settings).currency))
