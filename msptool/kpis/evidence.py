"""What the workspace itself says about a question of the self-assessment. It helps to answer; it answers nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from msptool.kpis.figures import Figures
from msptool.kpis.outlines import VisitOutline
from msptool.kpis.periods import Month, last_whole_month
from msptool.kpis.wording import plain, said
from msptool.standards.library import require_library
from msptool.words import counted

Fact = Callable[[Figures, Month], str]


def evidence(figures: Figures) -> dict[str, str]:
    """By question a sentence, where there is something to say."""
    month = last_whole_month(figures.facts.today)
    return {name: text for name, fact in _FACTS.items() if (text := fact(figures, month))}


def _rhem(figures: Figures, month: Month) -> str:
    """First and last month of the year with hours, at each client that has two of them."""
    falls, all_ = 0, 0
    for client in figures.facts.served(month):
        series = figures.series(figures.kpis["rhem"], client, [month.shifted(-back) for back in reversed(range(12))])
        values = [each.value for each in series if each.value is not None]
        if len(values) > 1:
            all_ += 1
            falls += values[-1] < values[0]
    return (
        f"RHEM is lower than at the start of the year at {falls} of {counted(all_, 'client')} with hours."
        if all_
        else ""
    )


def _clients_of_tam(figures: Figures, month: Month) -> str:
    found = figures.reading(figures.kpis["clients-per-tam"], None, month)
    if found.value is None or found.denominator is None:
        return ""
    return f"A TAM has {plain(found.value, 1)} clients on average ({counted(int(found.denominator), 'TAM')})."


def _scheduled(figures: Figures, month: Month) -> str:
    facts = figures.facts
    clients = facts.served(month)
    ahead = sum(
        any(each.stands and each.day >= facts.today for each in facts.visits.get(client.id, ())) for client in clients
    )
    return f"{ahead} of {counted(len(clients), 'client')} have a visit ahead on the calendar." if clients else ""


def _frequencies(figures: Figures, _month: Month) -> str:
    library = require_library(figures.facts.workspace.source)
    used = {each.category for each in library.active}
    known = sum(name in library.categories for name in used)
    return f"{known} of {counted(len(used), 'category', 'categories')} have a file with a frequency."


def _completed(figures: Figures, month: Month) -> str:
    return _share(figures, month, "categories-completed", "of the categories due in the quarter are completed so far")


def _meetings(figures: Figures, month: Month) -> str:
    """Visit days with items of the morning meeting, and with a summary of the afternoon's."""
    days = list(_days(figures, month))
    if not days:
        return ""
    opened = sum(visit.opened for visit in days)
    closed = sum(visit.summarised for visit in days)
    return (
        f"Of {counted(len(days), 'visit day')} in {month.label}, {opened} have items of a morning meeting "
        f"and {closed} a summary of the afternoon's."
    )


def _days(figures: Figures, month: Month) -> Iterator[VisitOutline]:
    for client in figures.facts.clients:
        for review in figures.facts.outlines(client):
            yield from (visit for visit in review.visits if month.first <= visit.on <= month.last)


def _share(figures: Figures, month: Month, kpi: str, what: str) -> str:
    found = figures.reading(figures.kpis[kpi], None, month)
    value: Decimal | None = found.value
    return "" if value is None else f"{said(found.kpi, value, '')} {what}."


_FACTS: dict[str, Fact] = {
    "rhem-falls": _rhem,
    "twenty-clients": _clients_of_tam,
    "visits-are-scheduled": _scheduled,
    "frequencies-are-set": _frequencies,
    "due-categories-completed": _completed,
    "day-has-two-meetings": _meetings,
}
