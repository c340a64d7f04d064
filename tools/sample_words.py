"""Filling the texts of the tables with names and numbers that fit a client."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from sample_chance import Chance
from sample_tables import Story

from msptool.clients.model import Client

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_SERVERS = ("DC01", "FS01", "APP01", "SQL01", "HV01", "DC02", "HV02", "WEB01")
_SWITCHES = ("the core switch", "the switch in {room}")
_FIELD = re.compile(r"\{(\w+)\}")


class Words:
    """The names and numbers of one client, drawn anew for each `key`."""

    def __init__(self, client: Client, story: Story, vcio: str) -> None:
        self._client, self._story, self._vcio = client, story, vcio

    def choose(self, texts: Sequence[str], day: date, *key: object, **more: str) -> str:
        """One of the texts that fit this client, filled in; empty where none fits."""
        chance = Chance(self._client.id, *key)
        fields = {**self._fields(chance, day), **more}
        fitting = [text for text in texts if set(_FIELD.findall(text)) <= set(fields)]
        return fill(chance.pick(fitting), fields) if fitting else ""

    def fill(self, text: str, day: date, *key: object, **more: str) -> str | None:
        """The text filled in; None where it does not fit this client."""
        return self.choose([text], day, *key, **more) or None

    def _fields(self, chance: Chance, day: date) -> dict[str, str]:
        client, story = self._client, self._story
        seats = client.agreement.seats if client.agreement else 10
        servers = client.agreement.servers if client.agreement else 0
        first = chance.between(1, seats)
        few = number(chance.between(2, max(2, min(6, seats // 8))))
        room = chance.pick(story.rooms)
        fields = {
            "pc": f"{story.prefix}-PC{first:02}",
            "pc2": f"{story.prefix}-PC{(first + chance.between(1, seats - 1)) % seats + 1:02}",
            "few": few,
            "Few": few.capitalize(),
            "n": number(chance.between(3, max(4, seats // 5))),
            "pct": f"{chance.between(71, 89)} percent",
            "days": str(chance.between(35, 80)),
            "old": month(day, -chance.between(15, 27)),
            "past": month(day, -chance.between(2, 8)),
            "soon": month(day, chance.between(1, 2)),
            "year": str(day.year - chance.between(6, 8)),
            "room": room,
            "switch": chance.pick(_SWITCHES).replace("{room}", room),
            "person": chance.pick(story.people),
            "app": story.app,
            "contact": self.contact,
            "vcio": self._vcio,
        }
        if servers:
            fields["server"] = f"{story.prefix}-{chance.pick(_SERVERS[: min(servers, len(_SERVERS))])}"
        if servers >= 3:
            fields["two"] = "two"
        return {name: value for name, value in fields.items() if value}

    @property
    def contact(self) -> str:
        """The decision maker."""
        contacts = self._client.contacts
        return next((each.name for each in contacts if each.role == "decision-maker"), contacts[0].name)


def fill(text: str, fields: dict[str, str]) -> str:
    """The text with its fields filled in, and a capital letter at the start of each sentence."""
    filled = _FIELD.sub(lambda match: fields[match[1]], text)
    return re.sub(r"(^|[.;] )([a-z])", lambda match: match[1] + _capital(match, filled), filled)


def _capital(match: re.Match[str], text: str) -> str:
    return match[2] if match[1].startswith(";") or text[match.end() :].startswith("=") else match[2].upper()


def number(value: int) -> str:
    """A small number as a word."""
    return _NUMBERS[value] if value < len(_NUMBERS) else str(value)


def month(day: date, shift: int = 0) -> str:
    """A month and its year in words, `shift` months from the day."""
    months = day.year * 12 + day.month - 1 + shift
    return f"{_MONTHS[months % 12]} {months // 12}"


def in_words(day: date) -> str:
    """A day as it is said: 8 December."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def listed(words: Iterable[str]) -> str:
    """Words in a row: a, b and c."""
    each = list(words)
    return " and ".join([", ".join(each[:-1]), each[-1]]) if len(each) > 1 else "".join(each)
