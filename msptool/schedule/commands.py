"""`msptool schedule ...`: the capacity, the plan, and what is written of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from msptool.arguments import client_ids
from msptool.schedule import (
    calendar_commands,
    cover_commands,
    visit_commands,
)
from msptool.terminal import Invocation, given_file, invocation, parse_day, print_json
from msptool.words import counted
from msptool.workspace.problems import EXIT_PROBLEMS, UsageRefusal, unknown

if TYPE_CHECKING:
    from msptool.schedule.drawing import Drawn
    from msptool.schedule.planning import YearProblem

app = typer.Typer(
    help="Who visits whom, when, and whether it can be done at all.", no_args_is_help=True, rich_markup_mode=None
)
for _name, _command in (
    *visit_commands.COMMANDS,
    *cover_commands.COMMANDS,
    *calendar_commands.COMMANDS,
):
    app.command(name=_name)(_command)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
OfYear = Annotated[int | None, typer.Option("--year", min=1900, max=2200, help="Otherwise this year.")]


@app.command()
def capacity(ctx: typer.Context, year: OfYear = None, as_json: AsJson = False) -> None:
    """The days of every TAM, how many are promised, and from when on it is too much."""
    from msptool.clients.register import require_clients
    from msptool.people.register import require_people
    from msptool.schedule.capacity import capacity as capacity_of
    from msptool.schedule.team import require_calendars

    run = invocation(ctx)
    workspace = run.workspace
    source, settings = workspace.source, workspace.settings
    clients = list(require_clients(source).values())
    wanted = year or run.today.year
    found = capacity_of(require_people(source), clients, require_calendars(source), settings, wanted, run.today)
    if as_json:
        from msptool.schedule.data import capacity_data

        print_json("schedule-capacity", **capacity_data(found, settings.practice.currency))
        return
    from msptool.schedule.view import capacity_text

    console = run.console()
    console.print(capacity_text(found, settings, console.width))


@app.command()
def plan(
    ctx: typer.Context,
    year: Annotated[int, typer.Option("--year", min=1900, max=2200, help="The year to plan.")],
    write: Annotated[bool, typer.Option("--write", help="Write the plan into practice/schedule/.")] = False,
    problem: Annotated[
        Path | None,
        typer.Option("--problem", metavar="FILE", help="Write the problem as plain data, and solve nothing."),
    ] = None,
    drop: Annotated[
        bool, typer.Option("--drop", help="With --write: cancel the planned visits for which there is no room.")
    ] = False,
    reason: Annotated[str, typer.Option(help="Why visits move; it is kept with each of them.")] = "",
    hold: Annotated[
        list[str] | None, typer.Option(metavar="CLIENT:DAY", help="Leave this visit where it is; may be repeated.")
    ] = None,
    time_limit: Annotated[
        float | None, typer.Option("--time-limit", min=0.1, metavar="SECONDS", help="Take the best plan found by then.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Plan a year: every client's visits, evenly spread, and never more than a TAM's days.

    Where there is a plan already, as few visits move as possible; those that are confirmed or done stay.
    """
    from msptool.schedule.drawing import circumstances, draw
    from msptool.schedule.planning import year_problem

    run = invocation(ctx)
    held = [_held(each) for each in hold or ()]
    if problem is not None:
        if write:
            raise UsageRefusal("--problem solves nothing, so there is nothing to --write: name one of the two.")
        _write_problem(year_problem(year, circumstances(run.workspace, held)), problem, as_json)
        return
    found = draw(run.workspace, year, held, time_limit)
    written = _written(run, found, reason, drop) if write else []
    if written and found.moved and not reason:
        run.remark("No reason is kept with the visits that move: '--reason' says why.")
    if as_json:
        from msptool.schedule.data import drawn_data

        print_json("schedule-plan", **drawn_data(found), written=written)
    else:
        from msptool.schedule.view import drawn_text

        console = run.console()
        console.print(drawn_text(found, console.width))
        if write:
            run.remark(
                f"Wrote {counted(len(written), 'file')} below practice/schedule/{year}/. Commit them to share the calendar."
            )
        elif found.changes:
            run.remark("'--write' writes it into practice/schedule/.")


