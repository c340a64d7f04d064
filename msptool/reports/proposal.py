"""A proposal as its client gets it: what is done, when, with what, and what it costs.

`ProposalReport` is the whitelist. What is not a field of it cannot reach the client, so a cost, a markup, a margin, a
vendor, a note, an estimate's three points or somebody's priority has no way onto the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from msptool.clients.model import Client
from msptool.clients.register import require_client
from msptool.people.register import load_people
from msptool.proposals.model import Proposal
from msptool.proposals.offer import ran_out, valid_until
from msptool.proposals.pricing import Priced, priced, terms_of
from msptool.proposals.register import require_proposal, require_proposals
from msptool.reports.context import Practice, practice
from msptool.reports.kinds import Report, Request
from msptool.reports.proposal_parts import Choice, Lane, Line, Prices, choices, lanes, lines, prices
from msptool.standards.model import AREAS
from msptool.workspace.problems import UsageRefusal

Standing = Literal["draft", "open", "ran-out", "accepted", "declined", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step, who does it, and the title of the option that it belongs to."""

    text: str
    who: str
    option: str


@dataclass(frozen=True, slots=True)
class Need:
    """Somebody who is needed, and what for."""

    who: str
    purpose: str


@dataclass(frozen=True, slots=True)
class ProposalReport:
    """Everything that a proposal says."""

    client: str
    contact: str
    practice: Practice
    number: str
    version: int
    title: str
    prepared: date
    standing: Standing
    valid_until: date
    decided: date | None
    vcio: str | None
    start: date | None
    finish: date | None
    summary: tuple[str, ...]
    reason: tuple[str, ...]
    steps: tuple[Step, ...]
    weeks: int
    lanes: tuple[Lane, ...]
    hours: float
    equipment: tuple[Line, ...]
    ours: tuple[Need, ...]
    yours: tuple[Need, ...]
    vendors: tuple[Need, ...]
    options: tuple[Choice, ...]
    prices: Prices
    assumptions: tuple[str, ...]
    exclusions: tuple[str, ...]


def build(request: Request) -> Report:
    """The proposal that a request asks for; see `wanted`."""
    proposal, client, found = wanted(request)
    today = request.workspace.today
    remarks = []
    if proposal.status in ("draft", "ready"):
        remarks.append(f"{proposal.id} is not sent yet: the page says that it is a draft.")
    if gone := [item.name for _, item in ran_out(proposal, today)]:
        remarks.append(f"Prices that ran out: {', '.join(gone)}.")
    return Report(proposal_report(request, proposal, client, found), tuple(remarks))


def wanted(request: Request) -> tuple[Proposal, Client, Priced]:
    """The proposal by id, else the client's only open one, with its prices; refuses where it is not clear which."""
    workspace = request.workspace
    client = require_client(workspace.source, request.client or "")
    if request.proposal is not None:
        found = require_proposal(workspace.source, client.id, request.proposal)
    else:
        every = require_proposals(workspace.source, client.id)
        likely = [each for each in every if each.open] or every
        if len(likely) != 1:
            names = ", ".join(each.id for each in likely)
            raise UsageRefusal(
                f"Say which proposal with --proposal: {names}." if names else
                f"{client.name} has no proposal: 'msptool proposal new {client.id} --template T' begins one."
            )  # fmt: skip
        found = likely[0]
    return found, client, priced(found, terms_of(found, workspace.settings))


def proposal_report(request: Request, proposal: Proposal, client: Client, found: Priced) -> ProposalReport:
    """What the client may see of a proposal."""
    workspace = request.workspace
    until = valid_until(proposal, workspace.settings.proposals, workspace.today)
    people = load_people(workspace.source)
    vcio = proposal.requested_by or client.team.vcio
    titles = {each.id: each.title for each in proposal.options}
    weeks = max((each.week + each.weeks - 1 for each in proposal.timeline), default=0)
    contact = next((each for each in client.contacts if each.role == "decision-maker"), None)
    decided = proposal.progress[-1].on if proposal.progress and proposal.status in ("accepted", "declined") else None
    needs = [each for each in proposal.resources if not each.internal]
    return ProposalReport(
        client=client.name,
        contact=", ".join(filter(None, (contact.name, contact.title))) if contact else "",
        practice=practice(workspace.settings),
        number=proposal.id,
        version=proposal.version,
        title=proposal.title,
        prepared=_sent(proposal) or workspace.today,
        standing=_standing(proposal, until, workspace.today),
        valid_until=until,
        decided=decided,
        vcio=people[vcio].name if vcio in people else None,
        start=proposal.start,
        finish=proposal.finish,
        summary=_paragraphs(proposal.summary),
        reason=_paragraphs(proposal.reason),
        steps=tuple(Step(each.text, _area(each.area), titles.get(each.option or "", "")) for each in proposal.steps),
        weeks=weeks,
        lanes=tuple(lanes(found, weeks, proposal.start)),
        hours=float(found.base.hours),
        equipment=lines(found.base),
        ours=tuple(Need(each.who, each.purpose) for each in needs if each.kind == "technical"),
        yours=tuple(Need(each.who, each.purpose) for each in needs if each.kind == "non-technical"),
        vendors=tuple(Need(each.who, each.purpose) for each in needs if each.kind == "vendor"),
        options=tuple(choices(proposal, found)),
        prices=prices(proposal, found),
        assumptions=proposal.assumptions,
        exclusions=proposal.exclusions,
    )


def _standing(proposal: Proposal, until: date, today: date) -> Standing:
    match proposal.status:
        case "draft" | "ready":
            return "draft"
        case "sent":
            return "open" if today <= until else "ran-out"
        case decided:
            return decided


def _sent(proposal: Proposal) -> date | None:
    return proposal.begun.sent if proposal.begun else None


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part for each in text.split("\n\n") if (part := " ".join(each.split())))


def _area(area: str) -> str:
    return "Our vCIO" if area == "vcio" else f"Our {AREAS[area]}"
