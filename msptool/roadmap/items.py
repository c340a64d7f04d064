"""A client's roadmap as it stands: each recommendation with what became of it and what it would gain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeVar

from msptool.alignment.findings import Finding
from msptool.alignment.viewpoint import Viewpoint
from msptool.clients.applicability import why_not
from msptool.clients.model import Client
from msptool.reviews.record import Given
from msptool.roadmap.model import INITIATIVE, RECOMMENDATION, Completion, Decision, Initiative, Recommendation
from msptool.roadmap.quarters import Quarter, named
from msptool.standards.library import Library
from msptool.workspace.entities import Entity, Kind, load
from msptool.workspace.problems import UsageRefusal, refuse_first, unknown
from msptool.workspace.settings import Weights
from msptool.workspace.sources import Source

Status = Literal["proposed", "approved", "deferred", "declined", "risk-accepted", "done", "verified", "came-back"]
M = TypeVar("M", bound=Entity)
OPEN: tuple[Status, ...] = ("proposed", "approved", "deferred")
ON_THEIR_OWN = "On their own"


@dataclass(frozen=True, slots=True)
class Item:
    """A recommendation, its status on the day, and the current findings that it fixes.

    `points` are the weights of those findings: what the alignment earns when they become a 'yes'. `decision` is the
    last one up to the day, `done` the work up to the day. `lapsed`: the decision ran out, so it is to be decided again.
    `unasked` are standards of what is done that no answer verifies and no review asks any more.
    """

    recommendation: Recommendation
    status: Status
    findings: tuple[Finding, ...]
    points: int
    quarter: Quarter | None
    decision: Decision | None = None
    done: Completion | None = None
    lapsed: Decision | None = None
    unasked: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The recommendation's id."""
        return self.recommendation.id

    @property
    def open(self) -> bool:
        """Whether it may still be carried out: neither done nor refused."""
        return self.status in OPEN

    @property
    def wanted(self) -> bool:
        """Whether it is open and not put off: what a budget counts."""
        return self.open and self.status != "deferred"

    @property
    def to_verify(self) -> bool:
        """Whether it is done, and a review can still verify it."""
        return self.status == "done" and set(self.unasked) < set(self.recommendation.standards)


@dataclass(frozen=True)
class Roadmap:
    """The recommendations that a client has on a day, by quarter and weight.

    `possible` are the points that its score is out of; `later` are the ids of what was raised after the day, and when.
    """

    client: Client
    as_of: date
    items: tuple[Item, ...]
    initiatives: dict[str, Initiative]
    possible: int
    findings: tuple[Finding, ...]
    later: Mapping[str, date] = field(default_factory=dict)

    @property
    def by_initiative(self) -> list[tuple[Initiative | None, tuple[Item, ...]]]:
        """The recommendations of each initiative that has some, in the initiatives' order; those of none last, under None.

        A reader sees these under the title `ON_THEIR_OWN`.
        """
        ordered = sorted(self.initiatives.values(), key=lambda each: (each.order, each.title, each.id))
        grouped: dict[str | None, list[Item]] = {each.id: [] for each in ordered} | {None: []}
        for item in self.items:
            name = item.recommendation.initiative
            grouped[name if name in grouped else None].append(item)
        return [(self.initiatives[name] if name else None, tuple(items)) for name, items in grouped.items() if items]

    def gain(self, points: int) -> float | None:
        """By how much the score rises (0..1) when `points` more are earned; None where nothing was answered."""
        return points / self.possible if self.possible else None

    def require(self, identifier: str) -> Item:
        """One recommendation; refuses one that was raised later, and an unknown one, and names the nearest."""
        found = {item.id: item for item in self.items}
        if identifier in self.later:
            raise UsageRefusal(f"'{identifier}' was raised on {self.later[identifier]}, after {self.as_of}.")
        if identifier not in found:
            raise unknown(
                f"{self.client.id} has no recommendation '{identifier}'.", identifier, found,
                f"'msptool roadmap show {self.client.id}' lists them.",
            )  # fmt: skip
        return found[identifier]


def roadmap_of(view: Viewpoint, client: Client) -> Roadmap:
    """The client's roadmap on the view's day."""
    given = view.given(client.id)
    found = tuple(view.findings(client, given))
    written = recommendations(view.source, client.id)
    items = [
        item_of(each, found, given, view.library, view.settings.weights, view.as_of, client)
        for each in written
        if each.raised <= view.as_of
    ]
    later = {each.id: each.raised for each in written if each.raised > view.as_of}
    possible = int(view.assess(client, "weighted", given).total.possible)
    initiatives = {each.id: each for each in _all_of(view.source, INITIATIVE, client.id)}
    return Roadmap(client, view.as_of, tuple(sorted(items, key=_rank)), initiatives, possible, found, later)


def recommendations(source: Source, client: str) -> list[Recommendation]:
    """The client's recommendations by id; refuses a broken file."""
    return _all_of(source, RECOMMENDATION, client)


def item_of(
    recommendation: Recommendation, found: Iterable[Finding], given: Mapping[str, list[Given]], library: Library,
    weights: Weights, as_of: date, client: Client,
) -> Item:  # fmt: skip
    """One recommendation as it stands on a day."""
    names = set(recommendation.standards)
    fixes = tuple(each for each in found if names & {each.standard.id, *each.standard.formerly})
    quarter = named(recommendation.quarter, client.fiscal_year_starts) if recommendation.quarter else None
    points = sum(weights.of(each.standard.priority) for each in fixes)
    decision = next((each for each in reversed(recommendation.decisions) if each.on <= as_of), None)
    done = recommendation.done if recommendation.done is not None and recommendation.done.on <= as_of else None
    if done is not None:
        status, unasked = _verified(recommendation, given, library, done.on, as_of, client)
        return Item(recommendation, status, fixes, points, quarter, decision, done, unasked=unasked)
    if decision is None:
        return Item(recommendation, "proposed", fixes, points, quarter)
    if decision.until is not None and decision.until < as_of:
        return Item(recommendation, "proposed", fixes, points, quarter, decision, lapsed=decision)
    return Item(recommendation, decision.choice, fixes, points, quarter, decision)


def _verified(
    recommendation: Recommendation, given: Mapping[str, list[Given]], library: Library, since: date, as_of: date, client: Client
) -> tuple[Status, tuple[str, ...]]:  # fmt: skip
    """What the answers after the work say: all yes, some no, or not all asked again yet; and what is asked no more.

    A standard that is asked no more does not keep the others from verifying the work; alone it cannot.
    """
    states, unasked = set[Status](), list[str]()
    for name in recommendation.standards:
        standard = library.find(name)
        names = (name,) if standard is None else (*standard.formerly, standard.id)
        answers = [each.answer for one in names for each in given.get(one, ())]
        last = max((each for each in answers if each.on > since), key=lambda each: each.on, default=None)
        asked = standard is not None and why_not(client, standard, as_of) is None
        if last is not None and (asked or last.answer != "no"):
            states.add("came-back" if last.answer == "no" else "verified")
        elif asked:
            states.add("done")
        else:
            unasked.append(name)
    status: Status = "came-back" if "came-back" in states else "verified" if states == {"verified"} else "done"
    return status, tuple(unasked)


def _all_of(source: Source, kind: Kind[M], client: str) -> list[M]:
    entries, problems = load(source, kind, kind.pattern.partition("{id}")[0].format(client=client).rstrip("/"))
    refuse_first(problems)
    return [entry.entity for entry in entries]


def _rank(item: Item) -> tuple[str, int, str]:
    return (item.quarter.name if item.quarter else "9999", -item.points, item.id)
