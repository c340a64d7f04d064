"""`msptool review sheet` and `msptool review apply`."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msptool.arguments import ClientId
from msptool.reviews.beginning import (
    Categories,
    Everything,
    Limit,
    Minutes,
    OnlyEvidence,
    Tags,
    client_and_library,
    library_of,
    moment_of,
    refuse_unknown_scope,
    reviewer,
)
from msptool.terminal import Invocation, invocation, print_json
from msptool.words import counted
from msptool.workspace.problems import EXIT_PROBLEMS, Refusal, UsageRefusal, one_of

if TYPE_CHECKING:
    from msptool.clients.model import Client
    from msptool.reviews.model import Scope
    from msptool.reviews.store import OpenReview
    from msptool.sheets.sheet import Sheet
    from msptool.standards.library import Library

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def sheet(
    ctx: typer.Context,
    client: ClientId,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page for a tablet or a laptop.")
    ] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="FILE", help="Write an Excel workbook.")] = None,
    everything: Everything = False,
    evidence: OnlyEvidence = False,
    category: Categories = None,
    tag: Tags = None,
    limit: Limit = None,
    minutes: Minutes = None,
    by: Annotated[str | None, typer.Option(help="Who does it; otherwise the client's TAM.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write one file that a review is answered in without msptool; 'review apply' takes it back.

    It begins the review as 'review start' does, or is the sheet of the one that is open. It is for the practice alone: it
    holds notes. Two people fill in two sheets: run the command once for each.
    """
    from msptool.reviews.model import Scope

    run = invocation(ctx)
    kind, path = _target(html, xlsx)
    found, library = client_and_library(run, client)
    scope = Scope(
        everything=everything,
        evidence=evidence,
        categories=tuple(category or ()),
        tags=tuple(tag or ()),
        limit=limit,
        minutes=minutes,
    )
    refuse_unknown_scope(library, scope)
    with _opened(run, found, library, scope, by) as opened:
        began = opened.begun
        try:
            made = _made(run, opened, library, path, kind)
        except Refusal:
            if began:
                opened.discard()
            raise
    if as_json:
        print_json(
            "review-sheet", client=client, review=made.review, path=opened.path, sheet=made.id, format=kind, file=str(path),
            begun=began, asked=len(made.asked), minutes=made.minutes,
        )  # fmt: skip
        return
    typer.echo(f"Wrote {counted(len(made.asked), 'standard')}, about {made.minutes} minutes, to {path}.")
    run.remark(
        f"The review {made.review} is open ({opened.path}). Take the sheet back with 'msptool review apply FILE'."
    )


def apply(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What 'Export answers' wrote (.json), or the filled .xlsx.")
    ],
    take: Annotated[
        str | None,
        typer.Option("--take", metavar="sheet|recorded", help="Which one stands where the two contradict each other."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would come in; write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take a filled sheet back into its review: good answers come in, the others are named with the reason."""
    from msptool.reviews.record import require_reviews
    from msptool.reviews.store import resume
    from msptool.sheets.merging import TAKES
    from msptool.sheets.reading import client_of, read_filled
    from msptool.sheets.taking import carry_out, plan, refuse_other_review

    run = invocation(ctx)
    workspace = run.workspace
    wanted = None if take is None else one_of(take, TAKES, "side for --take")
    filled = read_filled(file)
    client = client_of(workspace, file.name, filled)
    refuse_other_review(file.name, filled, require_reviews(workspace.source, client.id))
    library = library_of(run)
    with resume(workspace, client, library) as opened:
        if opened.recovered:
            run.remark(f"{counted(opened.recovered, 'action')} of an interrupted session recovered.")
        outcomes = plan(opened, library, filled, moment_of(run), wanted)
        if not dry_run and any(each.comes_in for each in outcomes):
            try:
                carry_out(opened.session, outcomes)
            finally:
                opened.save()
        progress = opened.session.progress()
    from msptool.sheets.data import outcomes_data
    from msptool.sheets.view import complaints, summary

    for line in complaints(outcomes):
        run.remark(line)
    if as_json:
        print_json("review-apply", **outcomes_data(filled, outcomes, opened.path, dry_run=dry_run))
    else:
        typer.echo(summary(outcomes, dry_run=dry_run))
        run.remark(f"{progress.answered} of {progress.asked} are answered. {opened.path}")
    if any(each.refused for each in outcomes):
        raise typer.Exit(EXIT_PROBLEMS)


def _target(html: Path | None, xlsx: Path | None) -> tuple[str, Path]:
    targets = [(kind, path) for kind, path in (("html", html), ("xlsx", xlsx)) if path is not None]
    if len(targets) != 1:
        raise UsageRefusal("Name one file: --html FILE or --xlsx FILE.")
    kind, path = targets[0]
    if path.suffix.lower() != f".{kind}":
        raise UsageRefusal(f"--{kind} writes a .{kind} file, not {path.name!r}.")
    return kind, path


def _opened(
    run: Invocation, client: Client, library: Library, scope: Scope, by: str | None
) -> AbstractContextManager[OpenReview]:
    """The open review, else a new one; refuses a choice of standards for one that is open."""
    from msptool.reviews.model import Scope
    from msptool.reviews.record import require_reviews
    from msptool.reviews.store import open_of, resume, start

    unfinished = open_of(require_reviews(run.workspace.source, client.id))
    if unfinished is None:
        return start(run.workspace, client, library, scope, by=reviewer(run, by or client.team.tam), now=moment_of(run))
    if scope != Scope() or by is not None:
        raise UsageRefusal(
            f"The review {unfinished.id} of {client.name} is open, and its standards are chosen already: leave out the "
            f"options, or end it first with 'msptool review finish {client.id}'."
        )
    return resume(run.workspace, client, library)


def _made(run: Invocation, opened: OpenReview, library: Library, path: Path, kind: str) -> Sheet:
    import secrets

    from msptool.people.register import load_people, name_of
    from msptool.sheets.sheet import make_sheet
    from msptool.workspace.files import write_output

    if not opened.session.items:
        raise Refusal(
            f"Nothing is due at {opened.client.name}: 'msptool review sheet {opened.client.id} --all' asks everything."
        )
    history = run.workspace.history
    made = make_sheet(
        opened, library, id=secrets.token_hex(5), made=moment_of(run), practice=run.workspace.settings.practice.name,
        commit=history.head() if history.exists else None,
        by_name=name_of(load_people(run.workspace.source), opened.review.by),
    )  # fmt: skip
    if kind == "html":
        from msptool.sheets.page import page

        write_output(path, page(run.workspace, made).encode())
    else:
        from msptool.sheets.workbook import workbook

        write_output(path, workbook(made))
    return made
