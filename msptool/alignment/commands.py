"""`msptool score`."""

from __future__ import annotations

from typing import Annotated

import typer

from msptool.arguments import client_ids
from msptool.terminal import invocation, print_json
from msptool.workspace.problems import UsageRefusal

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def score(
    ctx: typer.Context,
    client: Annotated[
        str | None,
        typer.Argument(metavar="[CLIENT]", autocompletion=client_ids, help="The client's id; without it all clients."),
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
    from msptool.alignment.remembered import ClientFiles, total_of
    from msptool.alignment.scores import METHODS, Method, added
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
        served = view.served
        found = []
        for number, each in enumerate(served, 1):
            found.append((each, total_of(view, ClientFiles(view.source, each), way)))
            run.progress(number, len(served), "clients")
        if as_json:
            print_json(
                "scores",
                **data.viewpoint_data(view, way),
                clients=[{"client": each.id, **data.tally_data(total)} for each, total in found],
                practice=data.tally_data(added(total for _, total in found)),
            )
            return
        from msptool.alignment.view import score_table

        console = run.console()
        console.print(score_table(found, view, way, console.width))
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
