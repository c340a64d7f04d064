"""A layered drawing from left to right: boxes in columns, lines between them with their labels, nothing on top of another.

The steps are those of Sugiyama: break the cycles, give each box a column, let long lines pass the columns between as
points of their own, order each column so that few lines cross, and move what stands in it near to what it is tied to.
Each label is such a point too, in a column between two of boxes, so that it can hide nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from msptool.reports.labels import spread

_SWEEPS = 12
_GAP = 14.0  # between two things of a column
_PAD = 40.0  # beside a column of labels
_PORTS = 0.72  # the share of a side that lines start and end on


@dataclass(frozen=True, slots=True)
class Box:
    """Something to be placed, by its size."""

    id: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow between two boxes, with the size of its label."""

    source: str
    target: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line as it is drawn: an SVG path, and the middle of its label."""

    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """The size of it all, the middle of every box by its id, and the lines in the order in which they were given."""

    width: float
    height: float
    boxes: Mapping[str, tuple[float, float]]
    lines: tuple[Drawn, ...]


@dataclass(eq=False, slots=True)
class _Node:
    """A box, a label, or a point where a line passes a column."""

    width: float = 0.0
    height: float = 0.0
    left: list[_Node] = field(default_factory=list)
    right: list[_Node] = field(default_factory=list)
    x: float = 0.0
    y: float = 0.0
    weight: float = 1.0
    column: float = 0.0  # the width of the widest thing of its column


def layered(boxes: Sequence[Box], lines: Sequence[Line], last: Collection[str] = ()) -> Drawing:
    """The drawing; boxes of `last` stand in the last column. Lines from a box to itself are not allowed."""
    columns = _columns(boxes, lines, last)
    nodes = {box.id: _Node(box.width, box.height) for box in boxes}
    layers: list[list[_Node]] = [[] for _ in range(2 * max(columns.values(), default=0) + 1)]
    for box in boxes:
        layers[2 * columns[box.id]].append(nodes[box.id])
    chains = [_chain(line, columns, nodes, layers) for line in lines]
    _order(layers)
    width = _across(layers)
    height = _down(layers)
    drawn = [_drawn(line, columns, chain) for line, chain in zip(lines, chains, strict=True)]
    return Drawing(width, height, {name: (node.x, node.y) for name, node in nodes.items()}, tuple(drawn))


def _columns(boxes: Sequence[Box], lines: Sequence[Line], last: Collection[str]) -> dict[str, int]:
    """The column of every box: as far left as what comes before it allows, what nothing comes before near to what follows."""
    rank = {name: place for place, name in enumerate(_sequence(boxes, lines))}
    ahead = {tuple(sorted((line.source, line.target), key=rank.__getitem__)) for line in lines}
    before: dict[str, list[str]] = {box.id: [] for box in boxes}
    after: dict[str, list[str]] = {box.id: [] for box in boxes}
    for one, two in sorted(ahead, key=lambda pair: (rank[pair[0]], rank[pair[1]])):
        before[two].append(one)
        after[one].append(two)
    found: dict[str, int] = {}
    for name in sorted(rank, key=rank.__getitem__):
        found[name] = max((found[each] + 1 for each in before[name]), default=0)
    for name in sorted(rank, key=rank.__getitem__, reverse=True):
        if not before[name] and after[name]:
            found[name] = min(found[each] for each in after[name]) - 1
    ending = {name for name in last if not after[name]}
    end = max((column for name, column in found.items() if name not in ending), default=-1) + 1
    return {name: end if name in ending else column for name, column in found.items()}


def _sequence(boxes: Sequence[Box], lines: Sequence[Line]) -> list[str]:
    """The boxes in an order in which few lines go back (the heuristic of Eades, Lin and Smyth)."""
    left, right = list[str](), list[str]()
    rest = [box.id for box in boxes]
    while rest:
        inside = [(line.source, line.target) for line in lines if line.source in rest and line.target in rest]
        sinks = [name for name in rest if not any(one == name for one, _ in inside)]
        sources = [name for name in rest if not any(two == name for _, two in inside)]
        if sinks:
            right, taken = [*sinks, *right], sinks
        elif sources:
            left, taken = [*left, *sources], sources
        else:
            best = max(rest, key=lambda name: sum((one == name) - (two == name) for one, two in inside))
            left, taken = [*left, best], [best]
        rest = [name for name in rest if name not in taken]
    return [*left, *right]


def _chain(
    line: Line, columns: Mapping[str, int], nodes: Mapping[str, _Node], layers: list[list[_Node]]
) -> list[_Node]:  # fmt: skip
    """The nodes that a line goes through, from left to right; its label is in the first gap after the source."""
    ends = sorted((line.source, line.target), key=columns.__getitem__)
    first, final = (2 * columns[name] for name in ends)
    labelled = first + 1 if ends[0] == line.source else final - 1
    chain = [nodes[ends[0]]]
    for place in range(first + 1, final):
        wide = place == labelled
        node = _Node(line.width, line.height, weight=1.0) if wide else _Node(height=2.0, weight=3.0)
        layers[place].append(node)
        chain.append(node)
    chain.append(nodes[ends[1]])
    for one, two in pairwise(chain):
        one.right.append(two)
        two.left.append(one)
    return chain


def _order(layers: list[list[_Node]]) -> None:
    """Sort each column by the mean place of what its things are tied to, and keep the order with the fewest crossings."""
    best, least = [list(layer) for layer in layers], _crossings(layers)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        for place in range(1, len(layers)) if forward else range(len(layers) - 2, -1, -1):
            beside = layers[place - 1 if forward else place + 1]
            at = {id(node): float(index) for index, node in enumerate(beside)}
            layers[place] = _by_means(layers[place], at, forward)
        found = _crossings(layers)
        if found < least:
            best, least = [list(layer) for layer in layers], found
    layers[:] = best


def _by_means(layer: list[_Node], at: Mapping[int, float], forward: bool) -> list[_Node]:
    def mean(place: int) -> float:
        tied = [at[id(each)] for each in (layer[place].left if forward else layer[place].right)]
        return sum(tied) / len(tied) if tied else float(place)

    return [layer[place] for place in sorted(range(len(layer)), key=lambda place: (mean(place), place))]


def _crossings(layers: Sequence[Sequence[_Node]]) -> int:
    total = 0
    for one, two in pairwise(layers):
        at = {id(node): place for place, node in enumerate(two)}
        ends = [(place, at[id(right)]) for place, node in enumerate(one) for right in node.right]
        total += sum(a < c and b > d for a, b in ends for c, d in ends)
    return total


def _across(layers: Sequence[Sequence[_Node]]) -> float:
    x = 0.0
    for place, layer in enumerate(layers):
        inner = max((node.width for node in layer), default=0.0)
        width = inner + 2 * _PAD * (place % 2)
        for node in layer:
            node.x, node.column = x + width / 2, inner
        x += width
    return x


def _down(layers: Sequence[list[_Node]]) -> float:
    for layer in layers:
        _set(layer, [0.0] * len(layer))
    for sweep in range(2 * _SWEEPS):
        forward = sweep % 2 == 0
        for layer in layers if forward else reversed(layers):
            # Both sides count, so that a box stands in the middle of all that it is tied to.
            _set(layer, [_wanted(node) for node in layer])
    tops = [node.y - node.height / 2 for layer in layers for node in layer]
    bottoms = [node.y + node.height / 2 for layer in layers for node in layer]
    top = min(tops, default=0.0)
    for layer in layers:
        for node in layer:
            node.y -= top
    return max(bottoms, default=0.0) - top


def _wanted(node: _Node) -> float:
    tied = [(each.y, each.weight) for each in (*node.left, *node.right)]
    return sum(y * weight for y, weight in tied) / sum(weight for _, weight in tied) if tied else node.y


def _set(layer: Sequence[_Node], wanted: Sequence[float]) -> None:
    if layer:
        for node, y in zip(layer, spread(wanted, [node.height for node in layer], _GAP), strict=True):
            node.y = y


def _drawn(line: Line, columns: Mapping[str, int], chain: Sequence[_Node]) -> Drawn:
    forward = columns[line.source] < columns[line.target]
    points = list(_points(chain))
    path = _path(points if forward else points[::-1])
    label = chain[1] if forward else chain[-2]
    return Drawn(path, label.x, label.y)


def _points(chain: Sequence[_Node]) -> Iterator[tuple[float, float]]:
    """Straight through each column, so that a line meets nothing that stands there, and in curves between them."""
    first, final = chain[0], chain[-1]
    y = _port(first, first.right, chain[1])
    yield first.x + first.width / 2, y
    yield first.x + first.column / 2, y
    for node in chain[1:-1]:
        yield node.x - node.column / 2, node.y
        yield node.x + node.column / 2, node.y
    y = _port(final, final.left, chain[-2])
    yield final.x - final.column / 2, y
    yield final.x - final.width / 2, y


def _port(node: _Node, side: Sequence[_Node], other: _Node) -> float:
    """Where on its side a line meets a box: in the order of what is at the other ends."""
    order = sorted(side, key=lambda each: each.y)
    place = next(index for index, each in enumerate(order) if each is other)
    return node.y + node.height * _PORTS * ((place + 0.5) / len(order) - 0.5)


def _path(points: Sequence[tuple[float, float]]) -> str:
    x, y = points[0]
    parts = [f"M{x:.1f},{y:.1f}"]
    for (x1, y1), (x2, y2) in pairwise(points):
        if x1 == x2:
            continue
        middle = (x1 + x2) / 2
        level = abs(y1 - y2) < 0.05
        parts.append(f"H{x2:.1f}" if level else f"C{middle:.1f},{y1:.1f} {middle:.1f},{y2:.1f} {x2:.1f},{y2:.1f}")
    return " ".join(parts)
