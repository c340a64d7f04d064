"""The text that tells a client its visits of the year.

`Notification` is the whitelist, as in the other pages for a client.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msptool.clients.model import Client
from msptool.reports.client_year import Hours, OwnVisit, client_visits, hours, tams_of
from msptool.reports.context import Practice, practice
from msptool.reports.kinds import Report, Request
from msptool.words import counted
from msptool.workspace.problems import UsageRefusal


@dataclass(frozen=True, slots=True)
class Notification:
    """Everything that the text says. `visits` lie ahead; `cancelled` are days that the client had been told.

    `contact` is the name of the point of contact, None where the client has none.
    """

    client: str
    practice: Practice
    year: int
    prepared: date
    contact: str | None
    tams: tuple[str, ...]
    hours: Hours
    visits: tuple[OwnVisit, ...]
    cancelled: tuple[date, ...]


def build(request: Request) -> Report:
    """The text for a client; refuses a year without anything to tell."""
    workspace = request.workspace
    year, client, known = client_visits(request)
    ahead = [each for each in known if each.day >= workspace.today and each.status != "done"]
    visits = tuple(each for each in ahead if each.status != "cancelled")
    cancelled = tuple(each.day for each in ahead if each.status == "cancelled")
    if not ahead:
        raise UsageRefusal(f"All visits to {client.name} in {year} lie behind: --year names another year.")
    report = Notification(
        client.name, practice(workspace.settings), year, workspace.today, _contact(client), tams_of(visits),
        hours(workspace.settings.schedule), visits, cancelled,
    )  # fmt: skip
    behind = sum(each.status != "cancelled" for each in known) - len(visits)
    remarks = (f"Left out, as done or past: {counted(behind, 'visit')} of {year}.",) if behind else ()
    return Report(report, remarks)


def _contact(client: Client) -> str | None:
    """The point of contact, else who decides."""
    ranked = [
        each.name for role in ("point-of-contact", "decision-maker") for each in client.contacts if each.role == role
    ]
    return ranked[0] if ranked else None
