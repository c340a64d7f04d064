"""One figure of one period: a small value with everything that must stand beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from msptool.kpis.kpi import Kpi
from msptool.kpis.model import Issue, Record
from msptool.kpis.periods import Period


@dataclass(frozen=True, slots=True)
class Reading:
    """A KPI's figure; `client` is None for the practice. `numerator` is None where there is no data, which is never 0.

    `cases` says of how many cases a median is, `recorded` when a person or an import wrote it down; `clients` of how
    many clients the practice's figure is made.
    """

    kpi: Kpi
    client: str | None
    period: Period
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    source: str = ""
    recorded: date | None = None
    cases: int | None = None
    clients: int | None = None
    issues: tuple[Issue, ...] = ()

    @property
    def value(self) -> Decimal | None:
        """The figure: numerator / denominator, or the numerator where the KPI has no denominator."""
        if self.numerator is None or not self.kpi.denominator:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None


def of_record(kpi: Kpi, client: str | None, period: Period, record: Record | None) -> Reading:
    """The reading that a record holds; no data for None."""
    if record is None:
        return Reading(kpi, client, period)
    return Reading(
        kpi, client, period, record.numerator, record.denominator, record.source, record.recorded, record.cases,
        issues=record.issues,
    )  # fmt: skip


def together(kpi: Kpi, period: Period, readings: Iterable[Reading]) -> Reading:
    """The practice's figure: the clients' numerators and denominators added up. Clients without data are in neither."""
    known = [each for each in readings if each.value is not None]
    if not known or not kpi.adds:
        return Reading(kpi, None, period)
    sources = list(dict.fromkeys(each.source for each in known))
    return Reading(
        kpi, None, period, sum((each.numerator or Decimal(0) for each in known), Decimal(0)),
        sum((each.denominator or Decimal(0) for each in known), Decimal(0)) if kpi.denominator else None,
        sources[0] if len(sources) == 1 else f"{len(known)} clients", None, None, len(known),
    )  # fmt: skip
