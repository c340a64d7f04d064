"""Checklists in a terminal and as JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from msptool.people.model import Person
from msptool.people.register import name_of
from msptool.runbooks.checklists.model import Checklist, ChecklistRun, Tick
from msptool.words import counted

if TYPE_CHECKING:
    from rich.console import RenderableType


def state_of(run: ChecklistRun, today: date) -> str:
    """`done`, `done late`, `open` or `late`."""
    late = run.is_late(today)
    return ("done late" if late else "done") if run.finished else ("late" if late else "open")


def lists_text(checklists: Sequence[Checklist], runs: Sequence[ChecklistRun], today: date) -> RenderableType:
    """The checklists, then the runs."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    out.add_column("checklist", overflow="fold", min_width=max((len(each.id) for each in checklists), default=0))
    for name in ("items", "days"):
        out.add_column(name, no_wrap=True)
    out.add_column("when", overflow="fold")
    for each in checklists:
        days = "-" if each.days is None else str(each.days)
        out.add_row(Text(each.id, style="bold"), str(len(each.items)), days, each.when)
    shown = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for name in ("client", "run", "due", "state"):
        shown.add_column(name, overflow="fold")
    for run in runs:
        state = state_of(run, today)
        left = f", {counted(len(run.open_items), 'item')} left" if run.open_items else ""
        style = "red" if state == "late" else ""
        shown.add_row(run.client, Text(run.id, style="bold"), str(run.due or "-"), Text(f"{state}{left}", style=style))
    parts: list[RenderableType] = [out] if checklists else []
    if runs:
        parts += [*([Text("")] if parts else []), shown]
    return Group(*parts)


def checklist_text(checklist: Checklist) -> RenderableType:
    """One checklist."""
    from rich.console import Group
    from rich.text import Text

    parts: list[RenderableType] = [Text(checklist.title, style="bold"), Text(checklist.when, style="dim")]
    for item in checklist.items:
        text = Text.assemble("  [ ] ", item.do, (f"  {item.id}", "bold"))
        if item.how:
            text.append(f"\n      {item.how}", style="dim")
        parts.append(text)
    return Group(*parts)


def run_text(
    run: ChecklistRun, checklist: Checklist | None, people: Mapping[str, Person], today: date
) -> RenderableType:
    """One run: what is done, what does not apply and why, and what is left."""
    from rich.console import Group
    from rich.text import Text

    title = checklist.title if checklist else run.checklist
    facts = [f"since {run.started}", f"due {run.due}" if run.due else "", run.ticket, state_of(run, today)]
    parts: list[RenderableType] = [
        Text(f"{title}: {run.about} ({run.client})", style="bold"),
        Text("; ".join(fact for fact in facts if fact), style="dim"),
    ]
    how = {item.id: item.how for item in checklist.items} if checklist else {}
    for item in run.items:
        parts.append(_item(item, how.get(item.id, ""), people))
    return Group(*parts)


def _item(item: Tick, how: str, people: Mapping[str, Person]) -> RenderableType:
    from rich.text import Text

    mark = "[-]" if item.na else "[x]" if item.is_settled else "[ ]"
    text = Text.assemble(f"  {mark} ", item.do, (f"  {item.id}", "bold"))
    said = [
        f"{item.on}" if item.on else "",
        name_of(people, item.by),
        f"does not apply: {item.na}" if item.na else "",
        item.note,
    ]
    known = "; ".join(part for part in said if part)
    if known:
        text.append(f"\n      {known}", style="dim")
    elif how:
        text.append(f"\n      {how}", style="dim")
    return text


def checklist_data(each: Checklist) -> dict[str, Any]:
    """One checklist."""
    return {
        "id": each.id, "title": each.title, "when": each.when, "area": each.area, "about": each.about, "days": each.days,
        "items": [item.model_dump(mode="json") for item in each.items],
    }  # fmt: skip


def run_data(run: ChecklistRun, today: date) -> dict[str, Any]:
    """One run; `on`, `by` and `na` of an item are null where nothing was said."""
    return {
        "id": run.id, "client": run.client, "checklist": run.checklist, "about": run.about, "ticket": run.ticket or None,
        "started": run.started, "due": run.due, "finished": run.finished, "state": state_of(run, today),
        "items": [
            {"id": item.id, "do": item.do, "on": item.on, "by": item.by, "na": item.na or None, "note": item.note or None}
            for item in run.items
        ],
    }  # fmt: skip
