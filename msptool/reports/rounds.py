"""Reviews and visits of the whole practice: which are late, which come next, and which nobody spoke of since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from msptool.clients.agreements import visits_a_year
from msptool.reports.standings import Standing, Standings
from msptool.visits.register import Appointment

AHEAD = timedelta(60)
# A plan may put two visits so much further apart than evenly spaced ones.
_PATIENCE = 1.5


@dataclass(frozen=True, slots=True)
class LateReview:
    """A client whose last finished review is too long ago: `days` since it, where it should be every `every` days.

    `last` is None where there was none yet; `days` then counts from the start of the first agreement, None without one.
    `opened` is the id of a review that was begun and not finished.
    """

    client: str
    client_id: str
    tam: str | None
    last: date | None
    days: int | None
    every: int
    opened: str | None


@dataclass(frozen=True, slots=True)
class ComingVisit:
    """A visit that is planned or confirmed; `days` from today."""

    client: str
    day: date
    days: int
    tam: str | None
    status: str


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """A visit whose day is past, and which is neither done nor moved nor cancelled."""

    client: str
    day: date
    tam: str | None


@dataclass(frozen=True, slots=True)
class Rounds:
    """`coming` are the visits of the next 60 days, `without` the clients that have none ahead at all."""

    late: tuple[LateReview, ...]
    coming: tuple[ComingVisit, ...]
    without: tuple[str, ...]
    open_ends: tuple[OpenEnd, ...]


def rounds(found: Standings) -> Rounds:
    """What is late first; the next visit first."""
    today = found.view.as_of
    late = [each for standing in found.clients if (each := late_review(found, standing)) is not None]
    ahead = [
        (each, visit) for each in found.clients for visit in each.visits if visit.visit.day >= today and _stands(visit)
    ]
    coming = [
        ComingVisit(
            each.client.name, visit.visit.day, (visit.visit.day - today).days, found.person(visit.visit.tam),
            visit.visit.status,
        )
        for each, visit in ahead if visit.visit.day <= today + AHEAD
    ]  # fmt: skip
    planned = {each.client.id for each, _ in ahead}
    return Rounds(
        tuple(sorted(late, key=lambda each: (-(each.days or 0) / each.every, each.client))),
        tuple(sorted(coming, key=lambda each: (each.day, each.client))),
        tuple(sorted((each.client.name for each in found.clients if each.client.id not in planned), key=str.casefold)),
        tuple(sorted(_open_ends(found), key=lambda each: (each.day, each.client))),
    )


def late_review(found: Standings, each: Standing) -> LateReview | None:
    """Whether the client's review is late: one and a half times as long ago as its visits are apart."""
    visits = visits_a_year(each.client, found.view.settings.visits).planned
    if not visits:
        return None
    every = round(365 / visits)
    last = each.record.last.day if each.record.last else None
    start = last or min((agreement.starts for agreement in each.client.agreements), default=None)
    days = (found.view.as_of - start).days if start else None
    if days is not None and days <= every * _PATIENCE:
        return None
    tam = found.person(each.client.team.tam)
    return LateReview(each.client.name, each.client.id, tam, last, days, every, each.record.opened)


def _stands(each: Appointment) -> bool:
    return each.visit.status in ("planned", "confirmed")


def _open_ends(found: Standings) -> Iterable[OpenEnd]:
    today = found.view.as_of
    for each in found.clients:
        for visit in each.visits:
            day = visit.visit.day
            if _stands(visit) and day < today and day not in each.record.seen:
                yield OpenEnd(each.client.name, day, found.person(visit.visit.tam))
