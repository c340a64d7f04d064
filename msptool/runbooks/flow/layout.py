"""Where every box, every answer and every arrow of the picture stands. Units are those of the SVG's viewBox."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from msptool.runbooks.flow.chart import Box, Chart
from msptool.runbooks.flow.layers import Rows, rows
from msptool.runbooks.flow.places import across

WIDTH, SIZE, LEADING, TITLE = 214.0, 13.0, 17.0, 10.5
PADDING, MARGIN = 12.0, 24.0
ANSWER_SIZE, ANSWER_LEADING = 12.0, 15.0
_ROW_GAP = 17.0
_SMALL = 30.0  # the height of an end that is drawn small
_LEAST_WIDTH = 560.0
_ANSWER_WIDTH = 150.0
# A sans-serif letter is about so wide, rather too wide than too narrow; capitals of a title are wider.
_LETTER, _CAPITAL = 0.56, 0.74


@dataclass(frozen=True, slots=True)
class Placed:
    """A box with its corner, its size and its lines of text."""

    box: Box
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer on its arrow: its middle, its top and its size."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """The points that an arrow passes, from its box to its target. `back` leads to an earlier step."""

    points: tuple[tuple[float, float], ...]
    back: bool


@dataclass(frozen=True)
class Layout:
    """The whole picture. `ends` stand below the flow: each a small box with the lines of text beside it."""

    width: float
    height: float
    boxes: tuple[Placed, ...]
    answers: tuple[Answer, ...]
    arrows: tuple[Arrow, ...]
    ends: tuple[Placed, ...]


@dataclass(frozen=True)
class _Grid:
    """The nodes of the rows with their texts and sizes, and the rows with their tops and depths."""

    rows: Rows
    texts: Sequence[tuple[str, ...]]
    widths: Sequence[float]
    heights: Sequence[float]
    middles: Sequence[float]
    row_of: dict[int, int]
    tops: Sequence[float]
    depths: Sequence[float]

    @property
    def right(self) -> float:
        """The right edge of everything."""
        return max(middle + width / 2 for middle, width in zip(self.middles, self.widths, strict=True))


def layout(chart: Chart) -> Layout:
    """Every box and arrow with its place."""
    grid = _grid(chart)
    boxes = tuple(_box(grid, node, box) for node, box in enumerate(chart.boxes))
    width = max(grid.right + MARGIN, _LEAST_WIDTH if chart.ends else 0.0)
    bottom = grid.tops[-1] + grid.depths[-1] + MARGIN
    ends = _ends(chart, width, bottom)
    if ends:
        bottom = ends[-1].y + ends[-1].height + MARGIN
    return Layout(
        round(width, 1), round(bottom, 1), boxes, tuple(_answers(chart, grid)), tuple(_arrows(chart, grid, boxes)), ends
    )


def wrapped(text: str, width: float, size: float, most: int) -> tuple[str, ...]:
    """`text` in lines that fit `width`, at most `most`; what does not fit ends in an ellipsis."""
    letters = max(int(width / (size * _LETTER)), 4)
    wide = sum(ord(each) > 0x2E7F for each in text) > len(text) / 3
    lines = textwrap.wrap(text, letters // 2 if wide else letters, break_on_hyphens=False)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: letters - 1].rstrip(" ,;:.") + "…"]
    return tuple(lines)


def balanced(text: str, width: float, size: float, most: int) -> tuple[str, ...]:
    """Like `wrapped`, in lines of much the same length."""
    lines = wrapped(text, width, size, most)
    for narrower in range(int(width), int(size * 4), -4):
        tighter = wrapped(text, narrower, size, most)
        if len(tighter) > len(lines) or any(each.endswith("…") for each in tighter):
            break
        lines = tighter
    return lines


def _grid(chart: Chart) -> _Grid:
    found = rows(len(chart.boxes), [(line.source, line.target) for line in chart.lines])
    texts = [() if box.mark else wrapped(box.text, WIDTH - 2 * PADDING, SIZE, 6) for box in chart.boxes]
    widths = [_small_width(box) if box.mark else WIDTH for box in chart.boxes]
    heights = [_SMALL if box.mark else _height(text) for box, text in zip(chart.boxes, texts, strict=True)]
    for number, (line, chain) in enumerate(zip(chart.lines, found.chains, strict=True)):
        # The answer stands in the first row that its arrow passes; a turned one begins at the other end.
        first = len(chain) - 1 if number in found.turned else 0
        for spot in range(len(chain)):
            text = balanced(line.answer, _ANSWER_WIDTH, ANSWER_SIZE, 4) if spot == first and line.answer else ()
            texts.append(text)
            widths.append(max((len(each) for each in text), default=0) * ANSWER_SIZE * _LETTER + (10 if text else 2))
            heights.append(ANSWER_LEADING * len(text) + (6 if text else 0))
    middles = across(found, widths)
    left = min(middle - width / 2 for middle, width in zip(middles, widths, strict=True)) - MARGIN
    row_of = {node: number for number, row in enumerate(found.rows) for node in row}
    tops, depths = _down(found, heights)
    return _Grid(found, texts, widths, heights, [middle - left for middle in middles], row_of, tops, depths)


def _height(text: Sequence[str]) -> float:
    return 2 * PADDING + TITLE + 4 + LEADING * len(text)


def _small_width(box: Box) -> float:
    return round((len(box.title) + len(box.mark) + 1) * TITLE * _CAPITAL + 2 * PADDING, 1)


def _box(grid: _Grid, node: int, box: Box) -> Placed:
    width = grid.widths[node]
    left, top = grid.middles[node] - width / 2, grid.tops[grid.row_of[node]]
    return _placed(box, left, top, width, grid.heights[node], grid.texts[node])


def _placed(box: Box, x: float, y: float, width: float, height: float, lines: tuple[str, ...]) -> Placed:
    return Placed(box, round(x, 1), round(y, 1), width, height, lines)


def _down(found: Rows, heights: Sequence[float]) -> tuple[list[float], list[float]]:
    tops, depths = [], []
    top = MARGIN
    for row in found.rows:
        tops.append(top)
        depths.append(max((heights[node] for node in row), default=0.0))
        top += depths[-1] + _ROW_GAP
    return tops, depths


def _answers(chart: Chart, grid: _Grid) -> list[Answer]:
    answers = []
    for node in range(len(chart.boxes), len(grid.texts)):
        if grid.texts[node]:
            row = grid.row_of[node]
            top = grid.tops[row] + (grid.depths[row] - grid.heights[node]) / 2
            x, y = round(grid.middles[node], 1), round(top, 1)
            answers.append(Answer(x, y, round(grid.widths[node], 1), grid.heights[node], grid.texts[node]))
    return answers


def _arrows(chart: Chart, grid: _Grid, boxes: Sequence[Placed]) -> list[Arrow]:
    turned = grid.rows.turned
    ends = [
        (line.target, line.source) if number in turned else (line.source, line.target)
        for number, line in enumerate(chart.lines)
    ]
    chains = grid.rows.chains
    leaving = _ports(
        [(source, (*chain, target)[0]) for (source, target), chain in zip(ends, chains, strict=True)], grid
    )
    arriving = _ports(
        [(target, (source, *chain)[-1]) for (source, target), chain in zip(ends, chains, strict=True)], grid
    )
    arrows = []
    for number, ((source, target), chain) in enumerate(zip(ends, chains, strict=True)):
        # Straight down to where the row ends: a higher box may stand beside.
        row_end = grid.tops[grid.row_of[source]] + grid.depths[grid.row_of[source]]
        points = [(leaving[number], boxes[source].y + boxes[source].height), (leaving[number], row_end)]
        for node in chain:
            top = grid.tops[grid.row_of[node]]
            points += [(grid.middles[node], top), (grid.middles[node], top + grid.depths[grid.row_of[node]])]
        points.append((arriving[number], boxes[target].y))
        neat = tuple((round(x, 1), round(y, 1)) for x, y in points)
        arrows.append(Arrow(neat[::-1] if number in turned else neat, number in turned))
    return arrows


def _ports(sides: Sequence[tuple[int, int]], grid: _Grid) -> list[float]:
    """Where each line meets its box: spread over the middle of the side, in the order of the other ends."""
    ports = [0.0] * len(sides)
    for box in {each for each, _ in sides}:
        own = sorted((grid.middles[other], number) for number, (each, other) in enumerate(sides) if each == box)
        room = grid.widths[box] * 0.56
        for spot, (_, number) in enumerate(own):
            ports[number] = grid.middles[box] + ((spot + 0.5) / len(own) - 0.5) * room
    return ports


def _ends(chart: Chart, width: float, top: float) -> tuple[Placed, ...]:
    """The texts of the small boxes, one below the other; `lines` stand to the right of each box."""
    column = max((_small_width(box) for box in chart.ends), default=0.0)
    placed = []
    for box in chart.ends:
        lines = wrapped(box.text, width - 2 * MARGIN - column - PADDING, SIZE, 6)
        height = max(_SMALL, LEADING * len(lines) + 8)
        placed.append(_placed(box, MARGIN, top, column, height, lines))
        top += height + 8
    return tuple(placed)
