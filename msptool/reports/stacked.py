"""Geometry of stacked columns: amounts of money by quarter, in a few series one upon the other.

Numbers for the macros in `templates/_figures.html.j2`; units are those of the viewBox. A series is told by its pattern,
never by its colour alone, and every column says its total.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from msptool.reports.charts import Tick
from msptool.reports.figures import money
from msptool.reports.labels import text_width

SIZE = 12.5
HEIGHT = 220.0
NARROWEST = 360.0
# The patterns that there are; see the macro `patterns`.
MOST_SERIES = 4
_RIGHT, _TOP, _BOTTOM = 6.0, 26.0, 30.0
_GAP = 0.34  # of a column's room


class Stack(Protocol):
    """One column: what stands below it, and an amount of each series, none of them less than 0."""

    @property
    def label(self) -> str: ...  # noqa: D102
    @property
    def amounts(self) -> Sequence[Decimal]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Segment:
    """The amount of one series in one column; `series` counts from 0."""

    series: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `total` is empty where nothing is in it."""

    at: float
    label: str
    total: str
    total_y: float
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Stacked:
    """The whole drawing. `description` says in words what it shows."""

    width: float
    height: float
    left: float
    right: float
    base: float
    levels: tuple[Tick, ...]
    columns: tuple[Column, ...]
    series: tuple[str, ...]
    description: str


def stacked(stacks: Sequence[Stack], series: Sequence[str], currency: str) -> Stacked | None:
    """The columns in the order given; None where there is no amount at all.

    Raises ValueError for more series than there are patterns, for an amount less than 0, and for a column that has
    not one amount of each series.
    """
    if len(series) > MOST_SERIES:
        raise ValueError(f"stacked() draws at most {MOST_SERIES} series, not {len(series)}")
    for each in stacks:
        if len(each.amounts) != len(series) or any(amount < 0 for amount in each.amounts):
            raise ValueError(
                f"the column {each.label!r} needs one amount of 0 or more for each of {len(series)} series"
            )
    totals = [sum(each.amounts, Decimal(0)) for each in stacks]
    most = max(totals, default=Decimal(0))
    if not most:
        return None
    top = _round_up(most)
    labels = [short_amount(total) for total in totals]
    left = max(text_width(short_amount(top / 2), SIZE), text_width(short_amount(top), SIZE)) + 12
    room = max(text_width(text, SIZE) for text in (*labels, *(each.label for each in stacks))) + 8
    room = max(room, (NARROWEST - left - _RIGHT) / len(stacks))
    width = round(left + room * len(stacks) + _RIGHT, 1)

    def y(amount: Decimal) -> float:
        return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * float(amount / top), 1)

    columns = []
    for number, each in enumerate(stacks):
        start, wide = left + room * (number + _GAP / 2), room * (1 - _GAP)
        below, segments = Decimal(0), []
        for place, amount in enumerate(each.amounts):
            if amount:
                upper, lower = y(below + amount), y(below)
                segments.append(Segment(place, round(start, 1), upper, round(wide, 1), round(lower - upper, 1)))
            below += amount
        label = labels[number] if totals[number] else ""
        columns.append(
            Column(round(start + wide / 2, 1), each.label, label, round(y(below) - 7, 1), tuple(segments))
        )  # fmt: skip
    levels = tuple(Tick(y(share), short_amount(share)) for share in (Decimal(0), top / 2, top))
    return Stacked(
        width, HEIGHT, round(left, 1), round(width - _RIGHT, 1), y(Decimal(0)), levels, tuple(columns), tuple(series),
        _described(stacks, totals, currency),
    )  # fmt: skip


def short_amount(amount: Decimal) -> str:
    """An amount as a chart says it: `950`, `1.2k`, `12k`, `1.5M`; the table beside it has the whole."""
    for least, letter in ((Decimal(999_500), "M"), (Decimal(1000), "k")):
        if amount >= least:
            scaled = amount / (1_000_000 if letter == "M" else 1000)
            return f"{scaled:.1f}".removesuffix(".0") + letter if scaled < 10 else f"{scaled:,.0f}{letter}"
    return f"{amount:.0f}"


def _round_up(most: Decimal) -> Decimal:
    """The next of 1, 2, 4, 5, 6, 8 and 10 times a power of ten, so that its half is a plain number too."""
    power = Decimal(10) ** most.adjusted()
    return next(step * power for step in map(Decimal, (1, 2, 4, 5, 6, 8, 10)) if step * power >= most)


def _described(stacks: Sequence[Stack], totals: Sequence[Decimal], currency: str) -> str:
    most = max(range(len(totals)), key=totals.__getitem__)
    return (
        f"{money(sum(totals, Decimal(0)), currency)} from {stacks[0].label} to {stacks[-1].label}; "
        f"the most, {money(totals[most], currency)}, in {stacks[most].label}."
    )
