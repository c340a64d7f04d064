"""Making a proposal from a template: the lines counted for the client, ready to be worked on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from msptool.clients.model import Client
from msptool.people.register import require_person
from msptool.proposals.model import PROPOSAL, Template
from msptool.proposals.scaling import Counted, Size, counted_for, size_of
from msptool.roadmap.items import recommendations
from msptool.workspace.edits import folded
from msptool.workspace.entities import Entity
from msptool.workspace.files import check_slug, numbered
from msptool.workspace.problems import UsageRefusal, unknown
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import Planned, plan


@dataclass(frozen=True, slots=True)
class Wish:
    """What the vCIO asks for; what is left out comes from the template, the client and the settings."""

    identifier: str | None = None
    title: str | None = None
    recommendations: tuple[str, ...] = ()
    requested_by: str | None = None
    designer: str | None = None
    priority: int | None = None
    due: date | None = None
    size: Size = field(default_factory=Size)


@dataclass(frozen=True, slots=True)
class Made:
    """A proposal that is not written yet, and the lines and options of the template that the client needs none of."""

    id: str
    planned: Planned
    left_out: tuple[str, ...]
    left_options: tuple[str, ...]


def new_proposal(workspace: Workspace, client: Client, template: Template, wish: Wish) -> Made:
    """The file of a new draft; refuses an id that is taken, an unknown person and a document due before today."""
    identifier = _free(workspace, client.id, template.id, wish.identifier)
    asked_by = wish.requested_by or client.team.vcio
    for person in (wish.requested_by, wish.designer):
        if person is not None:
            require_person(workspace.source, person)
    today = workspace.today
    due = wish.due or today + timedelta(workspace.settings.proposals.writing_days)
    if due < today:
        raise UsageRefusal(f"{due} is past: the document is due today or later.")
    counted = counted_for(template, client.id, size_of(client, today, wish.size))
    head: dict[str, Any] = {
        "title": folded(wish.title or template.title), "template": template.id,
        "recommendations": _known(workspace, client, wish.recommendations),
        "status": "draft", "version": 1, "requested": today.isoformat(), "requested_by": asked_by,
        "designer": wish.designer, "priority": wish.priority, "due": due.isoformat(),
    }  # fmt: skip
    begun = {"version": 1, "on": today.isoformat(), **({"by": asked_by} if asked_by else {})}
    tail = {"history": [{**begun, "reason": "First version."}], "progress": [{"status": "draft", **begun}]}
    data = {**head, **_sections(template, counted), **tail}

    def apply(file: Any) -> None:
        file.update({name: value for name, value in data.items() if value not in (None, [], "")})

    planned = plan(workspace.root, PROPOSAL, apply, client=client.id, id=identifier)
    return Made(identifier, planned, counted.left_out, counted.left_options)


def _known(workspace: Workspace, client: Client, names: tuple[str, ...]) -> list[str]:
    """The recommendations, each once; refuses one that is not on the client's roadmap."""
    roadmap = {each.id for each in recommendations(workspace.source, client.id)}
    for name in names:
        if check_slug(name, "recommendation") not in roadmap:
            otherwise = f"'msptool roadmap show {client.id}' lists them."
            raise unknown(f"{client.id} has no recommendation '{name}'.", name, roadmap, otherwise)
    return list(dict.fromkeys(names))


def _free(workspace: Workspace, client: str, template: str, wanted: str | None) -> str:
    """The id that was asked for, else the template's, with a number where that is taken."""
    if wanted is not None:
        path = PROPOSAL.path(client=client, id=check_slug(wanted, "proposal"))
        if (workspace.root / path).exists():
            raise UsageRefusal(f"{path} exists already: give the new proposal another --id.")
        return wanted
    return next(
        each for each in numbered(template) if not (workspace.root / PROPOSAL.path(client=client, id=each)).exists()
    )


def _sections(template: Template, counted: Counted) -> dict[str, Any]:
    return {
        "summary": folded(template.summary),
        "reason": folded(template.reason),
        "steps": _lines(counted.steps),
        "timeline": _lines(counted.timeline),
        "equipment": _lines(counted.equipment),
        "resources": _lines(template.resources),
        "options": _lines(counted.options),
        "assumptions": written(template.assumptions),
        "exclusions": written(template.exclusions),
        "notes": folded(template.notes),
    }


def _lines(lines: Iterable[Entity]) -> list[dict[str, Any]]:
    found = (line.model_dump(exclude_defaults=True) for line in lines)
    return [{name: written(value) for name, value in line.items()} for line in found]


def written(value: Any) -> Any:
    """A value as a file holds it: numbers as short as they are, days ISO, hours on one line."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return _on_one_line({name: written(each) for name, each in value.items()})
    if isinstance(value, tuple | list):
        return [written(each) for each in value]
    return folded(value) if isinstance(value, str) else value


def _on_one_line(data: dict[str, Any]) -> Any:
    from ruamel.yaml.comments import CommentedMap

    found = CommentedMap(data)
    found.fa.set_flow_style()
    return found
