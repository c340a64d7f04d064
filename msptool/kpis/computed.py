"""The KPIs that msptool computes from the workspace itself. Sources: the domain's formulas, seeds 003 and 004.

Each function gives a numerator and a denominator for one client, or for the practice, in one month; None is no data.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from msptool.clients.model import Client
from msptool.kpis.facts import Facts
from msptool.kpis.periods import Month, last_whole_month, months_until
from msptool.kpis.register import load_exceptions

Fraction = tuple[Decimal, Decimal | None]
OfClient = Callable[[Facts, Client, Month], Fraction | None]
OfPractice = Callable[[Facts, Month], Fraction | None]
_YEAR = 12


def _alignment(facts: Facts, client: Client, month: Month) -> Fraction | None:
    found = facts.tally(client, month)
    return (_exact(found.earned), _exact(found.possible)) if found.possible else None


def _coverage(facts: Facts, client: Client, month: Month) -> Fraction | None:
    found = facts.tally(client, month)
    return (Decimal(found.answered), Decimal(found.applicable)) if found.applicable else None


def _categories_completed(facts: Facts, client: Client, month: Month) -> Fraction | None:
    reached, wanted = facts.goals(client, month)
    return (Decimal(reached), Decimal(wanted)) if wanted else None


def _reviews_completed(facts: Facts, client: Client, month: Month) -> Fraction | None:
    """Of the reviews that were open on some day of the month those that were finished in it."""
    last = facts.until(month)
    begun = [each for each in facts.outlines(client.id) if each.started <= last]
    ends = [each.finished for each in begun]
    due = [end for end in ends if end is None or end >= month.first]
    return (Decimal(sum(end is not None and end <= last for end in due)), Decimal(len(due))) if due else None


def _summaries_delivered(facts: Facts, client: Client, month: Month) -> Fraction | None:
    """Of the visit days those that ended with a summary, which the client reads in the visit's report."""
    last = facts.until(month)
    days = [
        visit for review in facts.outlines(client.id) for visit in review.visits
        if month.first <= visit.on <= last
    ]  # fmt: skip
    return (Decimal(sum(day.summarised for day in days)), Decimal(len(days))) if days else None


def _visits_kept(facts: Facts, client: Client, month: Month) -> Fraction | None:
    """Of the visits with a planned day in the month that is past: those that are done, or on whose day a review went on."""
    last = facts.until(month)
    planned = [each for each in facts.visits.get(client.id, ()) if month.first <= each.day <= last]
    seen = {visit.on for review in facts.outlines(client.id) for visit in review.visits}
    due = [each for each in planned if each.day < facts.today or each.status == "done"]
    made = sum(each.status == "done" or (each.stands and each.day in seen) for each in due)
    return (Decimal(made), Decimal(len(due))) if due else None


def _patch_exceptions(facts: Facts, client: Client, month: Month) -> Fraction | None:
    last = facts.until(month)
    found = [
        each for each in load_exceptions(facts.workspace.source, client.id)
        if each.since <= last and (each.closed is None or each.closed > last)
    ]  # fmt: skip
    return (Decimal(sum(last <= each.until for each in found)), Decimal(len(found))) if found else None


def _mrr(facts: Facts, client: Client, month: Month) -> Fraction | None:
    agreement = facts.agreement(client, month)
    return (agreement.mrr, None) if agreement else None


def endpoints_of(facts: Facts, client: Client, month: Month) -> int | None:
    """The devices under care by the agreement of the month's end: its endpoints, else seats and servers."""
    agreement = facts.agreement(client, month)
    return agreement.devices if agreement else None


def _endpoints(facts: Facts, client: Client, month: Month) -> Fraction | None:
    found = endpoints_of(facts, client, month)
    return None if found is None else (Decimal(found), None)


def _aisp(facts: Facts, client: Client, month: Month) -> Fraction | None:
    agreement = facts.agreement(client, month)
    return (agreement.mrr, Decimal(agreement.seats)) if agreement and agreement.seats else None


def _rhem(facts: Facts, client: Client, month: Month) -> Fraction | None:
    endpoints, hours = endpoints_of(facts, client, month), reactive_hours(facts, client, month)
    return (hours, Decimal(endpoints)) if hours is not None and endpoints else None


def reactive_hours(facts: Facts, client: Client, month: Month) -> Decimal | None:
    """The hours recorded for the month; for the last one without a record those that the agreement names."""
    record = facts.records.of(client.id, month).get("reactive-hours")
    if record is not None:
        return record.numerator
    agreement = facts.agreement(client, month) if month >= last_whole_month(facts.today) else None
    return None if agreement is None or agreement.reactive_hours is None else Decimal(str(agreement.reactive_hours))


def _average_mrr(facts: Facts, month: Month) -> Fraction | None:
    found = [fraction[0] for each in facts.served(month) if (fraction := _mrr(facts, each, month))]
    return (sum(found, Decimal(0)), Decimal(len(found))) if found else None


def _per_person(role: str, *, money: bool) -> OfPractice:
    """Clients, or their MRR, by those who look after at least one of them. The teams are those of today."""

    def found(facts: Facts, month: Month) -> Fraction | None:
        clients = facts.served(month)
        people = {person for each in clients if (person := getattr(each.team, role))}
        if not people:
            return None
        own = [each for each in clients if getattr(each.team, role)]
        amount = sum((fraction[0] for each in own if (fraction := _mrr(facts, each, month))), Decimal(0))
        return (amount if money else Decimal(len(own)), Decimal(len(people)))

    return found


def _revenue_per_employee(facts: Facts, month: Month) -> Fraction | None:
    """The recorded service revenue of twelve months over the employees of the last one; no data before there are twelve."""
    months = [facts.records.of(None, each) for each in months_until(month, _YEAR)]
    revenue = [each["service-revenue"].numerator for each in months if "service-revenue" in each]
    employees = months[-1].get("employees")
    if len(revenue) < _YEAR or employees is None or not employees.numerator:
        return None
    return (sum(revenue, Decimal(0)), employees.numerator)


def _exact(points: float) -> Decimal:
    return Decimal(str(points))


OF_CLIENT: dict[str, OfClient] = {
    "alignment": _alignment,
    "coverage": _coverage,
    "categories-completed": _categories_completed,
    "reviews-completed": _reviews_completed,
    "summaries-delivered": _summaries_delivered,
    "visits-kept": _visits_kept,
    "patch-exceptions": _patch_exceptions,
    "mrr": _mrr,
    "endpoints": _endpoints,
    "aisp": _aisp,
    "rhem": _rhem,
}
OF_PRACTICE: dict[str, OfPractice] = {
    "average-mrr": _average_mrr,
    "clients-per-tam": _per_person("tam", money=False),
    "mrr-per-tam": _per_person("tam", money=True),
    "clients-per-vcio": _per_person("vcio", money=False),
    "mrr-per-vcio": _per_person("vcio", money=True),
    "revenue-per-employee": _revenue_per_employee,
}
