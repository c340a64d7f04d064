"""What the written plan of a year breaks, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msptool.schedule.drawing import circumstances
from msptool.schedule.objections import Objections, objections
from msptool.visits.model import ClientYear
from msptool.words import counted
from msptool.workspace.workspace import Workspace


def broken_rules(workspace: Workspace, year: int) -> list[str]:
    """A sentence for every broken rule. What is done is history, and breaks none but to be in two places."""
    given = circumstances(workspace)
    rules = objections(given, year)
    written = [each for each in given.years if each.year == year]
    days = {each.client: list[date]() for each in given.years}
    for each in given.years:
        days[each.client] += [visit.day for visit in each.standing]
    found = [sentence for each in written for sentence in _of_client(rules, each, days[each.client])]
    return [*found, *_twice(written), *_missing(rules, written, year)]


def _of_client(rules: Objections, written: ClientYear, days: Iterable[date]) -> Iterator[str]:
    client, wanted = written.client, rules.demands.get(written.client)
    unserved = []
    for visit in written.standing:
        day = visit.day
        if visit.status == "done":
            continue
        if day < rules.given.today:
            yield f"{client}: {day} is past. Did the visit take place? Mark it done, move it or cancel it."
            continue
        if not rules.is_served(client, day):
            unserved.append(day)
            continue
        earlier = [each for each in days if each < day]
        for sentence in (
            *rules.of_person(visit.tam, day), *rules.of_client(client, day), *rules.of_neighbours(client, day, earlier),
        ):  # fmt: skip
            yield f"{client}: {sentence.removeprefix(f'{client} ')}"
        if wanted and visit.tam != wanted.tam:
            yield f"{client}: {visit.tam} visits on {day}, and the client's TAM is {wanted.tam}."
    if unserved:
        visits = counted(len(unserved), "visit is", "visits are")
        yield f"{client}: {visits} on days without an agreement, from {unserved[0]} on. A new plan cancels what is not confirmed."


def _twice(written: Iterable[ClientYear]) -> Iterator[str]:
    """Days on which somebody is at two clients."""
    found: dict[tuple[date, str], list[str]] = {}
    for each in written:
        for visit in each.standing:
            found.setdefault((visit.day, visit.tam), []).append(each.client)
    for (day, tam), clients in sorted(found.items()):
        if len(clients) > 1:
            yield f"{tam} has {len(clients)} visits on {day}: {', '.join(clients)}."


def _missing(rules: Objections, written: Iterable[ClientYear], year: int) -> Iterator[str]:
    """Clients with more or fewer visits than they want; what is done is not too much."""
    standing = {
        each.client: [one for one in each.standing if rules.is_served(each.client, one.day)] for each in written
    }
    for client, wanted in rules.demands.items():
        visits = standing.get(client, [])
        missing = wanted.visits - len(visits)
        if missing < 0 and any(visit.status != "done" for visit in visits):
            yield (
                f"{client} has {counted(len(visits), 'visit')} in {year}, and the agreement has {wanted.visits}. A new plan "
                "cancels what is too much; or change 'onsite_days'."
            )
        elif missing > 0 and not visits:
            yield f"{client}: none of {counted(wanted.visits, 'visit')} in {year} is planned."
        elif missing > 0:
            are = "is" if missing == 1 else "are"
            yield f"{client}: {counted(missing, 'visit')} of {wanted.visits} in {year} {are} not planned."
