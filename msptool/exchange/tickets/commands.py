"""`msptool review handoffs` and `msptool review push`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msptool.arguments import ClientId
from msptool.terminal import Invocation, invocation, print_json
from msptool.words import counted
from msptool.workspace.problems import EXIT_PROBLEMS, Refusal, UsageRefusal, one_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msptool.clients.model import Client
    from msptool.exchange.tickets.pushing import Outcome
    from msptool.exchange.tickets.ticket import Ticket
    from msptool.reviews.model import Review
    from msptool.standards.library import Library
    from msptool.workspace.ticket_settings import HandoffTickets

ReviewId = Annotated[str | None, typer.Argument(metavar="[REVIEW]", help="The review's day; otherwise the last one.")]
Areas = Annotated[
    list[str] | None, typer.Option("--area", metavar="AREA", help="Only this delivery area's tickets (repeat it).")
]
ProfileName = Annotated[
    str | None,
    typer.Option("--profile", metavar="NAME", help="generic, connectwise, autotask, halopsa or syncro; otherwise of the settings."),
]  # fmt: skip
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def handoffs(
    ctx: typer.Context,
    client: ClientId,
    review: ReviewId = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write tickets as CSV.")] = None,
    tickets_json: Annotated[
        Path | None, typer.Option("--tickets-json", metavar="FILE", help="Write tickets as JSON.")
    ] = None,
    profile: ProfileName = None,
    area: Areas = None,
    as_json: AsJson = False,
) -> None:
    """What each delivery area gets after the visit, with the notes; or the same as tickets for your PSA."""
    run = invocation(ctx)
    if csv is not None and tickets_json is not None:
        raise UsageRefusal("Name one file: --csv FILE or --tickets-json FILE.")
    target = csv or tickets_json
    if target is None and (profile or area):
        raise UsageRefusal("--profile and --area go with --csv FILE or --tickets-json FILE.")
    found, chosen, library = _reviewed(run, client, review)
    if target is None:
        _show(run, found, chosen, library, as_json)
        return
    _write(run, target, csv is not None, (found, chosen, library), profile, area, as_json)


def push(
    ctx: typer.Context,
    client: ClientId,
    review: ReviewId = None,
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="The receiver; otherwise tickets.push.url of the settings.")
    ] = None,
    profile: ProfileName = None,
    area: Areas = None,
    without_token: Annotated[
        bool, typer.Option("--without-token", help="The receiver wants no token, or it stands in the address.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be sent; send nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Send the tickets of a finished review to your PSA's receiver; a second push sends only what is new."""
    run = invocation(ctx)
    found, chosen, library = _reviewed(run, client, review)
    if chosen.status != "finished":
        raise Refusal(f"The review {chosen.id} of {found.name} is open: end it with 'msptool review finish {client}'.")
    wishes = _wishes(run, profile)
    tickets = _tickets(run, found, chosen, library, wishes, area)
    _say_without_number(run, tickets, wishes)
    address = _address(url or wishes.push.url, dry_run)
    outcomes = _push(run, found, address, wishes, tickets, dry_run=dry_run, without_token=without_token)
    _report_push(run, outcomes, (found, chosen), address, wishes, dry_run=dry_run, as_json=as_json)


def _reviewed(run: Invocation, client: str, review: str | None) -> tuple[Client, Review, Library]:
    from msptool.clients.register import require_client
    from msptool.reviews.beginning import library_of
    from msptool.reviews.record import find_review, require_reviews

    found = require_client(run.workspace.source, client)
    chosen = find_review(require_reviews(run.workspace.source, client), found.name, review)
    return found, chosen, library_of(run)


def _show(run: Invocation, client: Client, review: Review, library: Library, as_json: bool) -> None:
    from msptool.exchange.tickets.ticket import AREA_NAMES
    from msptool.reviews.handoffs import handoffs as collect

    areas = collect(review, library)
    if as_json:
        said = {area: [each.as_data() for each in items] for area, items in areas.items()}
        print_json("handoffs", client=client.id, review=review.id, handoffs=said)
        return
    if not areas:
        run.remark(f"The review {review.id} hands nothing over.")
    for area, items in areas.items():
        typer.echo(AREA_NAMES[area])
        for each in items:
            typer.echo(f"  - {each.title}" + (f"\n      {each.text}" if each.text else ""))


def _wishes(run: Invocation, profile: str | None) -> HandoffTickets:
    from msptool.workspace.ticket_settings import TICKET_PROFILES

    wishes = run.workspace.settings.tickets
    if profile is None:
        return wishes
    return wishes.model_copy(update={"profile": one_of(profile, TICKET_PROFILES, "profile")})


