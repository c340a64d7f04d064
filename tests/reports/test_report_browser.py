"""The pages in a real browser: no request, no error, nothing wider than a phone, and a print that holds together."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from msptool.reports.render import render
from msptool.workspace.workspace import Workspace
from tests.reports.figure_samples import FIGURES_TEMPLATE
from tests.reports.pages import PAGES
from tests.reports.practice_samples import crowd, full_owner, portfolio_report
from tests.reports.samples import TODAY, findings_report
from tests.reports.year_samples import full_year, year_report
from tests.small_practice import Practice

NAMES = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")
EXECUTABLE = next(filter(None, map(shutil.which, NAMES)), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(EXECUTABLE is None, reason=f"no browser here: none of {', '.join(NAMES)} is on the PATH"),
]

# Text on its background with less than 4.5:1 (WCAG AA).
CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
                          return [...canvas.getImageData(0, 0, 1, 1).data] };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = element => { for (let e = element; e; e = e.parentElement) {
    const found = rgb(getComputedStyle(e).backgroundColor); if (found[3] === 255) return found } return [255, 255, 255, 255] };
  const out = [];
  for (const element of document.querySelectorAll('.page *:not(svg *)')) {
    if (![...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())) continue;
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) out.push([element.className, element.textContent.trim().slice(0, 40), (a + .05) / (b + .05)]);
  }
  return out }"""


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
    practice.write("templates/figures.html.j2", FIGURES_TEMPLATE)
    path = tmp_path / f"{request.param}.html"
    path.write_text(render(Workspace(practice.root, TODAY), f"{kind}.html.j2", report), encoding="utf-8")
    return path


def opened(browser: Browser, file: Path, width: int, **more: Any) -> tuple[Page, list[str]]:
    """The page from its file, and everything that should not have happened."""
    page = browser.new_context(viewport={"width": width, "height": 800}, **more).new_page()
    trouble: list[str] = []
    page.on("request", lambda request: None if request.url == file.as_uri() else trouble.append(request.url))
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.goto(file.as_uri())
    return page, trouble


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_opens_without_a_request_or_an_error_and_is_not_too_wide(
    browser: Browser, file: Path, scheme: Literal["light", "dark"]
) -> None:
    page, trouble = opened(browser, file, 1200, color_scheme=scheme)
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("h1").count() == 1
    for width in (1200, 768, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CONTRAST) == []
    page.emulate_media(media="print")
    # Print is light, whatever the screen is.
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(23, 34, 43)"
    assert page.evaluate(CONTRAST) == []
    assert trouble == []
    page.context.close()


def test_drawn_labels_are_whole_and_apart(browser: Browser, file: Path) -> None:
    page, _ = opened(browser, file, 1200)
    for chart in page.locator("svg.chart").all():
        frame = chart.evaluate("svg => [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height]")
        texts = chart.evaluate(
            """svg => [...svg.querySelectorAll('text')].filter(text => text.getBoundingClientRect().width)
                  .map(text => { const box = text.getBBox(); return [text.textContent, box.x, box.y, box.width, box.height] })"""
        )
        for number, (text, x, y, width, height) in enumerate(texts):
            assert x >= 0, text
            assert y >= 0, text
            assert x + width <= frame[0], text
            assert y + height <= frame[1], text
            for other, x2, y2, width2, height2 in texts[number + 1 :]:
                apart = x >= x2 + width2 or x2 >= x + width or y >= y2 + height2 or y2 >= y + height
                assert apart, (text, other)
    page.context.close()


def test_a_drawing_has_a_name_a_description_and_a_table(browser: Browser, file: Path) -> None:
    page, _ = opened(browser, file, 1200)
    for chart in page.locator("svg.chart").all():
        assert chart.get_attribute("role") == "img"
        assert chart.locator("title").text_content()
        assert len(chart.locator("desc").text_content() or "") > 20
        assert page.locator("table").count() >= 1
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    assert len(ids) == len(set(ids))
    page.context.close()


def test_a_page_prints_to_pdf(browser: Browser, file: Path) -> None:
    page, trouble = opened(browser, file, 1200)
    for paper in ("A4", "Letter"):
        pdf = page.pdf(format=paper)
        assert pdf.startswith(b"%PDF-")
        assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 20
    assert trouble == []
    page.context.close()


needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler) is not installed")


def printed(browser: Browser, practice: Practice, folder: Path, kind: str, report: Any, paper: str = "A4") -> list[str]:
    """The text of each printed page."""
    import subprocess

    path, pdf = folder / f"{kind}.html", folder / f"{kind}.pdf"
    path.write_text(render(Workspace(practice.root, TODAY), f"{kind}.html.j2", report), encoding="utf-8")
    page, _ = opened(browser, path, 1200)
    page.pdf(path=pdf, format=paper, prefer_css_page_size=True)
    page.context.close()
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    return text.removesuffix("\f").split("\f")


