"""What a figure can be: of its level and period, with its denominator, and no more than all."""

from __future__ import annotations

from decimal import Decimal

from msptool.clients.model import Client
from msptool.kpis.kpi import Kpi
from msptool.kpis.periods import Month, Period, Week
from msptool.kpis.wording import plain


def impossible(
    kpi: Kpi, client: str | None, period: Period, numerator: Decimal, denominator: Decimal | None
) -> tuple[str, str] | None:
    """What is wrong with a figure and what to do, both without a full stop at the end of the first; None where nothing is."""
    if kpi.origin == "computed":
        return f"{kpi.id} is computed from {kpi.source}", "Nobody records it by hand."
    if kpi.level == "practice" and client is not None:
        return f"{kpi.id} is a figure of the whole practice", "Record it without a client."
    if kpi.level == "client" and client is None and kpi.adds:
        return f"{kpi.id} is a figure of a client", "Name the client; the practice's figure is added up from them."
    if kpi.every == "week" and isinstance(period, Month):
        return f"{kpi.id} is counted by the week", "Name a week, such as 2026-W44."
    if kpi.every == "month" and isinstance(period, Week):
        return f"{kpi.id} is counted by the month", "Name a month, such as 2026-10."
    return _impossible_numbers(kpi, numerator, denominator)


def never_served(client: Client, period: Period) -> tuple[str, str] | None:
    """What is wrong with a figure of a client that was none in the whole period; None where it was, and without agreements."""
    if not client.agreements or any(
        client.served_on(day)
        for day in (
            period.first,
            period.last,
            *(each.starts for each in client.agreements if period.first <= each.starts <= period.last),
        )
    ):
        return None
    first = min(each.starts for each in client.agreements)
    why = f"its first agreement starts on {first}" if period.last < first else "its last agreement had ended"
    return (
        f"{client.id} was no client in {period.label}: {why}",
        "Correct the period, or the agreement in its client.yaml.",
    )


def _impossible_numbers(kpi: Kpi, numerator: Decimal, denominator: Decimal | None) -> tuple[str, str] | None:
    weekly = kpi.every == "week"
    if kpi.denominator and denominator is None and not weekly:
        return f"{kpi.id} needs a denominator", f"Give the number of {kpi.denominator}."
    if denominator is not None and (not kpi.denominator or weekly):
        return f"{kpi.id} has no denominator", f"Give only the number of {kpi.numerator}."
    if kpi.whole and (kpi.unit in ("count", "share") or weekly):
        for number, what in ((numerator, kpi.numerator), (denominator, kpi.denominator)):
            if number is not None and number != number.to_integral_value():
                return f"{number.normalize():f} {what} cannot be: they are counted one by one", "Give a whole number."
    if denominator is not None and denominator == 0 and numerator > 0:
        return f"{plain(numerator, 6)} {kpi.numerator} of 0 {kpi.denominator} cannot be", "Correct one of the two."
    if kpi.unit == "share" and denominator is not None and numerator > denominator:
        return (
            f"{plain(numerator, 6)} {kpi.numerator} of only {plain(denominator, 6)} {kpi.denominator} is more than 100%",
            "Correct one of the two.",
        )
    return None
