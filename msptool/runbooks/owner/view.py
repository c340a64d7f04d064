"""Interruptions and drills in a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from msptool.people.model import Person
from msptool.people.register import name_of
from msptool.runbooks.owner.drills import is_reviewed
from msptool.runbooks.owner.interruptions import Average, Blamed
from msptool.runbooks.owner.model import Drill, Interruption, Reached
from msptool.words import counted

_MOST = 3  # months named
_SINCE = 7  # days after which the review of a drill is late


def interruptions_text(
    found: Average, shown: Sequence[Interruption], to_write: Sequence[Blamed], people: Mapping[str, Person]
) -> RenderableType:
    """The mean against the goal, each week, the interruptions, and what to write or mend first."""
    weeks = "; ".join(
        f"week to {week.until.day} {week.until:%b}: {'no data' if week.count is None else week.count}"
        for week in found.weeks
    )
    parts: list[RenderableType] = [_headline(found), Text(f"{weeks[:1].upper()}{weeks[1:]}", style="dim")]
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for name in ("date", "by", "ticket"):
        out.add_column(name, no_wrap=True)
    out.add_column("min", justify="right", no_wrap=True)
    out.add_column("why", overflow="fold")
    out.add_column("runbook", overflow="fold")
    for each in shown:
        runbook = f"{each.failed} failed" if each.failed else f"missing: {each.missing}" if each.missing else ""
        said = f"{runbook}{' (emergency)' if each.emergency else ''}".strip()
        out.add_row(str(each.on), name_of(people, each.by), each.ticket, str(each.minutes), each.why, said)
    if shown:
        parts += [Text(""), out]
    if to_write:
        parts += [Text(""), Text("To write or mend first", style="bold cyan")]
        parts += [Text(_blame(each)) for each in to_write[:5]]
    return Group(*parts)


def _blame(each: Blamed) -> str:
    state = "exists" if each.exists else "missing"
    return f"  {each.name} ({state}): {counted(each.times, 'interruption')}, {counted(each.minutes, 'minute')}"


def _headline(found: Average) -> Text:
    if found.value is None:
        said = f"no data for {len(found.weeks)} weeks ({_why_none(found)})"
        return Text(f"Interruptions of the owner a week: {said}", style="bold")
    judged = "within the goal" if found.meets_goal else "over the goal"
    said = f"{found.interruptions} in {len(found.weeks)} weeks; {judged} of 0 to {found.goal:g}"
    style = "bold" if found.meets_goal else "bold red"
    return Text(f"Interruptions of the owner a week: {round(found.value, 2):g} ({said})", style=style)


def _why_none(found: Average) -> str:
    if found.recorded_since is None:
        return "nothing is recorded yet"
    gaps = [month for month in found.missing if month > f"{found.recorded_since:%Y-%m}"]
    if not gaps:
        return f"recorded since {found.recorded_since}"
    more = f" and {counted(len(gaps) - _MOST, 'more month')}" if len(gaps) > _MOST else ""
    return f"nothing is recorded of {', '.join(gaps[-_MOST:])}{more}"


def drill_text(drill: Drill, reached: Sequence[Reached], people: Mapping[str, Person]) -> RenderableType:
    """One drill: what the team was told, what reached the owner, what failed and what was changed."""
    parts: list[RenderableType] = [
        Text(f"Owner offline from {drill.day} to {drill.until}: {name_of(people, drill.owner)}", style="bold"),
        *(Text(f"  {line}") for line in drill.plan),
    ]
    if reached:
        parts += [Text(""), Text("Reached the owner", style="bold cyan")]
        parts += [
            Text(f"  {each.on} {each.ticket}: {_answer(each)}", style="" if each.is_answered else "yellow")
            for each in reached
        ]
    if drill.failed:
        parts += [Text(""), Text("Failed", style="bold cyan"), *(Text(f"  {each}") for each in drill.failed)]
    if drill.notes:
        parts += [Text(""), Text(drill.notes)]
    if drill.reviewed:
        by = f" by {name_of(people, drill.by)}" if drill.by else ""
        parts += [Text(""), Text(f"Reviewed on {drill.reviewed}{by}.", style="dim")]
    return Group(*parts)


def _answer(each: Reached) -> str:
    parts = [
        "an emergency" if each.emergency else "",
        f"runbook {each.improved} improved" if each.improved else "",
        f"rule {each.tightened} tightened" if each.tightened else "",
    ]
    said = ", ".join(part for part in parts if part) or "nothing was changed yet"
    return f"{said}{f': {each.what}' if each.what else ''}"


def drills_table(drills: Sequence[tuple[Drill, Sequence[Reached]]], today: date) -> RenderableType:
    """All drills, one a line."""
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for name in ("from", "to", "state"):
        out.add_column(name, no_wrap=True)
    out.add_column("reached", justify="right")
    out.add_column("changed", overflow="fold")
    for drill, reached in drills:
        changed = sorted({each.improved or each.tightened or "" for each in reached} - {""})
        out.add_row(
            str(drill.day), str(drill.until), state_of(drill, reached, today), str(len(reached)), ", ".join(changed)
        )
    return out


def state_of(drill: Drill, reached: Sequence[Reached], today: date) -> str:
    """Where a drill stands."""
    if is_reviewed(drill, reached):
        return "reviewed"
    if today < drill.day:
        return "planned"
    if today <= drill.until:
        return "under way"
    return "review is late" if (today - drill.until).days > _SINCE else "to review"
