"""How figures look in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from msptool.kpis.checking import Impossible, Missing
from msptool.kpis.kpi import Kpi
from msptool.kpis.model import PatchException
from msptool.kpis.periods import Month
from msptool.kpis.standing import Standing, Status, target_said
from msptool.kpis.wording import counts_said, said
from msptool.words import counted

_STYLE: dict[Status, str] = {"good": "green", "watch": "yellow", "bad": "bold red", "no target": "", "no data": "dim"}
_BLOCKS, _DIGITS = "▁▂▃▄▅▆▇█", "0123456789"
_ROOMY = 88
_MOST_MOVED = 6


def standings_text(found: Sequence[Standing], name: str, month: Month, currency: str, width: int) -> RenderableType:
    """A line for each figure, and what moved since the month before."""
    head = Text.assemble((name, "bold"), f"  {month.label}")
    if not found:
        return Group(head, Text("No figure yet.", style="dim"))
    out = (
        _table("", "value", "made of", "target", "status", "trend", right=("value", "made of"))
        if width >= _ROOMY
        else _table("", "value", "status", "trend", right=("value",))
    )
    longest = max(len(each.series) for each in found)
    for each in found:
        kpi = each.kpi
        value = Text(said(kpi, each.now.value, currency), style="bold" if each.now.value is not None else "dim")
        more = [counts_said(each.now, currency), target_said(kpi, currency)] if width >= _ROOMY else []
        out.add_row(
            Text(kpi.name), value, *(Text(text, style="dim") for text in more), Text(each.status, style=_STYLE[each.status]),
            sparkline([one.value for one in each.series]).rjust(longest),
        )  # fmt: skip
    parts: list[RenderableType] = [head, Text(""), out]
    moved = [each for each in found if each.direction in ("better", "worse")]
    most = sorted(moved, key=_step_size, reverse=True)[:_MOST_MOVED]
    if most:
        part = f" (the {len(most)} largest of {len(moved)} changes)" if len(most) < len(moved) else ""
        parts += [Text(""), Text.assemble(("What moved", "bold cyan"), (part, "dim"))]
        parts += [
            _below(Text.assemble((each.kpi.name, "bold"), f" ({each.direction}): {each.why}."))
            for each in sorted(most, key=lambda each: (each.direction == "better", -_step_size(each)))
        ]
    return Group(*parts)


def _step_size(each: Standing) -> Decimal:
    """How far a figure moved: a share by its points, anything else by its part of the figure before."""
    before = each.before
    assert each.change is not None
    if each.kpi.unit == "share" or before is None or not before.value:
        return abs(each.change)
    return abs(each.change) / before.value


def one_text(found: Standing, currency: str) -> RenderableType:
    """One KPI from its definition to every month of the trend."""
    kpi = found.kpi
    aim = target_said(kpi, currency)
    facts = [kpi.meaning, f"{kpi.formula}, from {kpi.source}", *([f"target: {aim}"] if aim else [])]
    parts: list[RenderableType] = [
        Text.assemble((kpi.name, "bold"), f"  {kpi.id}"),
        *(Text(f"  {fact}", style="dim") for fact in facts),
    ]
    out = _table("period", "value", "made of", "source", "recorded", right=("value", "made of"))
    for each in found.series:
        out.add_row(
            each.period.id, Text(said(kpi, each.value, currency), style="" if each.value is not None else "dim"),
            counts_said(each, currency), Text(each.source), str(each.recorded or ""),
        )  # fmt: skip
    parts += [
        Text(""),
        out,
        Text(""),
        Text.assemble(
            "status ", (found.status, _STYLE[found.status]), f"  {sparkline([one.value for one in found.series])}"
        ),
    ]
    parts += [Text(f"{found.why}.")] if found.why else []
    for issue in found.now.issues:
        parts.append(_below(Text(f"{issue.times} times: {issue.issue} ({issue.category})")))
    return Group(*parts)


def definition_list(kpis: Iterable[Kpi], currency: str) -> RenderableType:
    """Each KPI with what it means, its target and how it is made; those by ticket category in one line at the end."""
    parts: list[RenderableType] = []
    for kpi in kpis:
        if kpi.part_of is not None:
            continue
        aim = target_said(kpi, currency)
        own = ", your own" if kpi.own else ""
        parts.append(Text.assemble((kpi.id, "bold"), f"  {kpi.name} ", (f"({kpi.level}, {kpi.origin}{own})", "dim")))
        parts.append(_below(Text(f"{kpi.meaning}{f' Target: {aim}.' if aim else ''}")))
        parts.append(_below(Text(f"{kpi.formula}, from {kpi.source}", style="dim")))
    note = "tickets, first-response and first-response-time are there by category too: tickets-network, for instance."
    return Group(*parts, Text(""), Text(note, style="dim"))


def check_text(missing: Sequence[Missing], impossible: Sequence[Impossible], month: Month) -> RenderableType:
    """What to record, and what to correct."""
    parts: list[RenderableType] = []
    if missing:
        parts.append(Text(f"Missing for {month.label}", style="bold yellow"))
        for each in missing:
            who = (
                "the practice"
                if each.practice
                else f"{counted(len(each.clients), 'client')}: {', '.join(each.clients)}"
            )
            parts.append(_below(Text.assemble((each.kpi, "bold"), f"  {who}")))
    if impossible:
        parts += [Text("")] if parts else []
        parts.append(Text("Cannot be", style="bold red"))
        for one in impossible:
            parts.append(
                _below(Text.assemble((one.path, "bold"), f"  {f'{one.kpi}: ' if one.kpi else ''}{one.message}."))
            )
    return Group(*parts)


def exception_table(found: Sequence[PatchException], today: date) -> RenderableType:
    """A line for each exception from patching."""
    out = _table("exception", "covers", "agreed by", "until", "")
    for each in found:
        over = (
            f"patched on {each.closed}"
            if each.closed
            else "ran out"
            if each.until < today
            else f"{(each.until - today).days} days left"
        )
        out.add_row(
            Text(each.id),
            Text(each.covers),
            Text(each.by),
            str(each.until),
            Text(over, style="bold red" if over == "ran out" else ""),
        )
    return out


def sparkline(values: Sequence[Decimal | None]) -> str:
    """Values as one character each, between the least and the most of them; a dot for no data."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") in ("utf8", "utf16")
    scale, gap = (_BLOCKS, "·") if unicode else (_DIGITS, ".")
    low, span = min(known), max(known) - min(known)
    middle = len(scale) // 2
    return "".join(
        gap if value is None else scale[round(float((value - low) / span) * (len(scale) - 1)) if span else middle] for value in values
    )  # fmt: skip


def _table(*names: str, right: Sequence[str] = ()) -> Table:
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False, pad_edge=False)
    for name in names:
        numeric = name in right
        out.add_column(
            name,
            justify="right" if numeric else "left",
            no_wrap=numeric or name in ("status", "trend", "period"),
            overflow="fold",
        )
    return out


def _below(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 2), expand=False)
