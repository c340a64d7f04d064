"""`msptool schedule confirm`, `done`, `move`, `cancel`: what happens to one visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from msptool.terminal import Invocation, invocation, parse_day, print_json
from msptool.words import counted

if TYPE_CHECKING:
    from msptool.workspace.writes import Planned

Client = Annotated[str, typer.Argument(metavar="CLIENT", help="The client's id.")]
Day = Annotated[str, typer.Argument(metavar="DAY", help="The visit's day, YYYY-MM-DD.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept with the visit.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def confirm(ctx: typer.Context, client: Client, day: Day, reason: Reason = "", as_json: AsJson = False) -> None:
    """The client has agreed to the day: no plan moves it any more."""
    from msptool.visits import changes

    _change(ctx, client, day, as_json, "confirmed", changes.confirm, reason)


def done(ctx: typer.Context, client: Client, day: Day, reason: Reason = "", as_json: AsJson = False) -> None:
    """The visit took place."""
    from msptool.visits import changes

    _change(ctx, client, day, as_json, "done", changes.done, reason)


def cancel(ctx: typer.Context, client: Client, day: Day, reason: Reason = "", as_json: AsJson = False) -> None:
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
    if as_json:
        print_json("schedule-visit", client=client, day=visit.day, step=what, written=written)
    else:
        typer.echo(f"{client} {visit.day}: {what}.")


def move(
    ctx: typer.Context,
    client: Client,
    day: Day,
    to: Annotated[str, typer.Argument(metavar="NEW", help="The new day, YYYY-MM-DD.")],
    reason: Reason = "",
    replan: Annotated[
        bool, typer.Option("--replan", help="Move other visits that are in the way, as few as possible.")
    ] = False,
    anyway: Annotated[bool, typer.Option("--anyway", help="Also against a rule, such as a day of leave.")] = False,
    as_json: AsJson = False,
) -> None:
    """Give a visit another day. What that breaks is said first, and nothing is written."""
    from msptool.schedule.moving import move_visit

    run = invocation(ctx)
    old, new = parse_day(day), parse_day(to)
    found = move_visit(run.workspace, client, old, new, reason, replan=replan, anyway=anyway)
    if as_json:
        print_json(
            "schedule-move", client=client, old=old, new=new, written=found.paths,
            moves=[{"client": each.client, "old": each.was, "new": each.day} for each in found.others],
        )  # fmt: skip
        return
    typer.echo(f"{client}: {old} → {new}.")
    for each in found.others:
        typer.echo(f"{each.client}: {each.was} → {each.day} (was in the way).")
    _say(run, found.others)


def _say(run: Invocation, others: list[Any]) -> None:
    if others:
        run.remark(
            f"{counted(len(others), 'other visit')} moved. Tell these clients: 'msptool report notification CLIENT'."
        )


COMMANDS = (("confirm", confirm), ("done", done), ("move", move), ("cancel", cancel))
