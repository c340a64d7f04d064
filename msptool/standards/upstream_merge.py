"""Taking what upstream changed into the practice's own library, without touching what the practice changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal

from msptool.standards.edits import PROSE
from msptool.standards.library import Library, require_library
from msptool.standards.model import CATEGORY, STANDARD
from msptool.standards.upstream import (
    RECORD,
    Base,
    Comparison,
    FieldMerge,
    Item,
    compare,
    next_base,
    read_base,
    write_base,
)
from msptool.workspace import edits
from msptool.workspace.files import inside
from msptool.workspace.problems import UsageRefusal, unknown
from msptool.workspace.sources import FolderSource
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import Planned, plan_move, write

Side = Literal["ours", "theirs"]


@dataclass(frozen=True)
class Upstream:
    """A library to follow: the folder that holds its `standards/`, and what its release is called."""

    folder: Path
    release: str

    @property
    def library(self) -> Library:
        """The library; refuses a broken one."""
        return require_library(FolderSource(self.folder))


@dataclass(frozen=True)
class Choice:
    """What a merge is to take. `only` (ids) and `fields` limit it; `take` decides conflicts."""

    only: Collection[str] = ()
    fields: Collection[str] = ()
    take: Side | None = None
    drafts: bool = False


@dataclass
class Merged:
    """What a merge took, and what is still in conflict, item by item. `paths` were written."""

    added: list[Item] = field(default_factory=list)
    changed: list[tuple[Item, list[FieldMerge]]] = field(default_factory=list)
    conflicts: list[tuple[Item, list[FieldMerge]]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


def comparison(workspace: Workspace, upstream: Upstream) -> Comparison:
    """Upstream beside the workspace's library."""
    file = inside(workspace.root, RECORD)
    base = read_base(file.read_bytes()) if file.is_file() else Base()
    return compare(base, require_library(workspace.source), upstream.library, upstream.release)


def merge(workspace: Workspace, upstream: Upstream, found: Comparison, choice: Choice) -> Merged:
    """Write what upstream alone changed, and the conflicts that `choice` decides; all files or none.

    Refuses an id that is in neither library. The base moves on for what was looked at, except for the fields that
    are still in conflict.
    """
    items = list(_chosen(found, choice))
    result = Merged()
    planned: list[Planned] = []
    taken: dict[tuple[str, str], frozenset[str]] = {}
    for item in items:
        open_fields = [] if choice.take else [each for each in item.of("conflict") if _wanted(each, choice)]
        left = [each for each in item.fields if not _wanted(each, choice) and each.state in ("theirs", "conflict")]
        taken[item.what, item.theirs.id] = frozenset(each.field for each in [*open_fields, *left])
        if open_fields:
            result.conflicts.append((item, open_fields))
        if item.new:
            result.added.append(item)
            planned.append(_added(workspace, upstream, item, choice.drafts))
        elif fields := [each for each in item.fields if not item.left and _is_taken(each, choice)]:
            result.changed.append((item, fields))
            planned += _changed(workspace, item, fields)
    base = next_base(found.base, taken, upstream.library, found.base.release if choice.only else upstream.release)
    record = inside(workspace.root, RECORD)
    before = record.read_bytes() if record.is_file() else None
    result.paths = write(*planned, Planned(RECORD, record, write_base(base), before))
    return result


def _chosen(found: Comparison, choice: Choice) -> Iterator[Item]:
    known = {name: item for item in found.items for name in (item.id, item.theirs.id)}
    for identifier in choice.only:
        if identifier not in known:
            raise unknown(f"Upstream has no {identifier!r}.", identifier, known)
    for item in found.items:
        if not choice.only or {item.id, item.theirs.id} & set(choice.only):
            yield item


def _wanted(each: FieldMerge, choice: Choice) -> bool:
    return not choice.fields or each.field in choice.fields


def _is_taken(each: FieldMerge, choice: Choice) -> bool:
    conflict_won = each.state == "conflict" and choice.take == "theirs"
    return _wanted(each, choice) and (each.state == "theirs" or conflict_won)


def _path(item: Item) -> str:
    if item.what == "category":
        return CATEGORY.path(id=item.theirs.id)
    return STANDARD.path(category=item.theirs.category, id=item.theirs.id)  # type: ignore[union-attr]


def _added(workspace: Workspace, upstream: Upstream, item: Item, drafts: bool) -> Planned:
    path = _path(item)
    file = edits.edit(upstream.folder, path)
    if drafts and item.what == "standard" and file.data.get("status") == "active":
        file.data["status"] = "draft"
    return Planned(path, inside(workspace.root, path), file.render(), None)


def _changed(workspace: Workspace, item: Item, fields: list[FieldMerge]) -> tuple[Planned, ...]:
    values = {each.field: each.theirs for each in fields}
    old = {"id": item.id}
    if item.what == "standard":
        assert item.ours is not None
        old["category"] = item.ours.category  # type: ignore[union-attr]
    new = {name: values.pop(name, value) for name, value in old.items()}
    if new["id"] != item.id and inside(workspace.root, STANDARD.path(**new)).exists():
        raise UsageRefusal(
            f"Upstream calls {item.id} {new['id']} now, and you have another standard of that name: rename yours."
        )
    return plan_move(
        workspace.root, CATEGORY if item.what == "category" else STANDARD,
        partial(_apply, values=values, renamed_from=item.id if new["id"] != item.id else None), old, new,
    )  # fmt: skip


def _apply(data: Any, values: dict[str, Any], renamed_from: str | None) -> None:
    for name, value in values.items():
        if value is None:
            data.pop(name, None)
        else:
            data[name] = edits.folded(value) if name in PROSE else value
    if renamed_from and renamed_from not in data.get("formerly", []):
        data["formerly"] = [*data.get("formerly", []), renamed_from]