def _tickets(
    run: Invocation, client: Client, review: Review, library: Library, wishes: HandoffTickets, areas: list[str] | None
) -> list[Ticket]:
    from msptool.exchange.tickets.ticket import AREA_NAMES, tickets_of
    from msptool.people.register import load_people, name_of

    chosen = [one_of(each, tuple(AREA_NAMES), "delivery area") for each in areas] if areas else wishes.areas
    reviewer = name_of(load_people(run.workspace.source), review.by) or ""
    tickets = tickets_of(client, review, library, wishes, chosen, reviewer)
    if tickets and not tickets[0].company and wishes.profile != "generic":
        run.remark(
            f"{client.name} has no id of the PSA: write it under 'external: {{{wishes.external}: ...}}' in "
            f"clients/{client.id}/client.yaml."
        )
    return tickets


def _say_without_number(run: Invocation, tickets: Sequence[Ticket], wishes: HandoffTickets) -> None:
    from msptool.exchange.tickets.profiles import PROFILES, without_number

    profile = PROFILES[wishes.profile]
    fields = without_number(tickets, profile)
    if fields:
        run.remark(
            f"{profile.name} takes numbers, so {' and '.join(fields)} is left out where there is none: write them "
            "under 'tickets' in msptool.yaml, and the client's under its 'external'."
        )


def _write(
    run: Invocation, target: Path, is_csv: bool, reviewed: tuple[Client, Review, Library], profile: str | None,
    areas: list[str] | None, as_json: bool,
) -> None:  # fmt: skip
    from msptool.exchange.library_export import check_target
    from msptool.exchange.tickets.files import as_csv
    from msptool.exchange.tickets.files import as_json as as_json_file
    from msptool.exchange.tickets.profiles import PROFILES
    from msptool.workspace.files import write_output

    check_target(target, ".csv" if is_csv else ".json")
    client, review, library = reviewed
    wishes = _wishes(run, profile)
    tickets = _tickets(run, client, review, library, wishes, areas)
    if not is_csv:
        _say_without_number(run, tickets, wishes)
    written = as_csv if is_csv else as_json_file
    write_output(target, written(tickets, PROFILES[wishes.profile], wishes))
    if as_json:
        print_json(
            "handoff-tickets", client=client.id, review=review.id, profile=wishes.profile, path=str(target),
            format="csv" if is_csv else "json", tickets=len(tickets),
        )  # fmt: skip
        return
    typer.echo(f"Wrote {counted(len(tickets), 'ticket')} for {PROFILES[wishes.profile].name} to {target}.")


def _address(url: str, dry_run: bool) -> str:
    from msptool.exchange.tickets.http import receiver_address

    if not url and dry_run:
        return ""
    if not url:
        raise UsageRefusal("Name the receiver: --url URL, or 'tickets: {push: {url: ...}}' in msptool.yaml.")
    return receiver_address(url)


def _push(
    run: Invocation, client: Client, url: str, wishes: HandoffTickets, tickets: Sequence[Ticket], *,
    dry_run: bool, without_token: bool,
) -> list[Outcome]:  # fmt: skip
    import time

    from msptool.exchange.tickets.http import Sender
    from msptool.exchange.tickets.memory import memory_of
    from msptool.exchange.tickets.pushing import preview
    from msptool.exchange.tickets.pushing import push as push_all
    from msptool.exchange.tickets.token import push_token

    if dry_run and not url:
        return preview(tickets, {})
    with memory_of(run.workspace, client.id, url) as memory:
        if dry_run:
            return preview(tickets, memory.taken())
        token = None if without_token or not tickets else push_token(url)
        return list(push_all(tickets, wishes, Sender(url, token, wishes.push.timeout), memory, time.sleep))


def _report_push(
    run: Invocation, outcomes: Sequence[Outcome], reviewed: tuple[Client, Review], url: str, wishes: HandoffTickets, *,
    dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    from msptool.exchange.tickets.data import push_data
    from msptool.exchange.tickets.http import shown_address

    client, review = reviewed
    if as_json:
        print_json(
            "review-push", client=client.id, review=review.id, **push_data(outcomes, url, wishes, dry_run=dry_run)
        )
    elif not outcomes:
        run.remark(f"The review {review.id} hands nothing over, so there is no ticket to send.")
    else:
        from msptool.exchange.tickets.view import push_table

        run.console().print(push_table(outcomes))
        sent = sum(each.state == ("new" if dry_run else "sent") for each in outcomes)
        where = f" to {shown_address(url)}" if url else ""
        told = "would be sent" if dry_run else "sent"
        run.console().print(f"{counted(sent, 'ticket')} of {len(outcomes)} {told}{where}.")
    if any(each.state in ("refused", "failed", "not-tried") for each in outcomes):
        raise typer.Exit(EXIT_PROBLEMS)
