"""The lint rules of KPIs, of their records and of patch exceptions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from msptool.clients.rules import who_instead
from msptool.kpis.assessment_model import ASSESSMENT, Assessment
from msptool.kpis.assessment_questions import QUESTIONS
from msptool.kpis.builtin import builtin
from msptool.kpis.definitions import own_kpi
from msptool.kpis.kpi import Kpi
from msptool.kpis.model import (
    CLIENT_MONTH,
    KPI_DEFINITION,
    PATCH_EXCEPTION,
    PRACTICE_PERIOD,
    ClientMonth,
    Definition,
    PatchException,
    PracticePeriod,
    Record,
)
from msptool.kpis.periods import Period, period_of
from msptool.kpis.plausible import impossible
from msptool.kpis.tickets.model import TICKET_IMPORT, TICKET_LIST, TicketList
from msptool.workspace.checks import Check, EachAlone, Known
from msptool.workspace.entities import Entry, Kind
from msptool.workspace.problems import Problem, Rule, did_you_mean
from msptool.workspace.workspace import MARKER

UNKNOWN_KPI = Rule(
    "F101", "unknown-kpi", "error", "A record is of a KPI that msptool knows or that the practice has defined.",
    "records:\n  backup-succes: {...}", "records:\n  backup-success: {...}",
)  # fmt: skip
IMPOSSIBLE = Rule(
    "F102", "impossible-figure", "error",
    "A figure can be: no more than all, a share with its denominator, no computed figure by hand, and in the file of its level.",
    "patch-endpoints: {numerator: 41, denominator: 40, source: RMM, recorded: 2026-11-02}",
    "patch-endpoints: {numerator: 39, denominator: 40, source: RMM, recorded: 2026-11-02}",
)  # fmt: skip
FUTURE = Rule(
    "F103", "figure-of-the-future", "error", "A period has begun, and a figure was recorded today or before.",
    "practice/kpis/2062-01.yaml", "practice/kpis/2026-10.yaml",
)  # fmt: skip
OF_NOBODY = Rule(
    "F104", "figures-of-nobody", "error", "The figures of a month are those of a client: the folder has its id.",
    "clients/acmee/kpis/2026-10.yaml", "clients/acme/kpis/2026-10.yaml",
)  # fmt: skip
RECORDED_BY = Rule(
    "F105", "recorded-by-nobody", "error", "Whoever records a figure is a person of practice/people/.", "by: jmi", "by: jim",
)  # fmt: skip
TAKEN_ID = Rule(
    "F106", "kpi-of-msptool", "error", "A KPI of the practice has an id that msptool does not use.",
    "practice/kpis/definitions/backup-success.yaml", "practice/kpis/definitions/backup-success-cloud.yaml",
)  # fmt: skip
RAN_OUT = Rule(
    "F107", "exception-ran-out", "warning", "An exception from patching is patched by its last day, or agreed again until a later one.",
    "until: 2026-09-30 (and no 'closed')", "until: 2027-03-31",
)  # fmt: skip
TARGET_OF_NOTHING = Rule(
    "F108", "target-of-nothing", "error", "The settings name KPIs that there are.",
    "kpis:\n  targets:\n    backup-succes: {target: 0.99}", "kpis:\n  targets:\n    backup-success: {target: 0.99}",
)  # fmt: skip
UNKNOWN_QUESTION = Rule(
    "F109", "unknown-assessment-question", "error", "A self-assessment answers the questions that msptool asks.",
    "answers:\n  rhem-fals: {answer: yes}", "answers:\n  rhem-falls: {answer: yes}",
)  # fmt: skip
RULES = (
    UNKNOWN_KPI,
    IMPOSSIBLE,
    FUTURE,
    OF_NOBODY,
    RECORDED_BY,
    TAKEN_ID,
    RAN_OUT,
    TARGET_OF_NOTHING,
    UNKNOWN_QUESTION,
)
_OWN = "KPI of the practice"


class DefinitionsCheck:
    """The rules of the practice's own KPIs; tells the records which there are, each with what it counts."""

    def file(self, entry: Entry[Definition], known: Known) -> Iterator[Problem]:
        """See `Check`."""
        known.add(_OWN, [entry.entity.model_dump_json()])
        if entry.entity.id in builtin():
            yield entry.problem(TAKEN_ID, f"'{entry.entity.id}' is a KPI of msptool", "Give the file another name.")

    def end(self, known: Known) -> Iterator[Problem]:
        """See `Check`."""
        names = {*builtin(), *_kpis(known)}
        for name in sorted(known["KPI of the settings"]):
            if name not in names:
                hint = did_you_mean(name, names) or "'msptool kpi list' shows them."
                yield Problem(TARGET_OF_NOTHING, f"the settings name the KPI '{name}', and there is none", hint, MARKER)


