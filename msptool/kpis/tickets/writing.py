"""What an import changes in the workspace: the records and ticket lists of the months that it touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from msptool.clients.register import require_clients
from msptool.kpis.model import Record
from msptool.kpis.periods import Month
from msptool.kpis.recording import plan_records
from msptool.kpis.register import Records
from msptool.kpis.ticket_kpis import TICKET_KPIS
from msptool.kpis.tickets.counting import Tally, client_records, median_record
from msptool.kpis.tickets.lists import clients_with_lists, known_tickets, months_with_lists, plan_list
from msptool.kpis.tickets.profiles import EXPORTS
from msptool.kpis.tickets.recurring import recurring
from msptool.kpis.tickets.spool import Spool, bounds
from msptool.kpis.tickets.ticket import Ticket
from msptool.workspace.kpi_settings import TICKET_CATEGORIES, TicketCategory, Tickets
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import Planned

_DAY = 24 * 60
_IDS = frozenset(kpi.id for kpi in TICKET_KPIS)
_HOURS = "reactive-hours"
_MEDIANS: dict[TicketCategory | None, str] = {
    each: "first-response-time" + (f"-{each}" if each else "") for each in (None, *TICKET_CATEGORIES)
}
Counted = tuple[str | None, Month, dict[str, Record]]


@dataclass(frozen=True, slots=True)
class Kept:
    """Figures that the file counts otherwise and that stay as they are recorded, of a client (None: the practice).

    `kpis` names them; it is empty where all figures from tickets stay, because no list says which tickets they are of.
    """

    client: str | None
    month: Month
    kpis: tuple[str, ...] = ()


@dataclass
class Written:
    """What changes: figures by client (None: the practice) and month, files; and the figures that stay as recorded."""

    counted: list[Counted] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


def plan_months(
    workspace: Workspace, spool: Spool, source: str, *, replace: bool = False
) -> tuple[list[Planned], Written]:  # fmt: skip
    """Count every client and month that the file touches, together with what was counted before; nothing is written.

    A month whose figures from tickets are recorded without a list of the tickets stays as it is, and so does a figure
    that somebody wrote down by hand, unless `replace`.
    """
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
    if not replace:
        for month, known in touched.items():
            _keep_recorded(spool, month, known.clients, records, written)
    for month, known in sorted(touched.items(), key=lambda each: each[0]):
        for client in sorted({*spool.clients(month), *known.clients}):
            planned += _client(workspace, spool, client, month, source, records, written, replace=replace)
        planned += _practice(workspace, spool, month, source, records, written, None if replace else known.answered)
    changing = [each for each in planned if each.changes]
    written.paths = [each.path for each in changing]
    return changing, written


def _keep_recorded(spool: Spool, month: Month, listed: Sequence[str], records: Records, written: Written) -> None:
    """Leave out the tickets of whoever has figures of the month already and no list of the tickets behind them."""
    for client in spool.clients(month):
        if client not in listed and _IDS & records.of(client, month).keys():
            spool.forget(client, month)
            written.kept.append(Kept(client, month))


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


@dataclass
class _Known:
    """Who has a list of a month's tickets, and how many answered tickets stand in these lists."""

    clients: list[str]
    answered: int = 0

    def counting(self, tickets: Iterable[Ticket]) -> Iterator[Ticket]:
        """The tickets, counted on their way."""
        for each in tickets:
            self.answered += each.response is not None
            yield each


def _known(workspace: Workspace, spool: Spool, clients: Sequence[str], month: Month) -> _Known:
    """Add what was counted before; returns whose lists there are."""
    found = _Known(clients_with_lists(workspace.source, month, clients))
    for client in found.clients:
        spool.add_known(found.counting(known_tickets(workspace.source, client, month)))
    return found


def _client(
    workspace: Workspace, spool: Spool, client: str, month: Month, source: str, records: Records, written: Written,
    *, replace: bool,
) -> Iterator[Planned]:  # fmt: skip
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
    if not replace:
        by_hand = tuple(
            name for name, record in counted.items()
            if name in before and before[name].source not in EXPORTS and _facts(before[name]) != _facts(record)
        )  # fmt: skip
        counted = {name: record for name, record in counted.items() if name not in by_hand}
        if by_hand:
            written.kept.append(Kept(client, month, by_hand))
    lists = list(plan_list(workspace.root, workspace.source, client, month, spool.tickets(client, first, after)))
    figures = _changed(workspace, client, month, before, counted, _from_tickets(before))
    if counted and any(each.changes for each in (*figures, *lists)):
        written.counted.append((client, month, counted))
    yield from (*figures, *lists)


def _from_tickets(before: Mapping[str, Record]) -> Set[str]:
    """The figures that an import counted, and nobody wrote down by hand."""
    return {name for name in (*_IDS, _HOURS) if name in before and before[name].source in EXPORTS}


def _practice(
    workspace: Workspace, spool: Spool, month: Month, source: str, records: Records, written: Written,
    answered: int | None,
) -> list[Planned]:  # fmt: skip
    """The practice's medians, which cannot be added up from the clients'.

    Recorded ones stay where they are of more than the `answered` tickets of the lists; None replaces them.
    """
    before = records.of(None, month)
    counted: dict[str, Record] = {}
    for category, name in _MEDIANS.items():
        rising = list(spool.responses(month, category))
        if rising:
            counted[name] = median_record(rising, source, workspace.today)
    if answered is not None and any(_of_others(before[name], answered) for name in before.keys() & _MEDIANS.values()):
        if counted:
            written.kept.append(Kept(None, month))
        return []
    found = _changed(workspace, None, month, before, counted, frozenset(_MEDIANS.values()))
    if found:
        written.counted.append((None, month, counted))
    return found


def _of_others(record: Record, answered: int) -> bool:
    return record.source not in EXPORTS or (record.cases or 0) > answered


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
