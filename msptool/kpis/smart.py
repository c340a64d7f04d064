"""The smart numbers of seed 004: AISP, MRR and RHEM, what hangs on a TAM, which accounts are good, and what less noise frees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from msptool.clients.model import Client
from msptool.kpis.computed import endpoints_of, reactive_hours
from msptool.kpis.figures import Figures
from msptool.kpis.periods import Month
from msptool.kpis.reading import Reading
from msptool.people.model import Person
from msptool.people.register import load_people
from msptool.roadmap.items import recommendations
from msptool.roadmap.model import Recommendation

AREAS = ("tam", "vcio", "service-desk", "centralized-services", "professional-services", "design-desk")
_YEAR = timedelta(365)
_GOOD, _LITTLE = 0.75, 0.5
Verdict = Literal["good account", "noisy", "little leverage", "develop"]


@dataclass(frozen=True, slots=True)
class Account:
    """One client as an account. `rhem` and `hours` are None without hours; `noise` are the hours above the target.

    `decided` and `approved` count its recommendations of the last year: its leverage is how many it approves. `points`,
    0..1, is the mean of leverage, size (MRR of the average MRR, at most 1) and quiet (1 at the target of RHEM or under
    it, else target / RHEM), of those that are known.
    """

    client: Client
    mrr: Decimal
    seats: int
    endpoints: int
    hours: Decimal | None
    rhem: Decimal | None
    noise: Decimal
    approved: int
    decided: int
    points: float
    verdict: Verdict

    @property
    def aisp(self) -> Decimal | None:
        """MRR / seats."""
        return self.mrr / self.seats if self.seats else None

    @property
    def leverage(self) -> float | None:
        """Approved of decided recommendations; None where nothing was decided."""
        return self.approved / self.decided if self.decided else None


@dataclass(frozen=True, slots=True)
class Desk:
    """One TAM: clients, their MRR, and that as a share of the guideline for one TAM."""

    name: str
    clients: int
    mrr: Decimal
    share: float


@dataclass(frozen=True, slots=True)
class Time:
    """The inventory of time in a month: hours of everybody in the delivery areas, and those that reactive work takes."""

    people: int
    hours: Decimal
    reactive: Decimal | None

    @property
    def left(self) -> Decimal | None:
        """Hours left for the fixed areas: Centralized Services, TAM, vCIO, Professional Services."""
        return None if self.reactive is None else self.hours - self.reactive


@dataclass(frozen=True, slots=True)
class WhatIf:
    """RHEM changed by `step` at every client with hours: the hours that this frees (less than 0: that it takes)."""

    step: Decimal
    freed: Decimal
    rhem: Decimal | None
    by_client: tuple[tuple[str, Decimal], ...]
    visit_days: Decimal
    people: Decimal
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Smart:
    """Everything of one month; `tams_needed` is MRR / guideline, not rounded."""

    month: Month
    aisp: Reading
    average_mrr: Reading
    rhem: Reading
    mrr: Decimal
    tams_needed: Decimal
    desks: tuple[Desk, ...]
    accounts: tuple[Account, ...]
    areas: tuple[tuple[str, tuple[Reading, ...]], ...]
    time: Time
    what_if: WhatIf | None


def smart(figures: Figures, month: Month, step: Decimal | None = None) -> Smart:
    """The smart numbers at the end of a month; with `step` also what RHEM changed by so much frees."""
    facts, settings = figures.facts, figures.facts.settings
    people = load_people(facts.workspace.source)
    clients = [each for each in facts.served(month) if facts.agreement(each, month)]
    total = sum((agreement.mrr for each in clients if (agreement := facts.agreement(each, month))), Decimal(0))
    accounts = _accounts(figures, clients, month, total / len(clients) if clients else Decimal(0))
    per_tam = settings.schedule.mrr_per_tam
    found = {name: figures.reading(figures.kpis[name], None, month) for name in ("aisp", "average-mrr", "rhem")}
    known = [each.hours for each in accounts if each.hours is not None]
    workers = [each for each in people.values() if _works(each, facts.until(month))]
    return Smart(
        month, found["aisp"], found["average-mrr"], found["rhem"], total, total / per_tam,
        tuple(_desks(accounts, people.values(), per_tam)), tuple(accounts), tuple(_areas(figures, month)),
        Time(
            len(workers), Decimal(str(settings.kpis.hours_per_month)) * len(workers), sum(known, Decimal(0)) if known else None
        ),
        what_if(accounts, step, figures) if step is not None else None,
    )  # fmt: skip


def what_if(accounts: Sequence[Account], step: Decimal, figures: Figures) -> WhatIf:
    """The hours that RHEM changed by `step` frees: at each client the change of RHEM times its endpoints, never below 0."""
    settings = figures.facts.settings
    # Hours of a client without endpoints are in neither, as in the practice's RHEM.
    counting = [each for each in accounts if each.rhem is not None]
    by_client = [(each.client.name, _freed(each, step)) for each in counting]
    freed = sum((hours for _, hours in by_client), Decimal(0))
    hours = sum((each.hours for each in counting if each.hours is not None), Decimal(0))
    endpoints = sum(each.endpoints for each in counting)
    day = Decimal(_minutes(settings.schedule.ends) - _minutes(settings.schedule.starts)) / 60
    month = Decimal(str(settings.kpis.hours_per_month))
    return WhatIf(
        step, freed, (hours - freed) / endpoints if endpoints else None,
        tuple(sorted(by_client, key=lambda each: (-each[1], each[0]))), freed / day if day > 0 else Decimal(0), freed / month,
        freed * settings.proposals.all_rates["service-desk"].cost,
    )  # fmt: skip


def _freed(each: Account, step: Decimal) -> Decimal:
    assert each.rhem is not None
    assert each.hours is not None
    return each.hours - max(each.rhem + step, Decimal(0)) * each.endpoints


def _accounts(figures: Figures, clients: Iterable[Client], month: Month, average: Decimal) -> list[Account]:
    facts = figures.facts
    target = Decimal(str(facts.settings.visits.rhem_target))
    found = []
    for client in clients:
        agreement = facts.agreement(client, month)
        assert agreement is not None
        endpoints = endpoints_of(facts, client, month) or 0
        hours = reactive_hours(facts, client, month)
        rhem = hours / endpoints if hours is not None and endpoints else None
        approved, decided = _leverage(recommendations(facts.workspace.source, client.id), facts.until(month))
        quiet = None if rhem is None else 1.0 if rhem <= target else float(target / rhem)
        size = min(1.0, float(agreement.mrr / average)) if average else None
        parts = [each for each in (approved / decided if decided else None, size, quiet) if each is not None]
        points = sum(parts) / len(parts) if parts else 0.0
        noise = max((hours or Decimal(0)) - target * endpoints, Decimal(0)) if rhem is not None else Decimal(0)
        verdict = _verdict(points, noise, approved / decided if decided else None)
        found.append(
            Account(
                client,
                agreement.mrr,
                agreement.seats,
                endpoints,
                hours,
                rhem,
                noise,
                approved,
                decided,
                points,
                verdict,
            )
        )
    return sorted(found, key=lambda each: (-each.points, -each.mrr, each.client.id))


def _verdict(points: float, noise: Decimal, leverage: float | None) -> Verdict:
    if noise > 0:
        return "noisy"
    if leverage is not None and leverage < _LITTLE:
        return "little leverage"
    return "good account" if points >= _GOOD else "develop"


def _leverage(found: Iterable[Recommendation], last: date) -> tuple[int, int]:
    """Approved and all decisions that stand, of those taken in the year up to a day."""
    taken = []
    for each in found:
        decisions = [one for one in each.decisions if one.on <= last and one.choice != "proposed"]
        if decisions and decisions[-1].on > last - _YEAR:
            taken.append(decisions[-1].choice)
    return taken.count("approved"), len(taken)


def _desks(accounts: Sequence[Account], people: Iterable[Person], per_tam: Decimal) -> Iterable[Desk]:
    for person in sorted(people, key=lambda each: each.name):
        own = [each for each in accounts if each.client.team.tam == person.id]
        if own:
            mrr = sum((each.mrr for each in own), Decimal(0))
            yield Desk(person.name, len(own), mrr, float(mrr / per_tam))


def _areas(figures: Figures, month: Month) -> Iterable[tuple[str, tuple[Reading, ...]]]:
    """Each delivery area with the figures that seed 004 names for it."""
    wanted = (
        ("Service Desk (variable)", ("aisp", "rhem")),
        ("Centralized Services (fixed)", ("endpoints", "aisp")),
        ("TAM (fixed)", ("clients-per-tam", "mrr-per-tam")),
        ("vCIO (fixed)", ("clients-per-vcio", "mrr-per-vcio")),
        ("Professional Services (fixed)", ("hourly-rate", "utilisation")),
    )
    for name, kpis in wanted:
        yield name, tuple(figures.reading(figures.kpis[each], None, month) for each in kpis)


def _works(person: Person, day: date) -> bool:
    employed = (person.starts is None or person.starts <= day) and (person.ends is None or day <= person.ends)
    return employed and bool(set(person.roles) & set(AREAS))


def _minutes(time: str) -> int:
    hour, _, minute = time.partition(":")
    return int(hour) * 60 + int(minute)
