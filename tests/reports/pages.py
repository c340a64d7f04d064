"""Every page that the tests look at in a browser: each kind of report plain, empty, very full and with very long words."""

from __future__ import annotations

from msptool.reports.context import CategoryScore
from tests.reports.figure_samples import FIGURES
from tests.reports.practice_samples import (
    agreement_report,
    crowd,
    owner_report,
    portfolio_report,
    quiet_owner,
    quiet_portfolio,
)
from tests.reports.samples import everywhere, findings_report, first_visit, quiet_findings, visit_report
from tests.reports.year_samples import client_year_report, empty_year, full_year, notification, year_report

LONG = (
    "Line of Business Applications", "Physical security and environmental monitoring", "MMMMMMMMMMMMMMMMMMMM WWWWWWWWWWWWWWW",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "أمان البريد الإلكتروني والنسخ",
    "Disaster Recovery and Business Continuity Planning", "サーバーとネットワークの管理", "👩‍👩‍👧‍👦 Families", "i",
)  # fmt: skip


def many(count: int) -> tuple[CategoryScore, ...]:
    """Categories with long names and every kind of score."""
    return tuple(
        CategoryScore(LONG[number % len(LONG)], None, 0, 6, "unchecked")
        if number % 5 == 3
        else CategoryScore(LONG[number % len(LONG)], (number * 37 % 101) / 100, 6 - number % 2, 6, "scored")
        for number in range(count)
    )


PAGES = {
    "visit": ("visit", visit_report()),
    "visit-first": ("visit", first_visit()),
    "visit-3": ("visit", visit_report(categories=many(3))),
    "visit-20": ("visit", visit_report(categories=many(20), client=f"{LONG[3]} & {LONG[4]}", earlier=LONG)),
    "findings": ("findings", findings_report(categories=many(14))),
    "findings-none": ("findings", quiet_findings()),
    "visit-long": ("visit", everywhere(visit_report(), "x" * 150)),
    "findings-long": ("findings", everywhere(findings_report(), "x" * 150)),
    "year": ("year", year_report()),
    "year-none": ("year", empty_year()),
    "year-full": ("year", full_year()),
    "year-long": ("year", everywhere(year_report(), "x" * 150)),
    "client-year": ("client-year", client_year_report()),
    "client-year-long": ("client-year", everywhere(client_year_report(), "x" * 150)),
    "notification": ("notification", notification()),
    "notification-long": ("notification", everywhere(notification(), "x" * 150)),
    "portfolio": ("portfolio", portfolio_report()),
    "portfolio-none": ("portfolio", quiet_portfolio()),
    "portfolio-long": ("portfolio", everywhere(portfolio_report(), "x" * 150)),
    "portfolio-crowd": ("portfolio", crowd(40, 60)),
    "owner": ("owner", owner_report()),
    "owner-none": ("owner", quiet_owner()),
    "owner-long": ("owner", everywhere(owner_report(), "x" * 150)),
    "agreement": ("agreement", agreement_report()),
    "agreement-long": ("agreement", everywhere(agreement_report(), "x" * 150)),
    "figures": ("figures", FIGURES),
}
