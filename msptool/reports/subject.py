"""The client that a report about its present state is for: the view, its roadmap, and what to remark."""

from __future__ import annotations

from dataclasses import dataclass

from msptool.alignment.viewpoint import Viewpoint, viewpoint
from msptool.clients.model import Client
from msptool.reports.kinds import Request
from msptool.roadmap.items import Roadmap, roadmap_of


@dataclass(frozen=True)
class Subject:
    """One client as it stands on the view's day."""

    view: Viewpoint
    client: Client
    roadmap: Roadmap
    remarks: tuple[str, ...]


def subject(request: Request) -> Subject:
    """The client of a request; refuses an unknown one."""
    assert request.client is not None
    view = viewpoint(request.workspace)
    client = view.client(request.client)
    remarks = [view.remark] if view.remark else []
    if not view.given(client.id):
        remarks.append(f"{client.name} was never reviewed: there is little to say yet.")
    return Subject(view, client, roadmap_of(view, client), tuple(remarks))
