"""Which row a box stands in, and in which order the boxes of a row stand: as few crossings as a few sweeps find.

Sugiyama's method: turn arrows round that would lead up, put each box one row below the lowest box that leads to it, let
long arrows pass through a point in every row, then sort each row by the mean place of its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_SWEEPS = 24


@dataclass(frozen=True)
class Rows:
    """Nodes by row. `links` join nodes of rows that follow each other; `turned` are the lines that were turned round.

    Nodes 0 to `count` - 1 are the boxes; each line then has a chain of nodes, one in every row that it passes.
    """

    rows: tuple[tuple[int, ...], ...]
    links: tuple[tuple[int, int], ...]
    chains: tuple[tuple[int, ...], ...]
    turned: frozenset[int]


def rows(count: int, lines: Sequence[tuple[int, int]]) -> Rows:
    """Rows for `count` boxes joined by `lines`. Boxes stand in every second row, so that each line passes a row between."""
    turned = _leading_up(count, lines)
    down = [(b, a) if number in turned else (a, b) for number, (a, b) in enumerate(lines)]
    row = [2 * depth for depth in _depths(count, down)]
    links: list[tuple[int, int]] = []
    chains: list[tuple[int, ...]] = []
    node = count
    for source, target in down:
        passed = [*range(row[source] + 1, row[target])]
        chain = tuple(range(node, node + len(passed)))
        node += len(chain)
        row += passed
        chains.append(chain)
        way = (source, *chain, target)
        links += [(way[step], way[step + 1]) for step in range(len(way) - 1)]
    by_row = [[each for each in range(node) if row[each] == number] for number in range(max(row) + 1)]
    return Rows(tuple(_ordered(by_row, links)), tuple(links), tuple(chains), frozenset(turned))


def _leading_up(count: int, lines: Sequence[tuple[int, int]]) -> set[int]:
    """The lines that close a loop, as a search from each box in turn finds them; a line from a box to itself too."""
    found: set[int] = set()
    state = [0] * count
    out: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for number, (source, target) in enumerate(lines):
        out[source].append((number, target))
    for start in range(count):
        waiting = [(start, 0)] if not state[start] else []
        while waiting:
            box, next_line = waiting.pop()
            state[box] = 1
            if next_line < len(out[box]):
                waiting.append((box, next_line + 1))
                number, target = out[box][next_line]
                if state[target] == 1:
                    found.add(number)
                elif not state[target]:
                    waiting.append((target, 0))
            else:
                state[box] = 2
    return found


def _depths(count: int, lines: Sequence[tuple[int, int]]) -> list[int]:
    depth = [0] * count
    for _ in range(count):
        changed = False
        for source, target in lines:
            if source != target and depth[target] <= depth[source]:
                depth[target] = depth[source] + 1
                changed = True
        if not changed:
            break
    return depth


def _ordered(by_row: list[list[int]], links: Sequence[tuple[int, int]]) -> list[tuple[int, ...]]:
    above: dict[int, list[int]] = {}
    below: dict[int, list[int]] = {}
    for source, target in links:
        below.setdefault(source, []).append(target)
        above.setdefault(target, []).append(source)
    best, fewest = [tuple(row) for row in by_row], _crossings(by_row, below)
    current = [list(row) for row in by_row]
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        order = range(1, len(current)) if down else range(len(current) - 2, -1, -1)
        for number in order:
            other = current[number - 1 if down else number + 1]
            place = {node: spot for spot, node in enumerate(other)}
            near = above if down else below
            means = {
                node: sum(place[each] for each in near[node]) / len(near[node]) if near.get(node) else float(spot)
                for spot, node in enumerate(current[number])
            }
            current[number].sort(key=means.__getitem__)
        _swap_neighbours(current, below)
        crossings = _crossings(current, below)
        if crossings < fewest:
            best, fewest = [tuple(row) for row in current], crossings
    return best


def _swap_neighbours(current: list[list[int]], below: dict[int, list[int]]) -> None:
    for number, row in enumerate(current):
        for spot in range(len(row) - 1):
            before = _crossings(current[max(number - 1, 0) : number + 2], below)
            row[spot], row[spot + 1] = row[spot + 1], row[spot]
            if _crossings(current[max(number - 1, 0) : number + 2], below) >= before:
                row[spot], row[spot + 1] = row[spot + 1], row[spot]


def _crossings(by_row: Sequence[Sequence[int]], below: dict[int, list[int]]) -> int:
    total = 0
    for row, following in pairwise(by_row):
        place = {node: spot for spot, node in enumerate(following)}
        ends = [sorted(place[each] for each in below.get(node, ()) if each in place) for node in row]
        flat: list[int] = []
        for targets in ends:
            total += sum(sum(each > target for each in flat) for target in targets)
            flat += targets
    return total
