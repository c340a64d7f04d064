"""What the written visits of a client cover, and the list of the day that the review begins with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msptool.clients.model import Client
from msptool.reviews.coverage import Coverage, cover
from msptool.reviews.due import Item
from msptool.reviews.model import Review
from msptool.visits.model import CLIENT_YEAR, ClientYear
from msptool.workspace.entities import load_one
from msptool.workspace.problems import refuse_first
from msptool.workspace.workspace import Workspace


def days_ahead(workspace: Workspace, client: str) -> list[date]:
    """The client's visits from today on, in this year and the next, that are still to be done."""
    today = workspace.today
    found: list[date] = []
    for year in (today.year, today.year + 1):
        entry, problems = load_one(workspace.source, CLIENT_YEAR, CLIENT_YEAR.path(year=str(year), client=client))
        refuse_first(problems)
        visits: ClientYear | None = entry.entity if entry else None
        found += [visit.day for visit in visits.standing if visit.status != "done"] if visits else []
    return [day for day in found if day >= today]


def coverage_ahead(workspace: Workspace, client: Client, found: Sequence[Item], finished: Sequence[Review]) -> Coverage:
    """What each visit ahead covers, as things stand today. `finished` are the client's finished reviews."""
    first_day = min((review.day for review in finished), default=workspace.today)
    days = days_ahead(workspace, client.id)
    return cover(client, found, days, workspace.settings, len(finished), first_day)


def planned_today(
    workspace: Workspace, client: Client, found: Sequence[Item], finished: Sequence[Review]
) -> list[Item] | None:
    """The list of today's visit, in library order; None where no visit is planned today."""
    day = coverage_ahead(workspace, client, found, finished).on(workspace.today)
    if day is None:
        return None
    wanted = {item.standard.id for item in day.onsite}
    return [item for item in found if item.standard.id in wanted]
