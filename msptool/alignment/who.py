"""Who at the client decides or accepts a risk: its role and name, as they are written down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import get_args

from msptool.clients.model import Client, Contact, ContactRole
from msptool.people.model import Person
from msptool.workspace.problems import UsageRefusal

_ROLES: tuple[str, ...] = get_args(ContactRole)
_YEARS = 3


def role_and_name(client: Client, text: str, people: Mapping[str, Person], option: str) -> str:
    """The role and name to write: `text`, or those of the one contact whose role, name or first name it is.

    Refuses a role that no contact or several have, and a person of the practice, who cannot decide for the client.
    """
    said = text.strip()
    if said in _ROLES:
        found = [each for each in client.contacts if each.role == said]
        if len(found) != 1:
            names = f"{len(found)} contacts ({', '.join(each.name for each in found)})" if found else "no contact"
            raise UsageRefusal(f"{client.name} has {names} with the role {said}. Write who it is: {example(option)}.")
        return _written(found[0])
    word = said.casefold()
    for called in (
        [each for each in client.contacts if each.name.casefold() == word],
        [each for each in client.contacts if each.name.casefold().split()[:1] == [word]],
    ):
        if len(called) == 1:
            return _written(called[0])
    ours = next((each for each in people.values() if word in (each.id, each.name.casefold())), None)
    if ours is not None:
        raise UsageRefusal(
            f"{ours.name} is of the practice and cannot decide for {client.name}: name somebody of the client, {example(option)}."
        )
    return said


def example(option: str) -> str:
    """How the option is written."""
    return f"{option} 'Managing director, Ann Lee'"


def far_ahead(until: date, today: date) -> bool:
    """Whether a day is so far ahead that it is likely a slip of the keyboard: more than three years."""
    return (until.year - _YEARS, until.month, until.day) > (today.year, today.month, today.day)


def _written(contact: Contact) -> str:
    role = "IT" if contact.role == "it" else contact.role.replace("-", " ").capitalize()
    return f"{contact.title.strip() or role}, {contact.name}"
