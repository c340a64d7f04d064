"""The map as it is written, and who the people of its levels are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msptool.clients.model import Client
from msptool.people.model import Person
from msptool.runbooks.escalation.model import CONTACT_ROLES, ESCALATION, EscalationMap, SignOff
from msptool.runbooks.model import LEVELS, Level, spoken
from msptool.workspace.entities import load_one
from msptool.workspace.problems import Refusal, refuse_first
from msptool.workspace.sources import Source


def find_map(source: Source) -> EscalationMap | None:
    """The map, None where there is none; refuses a broken one."""
    entry, problems = load_one(source, ESCALATION, ESCALATION.path())
    refuse_first(problems)
    return entry.entity if entry else None


def require_map(source: Source) -> EscalationMap:
    """The map; refuses where there is none."""
    found = find_map(source)
    if found is None:
        path = ESCALATION.path()
        raise Refusal(
            f"There is no {path}, so nobody knows who may do what: take it over from a workspace of 'msptool init'."
        )
    return found


def people_of(found: EscalationMap, level: Level, people: Mapping[str, Person]) -> list[str]:
    """The ids of who is on a level, by id."""
    rung = found.levels[level]
    if rung.people:
        return sorted(rung.people)
    return sorted(person.id for person in people.values() if set(person.roles) & set(rung.roles))


def level_of(found: EscalationMap, person: str, people: Mapping[str, Person]) -> Level | None:
    """The lowest level that a person is on."""
    return next((level for level in LEVELS if person in people_of(found, level, people)), None)


def who_agrees(
    signoff: SignOff, found: EscalationMap, people: Mapping[str, Person], client: Client | None
) -> list[str]:
    """Each who must agree, as a technician reads it: the level or the role, and who that is where it is known."""
    return [_agreeing(each, found, people, client) for each in signoff.who]


def _agreeing(who: str, found: EscalationMap, people: Mapping[str, Person], client: Client | None) -> str:
    names: Sequence[str] = ()
    for level in LEVELS:
        if who == level:
            names = [people[each].name if each in people else each for each in people_of(found, level, people)]
            return _with_names(spoken(level), names)
    if client is not None and who in CONTACT_ROLES:
        names = [each.name for each in client.contacts if each.role == who]
    return _with_names(f"the client's {who.replace('-', ' ')}", names)


def _with_names(title: str, names: Sequence[str]) -> str:
    return f"{title} ({' or '.join(names)})" if names else title
