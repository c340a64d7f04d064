"""`msptool change ...`: how the practice changes its own tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from msptool.arguments import client_ids, standard_ids
from msptool.terminal import Invocation, invocation, parse_day, print_json
from msptool.words import counted

if TYPE_CHECKING:
    from msptool.changes.model import Change
    from msptool.changes.toolmap.reach import Reach
    from msptool.workspace.writes import Planned

app = typer.Typer(
    help="Changes of the practice's own tools: impact, tests, pilot, roll-out, outcome.", no_args_is_help=True,
    rich_markup_mode=None,
)  # fmt: skip

Id = Annotated[str, typer.Argument(metavar="ID", help="The change's id.")]
By = Annotated[str, typer.Option("--by", metavar="PERSON", help="Who, by practice/people/.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def new(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="A readable id, such as route-alerts-by-category.")],
    title: Annotated[str, typer.Option(help="What is changed, in a few words.")],
    why: Annotated[str, typer.Option(help="Why it is worth it.")],
    tool: Annotated[list[str], typer.Option(metavar="TOOL", help="A tool that is changed; may be repeated.")],
    by: By,
    data: Annotated[
        list[str] | None, typer.Option(metavar="DATA", help="Only this data of the tools changes; may be repeated.")
    ] = None,
    kind: Annotated[str, typer.Option(help="standard, normal or emergency.")] = "normal",
    like: Annotated[
        str | None, typer.Option(metavar="ID", help="An earlier change that went well: its steps are taken over.")
    ] = None,
    emergency: Annotated[str, typer.Option(metavar="TEXT", help="Why an emergency change cannot wait.")] = "",
    client: Annotated[
        list[str] | None,
        typer.Option(metavar="C", autocompletion=client_ids, help="Only this client is concerned; may be repeated."),
    ] = None,
    standard: Annotated[
        list[str] | None,
        typer.Option(metavar="S", help="A standard that it serves; may be repeated.", autocompletion=standard_ids),
    ] = None,
    recommendation: Annotated[
        list[str] | None,
        typer.Option(metavar="CLIENT/ID", help="A recommendation that it carries out; may be repeated."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Begin a change: what it may reach is computed from the tool map, for you to look at."""
    from msptool.changes.creation import Idea, new_change
    from msptool.workspace.writes import write

    run = invocation(ctx)
    idea = Idea(
        title, why, tool, by, kind, like, emergency, tuple(client or ()), tuple(data or ()), tuple(recommendation or ()),
        tuple(standard or ()),
    )  # fmt: skip
    begun = new_change(run.workspace, id_, idea)
    paths = write(begun.planned)
    if as_json:
        from msptool.changes.data import reach_data

        print_json("change-new", id=begun.id, path=begun.planned.path, reaches=reach_data(begun.reached), written=paths)
        return
    from msptool.changes.view import reach_text

    run.console().print(reach_text(begun.reached, tuple(dict.fromkeys(tool))))
    run.remark(f"Wrote {begun.planned.path}. Look at each line of its impact, and write what the change means for it.")


@app.command(name="list")
def list_(
    ctx: typer.Context,
    status: Annotated[str | None, typer.Option(help="Only with this status.")] = None,
    open_: Annotated[bool, typer.Option("--open", help="Only those that are neither judged nor withdrawn.")] = False,
    as_json: AsJson = False,
) -> None:
    """All changes, the open ones first, with what is next."""
    from msptool.changes.register import practice_of, require_changes, require_status
    from msptool.changes.success import judge

    run = invocation(ctx)
    practice, wanted = practice_of(run.workspace), require_status(status) if status else None
    found = [
        (each, judge(each, practice, run.today))
        for each in require_changes(run.workspace.source)
        if wanted in (None, each.status) and (each.open or not open_)
    ]
    found.sort(key=lambda row: (not row[0].open, -max((step.on.toordinal() for step in row[0].progress), default=0)))
    if as_json:
        from msptool.changes.data import listed_data

        print_json("changes", changes=[listed_data(*row) for row in found])
        return
    from msptool.changes.view import change_table

    if found:
        run.console().print(change_table(found))
    waiting = sum(judged is not None and judged.verdict == "not-judged" for _, judged in found)
    late = f" {counted(waiting, 'waits', 'wait')} to be judged: 'msptool change close'." if waiting else ""
    run.remark(f"{counted(len(found), 'change')}.{late}")


@app.command()
def show(ctx: typer.Context, id_: Id, as_json: AsJson = False) -> None:
    """The checklist of a change, and what is left to do before its next state."""
    from msptool.changes.advancing import left_to_do
    from msptool.changes.register import practice_of, require_change
    from msptool.changes.success import judge

    run = invocation(ctx)
    change, practice = require_change(run.workspace.source, id_), practice_of(run.workspace)
    left = left_to_do(change, practice, run.today, _reached(run, change))
    judged = judge(change, practice, run.today)
    if as_json:
        from msptool.changes.data import change_data

        print_json("change", **change_data(change, left, judged))
        return
    from msptool.changes.view import change_text
    from msptool.people.register import load_people

    names = {each.id: each.name for each in load_people(run.workspace.source).values()}
    run.console().print(change_text(change, names, left, judged))


