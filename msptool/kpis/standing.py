"""Where a figure stands: good, to watch or bad; and what moved it since the period before, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from msptool.kpis.kpi import Kpi
from msptool.kpis.reading import Reading
from msptool.kpis.wording import moved, said

Status = Literal["good", "watch", "bad", "no target", "no data"]
_BEFORE = 3
_A_QUARTER_MORE = Decimal("1.25")


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure with those before it, oldest first (`series` ends with `now`), its status and what moved it."""

    now: Reading
    series: tuple[Reading, ...]
    status: Status
    change: Decimal | None
    why: str

    @property
    def kpi(self) -> Kpi:
        """Its KPI."""
        return self.now.kpi

    @property
    def before(self) -> Reading | None:
        """The last period before that has data."""
        return next((each for each in reversed(self.series[:-1]) if each.value is not None), None)

    @property
    def direction(self) -> Literal["better", "worse", "same", "neither"]:
        """Whether the change is one for the better."""
        if self.change is None or self.kpi.direction == "none":
            return "neither"
        if self.change == 0:
            return "same"
        return "better" if (self.change > 0) == (self.kpi.direction == "up") else "worse"


def standing(series: Sequence[Reading], currency: str) -> Standing:
    """The last reading of a series, which holds at least one, beside those before it."""
    now = series[-1]
    before = next((each for each in reversed(series[:-1]) if each.value is not None), None)
    change = None if before is None or before.value is None or now.value is None else now.value - before.value
    why = moved(before, now, currency) if change is not None and before is not None else ""
    return Standing(now, tuple(series), status_of(now, series[:-1]), change, why)


def status_of(now: Reading, earlier: Sequence[Reading]) -> Status:
    """Good where the target is met, to watch up to the band's end, else bad.

    A figure without a target that should go down (or up) is compared with the mean of up to three earlier ones: good
    where it is no worse, to watch up to a quarter worse, else bad.
    """
    kpi, value = now.kpi, now.value
    if value is None:
        return "no data"
    target, watch = kpi.target, kpi.watch
    if target is None and kpi.against_before:
        known = [each.value for each in earlier if each.value is not None][-_BEFORE:]
        if known:
            target = sum(known, Decimal(0)) / len(known)
            watch = target * _A_QUARTER_MORE if kpi.direction == "down" else target / _A_QUARTER_MORE
    if target is None:
        return "no target"
    if _reaches(kpi, value, target):
        return "good"
    return "watch" if watch is not None and _reaches(kpi, value, watch) else "bad"


def _reaches(kpi: Kpi, value: Decimal, limit: Decimal) -> bool:
    return value >= limit if kpi.direction == "up" else value <= limit


def target_said(kpi: Kpi, currency: str) -> str:
    """`at least 95%`, `at most 0.25`; nothing where there is no target."""
    if kpi.target is None:
        return "no more than before" if kpi.against_before else ""
    if kpi.unit == "share" and kpi.target == 1 and kpi.direction == "up":
        return said(kpi, kpi.target, currency)
    return f"{'at least' if kpi.direction == 'up' else 'at most'} {said(kpi, kpi.target, currency)}"
