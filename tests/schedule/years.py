"""A small practice with a year to plan."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from tests.small_practice import TODAY, Practice

JIM = {"name": "Jim Tam", "roles": ["tam"]}
PRIYA = {"name": "Priya Nair", "roles": ["tam"]}


def planned(practice: Practice, *more: str, year: int = 2027, today: date = TODAY) -> Any:
    """The plan of a year as data."""
    done = practice.run("schedule", "plan", "--year", str(year), "--json", *more, today=today)
    assert done.code == 0, done.err
    return done.json


def days(practice: Practice, client: str) -> list[str]:
    """The days of a client's visits of 2027 that are ahead."""
    shown = practice.run("schedule", "show", client, "--year", "2027", "--json")
    return [each["date"] for each in shown.json["visits"]]


def visits(practice: Practice, client: str, year: int = 2027) -> list[dict[str, Any]]:
    """The visits of a client's file."""
    found: list[dict[str, Any]] = practice.data(f"practice/schedule/{year}/{client}.yaml")["visits"]
    return found


def do(practice: Practice, *arguments: str, today: date = TODAY) -> str:
    """What a command of the schedule prints; it has to work."""
    done = practice.run("schedule", *arguments, today=today)
    assert done.code == 0, done.err
    return done.out


def of(found: Any, client: str) -> list[str]:
    """The days of a client in a plan."""
    return [each["date"] for each in found["visits"] if each["client"] == client]


def gaps(some: list[str]) -> list[int]:
    """The days between each of some days and the next."""
    return [(date.fromisoformat(two) - date.fromisoformat(one)).days for one, two in pairwise(some)]
