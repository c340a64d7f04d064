"""Geometry of the small trend pictures beside a figure: a line with a dot at its end, without an axis.

Numbers for the macros in `templates/_sparks.html.j2`; units are those of the viewBox. The figures stand in the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 96.0, 24.0
_EDGE = 4.0


@dataclass(frozen=True, slots=True)
class Spark:
    """The lines as point lists, one for each stretch without a gap; lone values and the last one as dots."""

    width: float
    height: float
    lines: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    last: tuple[float, float] | None


def spark(values: Sequence[float | None]) -> Spark | None:
    """The picture of values in order, None for no data; None where fewer than two are known."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    low, span = min(known), max(known) - min(known)
    step = (WIDTH - 2 * _EDGE) / (len(values) - 1)

    def point(place: int, value: float) -> tuple[float, float]:
        share = (value - low) / span if span else 0.5
        return round(_EDGE + step * place, 1), round(HEIGHT - _EDGE - (HEIGHT - 2 * _EDGE) * share, 1)

    stretches: list[list[tuple[float, float]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            stretches.append([])
        else:
            stretches[-1].append(point(place, value))
    lines = tuple(" ".join(f"{x},{y}" for x, y in each) for each in stretches if len(each) > 1)
    lone = tuple(each[0] for each in stretches if len(each) == 1)
    return Spark(WIDTH, HEIGHT, lines, lone, stretches[-1][-1] if stretches[-1] else None)
