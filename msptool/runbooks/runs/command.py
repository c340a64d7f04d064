"""`msptool runbook run`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msptool.arguments import client_ids
from msptool.terminal import Invocation, given_file, invocation, print_json
from msptool.words import counted
from msptool.workspace.problems import EXIT_PROBLEMS, UsageRefusal

if TYPE_CHECKING:
    from msptool.runbooks.model import Runbook
    from msptool.runbooks.runs.running import Desk
    from msptool.runbooks.runs.script import Refused, Row
    from msptool.runbooks.runs.store import About, OpenRun


def run_runbook(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="The runbook; with --resume also the id of a run.")
    ] = None,
    ticket: Annotated[str, typer.Option(metavar="ID", help="The ticket that it is for.")] = "",
    client: Annotated[
        str | None, typer.Option(metavar="CLIENT", autocompletion=client_ids, help="The client's id.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="PERSON", help="Who does it; otherwise whoever has git's address.")
    ] = None,
    answers: Annotated[
        str | None,
        typer.Option("--answers", metavar="FILE|-", help="Take the answers from CSV or YAML instead of asking."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was paused or interrupted.")] = False,
    discard: Annotated[
        bool, typer.Option("--discard", help="Forget a run that was paused; nothing is recorded.")
    ] = False,
    handoff: Annotated[
        Path | None, typer.Option("--handoff", metavar="FILE", help="Write what was collected as text for the ticket.")
    ] = None,
    minutes: Annotated[
        int | None, typer.Option(min=0, max=100_000, help="The time that it took, instead of what the clock says.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Walk through a runbook during a ticket: it asks, you answer, every answer is saved at once.

    It ends in resolved or escalated, with the text for the ticket. Ctrl-C and /q pause it. An answers file has the columns
    step, answer, note and unclear; a step is an input's name, check-1, a step's id, or 'escalate' with the reason.
    """
    from msptool.runbooks.naming import require_ticket
    from msptool.runbooks.register import require_runbook
    from msptool.runbooks.rules import refuse_broken
    from msptool.runbooks.runs import store
    from msptool.runbooks.runs.running import Desk
    from msptool.runbooks.runs.script import read_script

    run = invocation(ctx)
    desk = Desk(run.workspace)
    rows = None if answers is None else read_script(*given_file(answers))
    if resume or discard:
        found = store.find_paused(run.workspace, name, ticket)
        opening = store.resume(run.workspace, found, desk.clock, desk.known)
    elif name is None:
        raise UsageRefusal("Name a runbook, or go on with a run with --resume. 'msptool runbook list' shows them.")
    else:
        about = store.About(require_ticket(ticket), client, desk.technician(by))
        desk.client(about)
        runbook = require_runbook(run.workspace.source, name)
        for each in refuse_broken(run.workspace.source, runbook, run.today):
            run.remark(f"{each.path}:{each.line}: {each.message}. {each.hint}")
        opening = store.start(run.workspace, runbook, about, desk.clock, desk.known)
    with opening as opened:
        if discard:
            opened.discard()
            _say_discarded(opened, as_json)
            return
        _remark_on(run, desk, opened)
        refused = _walk(run, desk, opened, rows)
        _end(run, desk, opened, refused, handoff, minutes, as_json)
    if refused or (rows is not None and opened.walk.outcome is None):
        raise typer.Exit(EXIT_PROBLEMS)


def _walk(run: Invocation, desk: Desk, opened: OpenRun, rows: list[Row] | None) -> list[Refused]:
    about, runbook = opened.paused.about, opened.paused.runbook
    if rows is not None:
        from msptool.runbooks.runs.script import answer_all

        return answer_all(opened.walk, rows, desk.up(about))
    from msptool.runbooks.runs.plain import Plain

    # The result goes to stdout, so the conversation goes to stderr where they are not the same terminal.
    face = Plain(
        opened.walk, sys.stdin, sys.stdout if sys.stdout.isatty() else sys.stderr, signoffs=_agreeing(desk, about),
        limit=desk.limit(about, runbook.category), up=desk.up(about),
    )  # fmt: skip
    try:
        face.run()
    except KeyboardInterrupt:
        run.remark(f"\nPaused. Go on with 'msptool runbook run {opened.paused.id} --resume'.")
        raise
    return []


def _agreeing(desk: Desk, about: About) -> Callable[[str], list[str]]:
    return lambda name: list(desk.signoff(name, about))


def _remark_on(run: Invocation, desk: Desk, opened: OpenRun) -> None:
    if opened.paused.about.by is None:
        who = f"has git's address {desk.address}" if desk.address else "is known to git here"
        run.remark(
            f"Nobody of practice/people/ {who}: the record names nobody, and 'The service desk' signs the messages. "
            "--by PERSON says who you are; so does 'email' in your file of practice/people/."
        )
    if opened.recovered:
        run.remark(f"Going on after {counted(opened.recovered, 'answer')}.")
    now = _present(run, opened.paused.runbook)
    if now is not None and now.fingerprint != opened.paused.runbook.fingerprint:
        run.remark("The runbook was changed since this run began: it goes on with the steps that it began with.")


def _present(run: Invocation, runbook: Runbook) -> Runbook | None:
    from msptool.runbooks.register import load_runbooks

    return load_runbooks(run.workspace.source)[0].get(runbook.id)


def _end(
    run: Invocation,
    desk: Desk,
    opened: OpenRun,
    refused: list[Refused],
    handoff: Path | None,
    minutes: int | None,
    as_json: bool,
) -> None:
    from msptool.runbooks.runs.running import run_data, text_of_run, write_handoff

    over = opened.walk.outcome is not None
    record = opened.finish(desk.clock(), minutes) if over else None
    for each in refused:
        run.remark(f"row {each.row}: {each.step or '(no step)'} refused: {each.reason}")
    if record is not None and handoff is not None:
        write_handoff(desk, opened, record, handoff)
        run.remark(f"Wrote {handoff}.")
    if as_json:
        print_json("runbook-run", **run_data(opened, record, refused))
    elif record is None:
        typer.echo(f"Paused at {opened.walk.place.key}; every answer is saved.")
        run.remark(f"Go on with 'msptool runbook run {opened.paused.id} --resume'.")
    else:
        if handoff is None:
            typer.echo(text_of_run(desk, opened, record))
        typer.echo(f"{'Escalated' if record.to else 'Resolved'} in {counted(record.minutes, 'minute')}. {opened.path}")


def _say_discarded(opened: OpenRun, as_json: bool) -> None:
    if as_json:
        print_json("runbook-run-discarded", id=opened.paused.id)
    else:
        typer.echo(f"The run {opened.paused.id} is forgotten.")
