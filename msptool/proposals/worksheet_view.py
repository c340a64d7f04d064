"""The internal worksheet of a proposal in a terminal: cost, markup and margin side by side, and the estimate's spread."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from msptool.proposals.model import BILLINGS, PHASES, Proposal
from msptool.proposals.pricing import Amounts, Part, Priced, PricedItem, PricedWork, Totals, taken, tenth
from msptool.proposals.view import totals_table

_ROOMY = 100
_FIGURES = ("cost", "price", "markup", "margin")


def worksheet_text(proposal: Proposal, found: Priced, width: int) -> RenderableType:
    """Every line of the base and of each option with cost, price, markup and margin; then the totals.

    In a terminal too narrow for its columns each line is some lines of text, so that no figure is cut.
    """
    head = Text.assemble((proposal.title, "bold"), f"  {proposal.client}/{proposal.id}, version {proposal.version}")
    terms = found.terms
    when = "the terms it was sent with" if proposal.terms else "today's settings"
    tax = "no tax, the client is exempt" if proposal.tax_exempt else f"{terms.tax.name} {terms.tax.rate:f} %"
    facts = f"  internal; all amounts in {terms.currency} by {when}; default markup {terms.markup:f} %; {tax}"
    parts: list[RenderableType] = [head, Text(facts, style="dim")]
    for part in found.parts:
        title = "Base" if part.option is None else f"Option {part.option.id}: {part.option.title}"
        parts += [Text(""), Text(title, style="bold cyan"), *(_tables(part) if width >= _ROOMY else _blocks(part))]
    options = taken(proposal, found)
    totals = found.totals(options)
    rows = [*([("base", found.base.totals)] if options else []), (" + ".join(("base", *options)), totals)]
    parts += [Text(""), Text("What the client pays", style="bold cyan"), totals_table(rows, terms.currency)]
    parts += [Text(""), Text("What the practice keeps", style="bold cyan"), _kept(totals)]
    return Group(*parts)


def _tables(part: Part) -> Iterator[RenderableType]:
    if part.items:
        out = _table("equipment", "quantity", "cost each", "price each", *_FIGURES)
        for each in part.items:
            item = each.item
            name = Text.assemble(item.name, (_below(_of_item(each)), "dim"))
            one = (f"{float(item.quantity):g}", f"{item.unit_cost:,.2f}", f"{each.unit_price:,.2f}")
            out.add_row(name, *one, *_figures(each.amounts))
        yield out
    if part.work:
        out = _table("work", "best", "likely", "worst", "expected", "±", *_FIGURES)
        for line in part.work:
            three = (f"{float(each):g}" for each in _points(line))
            name = Text.assemble(line.work.title, (_below(_of_work(line)), "dim"))
            out.add_row(name, *three, f"{line.hours:.2f}", f"{line.deviation:.2f}", *_figures(line.amounts))
        sums = ("", "", "", f"{part.hours:.2f}", f"{part.deviation:.2f}", *_figures(part.labour))
        out.add_row("all work", *sums, style="bold")
        yield out
        yield from _spread(part)


def _blocks(part: Part) -> Iterator[RenderableType]:
    for each in part.items:
        item = each.item
        yield Text(f"{float(item.quantity):g} x {item.name}")
        yield Text(
            f"  {each.item.unit_cost:,.2f} each, sold for {each.unit_price:,.2f}{_below(_of_item(each), '; ')}",
            style="dim",
        )
        yield Text(f"  {_said(each.amounts)}")
    for line in part.work:
        best, likely, worst = (f"{float(each):g}" for each in _points(line))
        yield Text(line.work.title)
        yield Text(f"  {best} to {worst} hours, {likely} most likely; {_of_work(line)}", style="dim")
        yield Text(f"  {line.hours:.2f} hours ± {line.deviation:.2f}; {_said(line.amounts)}")
    if part.work:
        yield Text(f"All work: {part.hours:.2f} hours ± {part.deviation:.2f}; {_said(part.labour)}", style="bold")
        yield from _spread(part)


def _spread(part: Part) -> Iterator[RenderableType]:
    if part.deviation:
        low, high = max(part.hours - part.deviation, Decimal(0)), part.hours + part.deviation
        yield Text(f"Two times in three the hours lie between {low:.1f} and {high:.1f}.", style="dim")


def _points(line: PricedWork) -> tuple[Decimal, Decimal, Decimal]:
    return line.work.hours.best, line.work.hours.likely, line.work.hours.worst


def _of_item(each: PricedItem) -> str:
    item = each.item
    until = f"price until {item.price_until}" if item.price_until else ""
    billing = BILLINGS[item.billing] if item.billing != "once" else ""
    return "; ".join(filter(None, (billing, item.vendor, item.basis, until)))


def _of_work(each: PricedWork) -> str:
    return f"{PHASES[each.work.phase]}; {each.work.area}, {each.rate.price} an hour"


def _below(text: str, start: str = "\n") -> str:
    return f"{start}{text}" if text else ""


def _percent(value: Decimal | None) -> str:
    return "-" if value is None else f"{tenth(value)} %"


def _figures(amounts: Amounts) -> tuple[str, str, str, str]:
    return f"{amounts.cost:,.2f}", f"{amounts.net:,.2f}", _percent(amounts.markup), _percent(amounts.margin)


def _said(amounts: Amounts) -> str:
    cost, price, markup, margin = _figures(amounts)
    return f"costs {cost}, price {price}; markup {markup}, margin {margin}"


def _kept(totals: Totals) -> Table:
    out = _table("", *_FIGURES, "profit")
    for label, amounts in (
        ("once", totals.once), ("a month", totals.monthly), ("a year", totals.annual), ("first year", totals.first_year),
    ):  # fmt: skip
        if amounts.net or amounts.cost or label == "first year":
            out.add_row(label, *_figures(amounts), f"{amounts.profit:,.2f}")
    return out


def _table(name: str, *figures: str) -> Table:
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    out.add_column(name, overflow="fold")
    for each in figures:
        out.add_column(each, justify="right", no_wrap=True)
    return out
