"""`msptool review ...`."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Annotated

import typer

from msptool.arguments import ClientId, client_ids
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
from msptool.terminal import Invocation, given_file, invocation, print_json
from msptool.words import counted
from msptool.workspace.problems import EXIT_PROBLEMS, Refusal

if TYPE_CHECKING:
    from msptool.clients.model import Client
    from msptool.people.model import Person
    from msptool.reviews.answers_file import Refused, Row
    from msptool.reviews.finish import Finished
    from msptool.reviews.model import Review
    from msptool.reviews.store import OpenReview
    from msptool.standards.library import Library

app = typer.Typer(help="Alignment reviews.", no_args_is_help=True, rich_markup_mode=None)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Plain = Annotated[bool, typer.Option("--plain", help="Lines instead of the full screen.")]
Answers = Annotated[
    str | None, typer.Option("--answers", metavar="FILE|-", help="Take the answers from CSV or YAML instead of asking.")
]
Finish = Annotated[bool, typer.Option("--finish", help="Finish the review at the end.")]
NoCommit = Annotated[bool, typer.Option("--no-commit", help="Finish without a git commit.")]


@app.command()
def start(
    ctx: typer.Context,
    client: ClientId,
    everything: Everything = False,
    evidence: OnlyEvidence = False,
    category: Categories = None,
    tag: Tags = None,
    limit: Limit = None,
    minutes: Minutes = None,
    by: Annotated[str | None, typer.Option(help="Who does it; otherwise the client's TAM.")] = None,
    answers: Answers = None,
    finish: Finish = False,
    no_commit: NoCommit = False,
    plain: Plain = False,
    as_json: AsJson = False,
) -> None:
    """Begin a review: what is due, the most important first, as much as fits the day."""
    from msptool.reviews.model import Scope
    from msptool.reviews.store import start as begin

    run = invocation(ctx)
    found, library = client_and_library(run, client)
    person = reviewer(run, by or found.team.tam)
    scope = Scope(
        everything=everything,
        evidence=evidence,
        categories=tuple(category or ()),
        tags=tuple(tag or ()),
        limit=limit,
        minutes=minutes,
    )
    refuse_unknown_scope(library, scope)
    opening = begin(
        run.workspace, found, library, scope, by=person, now=moment_of(run), save_empty=answers is not None
    )  # fmt: skip
    _work(run, opening, library, answers=answers, finish=finish, commit=not no_commit, plain=plain, as_json=as_json)


@app.command()
def resume(
    ctx: typer.Context, client: ClientId, answers: Answers = None, finish: Finish = False, no_commit: NoCommit = False,
    plain: Plain = False, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Go on with the open review at its first open question; nothing that was said is lost."""
    from msptool.reviews.store import resume as reopen

    run = invocation(ctx)
    found, library = client_and_library(run, client)
    _work(
        run,
        reopen(run.workspace, found, library),
        library,
        answers=answers,
        finish=finish,
        commit=not no_commit,
        plain=plain,
        as_json=as_json,
    )


@app.command()
def finish(ctx: typer.Context, client: ClientId, no_commit: NoCommit = False, as_json: AsJson = False) -> None:
    """End the open review: check it, pin it to the library, commit its file and nothing else."""
    from msptool.reviews.finish import uncommitted
    from msptool.reviews.store import resume as reopen

    run = invocation(ctx)
    found, library = client_and_library(run, client)
    left = None if no_commit else uncommitted(run.workspace, found)
    if left is not None:
        _report_committed(run, found, left, as_json)
        return
    with reopen(run.workspace, found, library) as opened:
        _say_recovered(run, opened)
        _report(run, opened, [], _finish(run, opened, commit=not no_commit), as_json)


