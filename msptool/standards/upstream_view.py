"""Upstream beside the practice's library in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from msptool.standards.model import Standard
from msptool.standards.upstream import Comparison, FieldMerge, Item
from msptool.standards.upstream_merge import Merged
from msptool.words import counted

_SHOWN = 25


def comparison_text(found: Comparison) -> RenderableType:
    """From what a merge would bring, over conflicts, to what stays as it is."""
    items = found.items
    parts: list[RenderableType] = [_head(found)]
    parts += _section("New: a merge adds them", [_line(each.id, _asks(each)) for each in items if each.new])
    parts += _section("Changed there: a merge takes them", _changes(items, "theirs"))
    parts += _conflicts([(each, each.of("conflict")) for each in items])
    parts += _section("Changed by you: they stay", _changes(items, "ours"))
    parts += _section("Retired by you: they stay retired", [Text(each.id) for each in items if each.left == "retired"])
    parts += _section("Deleted by you: they stay away", [Text(each.id) for each in items if each.left == "deleted"])
    parts += _section("No longer there: they stay with you", [Text(each.id) for each in found.gone])
    return Group(*parts, *([Text("Nothing differs.")] if len(parts) == 1 else []))


def merged_text(found: Comparison, done: Merged) -> RenderableType:
    """What was taken, then what both sides changed."""
    parts: list[RenderableType] = [_head(found)]
    parts += _section("Added", [_line(each.id, _asks(each)) for each in done.added])
    parts += _section(
        "Changed", [_line(each.id, _names(each, fields)) for each, fields in _reworded_first(done.changed)]
    )
    parts += _section("Settled: yours stays", [_line(each.id, _names(each, fields)) for each, fields in done.settled])
    parts += _conflicts(done.conflicts)
    return Group(*parts, *([Text("Nothing was to be taken.")] if len(parts) == 1 else []))


def _head(found: Comparison) -> Text:
    if not found.base.release:
        return Text(f"Upstream is {found.release}; which release yours began with is not known.", style="bold")
    return Text(f"Upstream is {found.release}; yours follows {found.base.release}.", style="bold")


def _section(title: str, lines: Sequence[RenderableType]) -> Iterator[RenderableType]:
    if lines:
        yield Text("")
        yield Text(f"{title} ({len(lines)})", style="bold cyan")
        yield from (Padding(line, (0, 0, 0, 2), expand=False) for line in lines[:_SHOWN])
        if len(lines) > _SHOWN:
            yield Text(f"  and {len(lines) - _SHOWN} more (--json has all)", style="dim")


def _changes(items: Iterable[Item], state: Any) -> list[RenderableType]:
    found = [(each, fields) for each in items if (fields := each.of(state))]
    return [_line(each.id, _names(each, fields)) for each, fields in _reworded_first(found)]


def _reworded_first(items: Iterable[tuple[Item, list[FieldMerge]]]) -> list[tuple[Item, list[FieldMerge]]]:
    return sorted(items, key=lambda pair: not any(each.field == "question" for each in pair[1]))


def _conflicts(items: Sequence[tuple[Item, list[FieldMerge]]]) -> Iterator[RenderableType]:
    number = sum(len(fields) for _, fields in items)
    if not number:
        return
    yield Text("")
    yield Text(f"Changed on both sides ({counted(number, 'field')})", style="bold yellow")
    for item, fields in items:
        for each in fields:
            yield Padding(Text.assemble((item.id, "bold"), f"  {each.field}"), (0, 0, 0, 2), expand=False)
            yield _side("yours ", each.ours, "green")
            yield _side("theirs", each.theirs, "red")
    yield Text("")
    yield Text(
        "Decide with 'msptool standard upstream merge ID --field NAME --take ours|theirs', or by hand.", style="dim"
    )


def _side(name: str, value: Any, style: str) -> RenderableType:
    lines = _values(value)
    return Group(
        *(
            Padding(Text(f"{name if number == 0 else '      '}  {line}", style=style), (0, 0, 0, 4), expand=False)
            for number, line in enumerate(lines)
        )
    )


def _values(value: Any) -> list[str]:
    """A field's value as lines: one for each step, key or text."""
    if value is None:
        return ["not set"]
    if isinstance(value, dict):
        return [f"{key}: {'; '.join(_values(each))}" for key, each in value.items()]
    if isinstance(value, list):
        return [f"- {'; '.join(_values(each))}" for each in value] or ["none"]
    return str(value).splitlines() or [""]


def _line(identifier: str, rest: str) -> Text:
    return Text.assemble((identifier, "bold"), f"  {rest}")


def _names(item: Item, fields: Iterable[FieldMerge]) -> str:
    said = ", ".join(each.field.replace("_", " ") for each in fields)
    ours, theirs = item.ours, item.theirs
    if not (isinstance(ours, Standard) and isinstance(theirs, Standard)) or "question" not in said:
        return said
    return said if ours.fingerprint in theirs.fingerprints else f"{said} (reworded: earlier answers will not count)"


def _asks(item: Item) -> str:
    return getattr(item.theirs, "question", f"category {item.theirs.name}")
