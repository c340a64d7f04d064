"""KPIs as JSON values. Shares are 0..1, figures are numbers, money is decimal text, missing is null."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from msptool.kpis.kpi import Kpi
from msptool.kpis.reading import Reading
from msptool.kpis.standing import Standing
from msptool.proposals.pricing import cents

_DIGITS = 6


def number(value: Decimal | None) -> int | float | None:
    """A figure as a JSON number, to six decimals."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else round(float(value), _DIGITS)


def value_data(kpi: Kpi, value: Decimal | None) -> int | float | str | None:
    """A value of a KPI: money as text, everything else as a number."""
    if value is None or kpi.unit != "money":
        return number(value)
    return str(cents(value))


def standing_data(found: Standing, currency: str) -> dict[str, Any]:
    """One figure with its target, its status, what moved it and the figures before."""
    kpi, now = found.kpi, found.now
    return {
        **reading_data(now),
        "name": kpi.name,
        "unit": kpi.unit,
        "currency": currency if kpi.unit == "money" else None,
        "target": value_data(kpi, kpi.target),
        "status": found.status,
        "direction": kpi.direction,
        "change": value_data(kpi, found.change),
        "moved": found.why or None,
        "trend": [{"period": each.period.id, "value": value_data(kpi, each.value)} for each in found.series],
    }


def reading_data(now: Reading) -> dict[str, Any]:
    """One figure with what it is made of."""
    kpi = now.kpi
    money = kpi.unit == "money"
    return {
        "kpi": kpi.id,
        "client": now.client,
        "period": now.period.id,
        "value": value_data(kpi, now.value),
        "numerator": value_data(kpi, now.numerator) if money else number(now.numerator),
        "denominator": number(now.denominator),
        "source": now.source or None,
        "recorded": now.recorded,
        "cases": now.cases,
        "clients": now.clients,
        "issues": [each.model_dump(mode="json") for each in now.issues],
    }


def kpi_data(kpi: Kpi) -> dict[str, Any]:
    """A definition."""
    return {
        "id": kpi.id,
        "name": kpi.name,
        "meaning": kpi.meaning,
        "formula": kpi.formula,
        "unit": kpi.unit,
        "numerator": kpi.numerator,
        "denominator": kpi.denominator or None,
        "direction": kpi.direction,
        "target": value_data(kpi, kpi.target),
        "watch": value_data(kpi, kpi.watch),
        "level": kpi.level,
        "period": kpi.every,
        "origin": kpi.origin,
        "source": kpi.source,
        "own": kpi.own,
    }
