"""A time zone as calendar programs read it: a VTIMEZONE with one yearly rule for each change of the clocks.

Outlook reads one STANDARD and one DAYLIGHT, each with a rule such as "the second Sunday of March", and no lists of
dates (MS-OXCICAL 2.1.3.1.1.19). The zones that icalendar makes itself are such lists: there, summer would be an hour off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Observance = TimezoneStandard | TimezoneDaylight
Rule = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Onset:
    """One change of the clocks: what they show just before it, their offsets from UTC, and the new time's name."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str


@lru_cache(maxsize=8)
def time_zone(name: str, first: int, last: int) -> Timezone:
    """The VTIMEZONE of an IANA zone, right on every day of the years `first` to `last`; not to be changed."""
    zone = ZoneInfo(name)
    start = datetime(first - 1, 1, 1)
    changes = list(_onsets(zone, first - 1, last))
    found = Timezone()
    found.add("tzid", name)
    for each in _by_rule(changes, range(first - 1, last + 1)) or _one_by_one(zone, start, changes):
        found.add_component(each)
    return found


def _onsets(zone: ZoneInfo, first: int, last: int) -> Iterator[Onset]:
    moment, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        following = moment + _DAY
        before, after = _offset(moment, zone), _offset(following, zone)
        if before != after:
            change = _change_between(moment, following, zone)
            yield Onset((change + before).replace(tzinfo=None), before, after, change.astimezone(zone).tzname() or "")
        moment = following


def _change_between(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    before = _offset(early, zone)
    while late - early > _SECOND:
        middle = (early + (late - early) / 2).replace(microsecond=0)
        early, late = (middle, late) if _offset(middle, zone) == before else (early, middle)
    return late


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _by_rule(changes: Sequence[Onset], years: range) -> list[Observance]:
    """A DAYLIGHT and a STANDARD with a rule each; nothing where no such two rules hold in all the years."""
    kinds: dict[tuple[timedelta, timedelta, str], list[Onset]] = defaultdict(list)
    for each in changes:
        kinds[each.before, each.after, each.name].append(each)
    found = []
    for same in kinds.values():
        rule = _rule([each.at for each in same], years)
        if rule is None:
            return []
        found.append(_observance(same[0], rule))
    return found if len(found) == 2 else []


def _rule(days: Sequence[datetime], years: range) -> Rule | None:
    if [day.year for day in days] != list(years):
        return None
    if len({(day.month, day.weekday(), day.time()) for day in days}) > 1:
        return None
    weeks = {(day.day - 1) // 7 + 1 for day in days}
    if all((day + 7 * _DAY).month != day.month for day in days):
        week = -1
    elif len(weeks) == 1:
        week = weeks.pop()
    else:
        return None
    return {"freq": "YEARLY", "bymonth": days[0].month, "byday": f"{week}{_WEEKDAYS[days[0].weekday()]}"}


def _one_by_one(zone: ZoneInfo, start: datetime, changes: Sequence[Onset]) -> Iterator[Observance]:
    """Each change as an observance of its own, after the one that holds at the start: there is always a STANDARD."""
    held = start.replace(tzinfo=UTC)
    offset = _offset(held, zone)
    first = TimezoneStandard()
    _fill(first, Onset(start, offset, offset, held.astimezone(zone).tzname() or ""))
    yield first
    for each in changes:
        yield _observance(each, None)


def _observance(onset: Onset, rule: Rule | None) -> Observance:
    made: Observance = TimezoneDaylight() if onset.after > onset.before else TimezoneStandard()
    _fill(made, onset)
    if rule is not None:
        made.add("rrule", rule)
    return made


def _fill(observance: Observance, onset: Onset) -> None:
    observance.add("dtstart", onset.at)
    observance.add("tzname", onset.name)
    observance.TZOFFSETFROM = onset.before
    observance.TZOFFSETTO = onset.after
