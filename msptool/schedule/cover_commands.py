"""`msptool schedule cover` and `goals`: what the visits are for."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from msptool.arguments import ClientId
from msptool.terminal import Invocation, invocation, print_json
from msptool.words import counted

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _given(run: Invocation, client: str) -> tuple[Any, Any, Any]:
    from msptool.clients.register import require_client
    from msptool.reviews.record import require_reviews
    from msptool.standards.library import require_library

    source = run.workspace.source
    found = require_client(source, client)
    return found, require_library(source), require_reviews(source, found.id)


def cover(
    ctx: typer.Context,
    client: ClientId,
    all_: Annotated[bool, typer.Option("--all", help="Every standard of every visit.")] = False,
    as_json: AsJson = False,
) -> None:
    """What each visit ahead covers, so that every standard is asked as often as it should be."""
    from msptool.reviews.day_list import coverage_ahead
    from msptool.reviews.store import items_of

    run = invocation(ctx)
    found, library, reviews = _given(run, client)
    finished = [review for review in reviews if review.status == "finished"]
    items = items_of(run.workspace, found, library, reviews)
    coverage = coverage_ahead(run.workspace, found, items, finished)
    if as_json:
        from msptool.schedule.cover_view import coverage_data

        print_json("schedule-cover", client=found.id, **coverage_data(coverage))
        return
    if not coverage.days:
        run.remark(f"{found.id} has no visit ahead: 'msptool schedule plan --year YEAR --write' plans them.")
        return
    from msptool.schedule.cover_view import coverage_text

    run.console().print(coverage_text(coverage, found, library, whole=all_))


def goals(
    ctx: typer.Context,
    client: ClientId,
    year: Annotated[int | None, typer.Option("--year", min=1900, max=2200, help="Otherwise this year.")] = None,
    as_json: AsJson = False,
) -> None:
    """The categories to complete in each quarter, and how far that is."""
    from msptool.reviews.completion import Quarter
    from msptool.reviews.completion import goals as goals_of
    from msptool.reviews.record import answers_given, by_standard
    from msptool.schedule.cover_view import goals_data, goals_text

    run = invocation(ctx)
    found, library, reviews = _given(run, client)
    given = by_standard(answers_given(reviews))
    quarters = [Quarter(year or run.today.year, number) for number in (1, 2, 3, 4)]
    wanted = {quarter: goals_of(found, library, given, quarter, run.today) for quarter in quarters}
    if as_json:
        print_json("schedule-goals", client=found.id, quarters=goals_data(wanted))
        return
    run.console().print(goals_text(wanted, run.today))
    run.remark(f"{counted(sum(map(len, wanted.values())), 'goal')}.")


COMMANDS = (("cover", cover), ("goals", goals))
