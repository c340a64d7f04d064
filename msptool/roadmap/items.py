"""A client's roadmap as it stands: each recommendation with what became of it and what it would gain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from msptool.alignment.findings import Finding
from msptool.alignment.viewpoint import Viewpoint
from msptool.clients.model import Client
from msptool.reviews.record import Given
from msptool.roadmap.model import INITIATIVE, RECOMMENDATION, Decision, Initiative, Recommendation
from msptool.roadmap.quarters import Quarter, named
from msptool.standards.library import Library
from msptool.standards.model import Standard
from msptool.workspace.entities import Entity, Kind, load
from msptool.workspace.problems import refuse_first, unknown
from msptool.workspace.settings import Weights
from msptool.workspace.sources import Source

Status = Literal["proposed", "approved", "deferred", "declined", "risk-accepted", "done", "verified", "came-back"]
M = TypeVar("M", bound=Entity)
OPEN: tuple[Status, ...] = ("proposed", "approved", "deferred")


@dataclass(frozen=True, slots=True)
class Item:
    """A recommendation, its status on the day, and the current findings that it fixes.

    `points` are the weights of those findings: what the alignment earns when they become a 'yes'. `lapsed`: the
    decision ran out, so it is to be decided again.
    """

    recommendation: Recommendation
    status: Status
    findings: tuple[Finding, ...]
    points: int
    quarter: Quarter | None
    lapsed: Decision | None = None

    @property
    def id(self) -> str:
        """The recommendation's id."""
        return self.recommendation.id

    @property
    def open(self) -> bool:
        """Whether it may still be carried out: neither done nor refused."""
        return self.status in OPEN

    @property
    def decision(self) -> Decision | None:
        """The client's last decision."""
        return self.recommendation.decisions[-1] if self.recommendation.decisions else None


@dataclass(frozen=True)
class Roadmap:
    """All recommendations of a client, by quarter and weight; `possible` are the points that its score is out of."""

    client: Client
    as_of: date
    items: tuple[Item, ...]
    initiatives: dict[str, Initiative]
    possible: int
    findings: tuple[Finding, ...]

    def gain(self, points: int) -> float | None:
        """By how much the score rises (0..1) when `points` more are earned; None where nothing was answered."""
        return points / self.possible if self.possible else None

    def require(self, identifier: str) -> Item:
        """One recommendation; refuses an unknown one and names the nearest."""
        found = {item.id: item for item in self.items}
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
    items = [
        item_of(each, found, given, view.library, view.settings.weights, view.as_of, client)
        for each in recommendations(view.source, client.id)
    ]
    possible = int(view.assess(client, "weighted", given).total.possible)
    initiatives = {each.id: each for each in _all_of(view.source, INITIATIVE, client.id)}
    return Roadmap(client, view.as_of, tuple(sorted(items, key=_rank)), initiatives, possible, found)


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
    status, lapsed = _status(recommendation, given, library, as_of)
    points = sum(weights.of(each.standard.priority) for each in fixes)
    return Item(recommendation, status, fixes, points, quarter, lapsed)


def _status(
    recommendation: Recommendation, given: Mapping[str, list[Given]], library: Library, as_of: date
) -> tuple[Status, Decision | None]:
    done = recommendation.done
    if done is not None and done.on <= as_of:
        standards = [each for name in recommendation.standards if (each := library.find(name)) is not None]
        return _verified(standards, given, done.on), None
    taken = [each for each in recommendation.decisions if each.on <= as_of]
    if not taken:
        return "proposed", None
    last = taken[-1]
    if last.until is not None and last.until < as_of:
        return "proposed", last
    return last.choice, None


def _verified(standards: Iterable[Standard], given: Mapping[str, list[Given]], since: date) -> Status:
    """What the answers after the work say: all yes, some no, or not all asked again yet."""
    states: set[Status] = set()
    for standard in standards:
        answers = [each.answer for name in (*standard.formerly, standard.id) for each in given.get(name, ())]
        last = max((each for each in answers if each.on > since), key=lambda each: each.on, default=None)
        states.add("done" if last is None else "came-back" if last.answer == "no" else "verified")
    if "came-back" in states:
        return "came-back"
    return "verified" if states == {"verified"} else "done"


def _all_of(source: Source, kind: Kind[M], client: str) -> list[M]:
    entries, problems = load(source, kind, kind.pattern.partition("{id}")[0].format(client=client).rstrip("/"))
    refuse_first(problems)
    return [entry.entity for entry in entries]


def _rank(item: Item) -> tuple[str, int, str]:
    return (item.quarter.name if item.quarter else "9999", -item.points, item.id)
