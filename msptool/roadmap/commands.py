"""`msptool roadmap ...`: from findings to decisions, quarters and a budget."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

import typer

from msptool.arguments import ClientId
from msptool.terminal import Invocation, invocation, parse_amount, parse_day, print_json
from msptool.words import counted
from msptool.workspace.problems import UsageRefusal

if TYPE_CHECKING:
    from msptool.alignment.viewpoint import Viewpoint
    from msptool.clients.model import Client as ClientModel
    from msptool.roadmap.items import Roadmap
    from msptool.roadmap.planning import Slot
    from msptool.workspace.settings import Settings

app = typer.Typer(
    help="From findings to decisions, quarters and a budget.", no_args_is_help=True, rich_markup_mode=None
)

Id = Annotated[str, typer.Argument(metavar="ID", help="The recommendation's id.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Write = Annotated[bool, typer.Option("--write", help="Write it into the workspace; otherwise it is only shown.")]


@app.command()
def show(ctx: typer.Context, client: ClientId, as_json: AsJson = False) -> None:
    """All recommendations of a client: status, quarter, cost, hours, and what each gains."""
    run = invocation(ctx)
    view, roadmap = _roadmap(run, client)
    if as_json:
        from msptool.roadmap.data import roadmap_data

        print_json("roadmap", currency=view.settings.practice.currency, **roadmap_data(roadmap))
        return
    from msptool.roadmap.view import roadmap_text

    run.console().print(roadmap_text(roadmap, view.settings.practice.currency))


@app.command()
def propose(
    ctx: typer.Context,
    client: ClientId,
    each: Annotated[
        bool, typer.Option("--each", help="One for every finding; small ones are not put together.")
    ] = False,
    write: Write = False,
    as_json: AsJson = False,
) -> None:
    """Recommendations for the findings that nothing on the roadmap fixes yet, from the standards' remedies."""
    from msptool.roadmap.proposing import suggest, write_suggestions
    from msptool.workspace.writes import write as write_all

    run = invocation(ctx)
    view, roadmap = _roadmap(run, client)
    settings = view.settings
    found = suggest(roadmap, view.library, settings.roadmap.cost_bands, "none" if each else "category")
    written = write_all(*write_suggestions(run.workspace.root, client, found, run.today)) if write else []
    if as_json:
        from msptool.roadmap.data import suggestion_data

        print_json(
            "roadmap-propose", client=client, recommendations=[suggestion_data(one) for one in found.suggestions],
            without_remedy=[one.standard.id for one in found.without_remedy], written=written,
        )  # fmt: skip
        return
    if not found.suggestions and not found.without_remedy:
        run.remark(
            f"Nothing to propose: every finding of {roadmap.client.name} is on the roadmap, accepted or aligned."
        )
        return
    from msptool.roadmap.view import suggested_text

    run.console().print(suggested_text(found, settings.practice.currency))
    if written:
        run.remark(
            f"Wrote {counted(len(written), 'file')} below clients/{client}/. Costs and hours are estimates: look at each."
        )
    elif found.suggestions:
        run.remark("'--write' writes them below clients/.")


