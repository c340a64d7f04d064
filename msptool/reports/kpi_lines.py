"""A figure as a line of a report: plain words and numbers, and nothing of the record behind it."""

from __future__ import annotations

from dataclasses import dataclass

from msptool.clients.model import Client
from msptool.kpis.figures import Figures
from msptool.kpis.kpi import Kpi
from msptool.kpis.periods import Month, months_until
from msptool.kpis.standing import Standing, Status, standing, target_said
from msptool.kpis.wording import counts_said, said, step_said
from msptool.reports.kinds import Request

TREND = 12
_RECENT = 3


@dataclass(frozen=True, slots=True)
class KpiLine:
    """A figure with everything that must stand beside it.

    `value`, `target` and `change` are in words; `status` is None where the figure has no target or there is no data.
    `trend` are the values of the months up to this one, oldest first, None for no data. `month` is the month of the
    figure where it is an earlier one than the report's. `better`: the change is one for the better; None for none.
    """

    name: str
    meaning: str
    value: str
    made_of: str
    target: str
    status: str | None
    change: str
    better: bool | None
    source: str
    month: str
    trend: tuple[float | None, ...]


def figures_of(request: Request) -> Figures:
    """The figures of the request's workspace; read once for all reports of one run."""
    memory = request.memory
    if "figures" not in memory:
        memory["figures"] = Figures.of(request.workspace)
    found = memory["figures"]
    assert isinstance(found, Figures)
    return found


def standing_of(figures: Figures, kpi: Kpi, client: Client | None, month: Month, many: int = TREND) -> Standing:
    """Where a figure stands; of what is not measured every month the last one of three months."""
    months = months_until(month, many)
    series = figures.series(kpi, client, months)
    if not kpi.steady:
        last = next(
            (
                place
                for place in range(len(series), max(len(series) - _RECENT, 0), -1)
                if series[place - 1].value is not None
            ),
            len(series),
        )
        series = series[:last]
    return standing(series, figures.facts.settings.practice.currency)


def line(found: Standing, month: Month, currency: str) -> KpiLine:
    """A standing as a line of the report of `month`."""
    kpi, now = found.kpi, found.now
    status: Status = found.status
    return KpiLine(
        kpi.name, kpi.meaning, said(kpi, now.value, currency), counts_said(now, currency) if kpi.unit == "share" else "",
        target_said(kpi, currency), status if status in ("good", "watch", "bad") else None, _change(found, currency),
        {"better": True, "worse": False}.get(found.direction), now.source, now.period.label if now.period != month else "",
        trend(found, month),
    )  # fmt: skip


def trend(found: Standing, month: Month) -> tuple[float | None, ...]:
    """The values of the year that ends with `month`, each at its month, so that trends below each other compare."""
    known = {each.period: each.value for each in found.series}
    values = [known.get(each) for each in months_until(month, TREND)]
    return tuple(None if value is None else float(value) for value in values)


def _change(found: Standing, currency: str) -> str:
    before = found.before
    if before is None or before.value is None or found.now.value is None:
        return ""
    return step_said(found.kpi, before.value, found.now.value, currency) or "unchanged"
