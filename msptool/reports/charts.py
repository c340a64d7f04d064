"""Geometry of the plain charts: the trend's line. See `radar` for the box and the blob.

Numbers for the macros in `templates/_charts.html.j2`; units are those of the viewBox.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from msptool.reports.figures import month, percent
from msptool.reports.labels import text_width

WIDTH = 360.0
HEIGHT = 180.0
SIZE = 12.5
_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 30.0, 26.0, 30.0
_INDENT = 22.0  # the first score stands clear of the labels of the levels


class Scored(Protocol):
    """A score on a day; None for no data."""

    @property
    def day(self) -> date: ...  # noqa: D102
    @property
    def score(self) -> float | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Mark:
    """One score of the line; `label` is empty where there is no room for it."""

    x: float
    y: float
    label: str
    label_y: float
    last: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A label on an axis, at `at` along it."""

    at: float
    label: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Trend:
    """The whole drawing: lines as point lists, one for each stretch without a gap."""

    width: float
    height: float
    left: float
    right: float
    base: float
    lines: tuple[str, ...]
    marks: tuple[Mark, ...]
    levels: tuple[Tick, ...]
    days: tuple[Tick, ...]
    description: str


def trend_line(points: Sequence[Scored]) -> Trend | None:
    """The score over time, always from 0 to 100 %; None with fewer than two scores."""
    known = [point for point in points if point.score is not None]
    if len(known) < 2:
        return None
    first, last = points[0].day, points[-1].day
    span = max((last - first).days, 1)
    start, room = _LEFT + _INDENT, WIDTH - _LEFT - _INDENT - _RIGHT

    def x(day: date) -> float:
        return round(start + room * (day - first).days / span, 1)

    marks = _marks([(x(point.day), y(point.score), percent(point.score)) for point in known if point.score is not None])
    ends = f"from {percent(known[0].score)} in {month(known[0].day)} to {percent(known[-1].score)} in {month(known[-1].day)}"
    return Trend(
        WIDTH,
        HEIGHT,
        _LEFT,
        WIDTH - 8,
        y(0.0),
        tuple(_stretches([(x(point.day), point.score) for point in points])),
        marks,
        tuple(Tick(y(share), percent(share)) for share in (0.0, 0.5, 1.0)),
        _days([(x(point.day), month(point.day)) for point in points]),
        f"The score after each of {len(known)} reviews, {ends}.",
    )


def y(share: float) -> float:
    """The height of a share: 1 at the top."""
    return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * share, 1)


def _stretches(points: Sequence[tuple[float, float | None]]) -> list[str]:
    found: list[list[str]] = [[]]
    for across, share in points:
        if share is None:
            found.append([])
        else:
            found[-1].append(f"{across},{y(share)}")
    return [" ".join(stretch) for stretch in found if len(stretch) > 1]


def _marks(points: Sequence[tuple[float, float, str]]) -> tuple[Mark, ...]:
    """A mark for each score. The last and the first are labelled, then as many between as have room."""
    order = [len(points) - 1, 0, *range(len(points) - 2, 0, -1)]
    taken: list[tuple[float, float]] = []
    shown: set[int] = set()
    for place in order:
        across, _, label = points[place]
        half = text_width(label, SIZE) / 2 + 5
        if all(across + half <= left or across - half >= right for left, right in taken):
            taken.append((across - half, across + half))
            shown.add(place)
    return tuple(
        Mark(across, up, label if place in shown else "", round(up - 10, 1), place == len(points) - 1)
        for place, (across, up, label) in enumerate(points)
    )


def _days(points: Sequence[tuple[float, str]]) -> tuple[Tick, ...]:
    """Months under the line: the last, the first, then those between that have room."""
    order = [len(points) - 1, 0, *range(len(points) - 2, 0, -1)]
    taken: list[tuple[float, float]] = []
    shown: dict[int, Tick] = {}
    for place in order:
        across, label = points[place]
        width = text_width(label, SIZE) + 8
        left = min(max(across - width / 2, 0.0), WIDTH - width)
        clear = all(left + width <= start or left >= end for start, end in taken)
        if clear and label not in {tick.label for tick in shown.values()}:
            taken.append((left, left + width))
            shown[place] = Tick(round(left + width / 2, 1), label)
    return tuple(shown[place] for place in sorted(shown))
