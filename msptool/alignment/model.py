"""The vCIO's triage of findings: `clients/<client>/triage.yaml`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from msptool.workspace.entities import Day, Entity, Kind, Slug, Text

Stage = Literal["aligned", "marginal", "vulnerable"]


class Triaged(Entity):
    """How bad a 'no' is for this client's business. It holds until the next 'yes'."""

    stage: Stage
    on: Day
    by: Slug | None = None
    reason: Text


class Triage(Entity):
    """All triaged findings of one client, by standard."""

    client: Slug
    findings: dict[Slug, Triaged] = Field(default_factory=dict)


TRIAGE = Kind("triage", "clients/{client}/triage.yaml", Triage)
