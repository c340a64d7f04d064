"""The worksheet of a proposal, for the practice alone: cost, markup, margin and the spread of the estimate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from msptool.people.register import load_people, name_of
from msptool.proposals.model import BILLINGS, ITEM_KINDS, PHASES, Item
from msptool.proposals.pricing import Amounts, Part, PricedItem, PricedWork, Totals, taken, tenth
from msptool.reports.context import Practice, practice
from msptool.reports.kinds import Report, Request
from msptool.reports.proposal import wanted
from msptool.standards.model import AREAS


@dataclass(frozen=True, slots=True)
class Figures:
    """Without tax: what it costs, what is charged and what is left. Markup and margin are percentages, None without a base."""

    cost: Decimal
    price: Decimal
    profit: Decimal
    markup: Decimal | None
    margin: Decimal | None


@dataclass(frozen=True, slots=True)
class Bought:
    """One line of equipment; `rule` says how its price came about."""

    kind: str
    name: str
    quantity: float
    basis: str
    unit_cost: Decimal
    unit_price: Decimal
    rule: str
    billing: str
    vendor: str
    price_until: date | None
    ran_out: bool
    figures: Figures


@dataclass(frozen=True, slots=True)
class Worked:
    """Work with its three points, the expected hours and their standard deviation."""

    phase: str
    title: str
    area: str
    best: float
    likely: float
    worst: float
    hours: float
    deviation: float
    rate: Decimal
    rate_cost: Decimal
    figures: Figures


@dataclass(frozen=True, slots=True)
class Sheet:
    """The base, or an option: its lines and its sums. `low` and `high` are the hours one standard deviation around."""

    title: str
    choice: str
    bought: tuple[Bought, ...]
    work: tuple[Worked, ...]
    hours: float
    deviation: float
    low: float
    high: float
    labour: Figures
    sums: tuple[tuple[str, Figures], ...]


@dataclass(frozen=True, slots=True)
class Began:
    """One version."""

    version: int
    on: date
    reason: str
    sent: date | None
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class WorksheetReport:
    """Everything that the worksheet says. `offered` are the sums of the base with the options of `with_options`."""

    client: str
    practice: Practice
    number: str
    version: int
    title: str
    status: str
    prepared: date
    currency: str
    markup: Decimal
    tax: str
    sent_terms: bool
    designer: str
    vcio: str
    due: date | None
    recommendations: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    with_options: tuple[str, ...]
    offered: tuple[tuple[str, Figures], ...]
    resources: tuple[str, ...]
    notes: str
    history: tuple[Began, ...]


def build(request: Request) -> Report:
    """The worksheet of the proposal that a request asks for."""
    proposal, client, found = wanted(request)
    workspace = request.workspace
    people = load_people(workspace.source)
    terms, names = found.terms, {each.id: each.title for each in proposal.options}
    options = taken(proposal, found)
    tax = "none: the client is exempt" if proposal.tax_exempt else f"{terms.tax.name}, {_percentage(terms.tax.rate)}%"
    report = WorksheetReport(
        client=client.name,
        practice=practice(workspace.settings),
        number=proposal.id,
        version=proposal.version,
        title=proposal.title,
        status=proposal.status,
        prepared=workspace.today,
        currency=terms.currency,
        markup=terms.markup,
        tax=tax,
        sent_terms=proposal.terms is not None,
        designer=name_of(people, proposal.designer),
        vcio=name_of(people, proposal.requested_by or client.team.vcio),
        due=proposal.due,
        recommendations=proposal.recommendations,
        sheets=tuple(_sheet(part, workspace.today) for part in found.parts),
        with_options=tuple(names[each] for each in options),
        offered=_sums(found.totals(options)),
        resources=tuple(f"{each.who}: {each.purpose}" for each in proposal.resources if each.internal),
        notes=proposal.notes,
        history=tuple(Began(each.version, each.on, each.reason, each.sent, each.total) for each in proposal.history),
    )
    return Report(report)


def _sheet(part: Part, today: date) -> Sheet:
    hours, spread = part.hours, part.deviation
    option = part.option
    return Sheet(
        option.title if option else "Base",
        f"{option.choice}{', recommended' if option.recommended else ''}" if option else "",
        tuple(_bought(each, today) for each in part.items),
        tuple(_worked(each) for each in part.work),
        float(hours), float(spread), float(max(hours - spread, Decimal(0))), float(hours + spread),
        _figures(part.labour), _sums(part.totals),
    )  # fmt: skip


def _bought(each: PricedItem, today: date) -> Bought:
    item = each.item
    return Bought(
        ITEM_KINDS[item.kind], item.name, float(item.quantity), item.basis, item.unit_cost, each.unit_price, _rule(item),
        BILLINGS[item.billing], item.vendor, item.price_until, item.price_until is not None and item.price_until < today,
        _figures(each.amounts),
    )  # fmt: skip


def _worked(each: PricedWork) -> Worked:
    work, points = each.work, each.work.hours
    return Worked(
        PHASES[work.phase], work.title, AREAS[work.area], float(points.best), float(points.likely), float(points.worst),
        float(each.hours), float(each.deviation), each.rate.price, each.rate.cost, _figures(each.amounts),
    )  # fmt: skip


def _rule(item: Item) -> str:
    if item.unit_price is not None:
        return "fixed price"
    if item.margin is not None:
        return f"margin {_percentage(item.margin)}%"
    return "default markup" if item.markup is None else f"markup {_percentage(item.markup)}%"


def _figures(amounts: Amounts) -> Figures:
    return Figures(amounts.cost, amounts.net, amounts.profit, _rounded(amounts.markup), _rounded(amounts.margin))


def _sums(totals: Totals) -> tuple[tuple[str, Figures], ...]:
    rows = (("One-time", totals.once), ("Monthly", totals.monthly), ("Yearly", totals.annual))
    known = [(label, _figures(each)) for label, each in rows if each.net or each.cost]
    return (*known, ("First year", _figures(totals.first_year)))


def _rounded(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else tenth(percent)


def _percentage(value: Decimal) -> str:
    return f"{value.normalize():f}"
