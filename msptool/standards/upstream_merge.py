"""Taking what upstream changed into the practice's own library, without touching what the practice changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal

from msptool import __version__
from msptool.standards.edits import set_fields
from msptool.standards.library import Library, require_library
from msptool.standards.model import CATEGORY, STANDARD, Standard
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
from msptool.workspace.history import History
from msptool.workspace.problems import Refusal, UsageRefusal, unknown
from msptool.workspace.shipped import shipped_root
from msptool.workspace.sources import FolderSource
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import Planned, plan_move, write

Side = Literal["ours", "theirs"]


@dataclass(frozen=True)
class Upstream:
    """A library to follow: the folder that holds its `standards/`, its name, and what its release is called."""

    folder: Path
    source: str
    release: str

    @cached_property
    def library(self) -> Library:
        """The library; refuses a broken one."""
        try:
            return require_library(FolderSource(self.folder))
        except Refusal as refusal:
            raise Refusal(f"In {self.folder}: {refusal}") from None


SHIPPED = "msptool"


def upstream_at(folder: Path | None) -> Upstream:
    """What this msptool ships, or the workspace in a folder; refuses a folder without standards."""
    if folder is None:
        return Upstream(shipped_root(), SHIPPED, __version__)
    root = folder.expanduser().absolute()
    if not (root / "standards").is_dir():
        raise Refusal(f"{folder} has no folder standards/: name the folder of a workspace.")
    commit = History(root).head()
    return Upstream(root, root.name, commit[:10] if commit else "without a commit")


@dataclass(frozen=True)
class Choice:
    """What a merge is to take. `only` (ids) and `fields` limit it; `take` decides conflicts."""

    only: Collection[str] = ()
    fields: Collection[str] = ()
    take: Side | None = None
    drafts: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left aside."""
        return not (self.only or self.fields)


@dataclass
class Merged:
    """What a merge took, what is still in conflict, and what was settled for the practice's own. `paths` were written."""

    added: list[Item] = field(default_factory=list)
    changed: list[tuple[Item, list[FieldMerge]]] = field(default_factory=list)
    conflicts: list[tuple[Item, list[FieldMerge]]] = field(default_factory=list)
    settled: list[tuple[Item, list[FieldMerge]]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


def comparison(workspace: Workspace, upstream: Upstream, *, switch: bool = False) -> Comparison:
    """Upstream beside the workspace's library; refuses another upstream than before, unless it is to be followed now."""
    file = inside(workspace.root, RECORD)
    base = read_base(file.read_bytes()) if file.is_file() else Base()
    if base.source not in ("", upstream.source) and not switch:
        named = "what msptool ships" if base.source == SHIPPED else f"'{base.source}' (--from)"
        raise Refusal(
            f"This library follows {named}, and not '{upstream.source}': --switch follows that one from now on."
        )
    return compare(base, require_library(workspace.source), upstream.library, upstream.source, upstream.release)


def merge(workspace: Workspace, upstream: Upstream, found: Comparison, choice: Choice) -> Merged:
    """Write what upstream alone changed, and the conflicts that `choice` decides; all files or none.

    Refuses an id and a field that are in neither library. The base moves on for what was looked at, except for the
    fields that are still in conflict.
    """
    fields = {each.field for item in found.items for each in item.fields}
    for name in choice.fields:
        if name not in fields:
            raise unknown(f"There is no field {name!r}.", name, fields)
    result = Merged()
    planned: list[Planned] = []
    taken: dict[tuple[str, str], frozenset[str]] = {}
    for item in _chosen(found, choice):
        if item.new and choice.fields:
            continue
        open_fields = [] if choice.take else [each for each in item.of("conflict") if _wanted(each, choice)]
        left = [each for each in item.fields if not _wanted(each, choice) and each.state in ("theirs", "conflict")]
        taken[item.what, item.theirs.id] = frozenset(each.field for each in [*open_fields, *left])
        if open_fields:
            result.conflicts.append((item, open_fields))
        if choice.take == "ours" and (kept := [each for each in item.of("conflict") if _wanted(each, choice)]):
            result.settled.append((item, kept))
        if item.new:
            result.added.append(item)
            planned.append(_added(workspace, upstream, item, choice.drafts))
        elif changes := [each for each in item.fields if not item.left and _is_taken(each, choice)]:
            result.changed.append((item, changes))
            planned += _changed(workspace, item, changes)
    base = next_base(found, taken, upstream.library, choice.is_whole)
    record = inside(workspace.root, RECORD)
    before = record.read_bytes() if record.is_file() else None
    result.paths = write(*planned, Planned(RECORD, record, write_base(base), before))
    return result


def _chosen(found: Comparison, choice: Choice) -> Iterator[Item]:
    """The items that are named, and the new categories without which they would have none."""
    known = {name: item for item in found.items for name in (item.id, item.theirs.id)}
    for identifier in choice.only:
        if identifier not in known:
            raise unknown(f"Upstream has no {identifier!r}.", identifier, known)
    named = [item for item in found.items if not choice.only or {item.id, item.theirs.id} & set(choice.only)]
    needed = {item.theirs.category for item in named if isinstance(item.theirs, Standard)}
    for item in found.items:
        if item in named or (item.what == "category" and item.new and item.id in needed):
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
    set_fields(data, values)
    if renamed_from and renamed_from not in data.get("formerly", []):
        data["formerly"] = [*data.get("formerly", []), renamed_from]
