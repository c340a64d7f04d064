"""The site in a real browser, from a folder: no request to elsewhere, by keyboard alone, on a phone, in the dark, on paper."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.reports.test_report_browser import CONTRAST, EXECUTABLE, FLAGS, UNHEARD
from tests.reports.test_report_escaping import HOSTILE
from tests.site.test_site_escaping import taint
from tests.small_practice import Practice

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        EXECUTABLE is None, reason="no browser here: neither Chromium nor Chrome nor Edge is on the PATH"
    ),
]
NAMES = (
    "index.html", "clients/acme.html", "clients/bakery.html", "reviews/acme/2026-11-12.html", "standards.html",
    "standards/firewall-tag.html", "standards/mailbox-size.html", "visits.html", "search.html?q=firewall",
)  # fmt: skip
REPORTS = ("visits/2027.html", "reports/portfolio.html", "for-clients/acme/index.html", "for-clients/acme/visit.html")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this file."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=EXECUTABLE, args=FLAGS)
        yield started
        started.close()


def opened(browser: Browser, site: Path, name: str, width: int = 1280, **more: Any) -> tuple[Page, list[str]]:
    """The page from its folder, and everything that should not have happened."""
    page = browser.new_context(viewport={"width": width, "height": 900}, **more).new_page()
    trouble: list[str] = []
    page.on(
        "request",
        lambda request: None if request.url.startswith((site.as_uri(), "data:")) else trouble.append(request.url),
    )
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.goto(f"{site.as_uri()}/{name}")
    return page, trouble


def rows(page: Page, of: str) -> list[str]:
    """The names in the rows that are shown."""
    return page.locator(f"#{of} tbody tr:not([hidden]) th[scope=row] > a").all_inner_texts()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [*NAMES, *REPORTS])
def test_a_page_opens_from_a_folder_and_fits_every_screen(
    browser: Browser, site: Path, name: str, scheme: Literal["light", "dark"]
) -> None:
    page, trouble = opened(browser, site, name, color_scheme=scheme)
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("h1").count() == 1
    for width in (1280, 900, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CONTRAST) == []
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(23, 34, 43)"
    assert trouble == []
    page.context.close()


@pytest.mark.parametrize("name", NAMES)
def test_a_page_can_be_heard(browser: Browser, site: Path, name: str) -> None:
    page, _ = opened(browser, site, name)
    assert page.evaluate(UNHEARD) == []
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('a, button, input, select')].filter(each => !(each.textContent.trim() || each.labels?.length
           || each.getAttribute('aria-label'))).map(each => each.outerHTML)"""
    )
    assert nameless == []
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
    assert len(ids) == len(set(ids))
    landmarks = page.evaluate("[...document.querySelectorAll('nav')].map(each => each.getAttribute('aria-label'))")
    assert None not in landmarks
    assert len(landmarks) == len(set(landmarks))
    page.context.close()


def test_the_first_tab_leads_to_the_content(browser: Browser, site: Path) -> None:
    page, _ = opened(browser, site, "clients/acme.html")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to the content"
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Clients"
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.context.close()


def test_clients_are_filtered_by_keyboard_alone(browser: Browser, site: Path) -> None:
    page, trouble = opened(browser, site, "index.html")
    assert rows(page, "clients") == ["Acme Explosives", "Bakery"]
    said = page.locator('[data-shown="clients"]')
    assert said.inner_text() == "2 of 2 clients"
    while page.evaluate("document.activeElement.dataset.filter") != "clients":
        page.keyboard.press("Tab")
    page.keyboard.type("PRIYA")
    assert rows(page, "clients") == ["Bakery"]
    assert said.inner_text() == "1 of 2 clients"
    page.keyboard.type(" nobody")
    assert rows(page, "clients") == []
    page.keyboard.press("Escape")
    assert rows(page, "clients") == ["Acme Explosives", "Bakery"]
    page.keyboard.press("Tab")
    page.keyboard.type("Bob")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.value") == "Bob Vee"
    assert rows(page, "clients") == ["Acme Explosives"]
    assert trouble == []
    page.context.close()


