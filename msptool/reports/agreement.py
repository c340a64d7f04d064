"""The agreement chart: what each client pays, has and gets, with the agreed days beside the advised ones. Internal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from msptool.clients.agreements import Row, chart
from msptool.clients.model import Agreement
from msptool.clients.register import require_clients
from msptool.people.register import load_people
from msptool.reports.context import Practice, practice
from msptool.reports.kinds import Report, Request

_SOON = timedelta(90)


@dataclass(frozen=True, slots=True)
class Signed:
    """What an agreement says; `state` is `runs`, `starts` (still to come), `ends` (within 90 days) or `over`."""

    mrr: Decimal
    seats: int
    servers: int
    storage_gb: int
    service_model: str
    starts: date
    ends: date | None
    renews: bool
    state: str


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One client. Days are visits a year: `agreed` None where the agreement names none, and `reason` is for `advised`."""

    client: str
    client_id: str
    sales: str
    vcio: str
    tam: str
    agreed: int | None
    advised: int
    reason: str
    agreement: Signed | None

    @property
    def difference(self) -> int | None:
        """Agreed less advised days: less than 0 where the client gets fewer than advised."""
        return None if self.agreed is None else self.agreed - self.advised


@dataclass(frozen=True, slots=True)
class Sums:
    """The totals of some clients. `planned` are the agreed days, else the advised ones."""

    clients: int
    planned: int
    advised: int
    seats: int
    servers: int
    storage_gb: int
    mrr: Decimal


@dataclass(frozen=True, slots=True)
class TamSums:
    """The totals of one TAM's clients; `tam` is empty for those whom nobody visits."""

    tam: str
    sums: Sums


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """Everything that the report says. Internal. Money is in `currency`, a month."""

    practice: Practice
    prepared: date
    currency: str
    rows: tuple[ChartRow, ...]
    sums: Sums
    tams: tuple[TamSums, ...]


def build(request: Request) -> Report:
    """The chart of all clients that are not former ones, by name."""
    workspace = request.workspace
    settings, source = workspace.settings, workspace.source
    found = chart(require_clients(source).values(), load_people(source), settings.visits)
    rows = tuple(_row(each, workspace.today) for each in found)
    tams = sorted({each.tam for each in rows}, key=lambda name: (not name, name.casefold()))
    report = AgreementReport(
        practice(settings), workspace.today, settings.practice.currency, rows, _sums(rows),
        tuple(TamSums(name, _sums([each for each in rows if each.tam == name])) for name in tams),
    )  # fmt: skip
    return Report(report)


def _row(each: Row, today: date) -> ChartRow:
    signed, visits = each.client.agreement, each.visits
    return ChartRow(
        each.client.name, each.client.id, each.sales, each.vcio, each.tam, visits.agreed, visits.recommended,
        visits.reason, _signed(signed, today) if signed else None,
    )  # fmt: skip


def _signed(found: Agreement, today: date) -> Signed:
    return Signed(
        found.mrr, found.seats, found.servers, found.storage_gb, found.service_model, found.starts, found.ends,
        found.renews, _state(found, today),
    )  # fmt: skip


def _state(found: Agreement, today: date) -> str:
    if found.starts > today:
        return "starts"
    if found.ends is None or found.ends > today + _SOON:
        return "runs"
    if found.ends >= today:
        return "ends"
    return "runs" if found.renews else "over"


def _sums(rows: Sequence[ChartRow]) -> Sums:
    signed = [each.agreement for each in rows if each.agreement is not None]
    return Sums(
        clients=len(rows),
        planned=sum(each.advised if each.agreed is None else each.agreed for each in rows),
        advised=sum(each.advised for each in rows),
        seats=sum(each.seats for each in signed),
        servers=sum(each.servers for each in signed),
        storage_gb=sum(each.storage_gb for each in signed),
        mrr=sum((each.mrr for each in signed), Decimal(0)),
    )
