"""Why visits find no day, and what would make them fit: counted exactly, and each remedy tried on the problem itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from msptool.planner.counts import (
    Crowd,
    changed,
    crowd,
    fewest_left_out,
    free_days,
    most_visits,
    open_days,
)
from msptool.planner.problem import Client, Problem
from msptool.planner.solver import Solution
from msptool.words import counted

_TRIES = 4
_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Shortage:
    """One constraint that cannot hold, and for whom.

    `tam`: fewer days than visits. `client`: its own closed days, gap, window or locked visits. `crowded`: clients
    that want the same days. `gaps`: days enough, but not with all gaps. `weights`: a visit would fit, and costs
    more than leaving it out. `time`: the plan is not proven.
    """

    kind: Literal["tam", "client", "crowded", "gaps", "weights", "time"]
    who: str
    sentence: str


def diagnose(problem: Problem, solution: Solution) -> list[Shortage]:
    """What stands behind the visits that a solution leaves out; nothing where it leaves out none."""
    left = {each.client: each.count for each in solution.unscheduled}
    found: list[Shortage] = []
    for tam in problem.tams:
        missing = [client for client in problem.clients_of(tam.id) if client.id in left]
        if missing:
            found += _of_one(problem, tam.id, missing, sum(left[client.id] for client in missing), solution)
    return found


def _of_one(problem: Problem, tam: str, missing: Sequence[Client], left: int, solution: Solution) -> Iterable[Shortage]:
    clients = problem.clients_of(tam)
    most = {client.id: most_visits(problem, client) for client in clients}
    alone = sum(len(client.ideals) - most[client.id] for client in clients)
    found = [_of_client(problem, client, most[client.id]) for client in clients if most[client.id] < len(client.ideals)]
    loose = {client.id: most[client.id] - len(client.locked) for client in clients}
    crowded = crowd(loose, {client.id: open_days(problem, client) for client in clients})
    beyond = sum(len(client.ideals) - len(client.locked) for client in clients) - len(free_days(problem, tam))
    if beyond > 0:
        found.insert(0, _of_tam(problem, tam, beyond))
    if crowded and crowded.missing > max(beyond - alone, 0):
        found.append(_of_crowd(problem, tam, crowded))
    if left > alone + (crowded.missing if crowded else 0):
        found.append(_of_the_rest(problem, tam, missing, left, solution))
    return found


def _of_tam(problem: Problem, tam: str, beyond: int) -> Shortage:
    clients = problem.clients_of(tam)
    days = len(free_days(problem, tam)) + sum(len(client.locked) for client in clients)
    wanted = sum(len(client.ideals) for client in clients)
    sentence = (
        f"{tam} has {counted(days, 'day')}, and the clients want {counted(wanted, 'visit')}: "
        f"{counted(beyond, 'day is', 'days are')} missing."
    )
    return Shortage("tam", tam, f"{sentence} {_other_tam(problem, tam, beyond)}")


def _spare(problem: Problem, tam: str) -> int:
    wanted = sum(len(client.ideals) - len(client.locked) for client in problem.clients_of(tam))
    return len(free_days(problem, tam)) - wanted


def _other_tam(problem: Problem, tam: str, beyond: int) -> str:
    """The smallest client that another TAM can take and that makes it fit, tried on both; else what is needed."""
    tams = sorted((each.id for each in problem.tams if each.id != tam), key=lambda name: (-_spare(problem, name), name))
    movable = sorted(
        (client for client in problem.clients_of(tam) if not client.locked and len(client.ideals) >= beyond),
        key=lambda client: (len(client.ideals), client.id),
    )
    pairs = [(each, other) for each in movable for other in tams if _spare(problem, other) >= len(each.ideals)]
    for client, other in pairs[:_TRIES]:
        moved = changed(problem, replace(client, tam=other))
        if fewest_left_out(moved, tam, _SECONDS) == 0 == fewest_left_out(moved, other, _SECONDS):
            return (
                f"Moving {client.id} ({counted(len(client.ideals), 'visit')}) to {other}, who has "
                f"{counted(_spare(problem, other), 'free day')}, would make it fit."
            )
    return _several(problem, tam, beyond, tams) or (
        f"Moving clients to another TAM is not known to make it fit: agree on {counted(beyond, 'visit')} fewer, "
        f"or find {counted(beyond, 'day')} more."
    )


def _several(problem: Problem, tam: str, beyond: int, tams: Sequence[str]) -> str:
    """The largest clients that together free enough days, each to whoever has most of them left; tried on the problem."""
    moved, freed, went = problem, 0, dict[str, str]()
    for client in sorted(problem.clients_of(tam), key=lambda each: (-len(each.ideals), each.id)):
        other = max(tams, key=lambda name: _spare(moved, name), default=None)
        if client.locked or other is None or freed >= beyond or _spare(moved, other) < len(client.ideals):
            continue
        moved, freed = changed(moved, replace(client, tam=other)), freed + len(client.ideals)
        went[client.id] = other
    if freed < beyond or any(fewest_left_out(moved, name, _SECONDS) != 0 for name in {tam, *went.values()}):
        return ""
    return f"Moving {_named([f'{name} to {other}' for name, other in went.items()])} would make it fit."


def _of_client(problem: Problem, client: Client, most: int) -> Shortage:
    days, wanted = len(open_days(problem, client)) + len(client.locked), len(client.ideals)
    between = f" with {counted(client.min_gap, 'day')} between visits" if client.min_gap > 1 else ""
    window = f", at most {counted(problem.window, 'day')} from the ideal dates" if problem.window is not None else ""
    sentence = f"{client.id} can be visited on {days} of {client.tam}'s days{between}{window}: at most {most} of {wanted} visits fit"
    return Shortage("client", client.id, f"{sentence}; {_for_client(problem, client, most)}.")


def _for_client(problem: Problem, client: Client, most: int) -> str:
    """What would make a client's visits fit that do not even fit alone: the widest smaller gap, or without locked dates."""
    wanted = len(client.ideals)
    gap = _widest_gap(client.min_gap, lambda gap: most_visits(problem, replace(client, min_gap=gap)) == wanted)
    if gap is not None:
        return f"a gap of {counted(gap, 'day')} would hold all"
    if client.locked and most_visits(problem, replace(client, locked=())) > most:
        names = ", ".join(day.isoformat() for day in client.locked[:3])
        more = f" and {len(client.locked) - 3} more" if len(client.locked) > 3 else ""
        return f"the locked visits of {names}{more} leave no room"
    if most_visits(replace(problem, window=None), client) > most:
        return "a wider window would hold more"
    without_gap = most_visits(problem, replace(client, min_gap=1))
    if without_gap > most:
        return f"without a gap {without_gap} would; agree on fewer visits or fewer closed days"
    return "agree on fewer visits or fewer closed days"


