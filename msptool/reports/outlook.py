"""What a client's pages say of its roadmap: recommendations, initiatives over quarters, and money.

The dataclasses are the whitelist: what is not a field of one of them cannot reach the client.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from msptool.reports.stacked import Stacked, stacked
from msptool.reports.timeline import Timeline, timeline
from msptool.roadmap.budget import Amounts, Budget, budget_of
from msptool.roadmap.items import ON_THEIR_OWN, Item, Roadmap
from msptool.roadmap.model import Initiative
from msptool.roadmap.quarters import Quarter, quarter_of
from msptool.words import counted

QUARTERS = 12
_SERIES = ("Approved", "Not decided yet")
# What the client reads for each status.
SAID = {
    "proposed": "to be decided", "approved": "approved", "deferred": "put off", "declined": "declined",
    "risk-accepted": "risk accepted", "done": "done, to be verified", "verified": "done and verified", "came-back": "to be done again",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Advice:
    """One recommendation as the client reads it. `gain` is a share of the alignment score, None where nothing is known."""

    title: str
    why: str
    steps: tuple[str, ...]
    status: str
    said: str
    quarter: str
    begins: date | None
    one_time: Decimal
    monthly: Decimal
    estimate: bool
    hours: float
    gain: float | None
    decided_by: str
    decided_on: date | None
    until: date | None
    done: date | None


@dataclass(frozen=True, slots=True)
class Theme:
    """An initiative with its recommendations, the soonest first."""

    title: str
    summary: str
    items: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the timeline; see `timeline.Planned`."""

    name: str
    first: str | None
    last: str | None
    state: str
    label: str


@dataclass(frozen=True, slots=True)
class Column:
    """A quarter of the budget; see `stacked.Stack`."""

    label: str
    amounts: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class YearCost:
    """A fiscal year of the budget, as far as its quarters are shown."""

    name: str
    one_time: Decimal
    recurring: Decimal
    total: Decimal
    approved: Decimal


@dataclass(frozen=True, slots=True)
class Outlook:
    """The roadmap and its budget over three years.

    `unplaced` and `unplaced_monthly` are the cost of what has no quarter yet. `overdue` is the one-time cost of what is
    open though its quarter has passed, `overdue_monthly` its monthly cost; both are counted in the quarter `now`. `put_off` and
    `put_off_monthly` are what the client deferred; no other figure holds them.
    """

    currency: str
    themes: tuple[Theme, ...]
    timeline: Timeline | None
    series: tuple[str, ...]
    columns: tuple[Column, ...]
    chart: Stacked | None
    years: tuple[YearCost, ...]
    unplaced: Decimal
    unplaced_monthly: Decimal
    overdue: Decimal
    overdue_monthly: Decimal
    put_off: Decimal
    put_off_monthly: Decimal
    now: str


def outlook(roadmap: Roadmap, currency: str) -> Outlook:
    """What the client may see of its roadmap, from this quarter on."""
    first = quarter_of(roadmap.as_of, roadmap.client.fiscal_year_starts)
    budget = budget_of(roadmap, first, QUARTERS)
    shown = _shown(budget)
    columns = tuple(_column(each.quarter, each.amounts) for each in budget.quarters[:shown])
    themes = tuple(_themes(roadmap))
    bars = [
        bar for initiative, items in roadmap.by_initiative for bar in _bars(_title(initiative), items, first)
    ]  # fmt: skip
    names = [each.quarter.name for each in budget.quarters[: max(shown, 4)]]
    years = tuple(
        YearCost(f"FY {year}", each.one_time, each.recurring, each.total, each.approved)
        for year, each in budget.years.items()
        if each.total
    )
    drawn = stacked(columns, _SERIES, currency) if columns else None
    lanes = timeline(names, bars) if bars else None
    return Outlook(
        currency, themes, lanes, _SERIES, columns, drawn, years, *_cost(budget.unplaced), *_cost(budget.overdue),
        *_cost(budget.put_off), first.name,
    )  # fmt: skip


def advice(item: Item, roadmap: Roadmap) -> Advice:
    """One recommendation as the client reads it."""
    found, decision = item.recommendation, item.decision if item.lapsed is None else None
    unverified = item.status == "done" and not item.to_verify
    return Advice(
        title=found.title,
        why=found.why,
        steps=found.steps,
        status=item.status,
        said="done" if unverified else SAID[item.status],
        quarter=item.quarter.name if item.quarter else "",
        begins=item.quarter.first if item.quarter else None,
        one_time=found.costs.one_time,
        monthly=found.costs.monthly,
        estimate=found.costs.basis == "estimate",
        hours=found.hours,
        gain=roadmap.gain(item.points) if item.points else None,
        decided_by=decision.by if decision else "",
        decided_on=decision.on if decision else None,
        until=decision.until if decision else None,
        done=item.done.on if item.done else None,
    )


def _themes(roadmap: Roadmap) -> Iterable[Theme]:
    for initiative, items in roadmap.by_initiative:
        summary = initiative.summary if initiative else ""
        yield Theme(_title(initiative), summary, tuple(advice(item, roadmap) for item in items))


def _title(initiative: Initiative | None) -> str:
    return initiative.title if initiative else ON_THEIR_OWN


def _bars(title: str, items: Sequence[Item], first: Quarter) -> Iterable[Bar]:
    """What is still to be done of an initiative: a bar for each state, and a line for what has no quarter yet.

    A bar reaches from the first quarter to the last of what it counts, and counts nothing else. What is late is still to
    be done: from this quarter on, as in the budget.
    """
    for status in ("approved", "proposed", "deferred"):
        found = [item for item in items if item.status == status]
        placed = [item for item in found if item.quarter is not None]
        quarters = [max(item.quarter, first).name for item in found if item.quarter is not None]
        if placed:
            yield Bar(title, min(quarters), max(quarters), SAID[status], _label(placed))
        if unplaced := [item for item in found if item.quarter is None]:
            yield Bar(title, None, None, SAID[status], _label(unplaced))


def _label(items: Sequence[Item]) -> str:
    cost = _cost(items)[0]
    return f"{cost:,.0f}" if cost else counted(len(items), "step")


def _cost(items: Sequence[Item]) -> tuple[Decimal, Decimal]:
    """One-time and monthly cost."""
    costs = [item.recommendation.costs for item in items]
    zero = Decimal("0.00")
    return sum((each.one_time for each in costs), zero), sum((each.monthly for each in costs), zero)


def _column(quarter: Quarter, amounts: Amounts) -> Column:
    return Column(quarter.name, (amounts.approved, amounts.total - amounts.approved))


def _shown(budget: Budget) -> int:
    """How many quarters are worth a column: up to the last in which something begins, in whole years."""
    last = max((number for number, each in enumerate(budget.quarters, start=1) if each.items), default=0)
    return min(-(-last // 4) * 4, len(budget.quarters))
