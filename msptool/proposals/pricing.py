"""What a proposal costs the client and the practice: pure functions in Decimal, rounded half up to cents per line.

Percentages are numbers such as 30. A markup is in percent of the cost, a margin in percent of the price: a cost of 3,000
with a markup of 30 % is sold for 3,900, which is a margin of 23.1 %; a margin of 30 % would be 4,285.71.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from msptool.proposals.model import Billing, Estimate, Item, Option, Proposal, Terms, Work
from msptool.workspace.settings import Rate, Settings

L = TypeVar("L", Work, Item)
NOTHING = Decimal("0.00")
_HUNDRED = Decimal(100)
_MONTHS = 12


def cents(amount: Decimal) -> Decimal:
    """An amount rounded half up to two decimals."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def with_markup(cost: Decimal, markup: Decimal) -> Decimal:
    """The price of a cost with a markup in percent of it."""
    return cents(cost * (1 + markup / _HUNDRED))


def with_margin(cost: Decimal, margin: Decimal) -> Decimal:
    """The price of a cost that leaves a margin in percent of the price. Raises ValueError at 100 % or more."""
    if margin >= _HUNDRED:
        raise ValueError(f"a margin of {margin} % leaves nothing for the cost: it is less than 100 %")
    return cents(cost / (1 - margin / _HUNDRED))


def markup_of(cost: Decimal, price: Decimal) -> Decimal | None:
    """What the price is above the cost, in percent of the cost; None where it cost nothing."""
    return (price - cost) / cost * _HUNDRED if cost else None


def margin_of(cost: Decimal, price: Decimal) -> Decimal | None:
    """What is left of the price, in percent of the price; None where there is no price."""
    return (price - cost) / price * _HUNDRED if price else None


def tenth(percent: Decimal) -> Decimal:
    """A percentage as it is shown: rounded once, half up, to one decimal."""
    return percent.quantize(Decimal("0.1"), ROUND_HALF_UP)


def unit_price(item: Item, markup: Decimal) -> Decimal:
    """The price of one: fixed, by the line's own margin or markup, else by the `markup` of the settings."""
    if item.unit_price is not None:
        return item.unit_price
    if item.margin is not None:
        return with_margin(item.unit_cost, item.margin)
    return with_markup(item.unit_cost, markup if item.markup is None else item.markup)


def expected(hours: Estimate) -> Decimal:
    """The expected hours of three points (PERT, (best + 4 likely + worst) / 6), to a hundredth of an hour.

    Rounded before it is priced, so that the sum that a reader does comes out.
    """
    return cents((hours.best + 4 * hours.likely + hours.worst) / 6)


def deviation(estimates: Iterable[Estimate]) -> Decimal:
    """The standard deviation of the hours of all estimates together: the root of the sum of the squares of each one's.

    Of one estimate (PERT) it is (worst - best) / 6. The estimates count as independent of each other.
    """
    return sum((((each.worst - each.best) / 6) ** 2 for each in estimates), Decimal(0)).sqrt()


@dataclass(frozen=True, slots=True)
class Amounts:
    """What is charged: the price without tax, the tax on it, and what it costs the practice."""

    net: Decimal = NOTHING
    tax: Decimal = NOTHING
    cost: Decimal = NOTHING

    @property
    def gross(self) -> Decimal:
        """What the client pays."""
        return self.net + self.tax

    @property
    def profit(self) -> Decimal:
        """What is left to the practice."""
        return self.net - self.cost

    @property
    def markup(self) -> Decimal | None:
        """In percent of the cost; see `markup_of`."""
        return markup_of(self.cost, self.net)

    @property
    def margin(self) -> Decimal | None:
        """In percent of the price; see `margin_of`."""
        return margin_of(self.cost, self.net)

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(self.net + other.net, self.tax + other.tax, self.cost + other.cost)

    def times(self, number: int) -> Amounts:
        """So many of them."""
        return Amounts(self.net * number, self.tax * number, self.cost * number)


@dataclass(frozen=True, slots=True)
class Totals:
    """One-time, monthly and yearly amounts, which are never mixed except for the first year."""

    once: Amounts = Amounts()
    monthly: Amounts = Amounts()
    annual: Amounts = Amounts()

    @property
    def first_year(self) -> Amounts:
        """What is paid once, twelve months and one year."""
        return self.once + self.monthly.times(_MONTHS) + self.annual

    def of(self, billing: Billing) -> Amounts:
        """The amounts of one way of billing."""
        return {"once": self.once, "monthly": self.monthly, "annual": self.annual}[billing]

    def __add__(self, other: Totals) -> Totals:
        return Totals(self.once + other.once, self.monthly + other.monthly, self.annual + other.annual)


