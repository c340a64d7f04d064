"""New recommendations from the findings that nothing on the roadmap fixes yet."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from msptool.alignment.findings import Finding
from msptool.roadmap.items import Roadmap
from msptool.roadmap.model import INITIATIVE, RECOMMENDATION
from msptool.standards.library import Library
from msptool.standards.model import Area, Remedy, Standard
from msptool.workspace.edits import folded
from msptool.workspace.files import numbered
from msptool.workspace.settings import CostBands
from msptool.workspace.writes import Planned, plan

Grouping = Literal["category", "none"]
_SMALL = ("none", "low")
_ALL_SMALL = "Small corrections of what the last review found. Each takes little; together they put {} in order."


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A recommendation that nobody has written yet. `hours` and `one_time` are estimates from the remedies."""

    id: str
    title: str
    why: str
    steps: tuple[str, ...]
    findings: tuple[Finding, ...]
    area: Area
    hours: float
    one_time: Decimal
    initiative: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """The suggestions, the initiatives that they need by id and title, and the findings that no remedy is known for."""

    suggestions: tuple[Suggestion, ...]
    initiatives: dict[str, str]
    without_remedy: tuple[Finding, ...]


def suggest(roadmap: Roadmap, library: Library, bands: CostBands, grouping: Grouping = "category") -> Suggested:
    """Recommendations for the findings that are neither on the roadmap, nor accepted as a risk, nor judged aligned.

    With the grouping `category` the small corrections of one category and one delivery area become one
    recommendation; what costs more stands on its own.
    """
    covered = {name for item in roadmap.items if item.status != "came-back" for name in _names(item.findings)}
    left = [each for each in roadmap.findings if each.standard.id not in covered and each.status != "accepted"]
    left = [each for each in left if each.stage != "aligned"]
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for each in left:
        if (remedy := each.standard.remedy) is not None:
            small = grouping == "category" and remedy.cost in _SMALL
            key = (each.standard.category, remedy.area) if small else (each.standard.id,)
            groups.setdefault(key, []).append(each)
    taken = {*(item.id for item in roadmap.items), *roadmap.later}
    found = []
    for group in groups.values():
        suggestion = _suggestion(group, library, bands, taken)
        taken.add(suggestion.id)
        found.append(suggestion)
    new = {each.initiative: area_name(each.findings[0].standard, library) for each in found}
    return Suggested(
        tuple(found),
        {name: title for name, title in new.items() if name not in roadmap.initiatives},
        tuple(each for each in left if each.standard.remedy is None),
    )


def write_suggestions(root: Path, client: str, suggested: Suggested, day: date) -> list[Planned]:
    """The files of new recommendations and their initiatives, not yet written."""
    planned = [
        plan(root, INITIATIVE, _set({"title": title}), client=client, id=name)
        for name, title in suggested.initiatives.items()
    ]
    return planned + [
        plan(root, RECOMMENDATION, _set(fields_of(each, day)), client=client, id=each.id)
        for each in suggested.suggestions
    ]


def _suggestion(group: Sequence[Finding], library: Library, bands: CostBands, taken: Collection[str]) -> Suggestion:
    first = group[0]
    remedies = [remedy for each in group if (remedy := each.standard.remedy) is not None]
    category = library.category(first.standard).name
    several = len(group) > 1
    return Suggestion(
        id=_free(f"{first.standard.category}-{remedies[0].area}" if several else first.standard.id, taken),
        title=f"{category}: {len(group)} corrections" if several else first.standard.name,
        why=_ALL_SMALL.format(category) if several else first.standard.why,
        steps=tuple(remedy.summary for remedy in remedies),
        findings=tuple(group),
        area=remedies[0].area,
        hours=sum(remedy.hours for remedy in remedies),
        one_time=sum((_price(remedy, bands) for remedy in remedies), Decimal("0.00")),
        initiative=slug_of(area_name(first.standard, library)),
    )


def _price(remedy: Remedy, bands: CostBands) -> Decimal:
    price: Decimal = getattr(bands, remedy.cost)
    return price


def fields_of(each: Suggestion, day: date) -> dict[str, Any]:
    """The file of a suggestion that is raised on `day`."""
    fields: dict[str, Any] = {"title": folded(each.title)}
    if each.why:
        fields["why"] = folded(each.why)
    return fields | {
        "steps": [folded(step) for step in each.steps],
        "standards": [finding.standard.id for finding in each.findings],
        "area": each.area,
        "hours": each.hours,
        "costs": {"one_time": each.one_time},
        "initiative": each.initiative,
        "raised": day.isoformat(),
    }


def area_name(standard: Standard, library: Library) -> str:
    """The part of the environment that a standard is about: its category's section, else the category. A new initiative's title."""
    category = library.category(standard)
    return category.section or category.name


def slug_of(title: str) -> str:
    """A title as an id."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:80] or "initiative"


def _set(fields: dict[str, Any]) -> Any:
    return lambda data: data.update(fields)


def _names(found: Iterable[Finding]) -> set[str]:
    return {each.standard.id for each in found}


def _free(name: str, taken: Collection[str]) -> str:
    return next(each for each in numbered(name) if each not in taken)
