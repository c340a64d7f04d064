"""`msptool standard ...`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from msptool.arguments import StandardId
from msptool.standards import listing_commands
from msptool.standards.upstream_commands import app as upstream_app
from msptool.terminal import Invocation, given_file, invocation, print_json, print_json_data
from msptool.workspace.problems import EXIT_PROBLEMS, Refusal, UsageRefusal, unknown

if TYPE_CHECKING:
    from msptool.standards.library import Library
    from msptool.standards.question import Verdict

app = typer.Typer(help="The library of standards.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(upstream_app, name="upstream")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _library(run: Invocation) -> Library:
    from msptool.standards.library import require_library

    return require_library(run.workspace.source)


app.command(name="list")(listing_commands.list_)
app.command()(listing_commands.search)
app.command()(listing_commands.show)


@app.command()
def new(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="The standard's id.")],
    category: Annotated[str, typer.Option(help="The category's id.")],
    question: Annotated[str, typer.Option(help="One yes/no question; yes is the aligned answer.")],
    name: Annotated[str | None, typer.Option(help="A short name; otherwise made of the id.")] = None,
    why: Annotated[str, typer.Option(help="Why we ask, in the client's language.")] = "",
    how: Annotated[list[str] | None, typer.Option(help="A step to find the answer (repeat it).")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="A tag (repeat it).")] = None,
    frequency: Annotated[str | None, typer.Option(help="monthly, quarterly, semiannual, annual or biennial.")] = None,
    business_impact: Annotated[str, typer.Option(help="high, medium or low.")] = "medium",
    technical_risk: Annotated[str, typer.Option(help="high, medium or low.")] = "medium",
    url: Annotated[list[str] | None, typer.Option(help="The authority's page (repeat it).")] = None,
    as_json: AsJson = False,
) -> None:
    """Create a standard as a draft, for the committee."""
    from msptool.standards.edits import new as create

    run = invocation(ctx)
    fields = {
        "name": name or id.replace("-", " ").capitalize(), "question": question, "why": why, "how": how or [],
        "tags": tag or [], "frequency": frequency, "business_impact": business_impact,
        "technical_risk": technical_risk, "status": "draft", "references": [{"url": each} for each in url or []],
    }  # fmt: skip
    path = create(run.workspace.root, _library(run), id, category, fields)
    _print_change(as_json, "created", id, path)
    if not as_json:
        run.remark("It is a draft: open a pull request; the committee sets 'status: active'.")


@app.command()
def edit(
    ctx: typer.Context,
    id: StandardId,
    assignments: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Set a field (repeat it); without it your editor opens."),
    ] = None,
    same_meaning: Annotated[
        bool, typer.Option("--same-meaning", help="The new wording asks the same: old answers still count.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Change a standard, by --set or in your editor. A reworded question makes old answers not count."""
    from msptool.standards.edits import change
    from msptool.standards.model import STANDARD

    run = invocation(ctx)
    standard = _library(run).require(id)
    path = STANDARD.path(category=standard.category, id=standard.id)
    if assignments:
        change(run.workspace.root, standard, _assignments(assignments), same_meaning=same_meaning)
    elif as_json or not sys.stdin.isatty():
        raise UsageRefusal("Without a terminal, name the changes: --set question='Is ...?'")
    else:
        _open_editor(run.workspace.root / path)
    _print_change(as_json, "changed", standard.id, path)
    now = _library(run).require(standard.id)
    if standard.fingerprint not in now.fingerprints:
        run.remark(
            "The question is worded differently: earlier answers no longer count for it. If it asks the same, use --same-meaning."
        )


