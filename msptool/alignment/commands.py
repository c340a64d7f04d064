"""`msptool score` and `msptool finding ...`."""

from __future__ import annotations

from typing import Annotated

import typer

from msptool.terminal import invocation, print_json
from msptool.workspace.problems import UsageRefusal

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

finding = typer.Typer(help="Every current 'no', and the vCIO's triage.", no_args_is_help=True, rich_markup_mode=None)


def score(
    ctx: typer.Context,
    client: Annotated[
        str | None, typer.Argument(metavar="[CLIENT]", help="The client's id; without it all clients.")
    ] = None,
    method: Annotated[str | None, typer.Option(help="weighted, plain or vcio.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE|REV", help="As it was on a day, or in a commit.")
    ] = None,
    library: Annotated[
        str | None, typer.Option("--library", metavar="REV", help="Under the library of a commit.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Trace every point to question, answer and commit.")
    ] = False,
    trend: Annotated[bool, typer.Option("--trend", help="After each review so far.")] = False,
    as_json: AsJson = False,
) -> None:
    """How aligned a client is: score, coverage and the pessimistic bound, by category."""
    from msptool.alignment import data
    from msptool.alignment.scores import METHODS, Method, practice
    from msptool.alignment.trend import trend as points_of
    from msptool.alignment.viewpoint import viewpoint

    run = invocation(ctx)
    view = viewpoint(run.workspace, as_of, library)
    chosen = method or view.settings.score_method
    if chosen not in METHODS:
        raise UsageRefusal(f"--method takes {', '.join(METHODS)}, not {method!r}.")
    way: Method = chosen
    if view.remark:
        run.remark(view.remark)
    if client is None:
        if explain or trend:
            raise UsageRefusal("--explain and --trend need a client.")
        found = [view.assess(each, way) for each in view.served]
        if as_json:
            print_json(
                "scores",
                **data.viewpoint_data(view, way),
                clients=[{"client": each.client.id, **data.tally_data(each.total)} for each in found],
                practice=data.tally_data(practice(found)),
            )
            return
        from msptool.alignment.view import score_table

        console = run.console()
        console.print(score_table(found, view, console.width))
        return
    who = view.client(client)
    assessment = view.assess(who, way)
    points = points_of(view, who, way) if trend or not as_json else []
    if as_json:
        extra = {"parts": data.parts_data(assessment, view)} if explain else {}
        extra |= {"trend": data.trend_data(points)} if trend else {}
        print_json(
            "score",
            client=client,
            **data.viewpoint_data(view, way),
            **data.tally_data(assessment.total),
            categories=data.categories_data(assessment, view.library),
            sections=data.sections_data(assessment, view.library),
            **extra,
        )
        return
    from msptool.alignment.view import explained, scored, trend_table

    console = run.console()
    console.print(scored(assessment, view, points, console.width))
    if trend:
        console.print(trend_table(points))
    if explain:
        console.print(explained(assessment, view))


@finding.command(name="list")
def list_(
    ctx: typer.Context,
    client: Annotated[
        str | None, typer.Argument(metavar="[CLIENT]", help="The client's id; without it all clients.")
    ] = None,
    severity: Annotated[str | None, typer.Option(help="Only high, medium or low.")] = None,
    as_json: AsJson = False,
) -> None:
    """Every current 'no', the most severe and oldest first."""
    from msptool.alignment import data
    from msptool.alignment.viewpoint import viewpoint

    if severity not in (None, "high", "medium", "low"):
        raise UsageRefusal(f"--severity takes high, medium or low, not {severity!r}.")
    run = invocation(ctx)
    view = viewpoint(run.workspace)
    clients = [view.client(client)] if client else view.served
    found = [
        each for who in clients for each in view.findings(who)
        if severity in (None, each.severity)
    ]  # fmt: skip
    if as_json:
        print_json("findings", findings=[data.finding_data(each, view.as_of) for each in found])
        return
    if not found:
        unknown = [who.name for who in clients if not view.given(who.id)]
        run.remark(f"{unknown[0]} was never reviewed." if unknown and client else "No findings.")
        return
    from msptool.alignment.view import finding_table

    run.console().print(finding_table(found, view.as_of, one_client=client is not None))


@finding.command()
def triage(
    ctx: typer.Context,
    client: Annotated[str, typer.Argument(metavar="CLIENT")],
    standard: Annotated[str, typer.Argument(metavar="STANDARD", help="The finding's standard.")],
    stage: Annotated[str, typer.Argument(metavar="STAGE", help="aligned, marginal or vulnerable.")],
    reason: Annotated[str, typer.Option(help="Why, in the vCIO's words.")],
    by: Annotated[str | None, typer.Option(help="Who judged it; otherwise the client's vCIO.")] = None,
    as_json: AsJson = False,
) -> None:
    """Record how much a finding matters to this client; method 'vcio' scores it 100, 50 or 0 %."""
    from msptool.alignment.scores import CREDIT
    from msptool.alignment.triage import record
    from msptool.alignment.viewpoint import viewpoint
    from msptool.workspace.files import check_slug

    if stage not in CREDIT:
        raise UsageRefusal(f"A stage is {', '.join(CREDIT)}, not {stage!r}.")
    run = invocation(ctx)
    view = viewpoint(run.workspace)
    who = view.client(client)
    known = view.library.require(standard)
    if all(each.standard.id != known.id for each in view.findings(who)):
        raise UsageRefusal(f"{known.id} is no finding of {who.name}: its last answer is not no.")
    judge = check_slug(by, "person") if by else who.team.vcio
    path = record(run.workspace, who, known.id, stage, reason=reason, by=judge)
    if as_json:
        print_json("triage", client=client, standard=known.id, stage=stage, path=path)
    else:
        typer.echo(f"{known.id}: {stage}. {path}")
