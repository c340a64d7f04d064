"""The KPIs that msptool knows. Sources: the domain's table "Formulas", seed 003 (business KPIs), seed 004 (smart numbers)."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any

from msptool.kpis.kpi import Kpi
from msptool.kpis.ticket_kpis import TICKET_KPIS


def _share(
    id: str, name: str, meaning: str, numerator: str, denominator: str, target: str, watch: str, **more: Any
) -> Kpi:
    fields: dict[str, Any] = {"direction": "up", "level": "client", "origin": "recorded", "source": "a record", **more}
    return Kpi(
        id, name, meaning, f"{numerator} / {denominator}", "share", numerator, denominator,
        target=Decimal(target), watch=Decimal(watch), **fields,
    )  # fmt: skip


_PATCHES_AND_BACKUPS = (
    _share(
        "patch-endpoints", "Computers up to date", "How many computers got this week's patches in their weekly window.",
        "computers patched in the weekly window", "computers under care", "0.95", "0.90",
        source="the RMM tool", on_client_page=True,
    ),
    _share(
        "patch-servers", "Servers up to date", "How many servers got the month's patches in their maintenance window.",
        "servers patched in the monthly window", "servers under care", "0.95", "0.85",
        source="the RMM tool", on_client_page=True,
    ),
    _share(
        "patch-emergency", "Emergency patches in time", "How many urgent patches were installed within the agreed time.",
        "emergency patches installed in time", "emergency patches", "1", "0.9", steady=False, source="the RMM tool",
    ),
    _share(
        "patch-exceptions", "Patch exceptions that still hold", "How many exceptions from patching have not run out yet.",
        "exceptions that have not run out", "open exceptions", "1", "1", origin="computed",
        source="clients/CLIENT/kpis/patch-exceptions/",
    ),
    _share(
        "backup-success", "Backups that succeeded", "How many of the backup jobs that ran ended without an error.",
        "backup jobs that succeeded", "backup jobs", "0.98", "0.95", source="the backup console", on_client_page=True,
    ),
    _share(
        "restore-tests", "Restore tests passed", "How many of the restore tests that were due were made and worked.",
        "restore tests passed", "restore tests due", "1", "0.75", steady=False, source="the restore tests", on_client_page=True,
    ),
    _share(
        "baseline-devices", "Devices that meet the security baseline",
        "How many devices have everything that the security baseline asks of a device.",
        "devices that meet the baseline", "devices", "0.95", "0.85", source="the security tools", on_client_page=True,
    ),
    _share(
        "baseline-users", "Users who meet the security baseline",
        "How many user accounts have everything that the security baseline asks of a user, such as a second factor.",
        "users who meet the baseline", "users", "0.95", "0.85", source="the identity system", on_client_page=True,
    ),
)  # fmt: skip

_ALIGNMENT = (
    _share(
        "alignment", "In line with our standards", "How much of what was checked is as our standards want it, by weight.",
        "points of 'yes'", "points of 'yes' and 'no'", "0.85", "0.70",
        origin="computed", source="the reviews", on_client_page=True, heavy=True,
    ),
    _share(
        "coverage", "Standards checked", "How many of the standards that apply have an answer.",
        "standards answered", "standards that apply", "0.90", "0.70",
        origin="computed", source="the reviews", heavy=True,
    ),
    _share(
        "categories-completed", "Categories completed", "How many categories have an answer to all that is due in the quarter, so far.",
        "categories with all due answers", "categories with something due in the quarter", "1", "0.8",
        origin="computed", source="the reviews", heavy=True,
    ),
    _share(
        "reviews-completed", "Reviews completed", "How many of the reviews that were open in the month were finished in it.",
        "reviews finished", "reviews open in the month", "1", "0.8", origin="computed", source="the reviews",
    ),
    _share(
        "summaries-delivered", "Visit summaries delivered", "How many of the month's visit days ended with a summary for the client.",
        "visit days with a summary", "visit days", "1", "0.8", origin="computed", source="the reviews",
    ),
    _share(
        "visits-kept", "Planned visits kept", "How many of the visits whose planned day is past took place.",
        "visits made", "visits planned", "0.95", "0.85",
        origin="computed", source="the year plan", on_client_page=True,
    ),
)  # fmt: skip

_MONEY = (
    Kpi(
        "mrr", "Monthly recurring revenue", "What the agreements bring in a month.", "sum of the agreements' MRR", "money",
        "MRR", "", "none", "client", "computed", "the agreements",
    ),
    Kpi(
        "endpoints", "Endpoints", "The devices under care.", "endpoints of the agreements, else seats + servers", "count",
        "endpoints", "", "none", "client", "computed", "the agreements",
    ),
    Kpi(
        "aisp", "All-in seat price (AISP)", "What a client pays for one seat, all services together.", "MRR / seats", "money",
        "MRR", "seats", "up", "client", "computed", "the agreements",
    ),
    Kpi(
        "reactive-hours", "Reactive hours", "Hours of work on tickets in the month.", "hours of the month's tickets", "hours",
        "hours on tickets", "", "none", "client", "imported", "a ticket export with hours, or a record",
    ),
    Kpi(
        "rhem", "Reactive hours per endpoint (RHEM)", "How much trouble a device makes in a month: the noise of a client.",
        "reactive hours / endpoints / month", "ratio", "reactive hours", "endpoints", "down", "client", "computed",
        "the reactive hours and the agreements", target=Decimal("0.25"), watch=Decimal("0.35"),
    ),
)  # fmt: skip

_PRACTICE = (
    Kpi(
        "average-mrr", "Average MRR of a client", "What a client pays in a month, on average.", "MRR / clients", "money",
        "MRR", "clients", "up", "practice", "computed", "the agreements",
    ),
    Kpi(
        "clients-per-tam", "Clients of a TAM", "How many clients a TAM looks after, on average.", "clients / TAMs", "ratio",
        "clients", "TAMs", "down", "practice", "computed", "the agreements", target=Decimal(22), watch=Decimal(24),
    ),
    Kpi(
        "mrr-per-tam", "MRR of a TAM", "The revenue that hangs on one TAM, on average.", "MRR / TAMs", "money",
        "MRR", "TAMs", "down", "practice", "computed", "the agreements", target=Decimal(70_000), watch=Decimal(77_000),
    ),
    Kpi(
        "clients-per-vcio", "Clients of a vCIO", "How many clients a vCIO advises, on average.", "clients / vCIOs", "ratio",
        "clients", "vCIOs", "none", "practice", "computed", "the agreements",
    ),
    Kpi(
        "mrr-per-vcio", "MRR of a vCIO", "The revenue that hangs on one vCIO, on average.", "MRR / vCIOs", "money",
        "MRR", "vCIOs", "none", "practice", "computed", "the agreements",
    ),
    _share(
        "change-success", "Changes that went well",
        "How many of the changes to our own tools in 30 days needed no rollback and disturbed nobody in the first 5 business days.",
        "changes without rollback or disruption", "changes implemented", "0.95", "0.85",
        level="practice", origin="computed", source="the change records",
    ),
    Kpi(
        "owner-interruptions", "Owner interruptions a week", "How often the team asked the owner about a ticket, over four weeks.",
        "owner interruptions of the last 4 weeks / weeks", "ratio", "owner interruptions", "weeks", "down", "practice",
        "recorded", "the log of interruptions", target=Decimal(2), watch=Decimal(4), every="week",
    ),
    Kpi(
        "service-revenue", "Service revenue of the month", "What services brought in, without hardware and licenses.",
        "service revenue of the month", "money", "service revenue", "", "none", "practice", "recorded", "the accounts",
    ),
    Kpi(
        "employees", "Employees", "Everybody who works for the practice, part-time ones in parts.", "full-time equivalents",
        "ratio", "employees", "", "none", "practice", "recorded", "the payroll",
    ),
    Kpi(
        "revenue-per-employee", "Service revenue per employee and year", "What one employee brings in a year.",
        "service revenue of the last 12 months / employees", "money", "service revenue of a year", "employees", "up",
        "practice", "computed", "the records of service revenue and employees", target=Decimal(150_000), watch=Decimal(100_000),
    ),
    _share(
        "utilisation", "Billable time of Professional Services", "How much of the engineers' time went into work that is billed.",
        "billable hours", "hours available", "0.75", "0.60", level="practice", source="the time sheets", whole=False,
    ),
    Kpi(
        "hourly-rate", "Hourly rate of Professional Services", "What an hour of project work really brought.",
        "project revenue / billable hours", "money", "project revenue", "billable hours", "up", "practice", "recorded",
        "the invoices and time sheets",
    ),
)  # fmt: skip


@cache
def builtin() -> MappingProxyType[str, Kpi]:
    """All KPIs that msptool knows, by id, in the order in which they are shown."""
    groups = (TICKET_KPIS, _PATCHES_AND_BACKUPS, _ALIGNMENT, _MONEY, _PRACTICE)
    return MappingProxyType({each.id: each for group in groups for each in group})