@dataclass(frozen=True, slots=True)
class PricedItem:
    """A line of equipment; `place` is its index in the file."""

    place: int
    item: Item
    unit_price: Decimal
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class PricedWork:
    """Work of the timeline, with its expected hours and its area's rate; `place` is its index in the file."""

    place: int
    work: Work
    hours: Decimal
    deviation: Decimal
    rate: Rate
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class Part:
    """The base (without an option) or one option, with what it adds."""

    option: Option | None
    work: tuple[PricedWork, ...]
    items: tuple[PricedItem, ...]

    @property
    def totals(self) -> Totals:
        """The sums of its lines; work is charged once."""
        return Totals(
            _sum([*(each.amounts for each in self.work), *self._billed("once")]),
            _sum(self._billed("monthly")), _sum(self._billed("annual")),
        )  # fmt: skip

    @property
    def labour(self) -> Amounts:
        """The sums of its work."""
        return _sum(each.amounts for each in self.work)

    @property
    def hours(self) -> Decimal:
        """The expected hours."""
        return sum((each.hours for each in self.work), NOTHING)

    @property
    def deviation(self) -> Decimal:
        """The standard deviation of its hours."""
        return deviation(each.work.hours for each in self.work)

    def _billed(self, billing: Billing) -> list[Amounts]:
        return [each.amounts for each in self.items if each.item.billing == billing]


@dataclass(frozen=True, slots=True)
class Priced:
    """A whole proposal: the base, and what each option adds to it."""

    terms: Terms
    base: Part
    options: tuple[Part, ...]

    @property
    def offered(self) -> tuple[str, ...]:
        """The options of the price that stands for the proposal: the recommended alternative."""
        found = (part.option for part in self.options if part.option is not None)
        return tuple(each.id for each in found if each.choice == "alternative" and each.recommended)

    def totals(self, options: Collection[str]) -> Totals:
        """The base with these options; see `taken`."""
        parts = [part for part in self.options if part.option is not None and part.option.id in options]
        return sum((part.totals for part in parts), self.base.totals)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The base and the options."""
        return (self.base, *self.options)


def terms_of(proposal: Proposal, settings: Settings) -> Terms:
    """The terms that the proposal was sent with, else those of today's settings."""
    if proposal.terms is not None:
        return proposal.terms
    found = settings.proposals
    return Terms(currency=settings.practice.currency, markup=found.markup, rates=found.all_rates, tax=found.tax)


def priced(proposal: Proposal, terms: Terms) -> Priced:
    """The proposal's prices."""
    base, *options = (_part(proposal, terms, option) for option in (None, *proposal.options))
    return Priced(terms, base, tuple(options))


def taken(proposal: Proposal, found: Priced) -> tuple[str, ...]:
    """The options that the price of a proposal holds: what the client chose once it accepted, else what is offered."""
    return proposal.chosen if proposal.status == "accepted" else found.offered


def _part(proposal: Proposal, terms: Terms, option: Option | None) -> Part:
    name = option.id if option else None
    exempt = proposal.tax_exempt
    return Part(
        option,
        tuple(_work(place, each, terms, exempt) for place, each in _of(proposal.timeline, name)),
        tuple(_item(place, each, terms, exempt) for place, each in _of(proposal.equipment, name)),
    )


def _of(lines: Sequence[L], option: str | None) -> list[tuple[int, L]]:
    return [(place, line) for place, line in enumerate(lines) if line.option == option]


def _work(place: int, work: Work, terms: Terms, exempt: bool) -> PricedWork:
    hours, rate = expected(work.hours), terms.rates[work.area]
    net = cents(hours * rate.price)
    amounts = Amounts(net, _tax(net, "labour", terms, exempt), cents(hours * rate.cost))
    return PricedWork(place, work, hours, deviation([work.hours]), rate, amounts)


def _item(place: int, item: Item, terms: Terms, exempt: bool) -> PricedItem:
    one = unit_price(item, terms.markup)
    net = cents(item.quantity * one)
    amounts = Amounts(net, _tax(net, item.kind, terms, exempt), cents(item.quantity * item.unit_cost))
    return PricedItem(place, item, one, amounts)


def _tax(net: Decimal, what: str, terms: Terms, exempt: bool) -> Decimal:
    return NOTHING if exempt or what not in terms.tax.taxable else cents(net * terms.tax.rate / _HUNDRED)


def _sum(amounts: Iterable[Amounts]) -> Amounts:
    return sum(amounts, Amounts())
