"""`msptool kpi import`: tickets of an export, or a table of figures."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msptool.terminal import Invocation, invocation, print_json
from msptool.words import counted
from msptool.workspace.problems import EXIT_PROBLEMS, Refusal, UsageRefusal

if TYPE_CHECKING:
    from msptool.kpis.tickets.importing import Imported
    from msptool.workspace.workspace import Workspace

_FIGURES = "figures"


def import_(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE|-", help="A CSV of tickets, or of figures (kpi, client, period ...).")
    ],
    profile: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="connectwise, autotask, halopsa, generic or figures; otherwise found by the columns."
        ),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="FIELD=COLUMN",
            help="Which column a field stands in; may be repeated. The fields are id, client, opened, responded, response_minutes, "
            "response_hours, subject, asset, worked_hours, worked_minutes and category.",
        ),
    ] = None,
    dates: Annotated[
        str | None, typer.Option(metavar="dmy|mdy", help="Day or month first; otherwise decided by each column itself.")
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the rows that are kept aside, each with its reason.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Count a file once more, after a change of the settings.")
    ] = False,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Put the figures of the file in place of others that are recorded already."),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be written.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Count the tickets of an export by client, month and category, or record a table of figures.

    The same ticket counts once, however often it is imported.
    """
    from msptool.kpis.figures_file import holds_figures

    run = invocation(ctx)
    workspace = run.workspace
    with _on_disk(file) as (path, name):
        if profile == _FIGURES or (profile is None and holds_figures(path)):
            _figures(run, workspace, path, name, replace=replace, dry_run=dry_run, as_json=as_json)
            return
        _tickets(
            run,
            path,
            name,
            profile,
            column or [],
            dates,
            rejects,
            again=again,
            replace=replace,
            dry_run=dry_run,
            as_json=as_json,
        )


def _tickets(
    run: Invocation, path: Path, name: str, profile: str | None, column: list[str], dates: str | None, rejects: Path | None,
    *, again: bool, replace: bool, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    from msptool.kpis.tickets.importing import Wish, check_order, import_tickets
    from msptool.kpis.tickets.profiles import require_profile

    wish = Wish(require_profile(profile) if profile else None, _assigned(column), check_order(dates), again, replace)
    done = import_tickets(run.workspace, path, name, wish, rejects, run.remark, dry_run=dry_run)
    settings = run.workspace.settings.kpis.tickets
    if as_json:
        from msptool.kpis.tickets.data import import_data

        print_json("kpi-import", **import_data(done, settings, dry_run=dry_run))
    elif done.before is not None:
        typer.echo(
            f"{name} was imported on {done.before.imported} already, and nothing changes. --again counts it once more."
        )
    else:
        from msptool.kpis.tickets.view import import_text

        run.console().print(import_text(done, settings))
    _say_what_was_written(run, done, rejects, dry_run=dry_run)
    if done.written.kept or (done.rows and not done.tickets):
        raise typer.Exit(EXIT_PROBLEMS)


def _say_what_was_written(run: Invocation, done: Imported, rejects: Path | None, *, dry_run: bool) -> None:
    if done.before is not None:
        return
    if rejects is not None and done.kept_aside:
        run.remark(f"Wrote {counted(done.kept_aside, 'row')} that were kept aside to {rejects}.")
    files = counted(len(done.written.paths), "file")
    if dry_run:
        run.remark(f"{files} would change; nothing was written.")
    elif done.written.paths:
        run.remark(f"Wrote {files}.")
    elif done.written.kept:
        run.remark("No figure changes.")
    else:
        run.remark("Everything was counted before: no figure changes.")


def _figures(
    run: Invocation, workspace: Workspace, path: Path, name: str, *, replace: bool, dry_run: bool, as_json: bool
) -> None:
    from msptool.kpis.figures_file import record_figures

    found = record_figures(workspace, path, name, replace=replace, dry_run=dry_run)
    if as_json:
        print_json(
            "kpi-import", file=name, profile=_FIGURES, dry_run=dry_run, rows=found.rows, recorded=found.recorded,
            unchanged=found.unchanged, rejected=[{"row": row, "reason": reason} for row, reason in found.rejected],
            written=[] if dry_run else found.paths,
        )  # fmt: skip
    else:
        typer.echo(
            f"{counted(found.recorded, 'figure')} of {counted(found.rows, 'row')}"
            f"{' would be' if dry_run else ''} recorded, {found.unchanged} there already."
        )
        for row, reason in found.rejected:
            typer.echo(f"row {row}: {reason}")
    if found.rejected:
        raise typer.Exit(EXIT_PROBLEMS)


def _assigned(given: list[str]) -> dict[str, str]:
    found = {}
    for each in given:
        name, equals, column = each.partition("=")
        if not equals or not column.strip():
            raise UsageRefusal(f"--column takes FIELD=COLUMN, such as client=Company, not {each!r}.")
        found[name.strip()] = column.strip()
    return found


@contextmanager
def _on_disk(file: str) -> Iterator[tuple[Path, str]]:
    """The file, or standard input as one: it is read more than once."""
    if file != "-":
        path = Path(file).expanduser()
        if path.is_dir():
            raise Refusal(f"{file} is a folder: name a CSV file in it.")
        yield path, file
        return
    with tempfile.TemporaryDirectory(prefix="msptool-") as folder:
        path = Path(folder, "input.csv")
        with path.open("wb") as stream:
            shutil.copyfileobj(sys.stdin.buffer, stream)
        yield path, "standard input"
