"""A year of figures for the sample: every client's months, the practice's, patch exceptions and self-assessments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from sample_chance import Chance

from msptool.clients.agreements import periods
from msptool.clients.model import Agreement, Client
from msptool.kpis.assessment_model import ASSESSMENT
from msptool.kpis.assessment_questions import QUESTIONS
from msptool.kpis.model import CLIENT_MONTH, KPI_DEFINITION, PATCH_EXCEPTION, PRACTICE_PERIOD, Issue, Record
from msptool.kpis.periods import Month, months_until
from msptool.kpis.recording import record_data
from msptool.kpis.tickets.causes import key_of, normalised
from msptool.kpis.tickets.counting import median
from msptool.workspace.edits import folded, render
from msptool.workspace.kpi_settings import TICKET_CATEGORIES, ResponseMinutes, TicketCategory

_TABLE = Path(__file__).with_suffix(".yaml")
_MONTHS = months_until(Month(2026, 10), 12)
_TICKETS, _RMM, _BACKUP, _RESTORE, _IDENTITY = (
    "ConnectWise export", "RMM report", "backup console", "restore test log", "identity report",
)  # fmt: skip
_MIX: dict[TicketCategory, float] = {
    "identity": 0.22, "endpoint": 0.30, "network": 0.13, "saas": 0.17, "application": 0.12, "other": 0.06,
}  # fmt: skip
_HOURS_OF_A_TICKET = 0.55
_TYPICAL = 0.30  # of the target of a category, the middle of the minutes to the first answer


@dataclass(frozen=True)
class Story:
    """How a client's year goes; see the table."""

    care: tuple[float, float]
    noise: tuple[float, float]
    answers: tuple[float, float]
    restores: Sequence[str]
    season: Mapping[int, float]
    blows: Mapping[str, Mapping[str, Any]]
    users_since: str


