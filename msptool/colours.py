"""Colours as `#rrggbb`: how well one is read on another, and the shades that a page needs of one accent.

Source of the contrast: WCAG 2, relative luminance; 4.5 is what text needs.
"""

from __future__ import annotations

from dataclasses import dataclass

READABLE = 4.5
_WHITE = "#ffffff"
# The dark page's paper and ground; see templates/_style.css.
_DARK_PAPER = "#141b20"
_COMFORTABLE = 7.0


@dataclass(frozen=True, slots=True)
class Shades:
    """An accent for text and lines, a soft one to fill areas, and one that is hardly there."""

    accent: str
    soft: str
    faint: str


@dataclass(frozen=True, slots=True)
class Palette:
    """The shades on white paper, and those for a dark page."""

    light: Shades
    dark: Shades


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, with_: str, share: float) -> str:
    """`share` (0..1) of `colour`, the rest of `with_`."""
    pairs = zip(_channels(colour), _channels(with_), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def readable_on_white(colour: str) -> str:
    """The colour itself, or the lightest mix of it with black that can be read on white."""
    return next(
        shade for step in range(101)
        if contrast(shade := mixed(colour, "#000000", 1 - step / 100), _WHITE) >= READABLE
    )  # fmt: skip


def palette(accent: str) -> Palette:
    """Everything that a page needs of an accent: for a dark page it is lightened until it is read with comfort."""
    light = Shades(accent.lower(), mixed(accent, _WHITE, 0.2), mixed(accent, _WHITE, 0.07))
    bright = next(
        shade for step in range(101)
        if contrast(shade := mixed(_WHITE, accent, step / 100), _DARK_PAPER) >= _COMFORTABLE
    )  # fmt: skip
    return Palette(light, Shades(bright, mixed(bright, _DARK_PAPER, 0.27), mixed(bright, _DARK_PAPER, 0.09)))


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def _luminance(colour: str) -> float:
    parts = (channel / 255 for channel in _channels(colour))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
