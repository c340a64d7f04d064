"""The heat map: every client by every category, each cell a figure with one of five levels.

A level is a letter, a shade and a frame, so that the map is read without colour and after a copy in black and white.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from msptool.alignment.scores import Tally, added
from msptool.reports.context import State
from msptool.reports.figures import moved, whole_percent
from msptool.reports.standings import Standing, Standings

Level = Literal["a", "b", "c", "d", "e"]
# From so many whole percent on.
LEVELS: tuple[tuple[Level, int], ...] = (("a", 95), ("b", 85), ("c", 70), ("d", 50), ("e", 0))
# What still fits a sheet of paper on its side.
COLUMNS = 26


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One category of one client. `score` is 0..1, None where there is nothing to score.

    `thin` says that fewer than half of its standards are checked, so that the score may mislead.
    """

    score: float | None
    state: State
    thin: bool

    @property
    def level(self) -> Level | None:
        """The letter of the score."""
        return level(self.score)


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """One category; `cell` is that of all clients together."""

    name: str
    cell: HeatCell


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One client: its score and coverage (0..1), how many points the score moved in a quarter, and a cell a column."""

    client: str
    client_id: str
    score: float | None
    change: int | None
    coverage: float | None
    cells: tuple[HeatCell, ...]

    @property
    def level(self) -> Level | None:
        """The letter of its score."""
        return level(self.score)


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The least aligned client first; those without a score last."""

    columns: tuple[HeatColumn, ...]
    rows: tuple[HeatRow, ...]

    @property
    def parts(self) -> tuple[tuple[int, int], ...]:
        """The map in tables of at most `COLUMNS` columns, of nearly the same width: from which to which of them."""
        count = -(-len(self.columns) // COLUMNS)
        return tuple(pairwise(len(self.columns) * number // count for number in range(count + 1))) if count else ()


def level(score: float | None) -> Level | None:
    """The level of a score of 0..1, by its whole percent as the page shows it; None for no data."""
    return None if score is None else next(name for name, least in LEVELS if whole_percent(score) >= least)


def heat_map(found: Standings) -> HeatMap:
    """The map of all clients, with every category in which something applies to anyone."""
    library = found.view.library
    every: dict[str, list[Tally]] = {}
    for each in found.clients:
        for name, tallied in each.record.categories.items():
            every.setdefault(name, []).append(tallied)
    # As the library orders them, also those without a file of their own.
    order = {each.category: library.category(each).name for each in library.active if each.category in every}
    columns = tuple(HeatColumn(name, cell(added(every[category]))) for category, name in order.items())
    rows = [_row(each, list(order)) for each in found.clients]
    return HeatMap(columns, tuple(sorted(rows, key=lambda row: (row.score is None, row.score or 0.0, row.client))))


def cell(found: Tally | None) -> HeatCell:
    """The cell of a tally; None where nothing of the category applies."""
    if found is None:
        return HeatCell(None, "not-applicable", False)
    thin = found.answered * 2 < found.applicable
    if found.score is not None:
        return HeatCell(found.score, "scored", thin)
    return HeatCell(None, "unchecked" if found.answered < found.applicable else "not-applicable", thin)


def _row(each: Standing, categories: Sequence[str]) -> HeatRow:
    now, before = each.now, each.before
    return HeatRow(
        each.client.name, each.client.id, now.score, moved(before.score if before else None, now.score), now.coverage,
        tuple(cell(each.record.categories.get(name)) for name in categories),
    )  # fmt: skip
