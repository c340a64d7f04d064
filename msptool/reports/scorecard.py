"""The practice's scorecard for its owner: the figures of a month on one page, and every client at a glance. Internal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from msptool.clients.model import Client
from msptool.kpis.assessment import Result, complete, require_assessments, results
from msptool.kpis.assessment_questions import QUESTIONS
from msptool.kpis.figures import Figures
from msptool.kpis.kpi import Kpi
from msptool.kpis.periods import Month, last_whole_month, parse_month
from msptool.kpis.smart import Smart, smart
from msptool.kpis.standing import Standing
from msptool.kpis.wording import plain, said
from msptool.reports.context import Practice, practice
from msptool.reports.figures import percent
from msptool.reports.kinds import Report, Request
from msptool.reports.kpi_lines import TREND, KpiLine, figures_of, line, standing_of

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Service", ("tickets", "first-response", "first-response-time", "recurring-issues", "rhem")),
    (
        "Care", ("patch-endpoints", "patch-servers", "patch-emergency", "patch-exceptions", "backup-success", "restore-tests",
        "baseline-devices", "baseline-users"),
    ),
    ("Alignment", ("alignment", "coverage", "categories-completed", "reviews-completed", "summaries-delivered", "visits-kept")),
    (
        "Business", ("mrr", "aisp", "average-mrr", "clients-per-tam", "mrr-per-tam", "revenue-per-employee", "utilisation", "hourly-rate"),
    ),
    ("Running without the owner", ("owner-interruptions", "change-success")),
)  # fmt: skip
CLIENT_KPIS = ("first-response", "patch-endpoints", "backup-success", "baseline-devices", "alignment", "rhem")
_HEADS = ("In time", "Patches", "Backups", "Baseline", "Aligned", "RHEM")
# Scores of the whole practice take long to compute.
_HEAVY_TREND = 4
_SHORT_TREND = 2


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that belong together."""

    name: str
    lines: tuple[KpiLine, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one client: in words, its status (None without a target or without data), and whether it got better."""

    value: str
    status: str | None
    better: bool | None


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One client's figures, in the order of the columns; `misses` counts those that are bad."""

    name: str
    cells: tuple[Cell, ...]
    misses: int


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts by verdict; `noisy` names those above the target of RHEM with the hours above it, the most first."""

    good: int
    noisy: tuple[tuple[str, str], ...]
    hours_above: str
    tams_needed: str
    tams: int
    hours: str
    reactive: str
    left: str


@dataclass(frozen=True, slots=True)
class SelfAssessment:
    """The last complete self-assessment, and what changed since the complete one before."""

    day: date
    yes: int
    answered: int
    yes_before: int | None
    better: tuple[str, ...]
    worse: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Everything that the page says. Internal. `heads` are the columns of `clients`, the most misses first."""

    practice: Practice
    month: str
    prepared: date
    currency: str
    on_target: int
    aimed: int
    groups: tuple[Group, ...]
    heads: tuple[str, ...]
    clients: tuple[ClientRow, ...]
    accounts: Accounts
    assessment: SelfAssessment | None


def build(request: Request) -> Report:
    """The scorecard of a month; without one named it is the last month that is over."""
    workspace = request.workspace
    month = parse_month(request.month, workspace.today) if request.month else last_whole_month(workspace.today)
    return Report(scorecard(figures_of(request), month))


def scorecard(figures: Figures, month: Month) -> Scorecard:
    """The scorecard of a month."""
    facts = figures.facts
    currency = facts.settings.practice.currency
    groups = tuple(
        Group(name, tuple(_lines(figures, names, month, currency))) for name, names in (*GROUPS, *_own(figures))
    )
    aimed = [each for group in groups for each in group.lines if each.status]
    rows = [_row(figures, client, month, currency) for client in facts.served(month)]
    whole = complete(require_assessments(facts.workspace.source))
    known = [each for each in results(whole) if each.assessment.day <= facts.today]
    return Scorecard(
        practice(facts.settings), month.label, facts.today, currency, sum(each.status == "good" for each in aimed), len(aimed),
        tuple(group for group in groups if group.lines), _HEADS,
        tuple(sorted(rows, key=lambda each: (-each.misses, each.name))), _accounts(smart(figures, month)),
        _assessment(known) if known else None,
    )  # fmt: skip


def _own(figures: Figures) -> Iterable[tuple[str, tuple[str, ...]]]:
    own = tuple(kpi.id for kpi in figures.kpis.values() if kpi.own)
    return [("Our own", own)] if own else []


def _lines(figures: Figures, names: Iterable[str], month: Month, currency: str) -> Iterable[KpiLine]:
    """The figures of which anything is known."""
    for name in names:
        kpi = figures.kpis[name]
        found = standing_of(figures, kpi, None, month, _HEAVY_TREND if kpi.heavy else TREND)
        if any(each.value is not None for each in found.series):
            yield line(found, month, currency)


def _row(figures: Figures, client: Client, month: Month, currency: str) -> ClientRow:
    found = [
        _cell(standing_of(figures, kpi, client, month, _SHORT_TREND), kpi, currency)
        for kpi in map(figures.kpis.__getitem__, CLIENT_KPIS)
    ]
    return ClientRow(client.name, tuple(found), sum(each.status == "bad" for each in found))


def _cell(found: Standing, kpi: Kpi, currency: str) -> Cell:
    status = found.status if found.status in ("good", "watch", "bad") else None
    value = found.now.value
    shown = percent(float(value)) if value is not None and kpi.unit == "share" else said(kpi, value, currency)
    return Cell(shown, status, {"better": True, "worse": False}.get(found.direction))


def _accounts(found: Smart) -> Accounts:
    noisy = sorted((each for each in found.accounts if each.verdict == "noisy"), key=lambda each: -each.noise)
    time = found.time
    return Accounts(
        sum(each.verdict == "good account" for each in found.accounts),
        tuple((each.client.name, plain(each.noise, 1)) for each in noisy),
        plain(sum((each.noise for each in noisy), Decimal(0)), 1), plain(found.tams_needed, 1), len(found.desks),
        plain(time.hours, 0), "" if time.reactive is None else plain(time.reactive, 0),
        "" if time.left is None else plain(time.left, 0),
    )  # fmt: skip


def _assessment(found: list[Result]) -> SelfAssessment:
    last = found[-1]
    return SelfAssessment(
        last.assessment.day, last.total.yes, last.total.answered, found[-2].total.yes if len(found) > 1 else None,
        tuple(QUESTIONS[name].text for name in last.better), tuple(QUESTIONS[name].text for name in last.worse),
    )  # fmt: skip
