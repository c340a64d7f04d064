"""How standards look in a terminal. Texts come from files, so none is read as markup."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from msptool.standards.library import Library
from msptool.standards.model import AREAS, ControlReference, Standard

_COLOUR = {"high": "bold", "medium": "", "low": "dim"}


def table(library: Library, standards: Iterable[Standard]) -> Table:
    """A list that fits the terminal: id, question, priority, frequency."""
    found = list(standards)
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    out.add_column("id", overflow="fold")
    out.add_column("question", ratio=1)
    out.add_column("priority", no_wrap=True)
    out.add_column("frequency", no_wrap=True)
    category = ""
    for standard in found:
        if standard.category != category:
            category = standard.category
            out.add_row(Text(library.category(standard).name, style="bold cyan"), "", "", "")
        status = "" if standard.status == "active" else f" ({standard.status})"
        out.add_row(
            Text(f"  {standard.id}"),
            Text(standard.question + status),
            Text(standard.priority, style=_COLOUR[standard.priority]),
            library.frequency(standard),
        )
    return out


def details(library: Library, standard: Standard) -> RenderableType:
    """Everything about one standard, for reading."""
    category = library.category(standard)
    facts = (
        f"{category.name} · {standard.priority} priority (impact {standard.business_impact}, risk {standard.technical_risk}) · "
        f"{library.frequency(standard)} · {standard.minutes} min · {', '.join(standard.checked)} · {standard.level} · {standard.status}"
    )
    parts: list[RenderableType] = [
        Text(standard.name, style="bold"), Text(facts, style="dim"), Text(""),
        Text(standard.question, style="bold cyan"), Text(""),
    ]  # fmt: skip
    if standard.why:
        parts += [_title("Why"), _body(Text(standard.why)), Text("")]
    if standard.how:
        parts += [_title("How"), _steps(standard.how), Text("")]
    for vendor, steps in standard.vendors.items():
        parts += [_title(vendor), _steps(steps), Text("")]
    if standard.remedy:
        remedy = standard.remedy
        outlay = "" if remedy.cost == "none" else f", {remedy.cost} cost"
        parts += [
            _title("What usually fixes it"),
            _body(Text(f"{remedy.summary} ({AREAS[remedy.area]}, {remedy.hours:g} h{outlay})")),
            Text(""),
        ]
    if standard.references:
        parts += [_title("Authority"), *(_body(Text(_reference(each))) for each in standard.references), Text("")]
    if standard.applies_to.technologies or standard.applies_to.tags:
        only = [*standard.applies_to.technologies, *(f"tag {tag}" for tag in standard.applies_to.tags)]
        parts += [_title("Only for clients with"), _body(Text(", ".join(only))), Text("")]
    if standard.retirement:
        parts += [_title("Retired"), _body(Text(f"{standard.retirement.on}: {standard.retirement.reason}")), Text("")]
    parts.append(
        Text(
            f"tags: {', '.join(standard.tags) or 'none'}   reviewed: {standard.reviewed or 'never'}   {standard.category}/{standard.id}",
            style="dim",
        )
    )
    return Group(*parts)


def _reference(reference: object) -> str:
    if isinstance(reference, ControlReference):
        return f"{reference.framework} {reference.id}"
    title, url = getattr(reference, "title", ""), getattr(reference, "url", "")
    return f"{title}: {url}" if title else url


def _title(text: str) -> Text:
    return Text(text, style="bold")


def _body(content: RenderableType) -> Padding:
    return Padding(content, (0, 0, 0, 2))


def _steps(steps: Iterable[str]) -> Padding:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(justify="right")
    grid.add_column()
    for number, step in enumerate(steps, 1):
        grid.add_row(f"{number}.", Text(step))
    return _body(grid)
