"""`msptool schedule export` and `holidays`: calendars out, and days off in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from msptool.arguments import client_ids
from msptool.terminal import invocation, print_json
from msptool.words import counted
from msptool.workspace.problems import UsageRefusal

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def export(
    ctx: typer.Context,
    ics: Annotated[
        Path | None, typer.Option("--ics", metavar="FILE|-", help="Write a calendar to subscribe to or import.")
    ] = None,
    invitations: Annotated[
        Path | None, typer.Option("--invitations", metavar="DIR", help="Write one file a visit, to send by mail.")
    ] = None,
    tam: Annotated[str | None, typer.Option(help="Only the visits of this TAM.")] = None,
    client: Annotated[
        str | None, typer.Option(help="Only this client's, with nothing internal in it.", autocompletion=client_ids)
    ] = None,
    year: Annotated[int | None, typer.Option("--year", min=1900, max=2200, help="Otherwise all years.")] = None,
    timed: Annotated[bool, typer.Option("--timed", help="With times, not as whole days.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write the visits as calendar files (RFC 5545). A later export updates the entries, and removes none silently."""
    from msptool.schedule.calendar_export import workspace_calendar, workspace_invitations
    from msptool.workspace.files import write_output

    if (ics is None) == (invitations is None):
        raise UsageRefusal("Name one target: --ics FILE or --invitations DIR.")
    if str(ics) == "-" and as_json:
        raise UsageRefusal("Standard output holds one thing: the calendar, or --json. Name a file with --ics.")
    run = invocation(ctx)
    if ics is not None:
        content = workspace_calendar(run.workspace, year=year, tam=tam, client=client, timed=timed)
        if str(ics) == "-":
            typer.echo(content, nl=False)
            return
        write_output(ics, content)
        files = [ics]
    else:
        assert invitations is not None
        found = workspace_invitations(run.workspace, year=year, tam=tam, client=client, timed=timed)
        files = [invitations / name for name in found]
        for name, content in found.items():
            write_output(invitations / name, content)
    if as_json:
        print_json("schedule-export", files=[str(file) for file in files])
    else:
        typer.echo(
            f"Wrote {files[0]}." if len(files) == 1 else f"Wrote {counted(len(files), 'file')} into {invitations}."
        )


def holidays(
    ctx: typer.Context,
    country: Annotated[str, typer.Argument(metavar="COUNTRY", help="ISO 3166, such as US, GB or DE.")],
    region: Annotated[str, typer.Option(help="A part of the country, such as TX.")] = "",
    year: Annotated[
        list[int] | None,
        typer.Option("--year", min=1900, max=2200, help="Repeat it; otherwise this year and the next."),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Write them into practice/calendars/.")] = False,
    as_json: AsJson = False,
) -> None:
    """The public holidays of a country or region; --write keeps them, so that a plan never changes with a library."""
    from msptool.schedule.public_holidays import public_holidays, require_place, write_holidays

    run = invocation(ctx)
    years = sorted(set(year or (run.today.year, run.today.year + 1)))
    place = require_place(country, region)
    found = public_holidays(place, years)
    name = place.calendar
    written = write_holidays(run.workspace, place, found) if write else []
    if as_json:
        print_json(
            "schedule-holidays",
            calendar=name,
            days={day.isoformat(): what for day, what in found.items()},
            written=written,
        )
        return
    for day, what in found.items():
        typer.echo(f"{day}  {day:%a}  {what}")
    if write:
        run.remark(f"practice/calendars/{name}.yaml has them. Name '{name}' under schedule.calendars in msptool.yaml.")
    else:
        run.remark("'--write' keeps them in practice/calendars/.")


COMMANDS = (("export", export), ("holidays", holidays))
