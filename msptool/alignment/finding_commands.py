"""`msptool finding ...`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, get_args

import typer

from msptool.arguments import ClientId, client_ids, standard_ids
from msptool.terminal import invocation, parse_day, print_json
from msptool.workspace.problems import UsageRefusal

app = typer.Typer(help="Every current 'no', and the vCIO's triage.", no_args_is_help=True, rich_markup_mode=None)

Standard = Annotated[
    str, typer.Argument(metavar="STANDARD", help="The finding's standard.", autocompletion=standard_ids)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command(name="list")
def list_(
    ctx: typer.Context,
    client: Annotated[
        str | None,
        typer.Argument(metavar="[CLIENT]", autocompletion=client_ids, help="The client's id; without it all clients."),
    ] = None,
    severity: Annotated[str | None, typer.Option(help="Only high, medium or low.")] = None,
    status: Annotated[str | None, typer.Option(help="Only open, triaged, accepted or reopened.")] = None,
    area: Annotated[str | None, typer.Option(help="Only what this delivery area must act on, such as vcio.")] = None,
    stage: Annotated[str | None, typer.Option(help="Only aligned, marginal, vulnerable or accepted.")] = None,
    as_json: AsJson = False,
) -> None:
    """Every current 'no' with its age and who must act, the most severe and oldest first."""
    from msptool.alignment import data
    from msptool.alignment.findings import Status
    from msptool.alignment.triage import STAGES
    from msptool.alignment.viewpoint import viewpoint
    from msptool.standards.model import AREAS, Level

    _refuse_unless_one_of("--severity", severity, get_args(Level))
    _refuse_unless_one_of("--status", status, get_args(Status))
    _refuse_unless_one_of("--area", area, AREAS)
    _refuse_unless_one_of("--stage", stage, STAGES)
    run = invocation(ctx)
    view = viewpoint(run.workspace)
    clients = [view.client(client)] if client else view.served
    found = [
        each for who in clients for each in view.findings(who)
        if severity in (None, each.severity) and status in (None, each.status)
        and area in (None, each.area) and stage in (None, each.stage)
    ]  # fmt: skip
    if as_json:
        print_json("findings", findings=[data.finding_data(each, view.as_of) for each in found])
        return
    if not found:
        unknown = [who.name for who in clients if not view.given(who.id)]
        run.remark(f"{unknown[0]} was never reviewed." if unknown and client else "No findings.")
        return
    from msptool.alignment.finding_view import finding_list

    console = run.console()
    console.print(finding_list(found, one_client=client is not None, width=console.width))


@app.command()
def show(ctx: typer.Context, client: ClientId, standard: Standard, as_json: AsJson = False) -> None:
    """Everything of one finding: question, answers, judgements, who accepts it until when, who acts, the remedy."""
    from msptool.alignment.detail import detail
    from msptool.alignment.viewpoint import viewpoint

    run = invocation(ctx)
    view = viewpoint(run.workspace)
    found = detail(view, view.client(client), view.library.require(standard))
    if as_json:
        from msptool.alignment.detail_data import detail_data

        print_json("finding", **detail_data(found))
        return
    from msptool.alignment.detail_view import detail_text
    from msptool.people.register import load_people

    run.console().print(detail_text(found, load_people(run.workspace.source)))


@app.command()
def triage(
    ctx: typer.Context,
    client: ClientId,
    standard: Standard,
    stage: Annotated[str, typer.Argument(metavar="STAGE", help="aligned, marginal, vulnerable or accepted.")],
    reason: Annotated[str, typer.Option(help="Why, in the vCIO's words.")],
    by: Annotated[str | None, typer.Option(help="Who judged it; otherwise the client's vCIO.")] = None,
    way: Annotated[
        str | None, typer.Option(help="How it gets fixed: catch-up, in-scope, out-of-scope or opportunistic.")
    ] = None,
    accepted_by: Annotated[
        str | None,
        typer.Option(
            metavar="WHO", help="Who at the client accepts the risk: role and name, or the role of a contact."
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="The last day of an accepted risk; then the finding is open again."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Record how much a finding matters to this client, or that the client accepts it as a risk until a day.

    Method 'vcio' scores aligned 100 %, marginal 50 %, vulnerable and accepted 0 %.
    """
    from msptool.alignment.detail import require_finding
    from msptool.alignment.triage import judgement, plan_judgements
    from msptool.alignment.viewpoint import viewpoint
    from msptool.alignment.who import far_ahead
    from msptool.people.register import load_people, require_person
    from msptool.workspace.files import check_slug
    from msptool.workspace.writes import write

    run = invocation(ctx)
    view = viewpoint(run.workspace)
    who = view.client(client)
    found = require_finding(view, who, view.library.require(standard))
    judge = require_person(view.source, check_slug(by, "person")).id if by is not None else who.team.vcio
    last = parse_day(until, "--until takes a day") if until is not None else None
    said = judgement(
        who, load_people(view.source), stage, on=run.today, reason=reason, by=judge, way=way, accepted_by=accepted_by, until=last
    )  # fmt: skip
    planned = plan_judgements(run.workspace.root, who.id, {found.standard.id: said})
    write(planned)
    if said.until is not None and far_ahead(said.until, run.today):
        run.remark(f"{said.until} is more than three years ahead: check that it is the right day.")
    if as_json:
        print_json(
            "triage", client=client, standard=found.standard.id, stage=said.stage, way=said.way,
            accepted_by=said.accepted_by, until=said.until, path=planned.path,
        )  # fmt: skip
        return
    from msptool.alignment.finding_view import judgement_text

    typer.echo(f"{found.standard.id}: {judgement_text(said)}. {planned.path}")


def _refuse_unless_one_of(option: str, value: str | None, known: Iterable[str]) -> None:
    names = list(known)
    if value is not None and value not in names:
        raise UsageRefusal(f"{option} takes {', '.join(names[:-1])} or {names[-1]}, not {value!r}.")
