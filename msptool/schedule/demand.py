"""How many visits each client wants in a year, and the evenly spaced days that they aim at."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from msptool.clients.agreements import visits_a_year
from msptool.clients.model import Client
from msptool.workspace.settings import Settings

_GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass(frozen=True, slots=True)
class Demand:
    """What one client wants in a year.

    `first` to `last` are the days on which it is served; `whole_year` the visits that a whole year would have.
    `remark` says what a person should know, such as an agreement that ends.
    """

    client: Client
    tam: str
    first: date
    last: date
    visits: int
    whole_year: int
    reason: str
    ideals: tuple[date, ...]
    min_gap: int
    remark: str = ""


def demands(clients: Iterable[Client], year: int, settings: Settings) -> list[Demand]:
    """The demand of every client that is served in the year and has a TAM, by client id.

    The ideal days of a TAM's clients are staggered by the golden ratio, so that they do not fall on the same days.
    """
    served = [(client, span) for client in clients if (span := served_in(client, year)) and client.team.tam]
    ranks: dict[str, int] = {}
    found = []
    for client, (first, last) in sorted(served, key=lambda pair: pair[0].id):
        tam = client.team.tam or ""
        rank = ranks[tam] = ranks.get(tam, -1) + 1
        found.append(_demand(client, tam, first, last, (rank * _GOLDEN) % 1, settings))
    return found


def without_tam(clients: Iterable[Client], year: int) -> list[Client]:
    """Those who are served in the year, and nobody visits."""
    return [client for client in clients if served_in(client, year) and client.team.tam is None]


def served_in(client: Client, year: int) -> tuple[date, date] | None:
    """The first and the last day of the year on which an agreement runs; None for no day.

    A client without any agreement is served while it is a current one.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    if not client.agreements:
        return (first, last) if client.is_current else None
    spans = list(_spans(client, last))
    inside = [(max(start, first), min(end, last)) for start, end in spans if start <= last and end >= first]
    return (min(start for start, _ in inside), max(end for _, end in inside)) if inside else None


def _spans(client: Client, last: date) -> Iterator[tuple[date, date]]:
    for agreement in client.agreements:
        goes_on = agreement.ends is None or (agreement.renews and client.is_current and agreement is client.agreement)
        yield agreement.starts, last if goes_on else (agreement.ends or last)


def _demand(client: Client, tam: str, first: date, last: date, stagger: float, settings: Settings) -> Demand:
    visiting = visits_a_year(client, settings.visits)
    days, year_days = (last - first).days + 1, (date(first.year, 12, 31) - date(first.year, 1, 1)).days + 1
    whole = visiting.planned
    # Half up, as money is; and a client that is served at all is visited.
    visits = max(1, math.floor(whole * days / year_days + 0.5)) if whole else 0
    spacing = days / visits if visits else 0.0
    gap = client.visiting.min_gap
    return Demand(
        client, tam, first, last, visits, whole,
        "agreed" if visiting.agreed is not None else visiting.reason,
        tuple(first + timedelta(math.floor((number + stagger) * spacing)) for number in range(visits)),
        math.floor(spacing * settings.schedule.gap_share) if gap is None else gap,
        _remark(client, first, last),
    )  # fmt: skip


def _remark(client: Client, first: date, last: date) -> str:
    if last < date(last.year, 12, 31):
        return f"The agreement ends on {last}: nothing is planned after it."
    if first > date(first.year, 1, 1):
        return f"The agreement starts on {first}."
    return ""