@app.command()
def decide(
    ctx: typer.Context,
    client: ClientId,
    recommendation: Id,
    choice: Annotated[
        str, typer.Argument(metavar="DECISION", help="approved, deferred, declined, risk-accepted or proposed.")
    ],
    by: Annotated[str, typer.Option(help="Who decided at the client: role and name, or the role of a contact.")] = "",
    on: Annotated[str | None, typer.Option(metavar="DAY", help="Otherwise today.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Deferred or accepted until this day.")] = None,
    quarter: Annotated[
        str | None, typer.Option(metavar="QUARTER", help="When it is to be done, such as 2027-Q2.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why, in the client's words.")] = "",
    as_json: AsJson = False,
) -> None:
    """Record what the client decided. A risk is accepted by a role, until a day; then it is to be decided again."""
    from msptool.alignment.who import far_ahead, role_and_name
    from msptool.people.register import load_people
    from msptool.roadmap import deciding
    from msptool.roadmap.quarters import ahead
    from msptool.workspace.writes import write

    run = invocation(ctx)
    view, roadmap = _roadmap(run, client)
    item = roadmap.require(recommendation)
    place = ahead(quarter, roadmap.client.fiscal_year_starts, run.today) if quarter else None
    who = role_and_name(roadmap.client, by, load_people(view.source), "--by")
    made = deciding.decision(
        choice, by=who, on=parse_day(on) if on else run.today, until=parse_day(until) if until else None, reason=reason
    )
    if made.on > run.today:
        raise UsageRefusal(f"{made.on} is still to come: give the day on which it was decided.")
    written = write(*deciding.decide(run.workspace.root, item, made, place))
    if made.until is not None and far_ahead(made.until, run.today):
        run.remark(f"{made.until} is more than three years ahead: check that it is the right day.")
    if as_json:
        print_json("roadmap-decide", client=client, id=item.id, choice=made.choice, on=made.on, written=written)
    else:
        instead = deciding.replaced(item, made)
        again = f", in place of '{instead.choice}' of the same day" if instead else ""
        typer.echo(f"{item.id}: {made.choice}{f', {place.name}' if place else ''}{again}.")


@app.command()
def done(
    ctx: typer.Context,
    client: ClientId,
    recommendation: Id,
    on: Annotated[str | None, typer.Option(metavar="DAY", help="The day of the work; otherwise today.")] = None,
    by: Annotated[str | None, typer.Option(metavar="PERSON", help="Who saw to it.")] = None,
    note: Annotated[str, typer.Option(help="Internal.")] = "",
    as_json: AsJson = False,
) -> None:
    """It was carried out. The next review asks its standards again, and so verifies it."""
    from msptool.people.register import require_person
    from msptool.roadmap.deciding import complete
    from msptool.workspace.writes import write

    run = invocation(ctx)
    view, roadmap = _roadmap(run, client)
    item, day = roadmap.require(recommendation), parse_day(on) if on else run.today
    if day > run.today:
        raise UsageRefusal(f"{day} is still to come.")
    who = require_person(view.source, by).id if by is not None else None
    written = write(*complete(run.workspace.root, item, day, who, note))
    if as_json:
        print_json("roadmap-done", client=client, id=item.id, on=day, written=written)
    else:
        asked = counted(len(item.recommendation.standards), "standard")
        typer.echo(f"{item.id}: done on {day}. The next review asks {asked} again.")


@app.command()
def group(
    ctx: typer.Context,
    client: ClientId,
    initiative: Annotated[str, typer.Argument(metavar="INITIATIVE", help="Its id, an old or a new one.")],
    recommendations: Annotated[list[str] | None, typer.Argument(metavar="ID...", help="The recommendations.")] = None,
    title: Annotated[str | None, typer.Option(help="The name that the client's leaders see.")] = None,
    as_json: AsJson = False,
) -> None:
    """Put recommendations into an initiative, or give one another title."""
    from msptool.roadmap.deciding import group as grouped
    from msptool.workspace.files import check_slug
    from msptool.workspace.writes import write

    run = invocation(ctx)
    _, roadmap = _roadmap(run, client)
    items = [roadmap.require(each) for each in recommendations or ()]
    written = write(*grouped(run.workspace.root, roadmap, check_slug(initiative, "initiative"), title, items))
    if as_json:
        print_json("roadmap-group", client=client, initiative=initiative, written=written)
    else:
        typer.echo(f"{initiative}: {counted(len(written), 'file')} written.")


