"""How many visits fit, whatever they cost: of one client that is alone, of a TAM's clients without gaps, and with all rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from msptool.planner.choices import FAR, choices_of
from msptool.planner.paths import Costs, Paths
from msptool.planner.problem import Client, Problem, Tam
from msptool.planner.search import Search, clock
from msptool.planner.tam import only_locked


def free_days(problem: Problem, tam: str) -> frozenset[date]:
    """The days of a TAM on which a visit that is not locked can be."""
    own = next(each for each in problem.tams if each.id == tam)
    taken = {day for client in problem.clients_of(tam) for day in client.locked}
    first = problem.not_before or date.min
    return frozenset(day for day in own.days if day >= first and day not in taken)


def open_days(problem: Problem, client: Client) -> frozenset[date]:
    """The free days of its TAM on which a client can be visited, without regard to its gap to locked visits."""
    window = problem.window
    return frozenset(
        day
        for day in free_days(problem, client.tam)
        if not client.is_closed(day)
        and (window is None or any(abs((day - ideal).days) <= window for ideal in client.ideals))
    )


def most_visits(problem: Problem, client: Client) -> int:
    """The most visits that a client could have if its TAM had no other client, but for their locked days.

    Exact: the shortest path of `paths` with a cost of one for each visit that is left out. `client` may
    differ from that in the problem, such as by its gap.
    """
    others = {day for each in problem.clients_of(client.tam) if each.id != client.id for day in each.locked}
    own = next(each for each in problem.tams if each.id == client.tam)
    tam = Tam(own.id, tuple(day for day in own.days if day not in others))
    choices = choices_of(Problem((tam,), (client,), problem.objective, problem.not_before, problem.window), tam.id)
    paths = Paths(choices, Costs(np.where(choices.possible, 0, FAR), choices.wanted))
    paths.price(np.zeros(choices.shape[2]))
    return len(client.ideals) - paths.lower_bound


def fewest_left_out(problem: Problem, tam: str, seconds: float) -> int | None:
    """The least number of a TAM's visits that are left out by a plan that keeps all rules; None if not proven in time."""
    choices = choices_of(problem, tam)
    costs = Costs(np.where(choices.possible, 0, FAR), choices.wanted)
    found = Search(choices, costs, only_locked(choices)).run(clock(seconds))
    return found.value if found.proven else None


@dataclass(frozen=True)
class Crowd:
    """Clients that together want more visits than there are days on which any of them can be visited."""

    clients: tuple[str, ...]
    wanted: int
    days: int

    @property
    def missing(self) -> int:
        """How many days more they need."""
        return self.wanted - self.days


def crowd(wanted: Mapping[str, int], days: Mapping[str, Set[date]]) -> Crowd | None:
    """The clients that compete for too few days, if only one visit a day counts; None where all visits have a day.

    A largest assignment of visits to days by alternating paths. Where visits stay without a day, the
    clients that can be reached from theirs have no other days than those that they use (Hall's theorem).
    """
    users: dict[date, str] = {}
    short = []
    for client in sorted(wanted):
        for _ in range(wanted[client]):
            reached, through, free = _reach([client], users, days)
            if free is None:
                short.append(client)
                break
            while free is not None:
                users[free] = user = reached[free]
                free = through.get(user)
    if not short:
        return None
    reached, through, _ = _reach(short, users, days)
    names = {*short, *through}
    return Crowd(tuple(sorted(names)), sum(wanted[name] for name in names), len(reached))


def _reach(
    starts: Sequence[str], users: Mapping[date, str], days: Mapping[str, Set[date]]
) -> tuple[dict[date, str], dict[str, date], date | None]:
    """Alternating paths from some clients, up to the first free day.

    For each day the client that reached it, and for each further client the day of its own through which it was reached.
    """
    reached: dict[date, str] = {}
    through: dict[str, date] = {}
    waiting = list(starts)
    for client in waiting:
        for day in sorted(days[client] - reached.keys()):
            reached[day] = client
            if day not in users:
                return reached, through, day
            if users[day] not in waiting:
                through[users[day]] = day
                waiting.append(users[day])
    return reached, through, None


def without(problem: Problem, client: Client) -> Problem:
    """The problem without one client."""
    return replace(problem, clients=tuple(each for each in problem.clients if each.id != client.id))


def changed(problem: Problem, client: Client) -> Problem:
    """The problem with a client as given, in place of the one of the same id."""
    return replace(problem, clients=tuple(client if each.id == client.id else each for each in problem.clients))
