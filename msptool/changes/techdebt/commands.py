"""`msptool techdebt ...`: what is still done by hand."""

from __future__ import annotations

from typing import Annotated

import typer

from msptool.terminal import invocation, parse_day, print_json
from msptool.words import counted

app = typer.Typer(
    help="The tech-debt audit: manual steps, their cost, the three worth ending first.", no_args_is_help=True,
    rich_markup_mode=None,
)  # fmt: skip

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
OfDay = Annotated[
    str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="The day of the audit; otherwise today.")
]


@app.command()
def show(
    ctx: typer.Context,
    date: Annotated[str | None, typer.Argument(metavar="[YYYY-MM-DD]", help="Otherwise the last audit.")] = None,
    as_json: AsJson = False,
) -> None:
    """An audit: what each step costs, the top three with why, and what changed since the audit before."""
    from msptool.changes.techdebt.ranking import ranking
    from msptool.changes.techdebt.register import require_audit

    run = invocation(ctx)
    day = parse_day(date) if date else None
    found = ranking(*require_audit(run.workspace.source, day), run.workspace.settings.changes)
    if as_json:
        from msptool.changes.techdebt.data import ranking_data

        print_json("techdebt", **ranking_data(found))
        return
    from msptool.changes.techdebt.view import ranking_text

    run.console().print(ranking_text(found))


@app.command()
def new(ctx: typer.Context, date: OfDay = None, as_json: AsJson = False) -> None:
    """Begin an audit with the steps of the last one, to be looked at again one by one."""
    from msptool.changes.techdebt.writing import new_audit
    from msptool.workspace.writes import write

    run = invocation(ctx)
    planned, steps = new_audit(run.workspace, parse_day(date, "--date takes a date") if date else run.today)
    paths = write(planned)
    if as_json:
        print_json("techdebt-new", path=planned.path, steps=[each.id for each in steps], written=paths)
        return
    typer.echo(f"Wrote {planned.path} with {counted(len(steps), 'step')}.")
    run.remark(
        "Remove what is no longer done by hand, correct the numbers, and add what is new: 'msptool techdebt add'."
    )


@app.command()
def add(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="A readable id; the same in every audit.")],
    what: Annotated[str, typer.Option(help="What is done by hand.")],
    where: Annotated[str, typer.Option(help="When or in which work.")],
    minutes: Annotated[float, typer.Option(help="That it takes each time.")],
    times: Annotated[float, typer.Option(help="How often a month.")],
    tool: Annotated[str | None, typer.Option(metavar="TOOL", help="Of the tool map.")] = None,
    delays: Annotated[int, typer.Option(min=0, help="How often a month something was late because of it.")] = 0,
    errors: Annotated[int, typer.Option(min=0, help="How often a month something was wrong because of it.")] = 0,
    idea: Annotated[str, typer.Option(help="How it could end.")] = "",
    change: Annotated[str | None, typer.Option(metavar="ID", help="The change that is to end it.")] = None,
    date: OfDay = None,
    as_json: AsJson = False,
) -> None:
    """Add a manual step to the audit of today; where there is none, it begins with the steps of the last one."""
    from msptool.changes.register import require_change
    from msptool.changes.techdebt.writing import add_step, refuse_unknown_tool
    from msptool.workspace.writes import write

    run = invocation(ctx)
    day = parse_day(date, "--date takes a date") if date else run.today
    refuse_unknown_tool(run.workspace, tool)
    if change is not None:
        require_change(run.workspace.source, change)
    planned, carried = add_step(
        run.workspace, day, id_, what=what, where=where, tool=tool, minutes=minutes, times=times, delays=delays, errors=errors,
        idea=idea, change=change,
    )  # fmt: skip
    paths = write(planned)
    if as_json:
        print_json("techdebt-add", id=id_, path=planned.path, carried=[each.id for each in carried], written=paths)
        return
    typer.echo(f"Added '{id_}' to {planned.path}.")
    if carried:
        run.remark(
            f"A new audit, which begins with {counted(len(carried), 'step')} of the last one: remove what is no longer done by "
            "hand, and correct the numbers."
        )
    run.remark("'msptool techdebt show' says which three are worth ending first.")
