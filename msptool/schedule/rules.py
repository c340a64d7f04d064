"""The lint rules of calendars of days off."""

from __future__ import annotations

from collections.abc import Iterator

from msptool.people.model import Person
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry
from msptool.workspace.problems import Problem, Rule, did_you_mean

UNKNOWN_CALENDAR = Rule(
    "V105", "unknown-calendar", "error",
    "A person's days off come from calendars of practice/calendars/; a wrong word would plan visits on public holidays.",
    "calendars: [us-txs]", "calendars: [us-tx]",
)  # fmt: skip
RULES = (UNKNOWN_CALENDAR,)


def check_person(entry: Entry[Person], known: Known) -> Iterator[Problem]:
    """What a person's file says that no calendar knows; tells the rules of clients who is no TAM."""
    if "tam" not in entry.entity.roles:
        known.add("no tam", [entry.entity.id])
    calendars = known["calendar"]
    for index, name in enumerate(entry.entity.calendars or ()):
        if name not in calendars:
            hint = did_you_mean(name, calendars) or f"Create practice/calendars/{name}.yaml."
            yield entry.problem(UNKNOWN_CALENDAR, f"there is no calendar '{name}'", hint, "calendars", index)
