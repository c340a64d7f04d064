"""A tech-debt audit in a terminal."""

from __future__ import annotations

from fractions import Fraction

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from msptool.changes.techdebt.ranking import Before, Ranking, explanation
from msptool.words import counted


def ranking_text(found: Ranking) -> RenderableType:
    """The three worth ending first with why, all steps, and what became of those of the audit before."""
    audit = found.audit
    by = f", by {', '.join(audit.by)}" if audit.by else ""
    troubles = counted(found.troubles, "delay or error", "delays and errors")
    total = f"{counted(len(audit.steps), 'manual step')}: {float(found.hours):.1f} hours and {troubles} a month"
    parts: list[RenderableType] = [Text(f"Tech-debt audit of {audit.day}{by}", style="bold"), Text(f"{total}.")]
    if found.top:
        parts += [Text(""), Text("First", style="bold cyan")]
        for number, each in enumerate(found.top, 1):
            parts.append(Text.assemble(f"{number}. ", (each.step.what, "bold"), f"  {each.step.id}"))
            lines = [explanation(each, found.hours_per_trouble)]
            lines += [f"Idea: {each.step.idea}"] if each.step.idea else []
            lines += [f"Change: {each.step.change}"] if each.step.change else []
            parts += [Padding(Text(line), (0, 0, 0, 3), expand=False) for line in lines]
        parts += [Text(""), Text("All, in hours a month", style="bold cyan"), _steps(found)]
    if audit.notes:
        parts += [Text(""), Text(audit.notes)]
    if found.before is not None:
        parts += [Text(""), Text(f"Since {found.before.day}, in hours a month", style="bold cyan"), _compared(found)]
    return Group(*parts)


def _steps(found: Ranking) -> Table:
    out = _table("step", "tool", "where", "by hand", "late", "wrong", "cost")
    out.columns[0].min_width = max((len(each.step.id) for each in found.costs), default=0)
    for each in found.costs:
        step = each.step
        out.add_row(
            Text(step.id, style="bold"), Text(step.tool or "-"), Text(step.where), f"{float(each.hours):.1f}",
            str(step.delays), str(step.errors), f"{float(each.total):.1f}",
        )  # fmt: skip
    return out


def _compared(found: Ranking) -> Table:
    out = _table("step", "then", "now", "difference", "")
    out.columns[0].min_width = max((len(each.id) for each in found.compared), default=0)
    for each in found.compared:
        style = "green" if each.hours < 0 else "red" if each.hours > 0 else ""
        out.add_row(
            Text(each.id, style="bold"), _hours(each, "then"), _hours(each, "now"), Text(_signed(each.hours), style=style),
            Text(_what(each), style="dim"),
        )  # fmt: skip
    total = sum((each.hours for each in found.compared), start=found.hours * 0)
    out.add_row(Text("all", style="bold"), "", "", Text(_signed(total), style="bold"), "")
    return out


def _signed(hours: Fraction) -> str:
    return f"{float(hours):+.1f}" if hours else "0.0"


def _hours(each: Before, which: str) -> str:
    cost = each.now if which == "now" else each.then
    return f"{float(cost.total):.1f}" if cost else "-"


def _what(each: Before) -> str:
    if each.now is None and each.then is not None:
        change = each.then.step.change
        return f"no longer done; {change}" if change else "no longer done"
    return "new" if each.then is None else ""


def _table(*names: str) -> Table:
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    numbers = {"by hand", "late", "wrong", "cost", "then", "now", "difference"}
    for name in names:
        out.add_column(name, justify="right" if name in numbers else "left", no_wrap=name in numbers, overflow="fold")
    return out
