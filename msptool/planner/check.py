"""What a plan costs and which hard rules it breaks, from the words of the format alone: no model, no solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from msptool.planner.problem import Client, Problem
from msptool.words import counted

Plan = Mapping[str, Sequence[date]]
"""The dates of each client, by its id; a client that is not there has none."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The weighted amounts of a plan's cost, and the counts behind them. `days` is the sum of the deviations."""

    deviation: int = 0
    weekday: int = 0
    moves: int = 0
    unscheduled: int = 0
    days: int = 0
    weekday_count: int = 0
    move_count: int = 0
    unscheduled_count: int = 0

    @property
    def total(self) -> int:
        """The weighted sum."""
        return self.deviation + self.weekday + self.moves + self.unscheduled


def objective_of(problem: Problem, plan: Plan) -> Parts:
    """The exact cost of a plan, whether or not it keeps the hard rules."""
    objective = problem.objective
    days = deviation = off = moved = missing = 0
    for client in problem.clients:
        dates = sorted(plan.get(client.id, ()))
        pairs = matched(problem, client, dates)
        away = [abs((day - client.ideals[place]).days) for day, place in zip(dates, pairs, strict=False)]
        days += sum(away)
        deviation += sum(objective.deviation_cost(each) for each in away)
        off += sum(not client.likes(day) for day in dates)
        moved += sum(client.moves(day) for day in dates)
        missing += len(client.ideals) - len(pairs)
    return Parts(
        deviation=deviation,
        weekday=off * objective.weekday_weight,
        moves=moved * objective.move_weight,
        unscheduled=missing * objective.unscheduled_weight,
        days=days,
        weekday_count=off,
        move_count=moved,
        unscheduled_count=missing,
    )


def matched(problem: Problem, client: Client, dates: Sequence[date]) -> tuple[int, ...]:
    """For each of the sorted dates the number of its ideal: in order, and the cheapest where there are fewer dates.

    Only a choice that keeps the window counts, where there is one. Dates beyond the last ideal have none.
    """
    within = dates[: len(client.ideals)]
    kept = _matched(problem, client, within, problem.window) or _matched(problem, client, within, None)
    return kept or ()


def _matched(problem: Problem, client: Client, dates: Sequence[date], window: int | None) -> tuple[int, ...] | None:
    """The cheapest ordered choice: best[n] is that for the first n dates, among the ideals seen so far."""
    best: list[tuple[int, tuple[int, ...]] | None] = [(0, ()), *(None for _ in dates)]
    for place, ideal in enumerate(client.ideals):
        for count in range(len(dates), 0, -1):
            before, away = best[count - 1], abs((dates[count - 1] - ideal).days)
            if before is None or (window is not None and away > window and dates[count - 1] not in client.locked):
                continue
            cost = before[0] + problem.objective.deviation_cost(away)
            known = best[count]
            if known is None or cost < known[0]:
                best[count] = (cost, (*before[1], place))
    final = best[-1]
    return None if final is None else final[1]


def violations(problem: Problem, plan: Plan) -> list[str]:
    """Every hard rule that a plan breaks, one sentence each; an empty list for a plan that can be carried out."""
    tams = {tam.id: set(tam.days) for tam in problem.tams}
    known = {client.id for client in problem.clients}
    found = [f"'{name}' is no client of the problem." for name in plan if name not in known]
    for client in problem.clients:
        dates = sorted(plan.get(client.id, ()))
        found += _broken_by_client(client, dates)
        for day in dates:
            if day not in client.locked:
                found += _broken_by_day(problem, client, day, tams[client.tam])
        if problem.window is not None and len(dates) <= len(client.ideals):
            found += _out_of_window(client, dates, matched(problem, client, dates), problem.window)
    return found + list(_shared_days(problem, plan))


def _broken_by_client(client: Client, dates: Sequence[date]) -> Iterable[str]:
    if len(dates) > len(client.ideals):
        yield f"{client.id} has {len(dates)} visits but wants {len(client.ideals)}."
    for day in client.locked:
        if day not in dates:
            yield f"{client.id}'s locked visit of {day} is missing."
    for one, other in pairwise(dates):
        both_locked = one in client.locked and other in client.locked
        if (other - one).days < client.min_gap and not both_locked:
            yield (
                f"{client.id}'s visits of {one} and {other} are {counted((other - one).days, 'day')} apart; "
                f"there must be {client.min_gap}."
            )


def _broken_by_day(problem: Problem, client: Client, day: date, days: set[date]) -> Iterable[str]:
    if day not in days:
        yield f"{client.id}'s visit of {day} is on no day of {client.tam}."
    if client.is_closed(day):
        yield f"{client.id} is closed on {day}."
    if problem.not_before is not None and day < problem.not_before:
        yield f"{client.id}'s visit of {day} is before {problem.not_before}."


def _out_of_window(client: Client, dates: Sequence[date], places: Sequence[int], window: int) -> Iterable[str]:
    for day, place in zip(dates, places, strict=True):
        away = abs((day - client.ideals[place]).days)
        if away > window and day not in client.locked:
            yield f"{client.id}'s visit of {day} is {away} days from its ideal of {client.ideals[place]}; at most {window}."


def _shared_days(problem: Problem, plan: Plan) -> Iterable[str]:
    visits = Counter((client.tam, day) for client in problem.clients for day in plan.get(client.id, ()))
    for (tam, day), count in sorted(visits.items()):
        if count > 1:
            names = ", ".join(
                client.id for client in problem.clients if client.tam == tam and day in plan.get(client.id, ())
            )
            yield f"{tam} has {count} visits on {day}: {names}."
