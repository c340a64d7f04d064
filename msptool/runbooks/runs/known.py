"""The known names of a message to the client: plain values, each named here, so that nothing internal can be among them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msptool.clients.model import Client
from msptool.people.model import Person
from msptool.people.register import name_of
from msptool.workspace.settings import Practice


def known_values(
    practice: Practice, today: date, *, ticket: str, client: Client | None, by: str | None, people: Mapping[str, Person]
) -> dict[str, str]:
    """Each known name with its value; empty where nobody said it. The day is written `16 November 2026`."""
    return {
        "client": client.name if client else "",
        "ticket": ticket,
        "technician": name_of(people, by) or "The service desk",
        "practice": practice.name,
        "phone": practice.phone,
        "email": practice.email,
        "day": f"{today.day} {today:%B %Y}",
    }
