"""The command line: names the groups, and loads a group's module only when it is called."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

from msptool import __version__
from msptool.terminal import Invocation

# name: (module of the Typer app, or of the single command `module:function`; help)
COMMANDS = {
    "init": ("msptool.lint.setup_commands:init", "Make a new workspace."),
    "lint": ("msptool.lint.commands:lint", "Check every file of the workspace."),
    "index": ("msptool.lint.index_commands:app", "What large workspaces remember: build, status, check, clear."),
    "schema": ("msptool.lint.setup_commands:schema", "Print or write the JSON Schemas of the files."),
    "completion": ("msptool.lint.setup_commands:completion", "Make a shell complete commands, options and ids."),
    "standard": ("msptool.standards.commands:app", "The library of standards: list, show, search, new, edit, import."),
    "client": ("msptool.clients.commands:app", "Clients: list, show, the agreement chart."),
    "review": ("msptool.reviews.commands:app", "Alignment reviews: start, resume, status, show, finish."),
    "schedule": ("msptool.schedule.commands:app", "The year of visits: capacity, plan, calendars, what each covers."),
    "evidence": ("msptool.exchange.evidence.commands:app", "Results of tools that answer standards: import, show."),
    "score": ("msptool.alignment.commands:score", "How aligned a client is, and why."),
    "committee": (
        "msptool.committee.commands:app",
        "The standards committee: agenda, minutes, calendar, release notes.",
    ),
    "finding": ("msptool.alignment.finding_commands:app", "Every current 'no'."),
    "roadmap": ("msptool.roadmap.commands:app", "Recommendations, decisions, quarters and the budget."),
    "proposal": ("msptool.proposals.commands:app", "The Design Desk: proposals, their prices, versions and queue."),
    "runbook": ("msptool.runbooks.commands:app", "Runbooks: list, show, run, where they fail."),
    "escalate": ("msptool.runbooks.escalation.command:escalate", "May I do this? By category, impact, cost and time."),
    "checklist": ("msptool.runbooks.checklists.commands:app", "Joiners, movers, leavers: checklists and their runs."),
    "owner": ("msptool.runbooks.owner.commands:app", "What still reaches the owner, and the drills."),
    "toolmap": ("msptool.changes.toolmap.commands:app", "The tool map: tools, flows, sources of truth."),
    "change": ("msptool.changes.commands:app", "Changes of the practice's own tools, and their success rate."),
    "techdebt": ("msptool.changes.techdebt.commands:app", "What is done by hand, and which three steps to end first."),
    "kpi": ("msptool.kpis.commands:app", "KPIs: define, record, import, show, check; smart numbers, self-assessment."),
    "trace": ("msptool.trace.commands:trace", "From a standard to its verified fix."),
    "report": ("msptool.reports.commands:report", "Write a report as Markdown or HTML."),
    "site": ("msptool.site.commands:app", "The practice as a static site, and the pages for each client."),
    "import": ("msptool.exchange.history.commands:app", "Bring in the history of another product."),
    "export": (
        "msptool.exchange.commands:export",
        "Write the library (CSV, Excel, OSCAL, CISO Assistant), or all tables (Parquet, DuckDB, PostgreSQL).",
    ),
    "query": ("msptool.exchange.warehouse.commands:query", "Ask the workspace in SQL."),
}

# Commands of a group that live in a room above the group's own.
ADDITIONS = {
    "standard": {
        "import": "msptool.exchange.commands:import_standards",
        "diff": "msptool.committee.proposal_command:diff",
    },
    "review": {
        "agenda": "msptool.meetings.agenda_commands:agenda",
        "sheet": "msptool.sheets.commands:sheet",
        "apply": "msptool.sheets.commands:apply",
        "handoffs": "msptool.exchange.tickets.commands:handoffs",
        "push": "msptool.exchange.tickets.commands:push",
    },
    "toolmap": {"show": "msptool.reports.toolmap_command:show"},
    "schedule": {
        "rhythm": "msptool.meetings.rhythm_commands:rhythm",
        "onboard": "msptool.onboarding.commands:onboard",
    },
}


class Commands(Mapping[str, Any]):
    """The commands by name, each imported and built when it is first looked up."""

    def __getitem__(self, name: str) -> Any:
        return _command(name)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


# Once for a process: a second look must not add the commands of the rooms above to their group again.
@cache
def _command(name: str) -> Any:
    target, help_text = COMMANDS[name]
    found = _attribute(target)
    if isinstance(found, typer.Typer):
        for addition, place in ADDITIONS.get(name, {}).items():
            found.command(name=addition)(_attribute(place))
        # Not `get_command`: the options that install completion belong to the whole program alone.
        command: Any = typer.main.get_group(found)
    else:
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        single.command(name=name)(found)
        command = typer.main.get_command(single)
    command.name, command.short_help = name, help_text
    return command


def _attribute(place: str) -> Any:
    module, _, attribute = place.partition(":")
    return getattr(importlib.import_module(module), attribute)


class LazyGroup(typer.core.TyperGroup):
    """A group whose commands are imported when they are called or listed."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "commands": Commands()})


app = typer.Typer(
    name="msptool", cls=LazyGroup, add_completion=True, no_args_is_help=True, rich_markup_mode=None,
    pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"msptool {__version__}")
        raise typer.Exit


@app.callback()
def main(
    ctx: typer.Context,
    workspace: Annotated[
        Path | None,
        typer.Option("-C", "--workspace", metavar="DIR", help="The workspace; otherwise found upwards from here."),
    ] = None,
    today: Annotated[
        str | None,
        typer.Option("--today", metavar="YYYY-MM-DD", envvar="MSPTOOL_TODAY", help="The day that counts as today."),
    ] = None,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Only results and errors.")] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say more about what is done.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """An MSP's standards, alignment reviews and plans as YAML in a git repository."""
    ctx.obj = Invocation.of(workspace, today, no_color=no_color, quiet=quiet, verbose=verbose)
