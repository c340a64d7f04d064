"""How many visits each client wants in a year, and the evenly spaced days that they aim at."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from msptool.clients.agreements import Period, periods, visits_under
from msptool.clients.model import Client
from msptool.visits.model import ClientYear
from msptool.workspace.settings import Settings

_GOLDEN = (math.sqrt(5) - 1) / 2
_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Demand:
    """What one client wants in a year.

    `periods` are the days on which it is served; `whole_year` the visits that a whole year would have under the last
    agreement of the year. `remark` says what a person should know, such as an agreement that ends.
    """

    client: Client
    tam: str
    periods: tuple[Period, ...]
    visits: int
    whole_year: int
    reason: str
    ideals: tuple[date, ...]
    min_gap: int
    remark: str = ""

    @property
    def closed(self) -> list[tuple[date, date]]:
        """The days of the year on which no agreement runs, as first and last days."""
        year = self.periods[0].first.year
        ends = [date(year, 1, 1) - _DAY, *(each.last for each in self.periods)]
        starts = [*(each.first for each in self.periods), date(year, 12, 31) + _DAY]
        return [(end + _DAY, start - _DAY) for end, start in zip(ends, starts, strict=True) if start - end > _DAY]


def demands(
    clients: Iterable[Client], year: int, settings: Settings, since: Mapping[str, date] | None = None
) -> list[Demand]:  # fmt: skip
    """The demand of every client that is served in the year and has a TAM, by client id.

    `since` are first days of clients, by id, whose year is planned only from there on. The ideal days of a TAM's clients
    are staggered by the golden ratio, so that they do not fall on the same days.
    """
    ranks: dict[str, int] = {}
    found = []
    for client in sorted(clients, key=lambda each: each.id):
        tam = client.team.tam
        if tam is not None and served_in(client, year):
            rank = ranks[tam] = ranks.get(tam, -1) + 1
            demand = demand_of(
                client, tam, year, settings, (rank * _GOLDEN) % 1, (since or {}).get(client.id, date.min)
            )
            found += [demand] if demand else []
    return found


def begun(written: ClientYear | None, first: date | None) -> date:
    """The day from which on a client's year is planned: after its first plan, which is `first` where nothing is written.

    A visit whose history does not begin with a plan was there before any.
    """
    if written is None or not written.visits:
        return first or date.min
    plans = [next((each.on for each in visit.changes[:1] if each.step == "planned"), None) for visit in written.visits]
    return min(each + _DAY if each else date.min for each in plans)


def without_tam(clients: Iterable[Client], year: int) -> list[Client]:
    """Those who are served in the year, and nobody visits."""
    return [client for client in clients if served_in(client, year) and client.team.tam is None]


def served_in(client: Client, year: int) -> list[Period]:
    """The periods of the year on which the client is served, by day; none for a year without."""
    return periods(client, date(year, 1, 1), date(year, 12, 31))


def demand_of(
    client: Client, tam: str, year: int, settings: Settings, stagger: float = 0.0, since: date = date.min
) -> Demand | None:  # fmt: skip
    """The demand of one client from a day of the year on; None where it is not served then.

    Each agreement counts for its share of the year, and the ideal days are as dense as it promises. `stagger` is where
    the first one lies, as a share of the days between two.
    """
    first, end = date(year, 1, 1), date(year, 12, 31)
    served = periods(client, max(first, since), end)
    if not served:
        return None
    promised = [visits_under(each.agreement, settings.visits) for each in served]
    weights = [each.planned * period.days for each, period in zip(promised, served, strict=True)]
    year_days = (end - first).days + 1
    # Half up, as money is; and a client that is served at all is visited.
    visits = max(1, (2 * sum(weights) + year_days) // (2 * year_days)) if any(weights) else 0
    spacings = [
        period.days * sum(weights) / (visits * weight) if weight else math.inf
        for period, weight in zip(served, weights, strict=True)
    ]
    gap, spacing = client.visiting.min_gap, min(spacings)
    if gap is None:
        gap = math.floor(spacing * settings.schedule.gap_share) if visits else 0
    last = promised[-1]
    return Demand(
        client, tam, tuple(served), visits, last.planned, "agreed" if last.agreed is not None else last.reason,
        tuple(_ideals(served, spacings, visits, stagger)), gap, " ".join(_remarks(periods(client, first, end))),
    )  # fmt: skip


def _ideals(served: Sequence[Period], spacings: Sequence[float], visits: int, stagger: float) -> Iterator[date]:
    """The days on which `stagger`, 1 + `stagger` and so on visits of the year should have been."""
    done, place = 0.0, 0
    for number in range(visits):
        while place < len(served) - 1 and number + stagger >= done + served[place].days / spacings[place]:
            done += served[place].days / spacings[place]
            place += 1
        period = served[place]
        days = math.floor((number + stagger - done) * spacings[place]) if math.isfinite(spacings[place]) else 0
        yield min(period.first + timedelta(days), period.last)


def _remarks(served: Sequence[Period]) -> Iterator[str]:
    first, last = served[0].first, served[-1].last
    if first > date(first.year, 1, 1):
        yield f"The agreement starts on {first}."
    for one, other in pairwise(served):
        if other.first - one.last > _DAY:
            yield f"No agreement runs after {one.last} and before {other.first}."
    if last < date(last.year, 12, 31):
        yield f"The agreement ends on {last}: nothing is planned after it."


def between(taken: Iterable[date], number: int, spans: Sequence[tuple[date, date]]) -> list[date]:
    """So many more days within the spans, where the distances between those that are taken are widest."""
    marks = sorted(set(taken))
    edges = [
        edge
        for first, last in spans
        for edge in pairwise([first - _DAY, *(day for day in marks if first <= day <= last), last + _DAY])
    ]
    into = [0] * len(edges)
    for _ in range(number if edges else 0):
        widest = max(
            range(len(edges)), key=lambda place: ((edges[place][1] - edges[place][0]) / (into[place] + 1), -place)
        )
        into[widest] += 1
    found = [
        start + (end - start) * (place + 1) / (many + 1)
        for (start, end), many in zip(edges, into, strict=True)
        for place in range(many)
    ]
    return sorted(found)
