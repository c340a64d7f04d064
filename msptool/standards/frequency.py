"""How long an answer stays current."""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache

from msptool.standards.model import MONTHS, Frequency


@lru_cache(maxsize=4096)
def due_on(answered: date, frequency: Frequency) -> date:
    """The first day on which an answer given on `answered` is overdue: that many months later.

    A day that the month does not have becomes its last day: 31 August plus six months is 28 or 29 February.
    """
    months = answered.year * 12 + answered.month - 1 + MONTHS[frequency]
    year, month = divmod(months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(answered.day, calendar.monthrange(year, month + 1)[1]))
