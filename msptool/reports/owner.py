"""One page for the owner of the practice: alignment, who is at risk, what it is worth, and whether the days suffice."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from msptool.clients.register import require_clients
from msptool.reports.context import Figure, Practice, Severities, figure, practice, running_agreement, severities
from msptool.reports.figures import moved
from msptool.reports.kinds import Report, Request
from msptool.reports.rounds import late_review
from msptool.reports.slipping import Slip, slip_of
from msptool.reports.standings import PracticePoint, Standing, Standings, standings
from msptool.schedule.capacity import Capacity, capacity
from msptool.schedule.team import require_calendars

# A page has room for so many; how many there are in all is always said.
MOST_AT_RISK = 8
MOST_ENDING = 5
MOST_WARNINGS = 3
LEAST_ALIGNED = 0.6
ENDING = timedelta(90)


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A client that needs the owner's eye, and each reason why. `mrr` is None where no agreement runs."""

    client: str
    client_id: str
    tam: str | None
    vcio: str | None
    score: float | None
    mrr: Decimal | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Revenue:
    """Monthly recurring revenue in all, and that of the clients that slip (`slipping` of them)."""

    total: Decimal
    at_risk: Decimal
    slipping: int

    @property
    def share(self) -> float | None:
        """What is at risk of the total, 0..1; None without any."""
        return float(self.at_risk / self.total) if self.total else None


@dataclass(frozen=True, slots=True)
class YearLoad:
    """Visits promised in a year, and the days for them; `share` is None where there are visits and no days."""

    year: int
    visits: int
    days: int
    share: float | None


