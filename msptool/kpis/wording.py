"""Figures in words: a value as people read it, and what moved it."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from msptool.kpis.kpi import Kpi
from msptool.kpis.periods import Month
from msptool.kpis.reading import Reading
from msptool.proposals.pricing import cents
from msptool.workspace.kpi_settings import number_of

NO_DATA = "no data"
_IN_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_HUNDRED = Decimal(100)


def said(kpi: Kpi, value: Decimal | None, currency: str) -> str:
    """`98.3%`, `23`, `12.5 h`, `42 min`, `USD 114.29`, `0.27`; `no data` for None, which is never 0."""
    if value is None:
        return NO_DATA
    match kpi.unit:
        case "share":
            return f"{_percent(value)}%"
        case "hours":
            return f"{plain(value, 1)} h"
        case "minutes":
            return f"{plain(value, 0)} min"
        case "money":
            return _money(value, currency, value)
        case "ratio":
            return plain(value, 2)
    return plain(value, 1)


def counts_said(reading: Reading, currency: str) -> str:
    """What the figure is made of: `118 of 120`, `USD 4,000 / 35`; nothing for a plain count."""
    if reading.numerator is None or reading.denominator is None:
        return f"of {reading.cases}" if reading.cases is not None else ""
    if reading.kpi.unit == "share":
        return f"{plain(reading.numerator, 1)} of {plain(reading.denominator, 1)}"
    return f"{_part(reading.kpi, reading.numerator, currency)} / {plain(reading.denominator, 1)}"


def number_said(text: str) -> Decimal | None:
    """A figure of 0 or more as a person or an export writes it: `118`, `12.5`, `1,234.5`; None for anything else."""
    said = text.strip()
    return number_of(said.replace(",", "") if _IN_THOUSANDS.fullmatch(said) else said)


def plain(value: Decimal, digits: int) -> str:
    """A number with at most so many decimals, and thousands set apart."""
    found = _rounded(value, digits)
    return f"{found:,.0f}" if found == found.to_integral_value() else f"{found:,.{digits}f}"


def moved(before: Reading, now: Reading, currency: str) -> str:
    """What moved a figure since the reading before, by its numerator and its denominator.

    Both readings have a value.
    """
    kpi = now.kpi
    assert before.value is not None
    assert now.value is not None
    since = before.period.name if isinstance(before.period, Month) else before.period.label
    if now.value == before.value and now.numerator == before.numerator:
        return f"the same as in {since}"
    step = step_said(kpi, before.value, now.value, currency)
    head = f"{step} since {since}" if step else f"the same as in {since}"
    if now.denominator is None or before.denominator is None:
        return f"{head}: {said(kpi, before.value, currency)} then"
    parts = [
        _count(kpi.numerator, before.numerator, now.numerator, currency if kpi.unit == "money" else ""),
        _count(kpi.denominator, before.denominator, now.denominator, ""),
    ]
    return f"{head}: {', '.join(parts)}"


def step_said(kpi: Kpi, before: Decimal, now: Decimal, currency: str) -> str:
    """`up 3.3 points`, `down USD 2.10`; nothing where the two read the same."""
    word = "up" if now > before else "down"
    if kpi.unit == "share":
        points = _percent(now) - _percent(before)
        if points == 0:
            return ""
        return f"{word} {plain(abs(points), 1)} {'point' if abs(points) == 1 else 'points'}"
    step, nothing = (
        _money(each, currency, now) if kpi.unit == "money" else said(kpi, each, currency)
        for each in (abs(now - before), Decimal(0))
    )
    return "" if step == nothing else f"{word} {step}"


def _money(value: Decimal, currency: str, beside: Decimal) -> str:
    """An amount, with cents where the figure that it stands beside is small enough to have them."""
    return f"{currency} {cents(value):,.2f}" if abs(beside) < 10_000 else f"{currency} {_rounded(value, 0):,.0f}"


def _count(what: str, before: Decimal | None, now: Decimal | None, currency: str) -> str:
    assert before is not None
    assert now is not None
    unit = f"{currency} " if currency else ""
    if before == now:
        return f"{what} unchanged at {unit}{plain(now, 1)}"
    return f"{what} {unit}{plain(before, 1)} to {unit}{plain(now, 1)}"


def _part(kpi: Kpi, value: Decimal, currency: str) -> str:
    return said(kpi, value, currency) if kpi.unit == "money" else plain(value, 1)


def _percent(share: Decimal) -> Decimal:
    """In percent with one decimal; only all is 100, and only nothing is 0."""
    found = _rounded(share * _HUNDRED, 1)
    if 0 < share < 1:
        found = min(max(found, Decimal("0.1")), Decimal("99.9"))
    return found.normalize() if found != found.to_integral_value() else found.quantize(Decimal(1))


def _rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
