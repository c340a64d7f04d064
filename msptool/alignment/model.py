"""The vCIO's triage of findings: `clients/<client>/triage.yaml`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from msptool.workspace.entities import Day, Entity, Kind, Many, Slug, Text

Stage = Literal["aligned", "marginal", "vulnerable"]


class Judgement(Entity):
    """How bad a 'no' is for this client's business. It holds until the next judgement or the next 'yes'."""

    stage: Stage
    on: Day
    by: Slug | None = None
    reason: Text


class Triage(Entity):
    """All triaged findings of one client, by standard; the judgements of each, oldest first."""

    client: Slug
    findings: dict[Slug, Many[Judgement]] = Field(default_factory=dict)


TRIAGE = Kind("triage", "clients/{client}/triage.yaml", Triage)
