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
from msptool.reviews.record import Given, answers_to, history_of, runs_of_no
from msptool.roadmap.items import recommendations
from msptool.roadmap.model import RECOMMENDATION, Decision, Recommendation
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
    """One thing that happened. `path` is the file that says so, `commit` the last one that wrote it.

    None for a file that was never committed, and for one that was changed since its last commit.
    """

    on: date
    kind: Kind
    text: str
    path: str
    commit: str | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """What became of one standard at one client, oldest first. `state` is the end of the chain on the day."""

    client: Client
    standard: Standard
    events: tuple[Event, ...]
    state: str


def trace(view: Viewpoint, identifier: str, client: str | None = None) -> list[Chain]:
    """The chains that lead through a standard, a recommendation, a proposal or a change; `client/id` is of one client.

    Refuses an id that is nothing. A standard is followed at every client where it was a 'no' once.
    """
    owner, _, name = identifier.rpartition("/")
    if owner and client and owner != client:
        raise UsageRefusal(f"'{identifier}' is of {owner}, and --client names {client}. Leave one of them out.")
    wanted = owner or client
    clients = [view.client(wanted)] if wanted else sorted(view.clients.values(), key=lambda each: each.id)
    standard = view.library.find(name)
    chains, changes = [], require_changes(view.source)
    known = {each.id for each in changes}
    for each in clients:
        roadmap, offers = recommendations(view.source, each.id), require_proposals(view.source, each.id)
        known |= {found.id for found in roadmap} | {found.id for found in offers}
        given = view.given(each.id)
        chains += [
            _chain(view, each, one, given, roadmap, offers, changes)
            for one in ([standard] if standard else _standards(view, each, name, roadmap, offers, changes))
            if standard is None or wanted or _was_a_no(one, given)
        ]
    if standard is None and name not in known:
        names = known | {one.id for one in view.library}
        raise unknown(
            f"'{name}' is no standard, recommendation, proposal or change.", name, names, "Check its spelling."
        )
    return _with_commits(view, chains)


def _standards(
    view: Viewpoint, client: Client, name: str, roadmap: Sequence[Recommendation], offers: Sequence[Proposal],
    changes: Sequence[Change],
) -> list[Standard]:  # fmt: skip
    """The standards that a recommendation, a proposal or a change of that id is about, in library order."""
    meant = {name} | {each for offer in offers if offer.id == name for each in offer.recommendations}
    named = {each for change in changes if change.id == name for each in change.recommendations}
    meant |= {each.id for each in roadmap if f"{client.id}/{each.id}" in named}
    ids = {standard for each in roadmap if each.id in meant for standard in each.standards}
    return [each for each in view.library if ids & {each.id, *each.formerly}]


def _was_a_no(standard: Standard, given: Mapping[str, list[Given]]) -> bool:
    return any(each.answer.answer == "no" for each in history_of(standard, given))


def _chain(
    view: Viewpoint, client: Client, standard: Standard, given: Mapping[str, list[Given]],
    roadmap: Sequence[Recommendation], offers: Sequence[Proposal], changes: Sequence[Change],
) -> Chain:  # fmt: skip
    """What happened up to the view's day."""
    names = (*standard.formerly, standard.id)
    own = [each for each in roadmap if set(names) & set(each.standards) and each.raised <= view.as_of]
    ids = {each.id for each in own}
    done = sorted(each.done.on for each in own if each.done is not None and each.done.on <= view.as_of)
    events = [
        *_answers(client, standard, given, done),
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
    known = [each for each in events if each.on <= view.as_of]
    ordered = tuple(sorted(known, key=lambda each: (each.on, _ORDER.index(each.kind))))
    return Chain(client, standard, ordered, _state(answers_to(standard, given), own, done, view.as_of))


def _answers(
    client: Client, standard: Standard, given: Mapping[str, list[Given]], done: Sequence[date]
) -> Iterator[Event]:
    """Every answer; what follows from one only where it is to the question as it is worded now."""
    found = {id(run.first) for run in runs_of_no(answers_to(standard, given))}
    before: Given | None = None
    was_one = False
    for each in history_of(standard, given):
        answer, path = each.answer, REVIEW.path(client=client.id, id=each.review.id)
        counts = each.counts_for(standard)
        other = "" if counts else " (to another wording of the question)"
        yield Event(answer.on, "answer", f"{answer.answer}{other}{f': {answer.note}' if answer.note else ''}", path)
        if not counts:
            continue
        claimed = [day for day in done if day < answer.on and (before is None or day >= before.answer.on)]
        if claimed and answer.answer != "n/a":
            kind: Kind = "verified" if answer.answer == "yes" else "came-back"
            yield Event(answer.on, kind, f"after the work of {claimed[-1]}", path)
        elif id(each) in found:
            yield Event(answer.on, "finding", "it is a finding again" if was_one else "it becomes a finding", path)
        was_one = was_one or answer.answer == "no"
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
        yield Event(decision.on, "decision", f"{found.id} {_decided(decision)}", path)
    if found.done is not None:
        who = f" by {found.done.by}" if found.done.by else ""
        yield Event(found.done.on, "done", f"{found.id} carried out{who}", path)


def _decided(decision: Decision) -> str:
    until = f" until {decision.until}" if decision.until else ""
    who = f" by {decision.by}" if decision.by else ""
    reason = f": {decision.reason}" if decision.reason else ""
    return f"{decision.choice}{who}{until}{reason}"


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


def _state(answers: Sequence[Given], own: Sequence[Recommendation], done: Sequence[date], as_of: date) -> str:
    """Where the chain ends on the day, in a few words; `answers` are those that count, `done` the days of the work."""
    if not answers:
        return "not answered yet"
    last, work = answers[-1].answer, done[-1] if done else None
    if work is not None and work >= last.on:
        return "done, to be verified by the next review"
    since = [each.answer.answer for each in answers if work is not None and each.answer.on > work]
    if last.answer != "no":
        return "verified" if last.answer == "yes" and since and "no" not in since else f"answered {last.answer}"
    if not own:
        return "a finding that no recommendation names"
    left = [each for each in own if each.done is None or each.done.on > as_of]
    decided = sorted((each for one in left for each in one.decisions if each.on <= as_of), key=lambda each: each.on)
    if decided:
        return f"a finding; {_decided(decided[-1])}"
    return "a finding; recommended" if left else f"a finding again, after the work of {work}"


def _with_commits(view: Viewpoint, chains: Sequence[Chain]) -> list[Chain]:
    paths = sorted({event.path for chain in chains for event in chain.events})
    history = view.workspace.history
    commits = history.log.last_commits(paths) if history.exists else {}
    if commits:
        # What was changed since is not what the commit holds.
        changed = history.run("diff", "--name-only", "-z", "--relative", "HEAD", "--", *sorted(commits), fail=False)
        for path in changed.decode(errors="replace").split("\0"):
            commits.pop(path, None)
    return [
        replace(chain, events=tuple(replace(each, commit=commits.get(each.path)) for each in chain.events))
        for chain in chains
    ]