@app.command()
def discard(
    ctx: typer.Context,
    client: ClientId,
    yes: Annotated[bool, typer.Option("--yes", help="Also when something was answered or noted.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take back an open review that was begun by mistake."""
    from msptool.reviews.store import resume as reopen

    run = invocation(ctx)
    found, library = client_and_library(run, client)
    with reopen(run.workspace, found, library) as opened:
        said = len(opened.session.state.drafts) + len(opened.session.state.visits)
        if said and not yes:
            raise Refusal(
                f"The review {opened.review.id} of {found.name} holds something for {said} standards or visit days: "
                "add --yes to take it back all the same."
            )
        kept = opened.discard()
    if as_json:
        print_json("review-discarded", client=client, review=opened.review.id, kept=str(kept) if kept else None)
        return
    typer.echo(f"The review {opened.review.id} of {found.name} is taken back.")
    if kept:
        run.remark(f"What it held is kept in {kept}.")


@app.command()
def status(
    ctx: typer.Context,
    client: Annotated[str | None, typer.Argument(metavar="[CLIENT]", autocompletion=client_ids)] = None,
    as_json: AsJson = False,
) -> None:
    """What is open, and what is due: for one client, or all of them."""
    from msptool.clients.register import require_client, require_clients
    from msptool.reviews.overview import overview

    run = invocation(ctx)
    library = library_of(run)
    clients = (
        [require_client(run.workspace.source, client)]
        if client
        else [each for each in require_clients(run.workspace.source).values() if each.is_current]
    )
    found = [overview(run.workspace, each, library) for each in clients]
    if as_json:
        print_json("review-status", clients=[each.as_data() for each in found])
        return
    from msptool.reviews.view import status_table

    run.console().print(status_table(found))


@app.command()
def show(
    ctx: typer.Context,
    client: ClientId,
    review: Annotated[
        str | None, typer.Argument(metavar="[REVIEW]", help="The review's day; otherwise the last one.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show one review: every answer with its note, and whether a question was reworded since."""
    from msptool.clients.register import require_client
    from msptool.reviews.overview import review_data
    from msptool.reviews.record import find_review, require_reviews

    run = invocation(ctx)
    found = require_client(run.workspace.source, client)
    chosen = find_review(require_reviews(run.workspace.source, client), found.name, review)
    library = library_of(run)
    if as_json:
        print_json("review", **review_data(chosen, library))
        return
    from msptool.people.register import load_people
    from msptool.reviews.view import review_details

    run.console().print(review_details(chosen, found, library, load_people(run.workspace.source)))


def _work(
    run: Invocation, opening: AbstractContextManager[OpenReview], library: Library, *,
    answers: str | None, finish: bool, commit: bool, plain: bool, as_json: bool,
) -> None:  # fmt: skip
    """Hold the review open, let a script or a person answer, save it, and say what became of it."""
    rows = _rows(answers)
    refused: list[Refused] = []
    finished = None
    with opening as opened:
        _say_recovered(run, opened)
        try:
            if rows is not None:
                from msptool.reviews.scripted import answer_all

                refused = answer_all(opened, library, rows)
            else:
                _ask(run, opened, library, plain)
        finally:
            if opened.session.items or opened.session.state.drafts:
                opened.save()
        if finish and not refused:
            finished = _finish(run, opened, commit=commit)
        if opened.session.items or as_json:
            _report(run, opened, refused, finished, as_json)
    if refused:
        raise typer.Exit(EXIT_PROBLEMS)


def _say_recovered(run: Invocation, opened: OpenReview) -> None:
    if opened.recovered:
        run.remark(f"{counted(opened.recovered, 'action')} of an interrupted session recovered.")


def _rows(answers: str | None) -> list[Row] | None:
    from msptool.reviews.answers_file import read_answers

    return None if answers is None else read_answers(*given_file(answers))


def _ask(run: Invocation, opened: OpenReview, library: Library, plain: bool) -> None:
    if not opened.session.items:
        run.remark(
            f"Nothing is due at {opened.client.name}. 'msptool review start {opened.client.id} --all' asks everything."
        )
    elif plain or not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM", "") in ("", "dumb"):
        from msptool.reviews.plain import Plain as PlainFace

        # The result goes to stdout, so the conversation goes to stderr where they are not the same terminal.
        PlainFace(opened.session, library, sys.stdin, sys.stdout if sys.stdout.isatty() else sys.stderr).run()
    else:
        from msptool.reviews.screen import run as show_screen

        if run.no_color:
            os.environ["NO_COLOR"] = "1"  # Textual looks nowhere else.
        show_screen(opened.session, opened.client, library)


def _finish(run: Invocation, opened: OpenReview, *, commit: bool) -> Finished:
    from msptool.reviews.finish import finish as end

    finished = end(opened, now=moment_of(run), commit=commit, person=_person(run, opened))
    for remark in finished.remarks:
        run.remark(remark)
    return finished


def _report_committed(run: Invocation, client: Client, review: Review, as_json: bool) -> None:
    """Commit a review that was finished and, by an interruption, not committed."""
    from msptool.people.register import load_people
    from msptool.reviews.finish import commit_finished
    from msptool.reviews.model import REVIEW

    commit = commit_finished(run.workspace, client, review, load_people(run.workspace.source).get(review.by or ""))
    if as_json:
        given = [str(answer.answer) for answer in review.answers.values()]
        counts = {value: given.count(value) for value in ("yes", "no", "n/a")}
        print_json(
            "review-session", client=client.id, review=review.id, path=REVIEW.path(client=client.id, id=review.id),
            status=review.status, asked=len(review.asked), answered=len(given), counts=counts, refused=[], commit=commit,
        )  # fmt: skip
        return
    typer.echo(f"The review {review.id} was finished but not committed; it is now: commit {commit[:10]}.")


def _report(
    run: Invocation, opened: OpenReview, refused: list[Refused], finished: Finished | None, as_json: bool
) -> None:
    progress = opened.session.progress()
    for each in refused:
        run.remark(f"row {each.row}: {each.standard or '(no standard)'} refused: {each.reason}")
    if as_json:
        print_json(
            "review-session", client=opened.client.id, review=opened.review.id, path=opened.path, status=opened.review.status,
            asked=progress.asked, answered=progress.answered,
            counts={"yes": progress.yes, "no": progress.no, "n/a": progress.not_applicable},
            refused=[{"row": each.row, "standard": each.standard, "reason": each.reason} for each in refused],
            commit=finished.commit if finished else None,
        )  # fmt: skip
        return
    counts = f"{progress.answered} of {progress.asked} answered: {progress.yes} yes, {progress.no} no, {progress.not_applicable} n/a"
    if finished is None:
        typer.echo(f"{counts}. Saved in {opened.path}.")
        more = (
            "go on with 'msptool review resume"
            if progress.answered < progress.asked
            else "end it with 'msptool review finish"
        )
        run.remark(f"The review is open: {more} {opened.client.id}'.")
    else:
        typer.echo(
            f"Finished: {counts}. {opened.path}"
            + (f", commit {finished.commit[:10]}." if finished.commit else ", not committed.")
        )


def _person(run: Invocation, opened: OpenReview) -> Person | None:
    from msptool.people.register import load_people

    return load_people(run.workspace.source).get(opened.review.by or "")
