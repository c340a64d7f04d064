"""Keeping a file's own lines wherever an edit did not change their meaning.

ruamel's round-trip keeps comments and quotes but may wrap a long line differently. `graft` takes its
output only for the keys whose values changed, and the original lines for all others.
"""

from __future__ import annotations

from typing import Any

import yaml

from msptool.workspace.documents import Document, read_document


def graft(original: str, edited: str) -> str:
    """`edited` with every unchanged key written as `original` has it.

    Both are YAML texts with Unix line endings. The result means exactly what `edited` means; where
    that cannot be kept, `edited` itself is returned.
    """
    old, new = _read(original), _read(edited)
    if old is None or new is None or not isinstance(old.data, dict) or not isinstance(new.data, dict):
        return edited
    if old.data == new.data and list(old.data) == list(new.data):
        return original
    old_lines, new_lines = original.splitlines(keepends=True), edited.splitlines(keepends=True)
    old_root, new_root = old.root(), new.root()
    start = old_root.start_mark.line
    lines = old_lines[:start] + _merge(
        (old_lines, old_root, old.data, len(old_lines)), (new_lines, new_root, new.data, len(new_lines))
    )
    text = "".join(lines)
    result = _read(text)
    return text if result is not None and result.data == new.data else edited


_Side = tuple[list[str], yaml.Node, dict[Any, Any], int]


def _merge(old: _Side, new: _Side) -> list[str]:
    old_lines, _, old_data, _ = old
    new_lines, _, new_data, _ = new
    old_spans, new_spans = _spans(old), _spans(new)
    merged: list[str] = []
    for key, (start, end, node) in new_spans.items():
        before = old_spans.get(key)
        if before is not None and old_data[key] == new_data[key]:
            merged += _ended(old_lines[before[0] : before[1]])
        elif before is not None and _is_block_mapping(before[2]) and _is_block_mapping(node):
            merged += old_lines[before[0] : before[2].start_mark.line]
            merged += _merge((old_lines, before[2], old_data[key], before[1]), (new_lines, node, new_data[key], end))
        else:
            merged += _ended(new_lines[start:end])
    return merged


def _spans(side: _Side) -> dict[Any, tuple[int, int, yaml.Node]]:
    _, node, data, end = side
    starts = [key.start_mark.line for key, _ in node.value]
    ends = [*starts[1:], end]
    return {
        key: (first, last, value) for key, first, last, (_, value) in zip(data, starts, ends, node.value, strict=True)
    }


def _is_block_mapping(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode) and not node.flow_style and bool(node.value)


def _ended(lines: list[str]) -> list[str]:
    return [*lines[:-1], lines[-1] if lines[-1].endswith("\n") else lines[-1] + "\n"] if lines else []


def _read(text: str) -> Document | None:
    return read_document("", text.encode())[0]