def _held(text: str) -> tuple[str, Any]:
    client, colon, day = text.partition(":")
    if not colon:
        raise UsageRefusal(f"--hold takes CLIENT:DAY, such as acme:2027-03-02, not {text!r}.")
    return client, parse_day(day)


def _written(run: Invocation, found: Drawn, reason: str, drop: bool) -> list[str]:
    from msptool.schedule.writing import write_plan

    return write_plan(run.workspace, found, reason, drop=drop)


def _write_problem(found: YearProblem, file: Path, as_json: bool) -> None:
    from msptool.planner.problem import problem_data
    from msptool.workspace.files import write_output

    write_output(file, (json.dumps(problem_data(found.problem), indent=1) + "\n").encode())
    if as_json:
        print_json("schedule-problem", path=str(file), tams=len(found.problem.tams), clients=len(found.problem.clients))
    else:
        typer.echo(f"Wrote {file}. 'msptool schedule solve {file}' solves it.")


@app.command()
def solve(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A problem of the format visit-plan-problem/1.")],
    time_limit: Annotated[
        float | None, typer.Option("--time-limit", min=0.1, metavar="SECONDS", help="Take the best plan found by then.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Solve a planning problem that is given as plain data; needs no workspace."""
    from msptool.planner.diagnosis import diagnose
    from msptool.planner.problem import read_problem
    from msptool.planner.solver import solve as solution_of
    from msptool.schedule.data import solution_data

    problem = read_problem(*given_file(file))
    found = solution_of(problem, time_limit=time_limit)
    shortages = diagnose(problem, found)
    if as_json:
        print_json("schedule-solution", **solution_data(found, shortages))
    else:
        from msptool.schedule.view import solution_text

        invocation(ctx).console().print(solution_text(problem, found, shortages))


@app.command()
def show(
    ctx: typer.Context,
    client: Annotated[
        str | None, typer.Argument(metavar="[CLIENT]", autocompletion=client_ids, help="Only this client.")
    ] = None,
    tam: Annotated[str | None, typer.Option(help="Only this TAM.")] = None,
    year: OfYear = None,
    all_: Annotated[bool, typer.Option("--all", help="Past and cancelled visits too.")] = False,
    as_json: AsJson = False,
) -> None:
    """The visits that are written, the next first."""
    from msptool.clients.register import require_clients
    from msptool.people.register import load_people
    from msptool.visits.register import appointments, require_years

    run = invocation(ctx)
    source = run.workspace.source
    clients, people = require_clients(source), load_people(source)
    for what, value, known in (("client", client, clients), ("person", tam, people)):
        if value is not None and value not in known:
            raise unknown(f"There is no {what} {value!r}.", value, known)
    written = [
        each for each in appointments(require_years(source, year))
        if client in (None, each.client) and tam in (None, each.visit.tam)
    ]  # fmt: skip
    found = [each for each in written if all_ or (each.visit.stands and each.visit.day >= run.today)]
    if as_json:
        from msptool.schedule.data import appointment_data

        print_json("schedule", visits=[appointment_data(each) for each in found])
        return
    from msptool.schedule.view import appointment_table

    if not found:
        ahead = "No visit is ahead: '--all' shows those that are past or cancelled."
        run.remark(
            ahead if written else "No visit is written. 'msptool schedule plan --year YEAR --write' plans a year."
        )
        return
    run.console().print(appointment_table(found, clients, people))
    run.remark(f"{counted(len(found), 'visit')}.")


@app.command()
def check(ctx: typer.Context, year: OfYear = None, as_json: AsJson = False) -> None:
    """Every rule that the written plan of a year breaks; exits with 1 when there are any."""
    from msptool.schedule.checking import broken_rules

    run = invocation(ctx)
    wanted = year or run.today.year
    found = broken_rules(run.workspace, wanted)
    if as_json:
        print_json("schedule-check", year=wanted, problems=found)
    elif found:
        for sentence in found:
            typer.echo(sentence)
    else:
        typer.echo(f"The plan of {wanted} breaks no rule.")
    if found:
        raise typer.Exit(EXIT_PROBLEMS)