@dataclass(frozen=True, slots=True)
class TamLoad:
    """One TAM this year and the next: clients, their monthly revenue, and the days."""

    name: str
    clients: int
    mrr: Decimal
    years: tuple[YearLoad, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """The capacity of all TAMs; `needed` are TAMs by the guideline for revenue, rounded up to a tenth.

    `warnings` are the first of `warnings_in_all`.
    """

    tams: tuple[TamLoad, ...]
    total: tuple[YearLoad, ...]
    needed: float
    warnings: tuple[str, ...]
    warnings_in_all: int


@dataclass(frozen=True, slots=True)
class Ending:
    """An agreement that ends within 90 days (`days` from today), or that is over and did not renew (less than 0)."""

    client: str
    ends: date
    days: int
    renews: bool
    mrr: Decimal


@dataclass(frozen=True, slots=True)
class OwnerReport:
    """Everything that the page says. Internal. Money is in `currency`.

    `at_risk` are the first of `at_risk_in_all`, `ending` those of `ending_in_all`, which are worth `ending_mrr` together.
    """

    practice: Practice
    prepared: date
    currency: str
    figure: Figure
    change: int | None
    coverage_change: int | None
    trend: tuple[PracticePoint, ...]
    clients: int
    findings: Severities
    at_risk: tuple[AtRisk, ...]
    at_risk_in_all: int
    revenue: Revenue
    team: Team
    ending: tuple[Ending, ...]
    ending_in_all: int
    ending_mrr: Decimal


def build(request: Request) -> Report:
    """The owner's page of today."""
    found = standings(request.workspace, request.progress)
    total, before = found.total, found.before
    risky = _at_risk(found)
    # What does not renew itself comes first.
    ending = sorted(_ending(found), key=lambda each: (each.renews, each.ends, each.client))
    report = OwnerReport(
        practice=practice(found.view.settings),
        prepared=found.view.as_of,
        currency=found.view.settings.practice.currency,
        figure=figure(total, found.view, found.method),
        change=moved(before.score, total.score),
        coverage_change=moved(before.coverage, total.coverage),
        trend=found.trend,
        clients=len(found.clients),
        findings=severities(finding for each in found.clients for finding in each.record.findings),
        at_risk=tuple(risky[:MOST_AT_RISK]),
        at_risk_in_all=len(risky),
        revenue=_revenue(found),
        team=_team(found),
        ending=tuple(ending[:MOST_ENDING]),
        ending_in_all=len(ending),
        ending_mrr=sum((each.mrr for each in ending), Decimal(0)),
    )
    return Report(report, tuple(filter(None, (found.view.remark,))))


def _mrr(found: Standings, each: Standing) -> Decimal | None:
    """By the agreement that runs today."""
    running = running_agreement(each.client, found.view.as_of)
    return running.mrr if running else None


def _revenue(found: Standings) -> Revenue:
    slipping = [each for each in found.clients if slip_of(found, each).reasons]
    total = sum((_mrr(found, each) or Decimal(0) for each in found.clients), Decimal(0))
    return Revenue(total, sum((_mrr(found, each) or Decimal(0) for each in slipping), Decimal(0)), len(slipping))


def _at_risk(found: Standings) -> list[AtRisk]:
    """Whoever there is a reason for: the most reasons first, then the most revenue."""
    every = []
    for each in found.clients:
        reasons = tuple(_reasons(found, each, slip_of(found, each)))
        if reasons:
            team = each.client.team
            people = found.person(team.tam), found.person(team.vcio)
            every.append(AtRisk(each.client.name, each.client.id, *people, each.now.score, _mrr(found, each), reasons))
    return sorted(every, key=lambda each: (-len(each.reasons), -(each.mrr or Decimal(0)), each.client))


def _reasons(found: Standings, each: Standing, slip: Slip) -> Iterable[str]:
    yield from slip.reasons
    if each.now.score is not None and each.now.score < LEAST_ALIGNED:
        yield f"less than {LEAST_ALIGNED:.0%} aligned"
    late = late_review(found, each)
    if late is not None:
        yield f"last review {late.days} days ago" if late.last else "never reviewed"
    ends = _ends(each, found.view.as_of)
    if ends is not None and not ends.renews:
        yield f"agreement ends in {ends.days} days" if ends.days >= 0 else f"agreement over for {-ends.days} days"


def _ending(found: Standings) -> Iterable[Ending]:
    return (ends for each in found.clients if (ends := _ends(each, found.view.as_of)) is not None)


def _ends(each: Standing, today: date) -> Ending | None:
    agreement = each.client.agreement
    if agreement is None or agreement.ends is None or agreement.ends > today + ENDING:
        return None
    days = (agreement.ends - today).days
    # One that renewed itself goes on.
    if days < 0 and agreement.renews:
        return None
    return Ending(each.client.name, agreement.ends, days, agreement.renews, agreement.mrr)


def _team(found: Standings) -> Team:
    workspace, settings, today = found.view.workspace, found.view.settings, found.view.as_of
    clients, calendars = list(require_clients(workspace.source).values()), require_calendars(workspace.source)
    years = [capacity(found.people, clients, calendars, settings, today.year + add, today) for add in (0, 1)]
    tams = []
    for number, load in enumerate(years[0].loads):
        own = [each for each in found.clients if each.client.team.tam == load.person.id]
        mrr = sum((_mrr(found, each) or Decimal(0) for each in own), Decimal(0))
        loads = tuple(
            _load(year.year, year.loads[number].committed, year.loads[number].days) for year in years
        )  # fmt: skip
        tams.append(TamLoad(load.person.name, len(own), mrr, loads))
    warnings = list(dict.fromkeys(_warnings(years)))
    return Team(
        tuple(sorted(tams, key=lambda each: each.name)),
        tuple(_load(year.year, _visits(year), sum(load.days for load in year.loads)) for year in years),
        math.ceil(years[0].needed_by_revenue * 10) / 10,
        tuple(warnings[:MOST_WARNINGS]), len(warnings),
    )  # fmt: skip


def _visits(year: Capacity) -> int:
    return sum(load.committed for load in year.loads)


def _warnings(years: Sequence[Capacity]) -> Iterable[str]:
    for year in years:
        yield from year.warnings


def _load(year: int, visits: int, days: int) -> YearLoad:
    return YearLoad(year, visits, days, visits / days if days else None if visits else 0.0)