def kpi_files(clients: Mapping[str, Client]) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file."""
    table = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    mrr: dict[Month, Decimal] = dict.fromkeys(_MONTHS, Decimal(0))
    answers: dict[Month, dict[str, list[int]]] = {month: {} for month in _MONTHS}
    for name, client in sorted(clients.items()):
        story = _story(table["clients"][name])
        for place, month in enumerate(_MONTHS):
            agreement = next((each.agreement for each in periods(client, month.last, month.last)), None)
            if agreement is None or not client.served_on(month.last):
                continue
            mrr[month] += agreement.mrr
            year = _Year(client, agreement, story, month, place / (len(_MONTHS) - 1), table["issues"])
            yield CLIENT_MONTH.path(client=name, period=month.id), _month(CLIENT_MONTH, year.records(answers[month]))
    for place, month in enumerate(_MONTHS):
        records = _practice(table["practice"], place, month, mrr[month], answers[month])
        yield PRACTICE_PERIOD.path(period=month.id), _month(PRACTICE_PERIOD, records)
    definition = table["definition"]
    yield KPI_DEFINITION.path(id=definition.pop("id")), render(KPI_DEFINITION, definition)
    for name, found in table["exceptions"].items():
        for identifier, fields in found.items():
            yield (
                PATCH_EXCEPTION.path(client=name, id=identifier),
                render(PATCH_EXCEPTION, {key: folded(str(value)) for key, value in fields.items()}),
            )
    for day, said in table["assessments"].items():
        yield ASSESSMENT.path(day=str(day)), render(ASSESSMENT, _assessment(said))


def _story(said: Mapping[str, Any]) -> Story:
    care, noise, answers = (tuple(said[key]) for key in ("care", "noise", "answers"))
    more = said.get("season", {}), said.get("blows", {}), said.get("users_since", "2025-11")
    return Story(care, noise, answers, said["restores"], *more)


@dataclass(frozen=True)
class _Year:
    """One month of one client; `way` is 0 in the first month of the year and 1 in the last."""

    client: Client
    agreement: Agreement
    story: Story
    month: Month
    way: float
    issues: Mapping[str, Sequence[str]]

    def _chance(self, *key: object) -> Chance:
        return Chance(self.client.id, self.month.id, "kpi", *key)

    def _now(self, pair: tuple[float, float], wobble: float, *key: object) -> float:
        return pair[0] + (pair[1] - pair[0]) * self.way + (self._chance(*key).roll() - 0.5) * 2 * wobble

    @property
    def _endpoints(self) -> int:
        own = self.agreement
        return own.endpoints if own.endpoints is not None else own.seats + own.servers

    @property
    def _recorded(self) -> date:
        return self.month.shifted(1).first.replace(day=3)

    def records(self, answers: dict[str, list[int]]) -> dict[str, Record]:
        """Every figure of the month; the minutes to the first answer go into `answers`, by category, too."""
        found = dict(self._tickets(answers))
        for name, source, all_, better in (
            ("patch-endpoints", _RMM, self._endpoints - self.agreement.servers, 0.02),
            ("patch-servers", _RMM, self.agreement.servers, 0.06),
            ("baseline-devices", _RMM, self._endpoints, -0.03),
            ("baseline-users", _IDENTITY, self.agreement.seats, 0.0),
        ):
            if all_ and (name != "baseline-users" or self.month.id >= self.story.users_since):
                found[name] = self._share(name, source, all_, better)
        found |= dict(self._backups())
        if "mobile-devices" in self.client.technologies:
            found["phones-locked"] = self._share("phones-locked", _IDENTITY, max(4, self.agreement.seats // 2), 0.04)
        if self._chance("emergency").hit(0.25):
            found["patch-emergency"] = self._share("patch-emergency", _RMM, self._endpoints, 0.04)
        return found

    def _share(self, name: str, source: str, all_: int, better: float) -> Record:
        share = min(1.0, max(0.0, self._now(self.story.care, 0.025, name) + better))
        return self._record(round(all_ * share), all_, source)

    def _record(self, numerator: Decimal | int, denominator: int | None, source: str, **more: Any) -> Record:
        part = None if denominator is None else Decimal(denominator)
        return Record(numerator=Decimal(numerator), denominator=part, source=source, recorded=self._recorded, **more)

    def _backups(self) -> Iterator[tuple[str, Record]]:
        days = (self.month.last - self.month.first).days + 1
        jobs = days * (self.agreement.servers + 1)
        failed = max(0.0, 1 - self._now(self.story.care, 0.02, "backup")) * 0.22
        yield "backup-success", self._record(jobs - round(jobs * failed), jobs, _BACKUP)
        # One test a quarter, in the month in which the quarter begins.
        place = (self.month.year * 12 + self.month.number - 2025 * 12 - 10) // 3
        if self.month.number % 3 == 1 and place <= len(self.story.restores):
            yield "restore-tests", self._record(int(self.story.restores[place - 1] == "pass"), 1, _RESTORE)

    def _tickets(self, answers: dict[str, list[int]]) -> Iterator[tuple[str, Record]]:
        blow = self.story.blows.get(self.month.id, {})
        season = self.story.season.get(self.month.number, 1.0)
        hours = (
            max(0.02, self._now(self.story.noise, 0.02, "noise")) * self._endpoints * season * blow.get("tickets", 1.0)
        )
        wanted = hours / _HOURS_OF_A_TICKET
        minutes = {name: self._answers(name, wanted, blow) for name in TICKET_CATEGORIES}
        targets = ResponseMinutes()
        for name in (None, *TICKET_CATEGORIES):
            end = f"-{name}" if name else ""
            own = {name: minutes[name]} if name else minutes
            every = [each for values in own.values() for each in values]
            yield f"tickets{end}", self._record(len(every), None, _TICKETS)
            if every:
                within = sum(each <= targets.of(category) for category, values in own.items() for each in values)
                yield f"first-response{end}", self._record(within, len(every), _TICKETS)
                yield (
                    f"first-response-time{end}",
                    self._record(median(sorted(every)) or 0, None, _TICKETS, cases=len(every)),
                )
            answers.setdefault(name or "", []).extend(every)
        issues = self._came_back(minutes, blow)
        yield "recurring-issues", self._record(len(issues), None, _TICKETS, issues=tuple(issues))
        yield "reactive-hours", self._record(Decimal(str(round(hours * 4) / 4)), None, _TICKETS)

    def _answers(self, category: TicketCategory, wanted: float, blow: Mapping[str, Any]) -> list[int]:
        chance = self._chance("tickets", category)
        share = _MIX[category] + (0.35 if blow.get("category") == category else 0.0)
        count = int(wanted * share * (0.85 + 0.3 * chance.roll()) + chance.roll())
        in_time = self._now(self.story.answers, 0.015, "answers", category)
        target = ResponseMinutes().of(category)
        return [
            1 + int(target * min(0.97, _TYPICAL * 2 * chance.roll())) if chance.hit(in_time) else int(target * (1.1 + 2 * chance.roll()))
            for _ in range(count)
        ]  # fmt: skip

    def _came_back(self, minutes: Mapping[TicketCategory, Sequence[int]], blow: Mapping[str, Any]) -> list[Issue]:
        found = []
        for category, values in minutes.items():
            most = len(values) // 4
            if blow.get("category") == category:
                found.append(self._issue(category, blow["issue"], max(3, len(values) // 2)))
            elif most >= 3 and self._chance("issue", category).hit(min(0.9, most / 12)):
                # The same thing comes back for a while.
                text = Chance(self.client.id, category, (self.month.year * 12 + self.month.number) // 4).pick(
                    self.issues[category]
                )
                found.append(
                    self._issue(category, text, self._chance("times", category).between(3, max(3, min(most, 9))))
                )
        return sorted(found, key=lambda each: (-each.times, each.key))

    def _issue(self, category: TicketCategory, text: str, times: int) -> Issue:
        plain = normalised(text)
        return Issue(issue=plain, key=key_of(category, "subject", plain), category=category, times=times)


def _month(kind: Any, records: Mapping[str, Record]) -> bytes:
    return render(kind, {"records": {name: record_data(record) for name, record in records.items()}})


def _practice(
    said: Mapping[str, Any], place: int, month: Month, mrr: Decimal, answers: Mapping[str, Sequence[int]]
) -> dict[str, Record]:  # fmt: skip
    recorded = month.shifted(1).first.replace(day=5)

    def record(numerator: Any, denominator: Any, source: str, **more: Any) -> Record:
        return Record(
            numerator=Decimal(str(numerator)), denominator=denominator, source=source, recorded=recorded, **more
        )

    found = {
        "service-revenue": record(mrr + said["projects"][place], None, "accounts"),
        "employees": record(said["employees"][place], None, "payroll"),
        "utilisation": record(said["billable"][place], Decimal(said["available"][place]), "time sheets"),
        "hourly-rate": record(said["projects"][place], Decimal(said["billable"][place]), "invoices and time sheets"),
    }
    for category, minutes in answers.items():
        name = "first-response-time" + (f"-{category}" if category else "")
        found[name] = record(median(sorted(minutes)) or 0, None, _TICKETS, cases=len(minutes))
    return found


def _assessment(said: Mapping[str, Any]) -> dict[str, Any]:
    notes = said["notes"]
    return {
        "by": said["by"],
        "answers": {
            name: {"answer": "no" if name in said["noes"] else "yes", **({"note": folded(notes[name])} if name in notes else {})}
            for name in QUESTIONS
        },
    }  # fmt: skip