@app.command()
def impact(
    ctx: typer.Context,
    id_: Id,
    write: Annotated[bool, typer.Option("--write", help="Add what the change does not list yet.")] = False,
    as_json: AsJson = False,
) -> None:
    """What the tool map says today that a change may reach, and what the change does not list."""
    from msptool.changes.impact import add_missing, clients_beyond, missing
    from msptool.changes.register import require_change
    from msptool.changes.toolmap.reach import reach
    from msptool.changes.toolmap.register import require_tool_map
    from msptool.workspace.writes import write as write_files

    run = invocation(ctx)
    change = require_change(run.workspace.source, id_)
    reached = reach(require_tool_map(run.workspace.source), change.tools, change.data)
    absent, beyond = missing(change, reached), clients_beyond(change, reached)
    paths = write_files(add_missing(run.workspace, change, reached)) if write and any(absent.values()) else []
    if as_json:
        from msptool.changes.data import reach_data

        names = {part: list(found) for part, found in absent.items()}
        more = beyond if beyond == "all" else list(beyond)
        print_json(
            "change-impact", id=id_, reaches=reach_data(reached), missing=names, clients_beyond=more, written=paths
        )
        return
    from msptool.changes.view import reach_text

    run.console().print(reach_text(reached, change.tools))
    names_ = [name for found in absent.values() for name in found]
    if not names_:
        run.remark("The change lists all tools, workflows and automations.")
    elif paths:
        run.remark(f"Added to {paths[0]}, to be looked at: {', '.join(names_)}.")
    else:
        run.remark(f"The change does not list {', '.join(names_)}: '--write' adds them.")
    if beyond:
        who = "all clients" if beyond == "all" else ", ".join(beyond)
        named = ", ".join(change.impact.clients.who) or "none"
        run.remark(
            f"The tool map leads to {who}, and the change names {named}: change 'who' in its file if that is too few."
        )


@app.command()
def advance(
    ctx: typer.Context,
    id_: Id,
    by: By,
    status: Annotated[
        str | None, typer.Argument(metavar="[STATUS]", help="Otherwise the next; draft goes back, withdrawn ends it.")
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Otherwise today.")] = None,
    reason: Annotated[str, typer.Option(help="Why; needed for draft and withdrawn.")] = "",
    as_json: AsJson = False,
) -> None:
    """Give a change its next status. None is skipped, and none comes before its part of the checklist is done."""
    from msptool.changes.advancing import advance as advanced
    from msptool.changes.register import practice_of, require_change

    run = invocation(ctx)
    change, practice = require_change(run.workspace.source, id_), practice_of(run.workspace)
    day = parse_day(on, "--on takes a date") if on else None
    planned = advanced(
        run.workspace, change, status, practice, by=by, on=day, reason=reason, reached=_reached(run, change)
    )
    _write(run, change, planned, "change-advance", as_json)


@app.command()
def close(
    ctx: typer.Context,
    id_: Id,
    result: Annotated[str, typer.Argument(metavar="RESULT", help="success, rolled-back or disruption.")],
    by: By,
    noticed: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The day of the rollback or disruption; otherwise today.")
    ] = None,
    notes: Annotated[str, typer.Option(help="What happened; needed for a failure.")] = "",
    as_json: AsJson = False,
) -> None:
    """Judge a change: a success once its five business days are over, a failure at once."""
    from msptool.changes.advancing import close as closed
    from msptool.changes.register import practice_of, require_change

    run = invocation(ctx)
    change, practice = require_change(run.workspace.source, id_), practice_of(run.workspace)
    day = parse_day(noticed, "--noticed takes a date") if noticed else None
    planned = closed(run.workspace, change, result, practice, by=by, noticed=day, notes=notes)
    _write(run, change, planned, "change-close", as_json)


@app.command()
def stats(
    ctx: typer.Context,
    months: Annotated[
        int, typer.Option("--trend", min=0, max=120, metavar="MONTHS", help="The rate at so many ends of months too.")
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """The Change Rollout Success Rate of the last 30 days, with what it is computed from."""
    from msptool.changes.register import practice_of, require_changes
    from msptool.changes.success import success_rate, trend

    run = invocation(ctx)
    changes, practice = require_changes(run.workspace.source), practice_of(run.workspace)
    found = success_rate(changes, practice, run.today, run.today)
    past = trend(changes, practice, run.today, months) if months else []
    if as_json:
        from msptool.changes.data import stats_data, trend_data

        print_json("change-stats", **stats_data(found), trend=trend_data(past))
        return
    from msptool.changes.view import stats_text

    run.console().print(stats_text(found, past))
    if remark := practice.days.remark([each.watched_until for each in found.rolled_out]):
        run.remark(remark)


def _reached(run: Invocation, change: Change) -> Reach | None:
    """What the tool map says today; None without a map."""
    from msptool.changes.toolmap.reach import reach
    from msptool.changes.toolmap.register import load_tool_map

    tool_map = load_tool_map(run.workspace.source)
    return reach(tool_map, change.tools, change.data) if tool_map else None


def _write(run: Invocation, before: Change, planned: Planned, schema: str, as_json: bool) -> None:
    from msptool.changes.advancing import left_to_do
    from msptool.changes.register import practice_of, require_change
    from msptool.changes.success import judge
    from msptool.workspace.writes import write

    paths = write(planned)
    change, practice = require_change(run.workspace.source, before.id), practice_of(run.workspace)
    judged = judge(change, practice, run.today)
    left = left_to_do(change, practice, run.today, _reached(run, change))
    if as_json:
        from msptool.changes.data import head_data, lack_data

        print_json(
            schema, **head_data(change), was=before.status, watched_until=judged.watched_until if judged else None,
            to_do=[lack_data(each) for each in left], written=paths,
        )  # fmt: skip
        return
    typer.echo(f"{change.id}: {before.status} → {change.outcome.result if change.outcome else change.status}.")
    if judged is not None and judged.verdict == "pending":
        run.remark(f"Its business days end on {judged.watched_until}: judge it after that with 'msptool change close'.")
        if remark := practice.days.remark([judged.watched_until]):
            run.remark(remark)
    elif left:
        run.remark(
            f"Left to do before the next step: {counted(len(left), 'thing')} ('msptool change show {change.id}')."
        )
