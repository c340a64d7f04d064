"""The pages of a proposal in a real browser: no request, no error, nothing wider than a phone, and a print that holds together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, sync_playwright

from msptool.reports.render import render
from msptool.workspace.workspace import Workspace
from tests.proposals.report_samples import REPORTS, TODAY, everywhere
from tests.reports.test_report_accessibility import axe, violations
from tests.reports.test_report_browser import CONTRAST, EXECUTABLE, FLAGS, UNHEARD, needs_pdftotext, opened, printed
from tests.small_practice import Practice

__all__ = ["axe"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(EXECUTABLE is None, reason="no browser here"),
]
PAGES = {
    **REPORTS,
    "proposal-words": ("proposal", everywhere(REPORTS["proposal"][1], "x" * 150)),
    "worksheet-words": ("worksheet", everywhere(REPORTS["worksheet"][1], "x" * 150)),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this file."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=EXECUTABLE, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(params=PAGES)
def file(request: pytest.FixtureRequest, practice: Practice, tmp_path: Path) -> Path:
    """Each page as a file."""
    kind, report = PAGES[request.param]
    path = tmp_path / f"{request.param}.html"
    path.write_text(render(Workspace(practice.root, TODAY), f"{kind}.html.j2", report), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_opens_without_a_request_or_an_error_and_is_not_too_wide(
    browser: Browser, file: Path, scheme: Literal["light", "dark"]
) -> None:
    page, trouble = opened(browser, file, 1200, color_scheme=scheme)
    assert page.locator("h1").count() == 1
    for width in (1200, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        assert page.evaluate(CONTRAST) == []
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(23, 34, 43)"
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate(UNHEARD) == []
    assert trouble == []
    page.context.close()


@pytest.mark.parametrize("width", [1200, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser, file: Path, axe: str, scheme: Literal["light", "dark"], width: int
) -> None:
    page, _ = opened(browser, file, width, color_scheme=scheme)
    assert violations(page, axe) == []
    page.context.close()


# Where each bar begins and how wide it is, in shares of its lane.
BARS = """() => [...document.querySelectorAll('.lanes tbody .lane')].map(cell => {
  const lane = cell.querySelector('svg').getBoundingClientRect(), bar = cell.querySelector('.phase-bar').getBoundingClientRect();
  return [(bar.left - lane.left) / lane.width, bar.width / lane.width] })"""


@pytest.mark.parametrize("width", [1200, 390])
def test_bars_stand_where_their_weeks_are(browser: Browser, practice: Practice, tmp_path: Path, width: int) -> None:
    path = tmp_path / "proposal.html"
    kind, report = REPORTS["proposal"]
    path.write_text(render(Workspace(practice.root, TODAY), f"{kind}.html.j2", report), encoding="utf-8")
    page, _ = opened(browser, path, width)
    found = page.evaluate(BARS)
    assert len(found) == len(report.lanes)
    for (left, wide), lane in zip(found, report.lanes, strict=True):
        assert left == pytest.approx(lane.left / 100, abs=0.02)
        assert wide == pytest.approx(lane.width / 100, abs=0.03)
    page.context.close()


def test_four_phases_look_different_without_colour(browser: Browser, practice: Practice, tmp_path: Path) -> None:
    path = tmp_path / "proposal.html"
    kind, report = REPORTS["proposal"]
    path.write_text(render(Workspace(practice.root, TODAY), f"{kind}.html.j2", report), encoding="utf-8")
    page, _ = opened(browser, path, 1200)
    fills = page.evaluate("[...document.querySelectorAll('.phase-keys rect')].map(bar => getComputedStyle(bar).fill)")
    assert len(fills) == len(set(fills)) == 4
    page.context.close()


@needs_pdftotext
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_proposal_prints_with_its_sums_once_and_its_signatures_together(
    browser: Browser, practice: Practice, tmp_path: Path, paper: str
) -> None:
    pages = printed(browser, practice, tmp_path, "proposal", REPORTS["proposal-long"][1], paper)
    whole = "\n".join(pages)
    assert whole.count("Together, without options") == 1
    assert whole.count("Total with what we advise") == 1
    last = pages[-1]
    assert last.count("Date and signature") == 2
    assert "Your decision" in last
    for number, each in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in each
        assert len(each.split()) > 40, "a page that is nearly empty"


@needs_pdftotext
def test_every_printed_page_of_a_worksheet_says_that_it_is_internal(
    browser: Browser, practice: Practice, tmp_path: Path
) -> None:
    for each in printed(browser, practice, tmp_path, "worksheet", REPORTS["worksheet"][1]):
        assert "INTERNAL: not for the client" in each
