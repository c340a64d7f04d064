"""How the smart numbers look in a terminal. Internal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from msptool.kpis.reading import Reading
from msptool.kpis.smart import Account, Smart, WhatIf
from msptool.kpis.wording import NO_DATA, counts_said, plain, said
from msptool.proposals.pricing import cents
from msptool.words import counted
from msptool.workspace.settings import Settings

_ROOMY = 92
_STYLE = {"good account": "green", "noisy": "bold red", "little leverage": "yellow", "develop": ""}
_MOST_FREED = 5


def smart_text(found: Smart, settings: Settings, width: int) -> RenderableType:
    """The three numbers, the TAMs, the accounts, the delivery areas, the time, and the what-if."""
    currency = settings.practice.currency
    parts: list[RenderableType] = [Text.assemble("Smart numbers  ", (found.month.label, "bold")), Text("")]
    parts += [_number(each, currency) for each in (found.aisp, found.average_mrr, found.rhem)]
    parts += [Text(""), _heading("What hangs on a TAM"), _desks(found, settings)]
    parts += [
        Text(""),
        _heading("Accounts: leverage, MRR and noise, the best first"),
        _accounts(found, currency, width),
    ]
    parts += [Text(""), _heading("Delivery areas")]
    for name, readings in found.areas:
        shown = "; ".join(f"{each.kpi.name} {said(each.kpi, each.value, currency)}" for each in readings)
        parts.append(_below(Text.assemble((name, "bold"), f"  {shown}")))
    parts += [Text(""), _heading("Inventory of time"), *_time(found)]
    if found.what_if is not None:
        parts += [Text(""), _heading("What if"), *_what_if(found.what_if, currency)]
    return Group(*parts)


def _number(each: Reading, currency: str) -> RenderableType:
    made = counts_said(each, currency)
    more = f"  {made}" if made else ""
    clients = f", {counted(each.clients, 'client')}" if each.clients is not None else ""
    return _below(
        Text.assemble(
            (f"{said(each.kpi, each.value, currency):>12}", "bold cyan"),
            f"  {each.kpi.name}",
            (f"{more}{clients}", "dim"),
        )
    )


def _desks(found: Smart, settings: Settings) -> RenderableType:
    out = _table("TAM", "clients", "MRR", "of the guideline", right=("clients", "MRR", "of the guideline"))
    for each in found.desks:
        over = each.share > 1 or each.clients > settings.schedule.clients_per_tam
        out.add_row(
            Text(each.name),
            str(each.clients),
            plain(each.mrr, 0),
            Text(f"{each.share:.0%}", style="bold red" if over else ""),
        )
    limit = settings.schedule
    needed = plain(found.tams_needed, 1)
    guideline = f"{limit.mrr_per_tam:,.0f} and at most {counted(limit.clients_per_tam, 'client')} each"
    rule = f"{needed} TAMs by revenue: {plain(found.mrr, 0)} of MRR, {guideline}."
    return Group(_below(out), _below(Text(rule, style="dim")))


def _accounts(found: Smart, currency: str, width: int) -> RenderableType:
    roomy = width >= _ROOMY
    names = ("client", "MRR", *(("AISP",) if roomy else ()), "RHEM", "h above", "approved", "points", "")
    out = _table(*names, right=names[1:-1])
    for each in found.accounts:
        approved = f"{each.approved} of {each.decided}" if each.decided else "-"
        aisp = [plain(each.aisp, 0) if each.aisp is not None else "-"] if roomy else []
        out.add_row(
            Text(each.client.name), plain(each.mrr, 0), *aisp, plain(each.rhem, 2) if each.rhem is not None else NO_DATA,
            _above(each), approved, f"{each.points:.2f}", Text(each.verdict, style=_STYLE[each.verdict]),
        )  # fmt: skip
    return _below(out)


def _above(each: Account) -> str:
    return plain(each.noise, 1) if each.noise else "-"


def _time(found: Smart) -> Iterator[RenderableType]:
    time = found.time
    people = f"{counted(time.people, 'person', 'people')} of the delivery areas: {plain(time.hours, 0)} hours a month"
    if time.reactive is None or time.left is None:
        yield _below(Text(f"{people}. No reactive hours are recorded."))
        return
    share = f" ({time.reactive / time.hours:.0%})" if time.hours else ""
    yield _below(
        Text(
            f"{people}; reactive work takes {plain(time.reactive, 1)}{share}, {plain(time.left, 1)} are left for the fixed areas."
        )
    )


def _what_if(found: WhatIf, currency: str) -> Iterator[RenderableType]:
    if not found.by_client:
        yield _below(Text("No client has reactive hours: record them, or import tickets with hours."))
        return
    word = "less" if found.step < 0 else "more"
    rhem = "" if found.rhem is None else f" (then {plain(found.rhem, 2)} overall)"
    frees, way = ("frees", "for") if found.freed >= 0 else ("takes", "from")
    yield _below(
        Text.assemble(
            f"RHEM {abs(found.step)} {word} at every client{rhem} {frees} ", (f"{plain(abs(found.freed), 1)} hours a month", "bold"),
            f" {way} the fixed areas: {plain(abs(found.visit_days), 1)} visit days, or {plain(abs(found.people), 2)} people; "
            f"{currency} {cents(abs(found.cost)):,.2f} at the cost of the Service Desk.",
        )
    )  # fmt: skip
    for name, hours in found.by_client[:_MOST_FREED]:
        yield _below(Text(f"  {plain(abs(hours), 1):>8} h  {name}", style="dim"))


def _heading(text: str) -> Text:
    return Text(text, style="bold cyan")


def _table(*names: str, right: tuple[str, ...]) -> Table:
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False, pad_edge=False)
    for place, name in enumerate(names):
        numeric = name in right
        out.add_column(
            name,
            justify="right" if numeric else "left",
            no_wrap=numeric,
            min_width=8 if place == 0 else None,
            overflow="fold",
        )
    return out


def _below(what: RenderableType) -> Padding:
    return Padding(what, (0, 0, 0, 2), expand=False)
