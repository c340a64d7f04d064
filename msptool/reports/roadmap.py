"""The roadmap on its own: initiatives over quarters, every recommendation, and the budget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msptool.people.register import load_people, name_of
from msptool.reports.context import Practice, practice
from msptool.reports.kinds import Report, Request
from msptool.reports.outlook import Outlook, outlook
from msptool.reports.subject import Subject, subject


@dataclass(frozen=True, slots=True)
class RoadmapReport:
    """Everything that a roadmap may say to the client."""

    client: str
    practice: Practice
    prepared: date
    vcio: str | None
    outlook: Outlook


def build(request: Request) -> Report:
    """The roadmap that a request asks for, as of today."""
    found = subject(request)
    return Report(roadmap_report(found), found.remarks)


def roadmap_report(found: Subject) -> RoadmapReport:
    """The roadmap of a client."""
    view, client = found.view, found.client
    people = load_people(view.source)
    return RoadmapReport(
        client.name, practice(view.settings), view.workspace.today,
        name_of(people, client.team.vcio) if client.team.vcio else None,
        outlook(found.roadmap, view.settings.practice.currency),
    )  # fmt: skip
