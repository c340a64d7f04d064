"""The whole practice on some pages: who stands where, who slips, what fails most, and what is late. Internal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from msptool.clients.model import Client
from msptool.reports.client_record import OpenFinding
from msptool.reports.context import Figure, Practice, Severities, figure, practice, severities
from msptool.reports.figures import moved
from msptool.reports.heat import HeatMap, heat_map
from msptool.reports.kinds import Report, Request
from msptool.reports.rounds import Rounds, rounds
from msptool.reports.slipping import Slip, slipping
from msptool.reports.standings import PracticePoint, standings
from msptool.standards.library import Library
from msptool.standards.model import AREAS

MOST_FAILING = 20
ENDING = timedelta(90)


@dataclass(frozen=True, slots=True)
class Failing:
    """A standard that many clients fail: `no` of the `asked` that answered yes or no; it applies to `applies`."""

    standard: str
    name: str
    category: str
    priority: str
    no: int
    asked: int
    applies: int

    @property
    def share(self) -> float:
        """The clients that fail it, of those that answered yes or no (0..1)."""
        return self.no / self.asked


@dataclass(frozen=True, slots=True)
class AreaFindings:
    """What waits for one delivery area. `hours` are those of the `estimated` remedies; `oldest` in days."""

    area: str
    findings: Severities
    estimated: int
    hours: float
    oldest: int


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A risk that a client accepted and that runs out within 90 days, or has: then `days` is less than 0."""

    client: str
    client_id: str
    standard: str
    name: str
    severity: str
    by: str
    until: date
    days: int


@dataclass(frozen=True, slots=True)
class PortfolioReport:
    """Everything that the report says. Internal.

    `change` is how many points the practice's score moved in a quarter; `failing` are the first `MOST_FAILING` of
    `failing_in_all` standards that anyone fails; `untriaged` counts findings that the vCIO has to judge.
    """

    practice: Practice
    prepared: date
    figure: Figure
    change: int | None
    clients: int
    findings: Severities
    untriaged: int
    heat: HeatMap
    trend: tuple[PracticePoint, ...]
    slipping: tuple[Slip, ...]
    failing: tuple[Failing, ...]
    failing_in_all: int
    areas: tuple[AreaFindings, ...]
    acceptances: tuple[Acceptance, ...]
    rounds: Rounds


def build(request: Request) -> Report:
    """The portfolio of today."""
    found = standings(request.workspace, request.progress)
    every = [(each.client, finding) for each in found.clients for finding in each.record.findings]
    open_ones = [finding for _, finding in every]
    failing = most_failing((each.record.answers for each in found.clients), found.view.library)
    report = PortfolioReport(
        practice=practice(found.view.settings),
        prepared=found.view.as_of,
        figure=figure(found.total, found.view, found.method),
        change=moved(found.before.score, found.total.score),
        clients=len(found.clients),
        findings=severities(open_ones),
        untriaged=sum(not each.judged for each in open_ones),
        heat=heat_map(found),
        trend=found.trend,
        slipping=slipping(found),
        failing=tuple(failing[:MOST_FAILING]),
        failing_in_all=len(failing),
        areas=tuple(_areas(open_ones, found.view.as_of)),
        acceptances=tuple(_acceptances(every, found.view.as_of)),
        rounds=rounds(found),
    )
    return Report(report, tuple(filter(None, (found.view.remark,))))


def most_failing(answers: Iterable[Mapping[str, str | None]], library: Library) -> list[Failing]:
    """Every standard with a no: those of most clients first, then those of the largest share.

    `answers` are those of each client to the standards that apply to it, None where nothing was answered yet.
    """
    counts: dict[str, Counter[str | None]] = {}
    for each in answers:
        for name, answer in each.items():
            counts.setdefault(name, Counter())[answer] += 1
    every = [
        Failing(
            standard.id, standard.name, library.category(standard).name, standard.priority,
            said["no"], said["yes"] + said["no"], said.total(),
        )
        for standard, said in ((library.standards[name], said) for name, said in counts.items()) if said["no"]
    ]  # fmt: skip
    return sorted(every, key=lambda each: (-each.no, -each.share, each.name))


def _areas(every: Iterable[OpenFinding], today: date) -> Iterable[AreaFindings]:
    """The area with most findings first."""
    grouped: dict[str, list[OpenFinding]] = {}
    for each in every:
        grouped.setdefault(each.area, []).append(each)
    for area, found in sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0])):
        hours = [each.standard.remedy.hours for each in found if each.standard.remedy is not None]
        oldest = max((today - each.since).days for each in found)
        yield AreaFindings(AREAS[area], severities(found), len(hours), sum(hours), oldest)


def _acceptances(every: Iterable[tuple[Client, OpenFinding]], today: date) -> Iterable[Acceptance]:
    """What has run out, or soonest does, first."""
    found = [
        Acceptance(
            client.name, client.id, each.standard.id, each.standard.name, each.severity, each.accepted_by, each.until,
            (each.until - today).days,
        )
        for client, each in every if each.until is not None and each.until <= today + ENDING
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.until, each.client, each.name))
