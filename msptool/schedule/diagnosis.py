"""Why visits find no day, and what would make them fit. Counted exactly, on the problem itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from msptool.schedule.problem import Client, Problem
from msptool.schedule.solver import Solution
from msptool.words import counted


@dataclass(frozen=True, slots=True)
class Shortage:
    """One constraint that cannot hold: a TAM without enough days, a client without, or days that many want."""

    kind: Literal["tam", "client", "crowded"]
    who: str
    sentence: str


def diagnose(problem: Problem, solution: Solution) -> list[Shortage]:
    """What stands behind the visits that a solution leaves out; nothing where it leaves out none."""
    left = {each.client: each.count for each in solution.unscheduled}
    found: list[Shortage] = []
    for tam in problem.tams:
        clients = problem.clients_of(tam.id)
        missing = sum(left.get(client.id, 0) for client in clients)
        if missing:
            own = list(_of_clients(problem, [each for each in clients if each.id in left]))
            spare = _days(problem, tam.id) - sum(len(each.ideals) for each in clients)
            if spare < 0:
                own.insert(0, _of_tam(problem, tam.id, -spare))
            found += own or [_crowded(tam.id, [each for each in clients if each.id in left], missing)]
    return found


def _days(problem: Problem, tam: str) -> int:
    """The days of a TAM on which a visit is possible or locked."""
    own = next(each for each in problem.tams if each.id == tam)
    days = {day for day in own.days if problem.not_before is None or day >= problem.not_before}
    return len(days | {day for client in problem.clients_of(tam) for day in client.locked})


def _of_tam(problem: Problem, tam: str, missing: int) -> Shortage:
    clients = problem.clients_of(tam)
    wanted = sum(len(client.ideals) for client in clients)
    days = _days(problem, tam)
    sentence = (
        f"{tam} has {counted(days, 'day')}, and his clients want {counted(wanted, 'visit')}: "
        f"{counted(missing, 'day')} are missing."
    )
    return Shortage("tam", tam, f"{sentence} {_what_helps(problem, tam, missing)}")


def _what_helps(problem: Problem, tam: str, missing: int) -> str:
    """The smallest client that can go to another TAM and makes it fit; else that another TAM is needed."""
    movable = sorted(
        (client for client in problem.clients_of(tam) if not client.locked and len(client.ideals) >= missing),
        key=lambda client: (len(client.ideals), client.id),
    )
    for client in movable:
        for other in problem.tams:
            spare = _days(problem, other.id) - sum(len(each.ideals) for each in problem.clients_of(other.id))
            if other.id != tam and spare >= len(client.ideals):
                visits = counted(len(client.ideals), "visit")
                return f"Moving {client.id} ({visits}) to {other.id}, who has {counted(spare, 'free day')}, would make it fit."
    return "No other TAM can take a client that is large enough: agree on fewer visits, or find a TAM."


def _of_clients(problem: Problem, clients: Sequence[Client]) -> Iterator[Shortage]:
    for client in clients:
        wanted = len(client.ideals)
        most = most_visits(problem, client, client.min_gap)
        if most >= wanted:
            continue
        open_days = len(_open(problem, client, 0)) + len(client.locked)
        sentence = (
            f"{client.id} can be visited on {counted(open_days, 'day')} of {client.tam}; with {counted(client.min_gap, 'day')} "
            f"between visits at most {most} of {wanted} fit."
        )
        gap = next(
            (each for each in range(client.min_gap, -1, -1) if most_visits(problem, client, each) >= wanted), None
        )
        help_ = (
            f"A gap of {counted(gap, 'day')} would hold them all."
            if gap is not None
            else "Fewer closed days or fewer visits would make it fit."
        )
        yield Shortage("client", client.id, f"{sentence} {help_}")


def most_visits(problem: Problem, client: Client, gap: int) -> int:
    """The most visits that the client could have if it were alone: the earliest possible day, again and again."""
    count, last = 0, date.min
    for day in _open(problem, client, gap):
        if count == 0 or (day - last).days >= gap:
            count, last = count + 1, day
    return count + len(client.locked)


def _open(problem: Problem, client: Client, gap: int) -> list[date]:
    """The days of the client's TAM on which the client could be visited, apart from its locked ones."""
    tam = next(each for each in problem.tams if each.id == client.tam)
    return [
        day for day in sorted(tam.days)
        if (problem.not_before is None or day >= problem.not_before)
        and not client.is_closed(day) and day not in client.locked
        and all(abs((day - locked).days) >= gap for locked in client.locked)
        and (problem.window is None or any(abs((day - ideal).days) <= problem.window for ideal in client.ideals))
    ]  # fmt: skip


def _crowded(tam: str, clients: Sequence[Client], missing: int) -> Shortage:
    names = ", ".join(client.id for client in clients)
    closed = [client.id for client in clients if client.closed]
    hint = f"Fewer closed days of {', '.join(closed)} would help, or" if closed else "It helps to"
    return Shortage(
        "crowded", tam,
        f"{counted(missing, 'visit')} of {names} find no day: {tam} has days enough, but not where these clients can be visited. "
        f"{hint} smaller gaps, or another TAM for one of them.",
    )  # fmt: skip