def check_month(entry: Entry[ClientMonth], known: Known) -> Iterator[Problem]:
    """The rules of a client's month."""
    month = entry.entity
    yield from _of_client(entry, month.client, known)
    yield from _records(entry, month.client, month.period, month.records, known)


def check_period(entry: Entry[PracticePeriod], known: Known) -> Iterator[Problem]:
    """The rules of the practice's month or week."""
    yield from _records(entry, None, entry.entity.period, entry.entity.records, known)


def check_exception(entry: Entry[PatchException], known: Known) -> Iterator[Problem]:
    """The rules of a patch exception."""
    found = entry.entity
    yield from _of_client(entry, found.client, known)
    if found.closed is None and found.until < known.today:
        hint = f"Patch it, or agree again: 'msptool kpi exception {found.client} {found.id} --until YYYY-MM-DD'."
        yield entry.problem(RAN_OUT, f"this exception ran out on {found.until}", hint, "until")


def check_tickets(entry: Entry[TicketList], known: Known) -> Iterator[Problem]:
    """The rules of a client's list of counted tickets."""
    yield from _of_client(entry, entry.entity.client, known)


def check_assessment(entry: Entry[Assessment], known: Known) -> Iterator[Problem]:
    """The rules of a self-assessment."""
    found = entry.entity
    if found.day > known.today:
        yield entry.problem(FUTURE, f"{found.day} is still to come", "Name the file after the day of the assessment.")
    if found.by is not None and found.by not in known["person"]:
        hint = did_you_mean(found.by, known["person"]) or f"Create practice/people/{found.by}.yaml."
        yield entry.problem(RECORDED_BY, f"'{found.by}' is nobody in practice/people/", hint, "by")
    for name in found.answers:
        if name not in QUESTIONS:
            hint = did_you_mean(name, QUESTIONS) or "'msptool kpi assess --questions' lists them."
            yield entry.problem(UNKNOWN_QUESTION, f"there is no question '{name}'", hint, "answers", name)


def _of_client(
    entry: Entry[ClientMonth] | Entry[PatchException] | Entry[TicketList], client: str, known: Known
) -> Iterator[Problem]:
    if client not in known["client"]:
        hint = who_instead(client, known["client"])
        yield entry.problem(OF_NOBODY, f"there is no client '{client}'", hint)


def _records(
    entry: Entry[ClientMonth] | Entry[PracticePeriod], client: str | None, name: str, records: Mapping[str, Record],
    known: Known,
) -> Iterator[Problem]:  # fmt: skip
    period = period_of(name)
    assert period is not None
    if period.first > known.today:
        yield entry.problem(
            FUTURE, f"{period.label} is still to come", "Name the file after the period of its figures."
        )
    own = _kpis(known)
    for identifier, record in records.items():
        kpi = builtin().get(identifier) or own.get(identifier)
        where = ("records", identifier)
        if kpi is None:
            hint = did_you_mean(identifier, {*builtin(), *own}) or "'msptool kpi list' shows them."
            yield entry.problem(UNKNOWN_KPI, f"there is no KPI '{identifier}'", hint, *where)
            continue
        yield from _record(entry, kpi, client, period, record, known.today)
        if record.by is not None and record.by not in known["person"]:
            hint = did_you_mean(record.by, known["person"]) or f"Create practice/people/{record.by}.yaml."
            yield entry.problem(RECORDED_BY, f"'{record.by}' is nobody in practice/people/", hint, *where, "by")


def _record(
    entry: Entry[ClientMonth] | Entry[PracticePeriod], kpi: Kpi, client: str | None, period: Period, record: Record,
    today: date,
) -> Iterator[Problem]:  # fmt: skip
    wrong = impossible(kpi, client, period, record.numerator, record.denominator)
    if wrong:
        yield entry.problem(IMPOSSIBLE, *wrong, "records", kpi.id)
    if record.recorded > today:
        hint = "Write the day on which it was recorded."
        yield entry.problem(FUTURE, f"{record.recorded} is still to come", hint, "records", kpi.id, "recorded")


def _kpis(known: Known) -> dict[str, Kpi]:
    found = (own_kpi(Definition.model_validate_json(text)) for text in known[_OWN])
    return {kpi.id: kpi for kpi in found}


# In the order in which they are checked: the records name the definitions.
CHECKS: tuple[tuple[Kind[Any], Callable[[], Check]], ...] = (
    (KPI_DEFINITION, DefinitionsCheck),
    (CLIENT_MONTH, partial(EachAlone, check_month)),
    (PRACTICE_PERIOD, partial(EachAlone, check_period)),
    (PATCH_EXCEPTION, partial(EachAlone, check_exception)),
    (TICKET_LIST, partial(EachAlone, check_tickets)),
    (TICKET_IMPORT, EachAlone),
    (ASSESSMENT, partial(EachAlone, check_assessment)),
)
