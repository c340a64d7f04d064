"""What a proposal lists for its client: the work in time, the equipment, the options and the prices.

The dataclasses are part of the whitelist of `msptool.reports.proposal`: plain values, and nothing of a cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from msptool.proposals.model import ITEM_KINDS, PHASES, Billing, PhaseName, Proposal
from msptool.proposals.pricing import Amounts, Part, Priced, PricedItem, PricedWork, Totals, taken

_BILLINGS: tuple[Billing, ...] = ("once", "monthly", "annual")
_SATURDAY = 5
_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Lane:
    """Work in the timeline, from week `first` to week `last`; the days are known where the project has a start.

    `left` and `width` are the bar's place, in percent of the whole project.
    """

    phase: PhaseName
    phase_name: str
    title: str
    hours: float
    first: int
    last: int
    begins: date | None
    ends: date | None
    left: float
    width: float
    option: str


@dataclass(frozen=True, slots=True)
class Line:
    """Something that is bought: `price` is for all of them, for one billing period and without tax."""

    kind: str
    name: str
    quantity: float
    unit_price: Decimal
    price: Decimal
    billing: Billing


@dataclass(frozen=True, slots=True)
class Sum:
    """What is paid once, every month and every year."""

    label: str
    once: Decimal
    monthly: Decimal
    annual: Decimal


@dataclass(frozen=True, slots=True)
class Prices:
    """The base by what it is for, then its sums; `offered` is the base with the options of `with_options`.

    `billings` are the ways of paying that occur in them.
    """

    currency: str
    billings: tuple[Billing, ...]
    rows: tuple[Sum, ...]
    net: Sum
    tax: Sum | None
    total: Sum
    with_options: tuple[str, ...]
    offered: Sum
    first_year: Decimal
    tax_exempt: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """An option: what it adds, with tax."""

    title: str
    summary: str
    alternative: bool
    recommended: bool
    chosen: bool
    adds: Sum
    hours: float
    lines: tuple[Line, ...]


def lanes(found: Priced, weeks: int, start: date | None) -> Iterator[Lane]:
    """The work by week and phase, whether it belongs to the base or to an option."""
    order = list(PHASES)
    work = [(part, each) for part in found.parts for each in part.work]
    for part, each in sorted(
        work, key=lambda pair: (pair[1].work.week, order.index(pair[1].work.phase), pair[1].place)
    ):
        yield _lane(each, weeks, start, part.option.title if part.option else "")


def _lane(each: PricedWork, weeks: int, start: date | None, option: str) -> Lane:
    work = each.work
    last = work.week + work.weeks - 1
    return Lane(
        work.phase, PHASES[work.phase], work.title, float(each.hours), work.week, last,
        start + timedelta(weeks=work.week - 1) if start else None,
        _workday(start + timedelta(weeks=last, days=-1)) if start else None,
        round((work.week - 1) / weeks * 100, 3), round(work.weeks / weeks * 100, 3), option,
    )  # fmt: skip


def _workday(day: date) -> date:
    return day - timedelta(max(0, day.weekday() - _SATURDAY + 1))


def lines(part: Part) -> tuple[Line, ...]:
    """What is bought for the base or an option: hardware, software, then services."""
    order = list(ITEM_KINDS)
    return tuple(_line(each) for each in sorted(part.items, key=lambda each: (order.index(each.item.kind), each.place)))


def _line(each: PricedItem) -> Line:
    item = each.item
    return Line(ITEM_KINDS[item.kind], item.name, float(item.quantity), each.unit_price, each.amounts.net, item.billing)


def choices(proposal: Proposal, found: Priced) -> Iterator[Choice]:
    """The options in their order."""
    for part in found.options:
        option = part.option
        if option is not None:
            yield Choice(
                option.title, option.summary, option.choice == "alternative", option.recommended,
                option.id in proposal.chosen, _sum(option.title, part.totals, "gross"), float(part.hours), lines(part),
            )  # fmt: skip


def prices(proposal: Proposal, found: Priced) -> Prices:
    """The prices; once the client has accepted, with the options that it took."""
    base = found.base
    names = taken(proposal, found)
    offered = found.totals(names)
    tax = found.terms.tax
    rows = [_of_kind(base.items, kind, label) for kind, label in ITEM_KINDS.items()]
    rows.append(Sum("Work", base.labour.net, _NOTHING, _NOTHING))
    return Prices(
        found.terms.currency,
        tuple(each for each in _BILLINGS if each == "once" or base.totals.of(each).net or offered.of(each).net),
        tuple(row for row in rows if row.once or row.monthly or row.annual),
        _sum("Without tax", base.totals, "net"),
        _sum(f"{tax.name} {tax.rate.normalize():f}%", base.totals, "tax") if tax.rate and not proposal.tax_exempt else None,
        _sum("Total", base.totals, "gross"),
        tuple(each.title for each in proposal.options if each.id in names),
        _sum("Together", offered, "gross"),
        offered.first_year.gross,
        proposal.tax_exempt,
    )  # fmt: skip


def _of_kind(items: Iterable[PricedItem], kind: str, label: str) -> Sum:
    amounts = {
        billing: sum((each.amounts.net for each in items if (each.item.kind, each.item.billing) == (kind, billing)), _NOTHING)
        for billing in _BILLINGS
    }  # fmt: skip
    return Sum(label, amounts["once"], amounts["monthly"], amounts["annual"])


def _sum(label: str, totals: Totals, which: Literal["net", "tax", "gross"]) -> Sum:
    def of(amounts: Amounts) -> Decimal:
        return {"net": amounts.net, "tax": amounts.tax, "gross": amounts.gross}[which]

    return Sum(label, of(totals.once), of(totals.monthly), of(totals.annual))
