"""Text in a drawing: how wide it is, where it breaks, and how labels keep clear of each other.

Widths are estimates on the safe side, because the page is drawn with whatever font the reader has.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

ELLIPSIS = "…"
_NARROW = frozenset("fijlrtI.,:;!|'()[]- ")
_BROAD = frozenset("mwMWQGO@%&—…")


def text_width(text: str, size: float) -> float:
    """The width of `text` in a common sans-serif font of `size`, rather too wide than too narrow."""
    return size * sum(map(_advance, text))


def _advance(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0.0
    if unicodedata.east_asian_width(character) in ("W", "F") or ord(character) > 0xFFFF:
        return 1.3
    if character in _NARROW:
        return 0.4
    if character in _BROAD:
        return 1.0
    return 0.72 if character.isupper() else 0.62


def wrap(text: str, width: float, size: float, most: int) -> tuple[str, ...]:
    """`text` in at most `most` lines that fit `width`; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most:
        line = words.pop(0)
        while words and text_width(f"{line} {words[0]}", size) <= width:
            line += f" {words.pop(0)}"
        lines.append(line if text_width(line, size) <= width else _cut(line, width, size))
    if words:
        lines[-1] = _cut(f"{lines[-1]} {words[0]}", width, size)
    return tuple(lines)


def _cut(line: str, width: float, size: float) -> str:
    line = line.removesuffix(ELLIPSIS)
    while line and text_width(line + ELLIPSIS, size) > width:
        line = line[:-1]
    # Never between a character and what modifies it.
    while line and (unicodedata.combining(line[-1]) or unicodedata.category(line[-1]) in ("Cf", "Mn", "Me")):
        line = line[:-1]
    return line.rstrip() + ELLIPSIS


def spread(wanted: Sequence[float], heights: Sequence[float], gap: float) -> list[float]:
    """The centres of labels in one column, as near to `wanted` as they can be without touching.

    Heights and result are in the order of `wanted`, which must rise. Isotonic regression: labels
    that would collide move as one block to the mean of what they want.
    """
    offsets = [0.0]
    for above, below in pairwise(heights):
        offsets.append(offsets[-1] + (above + below) / 2 + gap)
    blocks: list[tuple[float, int]] = []
    for place, offset in zip(wanted, offsets, strict=True):
        mean, size = place - offset, 1
        while blocks and blocks[-1][0] > mean:
            before, count = blocks.pop()
            mean, size = (before * count + mean * size) / (count + size), count + size
        blocks.append((mean, size))
    flat = [mean for mean, size in blocks for _ in range(size)]
    return [mean + offset for mean, offset in zip(flat, offsets, strict=True)]