@needs_pdftotext
@pytest.mark.parametrize(
    ("kind", "report", "mark"),
    [
        ("findings", findings_report(), "INTERNAL: not for the client"),
        ("year", full_year(), "INTERNAL: not for a client"),
        ("portfolio", portfolio_report(), "INTERNAL: not for a client"),
    ],
)
def test_every_printed_page_of_an_internal_report_says_so(
    browser: Browser, practice: Practice, tmp_path: Path, kind: str, report: Any, mark: str
) -> None:
    pages = printed(browser, practice, tmp_path, kind, report)
    assert len(pages) > 1
    for number, each in enumerate(pages, 1):
        assert mark in each
        assert f"Page {number} of {len(pages)}" in each


@needs_pdftotext
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_year_of_a_full_practice_prints_on_two_sheets(
    browser: Browser, practice: Practice, tmp_path: Path, paper: str
) -> None:
    pages = printed(browser, practice, tmp_path, "year", full_year(), paper)
    halves = (("January", "February", "March", "April", "May", "June"), ("July", "August", "September", "October", "November", "December"))  # fmt: skip
    for sheet, months in zip(pages, halves, strict=False):
        assert [month for half in halves for month in half if f"{month} 2027" in sheet] == list(months)
    assert "Visits and free days by TAM" in pages[2]


@needs_pdftotext
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_owner_gets_one_sheet(browser: Browser, practice: Practice, tmp_path: Path, paper: str) -> None:
    assert len(printed(browser, practice, tmp_path, "owner", full_owner(), paper)) == 1


@needs_pdftotext
def test_a_long_heat_map_names_its_columns_on_every_sheet(browser: Browser, practice: Practice, tmp_path: Path) -> None:
    pages = printed(browser, practice, tmp_path, "portfolio", crowd(300, 25))
    sheets = [
        each for each in pages if "Acme Explosives 1" in each and "Points in a quarter" in "".join(each.split("\n"))
    ]
    assert len(pages) < 40
    for number in (1, 147, 299):
        assert sum(
            f"{('Acme Explosives', 'Baker and Sons Wholesale Bakery', 'Hotel Marisquay')[number % 3]} {number}" in each
            for each in pages
        )
    assert sheets


def test_on_a_phone_the_calendar_lists_only_days_with_something(
    browser: Browser, practice: Practice, tmp_path: Path
) -> None:
    path = tmp_path / "year.html"
    path.write_text(render(Workspace(practice.root, TODAY), "year.html.j2", year_report()), encoding="utf-8")
    page, _ = opened(browser, path, 390)
    assert [each.split("\n")[0] for each in page.locator(".planner td:visible").all_inner_texts()] == [
        "Fri 1", "Tue 12", "Tue 9", "Mon 5", "Thu 30",
    ]  # fmt: skip
    page.set_viewport_size({"width": 1200, "height": 800})
    assert page.locator(".planner td:visible .date").count() == 261
    page.context.close()


# Headings that skip a level, tables without headers, drawings that are read out without a name, signs without a word.
UNHEARD = """() => {
  const out = [];
  let level = 0;
  for (const heading of document.querySelectorAll('h1, h2, h3, h4')) {
    const own = Number(heading.tagName[1]);
    if (own > level + 1) out.push(['skips a level', heading.textContent]);
    level = own;
  }
  for (const table of document.querySelectorAll('table'))
    if (!table.querySelector('thead th[scope=col]')) out.push(['no headers', table.textContent.slice(0, 40)]);
  for (const svg of document.querySelectorAll('svg'))
    if (svg.getAttribute('aria-hidden') !== 'true' && !svg.querySelector('title')) out.push(['no name', svg.outerHTML]);
  for (const sign of document.querySelectorAll('svg.sign'))
    if (!/planned|confirmed|done|cancelled|takes place/.test(sign.parentElement.textContent)) out.push(['only a sign', sign.outerHTML]);
  return out }"""


@pytest.mark.parametrize("name", ["year", "year-none", "year-full", "client-year", "notification"])
def test_a_page_about_a_year_can_be_heard(browser: Browser, practice: Practice, tmp_path: Path, name: str) -> None:
    kind, report = PAGES[name]
    path = tmp_path / f"{name}.html"
    path.write_text(render(Workspace(practice.root, TODAY), f"{kind}.html.j2", report), encoding="utf-8")
    page, _ = opened(browser, path, 1200)
    assert page.evaluate(UNHEARD) == []
    page.context.close()
