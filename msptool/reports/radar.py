"""The box and the blob: the standard as a regular polygon at 100 %, the client as the curve inside it.

Pure geometry for the macro in `templates/_charts.html.j2`; units are those of the viewBox. The
radius on an axis grows with the share, in proportion to the box, so the blob never leaves the box
and fills it exactly when everything is in line. A category without data has no point: the blob has
a gap there, as wide as the category's part of the circle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, pi, sin, sqrt
from typing import Protocol

from msptool.reports.figures import percent
from msptool.reports.labels import spread, text_width, wrap

FEWEST, MOST = 3, 20
WIDTH = 560.0
RADIUS = 140.0
SIZE = 12.5
LINE = 15.0
_CLEAR = 15.0
_GAP = 7.0
_MARGIN = 6.0
_STEPS = 12
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom
_WITHOUT = {"unchecked": "not checked yet", "not-applicable": "does not apply"}


class Axis(Protocol):
    """What an axis needs: a name, a share of 0..1 or None, and why there is none."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def score(self) -> float | None: ...  # noqa: D102
    @property
    def state(self) -> str: ...  # noqa: D102
    @property
    def partly(self) -> bool: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Dot:
    """The client on one axis; hollow where only a part of the category was checked."""

    x: float
    y: float
    whole: bool


@dataclass(frozen=True, slots=True)
class Spoke:
    """One axis from the centre to the box, its number (from 1) outside of it, and whether it has data."""

    x: float
    y: float
    number: int
    number_x: float
    number_y: float
    known: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A category's label: the baseline of its first line, its lines and its value; `tie` leads to the axis."""

    x: float
    y: float
    anchor: str
    lines: tuple[str, ...]
    value: str
    known: bool
    tie: str
    box: Box


@dataclass(frozen=True, slots=True)
class Radar:
    """The whole drawing. `box` and `rings` are point lists; `fills` and `outlines` are path data."""

    width: float
    height: float
    centre: Point
    box: str
    rings: tuple[str, ...]
    spokes: tuple[Spoke, ...]
    fills: tuple[str, ...]
    outlines: tuple[str, ...]
    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]
    description: str


def radar(axes: Sequence[Axis]) -> Radar | None:
    """The drawing of 3 to 20 categories; None for fewer or more, or without any score: a table says it better."""
    if not FEWEST <= len(axes) <= MOST or all(axis.score is None for axis in axes):
        return None
    labels = _labels(axes)
    top = min(-RADIUS, *(label.box[1] for label in labels))
    bottom = max(RADIUS, *(label.box[3] for label in labels))
    centre = (WIDTH / 2, _MARGIN - top)
    size = len(axes)
    values = [axis.score for axis in axes]
    fills, outlines = _blob(values, centre)
    return Radar(
        WIDTH,
        round(bottom - top + 2 * _MARGIN, 1),
        centre,
        _ring(1.0, size, centre),
        tuple(_ring(share, size, centre) for share in (0.25, 0.5, 0.75)),
        tuple(_spoke(place, value, size, centre) for place, value in enumerate(values)),
        fills,
        outlines,
        tuple(_dots(axes, centre)),
        tuple(_moved(label, place, size, centre) for place, label in enumerate(labels)),
        _description(axes),
    )


def edge(place: float, size: int) -> float:
    """The distance from the centre to the box in the direction of `place`, counted in axes from the top."""
    return RADIUS * cos(pi / size) / cos((place % 1 - 0.5) * 2 * pi / size)


def _at(place: float, distance: float, size: int, centre: Point) -> Point:
    angle = 2 * pi * place / size - pi / 2
    return centre[0] + distance * cos(angle), centre[1] + distance * sin(angle)


