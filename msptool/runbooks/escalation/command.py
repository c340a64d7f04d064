"""`msptool escalate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from msptool.terminal import invocation, parse_amount, print_json
from msptool.workspace.problems import UsageRefusal, unknown

if TYPE_CHECKING:
    from msptool.runbooks.model import Category, Impact


def escalate(
    ctx: typer.Context,
    impact: Annotated[
        str | None, typer.Option(help="Who is affected: user, team, client or clients; without it the whole map.")
    ] = None,
    category: Annotated[
        str | None, typer.Option(help="identity, endpoint, network, saas or application; otherwise the runbook's.")
    ] = None,
    cost: Annotated[str, typer.Option(metavar="AMOUNT", help="What it costs.")] = "0",
    minutes: Annotated[int, typer.Option(min=0, help="Minutes of work on the ticket, so far or expected.")] = 0,
    runbook: Annotated[str | None, typer.Option(metavar="NAME", help="The runbook that it is about.")] = None,
    by: Annotated[str | None, typer.Option(metavar="PERSON", help="Who asks; otherwise somebody of Level 1.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """May I do this? The level that decides, the rule that says so, and what to do next; without options the whole map.

    Exit code 0 whatever the answer is: it stands in the text, and as 'allowed' in the JSON.
    """
    from msptool.people.register import load_people, require_person
    from msptool.runbooks.escalation.answer import Case, decide
    from msptool.runbooks.escalation.register import level_of, require_map
    from msptool.runbooks.escalation.view import Asked, data, map_data, map_text, text
    from msptool.runbooks.register import load_runbooks, require_runbook

    run = invocation(ctx)
    source = run.workspace.source
    found, people = require_map(source), load_people(source)
    currency = run.workspace.settings.practice.currency
    about = require_runbook(source, runbook) if runbook else None
    wanted = _category(category) if category is not None else None
    if impact is None:
        if category is not None or runbook is not None:
            raise UsageRefusal("Say with --impact who is affected: user, team, client or clients.")
        if as_json:
            print_json("escalation-map", **map_data(found, people, currency))
        else:
            typer.echo(map_text(found, people, currency), nl=False)
        return
    if category is None and about is None:
        raise UsageRefusal("Name the ticket's category with --category, or a runbook with --runbook.")
    kind = wanted or (about.category if about else None)
    assert kind is not None
    if by is not None:
        require_person(source, by)
    asking = level_of(found, by, people) if by is not None else "level-1"
    ruling = decide(found, Case(kind, _impact(impact), parse_amount(cost, "--cost", "120 or 89.90"), minutes), currency)
    runbooks = [each for each in load_runbooks(source)[0].values() if each.category == kind]
    asked = Asked(ruling, by, asking, found, people, currency, about, runbooks)
    if as_json:
        print_json("escalate", **data(asked))
    else:
        typer.echo(text(asked), nl=False)


def _category(text: str) -> Category:
    from msptool.runbooks.model import CATEGORIES

    for each in CATEGORIES:
        if text == each:
            return each
    raise unknown(f"There is no category {text!r}.", text, CATEGORIES, f"They are {', '.join(CATEGORIES)}.")


def _impact(text: str) -> Impact:
    from msptool.runbooks.model import IMPACTS

    for each in IMPACTS:
        if text == each:
            return each
    meanings = ", ".join(f"{name} ({meaning})" for name, meaning in IMPACTS.items())
    raise unknown(f"{text!r} is no impact.", text, IMPACTS, f"It is {meanings}.")
