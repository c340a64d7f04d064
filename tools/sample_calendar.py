"""The visit days of the sample practice: working days, and never two visits of one TAM on one day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from sample_tables import WEEKDAYS, Story

from msptool.clients.model import Client

_HOLIDAYS = frozenset(
    map(
        date.fromisoformat,
        (
            *("2024-11-28", "2024-11-29", "2025-01-20", "2025-05-26", "2025-06-19", "2025-07-03", "2025-07-04"),
            *("2025-09-01", "2025-11-27", "2025-11-28", "2026-01-19", "2026-05-25", "2026-06-19", "2026-07-03"),
            *("2026-09-07", "2026-11-26", "2026-11-27"),
        ),
    )
)
_LEAVE = {
    "jim": ((date(2025, 7, 14), date(2025, 7, 25)), (date(2026, 7, 13), date(2026, 7, 24))),
    "tom": ((date(2025, 8, 4), date(2025, 8, 15)), (date(2026, 8, 3), date(2026, 8, 14))),
    "priya": ((date(2025, 8, 25), date(2025, 9, 5)), (date(2026, 6, 22), date(2026, 7, 2))),
}
_LAST_PAST = date(2026, 11, 13)


class Calendar:
    """Which days are taken, by TAM."""

    def __init__(self) -> None:
        self._taken: dict[str, set[date]] = {}

    def take(self, tam: str, wanted: date, after: date, until: date) -> date:
        """The free working day nearest to `wanted`, later than `after` and not later than `until`."""
        taken = self._taken.setdefault(tam, set())
        for day in _around(wanted):
            if after < day <= until and day not in taken and _works(tam, day):
                taken.add(day)
                return day
        raise ValueError(f"{tam} has no free day near {wanted}")


def plan(clients: Mapping[str, Client], stories: Mapping[str, Story]) -> dict[str, tuple[list[date], date | None]]:
    """By client: the visit days of all its reviews, and the confirmed day of the next visit, if there is one."""
    calendar = Calendar()
    tams = {name: client.team.tam or "" for name, client in clients.items()}
    past = {name: list(_visits(calendar, tams[name], story)) for name, story in stories.items()}
    coming: dict[str, date | None] = {}
    for name, story in sorted(stories.items(), key=lambda item: item[1].next is None):
        days, count = past[name], story.reviews * story.visits
        if clients[name].status == "former":
            coming[name] = None
            continue
        wanted = story.next or days[-1] + max(timedelta(14), (story.last - story.first) / max(1, count - 1))
        coming[name] = calendar.take(tams[name], wanted, max(days[-1], date(2026, 11, 15)), date(2027, 2, 26))
    return {name: (past[name], coming[name]) for name in stories}


def _visits(calendar: Calendar, tam: str, story: Story) -> Iterator[date]:
    count = story.reviews * story.visits
    step = (story.last - story.first) / max(1, count - 1)
    before = story.first - timedelta(1)
    for number in range(count):
        wanted = story.first + step * number
        wanted += timedelta((WEEKDAYS.index(story.weekday) - wanted.weekday() + 3) % 7 - 3)
        before = calendar.take(tam, wanted, before, _LAST_PAST)
        yield before


def _around(day: date) -> Iterable[date]:
    yield day
    for distance in range(1, 40):
        yield day + timedelta(distance)
        yield day - timedelta(distance)


def _works(tam: str, day: date) -> bool:
    end_of_year = (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 2)
    away = any(first <= day <= last for first, last in _LEAVE.get(tam, ()))
    return day.weekday() < 5 and day not in _HOLIDAYS and not end_of_year and not away
