"""The chain of one standard at one client: answers, finding, recommendation, proposal, work, verification."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from msptool.alignment.model import TRIAGE, Triage
from msptool.alignment.viewpoint import Viewpoint
from msptool.changes.model import CHANGE, Change
from msptool.changes.register import require_changes
from msptool.clients.model import Client
from msptool.proposals.model import PROPOSAL, Proposal
from msptool.proposals.register import require_proposals
from msptool.reviews.model import REVIEW
from msptool.reviews.record import Given, history_of
from msptool.roadmap.items import recommendations
from msptool.roadmap.model import RECOMMENDATION, Recommendation
from msptool.standards.model import Standard
from msptool.workspace.problems import UsageRefusal, unknown

Kind = Literal[
    "answer", "finding", "triage", "recommendation", "decision", "proposal", "change", "done", "verified", "came-back",
]  # fmt: skip
_ORDER: tuple[Kind, ...] = (
    "answer", "finding", "verified", "came-back", "triage", "recommendation", "decision", "proposal", "change", "done",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `path` is the file that says so, `commit` the last one that wrote it, None before it is committed."""

    on: date
    kind: Kind
    text: str
    path: str
    commit: str | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """What became of one standard at one client, oldest first. `state` is the present end of the chain."""

    client: Client
    standard: Standard
    events: tuple[Event, ...]
    state: str


def trace(view: Viewpoint, identifier: str, client: str | None = None) -> list[Chain]:
    """The chains that lead through a standard, a recommendation or a proposal; `client/id` names one of a client.

    Refuses an id that is nothing. A standard is followed at every client where it was a 'no' once.
    """
    owner, _, name = identifier.rpartition("/")
    if owner and client and owner != client:
        raise UsageRefusal(f"'{identifier}' is of {owner}, and --client names {client}. Leave one of them out.")
    wanted = owner or client
    clients = [view.client(wanted)] if wanted else sorted(view.clients.values(), key=lambda each: each.id)
    standard = view.library.find(name)
    chains, known, changes = [], set[str](), require_changes(view.source)
    for each in clients:
        roadmap, offers = recommendations(view.source, each.id), require_proposals(view.source, each.id)
        known |= {found.id for found in roadmap} | {found.id for found in offers}
        given = view.given(each.id)
        chains += [
            _chain(view, each, one, given, roadmap, offers, changes)
            for one in ([standard] if standard else _standards(view, name, roadmap, offers))
            if standard is None or wanted or _was_a_no(one, given)
        ]
    if standard is None and name not in known:
        names = known | {one.id for one in view.library}
        raise unknown(f"'{name}' is no standard, recommendation or proposal.", name, names, "Check its spelling.")
    return _with_commits(view, chains)


def _standards(
    view: Viewpoint, name: str, roadmap: Sequence[Recommendation], offers: Sequence[Proposal]
) -> list[Standard]:
    """The standards that a recommendation or a proposal of that id is about, in library order."""
    meant = {name} | {each for offer in offers if offer.id == name for each in offer.recommendations}
    ids = {standard for each in roadmap if each.id in meant for standard in each.standards}
    return [each for each in view.library if ids & {each.id, *each.formerly}]


def _was_a_no(standard: Standard, given: Mapping[str, list[Given]]) -> bool:
    return any(each.answer.answer == "no" for each in history_of(standard, given))


def _chain(
    view: Viewpoint, client: Client, standard: Standard, given: Mapping[str, list[Given]],
    roadmap: Sequence[Recommendation], offers: Sequence[Proposal], changes: Sequence[Change],
) -> Chain:  # fmt: skip
    names = {standard.id, *standard.formerly}
    own = [each for each in roadmap if names & set(each.standards)]
    ids = {each.id for each in own}
    answers = history_of(standard, given)
    events = [
        *_answers(client, answers, own),
        *_triage(client, view.triage(client.id), names),
        *(event for each in own for event in _recommendation(client, each)),
        *(event for each in offers if ids & set(each.recommendations) for event in _proposal(client, each)),
        *(
            event
            for each in changes
            if {f"{client.id}/{name}" for name in ids} & set(each.recommendations)
            for event in _change(each)
        ),
    ]
    ordered = sorted(events, key=lambda each: (each.on, _ORDER.index(each.kind)))
    last = answers[-1].answer.answer if answers else None
    return Chain(client, standard, tuple(ordered), _state(last, own, ordered))


