"""Reports as values, for the tests of templates: nothing here is read from files."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from msptool.reports.context import CategoryScore, Figure, Practice, TrendPoint
from msptool.reports.findings_items import Authority, FindingItem, Judged, Remedy, Severity
from msptool.reports.findings_pack import (
    Agreement,
    AreaItems,
    FindingsReport,
    Item,
    Noted,
    Overdue,
    Totals,
    VisitDay,
)
from msptool.reports.visit import OUTCOMES, Checked, CheckedCategory, Counts, Said, VisitReport, Work

DAY = date(2026, 11, 12)
TODAY = date(2026, 11, 16)
NORTHGATE = Practice("Northgate IT Partners", "hello@northgate.example", "+1 555 0100", "https://northgate.example")
FIGURE = Figure(
    0.8253, 0.75, 0.6012, 84, 112, "weighted", (5, 3, 1), DAY, "0123456789abcdef0123456789abcdef01234567", False
)
NO_FIGURE = Figure(None, 0.0, 0.0, 0, 112, "weighted", (5, 3, 1), DAY, None, False)
CATEGORIES = (
    CategoryScore("Firewalls", 0.625, 8, 8, "scored"),
    CategoryScore("Email", 0.9, 5, 9, "scored"),
    CategoryScore("Line of Business Applications", None, 0, 6, "unchecked"),
    CategoryScore("Power Management", None, 3, 3, "not-applicable"),
    CategoryScore("Wireless Access", 1.0, 9, 9, "scored"),
)


def checked(name: str, answer: str = "yes", *, fixed: bool = False) -> Checked:
    """One checked standard, with a question and a reason made of its name."""
    outcome, said = OUTCOMES[answer]
    return Checked(
        name, f"Is the {name.lower()} in order?", f"Without a {name.lower()} work stops.", outcome, said, fixed
    )


def visit_report(**changes: object) -> VisitReport:
    """A visit summary with something in every part."""
    firewall, backup = checked("Firewall firmware", "no"), checked("Firewall backup", fixed=True)
    quota, fax = checked("Mailbox quota"), checked("Fax line", "n/a")
    plain = VisitReport(
        client="Acme Explosives",
        practice=NORTHGATE,
        review="2026-11-12",
        days=(date(2026, 11, 11), DAY),
        tam="Jim Tam",
        vcio="Bob Vee",
        draft=False,
        prepared=TODAY,
        summary=(
            Said(date(2026, 11, 11), ("We looked at the firewall.", "It will need an update.")),
            Said(DAY, ("Mail is in good order.",)),
        ),
        figure=FIGURE,
        change=4,
        compared_with=date(2026, 8, 18),
        trend=(
            TrendPoint(date(2026, 2, 17), 0.62, 30, 110),
            TrendPoint(date(2026, 5, 19), None, 0, 111),
            TrendPoint(date(2026, 8, 18), 0.79, 64, 112),
            TrendPoint(DAY, 0.8253, 84, 112),
        ),
        categories=CATEGORIES,
        counts=Counts(4, 2, 1, 1, 1),
        checked=(CheckedCategory("Firewalls", (firewall, backup)), CheckedCategory("Email", (quota, fax))),
        attention=(firewall,),
        fixed=(backup,),
        earlier=("Guest network is separate", "Server room is locked"),
        tickets=(Work("Replaced the toner", "T-101"),),
        changes=(Work("Desk of the new bookkeeper", ""),),
        maintenance=("Dusted the server cabinet",),
        follow_up=(Work("Screen in the meeting room flickers", ""), Work("Label printer drops off", "T-104")),
        next_visit=date(2027, 2, 16),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def first_visit() -> VisitReport:
    """A draft of a first visit on which nothing was answered yet, by nobody in particular."""
    return visit_report(
        days=(DAY,), tam=None, vcio=None, draft=True, summary=(), figure=NO_FIGURE, change=None, compared_with=None,
        trend=(TrendPoint(DAY, None, 0, 112),), categories=CATEGORIES[2:3], counts=Counts(0, 0, 0, 0, 0), checked=(),
        attention=(), fixed=(), earlier=(), tickets=(), changes=(), maintenance=(), follow_up=(), next_visit=None,
        practice=Practice("Your practice", "", "", ""),
    )  # fmt: skip


FIRMWARE = FindingItem(
    standard="firewall-firmware", name="Firewall firmware", category="Firewalls",
    question="Is the firewall firmware younger than 12 months?", why="Known holes stay open.", severity="high",
    since=date(2026, 5, 19), age_days=181, answered=DAY, times=2, new=False, note="Version 9.1.\nThe owner is touchy about it.",
    hand_over="Professional Services", triage=Judged("vulnerable", "It faces the internet.", "Bob Vee", date(2026, 11, 13), "out-of-scope", None, None, False),
    remedy=Remedy("Update the firmware out of hours.", "Professional Services", 1.5, "low"),
    authorities=(
        Authority("https://www.cisa.gov/known-exploited", "CISA: Known exploited"), Authority("javascript:alert(1)", "Bad"),
        Authority("https://csrc.nist.gov/pubs/sp/800/41/r1/final", "NIST: Firewalls"),
    ),
)  # fmt: skip
LABEL = FindingItem(
    standard="firewall-label", name="Firewall label", category="Firewalls", question="Is the firewall labelled?", why="",
    severity="low", since=DAY, age_days=4, answered=DAY, times=1, new=True, note="", hand_over=None, triage=None,
    remedy=None, authorities=(),
)  # fmt: skip


GUESTS = FindingItem(
    standard="wifi-guests-apart", name="Guests are apart", category="Wireless Access", question="Are guests on a network of their own?",
    why="", severity="low", since=date(2025, 11, 3), age_days=378, answered=DAY, times=1, new=False, note="", hand_over=None,
    triage=Judged(
        "accepted", "A rebuild is planned.", None, date(2025, 11, 20), None, "Managing director, Ann Lee", date(2026, 10, 31), True
    ),
    remedy=None, authorities=(),
)  # fmt: skip


def findings_report(**changes: object) -> FindingsReport:
    """A findings pack with something in every part."""
    plain = FindingsReport(
        client="Acme Explosives",
        client_id="acme",
        practice=NORTHGATE,
        review="2026-11-12",
        days=(DAY,),
        tam="Jim Tam",
        vcio="Bob Vee",
        draft=False,
        prepared=TODAY,
        agreement=Agreement("co-managed", 35, 1, Decimal("4000.00"), "USD", None),
        figure=FIGURE,
        judged=replace(FIGURE, score=0.8712, method="vcio"),
        severities=(Severity("high", (FIRMWARE,)), Severity("low", (GUESTS, LABEL))),
        totals=Totals(3, 1, 1, 1.5),
        fixed=(Noted("Firewall backup", "Firewalls", "Switched on; first copy made."), Noted("Fan", "Servers", "")),
        unanswered=(Noted("Fax line", "Email", "Nobody had the key."), Noted("Modem", "Network", "")),
        handoffs=(
            AreaItems("Service Desk", (Item("Label printer drops off", "Not done on 2026-11-12."), Item("Screen", ""))),
        ),
        visits=(
            VisitDay(DAY, ("Renewal of the lease",), ("Slow label printer",), (), ("RMM agents", "Backup console")),
        ),
        committee=(Item("Firewall label", "Nobody needs this one."),),
        overdue=(Overdue("Mailbox quota", "Email", "yes", date(2026, 4, 1), date(2026, 10, 1), 46),),
        categories=CATEGORIES,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def quiet_findings() -> FindingsReport:
    """A findings pack with nothing to report."""
    return findings_report(
        agreement=None, tam=None, vcio=None, draft=True, severities=(), totals=Totals(0, 0, 0, 0.0), fixed=(), unanswered=(),
        handoffs=(), visits=(), committee=(), overdue=(), categories=(), figure=NO_FIGURE, judged=NO_FIGURE,
    )  # fmt: skip


# Not free text: one of a few words, an id or a commit.
_CHOICES = {
    "outcome", "state", "method", "url", "standard", "answer", "service_model", "currency", "library", "stage", "cost",
    "severity", "area", "hand_over", "status", "starts", "ends", "priority", "way",
}  # fmt: skip


def everywhere(value: Any, more: str) -> Any:
    """The report with `more` added to every free text in it."""
    if isinstance(value, Severity):
        return Severity(value.name, everywhere(value.findings, more))
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value) if field.name not in _CHOICES]
        return replace(value, **{name: everywhere(getattr(value, name), more) for name in names})
    if isinstance(value, tuple):
        return tuple(everywhere(each, more) for each in value)
    return value + more if isinstance(value, str) and value else value
