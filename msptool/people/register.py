"""All people of the practice, by id."""

from __future__ import annotations

from collections.abc import Mapping

from msptool.people.model import PERSON, Person
from msptool.workspace.entities import load
from msptool.workspace.problems import refuse_first
from msptool.workspace.sources import Source


def load_people(source: Source) -> dict[str, Person]:
    """Everyone whose file can be read ('msptool lint' names the others)."""
    return {entry.entity.id: entry.entity for entry in load(source, PERSON)[0]}


def require_people(source: Source) -> dict[str, Person]:
    """Everyone; refuses a broken file."""
    entries, problems = load(source, PERSON)
    refuse_first(problems)
    return {entry.entity.id: entry.entity for entry in entries}


def name_of(people: Mapping[str, Person], identifier: str | None) -> str:
    """The person's name; the id where nobody has it, and nothing for None."""
    if identifier is None:
        return ""
    return people[identifier].name if identifier in people else identifier
