"""The monthly report and the scorecard in a real browser: no request, readable at any width, and one sheet of paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, sync_playwright

from msptool.kpis.builtin import builtin
from msptool.kpis.periods import Month, months_until
from msptool.kpis.reading import Reading
from msptool.kpis.standing import standing
from msptool.reports.context import Practice as Letterhead
from msptool.reports.kpi_lines import KpiLine, trend
from msptool.reports.monthly import CameBack, MonthlyReport, Source
from msptool.reports.render import render
from msptool.reports.scorecard import GROUPS, Accounts, Cell, ClientRow, Group, Scorecard, SelfAssessment
from msptool.reports.sparks import HEIGHT, WIDTH, spark
from msptool.workspace.workspace import Workspace
from tests.reports.test_report_browser import CONTRAST, EXECUTABLE, FLAGS, opened
from tests.small_practice import TODAY, Practice

browser_only = pytest.mark.skipif(EXECUTABLE is None, reason="no browser here")
LETTERHEAD = Letterhead("Northgate IT Partners", "hello@northgate.example", "+1 555 0100", "https://northgate.example")
TREND = (0.9, 0.91, None, 0.93, 0.92, 0.95, 0.96, None, 0.97, 0.95, 0.97, 0.983)


def line(name: str = "Backups that succeeded", status: str | None = "good", **more: Any) -> KpiLine:
    plain = KpiLine(
        name, "How many of the backup jobs that ran ended without an error.", "98.3%", "118 of 120", "at least 98%", status, "up 3.3 points",
        True, "backup console", "", TREND,
    )  # fmt: skip
    return replace(plain, **more)


def monthly(**more: Any) -> MonthlyReport:
    lines = (
        line(), line("Computers up to date", "watch", better=False, change="down 2 points"), line("Restore tests passed", "bad", month="July 2026"),
        line("Tickets", None, value="23", made_of="", target="", trend=(None,) * 11 + (23.0,)), line("No data here", None, value="no data", change=""),
        *(line(f"Figure {number}") for number in range(6)),
    )  # fmt: skip
    plain = MonthlyReport(
        "Acme Explosives", LETTERHEAD, "October 2026", TODAY, "Jim Tam", "Bob Vee", ("6 of 9 figures with a target reach it.",), lines,
        (Source("backup console", ("Backups that succeeded",)),), (CameBack("computers and printers", 4),), (date(2026, 10, 13),), date(2026, 12, 3),
    )  # fmt: skip
    return replace(plain, **more)


def scorecard(clients: int = 19, **more: Any) -> Scorecard:
    cells = (
        Cell("95%", "good", True),
        Cell("91%", "watch", None),
        Cell("61%", "bad", False),
        Cell("no data", None, None),
    )
    rows = tuple(ClientRow(f"Client {number} and Partners", (*cells, *cells[:2]), 1) for number in range(clients))
    groups = tuple(
        Group(name, tuple(line(f"{name} figure {number}") for number in range(5)))
        for name in ("Service", "Care", "Alignment", "Business")
    )
    plain = Scorecard(
        LETTERHEAD, "October 2026", TODAY, "USD", 8, 20, groups, ("In time", "Patches", "Backups", "Baseline", "Aligned", "RHEM"), rows,
        Accounts(10, (("Hotel Marisquay", "14.5"), ("Grindle", "6.8")), "21.3", "1.4", 3, "1,120", "283", "837"),
        SelfAssessment(date(2026, 11, 5), 12, 15, 9, ("Do the TAMs grow?",), ()),
    )  # fmt: skip
    return replace(plain, **more)


LONG = "x" * 150


def long_monthly() -> MonthlyReport:
    """Everything that people write is long."""
    lines = tuple(replace(each, name=LONG, meaning=LONG, source=LONG) for each in monthly().lines)
    return monthly(client=LONG, tam=LONG, vcio=LONG, lines=lines, sources=(Source(LONG, (LONG, LONG)),), summary=(LONG,),
                   practice=Letterhead(LONG, LONG, LONG, LONG))  # fmt: skip


def long_scorecard() -> Scorecard:
    """Everything that people write is long."""
    plain = scorecard()
    groups = tuple(Group(each.name, tuple(replace(one, name=LONG) for one in each.lines)) for each in plain.groups)
    clients = tuple(replace(each, name=LONG) for each in plain.clients)
    accounts = replace(plain.accounts, noisy=((LONG, "14.5"),))
    return replace(
        plain, groups=groups, clients=clients, accounts=accounts, practice=Letterhead(LONG, LONG, LONG, LONG)
    )


PAGES = {
    "monthly": ("monthly", monthly()),
    "monthly-none": ("monthly", monthly(lines=(), summary=(), sources=(), came_back=None, visits=(), next_visit=None, tam=None, vcio=None)),
    "monthly-long": ("monthly", long_monthly()),
    "scorecard": ("scorecard", scorecard()),
    "scorecard-none": ("scorecard", scorecard(0, groups=(), accounts=Accounts(0, (), "0", "0", 0, "0", "", ""), assessment=None)),
    "scorecard-long": ("scorecard", long_scorecard()),
}  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this file."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=EXECUTABLE, args=FLAGS)
        yield started
        started.close()


def written(name: str, practice: Practice, folder: Path) -> Path:
    kind, report = PAGES[name]
    path = folder / f"{name}.html"
    path.write_text(render(Workspace(practice.root, TODAY), f"{kind}.html.j2", report), encoding="utf-8")
    return path


@browser_only
@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_readable_at_any_width(
    name: str, scheme: Literal["light", "dark"], browser: Browser, practice: Practice, tmp_path: Path
) -> None:  # fmt: skip
    page, trouble = opened(browser, written(name, practice, tmp_path), 1200, color_scheme=scheme)
    assert page.locator("h1").count() == 1
    for width in (1480, 1200, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CONTRAST) == []
    page.emulate_media(media="print")
    assert page.evaluate(CONTRAST) == []
    assert trouble == []
    page.context.close()


@browser_only
@pytest.mark.slow
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", ["monthly", "scorecard"])
def test_it_is_one_sheet_of_paper(name: str, paper: str, browser: Browser, practice: Practice, tmp_path: Path) -> None:
    page, _ = opened(browser, written(name, practice, tmp_path), 1200)
    content = page.pdf(format=paper)
    page.context.close()
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", content)) == 1


@pytest.mark.parametrize(
    ("values", "lines", "lone", "last"),
    [
        ((1.0, 2.0, 3.0), 1, 0, (92.0, 4.0)), ((3.0, None, 1.0, 2.0), 1, 1, (92.0, 12.0)), ((5.0, 5.0), 1, 0, (92.0, 12.0)),
        ((1.0, 2.0, None), 1, 0, None), ((None, 1.0, None, 2.0), 0, 2, (92.0, 4.0)),
    ],
)  # fmt: skip
def test_a_small_picture_shows_gaps_as_gaps(
    values: tuple[float | None, ...], lines: int, lone: int, last: tuple[float, float] | None
) -> None:  # fmt: skip
    drawn = spark(values)
    assert drawn is not None
    assert (len(drawn.lines), len(drawn.dots), drawn.last) == (lines, lone, last)
    for each in (*drawn.dots, *(tuple(map(float, point.split(","))) for text in drawn.lines for point in text.split())):
        assert 0 <= each[0] <= WIDTH
        assert 0 <= each[1] <= HEIGHT


def test_one_value_is_no_trend() -> None:
    assert spark((None, 1.0)) is None
    assert spark(()) is None


def test_every_figure_with_a_target_is_on_the_scorecard() -> None:
    """A page that leaves out what is bad would tell the owner that all is well."""
    shown = {name for _, names in GROUPS for name in names}
    aimed = {
        kpi.id for kpi in builtin().values() if kpi.part_of is None and (kpi.target is not None or kpi.against_before)
    }
    assert aimed - shown == set()


def test_a_short_trend_stands_at_its_months() -> None:
    months = months_until(Month(2026, 10), 4)
    kpi = builtin()["alignment"]
    readings = [Reading(kpi, None, each, numerator=Decimal(7), denominator=Decimal(10)) for each in months]
    assert trend(standing(readings, "USD"), Month(2026, 10)) == (*(None,) * 8, 0.7, 0.7, 0.7, 0.7)