@app.command()
def plan(
    ctx: typer.Context,
    client: ClientId,
    budget: Annotated[
        str, typer.Option(metavar="AMOUNT", help="For all the quarters together, recurring cost until their end.")
    ],
    quarter: Annotated[
        list[str] | None,
        typer.Option(
            metavar="QUARTER[=AMOUNT]",
            help="A quarter to plan, and its own budget; repeat it. Otherwise the next four.",
        ),
    ] = None,
    hours: Annotated[
        float | None, typer.Option(min=0, help="Hours of each quarter; otherwise those of the settings.")
    ] = None,
    write: Write = False,
    as_json: AsJson = False,
) -> None:
    """Choose what raises the alignment most within the budget and the hours of each quarter, to the proven optimum."""
    from msptool.roadmap.planning import plan_roadmap, write_plan
    from msptool.workspace.writes import write as write_all

    run = invocation(ctx)
    view, roadmap = _roadmap(run, client)
    slots = _slots(run, view.settings, roadmap.client, quarter, hours)
    found = plan_roadmap(roadmap, slots, parse_amount(budget, "--budget", "12000 or 12000.50"), view.settings.weights)
    written = write_all(*write_plan(run.workspace.root, found)) if write else []
    currency = view.settings.practice.currency
    if as_json:
        from msptool.roadmap.data import plan_data

        print_json("roadmap-plan", **plan_data(found, currency), written=written)
        return
    from msptool.roadmap.view import plan_text

    run.console().print(plan_text(found, currency))
    if written:
        run.remark(f"Wrote the quarters of {counted(len(written), 'recommendation')}.")
    elif not write and found.chosen:
        run.remark("'--write' writes the quarters into the recommendations.")


@app.command()
def budget(
    ctx: typer.Context,
    client: ClientId,
    first: Annotated[str | None, typer.Option("--from", metavar="QUARTER", help="Otherwise this quarter.")] = None,
    quarters: Annotated[int, typer.Option(min=1, max=40, help="How many.")] = 12,
    as_json: AsJson = False,
) -> None:
    """What the roadmap costs by quarter and fiscal year, one-time and recurring, and how much of it is approved."""
    from msptool.roadmap.budget import budget_of
    from msptool.roadmap.quarters import named, quarter_of

    run = invocation(ctx)
    view, roadmap = _roadmap(run, client)
    starts, currency = roadmap.client.fiscal_year_starts, view.settings.practice.currency
    found = budget_of(roadmap, named(first, starts) if first else quarter_of(run.today, starts), quarters)
    if as_json:
        from msptool.roadmap.data import budget_data

        print_json("roadmap-budget", client=client, **budget_data(found, currency))
        return
    from msptool.roadmap.view import budget_text

    run.console().print(budget_text(found, currency, roadmap.client.name))


def _roadmap(run: Invocation, client: str) -> tuple[Viewpoint, Roadmap]:
    from msptool.alignment.viewpoint import viewpoint
    from msptool.roadmap.items import roadmap_of

    view = viewpoint(run.workspace)
    return view, roadmap_of(view, view.client(client))


def _slots(
    run: Invocation, settings: Settings, client: ClientModel, given: list[str] | None, hours: float | None
) -> list[Slot]:
    """The quarters to plan: those that were named, in order and without a hole, or the next ones."""
    from msptool.roadmap.planning import Slot
    from msptool.roadmap.quarters import ahead, quarter_of

    starts, most = client.fiscal_year_starts, settings.roadmap.hours_per_quarter if hours is None else hours
    if not given:
        first = quarter_of(run.today, starts).next
        return [Slot(first.later(number), None, most) for number in range(settings.roadmap.quarters)]
    slots = []
    for text in given:
        name, with_amount, amount = text.partition("=")
        slots.append(
            Slot(
                ahead(name, starts, run.today),
                parse_amount(amount, "--quarter", "12000 or 12000.50") if with_amount else None,
                most,
            )
        )
    slots.sort(key=lambda slot: slot.quarter)
    for one, other in pairwise(slots):
        if one.quarter.next != other.quarter:
            raise UsageRefusal(
                f"After {one.quarter.name} comes {one.quarter.next.name}, not {other.quarter.name}: name quarters in a row, each once."
            )
    return slots
