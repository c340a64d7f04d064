"""A timeline: bars over a grid of quarters, laid out as the cells of a table.

A table is its own text alternative, breaks between two pages where a picture cannot, and takes names of any length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, Protocol

Look = Literal["open", "firm", "done", "later"]
# How the bar of a state looks, by the words of the files and those that a client reads: an outline, solid, solid with a tick, or hatched.
LOOKS: dict[str, Look] = {
    "proposed": "open",
    "to be decided": "open",
    "approved": "firm",
    "done": "done",
    "verified": "done",
    "deferred": "later",
    "put off": "later",
}


class Planned(Protocol):
    """Something that lasts from one quarter to another: their names as in the grid, None where nothing is planned.

    `state` is one of `LOOKS` or any other word, which is drawn as an outline; `label` stands in the bar, such as a cost.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def first(self) -> str | None: ...  # noqa: D102
    @property
    def last(self) -> str | None: ...  # noqa: D102
    @property
    def state(self) -> str: ...  # noqa: D102
    @property
    def label(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Row:
    """One bar: `before` empty quarters, `span` quarters of the bar (0 without a place in the grid), `after` empty ones.

    `earlier` and `goes_on` say that it reaches out of the grid; `when` says the quarters in words.
    """

    name: str
    before: int
    span: int
    after: int
    look: Look
    state: str
    label: str
    when: str
    earlier: bool
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """The grid: years with the number of their quarters, the quarters, and the rows; `looks` are those that occur."""

    years: tuple[tuple[str, int], ...]
    quarters: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def states(self) -> tuple[tuple[str, Look], ...]:
        """The states that occur, each with its look: the legend."""
        return tuple(dict.fromkeys((row.state, row.look) for row in self.rows if row.span))


def timeline(quarters: Sequence[str], planned: Sequence[Planned]) -> Timeline:
    """The bars in the order given over `quarters` (`2027-Q1` and so on, without a gap).

    A bar that begins before the grid or ends after it is cut; one that lies outside altogether has no bar, and `when`
    says where it is. Raises ValueError for a bar that ends before it begins.
    """
    years = tuple(
        (year, len(list(group))) for year, group in groupby(quarter.partition("-")[0] for quarter in quarters)
    )
    names = tuple(quarter.partition("-")[2] or quarter for quarter in quarters)
    return Timeline(years, names, tuple(_row(quarters, each) for each in planned))


def _row(quarters: Sequence[str], each: Planned) -> Row:
    look = LOOKS.get(each.state, "open")
    first, last = each.first, each.last or each.first
    if first is None or last is None:
        return Row(each.name, 0, 0, len(quarters), look, each.state, each.label, "not planned yet", False, False)
    # The names of quarters sort as the quarters do.
    if last < first:
        raise ValueError(f"{each.name!r} ends in {last}, before it begins in {first}")
    inside = [place for place, quarter in enumerate(quarters) if first <= quarter <= last]
    when = first if first == last else f"{first} to {last}"
    if not inside:
        return Row(each.name, 0, 0, len(quarters), look, each.state, each.label, when, False, False)
    return Row(
        each.name, inside[0], len(inside), len(quarters) - inside[-1] - 1, look, each.state, each.label, when,
        first < quarters[0], last > quarters[-1],
    )  # fmt: skip
