"""Following the library that a practice started from: a three-way comparison, field by field.

`standards/.upstream.json` remembers what upstream's fields held when the practice last took them, as hashes. So a field
that only upstream changed can be told from one that only the practice changed, and from a conflict.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from msptool.standards.library import Library
from msptool.standards.model import Category, Standard
from msptool.workspace.problems import Refusal

RECORD = "standards/.upstream.json"
_SCHEMA = "msptool/upstream/1"
# When a committee last looked at a standard is its own affair.
_OWN = ("reviewed",)
_UNSET = ""
# Of a field that is in conflict since the first comparison, for which there was no base.
_UNKNOWN = "?"

Fields = dict[str, Any]
Hashes = Mapping[str, str]
State = Literal["same", "ours", "theirs", "conflict"]


@dataclass(frozen=True)
class Base:
    """What upstream held when it was last taken: which upstream and release, and id -> field -> hash."""

    source: str = ""
    release: str = ""
    standards: Mapping[str, Hashes] = field(default_factory=dict)
    categories: Mapping[str, Hashes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldMerge:
    """One field on both sides, None where a side does not set it, and who changed it since the base."""

    field: str
    ours: Any
    theirs: Any
    state: State


@dataclass(frozen=True, slots=True)
class Item:
    """One standard or category that upstream has. `ours` is None where the practice has it not.

    `left` says why nothing is merged into it: the practice deleted it, or retired it.
    """

    what: Literal["standard", "category"]
    id: str
    ours: Standard | Category | None
    theirs: Standard | Category
    fields: tuple[FieldMerge, ...] = ()
    left: Literal["", "deleted", "retired"] = ""

    @property
    def new(self) -> bool:
        """Whether the practice never had it."""
        return self.ours is None and not self.left

    def of(self, state: State) -> list[FieldMerge]:
        """Its fields in one state."""
        return [] if self.left else [each for each in self.fields if each.state == state]


@dataclass(frozen=True)
class Comparison:
    """Upstream beside the practice. `gone` are standards that upstream had and has no more."""

    base: Base
    source: str
    release: str
    items: tuple[Item, ...]
    gone: tuple[Standard, ...]


def compare(base: Base, ours: Library, theirs: Library, source: str, release: str) -> Comparison:
    """Every category and standard of upstream beside the practice's own."""
    items = [_category(base, ours, each) for each in theirs.categories.values()]
    without = {item.id for item in items if item.left}
    items += [_standard(base, ours, each, without) for each in theirs]
    gone = tuple(each for each in ours if each.id in base.standards and theirs.find(each.id) is None)
    return Comparison(base, source, release, tuple(items), gone)


def _category(base: Base, ours: Library, theirs: Category) -> Item:
    own, known = ours.categories.get(theirs.id), base.categories.get(theirs.id)
    if own is None:
        return Item("category", theirs.id, None, theirs, left="" if known is None else "deleted")
    return Item("category", theirs.id, own, theirs, tuple(merge_fields(fields_of(own), fields_of(theirs), known)))


def _standard(base: Base, ours: Library, theirs: Standard, without: set[str]) -> Item:
    own, known = _counterpart(base, ours, theirs)
    if own is None:
        unwanted = known is not None or theirs.category in without
        return Item("standard", theirs.id, None, theirs, left="deleted" if unwanted else "")
    fields = list(merge_fields(fields_of(own), fields_of(theirs), known))
    other = ours.find(theirs.id)
    if other is not None and other.id != own.id:
        # The new id is that of another standard of the practice.
        fields = [replace(each, state="conflict") if each.field in ("id", "formerly") else each for each in fields]
    retired = own.status == "retired" and (known is None or known.get("status") != hash_of("retired"))
    return Item("standard", own.id, own, theirs, tuple(fields), "retired" if retired else "")


def _counterpart(base: Base, ours: Library, theirs: Standard) -> tuple[Standard | None, Hashes | None]:
    """The practice's standard that came from this one, and what the base knows of it.

    Under an id that the base has never seen it may be one that was renamed without a word: then it asks the same.
    """
    names = (theirs.id, *reversed(theirs.formerly))
    seen = next((name for name in names if name in base.standards), None)
    if seen is not None:
        return ours.find(seen), base.standards[seen]
    same = next((each for each in ours if each.id in base.standards and each.fingerprints & theirs.fingerprints), None)
    if same is not None:
        return same, base.standards[same.id]
    return next((found for name in names if (found := ours.find(name)) is not None), None), None


