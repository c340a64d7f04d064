"""All people of the practice, by id."""

from __future__ import annotations

from collections.abc import Mapping

from msptool.people.model import PERSON, Person
from msptool.workspace.entities import load, load_one
from msptool.workspace.problems import UsageRefusal, refuse_first, unknown
from msptool.workspace.sources import Source


def load_people(source: Source) -> dict[str, Person]:
    """Everyone whose file can be read ('msptool lint' names the others)."""
    return {entry.entity.id: entry.entity for entry in load(source, PERSON)[0]}


def require_people(source: Source) -> dict[str, Person]:
    """Everyone; refuses a broken file."""
    entries, problems = load(source, PERSON)
    refuse_first(problems)
    return {entry.entity.id: entry.entity for entry in entries}


def require_person(source: Source, identifier: str) -> Person:
    """One person; refuses an unknown id (naming the nearest), an empty one and a broken file."""
    if not identifier.strip():
        raise UsageRefusal("Say who it is, with the id of a person of practice/people/.")
    known = {fields["id"] for each in source.paths(PERSON.folder) if (fields := PERSON.match(each))}
    if identifier not in known:
        otherwise = f"Create practice/people/{identifier}.yaml, or name somebody else."
        raise unknown(f"There is nobody {identifier!r} in practice/people/.", identifier, known, otherwise)
    entry, problems = load_one(source, PERSON, PERSON.path(id=identifier))
    refuse_first(problems)
    assert entry is not None
    return entry.entity


def name_of(people: Mapping[str, Person], identifier: str | None) -> str:
    """The person's name; the id where nobody has it, and nothing for None."""
    if identifier is None:
        return ""
    return people[identifier].name if identifier in people else identifier
