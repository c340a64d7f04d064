"""How far across the nodes of every row stand: near what they are joined to, in order, clear of each other, and straight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msptool.runbooks.flow.layers import Rows

GAP = 22.0
_ROUNDS = 60


def across(found: Rows, widths: Sequence[float]) -> list[float]:
    """The middle of every node."""
    middle = _spread(found, widths)
    near = _near(found, len(widths))
    for turn in range(_ROUNDS):
        for row in found.rows if turn % 2 == 0 else reversed(found.rows):
            wanted = [_mean(near[node], middle, middle[node]) for node in row]
            weights = [sum(pull for _, pull in near[node]) or 1.0 for node in row]
            for node, place in zip(row, apart(wanted, weights, [widths[node] for node in row]), strict=True):
                middle[node] = place
    for chain in found.chains:
        for part, place in list(_straight(found, chain, middle, widths)):
            for node in part:
                middle[node] = place
    return middle


def apart(wanted: Sequence[float], weights: Sequence[float], widths: Sequence[float]) -> list[float]:
    """The places nearest to `wanted` (by weighted squares) at which the nodes keep their order and their distance."""
    offsets = [0.0]
    for before, after in pairwise(widths):
        offsets.append(offsets[-1] + (before + after) / 2 + GAP)
    blocks: list[tuple[float, float, int]] = []
    for place, weight, offset in zip(wanted, weights, offsets, strict=True):
        mean, total, size = place - offset, weight, 1
        while blocks and blocks[-1][0] > mean:
            other, more, count = blocks.pop()
            mean = (mean * total + other * more) / (total + more)
            total, size = total + more, size + count
        blocks.append((mean, total, size))
    flat = [mean for mean, _, size in blocks for _ in range(size)]
    return [mean + offset for mean, offset in zip(flat, offsets, strict=True)]


def _spread(found: Rows, widths: Sequence[float]) -> list[float]:
    middle = [0.0] * len(widths)
    for row in found.rows:
        edge = -sum(widths[node] + GAP for node in row) / 2
        for node in row:
            middle[node] = edge + widths[node] / 2
            edge += widths[node] + GAP
    return middle


def _near(found: Rows, count: int) -> list[list[tuple[int, float]]]:
    """Each node's neighbours with how much they pull: an arrow that passes several rows is to be straight before all."""
    passing = {node for chain in found.chains for node in chain}
    near: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for source, target in found.links:
        pull = 1.0 + 3.0 * ((source in passing) + (target in passing))
        near[source].append((target, pull))
        near[target].append((source, pull))
    return near


def _mean(near: Sequence[tuple[int, float]], middle: Sequence[float], otherwise: float) -> float:
    total = sum(pull for _, pull in near)
    return sum(middle[other] * pull for other, pull in near) / total if total else otherwise


def _straight(
    found: Rows, chain: Sequence[int], middle: Sequence[float], widths: Sequence[float]
) -> Iterator[tuple[list[int], float]]:
    """The longest parts of an arrow, from its start on, that can stand at one place, each with that place."""
    spots = {node: (row, number) for row in found.rows for number, node in enumerate(row) if node in chain}
    part: list[int] = []
    low, high = float("-inf"), float("inf")
    for node in chain:
        row, number = spots[node]
        left = middle[row[number - 1]] + (widths[row[number - 1]] + widths[node]) / 2 + GAP if number else float("-inf")
        last = number == len(row) - 1
        right = float("inf") if last else middle[row[number + 1]] - (widths[row[number + 1]] + widths[node]) / 2 - GAP
        if max(low, left) > min(high, right) and part:
            yield part, _within(part, middle, low, high)
            part, low, high = [], float("-inf"), float("inf")
        part.append(node)
        low, high = max(low, left), min(high, right)
    if part:
        yield part, _within(part, middle, low, high)


def _within(part: Sequence[int], middle: Sequence[float], low: float, high: float) -> float:
    mean = sum(middle[node] for node in part) / len(part)
    return max(min(mean, high), low) if low <= high else mean
