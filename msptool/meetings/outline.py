"""A page of points: sections with lines, the same in a terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msptool.markdown import plain

if TYPE_CHECKING:
    from rich.console import RenderableType


@dataclass(frozen=True, slots=True)
class Line:
    """One point. `done` gives it a box to tick, None none; `loud` is for what must not be overlooked."""

    text: str
    details: tuple[str, ...] = ()
    done: bool | None = None
    loud: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its points. `total` is their number where not all of them are given."""

    title: str
    lines: tuple[Line, ...]
    total: int | None = None
    empty: str = "None."


@dataclass(frozen=True, slots=True)
class Page:
    """A title, what stands under it, and the sections."""

    title: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]


def shortened(page: Page, most: int | None) -> Page:
    """The page with at most so many points a section; None for all."""
    return replace(page, sections=tuple(_shortened(each, most) for each in page.sections))


def _shortened(section: Section, most: int | None) -> Section:
    if most is None or len(section.lines) <= most:
        return section
    return replace(section, lines=section.lines[:most], total=len(section.lines))


def page_text(page: Page) -> RenderableType:
    """The page in a terminal."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    parts: list[RenderableType] = [Text(page.title, style="bold"), *(Text(each, style="dim") for each in page.facts)]
    for section in page.sections:
        parts += [Text(""), Text(section.title, style="bold cyan")]
        if not section.lines:
            parts.append(Text(f"  {section.empty}", style="dim"))
        for line in section.lines:
            parts.append(_hanging(line))
            parts += [Padding(Text(each, style="dim"), (0, 0, 0, 6), expand=False) for each in line.details if each]
        if section.total is not None:
            parts.append(Text(f"  and {section.total - len(section.lines)} more (--all shows them)", style="dim"))
    return Group(*parts)


def _hanging(line: Line) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(f"  {_mark(line)}"), Text(line.text, style="yellow" if line.loud else ""))
    return grid


def _mark(line: Line) -> str:
    return "-" if line.done is None else "[x]" if line.done else "[ ]"


def page_markdown(page: Page) -> str:
    """The page as Markdown, in which whatever was noted shows as it stands."""
    return "\n".join(_markdown(page)) + "\n"


def _markdown(page: Page) -> Iterator[str]:
    yield f"# {plain(page.title)}"
    if page.facts:
        yield ""
        yield from (f"- {plain(each)}" for each in page.facts)
    for section in page.sections:
        yield ""
        yield f"## {plain(section.title)}"
        yield ""
        if not section.lines:
            yield plain(section.empty)
        for line in section.lines:
            yield f"{'-' if line.done is None else f'- {_mark(line)}'} {plain(line.text)}"
            yield from (f"  - {plain(each)}" for each in line.details if each)


def section(title: str, lines: Iterable[Line], *, empty: str = "None.") -> Section:
    """A section that says how many points it has."""
    found: Sequence[Line] = tuple(lines)
    return Section(f"{title} ({len(found)})", tuple(found), empty=empty)
