"""What several pages share: the frame with its way back, links, figures of a client in a table, the small trend line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from msptool.alignment.trend import Point
from msptool.reports.figures import moved, percent
from msptool.site.reading import Reading

SPARK_WIDTH, SPARK_HEIGHT = 96.0, 24.0
_SPARK_MARGIN = 3.0
_SPARK_POINTS = 12


@dataclass(frozen=True, slots=True)
class Link:
    """A name that leads to a page. `url` is below the site's folder; empty where there is no page."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page. `root` leads from the page to the site's folder: nothing, or `../` for each level.

    `section` is the part of the menu that the page belongs to; `crumbs` are the pages above it.
    """

    title: str
    root: str
    section: str
    crumbs: tuple[Link, ...]
    practice: str
    prepared: date
    library: str | None
    modified: bool


@dataclass(frozen=True, slots=True)
class SitePage:
    """What a template of the site is given."""

    frame: Frame
    content: Any


@dataclass(frozen=True, slots=True)
class Spark:
    """A trend in a table cell: `points` of a polyline, the end of it, and the same in words."""

    points: str
    end: tuple[float, float]
    said: str


def frame(reading: Reading, title: str, path: str, section: str, *crumbs: Link) -> Frame:
    """The frame of the page at `path`."""
    settings = reading.settings
    return Frame(
        title, "../" * path.count("/"), section, crumbs, settings.practice.name, reading.as_of,
        reading.commit[:10] if reading.commit else None, reading.modified,
    )  # fmt: skip


def client_url(client: str) -> str:
    """The page of a client."""
    return f"clients/{client}.html"


def review_url(client: str, review: str) -> str:
    """The page of a review."""
    return f"reviews/{client}/{review}.html"


def standard_url(standard: str) -> str:
    """The page of a standard."""
    return f"standards/{standard}.html"


def change(points: Sequence[Point]) -> int | None:
    """By how many points of percent the last review moved the score: of the rounded ones, as a reader sees them."""
    if len(points) < 2:
        return None
    before, now = (point.tally.score for point in points[-2:])
    return moved(before, now)


def spark(points: Sequence[Point], floor: float) -> Spark | None:
    """The last scores as a line from `floor` (0..1) to 100 %; None with fewer than two."""
    scores = [point.tally.score for point in points if point.tally.score is not None][-_SPARK_POINTS:]
    if len(scores) < 2:
        return None
    step = (SPARK_WIDTH - 2 * _SPARK_MARGIN) / (len(scores) - 1)
    room = SPARK_HEIGHT - 2 * _SPARK_MARGIN
    places = [
        (
            round(_SPARK_MARGIN + step * number, 1),
            round(SPARK_HEIGHT - _SPARK_MARGIN - room * (score - floor) / (1 - floor), 1),
        )
        for number, score in enumerate(scores)
    ]
    said = ", ".join(percent(score) for score in scores)
    return Spark(" ".join(f"{x},{y}" for x, y in places), places[-1], said)


def floor_of(every: Sequence[Sequence[Point]]) -> float:
    """Where the small lines of a table begin, the same for all: the ten percent below the lowest score."""
    scores = [point.tally.score for points in every for point in points if point.tally.score is not None]
    return min(int(min(scores, default=0.0) * 10) / 10, 0.9)
