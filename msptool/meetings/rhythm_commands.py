"""`msptool schedule rhythm`: what a TAM and a vCIO should talk about."""

from __future__ import annotations

from typing import Annotated

import typer

from msptool.terminal import invocation, parse_day, print_json


def rhythm(
    ctx: typer.Context,
    tam: Annotated[str | None, typer.Argument(metavar="[TAM]", help="The TAM's id; without it every pair.")] = None,
    vcio: Annotated[str | None, typer.Option("--with", metavar="VCIO", help="Only the clients of this vCIO.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The last meeting; otherwise 30 days ago.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every finding of every client.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """The agenda of the TAM and the vCIO: their clients, the one that needs most talk first."""
    from msptool.alignment.viewpoint import viewpoint
    from msptool.meetings.rhythm import PERIOD, meetings
    from msptool.people.register import load_people
    from msptool.visits.register import appointments, require_years

    run = invocation(ctx)
    view = viewpoint(run.workspace)
    people = load_people(run.workspace.source)
    start = parse_day(since) if since else run.today - PERIOD
    written = list(appointments(require_years(run.workspace.source)))
    found = meetings(view, written, start, people, tam, vcio)
    if as_json:
        from msptool.meetings.rhythm_data import meeting_data

        print_json(
            "schedule-rhythm", since=start, day=run.today, meetings=[meeting_data(each, run.today) for each in found]
        )
        return
    from msptool.meetings.outline import page_text
    from msptool.meetings.rhythm_view import meeting_page

    for number, each in enumerate(found):
        if number:
            typer.echo()
        run.console().print(page_text(meeting_page(each, people, start, run.today, None if all_ else 5)))
