"""The KPIs that a ticket export brings: volume, first answers and issues that came back, in all and by category (seed 003)."""

from __future__ import annotations

from decimal import Decimal

from msptool.kpis.kpi import Kpi
from msptool.workspace.kpi_settings import TICKET_CATEGORIES

CATEGORY_NAMES = {
    "identity": "sign-in and accounts",
    "endpoint": "computers and printers",
    "network": "network",
    "saas": "cloud services",
    "application": "applications",
    "other": "other",
}
_SOURCE = "a ticket export"


def _volume(category: str | None) -> Kpi:
    about = (
        f" about {CATEGORY_NAMES[category]}"
        if category and category != "other"
        else " about other things"
        if category
        else ""
    )
    return Kpi(
        "tickets" + _end(category), f"Tickets{_of(category)}", f"How often people asked for help{about}.", "tickets opened",
        "count", f"tickets{_of(category)}", "", "none", "client", "imported", _SOURCE, part_of="tickets" if category else None,
        on_client_page=category is None,
    )  # fmt: skip


def _in_time(category: str | None) -> Kpi:
    return Kpi(
        "first-response" + _end(category), f"Tickets answered in time{_of(category)}",
        "How many tickets got their first answer within the target of their category.",
        "tickets answered within the target / tickets answered", "share", "tickets answered in time", "tickets answered",
        "up", "client", "imported", _SOURCE, Decimal("0.90"), Decimal("0.80"),
        part_of="first-response" if category else None, on_client_page=category is None,
    )  # fmt: skip


def _median(category: str | None) -> Kpi:
    return Kpi(
        "first-response-time" + _end(category), f"Minutes to the first answer{_of(category)}",
        "Half of the tickets got their first answer within this time.", "median of the minutes to the first answer", "minutes",
        "minutes to the first answer", "", "down", "client", "imported", _SOURCE, adds=False,
        part_of="first-response-time" if category else None,
    )  # fmt: skip


def _end(category: str | None) -> str:
    return f"-{category}" if category else ""


def _of(category: str | None) -> str:
    return f", {CATEGORY_NAMES[category]}" if category else ""


_RECURRING = Kpi(
    "recurring-issues", "Issues that came back", "How many problems came back again and again, where once should be enough.",
    "issues with so many tickets in so many days, the last in the month", "count", "issues that came back", "", "down",
    "client", "imported", _SOURCE, against_before=True, on_client_page=True,
)  # fmt: skip
TICKET_KPIS = (
    *(make(category) for make in (_volume, _in_time, _median) for category in (None, *TICKET_CATEGORIES)),
    _RECURRING,
)
