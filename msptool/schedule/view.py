"""Capacity, plans and visits in a terminal."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from msptool.clients.model import Client
from msptool.people.model import Person
from msptool.people.register import name_of
from msptool.visits.register import Appointment
from msptool.words import counted
from msptool.workspace.settings import Settings

if TYPE_CHECKING:
    from msptool.planner.diagnosis import Shortage
    from msptool.planner.problem import Problem
    from msptool.planner.solver import Solution
    from msptool.schedule.capacity import Capacity
    from msptool.schedule.drawing import Drawn
    from msptool.schedule.placing import Placed


def _table(*columns: str, right: Iterable[str] = ()) -> Table:
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for name in columns:
        out.add_column(name, justify="right" if name in right else "left", no_wrap=True)
    return out


def capacity_text(found: Capacity, settings: Settings, width: int) -> RenderableType:
    """A line for each TAM, the totals against the guidelines, the year ahead by month, and the warnings."""
    money = f"{settings.practice.currency} MRR"
    numbers = ("days", "holidays", "leave", "visits", "used", "clients", money)
    out = _table("TAM", *numbers, right=numbers)
    for load in found.loads:
        style = "red" if load.utilisation > 1 else "yellow" if load.utilisation > settings.schedule.warn_share else ""
        out.add_row(
            Text(load.person.name), str(load.days), str(len(load.working.holidays)), str(len(load.working.leave)),
            str(load.committed), Text(_percent(load.utilisation), style=style), str(len(load.demands)), f"{load.mrr:,.0f}",
        )  # fmt: skip
    days, committed = sum(load.days for load in found.loads), sum(load.committed for load in found.loads)
    out.add_row(
        Text("all", style="bold"), str(days), "", "", str(committed), _percent(committed / days if days else math.inf),
        str(sum(len(load.demands) for load in found.loads)), f"{found.mrr:,.0f}",
    )  # fmt: skip
    guides = settings.schedule
    needed = (
        f"TAMs needed: {float(found.needed_by_revenue):.1f} by revenue (one for {guides.mrr_per_tam:,.0f} of MRR), "
        f"{float(found.needed_by_days):.1f} by days; there are {len(found.loads)}."
    )
    parts: list[RenderableType] = [Text(f"Capacity of {found.year}", style="bold"), out, Text(""), Text(needed)]
    parts += [
        Text(""),
        Text("Promised visits a year, of the days of a year, by month", style="bold cyan"),
        *_months(found, width),
    ]
    if found.warnings:
        parts += [Text(""), Text("Warnings", style="bold yellow")]
        parts += [Padding(Text(each), (0, 0, 0, 2), expand=False) for each in found.warnings]
    return Group(*parts)


def _months(found: Capacity, width: int) -> Iterator[RenderableType]:
    months = [month.first for month in found.loads[0].months] if found.loads else []
    fitting = max(1, (width - 24) // 8)
    for first in range(0, len(months), fitting):
        shown = months[first : first + fitting]
        out = _table("TAM", *(f"{month:%b %y}" for month in shown), right=[f"{month:%b %y}" for month in shown])
        for load in found.loads:
            shares = [month.share for month in load.months[first : first + fitting]]
            out.add_row(
                Text(load.person.name), *(Text(_percent(each), style="red" if each > 1 else "") for each in shares)
            )
        yield out


def _percent(share: float) -> str:
    return "no days" if math.isinf(share) else f"{share:.0%}"


def drawn_text(found: Drawn, width: int) -> RenderableType:
    """The proof, each client's days, what moves, and what cannot be done."""
    parts: list[RenderableType] = [Text(f"Plan of {found.problem.year}", style="bold"), *_proof(found.solution)]
    if found.visits:
        worst = max(found.visits, key=lambda each: abs(each.deviation))
        mean = sum(abs(each.deviation) for each in found.visits) / len(found.visits)
        parts.append(
            Text(
                f"{counted(len(found.visits), 'visit')}; on average {mean:.1f} days from an even spacing, "
                f"at most {abs(worst.deviation)} ({worst.client}, {worst.day})."
            )
        )
    missing = sum(each.count for each in found.solution.unscheduled)
    if missing:
        parts.append(Text(f"{counted(missing, 'visit does', 'visits do')} not fit: see below.", style="bold red"))
    if is_replan := found.problem.is_replan:
        parts += _moves(found)
    for client in sorted({each.client for each in found.visits}):
        own = [each for each in found.visits if each.client == client]
        days = " ".join(f"{each.day:%m-%d}{'*' if is_replan and (each.moves or each.is_new) else ''}" for each in own)
        tams = ", ".join(dict.fromkeys(each.tam for each in own))
        parts += [Text.assemble((client, "bold"), f"  {tams}, {counted(len(own), 'visit')}"), _below(days)]
    if is_replan and found.changes:
        parts.append(Text("* new or moved", style="dim"))
    parts += _short(found.shortages)
    if found.problem.remarks:
        parts += [Text(""), Text("To know", style="bold cyan"), *(_below(each) for each in found.problem.remarks)]
    return Group(*parts)