def _answers(client: Client, answers: Sequence[Given], own: Sequence[Recommendation]) -> Iterator[Event]:
    done = sorted(each.done.on for each in own if each.done is not None)
    before = None
    for each in answers:
        answer, path = each.answer, REVIEW.path(client=client.id, id=each.review.id)
        said = f"{answer.answer}{f': {answer.note}' if answer.note else ''}"
        yield Event(answer.on, "answer", said, path)
        claimed = [day for day in done if day < answer.on and (before is None or day >= before.answer.on)]
        if claimed and answer.answer != "n/a":
            kind: Kind = "verified" if answer.answer == "yes" else "came-back"
            yield Event(answer.on, kind, f"after the work of {claimed[-1]}", path)
        elif answer.answer == "no" and (before is None or before.answer.answer != "no"):
            yield Event(
                answer.on, "finding", "it becomes a finding" if before is None else "it is a finding again", path
            )
        before = each


def _triage(client: Client, triage: Triage | None, names: Iterable[str]) -> Iterator[Event]:
    found = triage.findings if triage else {}
    for name in names:
        for judged in found.get(name, ()):
            accepted = f" by {judged.accepted_by} until {judged.until}" if judged.stage == "accepted" else ""
            said = f"{judged.stage}{accepted}: {judged.reason}"
            yield Event(judged.on, "triage", said, TRIAGE.path(client=client.id))


def _recommendation(client: Client, found: Recommendation) -> Iterator[Event]:
    path = RECOMMENDATION.path(client=client.id, id=found.id)
    yield Event(found.raised, "recommendation", f"{found.id}: {found.title}", path)
    for decision in found.decisions:
        until = f" until {decision.until}" if decision.until else ""
        who = f" by {decision.by}" if decision.by else ""
        reason = f": {decision.reason}" if decision.reason else ""
        yield Event(decision.on, "decision", f"{found.id} {decision.choice}{who}{until}{reason}", path)
    if found.done is not None:
        who = f" by {found.done.by}" if found.done.by else ""
        yield Event(found.done.on, "done", f"{found.id} carried out{who}", path)


def _proposal(client: Client, found: Proposal) -> Iterator[Event]:
    path = PROPOSAL.path(client=client.id, id=found.id)
    yield Event(found.requested, "proposal", f"{found.id}: {found.title}", path)
    for move in found.progress:
        who = f" by {move.by}" if move.by else ""
        yield Event(move.on, "proposal", f"{found.id} {move.status}{who}, version {move.version}", path)


def _change(found: Change) -> Iterator[Event]:
    path = CHANGE.path(id=found.id)
    for move in found.progress:
        yield Event(move.on, "change", f"{found.id} {move.status}", path)


def _state(last: str | None, own: Sequence[Recommendation], events: Sequence[Event]) -> str:
    """Where the chain ends today, in a few words."""
    if last is None:
        return "not answered yet"
    if last != "no":
        return "verified" if any(each.kind == "verified" for each in events) else f"answered {last}"
    if not own:
        return "a finding that no recommendation names"
    if any(each.done is not None for each in own) and events[-1].kind == "done":
        return "done, to be verified by the next review"
    decided = [event for event in events if event.kind == "decision"]
    return f"a finding; {decided[-1].text.split(' ', 1)[1]}" if decided else "a finding; recommended"


def _with_commits(view: Viewpoint, chains: Sequence[Chain]) -> list[Chain]:
    paths = sorted({event.path for chain in chains for event in chain.events})
    commits = view.workspace.history.log.last_commits(paths) if view.workspace.history.exists else {}
    return [
        replace(chain, events=tuple(replace(each, commit=commits.get(each.path)) for each in chain.events))
        for chain in chains
    ]
