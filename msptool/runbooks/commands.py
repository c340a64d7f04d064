"""`msptool runbook ...`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msptool.runbooks.runs.command import run_runbook
from msptool.terminal import Invocation, invocation, parse_day, print_json
from msptool.words import counted
from msptool.workspace.problems import EXIT_PROBLEMS

if TYPE_CHECKING:
    from msptool.runbooks.stats import Figures

app = typer.Typer(help="Runbooks: how the usual tickets are worked.", no_args_is_help=True, rich_markup_mode=None)
app.command(name="run")(run_runbook)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The runbook's id.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command(name="list")
def list_runbooks(
    ctx: typer.Context,
    category: Annotated[str | None, typer.Option(help="identity, endpoint, network, saas or application.")] = None,
    as_json: AsJson = False,
) -> None:
    """All runbooks, how often each was run, and which are to be changed because they failed."""
    from msptool.runbooks.model import CATEGORIES
    from msptool.workspace.problems import unknown

    if category is not None and category not in CATEGORIES:
        raise unknown(f"There is no category {category!r}.", category, CATEGORIES, f"They are {', '.join(CATEGORIES)}.")
    run = invocation(ctx)
    rows = [
        each for each in _figures(run)
        if each.runbook is not None and category in (None, each.runbook.category)
    ]  # fmt: skip
    rows.sort(key=lambda each: each.id)
    if as_json:
        from msptool.runbooks.data import row_data

        print_json("runbooks", runbooks=[row_data(each) for each in rows])
        return
    from msptool.runbooks.view import list_table

    run.console().print(list_table(rows))


@app.command()
def show(
    ctx: typer.Context,
    name: Name,
    mermaid: Annotated[bool, typer.Option("--mermaid", help="Print the flow as Mermaid text.")] = False,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Write the flow as a picture.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show a runbook with its version history, or its flow as a picture."""
    from msptool.runbooks.register import require_runbook

    run = invocation(ctx)
    runbook = require_runbook(run.workspace.source, name)
    if svg is not None:
        from msptool.runbooks.flow.svg import flow_svg
        from msptool.workspace.files import write_output

        write_output(svg, flow_svg(runbook).encode())
        run.remark(f"Wrote {svg}.")
    if mermaid and not as_json:
        from msptool.runbooks.flow.words import mermaid as text_of

        sys.stdout.write(text_of(runbook))
        return
    if svg is not None and not as_json:
        return
    from msptool.runbooks.versions import versions

    found = versions(run.workspace, runbook)
    if as_json:
        from msptool.runbooks.data import runbook_data

        print_json("runbook", **runbook_data(runbook, found))
        return
    from msptool.runbooks.view import runbook_text

    run.console().print(runbook_text(runbook, found))


@app.command()
def lint(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Only this runbook, and what its records say.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check the runbooks, the escalation map, the checklists and their records: steps that lead nowhere, loops, texts.

    The same rules are part of 'msptool lint'. Exit code 1 when there are errors.
    """
    from msptool.runbooks.checking import check
    from msptool.runbooks.data import problem_data
    from msptool.runbooks.register import names_in_use

    run = invocation(ctx)
    source = run.workspace.source
    checked, problems = check(source, run.today, names_in_use(source, name) if name is not None else ())
    if as_json:
        print_json("runbook-lint", checked=checked, problems=[problem_data(each) for each in problems])
    else:
        for each in problems:
            typer.echo(
                f"{each.path}:{each.line}:{each.column}  {each.severity} {each.code} {each.message}\n  = {each.hint}"
            )
        typer.echo(
            f"{counted(checked, 'file')} checked, {counted(len(problems), 'problem') if problems else 'no problems'}."
        )
    if any(each.severity == "error" for each in problems):
        raise typer.Exit(EXIT_PROBLEMS)


@app.command()
def stats(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Only this runbook.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Only runs that ended on this day or later.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Where runbooks fail: runs, how many were resolved, minutes, the steps at which they escalate, what was unclear."""
    from msptool.runbooks.register import require_runbook

    run = invocation(ctx)
    rows = _figures(run, since)
    if name is not None:
        wanted = require_runbook(run.workspace.source, name).id
        rows = [each for each in rows if each.id == wanted]
    if as_json:
        from msptool.runbooks.data import figures_data

        print_json("runbook-stats", since=since, runbooks=[figures_data(each) for each in rows])
        return
    from msptool.runbooks.view import stats_text

    run.console().print(stats_text(rows))


def _figures(run: Invocation, since: str | None = None) -> list[Figures]:
    from msptool.runbooks.owner.register import require_months
    from msptool.runbooks.register import load_runbooks, require_runs
    from msptool.runbooks.signals import signals, unanswered
    from msptool.runbooks.stats import figures

    source = run.workspace.source
    runbooks, problems = load_runbooks(source)
    for problem in problems[:3]:
        run.remark(f"Left out: {problem.path}:{problem.line}: {problem.message}. {problem.hint}")
    runs = require_runs(source)
    left = unanswered(runbooks, signals(runs, require_months(source)))
    return figures(runbooks, runs, left, parse_day(since, "--since takes a day") if since else None)
