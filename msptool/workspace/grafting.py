"""Keeping a file's own lines wherever an edit did not change their meaning.

ruamel's round-trip keeps comments and quotes but may wrap a long line differently, or move a comment.
`graft` takes its output only for the keys whose values changed, and the original lines for all others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from msptool.workspace.documents import Document, plain_data, read_document

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def graft(original: str, edited: str, expected: Any, fresh: Callable[[Any], str]) -> str:
    """`edited` with every unchanged key written as `original` has it, its line ends included.

    `expected` is what the result must mean, and it always does. Where `edited` means something else (a comment
    became part of a text, say) the changed keys are written anew by `fresh`, without their comments.
    """
    old, new = _read(original), _read(edited)
    if new is None or new.data != expected:
        new = _read(fresh(expected))
    if new is None or new.data != expected:
        return fresh(expected)
    if old is None or not isinstance(old.data, dict) or not isinstance(new.data, dict):
        return new.text
    if old.data == new.data and list(old.data) == list(new.data):
        return original
    replaced = _replace_scalars(original, old, new)
    if replaced is not None and _means(replaced, expected):
        return replaced
    old_lines, new_lines = _LINE.findall(original), _LINE.findall(new.text)
    end = "\r\n" if "\r\n" in original else "\n"
    head = old_lines[: old.root().start_mark.line] if old.data else old_lines
    merged = head + _merge(
        (old_lines, old.root(), old.data, len(old_lines)), (new_lines, new.root(), new.data, len(new_lines)), end
    )
    text = "".join(_ended(line, end) for line in merged[:-1]) + "".join(merged[-1:])
    candidates = [text] if original.endswith(("\n", "\r")) else [text.rstrip("\r\n"), text]
    return next((each for each in candidates if _means(each, expected)), new.text)


def _replace_scalars(original: str, old: Document, new: Document) -> str | None:
    """`original` with nothing but the changed values replaced in their lines; None where more than that changed."""
    places = _changed_scalars(old.root(), new.root())
    if places is None:
        return None
    text = original
    for before, after in sorted(places, key=lambda pair: -pair[0].start_mark.index):
        value = new.text[after.start_mark.index : after.end_mark.index].rstrip()
        start, end = before.start_mark.index, before.end_mark.index
        end = start + len(original[start:end].rstrip())
        text = text[:start] + value + text[end:]
    return text


def _changed_scalars(old: yaml.Node, new: yaml.Node) -> list[tuple[yaml.Node, yaml.Node]] | None:
    if isinstance(old, yaml.ScalarNode) and isinstance(new, yaml.ScalarNode):
        if plain_data(old) == plain_data(new) and old.tag == new.tag:
            return []
        one_line = all(
            node.start_mark.line == node.end_mark.line and node.style not in ("|", ">") for node in (old, new)
        )
        return [(old, new)] if one_line and old.value else None
    if isinstance(old, yaml.MappingNode) and isinstance(new, yaml.MappingNode):
        keys = [(one.value, other.value) for (one, _), (other, _) in zip(old.value, new.value, strict=False)]
        pairs = [(one, other) for (_, one), (_, other) in zip(old.value, new.value, strict=False)]
        same = len(old.value) == len(new.value) and all(one == other for one, other in keys)
    elif isinstance(old, yaml.SequenceNode) and isinstance(new, yaml.SequenceNode):
        pairs, same = list(zip(old.value, new.value, strict=False)), len(old.value) == len(new.value)
    else:
        return None
    found: list[tuple[yaml.Node, yaml.Node]] = []
    for one, other in pairs if same else ():
        inner = _changed_scalars(one, other)
        if inner is None:
            return None
        found += inner
    return found if same else None


_Side = tuple[list[str], yaml.Node, dict[Any, Any], int]
_Span = tuple[int, int, yaml.Node]


def _merge(old: _Side, new: _Side, line_end: str) -> list[str]:
    old_lines, old_node, old_data, _ = old
    new_lines, new_node, new_data, _ = new
    shift = old_node.start_mark.column - new_node.start_mark.column
    old_spans, new_spans = _spans(old), _spans(new)
    kept = _kept_comments(old_lines, old_spans, new_spans)
    merged: list[str] = []
    for key, (start, end, node) in new_spans.items():
        before = old_spans.get(key)
        merged += kept.pop(key, [])
        if before is not None and old_data[key] == new_data[key]:
            merged += old_lines[before[0] : before[1]]
        elif before is not None and _is_block_mapping(before[2]) and _is_block_mapping(node):
            merged += old_lines[before[0] : before[2].start_mark.line]
            merged += _merge(
                (old_lines, before[2], old_data[key], before[1]), (new_lines, node, new_data[key], end), line_end
            )
        else:
            lines = new_lines[start : max(start, _last_line(node)) + 1]
            after = _after(old_lines, before) if before else []
            if not isinstance(node, yaml.ScalarNode):
                lines = _without_comments(lines, after)
            merged += [_shifted(line.rstrip("\r\n"), shift) + line_end for line in lines]
            merged += after
    return merged + [line for lines in kept.values() for line in lines]


def _after(lines: list[str], span: _Span) -> list[str]:
    """The comments and empty lines between a value and the next key."""
    return lines[max(span[0], _last_line(span[2])) + 1 : span[1]]


def _kept_comments(lines: list[str], old: Mapping[Any, _Span], new: Mapping[Any, _Span]) -> dict[Any, list[str]]:
    """What stood behind keys that are gone, by the next key that stays: it speaks of that one."""
    kept: dict[Any, list[str]] = {}
    waiting: list[str] = []
    for key, span in old.items():
        if key not in new:
            after = _after(lines, span)
            waiting += after if any(line.strip() for line in after) else []
        elif waiting:
            kept[key], waiting = waiting, []
    return {**kept, None: waiting} if waiting else kept


def _without_comments(lines: list[str], elsewhere: list[str]) -> list[str]:
    """The lines without the comments that stand in `elsewhere` too: ruamel moves them when a list grows."""
    comments = {line.strip() for line in elsewhere} - {""}
    found = [line for line in lines if line.strip() not in comments]
    return [line for line in found if line.strip()] if len(found) < len(lines) else found


def _shifted(line: str, columns: int) -> str:
    return " " * columns + line if columns > 0 and line else line[min(-columns, len(line) - len(line.lstrip())) :]


def _last_line(node: yaml.Node) -> int:
    """The line on which a value ends, without the comments that ruamel moves behind it."""
    if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
        return _last_line(node.value[-1])
    if isinstance(node, yaml.MappingNode) and node.value and not node.flow_style:
        return _last_line(node.value[-1][1])
    end = node.end_mark
    return end.line - (end.column == 0 and end.line > node.start_mark.line)


def _spans(side: _Side) -> Mapping[Any, _Span]:
    """Key -> first line, line after the last, node of its value."""
    _, node, data, end = side
    if not isinstance(node, yaml.MappingNode) or len(node.value) != len(data):
        return {}
    starts = [key.start_mark.line for key, _ in node.value]
    ends = [*starts[1:], end]
    return {
        key: (first, last, value) for key, first, last, (_, value) in zip(data, starts, ends, node.value, strict=True)
    }


def _is_block_mapping(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode) and not node.flow_style and bool(node.value)


def _ended(line: str, end: str) -> str:
    return line if line.endswith(("\n", "\r")) else line + end


def _means(text: str, expected: Any) -> bool:
    document = _read(text)
    return document is not None and document.data == expected


def _read(text: str) -> Document | None:
    return read_document("", text.encode())[0]
