"""Runbooks in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from msptool.runbooks.flow.chart import title_of
from msptool.runbooks.graph import ways
from msptool.runbooks.model import CATEGORIES, Runbook, Step
from msptool.runbooks.stats import Figures
from msptool.standards.model import AREAS
from msptool.words import counted
from msptool.workspace.log import Commit


def list_table(rows: Sequence[Figures]) -> RenderableType:
    """All runbooks with how they do."""
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for name in ("runbook", "title", "category"):
        out.add_column(name, overflow="fold")
    for name in ("minutes", "runs", "resolved"):
        out.add_column(name, justify="right", no_wrap=True)
    out.add_column("")
    for each in rows:
        if each.runbook is not None:
            left = f"to change since {each.signals[0].on}" if each.signals else ""
            out.add_row(
                Text(each.id, style="bold"), each.runbook.title, CATEGORIES[each.runbook.category],
                str(each.runbook.minutes), str(each.runs), share(each.resolved_share), Text(left, style="yellow"),
            )  # fmt: skip
    return out


def share(value: float | None) -> str:
    """A share as people say it; a dash for no data."""
    return "-" if value is None else f"{value:.0%}"


def runbook_text(runbook: Runbook, versions: Sequence[Commit]) -> RenderableType:
    """One runbook, short enough to work from."""
    facts = f"{CATEGORIES[runbook.category]}; {AREAS[runbook.area]}; {counted(runbook.minutes, 'minute')}"
    parts: list[RenderableType] = [Text(runbook.title, style="bold"), Text(facts, style="dim"), Text(runbook.trigger)]
    if runbook.inputs:
        said = [f"{each.ask}{'' if each.required else ' (where known)'}" for each in runbook.inputs]
        parts += [*_section("Collect", said)]
    parts += [*_section("Check first", runbook.first_checks)]
    parts += [Text(""), Text("Steps", style="bold cyan"), _steps(runbook)]
    parts += [*_section("If it does not fit", [f"{each.when}: {each.then}" for each in runbook.edge_cases])]
    for name, text in runbook.messages.items():
        parts += [Text(""), Text(f"Message '{name}'", style="bold cyan"), Text(_indented(text))]
    parts += [*_section("Done means", runbook.done)]
    changes = sorted(runbook.changed_after, key=lambda each: each.on, reverse=True)
    parts += [*_section("Learned", [f"{each.on} {each.because}: {each.what}" for each in changes])]
    parts += [*_section("Versions", [f"{each.day} {each.id[:10]} {each.subject}" for each in versions])]
    return Group(*parts)


def _section(title: str, lines: Sequence[str]) -> Iterator[RenderableType]:
    if lines:
        yield Text("")
        yield Text(title, style="bold cyan")
        yield _hanging([("-", Text(line)) for line in lines])


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def _hanging(rows: Sequence[tuple[str, Text]]) -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for mark, text in rows:
        grid.add_row(Text(f"  {mark}"), text)
    return grid


def _steps(runbook: Runbook) -> Table:
    number = {step.id: place for place, step in enumerate(runbook.steps, 1)}
    return _hanging([(f"{place:>2}", _step(runbook, step, number)) for place, step in enumerate(runbook.steps, 1)])


def _step(runbook: Runbook, step: Step, number: dict[str, int]) -> Text:
    text = Text.assemble((f"{title_of(step)}: ", "bold"), step.do, (f"  {step.id}", "dim"))
    for line in step.how:
        text.append(f"\n  {line}", style="dim")
    if step.needs:
        text.append(f"\n  Who must agree: '{step.needs}' of the escalation map", style="dim")
    if step.send:
        text.append(f"\n  Send the message '{step.send}'", style="dim")
    for way in ways(runbook, step):
        follows = number.get(way.target)
        if way.answer or follows != number[step.id] + 1:
            text.append(
                f"\n  {f'{way.answer} ' if way.answer else ''}-> {follows if follows else way.target}", style="cyan"
            )
    return text


def stats_text(rows: Sequence[Figures]) -> RenderableType:
    """The figures of each runbook with runs, then what its technicians said."""
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    out.add_column("runbook", overflow="fold", min_width=max((len(each.id) for each in rows), default=0))
    for name in ("runs", "resolved", "minutes", "target", "over"):
        out.add_column(name, justify="right", no_wrap=True)
    out.add_column("escalates at", overflow="fold")
    for each in rows:
        steps = ", ".join(f"{step} ({runs})" for step, runs in each.escalated_at)
        out.add_row(
            Text(each.id, style="bold"), str(each.runs), share(each.resolved_share),
            "-" if each.minutes is None else f"{each.minutes:g}", str(each.runbook.minutes) if each.runbook else "-",
            str(each.over_target), steps,
        )  # fmt: skip
    parts: list[RenderableType] = [out]
    for each in rows:
        parts += [*_said(each)]
    return Group(*parts)


def _said(each: Figures) -> Iterator[RenderableType]:
    lines = [f"{one.on} not clear at {one.step}: {one.text}" for one in each.unclear]
    if each.left:
        lines.append(f"{counted(each.left, 'run')} left the way because the runbook did not help.")
    if each.older_version:
        lines.append(f"{counted(each.older_version, 'run')} of an older version.")
    lines += [f"To change since {one.on} ({one.source}): {one.why}" for one in each.signals]
    if each.runbook is None:
        lines.append("There is no such runbook any more.")
    yield from _section(each.id, lines)
