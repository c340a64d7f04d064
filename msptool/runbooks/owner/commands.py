"""`msptool owner ...`."""

from __future__ import annotations

import re
from typing import Annotated

import typer
from pydantic import ValidationError

from msptool.arguments import client_ids
from msptool.terminal import Invocation, invocation, parse_day, print_json
from msptool.workspace.problems import UsageRefusal

app = typer.Typer(help="What still reaches the owner, and the drills.", no_args_is_help=True, rich_markup_mode=None)
interruption = typer.Typer(
    help="Direct contacts with the owner about tickets.", no_args_is_help=True, rich_markup_mode=None
)
drill = typer.Typer(help="Days in which the owner is offline.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(interruption, name="interruption")
app.add_typer(drill, name="drill")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@interruption.command()
def add(
    ctx: typer.Context,
    by: Annotated[str, typer.Option(metavar="PERSON", help="Who asked the owner.")],
    why: Annotated[str, typer.Option(metavar="TEXT", help="What the owner was asked.")],
    minutes: Annotated[int, typer.Option(min=0, help="Minutes of the owner's time.")],
    ticket: Annotated[str, typer.Option(metavar="ID", help="The ticket.")] = "",
    client: Annotated[
        str | None, typer.Option(metavar="CLIENT", autocompletion=client_ids, help="The client's id.")
    ] = None,
    via: Annotated[str, typer.Option(help="call, text, chat, email, ticket or in-person.")] = "call",
    on: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The day; otherwise today.")] = None,
    missing: Annotated[str, typer.Option(metavar="NAME", help="The runbook that would have been needed.")] = "",
    failed: Annotated[str | None, typer.Option(metavar="RUNBOOK", help="The runbook that did not help.")] = None,
    emergency: Annotated[bool, typer.Option("--emergency", help="A true emergency by the escalation map.")] = False,
    as_json: AsJson = False,
) -> None:
    """Record that the owner was asked about a ticket, and which runbook would have made that unnecessary."""
    from msptool.clients.register import require_client
    from msptool.people.register import require_person
    from msptool.runbooks.naming import require_ticket
    from msptool.runbooks.owner.data import interruption_data
    from msptool.runbooks.owner.interruptions import add as record
    from msptool.runbooks.owner.model import Interruption
    from msptool.runbooks.register import require_runbook

    run = invocation(ctx)
    source = run.workspace.source
    day = parse_day(on, "--on takes a day") if on else run.today
    if day > run.today:
        raise UsageRefusal(f"{day} is still to come.")
    require_person(source, by)
    if client:
        require_client(source, client)
    found = require_runbook(source, failed).id if failed else None
    try:
        each = Interruption.model_validate(
            {
                "on": day, "by": by, "via": via, "ticket": require_ticket(ticket), "client": client, "why": why.strip(), "minutes": minutes,
                "missing": missing.strip(), "failed": found, "emergency": emergency,
            }
        )  # fmt: skip
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageRefusal(f"{'.'.join(map(str, first['loc'])) or 'interruption'}: {first['msg']}.") from None
    path = record(run.workspace, each)
    if as_json:
        print_json("owner-interruption", path=path, interruption=interruption_data(each))
        return
    typer.echo(f"Recorded in {path}.")
    if found:
        run.remark(f"Change runbooks/{found}.yaml before the week ends, and note it under 'changed_after'.")


@interruption.command()
def none(
    ctx: typer.Context,
    month: Annotated[str | None, typer.Argument(metavar="[YYYY-MM]", help="Otherwise this month.")] = None,
    as_json: AsJson = False,
) -> None:
    """Record that nobody interrupted the owner in a month, so far: without its file a month has no data, which is not zero."""
    from msptool.runbooks.owner.interruptions import none as record_none
    from msptool.runbooks.owner.model import MONTH

    run = invocation(ctx)
    now = f"{run.today:%Y-%m}"
    wanted = month or now
    if not re.fullmatch(MONTH, wanted):
        raise UsageRefusal(f"A month is written such as 2026-11, not {wanted!r}.")
    if wanted > now:
        raise UsageRefusal(f"{wanted} is still to come.")
    path, new = record_none(run.workspace, wanted)
    if as_json:
        print_json("owner-interruption-none", path=path, month=wanted, written=[path] if new else [])
    else:
        typer.echo(f"Recorded in {path}." if new else f"{path} says so already.")


@interruption.command(name="list")
def list_interruptions(
    ctx: typer.Context,
    weeks: Annotated[int, typer.Option(min=1, max=520, help="How many weeks up to today.")] = 4,
    as_json: AsJson = False,
) -> None:
    """The interruptions of the last weeks, their mean against the goal, and what to write or mend first."""
    from msptool.runbooks.owner.data import average_data, blamed_data, interruption_data
    from msptool.runbooks.owner.interruptions import average, blamed
    from msptool.runbooks.owner.register import all_interruptions, require_months

    run = invocation(ctx)
    months = require_months(run.workspace.source)
    found = average(months, run.today, run.workspace.settings.owner.interruptions_per_week, weeks)
    shown = [each for each in all_interruptions(months) if found.weeks[0].since <= each.on <= run.today]
    rows = blamed(shown)
    if as_json:
        print_json(
            "owner-interruptions", **average_data(found), list=[interruption_data(each) for each in shown],
            blamed=[blamed_data(each) for each in rows],
        )  # fmt: skip
        return
    from msptool.people.register import load_people
    from msptool.runbooks.owner.view import interruptions_text

    run.console().print(interruptions_text(found, shown, rows, load_people(run.workspace.source)))
    if found.missing and found.recorded_since:
        run.remark(f"Where nobody asked, say so: 'msptool owner interruption none {found.missing[-1]}'.")


@drill.command()
def plan(
    ctx: typer.Context,
    start: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="The first day; otherwise a Tuesday of the next month without one."),
    ] = None,
    deputy: Annotated[
        str | None, typer.Option(metavar="PERSON", help="Who decides meanwhile; otherwise one of Level 2.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Write the plan into practice/owner/drills/.")] = False,
    as_json: AsJson = False,
) -> None:
    """Plan the next drill: three working days in which the owner answers nobody about tickets."""
    from msptool.people.register import load_people, require_person
    from msptool.runbooks.escalation.register import require_map
    from msptool.runbooks.owner.data import drill_data
    from msptool.runbooks.owner.drills import planned, write_plan
    from msptool.runbooks.owner.register import require_drills

    run = invocation(ctx)
    source = run.workspace.source
    people = load_people(source)
    if deputy is not None:
        require_person(source, deputy)
    found = planned(
        require_map(source), people, require_drills(source), run.today, run.workspace.settings.owner.drill_days,
        start=parse_day(start, "--start takes a day") if start else None, deputy=deputy,
    )  # fmt: skip
    path = write_plan(run.workspace, found) if write else None
    if as_json:
        print_json("owner-drill", **drill_data(found, ()), written=[path] if path else [])
        return
    from msptool.runbooks.owner.view import drill_text

    run.console().print(drill_text(found, (), people))
    run.remark(f"Wrote {path}." if path else "Not written yet: '--write' makes its file.")


