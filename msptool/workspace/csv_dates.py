"""Dates of an export: for each column it is decided once, by all its values, whether the day or the month comes first."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Literal

Order = Literal["dmy", "mdy"]
_TIME = r"(?:[T ,]+(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?\s*(?P<half>[AaPp])?\.?(?:[Mm]\.?)?)?"
_ZONE = r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?"
_NUMBERS = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})" + _TIME + _ZONE, re.ASCII)
_WORDS = re.compile(
    r"(?:[A-Za-z]{3,9},? )?"
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?P<month>[A-Za-z]{3,9})"
    r"|(?P<month2>[A-Za-z]{3,9})[ -](?P<day2>\d{1,2})(?:st|nd|rd|th)?),?[ -](?P<year>\d{2,4})"
    + _TIME + _ZONE, re.ASCII,
)  # fmt: skip
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_SAID = {"dmy": "day/month/year", "mdy": "month/day/year"}
_NO_DATE = frozenset({"", "-", "--", "n/a", "na", "null", "none", "never"})
_MOST_REMEMBERED = 20_000


@dataclass
class DateColumn:
    """What the values of one column say about their order, and then how each is read.

    `order` is the column's own where it tells, else the one of another column of the file, else the profile's; `certain`
    says that the column itself tells. Times without a zone are as the export's user saw them.
    """

    name: str
    order: Order = "mdy"
    certain: bool = False
    values: int = 0
    day_first: int = 0
    month_first: int = 0
    by_name: int = 0
    year_first: int = 0
    example: str = ""
    _days: dict[str, tuple[int, int, int] | None] = field(default_factory=dict, repr=False)

    def look_at(self, text: str) -> None:
        """Take one value into account."""
        found = _NUMBERS.match(text)
        if found is None:
            if _WORDS.match(text):
                self.values, self.by_name, self.example = self.values + 1, self.by_name + 1, self.example or text
            return
        first, second = int(found[1]), int(found[3])
        if len(found[1]) < 4 and first > 12 < second:
            return
        self.values, self.example = self.values + 1, self.example or text
        if len(found[1]) == 4:
            self.year_first += 1
        elif first > 12 >= second:
            self.day_first += 1
        elif second > 12 >= first:
            self.month_first += 1

    def decide(self, otherwise: Order) -> None:
        """Settle the order: what most of the telling values say, else `otherwise`."""
        if self.day_first or self.month_first:
            self.order, self.certain = ("dmy" if self.day_first > self.month_first else "mdy"), True
        else:
            self.order = otherwise
            self.certain = self.values == self.by_name + self.year_first

    @property
    def said(self) -> str:
        """How the column is read, for a person."""
        if self.values and self.values == self.year_first:
            return "year-month-day"
        if self.values and self.values == self.by_name:
            return "month by name"
        mixed = min(self.day_first, self.month_first)
        more = f", against {mixed:,} values that can only be the other" if mixed else ""
        return (
            _SAID[self.order] + ("" if self.certain else " (the column itself does not tell: --dates says it)") + more
        )

    def moment(self, text: str, zone: tzinfo) -> datetime | None:
        """The moment that a value names, on the clock of `zone` where it says its own; None for no date.

        Raises ValueError for what is none.
        """
        plain = text.strip()
        if plain.lower() in _NO_DATE or plain.startswith(("0001-01-01", "1900-01-01")):
            return None
        found = _NUMBERS.fullmatch(plain)
        if found is not None:
            day = self._day(plain[: found.end(4)], found)
        else:
            found = _WORDS.fullmatch(plain)
            day = _named_day(found) if found else None
        if found is None or day is None:
            raise ValueError(f"{plain[:40]!r} is no date")
        hour = _hour(found)
        moment = datetime(*day, hour, int(found["minute"] or 0), int(found["second"] or 0))
        return _on_clock(moment, found["zone"], zone) if found["zone"] else moment

    def _day(self, text: str, found: re.Match[str]) -> tuple[int, int, int] | None:
        if text not in self._days:
            if len(self._days) > _MOST_REMEMBERED:
                self._days.clear()
            self._days[text] = self._parsed(found)
        return self._days[text]

    def _parsed(self, found: re.Match[str]) -> tuple[int, int, int] | None:
        first, second, last = int(found[1]), int(found[3]), int(found[4])
        if len(found[1]) == 4:
            year, month, day = first, second, last
        elif self.order == "dmy":
            day, month, year = first, second, last
        else:
            month, day, year = first, second, last
        year += 2000 if year < 100 else 0
        try:
            datetime(year, month, day)
        except ValueError:
            return None
        return year, month, day


def _named_day(found: re.Match[str]) -> tuple[int, int, int] | None:
    month = _MONTHS.get((found["month"] or found["month2"])[:3].lower())
    year = int(found["year"])
    if month is None:
        return None
    return year + (2000 if year < 100 else 0), month, int(found["day"] or found["day2"])


def _hour(found: re.Match[str]) -> int:
    hour, half = int(found["hour"] or 0), (found["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError(f"{found[0][:40]!r} has no such hour")
    return hour % 12 + 12 * (half == "p") if half else hour


def _on_clock(moment: datetime, said: str, zone: tzinfo) -> datetime:
    if said[0] in "+-":
        minutes = int(said[1:3]) * 60 + int(said[-2:])
        offset = timezone(timedelta(minutes=minutes if said[0] == "+" else -minutes))
    else:
        offset = UTC
    return moment.replace(tzinfo=offset).astimezone(zone).replace(tzinfo=None)


def decide_together(columns: list[DateColumn], otherwise: Order) -> None:
    """Settle the order of every column: one that does not tell follows one that does, else `otherwise`."""
    telling = [each for each in columns if each.day_first or each.month_first]
    for each in telling:
        each.decide(otherwise)
    for each in columns:
        if each not in telling:
            each.decide(telling[0].order if telling else otherwise)
