"""The year's roadmap within a budget: what is open on a client's roadmap as options, and the choice as a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from msptool.roadmap.items import Item, Roadmap
from msptool.roadmap.model import RECOMMENDATION
from msptool.roadmap.quarters import Quarter
from msptool.roadmap.selection import Limits, Option, Selection, cheapest_gain, select
from msptool.words import counted
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.settings import Weights
from msptool.workspace.writes import Planned, plan

_CENTS = 100
NEXT = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Slot:
    """A quarter of the plan, with its own budget where it has one, and its hours."""

    quarter: Quarter
    budget: Decimal | None
    hours: float | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A recommendation in the plan. `kept`: it was in that quarter already, with the client's approval."""

    item: Item
    quarter: Quarter
    cost: Decimal
    kept: bool


@dataclass(frozen=True, slots=True)
class Next:
    """What more money would buy: `budget` more gains `points` more with `items` that are not in the plan."""

    budget: Decimal
    points: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class RoadmapPlan:
    """The choice. `points` are earned, at most `bound` can be; `cost` counts recurring cost until the last quarter's end."""

    roadmap: Roadmap
    slots: tuple[Slot, ...]
    budget: Decimal
    chosen: tuple[Chosen, ...]
    left: tuple[Item, ...]
    blocked: tuple[Item, ...]
    points: int
    bound: int
    cost: Decimal
    next: Next | None
    least_more: Next | None

    @property
    def proven(self) -> bool:
        """Whether no choice within the limits gains more."""
        return self.points == self.bound


def plan_roadmap(roadmap: Roadmap, slots: Sequence[Slot], budget: Decimal, weights: Weights) -> RoadmapPlan:
    """The choice that raises the weighted alignment most within the budget and the limits of each quarter.

    What the client approved is kept: in its quarter where it has one of these, else in the best one. Refuses
    approved recommendations that do not fit.
    """
    able = {item.id: item for item in roadmap.items if item.open}
    settled = {item.id for item in roadmap.items if item.status in ("done", "verified")}
    options = [option for item in able.values() if (option := _option(item, slots, settled)) is not None]
    options, blocked = _reachable(options)
    points = {each.standard.id: weights.of(each.standard.priority) for item in able.values() for each in item.findings}
    limits = Limits(
        _cents(budget),
        tuple(None if slot.budget is None else _cents(slot.budget) for slot in slots),
        tuple(None if slot.hours is None else round(slot.hours * 100) for slot in slots),
    )
    found = select(options, points, limits)
    if found is None:
        raise UsageRefusal(_misfit(options, slots, budget))
    chosen = [
        Chosen(able[each.id], slots[found.places[each.id]].quarter, _cost(each, found, slots), each.fixed is not None)
        for each in options if each.id in found.places
    ]  # fmt: skip
    left = [able[each.id] for each in options if each.id not in found.places]
    return RoadmapPlan(
        roadmap, tuple(slots), budget, tuple(sorted(chosen, key=lambda each: (each.quarter, -each.item.points, each.item.id))),
        tuple(left), tuple(able[name] for name in blocked), found.gain, found.bound, _money(found.cost),
        _more(options, points, limits, found, able), _least_more(options, points, limits, found, able, budget),
    )  # fmt: skip


def write_plan(root: Path, found: RoadmapPlan) -> list[Planned]:
    """The quarter of each chosen recommendation, not yet written; what was left out loses a quarter of the plan."""
    inside = {slot.quarter.name for slot in found.slots}
    moved: dict[str, str | None] = {
        each.item.id: each.quarter.name
        for each in found.chosen
        if each.item.recommendation.quarter != each.quarter.name
    }
    moved |= {item.id: None for item in found.left if item.recommendation.quarter in inside}
    return [
        plan(root, RECOMMENDATION, _place(quarter), client=found.roadmap.client.id, id=name)
        for name, quarter in moved.items()
    ]


def _place(quarter: str | None) -> Any:
    def change(data: Any) -> None:
        if quarter is None:
            del data["quarter"]
        else:
            data["quarter"] = quarter

    return change


def _option(item: Item, slots: Sequence[Slot], settled: set[str]) -> Option | None:
    """The option that an open recommendation is; None where it stands in a quarter beyond the plan, or is put off beyond it."""
    recommendation, names = item.recommendation, [slot.quarter for slot in slots]
    if item.quarter is not None and item.status == "approved" and item.quarter > names[-1]:
        return None
    earliest = 0
    if item.status == "deferred":
        until = item.decision.until if item.decision else None
        earliest = sum(until is None or quarter.first <= until for quarter in names)
        if earliest == len(names):
            return None
    approved = item.status == "approved"
    fixed = names.index(item.quarter) if approved and item.quarter in names else None
    return Option(
        item.id, _cents(recommendation.costs.one_time), _cents(recommendation.costs.monthly), round(recommendation.hours * 100),
        frozenset(each.standard.id for each in item.findings),
        tuple(name for name in recommendation.after if name not in settled), earliest, fixed, approved,
    )  # fmt: skip


def _reachable(options: Sequence[Option]) -> tuple[list[Option], list[str]]:
    """The options whose predecessors can be carried out, and the ids of the others."""
    left, blocked = list(options), list[str]()
    while True:
        known = {each.id for each in left}
        lost = [each for each in left if each.fixed is None and not set(each.after) <= known]
        if not lost:
            return left, blocked
        blocked += [each.id for each in lost]
        left = [each for each in left if each not in lost]


def _misfit(options: Sequence[Option], slots: Sequence[Slot], budget: Decimal) -> str:
    held = [each for each in options if each.required]
    cost = _money(sum(each.cost(each.fixed or 0, len(slots)) for each in held))
    hours = sum(each.hours for each in held) / 100
    approved = f"{counted(len(held), 'recommendation costs', 'recommendations cost')} {cost:,.2f}"
    return (
        f"What the client approved does not fit: {approved} until the end of {slots[-1].quarter.name}, with {hours:g} hours, "
        f"beside a budget of {budget:,.2f}. Raise the budget or the hours of a quarter, or have one of them deferred: "
        "'msptool roadmap decide'."
    )


def _more(
    options: Sequence[Option], points: dict[str, int], limits: Limits, found: Selection, able: dict[str, Item]
) -> Next | None:
    assert limits.total is not None
    richer = select(options, points, replace(limits, total=limits.total + _cents(NEXT)))
    if richer is None or richer.gain <= found.gain:
        return None
    return Next(NEXT, richer.gain - found.gain, _new(richer, found, able))


def _least_more(
    options: Sequence[Option], points: dict[str, int], limits: Limits, found: Selection, able: dict[str, Item], budget: Decimal
) -> Next | None:  # fmt: skip
    better = cheapest_gain(options, points, limits, found.gain)
    if better is None:
        return None
    return Next(_money(better.cost) - budget, better.gain - found.gain, _new(better, found, able))


def _new(better: Selection, found: Selection, able: dict[str, Item]) -> tuple[Item, ...]:
    return tuple(able[name] for name in sorted(better.places) if name not in found.places)


def _cost(option: Option, found: Selection, slots: Sequence[Slot]) -> Decimal:
    return _money(option.cost(found.places[option.id], len(slots)))


def _cents(amount: Decimal) -> int:
    return int(amount * _CENTS)


def _money(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
