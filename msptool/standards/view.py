"""How standards look in a terminal. Texts come from files, so none is read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from msptool.standards.library import Library
from msptool.standards.model import AREAS, ControlReference, Standard
from msptool.standards.search import passage

_COLOUR = {"high": "bold", "medium": "", "low": "dim"}


def listing(library: Library, standards: Sequence[Standard], width: int) -> RenderableType:
    """The standards below their categories: a table where it fits, else a block of lines for each."""
    longest = max((len(standard.id) for standard in standards), default=0)
    return _table(library, standards) if width >= longest + _BESIDE_IDS else _blocks(library, standards)


# What the other columns of a table need, with a question of about sixty letters a line.
_BESIDE_IDS = 90


def _table(library: Library, standards: Iterable[Standard]) -> Table:
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    out.add_column("id", no_wrap=True)
    out.add_column("question", ratio=1)
    for name in ("priority", "frequency", "level"):
        out.add_column(name, no_wrap=True)
    for category, members in groupby(standards, key=library.category):
        out.add_row(Text(category.name, style="bold cyan"))
        for standard in members:
            out.add_row(
                Text(f"  {standard.id}"), Text(standard.question + _status(standard)),
                Text(standard.priority, style=_COLOUR[standard.priority]), library.frequency(standard), standard.level,
            )  # fmt: skip
    return out


def _blocks(library: Library, standards: Iterable[Standard]) -> Group:
    parts: list[RenderableType] = []
    for category, members in groupby(standards, key=library.category):
        parts.append(Text(category.name, style="bold cyan"))
        for standard in members:
            facts = f"  {standard.priority}, {library.frequency(standard)}, {standard.level}{_status(standard)}"
            parts += [
                Text.assemble(f"  {standard.id}", (facts, "dim")),
                Padding(Text(standard.question), (0, 0, 0, 4), expand=False),
            ]
    return Group(*parts)


def hits(library: Library, standards: Iterable[Standard], words: Sequence[str]) -> Group:
    """What a search found, the best first, with the passage where a word is not in the question itself."""
    parts: list[RenderableType] = []
    begins = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\w*", re.IGNORECASE)
    for standard in standards:
        facts = f"  {library.category(standard).name}, {standard.priority}, {library.frequency(standard)}{_status(standard)}"
        lines = [Text(standard.question)]
        if said := passage(standard, words):
            lines.append(Text(said, style="dim"))
        for line in lines:
            line.highlight_regex(begins, "bold yellow")
        parts += [
            Text.assemble((standard.id, "bold"), (facts, "dim")),
            *(Padding(line, (0, 0, 0, 4), expand=False) for line in lines),
        ]
    return Group(*parts)


def _status(standard: Standard) -> str:
    return "" if standard.status == "active" else f" ({standard.status})"


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
    if standard.decided_by:
        checks = (f"{tool}: {', '.join(names)}" for tool, names in standard.decided_by.items())
        parts += [_title("Checks of tools that answer it"), *(_body(Text(each)) for each in checks), Text("")]
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
