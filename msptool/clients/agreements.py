"""The agreement chart: what each client pays, has and gets, and how many visits it should get."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from msptool.clients.model import Agreement, Client
from msptool.people.model import Person
from msptool.people.register import name_of
from msptool.workspace.settings import Visits

_MOST_FOR_NOISE = 2.0


@dataclass(frozen=True, slots=True)
class Visiting:
    """Visits a year: what the formula recommends, why, and what the agreement says."""

    recommended: int
    reason: str
    agreed: int | None

    @property
    def planned(self) -> int:
        """The agreed number, else the recommended one."""
        return self.recommended if self.agreed is None else self.agreed


@dataclass(frozen=True, slots=True)
class Period:
    """Days in a row, both ends included, on which one agreement runs; None for a client without any."""

    first: date
    last: date
    agreement: Agreement | None

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


def periods(client: Client, first: date, last: date) -> list[Period]:
    """The periods from `first` to `last` on which the client is served, by day; an agreement ends when the next begins.

    A client without any agreement is served while it is a current one. A former client whose last agreement has no end is
    not served under it: nobody knows how long it ran.
    """
    if not client.agreements:
        return [Period(first, last, None)] if client.is_current else []
    found: list[Period] = []
    until = last
    for agreement in sorted(client.agreements, key=lambda each: each.starts, reverse=True):
        period = Period(max(agreement.starts, first), min(_end(client, agreement), until), agreement)
        if period.days > 0:
            found.insert(0, period)
        until = min(until, agreement.starts - timedelta(1))
    return found


def _end(client: Client, agreement: Agreement) -> date:
    if agreement is not client.agreement:
        return agreement.ends or date.max
    if client.is_current:
        return date.max if agreement.renews or agreement.ends is None else agreement.ends
    return agreement.ends or date.min


def visits_a_year(client: Client, settings: Visits) -> Visiting:
    """Visits a year by the client's agreement; see `visits_under`."""
    return visits_under(client.agreement, settings)


def visits_under(agreement: Agreement | None, settings: Visits) -> Visiting:
    """MRR / mrr_per_monthly_visit visits a month, times 12, at least the minimum (seed 004).

    A noisy client, with more reactive hours per endpoint than the target, gets more: its number times RHEM / target, at
    most doubled. Source of the target: domain, 0.25 hours per endpoint per month.
    """
    agreed = agreement.onsite_days if agreement else None
    mrr = agreement.mrr if agreement else Decimal(0)
    visits = int((mrr / settings.mrr_per_monthly_visit * 12).to_integral_value(ROUND_HALF_UP))
    reason = f"one a month for every {settings.mrr_per_monthly_visit:,.0f} of MRR"
    if visits < settings.minimum_per_year:
        visits, reason = settings.minimum_per_year, f"at least {settings.minimum_per_year} a year"
    rhem = agreement.rhem if agreement else None
    if rhem is not None and rhem > settings.rhem_target:
        noise = min(rhem / settings.rhem_target, _MOST_FOR_NOISE)
        visits = math.ceil(visits * noise)
        reason += f", {noise:.1f} times for its noise (RHEM {rhem:.2f}, target {settings.rhem_target:g})"
    return Visiting(visits, reason, agreed)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the agreement chart (seed 004): people by name, visits a year, size, money, dates."""

    client: Client
    sales: str
    vcio: str
    tam: str
    visits: Visiting

    def as_data(self, currency: str) -> dict[str, Any]:
        """The row as JSON values: money as text, dates ISO, missing null."""
        agreement = self.client.agreement
        return {
            "client": self.client.id,
            "name": self.client.name,
            "sales": self.sales or None,
            "vcio": self.vcio or None,
            "tam": self.tam or None,
            "days": self.visits.agreed,
            "days_recommended": self.visits.recommended,
            "days_reason": self.visits.reason,
            "seats": agreement.seats if agreement else None,
            "servers": agreement.servers if agreement else None,
            "storage_gb": agreement.storage_gb if agreement else None,
            "monthly_revenue": {"amount": str(agreement.mrr), "currency": currency} if agreement else None,
            "starts": agreement.starts.isoformat() if agreement else None,
            "ends": agreement.ends.isoformat() if agreement and agreement.ends else None,
        }


def chart(clients: Iterable[Client], people: Mapping[str, Person], settings: Visits) -> list[Row]:
    """The chart of all clients that are not former ones, by name."""
    return [
        Row(
            client, name_of(people, client.team.sales), name_of(people, client.team.vcio),
            name_of(people, client.team.tam), visits_a_year(client, settings),
        )
        for client in sorted(clients, key=lambda each: each.name.casefold()) if client.is_current
    ]  # fmt: skip
