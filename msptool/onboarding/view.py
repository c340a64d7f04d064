"""An onboarding plan in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from msptool.alignment.finding_view import area_name
from msptool.alignment.scores import Tally
from msptool.alignment.view import percent
from msptool.onboarding.baseline import Baseline
from msptool.onboarding.model import Phase, Task
from msptool.onboarding.plan import Onboarded
from msptool.people.register import name_of
from msptool.words import counted


def onboarding_text(found: Onboarded, base: Baseline, today: date) -> RenderableType:
    """The phases with their tasks, the base-level reviews and the baseline."""
    plan = found.plan
    tasks = plan.tasks
    late = sum(task.is_late(today) for task in tasks)
    done = sum(task.done is not None for task in tasks)
    facts = f"{done} of {counted(len(tasks), 'task')} done{f', {late} late' if late else ''}"
    head = f"{found.client.name}: the first ninety days, {plan.starts} to {found.last}"
    parts: list[RenderableType] = [Text(head, style="bold"), Text(f"{_where(found, today)}; {facts}", style="dim")]
    for phase in plan.phases:
        is_now = phase.starts <= today <= phase.ends
        title = f"{phase.name}, {phase.starts} to {phase.ends}{' (now)' if is_now else ''}"
        parts += [Text(""), Text(title, style="bold cyan"), _tasks(phase, found, today)]
    parts += [Text(""), Text("Base-level reviews", style="bold cyan")]
    parts += [Text(f"  {each.day:%a} {each.day}  {each.status}") for each in found.reviews]
    if not found.reviews:
        parts.append(Text("  There is no free day for one.", style="dim"))
    return Group(*parts, Text(""), *_baseline(found, base))


def _where(found: Onboarded, today: date) -> str:
    number = (today - found.plan.starts).days + 1
    if number < 1:
        return f"begins in {counted(1 - number, 'day')}"
    return f"day {number}" if today <= found.last else "over"


def _tasks(phase: Phase, found: Onboarded, today: date) -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0))
    for _ in range(2):
        grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for task in phase.tasks:
        mark = "[x]" if task.done else "[ ]"
        when = f"done {task.done:%m-%d}" if task.done else f"{'late ' if task.is_late(today) else ''}{task.due:%m-%d}"
        text = Text.assemble(task.task, (f"  {task.id}", "bold"), (f"  {_owner(task, found)}", "dim"))
        if task.note:
            text.append(f"\n{task.note}", style="dim")
        grid.add_row(Text(f"  {mark}"), Text(when, style="red" if task.is_late(today) else ""), text)
    return grid


def _owner(task: Task, found: Onboarded) -> str:
    name = name_of(found.people, task.by)
    return f"{area_name(task.area)}{f', {name}' if name else ''}"


def _baseline(found: Onboarded, base: Baseline) -> Iterator[RenderableType]:
    yield Text("Baseline of the base-level standards", style="bold cyan")
    last = "day 90" if base.as_of == found.last else str(base.as_of)
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    out.add_column("")
    for name in ("day 0", "answered", last, "answered"):
        out.add_column(name, justify="right", no_wrap=True)
    for each in (*base.topics, base.total):
        style = "bold" if each is base.total else ""
        out.add_row(Text(each.name, style=style), *_cells(each.start), *_cells(each.now))
    yield out
    if base.misaligned:
        names = [f"{category.name} {before} to {now}" for category, before, now in base.misaligned]
        yield Text(f"Misaligned, day 0 to {last}: {', '.join(names)}")
    yield from _incidents(found)


def _cells(each: Tally) -> tuple[str, str]:
    return percent(each.score), f"{each.answered}/{each.applicable}"


def _incidents(found: Onboarded) -> Iterator[RenderableType]:
    before, after = found.plan.incidents.before, found.plan.incidents.after
    if before or after:
        names = dict.fromkeys([*before, *after])
        said = [f"{name} {before.get(name, '-')} to {after.get(name, '-')}" for name in names]
        yield Text(f"Incidents, before to after: {', '.join(said)}")
    elif found.written:
        yield Text("Incidents by category: note them under 'incidents' in the plan's file.", style="dim")