def _of_crowd(problem: Problem, tam: str, found: Crowd) -> Shortage:
    closed = [client.id for client in problem.clients_of(tam) if client.id in found.clients and client.closed]
    hint = f"Fewer closed days of {_named(closed)} would help." if closed else "Another TAM for one of them would help."
    return Shortage(
        "crowded",
        tam,
        f"{_named(found.clients)} want {counted(found.wanted, 'visit')} that are not locked, and {tam} has only "
        f"{counted(found.days, 'day')} for them on which they can be visited: {found.missing} find no day. {hint}",
    )


def _of_the_rest(problem: Problem, tam: str, missing: Sequence[Client], left: int, solution: Solution) -> Shortage:
    names, visits = _named([client.id for client in missing]), counted(left, "visit")
    fewest = fewest_left_out(problem, tam, _SECONDS)
    if solution.status != "optimal" and (fewest is None or fewest < left):
        sentence = f"{visits} of {names} found no day in the time that there was. More time may find one."
        return Shortage("time", tam, sentence)
    if fewest is None:
        sentence = f"{visits} of {names} {'finds' if left == 1 else 'find'} no day beside all other visits of {tam}. "
        return Shortage(
            "gaps", tam, sentence + "Fewer days between their visits, or another TAM for one of them, would help."
        )
    if fewest < left:
        be = "is" if left == 1 else "are"
        return Shortage(
            "weights",
            tam,
            f"{visits} of {names} {be} left out, of which {left - fewest} would fit: leaving one out costs only "
            f"{problem.objective.unscheduled_weight:,}. A larger 'unscheduled_weight' would schedule more.",
        )
    return Shortage(
        "gaps",
        tam,
        f"{visits} of {names} {'finds' if left == 1 else 'find'} no day: {tam} has days enough, but not with the days "
        f"that must lie between the visits of each client. {_smaller_gap(problem, tam, missing, fewest)}",
    )


def _smaller_gap(problem: Problem, tam: str, missing: Sequence[Client], fewest: int) -> str:
    for client in missing[:_TRIES]:

        def fits(gap: int, client: Client = client) -> bool:
            left = fewest_left_out(changed(problem, replace(client, min_gap=gap)), tam, _SECONDS)
            return left is not None and left < fewest

        gap = _widest_gap(client.min_gap, fits)
        if gap is not None:
            return f"A gap of {counted(gap, 'day')} for {client.id} would help."
    return "Another TAM for one of them would help."


def _widest_gap(gap: int, fits: Callable[[int], bool]) -> int | None:
    """The largest gap below `gap` that fits, by halving: what fits with a gap fits with a smaller one."""
    low, high = 1, gap - 1
    if high < low or not fits(low):
        return None
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _named(names: Sequence[str]) -> str:
    """`a, b and c`; with many of them the first and how many more."""
    if len(names) > 5:
        return f"{', '.join(names[:4])} and {len(names) - 4} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
