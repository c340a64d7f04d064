"""The rules that every file of this room shares: whoever and whatever it names is there, and no day is still to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from msptool.clients.rules import who_instead
from msptool.runbooks.model import LONGEST_TICKET
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry
from msptool.workspace.problems import Problem, Rule, UsageRefusal, did_you_mean

FORMER = "former runbook"

TO_COME = Rule(
    "B113", "day-to-come", "error", "What is on record has happened: its day is not in the future.",
    "changed_after: [{on: 2062-01-09, because: NG-20411, what: ...}]",
    "changed_after: [{on: 2026-01-09, because: NG-20411, what: ...}]",
)  # fmt: skip
UNKNOWN_RUNBOOK = Rule(
    "B114", "unknown-runbook", "error",
    "A run, an interruption and a drill name a runbook of runbooks/, by its id or a former one.",
    "failed: vpn-authentification", "failed: vpn-authentication",
)  # fmt: skip
NOBODY = Rule(
    "B115", "done-by-nobody", "error", "Whoever does something or is asked is a person of practice/people/.",
    "by: dnaa", "by: dana",
)  # fmt: skip
NO_CLIENT = Rule(
    "B116", "for-no-client", "error", "The client that a record names has its folder in clients/.",
    "client: acmee", "client: acme",
)  # fmt: skip
NAMING_RULES = (TO_COME, UNKNOWN_RUNBOOK, NOBODY, NO_CLIENT)

Place = tuple[str | int, ...]


def require_ticket(text: str) -> str:
    """A ticket's number without spaces around it; refuses one that is too long for a record."""
    ticket = text.strip()
    if len(ticket) > LONGEST_TICKET:
        raise UsageRefusal(
            f"--ticket takes a ticket's number of at most {LONGEST_TICKET} characters, and this has {len(ticket)}."
        )
    return ticket


def nobody(person: str, known: Known) -> tuple[str, str]:
    """Message and hint for somebody who is not in practice/people/."""
    hint = did_you_mean(person, known["person"]) or f"Create practice/people/{person}.yaml."
    return f"'{person}' is nobody in practice/people/", hint


def check_person(entry: Entry[Any], known: Known, person: str | None, *place: str | int) -> Iterator[Problem]:
    """A problem where a person is named who is not known."""
    if person is not None and person not in known["person"]:
        yield entry.problem(NOBODY, *nobody(person, known), *place)


def check_client(entry: Entry[Any], known: Known, client: str | None, *place: str | int) -> Iterator[Problem]:
    """A problem where a client is named that is not known."""
    if client is not None and client not in known["client"]:
        hint = who_instead(client, known["client"])
        yield entry.problem(NO_CLIENT, f"there is no client '{client}'", hint, *place)


def check_runbook(entry: Entry[Any], known: Known, runbook: str | None, *place: str | int) -> Iterator[Problem]:
    """A problem where a runbook is named that is not known."""
    names = known["runbook"] | known[FORMER]
    if runbook is not None and runbook not in names:
        hint = did_you_mean(runbook, names) or f"Create runbooks/{runbook}.yaml."
        yield entry.problem(UNKNOWN_RUNBOOK, f"there is no runbook '{runbook}'", hint, *place)


def check_day(entry: Entry[Any], known: Known, day: date | None, *place: str | int) -> Iterator[Problem]:
    """A problem where a day of the record is still to come."""
    if day is not None and day > known.today:
        yield entry.problem(TO_COME, f"{day} is still to come", "Write the day on which it happened.", *place)