def test_clients_are_sorted_by_keyboard_alone_and_no_data_stays_last(browser: Browser, site: Path) -> None:
    page, _ = opened(browser, site, "index.html")
    button = page.locator("thead button", has_text="Score")
    while not button.evaluate("each => each === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    head = page.locator("thead th", has_text="Score")
    assert head.get_attribute("aria-sort") == "descending"
    assert rows(page, "clients") == ["Acme Explosives", "Bakery"]
    page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") == "ascending"
    assert rows(page, "clients") == ["Acme Explosives", "Bakery"]
    page.locator("thead button", has_text="Client").press("Enter")
    page.locator("thead button", has_text="Client").press("Enter")
    assert rows(page, "clients") == ["Bakery", "Acme Explosives"]
    assert head.get_attribute("aria-sort") is None
    page.context.close()


def test_on_a_phone_a_list_takes_the_place_of_the_heads(browser: Browser, site: Path) -> None:
    page, _ = opened(browser, site, "index.html", 390)
    assert page.locator("thead button:visible").count() == 0
    page.get_by_label("Sort by").select_option("Client, last first")
    assert rows(page, "clients") == ["Bakery", "Acme Explosives"]
    assert (
        page.locator("#clients tbody td").first.evaluate("each => getComputedStyle(each, '::before').content")
        == '"Score"'
    )
    page.context.close()


def test_the_findings_of_a_client_and_the_library_are_narrowed(browser: Browser, site: Path) -> None:
    page, _ = opened(browser, site, "clients/acme.html")
    assert rows(page, "found") == ["Firewall firmware", "Firewall tag"]
    page.locator("select[data-key=status]").select_option("triaged")
    assert rows(page, "found") == ["Firewall firmware"]
    page.goto(f"{site.as_uri()}/standards.html")
    page.locator("select[data-key=status]").select_option("draft")
    assert rows(page, "library") == ["Firewall log"]
    # A category with nothing left goes with its heading.
    assert page.locator("section[data-group]:visible h2").all_inner_texts() == ["Firewalls"]
    assert page.locator('[data-shown="library"]').inner_text() == "1 of 8 standards"
    page.context.close()


def test_the_search_is_reached_used_and_left_by_keyboard_alone(browser: Browser, site: Path) -> None:
    page, trouble = opened(browser, site, "clients/acme.html")
    page.keyboard.press("/")
    page.keyboard.type("firew DOCUMENTED")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=firew+DOCUMENTED")
    names = page.locator("#results a").all_inner_texts()
    assert names[:2] == ["Firewall backup", "Firewall firmware"]
    assert page.locator("#found-status").inner_text() == f"{len(names)} results"
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.press("ArrowDown")
    assert page.locator(":focus").inner_text() == "Firewall backup"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("version")
    assert page.locator("#results a").all_inner_texts() == ["Firewall firmware"]
    assert page.locator("#results .kind").all_inner_texts() == ["Finding"]
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/clients/acme.html#finding-firewall-firmware")
    page.go_back()
    assert page.locator("#find").input_value() == "version"
    assert trouble == []
    page.context.close()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("acme", ["Client", "Review", "Review", "Finding", "Finding"]), ("bob vee", ["Client", "Client"]), ("explosives 2026", ["Review", "Review", "Finding", "Finding"]),
        ("microsoft", ["Client"]), ("firewall-label", ["Standard", "Finding"]), ("no such thing", []), ("<<>>", []), ("--", []),
    ],
)  # fmt: skip
def test_the_search_finds_by_every_word(browser: Browser, site: Path, asked: str, found: list[str]) -> None:
    page, _ = opened(browser, site, "search.html")
    page.locator("#find").fill(asked)
    assert sorted(page.locator("#results .kind").all_inner_texts()) == sorted(found)
    page.context.close()


def test_the_search_can_be_kept_to_one_kind(browser: Browser, site: Path) -> None:
    page, _ = opened(browser, site, "search.html?q=firewall&in=findings")
    assert set(page.locator("#results .kind").all_inner_texts()) == {"Finding"}
    page.locator("input[value=standards]").check()
    assert set(page.locator("#results .kind").all_inner_texts()) == {"Standard"}
    assert "in=standards" in page.url
    page.context.close()


def test_without_javascript_nothing_stands_there_that_does_not_work(browser: Browser, site: Path) -> None:
    page, trouble = opened(browser, site, "index.html", java_script_enabled=False)
    assert page.locator("form:visible").count() == 0
    assert page.locator("thead button").count() == 0
    page.get_by_role("link", name="Search").click()
    assert page.get_by_text("The search needs JavaScript.").is_visible()
    page.get_by_role("link", name="standards", exact=True).click()
    page.get_by_role("link", name="Firewall backup").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Firewall backup"
    assert trouble == []
    page.context.close()


def test_hostile_texts_run_nothing_on_any_page(browser: Browser, full: Practice, tmp_path: Path) -> None:
    taint(full, HOSTILE.replace("\x07", "").replace("\x1b", ""))
    site = tmp_path / "site"
    assert full.run("site", "build", str(site)).code == 0
    for name in (*NAMES, *REPORTS, "search.html?q=script"):
        page, trouble = opened(browser, site, name)
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        assert (
            page.evaluate(
                "document.querySelectorAll('main script[src^=\"javascript\"], img[onerror], b:has(script)').length"
            )
            == 0
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
        assert trouble == []
        page.context.close()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler) is not installed")
@pytest.mark.parametrize("name", ["index.html", "clients/acme.html", "reviews/acme/2026-11-12.html"])
def test_a_printed_page_says_on_every_sheet_that_it_is_internal(
    browser: Browser, site: Path, tmp_path: Path, name: str
) -> None:
    page, _ = opened(browser, site, name)
    pdf = tmp_path / "page.pdf"
    page.pdf(path=pdf, format="A4", prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    sheets = text.removesuffix("\f").split("\f")
    for number, sheet in enumerate(sheets, 1):
        assert "Internal: not for a client" in sheet
        assert f"Page {number} of {len(sheets)}" in sheet
    assert "Filter" not in text
    assert "Sort by" not in text
    page.context.close()