def _moves(found: Drawn) -> Iterator[RenderableType]:
    yield Text("")
    title = f"{counted(len(found.moved), 'visit')} moved, {len(found.added)} new, {len(found.dropped)} dropped"
    title += f", {len(found.reassigned)} to another TAM" if found.reassigned else ""
    yield Text(title, style="bold cyan")
    for each in found.moved:
        yield Text(f"  ~ {each.client}  {each.was} → {each.day}  ({_shift(each)})")
    for each in found.reassigned:
        yield Text(f"  = {each.client}  {each.day}  ({each.tam_was} → {each.tam})")
    for each in found.added:
        yield Text(f"  + {each.client}  {each.day}", style="green")
    for client, visit in found.dropped:
        yield Text(f"  - {client}  {visit.day}", style="red")
    yield Text("")


def _shift(each: Placed) -> str:
    assert each.was is not None
    days = (each.day - each.was).days
    return f"{abs(days)} {'day' if abs(days) == 1 else 'days'} {'later' if days > 0 else 'earlier'}"


def _proof(solution: Solution) -> Iterator[RenderableType]:
    said = "the proven optimum" if solution.status == "optimal" else "the best found in time"
    yield Text(f"{solution.status}: objective {solution.objective:,}, bound {solution.bound:,} ({said})", style="dim")


def _short(shortages: Sequence[Shortage]) -> Iterator[RenderableType]:
    if shortages:
        yield Text("")
        yield Text("What does not fit, and what would make it fit", style="bold red")
        yield from (_below(each.sentence) for each in shortages)


def _below(text: str) -> Padding:
    return Padding(Text(text), (0, 0, 0, 2), expand=False)


def solution_text(problem: Problem, found: Solution, shortages: Sequence[Shortage]) -> RenderableType:
    """The proof and each client's days."""
    parts: list[RenderableType] = [*_proof(found)]
    for client in problem.clients:
        days = found.plan.get(client.id, ())
        parts += [Text.assemble((client.id, "bold"), f"  {client.tam}"), _below(" ".join(map(str, days)) or "none")]
    return Group(*parts, *_short(shortages))


def appointment_table(
    found: Iterable[Appointment], clients: Mapping[str, Client], people: Mapping[str, Person]
) -> Table:
    """The visits by day."""
    out = _table("day", "", "client", "TAM", "status")
    for each in found:
        visit = each.visit
        out.add_row(
            str(visit.day), f"{visit.day:%a}", Text(_name(clients, each.client)), Text(name_of(people, visit.tam)),
            Text(_status(each, visit.day), style={"confirmed": "green", "cancelled": "dim", "done": "dim"}.get(visit.status, "")),
        )  # fmt: skip
    return out


def _name(clients: Mapping[str, Client], identifier: str) -> str:
    return clients[identifier].name if identifier in clients else identifier


def _status(each: Appointment, day: date) -> str:
    moves = [change for change in each.visit.changes if change.step == "moved"]
    status = f"{each.visit.status}, held" if each.visit.held else each.visit.status
    return f"{status}, moved from {moves[0].was}" if moves and moves[0].was != day else status
