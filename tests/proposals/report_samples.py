"""The reports of a proposal as values, for the tests of their templates: nothing here is read from files."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from msptool.reports.context import Practice
from msptool.reports.proposal import Need, ProposalReport, Step
from msptool.reports.proposal_parts import Choice, Lane, Line, Prices, Sum
from msptool.reports.worksheet import Began, Bought, Figures, Sheet, Worked, WorksheetReport

TODAY = date(2026, 11, 16)
NORTHGATE = Practice("Northgate IT Partners", "hello@northgate.example", "+1 555 0100", "https://northgate.example")
MONDAY = date(2027, 1, 11)


def money(amount: float) -> Decimal:
    """An amount with two decimals."""
    return Decimal(f"{amount:.2f}")


def sums(label: str, once: float, monthly: float = 0, annual: float = 0) -> Sum:
    """A row of the prices."""
    return Sum(label, money(once), money(monthly), money(annual))


PRICES = Prices(
    "USD", ("once", "monthly", "annual"),
    (sums("Hardware", 3900), sums("Software", 0, 0, 200), sums("Services", 0, 30), sums("Work", 790)),
    sums("Without tax", 4690, 30, 200), sums("Sales tax 10%", 390), sums("Total", 5080, 30, 200),
    ("Repair on the next day",), sums("Together", 5210, 30, 200), money(5770), False,
)  # fmt: skip
PLAIN_PRICES = Prices(
    "USD", ("once",), (sums("Work", 790),), sums("Without tax", 790), None, sums("Total", 790), (), sums("Together", 790),
    money(790), False,
)  # fmt: skip
OPTIONS = (
    Choice("A second firewall", "It takes over by itself.", False, True, False, sums("", 1630, 12), 2.0,
           (Line("Hardware", "Second firewall", 1.0, money(1300), money(1300), "once"),)),
    Choice("Repair on the next day", "", True, True, False, sums("", 130), 0.0,
           (Line("Services", "Warranty, next day", 1.0, money(130), money(130), "annual"),)),
    Choice("No warranty at all", "Cheap, until it breaks.", True, False, False, sums("", 0), 0.0, ()),
)  # fmt: skip


def lane(
    phase: Any, name: str, title: str, first: int, last: int, *, weeks: int = 4, dated: bool = True, option: str = ""
) -> Lane:
    """A bar of the timeline."""
    begins = date.fromordinal(MONDAY.toordinal() + 7 * (first - 1)) if dated else None
    ends = date.fromordinal(MONDAY.toordinal() + 7 * last - 3) if dated else None
    left, width = (first - 1) * 100 / weeks, (last - first + 1) * 100 / weeks
    return Lane(phase, name, title, 2.5, first, last, begins, ends, left, width, option)


LANES = (
    lane("project-management", "Project management", "Planning", 1, 4),
    lane("implementation", "Implementation", "The exchange", 2, 2),
    lane("implementation", "Implementation", "The second one", 2, 2, option="A second firewall"),
    lane("standby", "Standby support", "Help after the exchange", 3, 3),
    lane("close-out", "Close-out", "Your confirmation", 4, 4),
)


def proposal_report(**changes: Any) -> ProposalReport:
    """A proposal with something in every part, as it was sent."""
    plain = ProposalReport(
        client="Acme Explosives",
        contact="Ann Lee, Managing Director",
        practice=NORTHGATE,
        number="firewall",
        version=2,
        title="Replace the firewall",
        prepared=TODAY,
        standing="open",
        valid_until=date(2026, 12, 16),
        decided=None,
        vcio="Bob Vee",
        start=MONDAY,
        finish=date(2027, 2, 5),
        summary=("A firewall that is kept up to date.", "One evening without internet."),
        reason=("The old one gets no updates.",),
        steps=(
            Step("Read the old rules.", "Our Professional Services", ""),
            Step("Set the second one up.", "Our Professional Services", "A second firewall"),
        ),
        weeks=4,
        lanes=LANES,
        hours=8.5,
        equipment=(
            Line("Hardware", "Firewall", 1.0, money(3900), money(3900), "once"),
            Line("Software", "Subscription", 1.0, money(200), money(200), "annual"),
            Line("Services", "Second line", 2.0, money(15), money(30), "monthly"),
        ),
        ours=(Need("A network engineer", "The exchange"),),
        yours=(Need("Somebody with the keys", "Opening the cabinet"),),
        vendors=(Need("Your internet provider", "The addresses of the line"),),
        options=OPTIONS,
        prices=PRICES,
        assumptions=("The line stays as it is.",),
        exclusions=("New cables",),
    )
    return replace(plain, **changes)


def bare_proposal() -> ProposalReport:
    """A draft with nothing in it but some work, by nobody in particular, for nobody in particular."""
    return proposal_report(
        contact="", practice=Practice("Your practice", "", "", ""), version=1, standing="draft", vcio=None, start=None, finish=None,
        summary=(), reason=(), steps=(), lanes=(lane("implementation", "Implementation", "Work", 1, 1, weeks=1, dated=False),), weeks=1,
        equipment=(), ours=(), yours=(), vendors=(), options=(), prices=PLAIN_PRICES, assumptions=(), exclusions=(),
    )  # fmt: skip


def long_proposal() -> ProposalReport:
    """A project of a year and a half with 28 steps and many lines."""
    text = (
        "Write down what there is, agree on it with everybody whom it concerns, and keep it where it can be found again"
    )
    lanes = tuple(
        lane(phase, name, f"{text}, part {number}", number * 4 + 1, number * 4 + 9, weeks=78)
        for number, (phase, name) in enumerate(
            [("implementation", "Implementation"), ("standby", "Standby support")] * 8
        )
    )
    lines = tuple(
        Line(("Hardware", "Software", "Services")[number // 8], f"{text[:60]} {number}", 240.0, money(98765.43), money(23703703.2),
             ("once", "monthly", "annual")[number % 3])
        for number in range(24)
    )  # fmt: skip
    return proposal_report(
        weeks=78, lanes=lanes, equipment=lines, steps=tuple(Step(f"{text}.", "Our Technology Alignment Manager", "") for _ in range(28)),
    )  # fmt: skip


FIGURES = Figures(money(3000), money(3900), money(900), Decimal("30.00"), Decimal("23.08"))
NO_FIGURES = Figures(money(0), money(0), money(0), None, None)


def worksheet_report(**changes: Any) -> WorksheetReport:
    """A worksheet with something in every part."""
    base = Sheet(
        "Base", "",
        (
            Bought("Hardware", "Firewall", 1.0, "1 for each site, 1 site", money(3000), money(3900), "markup 30%", "one-time",
                   "Distri", date(2026, 11, 1), True, FIGURES),
            Bought("Software", "Gift", 2.5, "", money(0), money(0), "fixed price", "monthly", "", date(2027, 1, 31), False, NO_FIGURES),
        ),
        (Worked("Implementation", "The exchange", "Professional Services", 2.0, 4.0, 12.0, 5.0, 1.6667, money(100), money(40), FIGURES),),
        5.0, 1.6667, 3.3333, 6.6667, FIGURES, (("One-time", FIGURES), ("Monthly", NO_FIGURES), ("First year", FIGURES)),
    )  # fmt: skip
    option = Sheet(
        "A second firewall", "extra, recommended", (), (), 0.0, 0.0, 0.0, 0.0, NO_FIGURES, (("First year", NO_FIGURES),)
    )
    plain = WorksheetReport(
        client="Acme Explosives", practice=NORTHGATE, number="firewall", version=2, title="Replace the firewall", status="draft",
        prepared=TODAY, currency="USD", markup=Decimal(30), tax="Sales tax, 10%", sent_terms=False, designer="Dora Desk", vcio="Bob Vee",
        due=date(2026, 11, 20), recommendations=("firewall-firmware",), sheets=(base, option), with_options=("Repair on the next day",),
        offered=(("One-time", FIGURES), ("First year", FIGURES)), resources=("Distri's help line: the model",),
        notes="Ann decides fast.\nNot on Mondays.",
        history=(Began(1, date(2026, 11, 2), "First version.", date(2026, 11, 9), money(5770)), Began(2, TODAY, "A larger one", None, None)),
    )  # fmt: skip
    return replace(plain, **changes)


def bare_worksheet() -> WorksheetReport:
    """A worksheet with nothing in it."""
    return worksheet_report(
        designer="", vcio="", due=None, recommendations=(), with_options=(), resources=(), notes="", history=(),
        sheets=(Sheet("Base", "", (), (), 0.0, 0.0, 0.0, 0.0, NO_FIGURES, (("First year", NO_FIGURES),)),),
        offered=(("First year", NO_FIGURES),),
    )  # fmt: skip


REPORTS: dict[str, tuple[str, Any]] = {
    "proposal": ("proposal", proposal_report()),
    "proposal-bare": ("proposal", bare_proposal()),
    "proposal-long": ("proposal", long_proposal()),
    "proposal-accepted": (
        "proposal",
        proposal_report(
            standing="accepted", decided=date(2026, 12, 1), options=(replace(OPTIONS[0], chosen=True), *OPTIONS[1:]),
            prices=replace(PRICES, with_options=("A second firewall",), tax=None, tax_exempt=True),
        ),
    ),
    "proposal-ran-out": ("proposal", proposal_report(standing="ran-out")),
    "proposal-declined": ("proposal", proposal_report(standing="declined")),
    "worksheet": ("worksheet", worksheet_report()),
    "worksheet-bare": ("worksheet", bare_worksheet()),
}  # fmt: skip

# Not free text: one of a few words, or an id.
_CHOICES = {"kind", "choice", "phase", "billing", "billings", "standing", "number", "currency", "status", "website"}


def everywhere(value: Any, more: str) -> Any:
    """The report with `more` added to every free text in it."""
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value) if field.name not in _CHOICES]
        return replace(value, **{name: everywhere(getattr(value, name), more) for name in names})
    if isinstance(value, tuple):
        return tuple(everywhere(each, more) for each in value)
    return value + more if isinstance(value, str) and value else value
