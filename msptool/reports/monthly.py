"""The monthly business report (seed 003): one page for a client's leader, plain figures with targets and small trends.

`MonthlyReport` is the whitelist. Notes, who recorded a figure, the words of tickets, reasons and everything about money
have no way onto the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from msptool.clients.model import Client
from msptool.clients.register import require_client
from msptool.kpis.figures import Figures
from msptool.kpis.periods import Month, last_whole_month, parse_month
from msptool.kpis.standing import Standing
from msptool.kpis.ticket_kpis import CATEGORY_NAMES
from msptool.people.register import load_people, name_of
from msptool.reports.context import Practice, practice
from msptool.reports.figures import joined
from msptool.reports.kinds import Report, Request
from msptool.reports.kpi_lines import KpiLine, figures_of, line, standing_of
from msptool.words import counted

_MOST_NAMED = 2


@dataclass(frozen=True, slots=True)
class CameBack:
    """An issue that came back in the month: what it was about, in general, and how many tickets it made."""

    about: str
    times: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where some of the figures come from."""

    name: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """Everything that a monthly business report may say.

    `visits` are the days of the month on which somebody was there; `came_back` is None where there is no data. `running`:
    the month was not over when the report was made, so that nothing is compared with the month before.
    """

    client: str
    practice: Practice
    month: str
    prepared: date
    tam: str | None
    vcio: str | None
    summary: tuple[str, ...]
    lines: tuple[KpiLine, ...]
    sources: tuple[Source, ...]
    came_back: tuple[CameBack, ...] | None
    visits: tuple[date, ...]
    next_visit: date | None
    running: bool = False


def build(request: Request) -> Report:
    """The report of a client's month; without one named it is the last month that is over."""
    assert request.client is not None
    workspace = request.workspace
    month = parse_month(request.month, workspace.today) if request.month else last_whole_month(workspace.today)
    client = require_client(workspace.source, request.client)
    found = monthly_report(figures_of(request), client, month)
    remarks = (
        () if found.lines else (f"{client.name} has no figure up to {month.label}: record some, or import tickets.",)
    )
    return Report(found, remarks)


def monthly_report(figures: Figures, client: Client, month: Month) -> MonthlyReport:
    """The report of a client and a month."""
    facts = figures.facts
    currency = facts.settings.practice.currency
    standings = [
        standing_of(figures, kpi, client, month) for kpi in figures.kpis.values() if kpi.on_client_page and kpi.level == "client"
    ]  # fmt: skip
    known = [each for each in standings if any(one.value is not None for one in each.series)]
    people = load_people(facts.workspace.source)
    running = month.last >= facts.today
    lines = tuple(line(each, month, currency) for each in known)
    if running:
        lines = tuple(replace(each, change="", better=None) for each in lines)
    return MonthlyReport(
        client=client.name,
        practice=practice(facts.settings),
        month=month.label,
        running=running,
        prepared=facts.today,
        tam=name_of(people, client.team.tam) or None,
        vcio=name_of(people, client.team.vcio) or None,
        summary=tuple(_summary(lines, month)),
        lines=lines,
        sources=tuple(_sources(lines)),
        came_back=_came_back(known),
        visits=_visits(figures, client, month),
        next_visit=_next_visit(figures, client),
    )


def _summary(lines: Sequence[KpiLine], month: Month) -> Iterable[str]:
    """Two or three sentences that a leader reads first."""
    aimed = [each for each in lines if each.status]
    if not aimed:
        if lines:
            yield f"For {month.label} there is no figure with a target yet."
        return
    good = [each for each in aimed if each.status == "good"]
    bad = [each for each in aimed if each.status == "bad"]
    many = counted(len(aimed), "figure")
    if len(good) == len(aimed) > 1:
        yield f"All {many} with a target reach it."
    else:
        yield f"{len(good)} of {many} with a target {'reaches' if len(good) == 1 else 'reach'} it."
    if bad:
        names, more = _named(bad)
        yield f"{'This needs' if len(bad) == 1 else 'These need'} attention: {joined([*names, *more])}."
    better = [each for each in lines if each.better and each.change and not each.month]
    if better:
        names, more = _named(sorted(better, key=_step, reverse=True))
        yield f"Better than the month before: {joined([*names, *more])}."


def _named(lines: Sequence[KpiLine]) -> tuple[list[str], list[str]]:
    """The names of the first ones, and how many more there are; no 'and 1 more' where its name would do."""
    most = len(lines) if len(lines) <= _MOST_NAMED + 1 else _MOST_NAMED
    return [_in_sentence(each.name) for each in lines[:most]], [f"{len(lines) - most} more"] if len(
        lines
    ) > most else []


def _step(line: KpiLine) -> float:
    """How far the figure moved, as a share of what it was: figures of all units can be compared by it."""
    values = [each for each in line.trend if each is not None][-2:]
    if len(values) < 2:
        return 0.0
    return abs(values[1] - values[0]) / abs(values[0]) if values[0] else float("inf")


def _sources(lines: Sequence[KpiLine]) -> Iterable[Source]:
    names = dict.fromkeys(each.source for each in lines if each.source)
    return (Source(name, tuple(each.name for each in lines if each.source == name)) for name in names)


def _in_sentence(name: str) -> str:
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _came_back(standings: Sequence[Standing]) -> tuple[CameBack, ...] | None:
    now = next((each.now for each in standings if each.kpi.id == "recurring-issues"), None)
    if now is None or now.value is None:
        return None
    return tuple(CameBack(CATEGORY_NAMES[each.category], each.times) for each in now.issues)


def _visits(figures: Figures, client: Client, month: Month) -> tuple[date, ...]:
    facts = figures.facts
    days = {visit.on for review in facts.outlines(client.id) for visit in review.visits}
    days |= {visit.day for visit in facts.visits.get(client.id, ()) if visit.status == "done"}
    return tuple(sorted(day for day in days if month.first <= day <= facts.until(month)))


def _next_visit(figures: Figures, client: Client) -> date | None:
    """The first visit ahead on the calendar, else the day that was agreed at a visit."""
    facts = figures.facts
    planned = [visit.day for visit in facts.visits.get(client.id, ()) if visit.stands and visit.day >= facts.today]
    agreed = [visit.next_visit for review in facts.outlines(client.id) for visit in review.visits if visit.next_visit]
    return min(planned or [day for day in agreed if day >= facts.today], default=None)
