"""Upstream beside the practice's library as JSON values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msptool.standards.upstream import Comparison, FieldMerge, Item
from msptool.standards.upstream_merge import Merged


def comparison_data(found: Comparison) -> dict[str, Any]:
    """What each side changed, and where both did."""
    items = found.items
    return {
        "base": {"source": found.base.source or None, "release": found.base.release or None},
        "source": found.source,
        "release": found.release,
        "new": [_named(each) for each in items if each.new],
        "changed": [_changed(each, fields) for each in items if (fields := each.of("theirs"))],
        "conflicts": _conflicts((each, each.of("conflict")) for each in items),
        "yours": [_changed(each, fields) for each in items if (fields := each.of("ours"))],
        "deleted_by_you": [each.id for each in items if each.left == "deleted"],
        "retired_by_you": [each.id for each in items if each.left == "retired"],
        "gone": [each.id for each in found.gone],
    }


def merged_data(found: Comparison, done: Merged) -> dict[str, Any]:
    """What was taken, what is in conflict, and the files written."""
    return {
        "base": {"source": found.base.source or None, "release": found.base.release or None},
        "source": found.source,
        "release": found.release,
        "added": [_named(each) for each in done.added],
        "changed": [_changed(each, fields) for each, fields in done.changed],
        "conflicts": _conflicts(done.conflicts),
        "settled": [_changed(each, fields) for each, fields in done.settled],
        "written": done.paths,
    }


def _named(item: Item) -> dict[str, str]:
    return {"what": item.what, "id": item.id}


def _changed(item: Item, fields: Iterable[FieldMerge]) -> dict[str, Any]:
    return {**_named(item), "fields": [each.field for each in fields]}


def _conflicts(items: Iterable[tuple[Item, list[FieldMerge]]]) -> list[dict[str, Any]]:
    return [
        {**_named(item), "field": each.field, "ours": each.ours, "theirs": each.theirs}
        for item, fields in items for each in fields
    ]  # fmt: skip
