"""The Design Desk's queue: the vCIO's order, whose turn it is, what is late, and whose prices run out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from msptool.clients.model import Client
from msptool.clients.register import require_clients
from msptool.people.register import load_people
from msptool.proposals.model import Item, Proposal
from msptool.proposals.offer import prices_until, ran_out
from msptool.proposals.pricing import Totals, priced, terms_of
from msptool.proposals.register import require_proposals
from msptool.workspace.settings import Settings
from msptool.workspace.workspace import Workspace

Role = Literal["design-desk", "vcio", "client"]


@dataclass(frozen=True, slots=True)
class Turn:
    """Who must act: the Design Desk writes, the vCIO presents, the client decides. `person` is a name, or nothing."""

    role: Role
    person: str


@dataclass(frozen=True, slots=True)
class Queued:
    """An open proposal as it stands today.

    `due` is the day by which whoever has the turn should have acted: that of a draft's document, or the last day of the
    offer; `since` is when the turn began, None where the file does not say.
    `run_out` are the lines whose price no longer holds, `running_out` those whose price ends within the notice.
    """

    proposal: Proposal
    client: Client
    turn: Turn
    since: date | None
    due: date | None
    days_late: int
    prices_until: date | None
    run_out: tuple[Item, ...]
    running_out: tuple[Item, ...]
    currency: str
    totals: Totals


def queue(workspace: Workspace) -> list[Queued]:
    """Every open proposal by the vCIO's priority, then by the day on which it is due; those without come last."""
    clients = require_clients(workspace.source)
    people = {name: person.name for name, person in load_people(workspace.source).items()}
    proposals = [each for each in require_proposals(workspace.source) if each.open and each.client in clients]
    found = [queued(each, clients[each.client], people, workspace.settings, workspace.today) for each in proposals]
    return sorted(found, key=_rank)


def queued(proposal: Proposal, client: Client, people: Mapping[str, str], settings: Settings, today: date) -> Queued:
    """One open proposal as it stands on a day; `people` are names by id."""
    due = _due(proposal)
    late = (today - due).days if due is not None and due < today else 0
    gone = tuple(item for _, item in ran_out(proposal, today))
    notice = today + timedelta(settings.proposals.notice_days + 1)
    soon = tuple(item for _, item in ran_out(proposal, notice) if item not in gone)
    since = proposal.progress[-1].on if proposal.progress else None
    prices = priced(proposal, terms_of(proposal, settings))
    return Queued(
        proposal, client, _turn(proposal, client, people), since, due, late, prices_until(proposal), gone, soon,
        prices.terms.currency, prices.totals(prices.offered),
    )  # fmt: skip


def in_work(found: Iterable[Queued]) -> dict[str, int]:
    """How many drafts each person of the Design Desk has begun; many at once is how none gets finished (seed 004)."""
    counts: dict[str, int] = {}
    for each in found:
        if each.turn.role == "design-desk":
            name = each.turn.person or "nobody yet"
            counts[name] = counts.get(name, 0) + 1
    return counts


def _due(proposal: Proposal) -> date | None:
    if proposal.status == "draft":
        return proposal.due
    return proposal.begun.valid_until if proposal.status == "sent" and proposal.begun is not None else None


def _turn(proposal: Proposal, client: Client, people: Mapping[str, str]) -> Turn:
    if proposal.status == "draft":
        return Turn("design-desk", people.get(proposal.designer or "", proposal.designer or ""))
    if proposal.status == "ready":
        vcio = proposal.requested_by or client.team.vcio or ""
        return Turn("vcio", people.get(vcio, vcio))
    contact = next((each.name for each in client.contacts if each.role == "decision-maker"), "")
    return Turn("client", contact)


def _rank(each: Queued) -> tuple[bool, int, date, str, str]:
    priority = each.proposal.priority
    due = each.due or date.max
    return (priority is None, priority or 0, due, each.proposal.client, each.proposal.id)