def _text(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"


def _ring(share: float, size: int, centre: Point) -> str:
    return " ".join(_text(_at(place, share * RADIUS, size, centre)) for place in range(size))


def _spoke(place: int, value: float | None, size: int, centre: Point) -> Spoke:
    x, y = _at(place, RADIUS, size, centre)
    number_x, number_y = _at(place, RADIUS + _CLEAR, size, centre)
    return Spoke(round(x, 1), round(y, 1), place + 1, round(number_x, 1), round(number_y, 1), value is not None)


def _dots(axes: Sequence[Axis], centre: Point) -> list[Dot]:
    found = []
    for place, axis in enumerate(axes):
        if axis.score is not None:
            x, y = _at(place, axis.score * RADIUS, len(axes), centre)
            found.append(Dot(round(x, 1), round(y, 1), not axis.partly))
    return found


def share_at(values: Sequence[float | None], place: float) -> float | None:
    """The blob's share of the way to the box in the direction of `place`; None in a gap.

    Between two axes it goes smoothly and only one way from the one value to the other; beside a gap it
    stays as it is until half way.
    """
    size = len(values)
    before, after = values[int(place) % size], values[(int(place) + 1) % size]
    part = place % 1
    if before is None or after is None:
        return before if part < 0.5 or (part == 0.5 and after is None) else after
    return before + (after - before) * part * part * (3 - 2 * part)


def _runs(values: Sequence[float | None]) -> list[tuple[int, int]]:
    """First and last axis of every stretch with data; the last may be counted past the size."""
    size = len(values)
    starts = [place for place in range(size) if values[place] is not None and values[place - 1] is None]
    found = []
    for start in starts:
        end = start
        while values[(end + 1) % size] is not None:
            end += 1
        found.append((start, end))
    return found


def _blob(values: Sequence[float | None], centre: Point) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Path data of the blob's areas and of their outer lines."""
    size = len(values)
    if None not in values:
        closed = f"M{_curve(values, 0, size * _STEPS, centre)}Z"
        return (closed,), (closed,)
    fills, outlines = [], []
    for start, end in _runs(values):
        line = _curve(values, start * _STEPS - _STEPS // 2, end * _STEPS + _STEPS // 2, centre)
        fills.append(f"M{_text(centre)}L{line}Z")
        outlines.append(f"M{line}")
    return tuple(fills), tuple(outlines)


def _curve(values: Sequence[float | None], first: int, last: int, centre: Point) -> str:
    size = len(values)
    points = []
    for step in range(first, last + 1):
        place = step / _STEPS
        share = share_at(values, place % size) or 0.0
        points.append(_text(_at(place, share * edge(place, size), size, centre)))
    return " ".join(points)


def _labels(axes: Sequence[Axis]) -> list[Label]:
    """Labels around a centre at 0, 0: two columns that hug the box, one label above and one below."""
    size = len(axes)
    found: dict[int, Label] = {}
    for side in (1, -1):
        places = [place for place in range(size) if side * sin(2 * pi * place / size) > 1e-9]
        places.sort(key=lambda place: -cos(2 * pi * place / size))
        found |= _column(axes, places, side)
    for place, vertical in ((0, -1), (size / 2, 1)):
        if place == int(place):
            others = [label.box for label in found.values()]
            found[int(place)] = _pole(axes[int(place)], vertical, others)
    return [found[place] for place in range(size)]


def _value(axis: Axis) -> str:
    return _WITHOUT.get(axis.state, "no data") if axis.score is None else percent(axis.score)


def _column(axes: Sequence[Axis], places: list[int], side: int) -> dict[int, Label]:
    size, reach = len(axes), RADIUS + _CLEAR
    room = WIDTH / 2 - reach - _MARGIN
    lines = [wrap(axes[place].name, room, SIZE, 2) for place in places]
    heights = [LINE * (len(each) + 1) for each in lines]
    centres = spread([-reach * cos(2 * pi * place / size) for place in places], heights, _GAP)
    found = {}
    for place, text, height, middle in zip(places, lines, heights, centres, strict=True):
        top, bottom = middle - height / 2, middle + height / 2
        nearest = 0.0 if top <= 0 <= bottom else min(abs(top), abs(bottom))
        x = side * max(sqrt(max(reach**2 - nearest**2, 0.0)), abs(reach * sin(2 * pi * place / size)) * 0.72)
        width = max(text_width(each, SIZE) for each in (*text, _value(axes[place])))
        box = (x, top, x + width, bottom) if side > 0 else (x - width, top, x, bottom)
        found[place] = _label(axes[place], text, x, "start" if side > 0 else "end", box)
    return found


def _tie(place: int, size: int, box: Box, centre: Point) -> str:
    """A line from the box to the nearest edge of a label that had to move away; nothing where it did not."""
    x, y = _at(place, RADIUS + 4, size, centre)
    left, top, right, bottom = box
    to = (min(max(x, left - 3), right + 3), min(max(y, top), bottom))
    return f"{_text((x, y))} {_text(to)}" if hypot(x - to[0], y - to[1]) > _CLEAR else ""


def _pole(axis: Axis, vertical: int, others: list[Box]) -> Label:
    """The label straight above or below the box, clear of the others."""
    text = wrap(axis.name, WIDTH / 3, SIZE, 2)
    half = max(text_width(each, SIZE) for each in (*text, _value(axis))) / 2
    height = LINE * (len(text) + 1)
    beside = [box for box in others if box[0] < half + _GAP and box[2] > -half - _GAP]
    if vertical < 0:
        bottom = min([-RADIUS - _CLEAR + 6, *(box[1] - _GAP for box in beside)])
        top = bottom - height
    else:
        top = max([RADIUS + _CLEAR - 6, *(box[3] + _GAP for box in beside)])
        bottom = top + height
    return _label(axis, text, 0.0, "middle", (-half, top, half, bottom))


def _label(axis: Axis, text: tuple[str, ...], x: float, anchor: str, box: Box) -> Label:
    return Label(x, box[1] + LINE * 0.8, anchor, text, _value(axis), axis.score is not None, "", box)


def _moved(label: Label, place: int, size: int, centre: Point) -> Label:
    """The label, so far around 0, 0, around `centre`; with its tie."""
    x, y = centre
    left, top, right, bottom = label.box
    box = (round(left + x, 1), round(top + y, 1), round(right + x, 1), round(bottom + y, 1))
    return replace(label, x=round(label.x + x, 1), y=round(label.y + y, 1), tie=_tie(place, size, box, centre), box=box)


def _description(axes: Sequence[Axis]) -> str:
    known = [axis for axis in axes if axis.score is not None]
    said = [f"{axis.name} {_value(axis)}" for axis in axes]
    return f"{len(known)} of {len(axes)} categories have a score. {', '.join(said)}."