@app.command()
def rename(
    ctx: typer.Context,
    id: StandardId,
    new_id: Annotated[str, typer.Argument(metavar="NEW_ID")],
    as_json: AsJson = False,
) -> None:
    """Give a standard another id. Answers given under the old one still count."""
    from msptool.standards.edits import rename as move

    run = invocation(ctx)
    library = _library(run)
    standard = library.require(id)
    old, path = move(run.workspace.root, library, standard, new_id)
    if as_json:
        print_json("standard-change", change="renamed", id=new_id, formerly=standard.id, path=path, old_path=old)
    else:
        typer.echo(f"Renamed to {path}; '{standard.id}' stays known as its former id.")


@app.command()
def retire(
    ctx: typer.Context,
    id: StandardId,
    reason: Annotated[str, typer.Option(help="Why it is not asked any more.")],
    replaced_by: Annotated[list[str] | None, typer.Option(help="The standard that asks it now (repeat it).")] = None,
    as_json: AsJson = False,
) -> None:
    """Stop asking a standard; its file and all answers stay."""
    from msptool.standards.edits import retire as end

    run = invocation(ctx)
    library = _library(run)
    standard = library.require(id)
    path = end(run.workspace.root, library, standard, on=run.today, reason=reason, replaced_by=replaced_by or ())
    _print_change(as_json, "retired", standard.id, path)


@app.command(name="check-question")
def check_question(
    texts: Annotated[list[str] | None, typer.Argument(metavar="[TEXT]...", help="Questions, each in quotes.")] = None,
    file: Annotated[
        str | None, typer.Option("--file", metavar="FILE|-", help="One question a line; - is standard input.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say whether a text is one objective yes/no question, and what to write instead."""
    from msptool.standards.question import check

    lines = list(texts or []) + (_lines(file) if file else [])
    if not lines and not file:
        raise UsageRefusal("Name a question in quotes, or a file with --file.")
    verdicts = [check(line) for line in lines]
    if as_json:
        print_json_data([_verdict_data(verdict) for verdict in verdicts])
    else:
        for verdict in verdicts:
            typer.echo(f"{'yes/no' if verdict.accepted else 'no: ' + verdict.form}  {verdict.text}")
            for each in verdict.problems:
                typer.echo(f"    {each.severity} {each.code}: {each.message}\n    = {each.hint}")
    if not all(verdict.accepted for verdict in verdicts):
        raise typer.Exit(EXIT_PROBLEMS)


def _verdict_data(verdict: Verdict) -> dict[str, Any]:
    problems = [
        {"code": each.code, "severity": each.severity, "message": each.message, "hint": each.hint}
        for each in verdict.problems
    ]
    return {"text": verdict.text, "form": str(verdict.form), "accepted": verdict.accepted, "problems": problems}


def _lines(file: str) -> list[str]:
    name, content = given_file(file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(f"{name} is not UTF-8 text: save it again as UTF-8.") from None
    return [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]


def _open_editor(path: Path) -> None:
    import shlex
    import subprocess

    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        subprocess.run([*shlex.split(command), str(path)], check=False)
    except OSError:
        raise UsageRefusal(f"The editor {command!r} cannot be started: set EDITOR to one that can.") from None


def _assignments(pairs: list[str]) -> dict[str, Any]:
    from msptool.standards.model import Standard
    from msptool.workspace.documents import read_document

    fields: dict[str, Any] = {}
    known = [name for name in Standard.model_fields if name not in ("id", "category")]
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise UsageRefusal(f"--set takes KEY=VALUE, not {pair!r}.")
        if key not in known:
            otherwise = "It is made of business_impact and technical_risk." if key == "priority" else ""
            raise (
                UsageRefusal(f"{key!r} is no field. {otherwise}")
                if otherwise
                else unknown(f"{key!r} is not a field of a standard.", key, known)
            )
        is_text = Standard.model_fields[key].annotation is str
        document = None if is_text else read_document("--set", value.encode())[0]
        fields[key] = value if document is None else document.data
    return fields


def _print_change(as_json: bool, change: str, id: str, path: str) -> None:
    if as_json:
        print_json("standard-change", change=change, id=id, path=path)
    else:
        typer.echo(f"{change.capitalize()}: {path}")
