"""Coverage and category goals, in a terminal and as JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from msptool.clients.model import Client
from msptool.reviews.completion import Goal, Quarter
from msptool.reviews.coverage import Coverage, Day
from msptool.reviews.due import Item
from msptool.standards.library import Library
from msptool.words import counted


def coverage_data(found: Coverage) -> dict[str, Any]:
    """The lists of every visit by standard id; minutes of checking."""
    return {
        "budget": found.budget,
        "visits": [
            {
                "date": day.day,
                "minutes": day.minutes,
                "onsite": _ids(day.onsite),
                "office": _ids(day.office),
                "office_minutes": day.office_minutes,
                "between": [{"standard": item.standard.id, "due": due} for item, due in day.between],
                "late": _ids(day.late),
            }
            for day in found.days
        ],
    }


def _ids(items: Iterable[Item]) -> list[str]:
    return [item.standard.id for item in items]


def coverage_text(found: Coverage, client: Client, library: Library, *, whole: bool) -> RenderableType:
    """A line for each visit; the first visit (or all of them) with its list by category."""
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    out.add_column("visit", no_wrap=True)
    for name in ("onsite", "minutes", "office", "minutes ", "again", "late"):
        out.add_column(name, justify="right", no_wrap=True)
    for day in found.days:
        out.add_row(
            f"{day.day:%a} {day.day}", str(len(day.onsite)), str(day.minutes), str(len(day.office)), str(day.office_minutes),
            str(len(day.between)), Text(str(len(day.late)), style="red" if day.late else ""),
        )  # fmt: skip
    head = f"{client.name}: {counted(len(found.days), 'visit')} ahead, at most {found.budget} minutes of checking each"
    legend = "Standards asked onsite and from the office, due again before the next visit, and asked later than they are due."
    parts: list[RenderableType] = [Text(head, style="bold"), out, Text(legend, style="dim")]
    for day in found.days if whole else found.days[:1]:
        parts += [Text(""), *_day(day, library)]
    if found.late:
        names = sorted({standard.id for standard, _ in found.late})
        parts += [
            Text(""),
            Text(f"Late, because only somebody onsite can see it: {', '.join(names)}", style="yellow"),
        ]
    return Group(*parts)


def _day(day: Day, library: Library) -> Iterable[RenderableType]:
    yield Text(f"{day.day:%A} {day.day}", style="bold cyan")
    for title, items in (("onsite", day.onsite), ("from the office, before the next visit", day.office)):
        if items:
            yield Text(f"  {title}: {counted(len(items), 'standard')}", style="bold")
            for category, members in _by_category(items, library):
                yield Padding(Text.assemble((f"{category}: ", "dim"), ", ".join(members)), (0, 0, 0, 4), expand=False)


def _by_category(items: Sequence[Item], library: Library) -> Iterable[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for item in items:
        found.setdefault(library.category(item.standard).name, []).append(item.standard.id)
    order = [category.name for category in library.categories.values()]
    return sorted(found.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order))


def goals_data(found: Mapping[Quarter, Sequence[Goal]]) -> list[dict[str, Any]]:
    """Each quarter with its categories."""
    return [
        {
            "quarter": f"{quarter.year}-Q{quarter.number}",
            "reached": sum(goal.is_reached for goal in goals),
            "categories": [
                {"category": goal.category.id, "due": len(goal.due), "answered": len(goal.answered), "reached": goal.is_reached}
                for goal in goals
            ],
        }
        for quarter, goals in found.items()
    ]  # fmt: skip


def goals_text(found: Mapping[Quarter, Sequence[Goal]], today: date) -> RenderableType:
    """A row for each category, a column for each quarter: answered of due."""
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    out.add_column("category", no_wrap=True)
    for quarter in found:
        out.add_column(f"Q{quarter.number} {quarter.year}", justify="right", no_wrap=True)
    names = dict.fromkeys(goal.category.name for goals in found.values() for goal in goals)
    for name in names:
        cells = []
        for quarter, goals in found.items():
            goal = next((each for each in goals if each.category.name == name), None)
            cells.append(_cell(goal, quarter, today))
        out.add_row(Text(name), *cells)
    reached = [f"{sum(goal.is_reached for goal in goals)}/{len(goals)}" for goals in found.values()]
    out.add_row(Text("categories complete", style="bold"), *reached)
    return out


def _cell(goal: Goal | None, quarter: Quarter, today: date) -> Text:
    if goal is None:
        return Text("-", style="dim")
    style = "green" if goal.is_reached else "red" if quarter.last < today else ""
    return Text(f"{len(goal.answered)}/{len(goal.due)}", style=style)
