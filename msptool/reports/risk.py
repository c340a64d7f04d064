"""The risk register: what is not in line, what it means for the business, and what the client decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from msptool.alignment.findings import Finding
from msptool.people.register import load_people, name_of
from msptool.reports.context import Practice, practice
from msptool.reports.kinds import Report, Request
from msptool.reports.outlook import SAID
from msptool.reports.subject import Subject, subject
from msptool.roadmap.items import Item

Level = Literal["serious", "limited", "low"]
# The vCIO's judgement, and before it the weight of the standard.
_JUDGED: dict[str, Level] = {"vulnerable": "serious", "marginal": "limited", "aligned": "low"}
_WEIGHED: dict[str, Level] = {"high": "serious", "medium": "limited", "low": "low"}
_RANK: dict[Level, int] = {"serious": 0, "limited": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class Risk:
    """One risk as the client reads it. `treatment` says what is planned or decided; `until` ends an acceptance."""

    name: str
    area: str
    why: str
    level: Level
    since: date
    treatment: str
    quarter: str
    accepted: bool
    accepted_by: str
    until: date | None


@dataclass(frozen=True, slots=True)
class RiskRegister:
    """Everything that a risk register may say."""

    client: str
    practice: Practice
    prepared: date
    vcio: str | None
    open: tuple[Risk, ...]
    accepted: tuple[Risk, ...]
    counts: tuple[tuple[Level, int], ...]


def build(request: Request) -> Report:
    """The risk register that a request asks for, as of today."""
    found = subject(request)
    return Report(risk_register(found), found.remarks)


def risk_register(found: Subject) -> RiskRegister:
    """The risk register of a client."""
    view, client, everything = found.view, found.client, risks(found)
    standing = tuple(each for each in everything if not each.accepted)
    people = load_people(view.source)
    return RiskRegister(
        client=client.name,
        practice=practice(view.settings),
        prepared=view.workspace.today,
        vcio=name_of(people, client.team.vcio) if client.team.vcio else None,
        open=standing,
        accepted=tuple(each for each in everything if each.accepted),
        counts=tuple((level, sum(each.level == level for each in standing)) for level in _RANK),
    )


def risks(found: Subject) -> list[Risk]:
    """The client's risks, the most serious and oldest first: every finding that the vCIO did not judge aligned."""
    rows = [_risk(found, each) for each in found.roadmap.findings if each.stage != "aligned"]
    return sorted(rows, key=lambda each: (_RANK[each.level], each.since, each.name))


def _risk(found: Subject, finding: Finding) -> Risk:
    accepted = finding.status == "accepted"
    judged = finding.judged if accepted else None
    items = [each for each in found.roadmap.items if finding in each.findings and _counts(each)]
    # What is open replaces what came back or was declined.
    item = next((each for each in items if each.open), items[0] if items else None)
    treatment = "accepted" if accepted else SAID[item.status] if item else "to be planned"
    stage = finding.stage or ""
    return Risk(
        name=finding.standard.name,
        area=found.view.library.category(finding.standard).name,
        why=finding.standard.why,
        level=_JUDGED.get(stage, _WEIGHED[finding.severity]),
        since=finding.since,
        treatment=treatment,
        quarter=item.quarter.name if item and item.quarter and item.open else "",
        accepted=accepted,
        accepted_by=(judged.accepted_by or "") if judged else "",
        until=judged.until if judged else None,
    )


def _counts(item: Item) -> bool:
    return item.status not in ("verified", "risk-accepted")
