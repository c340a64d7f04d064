"""Roadmaps in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from msptool.roadmap.budget import Amounts, Budget
from msptool.roadmap.items import ON_THEIR_OWN, Item, Roadmap
from msptool.roadmap.planning import NEXT, Next, RoadmapPlan
from msptool.roadmap.proposing import Suggested
from msptool.words import counted

_STYLES = {
    "approved": "green",
    "verified": "green",
    "came-back": "bold red",
    "declined": "dim",
    "risk-accepted": "yellow",
}


def roadmap_text(roadmap: Roadmap, currency: str) -> RenderableType:
    """The recommendations by initiative, those with a quarter first."""
    if not roadmap.items:
        return Text(
            f"{roadmap.client.name} has no recommendations yet. 'msptool roadmap propose {roadmap.client.id}' makes some."
        )
    parts: list[RenderableType] = [Text(f"Roadmap of {roadmap.client.name}", style="bold")]
    for initiative, items in roadmap.by_initiative:
        out = _table(
            "quarter",
            "status",
            "recommendation",
            currency,
            "a month",
            "hours",
            "gain",
            wide="recommendation",
            right=(
                currency,
                "a month",
                "hours",
                "gain",
            ),
        )
        for item in items:
            found = item.recommendation
            out.add_row(
                found.quarter or "-",
                Text(item.status, style=_STYLES.get(item.status, "")),
                _named(item),
                _amount(found.costs.one_time),
                _amount(found.costs.monthly),
                f"{found.hours:g}",
                _gain(roadmap, item.points),
            )
        parts += [Text(""), Text(initiative.title if initiative else ON_THEIR_OWN, style="bold cyan"), out]
    counts = ", ".join(f"{count} {status}" for status, count in _counts(roadmap.items))
    return Group(*parts, Text(""), Text(f"{counted(len(roadmap.items), 'recommendation')}: {counts}.", style="dim"))


def suggested_text(found: Suggested, currency: str) -> RenderableType:
    """New recommendations with what they are estimated at, and the findings that none could be made for."""
    out = _table(
        "recommendation",
        "findings",
        currency,
        "hours",
        "area",
        wide="recommendation",
        right=(
            "findings",
            currency,
            "hours",
        ),
    )
    for each in found.suggestions:
        text = Text.assemble(each.title, (f"  {each.id}", "dim"))
        out.add_row(text, str(len(each.findings)), _amount(each.one_time), f"{each.hours:g}", each.area)
    parts: list[RenderableType] = [out]
    if found.without_remedy:
        names = ", ".join(each.standard.id for each in found.without_remedy)
        parts += [
            Text(""),
            Text(f"Without a remedy in the library, so write a recommendation by hand: {names}.", style="yellow"),
        ]
    return Group(*parts)


def plan_text(found: RoadmapPlan, currency: str) -> RenderableType:
    """What to do in each quarter, the proof, and what more money would buy."""
    share = _gain(found.roadmap, found.points)
    proof = "the proven optimum" if found.proven else "the best found in time"
    parts: list[RenderableType] = [
        Text(f"Roadmap of {found.roadmap.client.name} within {currency} {found.budget:,.2f}", style="bold"),
        Text(
            f"{found.points} points ({share} of alignment) for {currency} {found.cost:,.2f}; "
            f"at most {found.bound} points are possible: {proof}."
        ),
    ]
    for slot in found.slots:
        chosen = [each for each in found.chosen if each.quarter == slot.quarter]
        hours = sum(each.item.recommendation.hours for each in chosen)
        limit = f" of {slot.hours:g}" if slot.hours is not None else ""
        spent = sum((each.item.recommendation.costs.one_time for each in chosen), Decimal(0))
        title = f"{slot.quarter.name} from {slot.quarter.first:%b %Y}: {hours:g}{limit} hours, {currency} {spent:,.2f} one-time"
        parts += [Text(""), Text(title, style="bold cyan")]
        if not chosen:
            parts.append(Text("  nothing", style="dim"))
            continue
        out = _table(
            "recommendation",
            "cost until the end",
            "hours",
            "gain",
            wide="recommendation",
            right=(
                "cost until the end",
                "hours",
                "gain",
            ),
        )
        for each in chosen:
            name = _named(each.item)
            if each.kept:
                name.append("  approved for this quarter", style="green")
            out.add_row(
                name, _amount(each.cost), f"{each.item.recommendation.hours:g}", _gain(found.roadmap, each.item.points)
            )
        parts.append(out)
    parts += _rest(found, currency)
    return Group(*parts)


def budget_text(found: Budget, currency: str, client: str) -> RenderableType:
    """A line for each quarter, one for each fiscal year, and the whole."""
    out = _table(
        "",
        "from",
        "one-time",
        "recurring",
        "together",
        "approved",
        "hours",
        "begins",
        wide="begins",
        right=(
            "one-time",
            "recurring",
            "together",
            "approved",
            "hours",
        ),
    )
    year = None
    for each in found.quarters:
        if year is not None and each.quarter.year != year:
            _sum_row(out, f"FY {year}", found.years[year])
        year = each.quarter.year
        begins = ", ".join(item.id for item in each.items)
        out.add_row(each.quarter.name, f"{each.quarter.first:%b %Y}", *_row(each.amounts), Text(begins, style="dim"))
    if year is not None:
        _sum_row(out, f"FY {year}", found.years[year])
    _sum_row(out, "all", found.total)
    parts: list[RenderableType] = [Text(f"Budget of {client} in {currency}", style="bold"), out]
    if found.unplaced:
        parts.append(Text(f"{_open(found.unplaced, currency)} without a quarter."))
    if found.overdue:
        one = len(found.overdue) == 1
        past = f"whose quarter has passed {'is' if one else 'are'} counted in {found.now.name}"
        names = ", ".join(item.id for item in found.overdue)
        parts.append(Text(f"{_open(found.overdue, currency)} {past}: {names}.", style="yellow"))
    if found.put_off:
        names = ", ".join(item.id for item in found.put_off)
        parts.append(Text(f"{_open(found.put_off, currency)} put off, in no column: {names}."))
    return Group(*parts)


def _open(items: Sequence[Item], currency: str) -> str:
    costs = [item.recommendation.costs for item in items]
    one_time, monthly = (
        sum((each.one_time for each in costs), Decimal(0)),
        sum((each.monthly for each in costs), Decimal(0)),
    )
    recurring = f" and {monthly:,.2f} a month" if monthly else ""
    return f"{counted(len(items), 'open recommendation')} for {currency} {one_time:,.2f}{recurring}"


def _rest(found: RoadmapPlan, currency: str) -> Iterator[RenderableType]:
    yield Text("")
    if found.left:
        yield Text(f"Left out: {', '.join(item.id for item in found.left)}.", style="dim")
    if found.blocked:
        yield Text(
            f"Not possible, because what must come before is not open: {', '.join(item.id for item in found.blocked)}.",
            style="yellow",
        )
    if found.next is not None:
        yield Text(f"{currency} {found.next.budget:,.0f} more would gain {_more(found, found.next)}.")
    elif found.least_more is None:
        yield Text("No budget gains more in these quarters.")
    else:
        more = f"{currency} {found.least_more.budget:,.2f} more would gain {_more(found, found.least_more)}"
        yield Text(f"{currency} {NEXT:,.0f} more would gain nothing; {more}.")


def _more(found: RoadmapPlan, more: Next) -> str:
    names = ", ".join(item.id for item in more.items)
    return f"{counted(more.points, 'point')} ({_gain(found.roadmap, more.points)}), with {names}"


def _counts(items: Iterable[Item]) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for item in items:
        found[item.status] = found.get(item.status, 0) + 1
    return sorted(found.items(), key=lambda each: -each[1])


def _named(item: Item) -> Text:
    text = Text.assemble(item.recommendation.title, (f"  {item.id}", "dim"))
    if item.lapsed is not None:
        text.append(f"  to be decided again since {item.lapsed.until}", style="yellow")
    if item.unasked:
        verb = "is" if len(item.unasked) == 1 else "are"
        text.append(f"  {', '.join(item.unasked)} {verb} asked no more", style="yellow")
    return text


def _gain(roadmap: Roadmap, points: int) -> str:
    share = roadmap.gain(points)
    return "-" if share is None or not points else f"+{share:.1%}"


def _amount(amount: Decimal) -> str:
    return f"{amount:,.2f}" if amount else "-"


def _row(amounts: Amounts) -> Sequence[str]:
    shown = (amounts.one_time, amounts.recurring, amounts.total, amounts.approved)
    return *(_amount(each) for each in shown), f"{amounts.hours:g}"


def _sum_row(out: Table, name: str, amounts: Amounts) -> None:
    out.add_row(Text(name, style="bold"), "", *(Text(each, style="bold") for each in _row(amounts)), "")


def _table(*names: str, wide: str, right: Sequence[str]) -> Table:
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for name in names:
        if name == wide:
            out.add_column(name, ratio=1, overflow="fold")
        else:
            out.add_column(name, justify="right" if name in right else "left", no_wrap=True)
    return out
