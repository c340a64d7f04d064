"""The figures of one client and month, counted from its tickets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from msptool.kpis.model import Issue, Record
from msptool.kpis.tickets.ticket import Ticket
from msptool.workspace.kpi_settings import TICKET_CATEGORIES, ResponseMinutes, TicketCategory

_MOST_ISSUES = 20
_HOUR = Decimal(60)


@dataclass
class Counts:
    """Tickets of one category: how many, and the minutes to the first answer of those that have one."""

    tickets: int = 0
    within: int = 0
    responses: list[int] = field(default_factory=list)


@dataclass
class Tally:
    """Everything that is counted of one client and month. `worked` is in minutes, None where no ticket says it."""

    by_category: dict[TicketCategory, Counts] = field(
        default_factory=lambda: {each: Counts() for each in TICKET_CATEGORIES}
    )
    worked: int | None = None

    def add(self, ticket: Ticket, targets: ResponseMinutes) -> None:
        """Count a ticket."""
        counts = self.by_category[ticket.category]
        counts.tickets += 1
        if ticket.response is not None:
            counts.responses.append(ticket.response)
            counts.within += ticket.response <= targets.of(ticket.category)
        if ticket.worked is not None:
            self.worked = (self.worked or 0) + ticket.worked

    @property
    def total(self) -> Counts:
        """All categories together."""
        every = self.by_category.values()
        return Counts(
            sum(each.tickets for each in every), sum(each.within for each in every),
            [minutes for each in every for minutes in each.responses],
        )  # fmt: skip


def median(rising: Sequence[int]) -> Decimal | None:
    """The middle of numbers that rise, or the mean of the two in the middle; None for none."""
    if not rising:
        return None
    middle = len(rising) // 2
    low = rising[middle] if len(rising) % 2 else rising[middle - 1]
    return Decimal(low + rising[middle]) / 2


def client_records(tally: Tally, issues: Sequence[Issue], source: str, today: date) -> dict[str, Record]:
    """The records of one client and month by KPI; where nothing was answered there is none of the answers."""
    found: dict[str, Record] = {}
    for end, counts in (("", tally.total), *((f"-{name}", each) for name, each in tally.by_category.items())):
        found[f"tickets{end}"] = _record(Decimal(counts.tickets), None, source, today)
        if counts.responses:
            answered = len(counts.responses)
            found[f"first-response{end}"] = _record(Decimal(counts.within), Decimal(answered), source, today)
            found[f"first-response-time{end}"] = median_record(sorted(counts.responses), source, today)
    found["recurring-issues"] = Record(
        numerator=Decimal(len(issues)), source=source, recorded=today, issues=tuple(issues[:_MOST_ISSUES])
    )  # fmt: skip
    if tally.worked is not None:
        hours = (Decimal(tally.worked) / _HOUR).quantize(Decimal("0.01"))
        found["reactive-hours"] = _record(hours, None, source, today)
    return found


def median_record(rising: Sequence[int], source: str, today: date) -> Record:
    """The record of a median, with the number of cases; `rising` holds at least one."""
    middle = median(rising)
    assert middle is not None
    return Record(numerator=middle, source=source, recorded=today, cases=len(rising))


def _record(numerator: Decimal, denominator: Decimal | None, source: str, today: date) -> Record:
    return Record(numerator=numerator, denominator=denominator, source=source, recorded=today)