def merge_fields(ours: Fields, theirs: Fields, base: Hashes | None) -> Iterator[FieldMerge]:
    """Compare two sides field by field; without a base every difference is a conflict."""
    for name in dict.fromkeys([*theirs, *ours]):
        mine, other = ours.get(name), theirs.get(name)
        if mine == other:
            state: State = "same"
        elif base is not None and hash_of(other) == base.get(name, _UNSET):
            state = "ours"
        elif base is not None and hash_of(mine) == base.get(name, _UNSET):
            state = "theirs"
        else:
            state = "conflict"
        yield FieldMerge(name, mine, other, state)


def fields_of(entity: Standard | Category) -> Fields:
    """What an entity sets, as plain values: with its id (and category), without what stays at its default."""
    return {
        name: value
        for name, value in entity.model_dump(mode="json", exclude_defaults=True).items() if name not in _OWN
    }  # fmt: skip


def base_of(library: Library, source: str, release: str) -> Base:
    """The base of a practice that takes the whole library as it is."""
    return Base(
        source,
        release,
        {each.id: _hashes(each) for each in library},
        {each.id: _hashes(each) for each in library.categories.values()},
    )


def next_base(found: Comparison, taken: Mapping[tuple[str, str], frozenset[str]], theirs: Library, whole: bool) -> Base:
    """The base after a merge. `taken` maps (what, upstream's id) to the fields that are still in conflict.

    A merge that was limited (not `whole`) does not follow the new release yet.
    """
    before = found.base
    own: dict[tuple[str, str], str] = {
        (item.what, item.theirs.id): item.ours.id for item in found.items if item.ours is not None
    }
    standards = {
        _key(each, own, taken): _rebased(
            before.standards, (*each.formerly, own.get(("standard", each.id), "")), taken, "standard", each
        )
        for each in theirs
    }
    categories = {
        each.id: _rebased(before.categories, (), taken, "category", each) for each in theirs.categories.values()
    }
    gone = {
        name: hashes for name, hashes in before.standards.items()
        if theirs.find(name) is None and name not in own.values()
    }  # fmt: skip
    return Base(
        found.source,
        found.release if whole else before.release,
        gone | {name: hashes for name, hashes in standards.items() if hashes is not None},
        {name: hashes for name, hashes in categories.items() if hashes is not None},
    )


def _key(theirs: Standard, own: Mapping[tuple[str, str], str], taken: Mapping[tuple[str, str], frozenset[str]]) -> str:
    """Under which id the base knows a standard: upstream's, or the practice's while a rename is in conflict."""
    key = ("standard", theirs.id)
    return own.get(key, theirs.id) if "id" in taken.get(key, ()) else theirs.id


def _rebased(
    before: Mapping[str, Hashes],
    former: tuple[str, ...],
    taken: Mapping[tuple[str, str], frozenset[str]],
    what: str,
    theirs: Standard | Category,
) -> Hashes | None:
    old = next((before[name] for name in (theirs.id, *reversed(former)) if name in before), None)
    open_fields = taken.get((what, theirs.id))
    if open_fields is None:
        return old
    hashes = {name: value for name, value in _hashes(theirs).items() if name not in open_fields}
    kept = dict.fromkeys(open_fields, _UNKNOWN) if old is None else {n: old[n] for n in open_fields if n in old}
    return {**hashes, **kept}


def _hashes(entity: Standard | Category) -> Hashes:
    return {name: hash_of(value) for name, value in fields_of(entity).items()}


def hash_of(value: Any) -> str:
    """What the record holds for a field's value."""
    if value is None:
        return _UNSET
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:12]


def read_base(content: bytes) -> Base:
    """The base from its file; refuses one that msptool did not write."""
    try:
        data = json.loads(content)
        entries = [hashes for part in ("standards", "categories") for hashes in data[part].values()]
        texts = [data["source"], data["release"], *(text for hashes in entries for text in hashes.values())]
        if data["schema"] != _SCHEMA or not all(isinstance(text, str) for text in texts):
            raise ValueError
        return Base(data["source"], data["release"], data["standards"], data["categories"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refusal(
            f"{RECORD} cannot be read: take it back from git. Without it every difference from upstream is a conflict."
        ) from None


def write_base(base: Base) -> bytes:
    """The base as its file: one line for each standard, so that a merge conflict in it stays small."""

    def rows(entries: Mapping[str, Hashes]) -> str:
        return ",\n".join(
            f"  {json.dumps(name)}: {json.dumps(dict(sorted(each.items())))}" for name, each in sorted(entries.items())
        )

    return (
        f'{{\n "schema": "{_SCHEMA}",\n "source": {json.dumps(base.source)},\n "release": {json.dumps(base.release)},\n'
        f' "categories": {{\n{rows(base.categories)}\n }},\n "standards": {{\n{rows(base.standards)}\n }}\n}}\n'
    ).encode()
