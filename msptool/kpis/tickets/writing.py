"""What an import changes in the workspace: the records and ticket lists of the months that it touches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from msptool.clients.register import require_clients
from msptool.kpis.model import Record
from msptool.kpis.periods import Month
from msptool.kpis.recording import plan_records
from msptool.kpis.register import Records
from msptool.kpis.ticket_kpis import TICKET_KPIS
from msptool.kpis.tickets.counting import Tally, client_records, median_record
from msptool.kpis.tickets.lists import clients_with_lists, known_tickets, months_with_lists, plan_list
from msptool.kpis.tickets.profiles import PROFILES
from msptool.kpis.tickets.recurring import recurring
from msptool.kpis.tickets.spool import Spool, bounds
from msptool.workspace.kpi_settings import TICKET_CATEGORIES, TicketCategory, Tickets
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import Planned

_DAY = 24 * 60
_IDS = frozenset(kpi.id for kpi in TICKET_KPIS)
_HOURS = "reactive-hours"
_EXPORTS = frozenset(profile.name for profile in PROFILES.values())
_MEDIANS: dict[TicketCategory | None, str] = {
    each: "first-response-time" + (f"-{each}" if each else "") for each in (None, *TICKET_CATEGORIES)
}
Counted = tuple[str | None, Month, dict[str, Record]]


@dataclass
class Written:
    """The figures by client (None: the practice) and month, and what of the workspace changes."""

    counted: list[Counted] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


def plan_months(workspace: Workspace, spool: Spool, source: str) -> tuple[list[Planned], Written]:
    """Count every client and month that the file touches, together with what was counted before; nothing is written."""
    rule = workspace.settings.kpis.tickets.recurring
    back = -(-rule.days // 28)
    clients = sorted(require_clients(workspace.source))
    months = spool.months()
    months = sorted({*months, *_left(workspace, spool, clients, months)})
    later = [month for month in _around(months, 1, back) if clients_with_lists(workspace.source, month, clients)]
    touched = {month: _known(workspace, spool, clients, month) for month in (*months, *later)}
    for month in _around([*months, *later], -back, -1):
        if month not in touched:
            _known(workspace, spool, clients, month)
    planned: list[Planned] = []
    written = Written()
    records = Records(workspace.source)
    for month, listed in sorted(touched.items()):
        for client in sorted({*spool.clients(month), *listed}):
            planned += _client(workspace, spool, client, month, source, records, written)
        planned += _practice(workspace, spool, month, source, records, written)
    changing = [each for each in planned if each.changes]
    written.paths = [each.path for each in changing]
    return changing, written


def _left(workspace: Workspace, spool: Spool, clients: Sequence[str], months: Sequence[Month]) -> Iterator[Month]:
    """Other months in which a ticket of the file was counted before: the file says another day of it now."""
    for client in clients:
        for month in months_with_lists(workspace.source, client):
            if month not in months and any(
                spool.has(each.id) for each in known_tickets(workspace.source, client, month)
            ):
                yield month


def _around(months: Sequence[Month], first: int, last: int) -> list[Month]:
    found = {month.shifted(step) for month in months for step in range(first, last + 1)}
    return sorted(found - set(months))


def _known(workspace: Workspace, spool: Spool, clients: Sequence[str], month: Month) -> list[str]:
    """Add what was counted before; returns whose lists there are."""
    listed = clients_with_lists(workspace.source, month, clients)
    for client in listed:
        spool.add_known(known_tickets(workspace.source, client, month))
    return listed


def _client(
    workspace: Workspace, spool: Spool, client: str, month: Month, source: str, records: Records, written: Written
) -> Iterator[Planned]:
    settings: Tickets = workspace.settings.kpis.tickets
    first, after = bounds(month)
    before = records.of(client, month)
    tally = Tally()
    for ticket in spool.tickets(client, first, after):
        tally.add(ticket, settings.response_minutes)
    labels = {issue.key: issue.issue for record in before.values() for issue in record.issues}
    labels |= {
        issue.key: issue.issue for record in records.of(client, month.shifted(-1)).values() for issue in record.issues
    }
    looked_at = spool.tickets(client, first - settings.recurring.days * _DAY, after)
    issues = recurring(looked_at, first, settings.recurring, labels)
    # Where all of them went to another month or client nothing is known of this one, which is not zero.
    counted = client_records(tally, issues, source, workspace.today) if tally.total.tickets else {}
    if counted:
        written.counted.append((client, month, counted))
    yield from _changed(workspace, client, month, before, counted, _IDS | _hours_of_tickets(before))
    yield from plan_list(workspace.root, workspace.source, client, month, spool.tickets(client, first, after))


def _hours_of_tickets(before: Mapping[str, Record]) -> Set[str]:
    """The hours, where an import counted them and nobody wrote them down by hand."""
    return {name for name in (_HOURS,) if name in before and before[name].source in _EXPORTS}


def _practice(
    workspace: Workspace, spool: Spool, month: Month, source: str, records: Records, written: Written
) -> list[Planned]:
    """The practice's medians, which cannot be added up from the clients'."""
    counted: dict[str, Record] = {}
    for category, name in _MEDIANS.items():
        rising = list(spool.responses(month, category))
        if rising:
            counted[name] = median_record(rising, source, workspace.today)
    written.counted.append((None, month, counted))
    return _changed(workspace, None, month, records.of(None, month), counted, frozenset(_MEDIANS.values()))


def _changed(
    workspace: Workspace, client: str | None, month: Month, before: Mapping[str, Record], counted: Mapping[str, Record],
    names: Set[str],
) -> list[Planned]:  # fmt: skip
    """The month's file with what is counted otherwise than before, without what of `names` is not counted any more.

    What stays keeps its source and its day; nothing where all of it stays.
    """
    news = {name: record for name, record in counted.items() if _facts(before.get(name)) != _facts(record)}
    gone = frozenset(name for name in before if name in names and name not in counted)
    return [plan_records(workspace.root, client, month, news, gone)] if news or gone else []


def _facts(record: Record | None) -> tuple[object, ...]:
    if record is None:
        return ()
    return record.numerator, record.denominator, record.cases, record.issues
