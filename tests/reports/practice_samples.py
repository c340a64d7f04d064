"""The whole practice as values, for the tests of templates: nothing here is read from files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from msptool.reports.agreement import AgreementReport, ChartRow, Signed, Sums, TamSums
from msptool.reports.context import Practice, Severities
from msptool.reports.heat import HeatCell, HeatColumn, HeatMap, HeatRow
from msptool.reports.owner import (
    MOST_AT_RISK,
    MOST_ENDING,
    AtRisk,
    Ending,
    OwnerReport,
    Revenue,
    TamLoad,
    Team,
    YearLoad,
)
from msptool.reports.portfolio import Acceptance, AreaFindings, Failing, PortfolioReport
from msptool.reports.rounds import ComingVisit, LateReview, OpenEnd, Rounds
from msptool.reports.slipping import Slip
from msptool.reports.standings import PracticePoint
from tests.reports.samples import FIGURE, NO_FIGURE, NORTHGATE, TODAY

NOTHING = replace(NO_FIGURE, coverage=None, lower_bound=None, applicable=0)

ACME, BAKERY, HOTEL = "Acme Explosives", "Baker and Sons Wholesale Bakery", "Hotel Marisquay"
NAMES = ("Firewalls", "Email", "Line of Business Applications", "Power Management", "Wireless Access", "Backup System")
TREND = (
    PracticePoint(date(2026, 6, 30), 0.712, 0.4, 2, False),
    PracticePoint(date(2026, 9, 30), None, 0.0, 2, True),
    PracticePoint(TODAY, 0.8253, 0.75, 3, True),
)
UNCHECKED = HeatCell(None, "unchecked", True)
ABSENT = HeatCell(None, "not-applicable", False)


def scored(score: float, *, thin: bool = False) -> HeatCell:
    """A cell with a score of 0..1."""
    return HeatCell(score, "scored", thin)


HEAT = HeatMap(
    tuple(HeatColumn(name, scored(score)) for name, score in zip(NAMES, (0.42, 0.7, 0.86, 0.98, 1.0, 0.66), strict=True)),
    (
        HeatRow(HOTEL, "hotel", 0.49, -6, 0.53, (scored(0.0), scored(0.5), scored(0.69), scored(0.7), ABSENT, UNCHECKED)),
        HeatRow(ACME, "acme", 0.8253, 4, 0.75, (scored(0.42), scored(0.9), scored(0.95), scored(0.85), scored(1.0, thin=True), ABSENT)),
        HeatRow(BAKERY, "bakery", None, None, 0.0, (UNCHECKED,) * 6),
    ),
)  # fmt: skip
SLIP = Slip(
    HOTEL, "hotel", "Jim Tam", 0.49, -6, date(2026, 11, 3), -2, 0.53, 0, 60, 0.198, 7,
    ("score down 6 points in the quarter and 2 points at the last review", "overdue answers up 7 points in the quarter"),
)  # fmt: skip


def portfolio_report(**changes: object) -> PortfolioReport:
    """A practice of three clients with something in every part."""
    plain = PortfolioReport(
        practice=NORTHGATE,
        prepared=TODAY,
        figure=FIGURE,
        change=-1,
        clients=3,
        findings=Severities(2, 1, 0),
        untriaged=2,
        heat=HEAT,
        trend=TREND,
        slipping=(SLIP, replace(SLIP, client=BAKERY, client_id="bakery", tam=None, change=None, review=None, review_change=None)),
        failing=(
            Failing("firewall-firmware", "Firewall firmware", "Firewalls", "high", 2, 3, 3),
            Failing("mailbox-quota", "Mailbox quota", "Email", "medium", 1, 2, 3),
        ),
        failing_in_all=31,
        areas=(
            AreaFindings("Professional Services", Severities(2, 0, 0), 2, 1040.5, 181),
            AreaFindings("vCIO", Severities(0, 1, 0), 0, 0.0, 4),
        ),
        acceptances=(
            Acceptance(ACME, "acme", "wifi-guests-apart", "Guests are apart", "low", "Managing director, Ann Lee", date(2026, 10, 31), -16),
            Acceptance(HOTEL, "hotel", "fax-line", "Fax line", "medium", "Owner", date(2026, 11, 17), 1),
        ),
        rounds=Rounds(
            (
                LateReview(BAKERY, "bakery", None, None, None, 91, None),
                LateReview(HOTEL, "hotel", "Jim Tam", date(2026, 5, 12), 188, 91, "2026-11-02"),
            ),
            (
                ComingVisit(ACME, date(2026, 11, 24), 8, "Jim Tam", "confirmed"),
                ComingVisit(HOTEL, date(2026, 12, 1), 15, None, "planned"),
            ),
            (BAKERY,),
            (OpenEnd(ACME, date(2026, 11, 10), "Jim Tam"), OpenEnd(HOTEL, date(2026, 11, 12), None)),
        ),
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def quiet_portfolio() -> PortfolioReport:
    """A practice that has no client yet."""
    return portfolio_report(
        practice=Practice("Your practice", "", "", ""), figure=NOTHING, change=None, clients=0, findings=Severities(0, 0, 0),
        untriaged=0, heat=HeatMap((), ()), trend=(PracticePoint(TODAY, None, None, 0, True),), slipping=(), failing=(),
        failing_in_all=0, areas=(), acceptances=(), rounds=Rounds((), (), (), ()),
    )  # fmt: skip


def crowd(clients: int = 300, categories: int = 25) -> PortfolioReport:
    """A large practice: every level in the map, and long lists."""
    columns = tuple(
        HeatColumn(f"{NAMES[number % 6]} {number}", scored(number % 101 / 100)) for number in range(categories)
    )
    rows = tuple(
        HeatRow(
            f"{(ACME, BAKERY, HOTEL)[number % 3]} {number}", f"client-{number}", number % 101 / 100, number % 7 - 3, 0.5,
            tuple(
                (UNCHECKED, ABSENT)[place % 2] if (number + place) % 11 == 0 else scored((number * 7 + place * 13) % 101 / 100)
                for place in range(categories)
            ),
        )
        for number in range(clients)
    )  # fmt: skip
    late = tuple(
        LateReview(row.client, row.client_id, "Jim Tam", date(2026, 1, 1), 319, 91, None)
        for row in rows[: clients // 4]
    )
    coming = tuple(
        ComingVisit(row.client, TODAY + timedelta(2), 2, "Jim Tam", "planned") for row in rows[: clients // 3]
    )
    slips = tuple(replace(SLIP, client=row.client, client_id=row.client_id) for row in rows[: clients // 5])
    return portfolio_report(
        clients=clients, heat=HeatMap(columns, rows), slipping=slips,
        rounds=Rounds(late, coming, tuple(row.client for row in rows[::4]), ()),
    )  # fmt: skip


RISK = AtRisk(
    HOTEL, "hotel", "Jim Tam", "Bob Vee", 0.49, Decimal("4100.00"), ("score down 6 points in the quarter", "less than 60% aligned")
)  # fmt: skip


def owner_report(**changes: object) -> OwnerReport:
    """The owner's page with something in every part."""
    year = YearLoad(2026, 31, 220, 31 / 220)
    plain = OwnerReport(
        practice=NORTHGATE,
        prepared=TODAY,
        currency="USD",
        figure=FIGURE,
        change=1,
        coverage_change=-3,
        trend=TREND,
        clients=14,
        findings=Severities(2, 1, 0),
        at_risk=(RISK, replace(RISK, client=BAKERY, tam=None, vcio=None, score=None, mrr=None, reasons=("never reviewed",))),
        at_risk_in_all=12,
        revenue=Revenue(Decimal("12300.00"), Decimal("4100.00"), 1),
        team=Team(
            (
                TamLoad("Jim Tam", 2, Decimal("8200.00"), (year, YearLoad(2027, 240, 218, 240 / 218))),
                TamLoad("Priya Nair", 1, Decimal("4100.00"), (YearLoad(2026, 12, 0, None), YearLoad(2027, 0, 0, 0.0))),
            ),
            (YearLoad(2026, 43, 220, 43 / 220), YearLoad(2027, 240, 218, 240 / 218)),
            0.2,
            ("Jim Tam is oversold in 2027: 240 visits are promised, and there are 218 days.",),
            4,
        ),
        ending=(
            Ending(BAKERY, date(2026, 10, 31), -16, False, Decimal("2600.00")),
            Ending(HOTEL, date(2026, 12, 31), 45, False, Decimal("4100.00")),
            Ending(ACME, date(2027, 2, 14), 90, True, Decimal("5600.00")),
        ),
        ending_in_all=9,
        ending_mrr=Decimal("31000.00"),
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def full_owner() -> OwnerReport:
    """As much as a practice of twenty clients puts on the page."""
    warning = "From December 2026 on Jim Tam is oversold: 240 visits a year are promised, and there are 218 days."
    tams = tuple(
        TamLoad(name, 7, Decimal("28000.00"), (YearLoad(2026, 81, 240, 81 / 240), YearLoad(2027, 83, 232, 83 / 232)))
        for name in ("Jim Calder", "Priya Nair", "Tom Reyes")
    )
    days = tuple(date(2026, 9, 30) - timedelta(91) * number for number in range(6))
    return owner_report(
        at_risk=(RISK,) * MOST_AT_RISK, at_risk_in_all=MOST_AT_RISK,
        trend=(*(PracticePoint(day, 0.7, 0.4, 19, True) for day in reversed(days)), TREND[-1]),
        team=replace(owner_report().team, tams=tams, warnings=(warning,), warnings_in_all=1),
        ending=(Ending(BAKERY, date(2026, 12, 31), 45, True, Decimal("2600.00")),) * MOST_ENDING, ending_in_all=MOST_ENDING,
    )  # fmt: skip


def quiet_owner() -> OwnerReport:
    """The owner's page of a practice that has nobody yet."""
    return owner_report(
        practice=Practice("Your practice", "", "", ""), figure=NOTHING, change=None, coverage_change=None,
        trend=(PracticePoint(TODAY, None, None, 0, True),), clients=0, findings=Severities(0, 0, 0), at_risk=(), at_risk_in_all=0,
        revenue=Revenue(Decimal("0.00"), Decimal("0.00"), 0),
        team=Team((), (YearLoad(2026, 0, 0, 0.0), YearLoad(2027, 0, 0, 0.0)), 0.0, (), 0),
        ending=(), ending_in_all=0, ending_mrr=Decimal("0.00"),
    )  # fmt: skip


def agreement_report(**changes: object) -> AgreementReport:
    """A chart with an agreement of every state, and a client without one."""
    runs = Signed(Decimal("4000.00"), 35, 2, 1200, "fully-managed", date(2025, 1, 10), None, False, "runs")
    rows = (
        ChartRow(ACME, "acme", "Gary Sell", "Bob Vee", "Jim Tam", 12, 12, "one a month for every 4,000 of MRR", runs),
        ChartRow(BAKERY, "bakery", "", "", "", None, 4, "at least 4 a year", None),
        ChartRow(
            HOTEL, "hotel", "Gary Sell", "Bob Vee", "Jim Tam", 6, 18, "at least 4 a year, 2.0 times for its noise",
            replace(runs, service_model="co-managed", ends=date(2026, 10, 31), state="over"),
        ),
        ChartRow(
            "Open Larder", "larder", "Gary Sell", "", "Jim Tam", 14, 12, "one a month for every 4,000 of MRR",
            replace(runs, starts=date(2027, 1, 1), ends=date(2027, 12, 31), state="starts"),
        ),
        ChartRow(
            "Pellworth and Ostrand Law", "law", "Gary Sell", "", "Jim Tam", None, 12, "one a month for every 4,000 of MRR",
            replace(runs, ends=date(2026, 12, 31), renews=True, state="ends"),
        ),
        ChartRow(
            "Tesso", "tesso", "Gary Sell", "", "Jim Tam", None, 12, "one a month for every 4,000 of MRR",
            replace(runs, ends=date(2027, 2, 14), state="ends"),
        ),
    )  # fmt: skip
    sums = Sums(6, 60, 70, 175, 10, 6000, Decimal("20000.00"))
    plain = AgreementReport(
        NORTHGATE, TODAY, "USD", rows, sums,
        (TamSums("Jim Tam", replace(sums, clients=5, planned=56, advised=66)), TamSums("", Sums(1, 4, 4, 0, 0, 0, Decimal("0.00")))),
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def empty_agreements() -> AgreementReport:
    """A practice that has no client yet."""
    return agreement_report(rows=(), sums=Sums(0, 0, 0, 0, 0, 0, Decimal("0.00")), tams=())
