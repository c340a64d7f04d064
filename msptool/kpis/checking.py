"""What is missing for a month, and which recorded figures cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msptool.clients.model import Client
from msptool.clients.register import require_clients
from msptool.kpis.definitions import require_kpis
from msptool.kpis.facts import Facts
from msptool.kpis.kpi import Kpi
from msptool.kpis.model import CLIENT_MONTH, PRACTICE_PERIOD, ClientMonth, Record
from msptool.kpis.periods import Month, period_of
from msptool.kpis.plausible import impossible, never_served
from msptool.kpis.tickets.profiles import EXPORTS
from msptool.workspace.entities import Entry, load
from msptool.workspace.problems import did_you_mean
from msptool.workspace.workspace import Workspace

_BEFORE = 3


@dataclass(frozen=True, slots=True)
class Missing:
    """A KPI that has no figure for the month: of these clients, or of the practice."""

    kpi: str
    clients: tuple[str, ...]
    practice: bool


@dataclass(frozen=True, slots=True)
class Impossible:
    """A recorded figure that cannot be, or a file that cannot be read (`kpi` is empty then)."""

    path: str
    kpi: str
    message: str


def check(workspace: Workspace, month: Month) -> tuple[list[Missing], list[Impossible]]:
    """What is missing for the month, and every impossible figure of any month.

    Expected of a client: the KPIs of `kpis.expected`, and what it had in one of the three months before and has every
    month; of the practice: what it had then. A broken file is named, and its figures count as missing.
    """
    kpis = require_kpis(workspace.source, workspace.settings)
    files, wrong = _files(workspace, kpis)
    facts = Facts(workspace)
    served = [client.id for client in facts.served(month)]
    expected = set(workspace.settings.kpis.expected)
    missing = []
    for kpi in kpis.values():
        if kpi.origin == "computed" or kpi.part_of is not None or kpi.every != "month":
            continue
        if kpi.level == "client":
            lacking = tuple(client for client in served if _lacks(files, client, kpi, month, always=kpi.id in expected))
            if lacking:
                missing.append(Missing(kpi.id, lacking, False))
        elif _lacks(files, None, kpi, month, always=kpi.id in expected):
            missing.append(Missing(kpi.id, (), True))
    return missing, wrong


Files = Mapping[tuple[str | None, str], Mapping[str, Record]]


def _lacks(files: Files, client: str | None, kpi: Kpi, month: Month, *, always: bool) -> bool:
    if kpi.id in files.get((client, month.id), {}):
        return False
    earlier = (files.get((client, month.shifted(-back).id), {}) for back in range(1, _BEFORE + 1))
    return always or (kpi.steady and any(kpi.id in each for each in earlier))


def _files(workspace: Workspace, kpis: Mapping[str, Kpi]) -> tuple[Files, list[Impossible]]:
    months, problems = load(workspace.source, CLIENT_MONTH)
    periods, more = load(workspace.source, PRACTICE_PERIOD, "practice/kpis")
    wrong = [Impossible(each.path, "", each.message) for each in (*problems, *more)]
    clients = require_clients(workspace.source)
    found: dict[tuple[str | None, str], Mapping[str, Record]] = {}
    for month in months:
        found[month.entity.client, month.entity.period] = month.entity.records
        wrong += _wrong(workspace, kpis, month.path, month.entity.client, month.entity.period, month.entity.records)
        wrong += _of_strangers(clients.get(month.entity.client), month)
    for each in periods:
        found[None, each.entity.period] = each.entity.records
        wrong += _wrong(workspace, kpis, each.path, None, each.entity.period, each.entity.records)
    return found, wrong


def _of_strangers(client: Client | None, month: Entry[ClientMonth]) -> Iterator[Impossible]:
    """Figures of a month in which the client was none; what an export counted did happen, with or without agreement."""
    period = period_of(month.entity.period)
    assert period is not None
    problem = never_served(client, period) if client else None
    if problem:
        for name, record in month.entity.records.items():
            if record.source not in EXPORTS:
                yield Impossible(month.path, name, problem[0])


def _wrong(
    workspace: Workspace,
    kpis: Mapping[str, Kpi],
    path: str,
    client: str | None,
    name: str,
    records: Mapping[str, Record],
) -> Iterator[Impossible]:
    period = period_of(name)
    assert period is not None
    if period.first > workspace.today:
        yield Impossible(path, "", f"{period.label} is still to come")
    for identifier, record in records.items():
        kpi = kpis.get(identifier)
        if kpi is None:
            yield Impossible(path, identifier, f"there is no such KPI. {did_you_mean(identifier, kpis)}".rstrip())
        elif problem := impossible(kpi, client, period, record.numerator, record.denominator):
            yield Impossible(path, identifier, problem[0])
