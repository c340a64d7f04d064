"""`msptool lint`."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from msptool.terminal import invocation, print_json
from msptool.words import counted
from msptool.workspace.problems import EXIT_PROBLEMS, UsageRefusal

_CHOICES = ("text", "json", "github", "gitlab", "sarif", "junit")


def lint(
    ctx: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="Report only these files or folders.")
    ] = None,
    format: Annotated[str, typer.Option("--format", help="text, json, github, gitlab, sarif or junit.")] = "text",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Fail for warnings too.")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended without a change of meaning.")] = False,
    links: Annotated[
        bool, typer.Option("--links", help="Ask also whether the pages that the files cite are still there.")
    ] = False,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="CODE", help="Say what a rule means, with examples.")
    ] = None,
) -> None:
    """Check every file of the workspace.

    Exit code 1 when there are errors (with --strict: or warnings). No data file is written without --fix,
    and nothing that the files say is run. The network is used with --links only; a page that was there is
    not asked for again for 7 days (delete .msptool/lint/links.json to ask for all).
    """
    from msptool.lint import engine

    if explain is not None:
        rule = engine.find_rule(explain)
        print_json("rule", **asdict(rule)) if as_json else typer.echo(engine.explain(rule), nl=False)
        return
    wanted = "json" if as_json else format
    if wanted not in _CHOICES:
        raise UsageRefusal(f"--format takes {', '.join(_CHOICES)}, not {format!r}.")
    run = invocation(ctx)
    workspace = run.workspace
    only = engine.relative_paths(workspace.root, paths or [])
    outcome = engine.lint(workspace.source, run.today, only)
    if fix:
        from msptool.lint.fixes import apply_fixes

        mended = apply_fixes(workspace.root, outcome.problems)
        if mended:
            run.remark(f"{counted(mended, 'problem')} mended.")
            outcome = engine.lint(workspace.source, run.today, only)
    if links:
        from rich.console import Console

        from msptool.lint import links_web
        from msptool.lint.links import check_links
        from msptool.lint.links_ask import NoNetwork

        watched = sys.stderr.isatty() and not run.quiet
        console = Console(stderr=True, no_color=run.no_color or None) if watched else None
        try:
            checked = check_links(workspace, only, links_web.internet(), console)
        except NoNetwork:
            _print(outcome, wanted, run.no_color)
            raise
        outcome = engine.lint(workspace.source, run.today, only, checked.problems)
        run.remark(checked.summary)
    _print(outcome, wanted, run.no_color)
    if outcome.errors or (strict and outcome.problems):
        raise typer.Exit(EXIT_PROBLEMS)


def _print(outcome: object, wanted: str, no_color: bool) -> None:
    from msptool.lint import formats
    from msptool.lint.engine import Outcome

    assert isinstance(outcome, Outcome)
    if wanted != "text":
        sys.stdout.write(formats.FORMATS[wanted](outcome))
        if wanted == "github" and (path := os.environ.get("GITHUB_STEP_SUMMARY")) and outcome.problems:
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(formats.as_steps_summary(outcome.problems))
        return
    coloured = sys.stdout.isatty() and not no_color and not os.environ.get("NO_COLOR")

    def paint(text: str, style: str) -> str:
        if not coloured:
            return text
        return typer.style(
            text, bold=style == "bold", dim=style == "dim", fg=None if style in ("bold", "dim") else style
        )

    sys.stdout.write(formats.as_text(outcome, paint))
