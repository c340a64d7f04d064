"""`msptool schedule confirm`, `done`, `move`, `reassign`, `cancel`, `reopen`: what happens to one visit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from msptool.arguments import ClientId
from msptool.terminal import Invocation, invocation, parse_day, print_json
from msptool.words import counted

if TYPE_CHECKING:
    from msptool.workspace.writes import Planned

Day = Annotated[str, typer.Argument(metavar="DAY", help="The visit's day, YYYY-MM-DD.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept with the visit.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def confirm(ctx: typer.Context, client: ClientId, day: Day, reason: Reason = "", as_json: AsJson = False) -> None:
    """The client has agreed to the day: no plan moves it any more."""
    from msptool.visits import changes

    _change(ctx, client, day, as_json, "confirmed", changes.confirm, reason)


def done(
    ctx: typer.Context, client: ClientId, day: Day,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="The day on which it took place, if another.")] = None,
    reason: Reason = "", as_json: AsJson = False,
) -> None:  # fmt: skip
    """The visit took place."""
    from msptool.schedule.moving import done_visit

    run = invocation(ctx)
    planned, actual = parse_day(day), parse_day(on) if on else None
    written = done_visit(run.workspace, client, planned, actual, reason)
    _tell(client, actual or planned, "done", written, as_json)


def cancel(ctx: typer.Context, client: ClientId, day: Day, reason: Reason = "", as_json: AsJson = False) -> None:
    """The visit does not take place. It stays in the calendars, as cancelled."""
    from msptool.visits import changes

    _change(ctx, client, day, as_json, "cancelled", changes.cancel, reason)


def _change(
    ctx: typer.Context, client: str, day: str, as_json: bool, what: str, step: Callable[..., Planned], reason: str
) -> None:
    from msptool.visits.register import require_visit, require_years
    from msptool.workspace.writes import write

    run = invocation(ctx)
    year, visit = require_visit(require_years(run.workspace.source), client, parse_day(day))
    written = write(step(run.workspace.root, year, visit, run.today, reason))
    _tell(client, visit.day, what, written, as_json)


def _tell(client: str, day: date, what: str, written: list[str], as_json: bool) -> None:
    if as_json:
        print_json("schedule-visit", client=client, day=day, step=what, written=written)
    else:
        typer.echo(f"{client} {day}: {what}.")


def reassign(
    ctx: typer.Context, client: ClientId, day: Day,
    tam: Annotated[str, typer.Argument(metavar="PERSON", help="The id of whoever makes the visit now.")],
    reason: Reason = "",
    anyway: Annotated[bool, typer.Option("--anyway", help="Also on a day on which he or she does not work.")] = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Hand a visit to somebody else. It is cancelled in the calendar of whoever was to make it."""
    from msptool.schedule.moving import reassign_visit

    run = invocation(ctx)
    planned = parse_day(day)
    written = reassign_visit(run.workspace, client, planned, tam, reason, anyway=anyway)
    _tell(client, planned, "reassigned", written, as_json)


def reopen(ctx: typer.Context, client: ClientId, day: Day, reason: Reason = "", as_json: AsJson = False) -> None:
    """Take back that a visit is confirmed, cancelled, or held on its day: it is planned, and plans may move it."""
    from msptool.schedule.moving import reopen_visit

    run = invocation(ctx)
    planned = parse_day(day)
    _tell(client, planned, "reopened", reopen_visit(run.workspace, client, planned, reason), as_json)


def move(
    ctx: typer.Context,
    client: ClientId,
    day: Day,
    to: Annotated[str, typer.Argument(metavar="NEW", help="The new day, YYYY-MM-DD.")],
    reason: Reason = "",
    replan: Annotated[
        bool, typer.Option("--replan", help="Move other visits that are in the way, as few as possible.")
    ] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Also against a rule, such as a day of leave; plans leave it there.")
    ] = False,
    confirmed: Annotated[bool, typer.Option("--confirmed", help="The client has agreed to the new day.")] = False,
    as_json: AsJson = False,
) -> None:
    """Give a visit another day. What that breaks is said first, and nothing is written.

    A confirmed visit is only planned again, until the client has agreed to the new day.
    """
    from msptool.schedule.moving import move_visit

    run = invocation(ctx)
    old, new = parse_day(day), parse_day(to)
    found = move_visit(run.workspace, client, old, new, reason, replan=replan, anyway=anyway, confirmed=confirmed)
    if as_json:
        print_json(
            "schedule-move", client=client, old=old, new=new, written=found.paths,
            moves=[{"client": each.client, "old": each.was, "new": each.day} for each in found.others],
        )  # fmt: skip
        return
    typer.echo(f"{client}: {old} → {new}.")
    if not reason:
        run.remark("No reason is kept: '--reason' says why a visit moves.")
    for each in found.others:
        typer.echo(f"{each.client}: {each.was} → {each.day} (was in the way).")
    _say(run, found.others)


def _say(run: Invocation, others: list[Any]) -> None:
    if others:
        run.remark(
            f"{counted(len(others), 'other visit')} moved. Tell these clients: 'msptool report notification CLIENT'."
        )


COMMANDS = (
    ("confirm", confirm),
    ("done", done),
    ("move", move),
    ("reassign", reassign),
    ("cancel", cancel),
    ("reopen", reopen),
)
