"""What a person should know about the plan of a year, beside the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msptool.clients.agreements import periods
from msptool.clients.model import Client
from msptool.people.model import Person
from msptool.schedule.demand import Demand, served_in, without_tam
from msptool.visits.model import Visit
from msptool.words import counted
from msptool.workspace.settings import WEEKDAYS

Ahead = Mapping[str, tuple[Visit, ...]]
"""By client the visits ahead that the plan leaves as they are."""


def remarks(
    year: int, clients: Mapping[str, Client], people: Mapping[str, Person], wanted: Mapping[str, Demand], fixed: Ahead,
    first: date | None, today: date,
) -> Iterator[str]:  # fmt: skip
    """A sentence for each thing; `fixed` are the visits, also past ones, that stay as they are."""
    ahead = {name: tuple(visit for visit in visits if visit.day > today) for name, visits in fixed.items()}
    if not clients:
        yield "There are no clients: 'clients/ID/client.yaml' is one."
    for name, each in wanted.items():
        if each.remark:
            yield f"{name}: {each.remark}"
        agreed = [visit for visit in fixed.get(name, ()) if periods(each.client, visit.day, visit.day)]
        if len(agreed) > each.visits:
            yield f"{name}: {len(agreed)} visits are fixed, and the agreement has {each.visits}."
        yield from _of_people(each, people.get(each.tam), ahead.get(name, ()))
    for client in without_tam(clients.values(), year):
        left = len(ahead.get(client.id, ()))
        what = f"{counted(left, 'visit')} ahead stay as they are, and none is added" if left else "nobody visits it"
        yield f"{client.id} has no TAM: {what}."
    for name, visits in ahead.items():
        if name not in clients:
            yield f"There is no client '{name}': its visits stay as they are."
            continue
        over = [str(visit.day) for visit in visits if not periods(clients[name], visit.day, visit.day)]
        if over:
            yield f"{name}: no agreement runs on {', '.join(over)}, and it stays: cancel what does not take place."
    yield from _of_former(clients.values(), year, today)
    if first and any(each.periods[0].first == first for each in wanted.values()):
        yield f"What had no visits yet is planned from {first} on."


def _of_people(wanted: Demand, tam: Person | None, ahead: Iterable[Visit]) -> Iterator[str]:
    name = wanted.client.id
    others = [f"{visit.day} ({visit.tam})" for visit in ahead if visit.tam != wanted.tam]
    if others:
        yield (
            f"{name}: its TAM is {wanted.tam}, and others keep what is confirmed: {', '.join(others)}. "
            "'msptool schedule reassign' hands a visit over."
        )
    liked = wanted.client.visiting.weekdays
    if tam and liked and not set(liked) & set(tam.weekdays):
        days = ", ".join(each.capitalize() for each in WEEKDAYS if each in liked)
        yield f"{name}: {tam.id} does not work on the days that it likes ({days})."


def _of_former(clients: Iterable[Client], year: int, today: date) -> Iterator[str]:
    for client in clients:
        served = served_in(client, year)
        if not client.is_current and served and served[-1].last > today:
            yield (
                f"{client.id} is a former client, and its agreement runs until {served[-1].last}: set 'ends' to its last day in "
                f"clients/{client.id}/client.yaml."
            )
