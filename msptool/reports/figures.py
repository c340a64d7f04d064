"""Numbers, days and money as a report says them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

NO_DATA = "no data"

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def whole_percent(share: float) -> int:
    """A share of 0..1 in whole percent. Only all is 100, and only nothing is 0."""
    whole = int(share * 100 + 0.5)
    return min(max(whole, 1), 99) if 0 < share < 1 else whole


def moved(before: float | None, now: float | None) -> int | None:
    """By how many points of percent a share moved: of the rounded ones, so that the sum that a reader does comes out."""
    return None if before is None or now is None else whole_percent(now) - whole_percent(before)


def percent(share: float | None) -> str:
    """A share in whole percent; `no data` for None, which is never 0."""
    return NO_DATA if share is None else f"{whole_percent(share)}%"


def long_date(day: date | None, weekday: bool = False) -> str:
    """`November 16, 2026`, on request with its weekday, whatever the language of the machine."""
    if day is None:
        return NO_DATA
    said = f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
    return f"{_WEEKDAYS[day.weekday()]}, {said}" if weekday else said


def short_date(day: date | None) -> str:
    """`Nov 16, 2026`, for tables and charts."""
    return NO_DATA if day is None else f"{_MONTHS[day.month - 1][:3]} {day.day}, {day.year}"


def month(day: date) -> str:
    """`Nov 2026`, for the axis of a chart."""
    return f"{_MONTHS[day.month - 1][:3]} {day.year}"


def date_list(days: Sequence[date]) -> str:
    """Several days in one phrase: `November 16 and 17, 2026`, `December 9, 2025; January 20 and March 3, 2026`."""
    years: dict[int, list[str]] = {}
    before = None
    for day in days:
        same_month = before is not None and (before.year, before.month) == (day.year, day.month)
        said = f"{day.day}" if same_month else f"{_MONTHS[day.month - 1]} {day.day}"
        years.setdefault(day.year, []).append(said)
        before = day
    return "; ".join(f"{joined(said)}, {year}" for year, said in years.items())


def joined(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def money(amount: Decimal | None, currency: str) -> str:
    """`USD 4,000.00`; `no data` for None."""
    return NO_DATA if amount is None else f"{currency} {amount:,.2f}"


def number(value: float) -> str:
    """`1,004`: a count or an amount without fractions."""
    return f"{value:,.0f}"


def amount(value: Decimal | None) -> str:
    """`4,000.00` for a table that names the currency once; `no data` for None."""
    return NO_DATA if value is None else f"{value:,.2f}"


def hours(value: float | None) -> str:
    """`1 hour`, `1.5 hours`; `no data` for None."""
    return NO_DATA if value is None else f"{value:g} hour{'s' * (value != 1)}"
