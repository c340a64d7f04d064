"""`msptool review agenda`: the visit day from the morning meeting to the handoffs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msptool.arguments import ClientId
from msptool.terminal import invocation, parse_day, print_json
from msptool.words import counted


def agenda(
    ctx: typer.Context,
    client: ClientId,
    day: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Otherwise today's visit, else the next planned one.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="DIR", help="Write agenda.md, afternoon.md and a handoff for each area there."
        ),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every finding and every category.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """The visit day: both meetings, findings, today's list, tickets, what was promised, and the handoffs."""
    from msptool.meetings.agenda import agenda as agenda_of

    run = invocation(ctx)
    settings = run.workspace.settings
    found = agenda_of(run.workspace, client, parse_day(day) if day else None)
    for remark in found.remarks:
        run.remark(remark)
    written: list[str] = []
    if output is not None:
        from msptool.meetings.agenda_files import day_files, left_behind, write_files

        written = write_files(output, day_files(found, settings))
        if old := left_behind(output, written):
            run.remark(f"{output} holds files of an earlier day besides: {', '.join(old)}.")
    if as_json:
        from msptool.meetings.agenda_data import agenda_data

        print_json("review-agenda", **agenda_data(found, settings), written=written)
        return
    if output is not None:
        for path in written:
            typer.echo(path)
        if found.reported is None:
            run.remark("The afternoon summary and the handoffs come with the day's review: run it again then.")
        else:
            run.remark(f"{counted(len(written), 'file')}; only afternoon.md is for the client.")
        return
    from msptool.meetings.agenda_view import agenda_page
    from msptool.meetings.outline import page_text, shortened

    run.console().print(page_text(shortened(agenda_page(found, settings), None if all_ else 12)))
