"""What each visit of the year covers, so that every standard is asked as often as it should be.

The visits ahead are gone through in order. Each takes what would become overdue before the next one, the weightiest
first, and then what is due soonest, up to an even share of the year's minutes: so a busy month is made lighter by the
visits before it. What is still too much for the day and needs nobody onsite is done from the office.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from msptool.clients.model import Client
from msptool.reviews.due import Item, pressures
from msptool.standards.frequency import due_on
from msptool.standards.model import Standard
from msptool.workspace.settings import Settings


@dataclass
class Day:
    """One visit: what is asked onsite, what is checked from the office, and what is late.

    `between` is what falls due again before the next visit and is checked from the office on that day. Late is what
    only somebody onsite can see, and either has no room on this day or is wanted more often than there are visits.
    """

    day: date
    onsite: list[Item] = field(default_factory=list)
    office: list[Item] = field(default_factory=list)
    between: list[tuple[Item, date]] = field(default_factory=list)
    late: list[Item] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        """Minutes of checking onsite."""
        return sum(item.standard.minutes for item in self.onsite)

    @property
    def office_minutes(self) -> int:
        """Minutes of checking from the office, until the next visit."""
        return sum(item.standard.minutes for item in (*self.office, *(item for item, _ in self.between)))


@dataclass(frozen=True)
class Coverage:
    """The visits ahead with their lists. `budget` is the most minutes of one day."""

    days: tuple[Day, ...]
    budget: int

    def on(self, day: date) -> Day | None:
        """The list of one day."""
        return next((each for each in self.days if each.day == day), None)

    @property
    def late(self) -> list[tuple[Standard, date]]:
        """The standards that are asked later than they are due, each with the visit at which that shows."""
        return [(item.standard, day.day) for day in self.days for item in day.late]


def cover(
    client: Client, found: Iterable[Item], days: Sequence[date], settings: Settings, finished: int, first_day: date
) -> Coverage:
    """Spread the standards over the visits on `days`.

    `found` is what applies and how each stands (see `due.items`), `finished` the number of finished reviews: a new
    client is asked a handful that grows with every visit, the base level first. `first_day` is the first review's.
    """
    budget = settings.review.minutes
    visits = sorted(set(days))
    state = {item.standard.id: _Standing.of(item, visits[0]) for item in _asked_of(client, found)} if visits else {}
    plan = Coverage(tuple(Day(day) for day in visits), budget)
    for number, visit in enumerate(plan.days):
        limit = settings.review.first_visit_limit + settings.review.growth_per_visit * (finished + number)
        share = _even_share(state.values(), visits[number:], budget)
        ends = _next_after(visits, number)
        _fill(visit, state, ends, share, budget, limit, settings, first_day)
    return plan


@dataclass
class _Standing:
    """A standard and the first day on which it is late; a day that has passed where it is late already.

    What was never asked, or is worded anew, has one period of its own from the first visit on: a library that grows
    does not make everything late at once. `verify` is what the next visit must verify: it stands first in its priority.
    """

    item: Item
    due: date
    waits: bool
    verify: bool = False

    @classmethod
    def of(cls, item: Item, first_visit: date) -> _Standing:
        waits = item.reason in ("never asked", "reworded")
        due = due_on(first_visit, item.frequency) if waits else first_visit
        at_once = item.reason in ("last answer no", "to verify")
        return cls(item, item.due if item.due and not at_once else due, waits, bool(item.claims))

    def asked(self, day: date) -> None:
        self.due, self.waits, self.verify = due_on(day, self.item.frequency), False, False


def _asked_of(client: Client, found: Iterable[Item]) -> Iterator[Item]:
    """A client under onboarding is asked the base standards alone (seed 004), and what is to be verified."""
    return (item for item in found if client.status != "onboarding" or item.standard.level == "base" or item.claims)


def _next_after(visits: Sequence[date], number: int) -> date:
    """The day of the next visit; after the last one, as far ahead as the visits lie apart."""
    if number + 1 < len(visits):
        return visits[number + 1]
    apart = (visits[-1] - visits[0]).days // (len(visits) - 1) if len(visits) > 1 else 90
    return visits[number] + timedelta(apart)


def _even_share(standings: Iterable[_Standing], ahead: Sequence[date], budget: int) -> int:
    """Minutes of each visit ahead when all that waits or becomes due until the last of them is spread evenly."""
    total = 0
    for each in standings:
        day, last = ahead[0] if each.waits else each.due, ahead[-1]
        while day <= last:
            total += each.item.standard.minutes
            day = due_on(max(day, ahead[0]), each.item.frequency)
    return min(budget, -(-total // len(ahead)))


def _fill(
    visit: Day, state: dict[str, _Standing], ends: date, share: int, budget: int, limit: int, settings: Settings,
    first_day: date,
) -> None:  # fmt: skip
    pressing = [each for each in state.values() if each.due < ends]
    early = [each for each in state.values() if each.due >= ends and (each.waits or _is_near(each, visit.day))]
    # On a day that is too full, what can only be seen onsite goes first; the rest can be done from the office.
    full = sum(each.item.standard.minutes for each in pressing) > budget or len(pressing) > limit
    pressure = _pressures(pressing, settings, first_day, visit.day)
    pressing.sort(
        key=lambda each: (
            full and _from_office(each.item) and not each.verify, pressure[each.item.standard.id], each.item.standard.id,
        )
    )  # fmt: skip
    pressure = _pressures(early, settings, first_day, visit.day)
    early.sort(
        key=lambda each: (
            not (each.waits and each.item.standard.level == "base"), each.due,
            pressure[each.item.standard.id], each.item.standard.id,
        )
    )  # fmt: skip
    for each in pressing:
        if _fits(visit, each, budget, limit):
            visit.onsite.append(each.item)
        elif _from_office(each.item):
            visit.office.append(each.item)
        else:
            visit.late.append(each.item)
    for each in early:
        if _fits(visit, each, share, limit):
            visit.onsite.append(each.item)
    for item in (*visit.onsite, *visit.office):
        state[item.standard.id].asked(visit.day)
        _until_the_next(visit, state[item.standard.id], ends)


def _until_the_next(visit: Day, each: _Standing, ends: date) -> None:
    while each.due < ends:
        if not _from_office(each.item):
            visit.late.append(each.item)
            return
        visit.between.append((each.item, each.due))
        each.asked(each.due)


def _from_office(item: Item) -> bool:
    return item.standard.checked != ("onsite",)


def _fits(visit: Day, each: _Standing, minutes: int, limit: int) -> bool:
    return visit.minutes + each.item.standard.minutes <= minutes and len(visit.onsite) < limit


def _pressures(
    found: Iterable[_Standing], settings: Settings, first_day: date, day: date
) -> dict[str, tuple[float, bool]]:
    return pressures(((each.item, each.verify) for each in found), settings, first_day, day)


def _is_near(each: _Standing, day: date) -> bool:
    """Whether at least half of the period has passed since the last answer: earlier would be a waste."""
    whole = (due_on(day, each.item.frequency) - day).days
    return (each.due - day).days * 2 <= whole
