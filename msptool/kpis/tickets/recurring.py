"""Issues that come back: the same client and category, and the same subject or asset, so often in so many days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from msptool.kpis.model import Issue
from msptool.kpis.tickets.ticket import Ticket
from msptool.workspace.kpi_settings import Recurring, TicketCategory

_DAY = 24 * 60


def rule_said(rule: Recurring) -> str:
    """The rule as a person reads it."""
    return (
        f"An issue came back when a client had at least {rule.times} tickets of one category within {rule.days} days with the same "
        "subject (without numbers, signs and reply marks) or about the same asset, the last of them in the month. What shares "
        "a ticket counts once."
    )


@dataclass
class _Cause:
    key: str
    category: TicketCategory
    label: str = ""
    moments: list[int] = field(default_factory=list)
    tickets: set[str] = field(default_factory=set)

    def add(self, ticket: Ticket, label: str) -> None:
        self.moments.append(ticket.opened)
        self.tickets.add(ticket.id)
        self.label = label or self.label

    def times(self, rule: Recurring, first: int) -> int:
        """The most tickets within the days of the rule, up to one that was opened at `first` or after it."""
        most = start = 0
        for end, moment in enumerate(self.moments):
            while moment - self.moments[start] >= rule.days * _DAY:
                start += 1
            if moment >= first:
                most = max(most, end - start + 1)
        return most


def recurring(tickets: Iterable[Ticket], first: int, rule: Recurring, labels: Mapping[str, str]) -> list[Issue]:
    """The issues that came back in the month that begins at the minute `first`, the most frequent first.

    `tickets` are those of one client by time, from the days before the month on that the rule looks back. `labels` say
    the keys of earlier imports in words.
    """
    causes: dict[str, _Cause] = {}
    for ticket in tickets:
        for key, label in ((ticket.subject, ticket.label), (ticket.asset, ticket.asset_label)):
            if key:
                causes.setdefault(key, _Cause(key, ticket.category)).add(ticket, label)
    found = [(times, each) for each in causes.values() if (times := each.times(rule, first)) >= rule.times]
    found.sort(key=lambda each: (-each[0], each[1].key))
    return [
        Issue(issue=(each.label or labels.get(each.key) or each.category)[:120], key=each.key, category=each.category, times=times)
        for times, each in _merged(found)
    ]  # fmt: skip


def _merged(found: Sequence[tuple[int, _Cause]]) -> list[tuple[int, _Cause]]:
    """One cause for all that share a ticket: the most frequent of them."""
    groups: list[tuple[int, _Cause, set[str]]] = []
    for times, cause in found:
        tickets = set(cause.tickets)
        sharing = [each for each in groups if each[2] & tickets]
        if not sharing:
            groups.append((times, cause, tickets))
            continue
        sharing[0][2].update(tickets, *(each[2] for each in sharing[1:]))
        groups = [each for each in groups if each not in sharing[1:]]
    return [(times, cause) for times, cause, _ in groups]