@drill.command()
def review(
    ctx: typer.Context,
    day: Annotated[
        str | None, typer.Argument(metavar="[YYYY-MM-DD]", help="The drill's first day; otherwise the last drill.")
    ] = None,
    improved: Annotated[
        list[str] | None,
        typer.Option(metavar="TICKET=RUNBOOK: WHAT", help="A runbook was improved after this ticket; may be repeated."),
    ] = None,
    tightened: Annotated[
        list[str] | None,
        typer.Option(metavar="TICKET=RULE: WHAT", help="A rule of the escalation map was tightened; may be repeated."),
    ] = None,
    failed: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="What did not work; may be repeated.")
    ] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="A word on the whole.")] = "",
    by: Annotated[str | None, typer.Option(metavar="PERSON", help="Who reviews it.")] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write the review, also where nothing reached the owner.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Review a drill: every ticket that reached the owner leads to a better runbook or a tighter rule."""
    from msptool.people.register import load_people, require_person
    from msptool.runbooks.escalation.register import require_map
    from msptool.runbooks.owner.data import drill_data
    from msptool.runbooks.owner.drills import is_reviewed, reached_by, read_change, reviewed, write_review
    from msptool.runbooks.owner.register import all_interruptions, find_drill, require_drills, require_months
    from msptool.runbooks.register import load_runbooks

    run = invocation(ctx)
    source = run.workspace.source
    wanted = parse_day(day) if day else None
    found = find_drill(require_drills(source), wanted, run.today)
    if by is not None:
        require_person(source, by)
    changes = [
        *(read_change(each, is_rule=False) for each in improved or ()),
        *(read_change(each, is_rule=True) for each in tightened or ()),
    ]
    reached = reached_by(found, all_interruptions(require_months(source)))
    path, done = None, is_reviewed(found, reached)
    if write or changes or failed or note:
        if run.today < found.day:
            raise UsageRefusal(f"This drill begins on {found.day}: there is nothing to review yet.")
        reached = reviewed(reached, changes, load_runbooks(source)[0], require_map(source))
        path, done = write_review(run.workspace, found, reached, failed=failed or (), notes=note, by=by, was_done=done)
        found = find_drill(require_drills(source), found.day, run.today)
    if as_json:
        print_json("owner-drill", **drill_data(found, reached), written=[path] if path else [])
        return
    from msptool.runbooks.owner.view import drill_text

    run.console().print(drill_text(found, reached, load_people(source)))
    if not done:
        run.remark(_left(run, [each.ticket for each in reached if not each.is_answered]))


def _left(run: Invocation, tickets: list[str]) -> str:
    if tickets:
        return f"Not complete yet: say what was changed after {', '.join(tickets)} with --improved or --tightened."
    return "Not reviewed yet: '--write' says that it is, once its days are over."


@drill.command(name="list")
def list_drills(ctx: typer.Context, as_json: AsJson = False) -> None:
    """All drills: what reached the owner, and what was changed."""
    from msptool.runbooks.owner.data import drill_data
    from msptool.runbooks.owner.drills import reached_by
    from msptool.runbooks.owner.register import all_interruptions, require_drills, require_months

    run = invocation(ctx)
    interruptions = all_interruptions(require_months(run.workspace.source))
    rows = [(each, reached_by(each, interruptions)) for each in require_drills(run.workspace.source)]
    if as_json:
        print_json("owner-drills", drills=[drill_data(each, reached) for each, reached in rows])
        return
    from msptool.runbooks.owner.view import drills_table

    run.console().print(drills_table(rows, run.today))
