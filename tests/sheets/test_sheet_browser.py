"""The sheet in a real browser: filled in by touch and by keyboard, closed, opened again, exported and taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from tests.reports.test_report_accessibility import axe, violations
from tests.reports.test_report_browser import browser, opened, pytestmark
from tests.sheets.sheets import by_hand, data_of
from tests.sheets.test_sheet_command import HOSTILE
from tests.small_practice import Practice

__all__ = ["axe", "browser", "pytestmark"]

# The clock of the browser is that of the machine, so the review is of today as well.
TODAY = date.today()
BACKUP, FIRMWARE, LABEL = "#s-firewall-backup", "#s-firewall-firmware", "#s-firewall-label"
NO_STORAGE = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"


@pytest.fixture
def file(practice: Practice, tmp_path: Path) -> Path:
    done = practice.run("review", "sheet", "acme", "--html", str(tmp_path / "sheet.html"), "--all", today=TODAY)
    assert done.code == 0, done.err
    return tmp_path / "sheet.html"


@pytest.fixture
def tablet(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 820, "height": 1180}, has_touch=True, accept_downloads=True)
    yield context
    context.close()


def started(context: BrowserContext, file: Path) -> tuple[Page, list[str]]:
    page = context.new_page()
    trouble: list[str] = []
    page.on(
        "request",
        lambda request: (
            None if request.url == file.as_uri() or request.url.startswith("blob:") else trouble.append(request.url)
        ),
    )
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.goto(file.as_uri())
    return page, trouble


def exported(page: Page, folder: Path, name: str = "") -> Path:
    with page.expect_download() as download:
        page.locator("#export").click()
    found = download.value
    found.save_as(folder / (name or found.suggested_filename))
    return folder / (name or found.suggested_filename)


def taken(practice: Practice, file: Path) -> Any:
    done = practice.run("review", "apply", str(file), "--json", today=TODAY)
    assert done.code == 0, done.err
    return practice.data(f"reviews/acme/{TODAY}.yaml")


def test_a_visit_by_touch_is_kept_exported_and_taken_back(
    tablet: BrowserContext, file: Path, practice: Practice, tmp_path: Path
) -> None:
    page, trouble = started(tablet, file)
    page.locator(f"{BACKUP} [data-answer=yes]").tap()
    page.locator(f"{BACKUP} [data-field=note]").fill("Seen.\nTwice.")
    page.locator(f"{FIRMWARE} [data-answer=yes]").tap()
    page.locator(f"{FIRMWARE} [data-answer=no]").tap()
    page.locator(f"{FIRMWARE} .more summary").tap()
    page.locator(f"{FIRMWARE} [data-field=hand_over]").select_option("vcio")
    page.locator(f"{FIRMWARE} [data-field=feedback]").fill("Which model?")
    page.locator(f"{LABEL} .more summary").tap()
    page.locator(f"{LABEL} [data-field=fixed_onsite]").tap()
    page.locator("#s-mailbox-archive [data-answer='n/a']").tap()
    assert page.locator("#w-mailbox-archive").is_visible()
    page.keyboard.type("No archive in the contract.")
    assert page.locator("#w-mailbox-archive").is_hidden()
    page.locator("#s-mailbox-login [data-answer=no]").tap()
    page.locator("#s-mailbox-login [data-clear]").tap()
    page.locator("#v-our_items").fill("Agenda\n\nTickets\n")
    page.locator("[data-tickets=tickets] [data-add]").tap()
    row = page.locator("[data-tickets=tickets] li")
    row.get_by_label("Ticket number").fill("T-1")
    row.get_by_label("What it is about").fill("Printer")
    row.get_by_label("Done").check()
    page.locator("#v-summary").fill("All well.")
    assert page.locator("#answered").inner_text() == "4 of 6 answered"
    assert page.locator("#saved").inner_text().startswith("Saved in this browser")

    page.goto("about:blank")  # as a person closes a page: what a killed browser still had to write is no matter of ours
    page.close()
    page, more = started(tablet, file)
    assert page.locator("#answered").inner_text() == "4 of 6 answered"
    assert page.locator(f"{BACKUP} [data-answer=yes]").get_attribute("aria-pressed") == "true"
    assert page.locator(f"{BACKUP} [data-field=note]").input_value() == "Seen.\nTwice."
    assert page.locator(f"{LABEL} [data-field=fixed_onsite]").is_checked()
    assert page.locator("[data-tickets=tickets] li input").nth(2).input_value() == "Printer"
    assert page.locator("[data-count=firewalls]").first.inner_text() == "3/3"
    out = exported(page, tmp_path)
    assert out.name.startswith(f"acme-{TODAY}-{data_of(file.read_text())['sheet']}-")
    assert "exported" in page.locator("#saved").inner_text()
    assert trouble == more == []

    review = taken(practice, out)
    answers = review["answers"]
    assert {name: each["answer"] for name, each in answers.items()} == {
        "firewall-backup": "yes", "firewall-firmware": "no", "firewall-label": "yes", "mailbox-archive": "n/a",
    }  # fmt: skip
    assert answers["firewall-backup"]["note"] == "Seen.\nTwice."
    assert (answers["firewall-firmware"]["hand_over"], answers["firewall-firmware"]["feedback"]) == (
        "vcio",
        "Which model?",
    )
    assert answers["firewall-label"]["fixed_onsite"] == "true"
    assert {each["on"] for each in answers.values()} == {str(TODAY)}
    assert review["visits"] == [
        {
            "on": str(TODAY), "by": "jim", "our_items": ["Agenda", "Tickets"],
            "tickets": [{"summary": "Printer", "id": "T-1", "done": "true"}], "summary": "All well.",
        }
    ]  # fmt: skip


def test_a_key_answers_nothing_that_is_not_chosen(browser: Browser, file: Path) -> None:
    page, trouble = opened(browser, file, 1200)
    page.keyboard.press("y")
    answers = "[...document.querySelectorAll('[data-standard]')].map(card => card.dataset.is)"
    assert not any(page.evaluate(answers))
    assert page.evaluate("document.activeElement.matches('[data-standard]')")
    page.keyboard.press("y")
    assert page.evaluate(answers)[0] == "yes"
    page.keyboard.press("/")
    page.keyboard.type("quota")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "s-mailbox-quota"
    assert trouble == []
    page.context.close()


def test_the_keyboard_alone_is_enough(browser: Browser, file: Path) -> None:
    page, trouble = opened(browser, file, 1200)
    page.keyboard.press("ArrowDown")
    for key in ("y", "ArrowDown", "n", "u", "a"):
        page.keyboard.press(key)
    page.keyboard.type("No yn/u rack.")
    page.keyboard.press("Escape")
    assert page.locator(f"{LABEL} [data-field=note]").input_value() == "No yn/u rack."
    page.keyboard.press("ArrowUp")
    page.keyboard.press("y")
    pressed = page.evaluate("[...document.querySelectorAll('[data-standard]')].map(card => card.dataset.is)")
    assert pressed == ["yes", "yes", "n/a", "", "", ""]
    page.keyboard.press("/")
    page.keyboard.type("quota")
    assert page.locator("[data-standard]:visible").count() == 1
    page.locator("#search").fill("nothing like it")
    assert page.locator("#nothing").is_visible()
    page.locator("#everything").click()
    page.locator("#show").select_option("open")
    assert page.locator("[data-standard]:visible").count() == 3
    page.locator("#show").select_option("yes")
    page.locator("#next").click()
    assert page.evaluate("document.activeElement.id") == "s-mailbox-archive"
    assert trouble == []
    page.context.close()


def test_what_was_answered_when_the_sheet_was_made_is_there(browser: Browser, file: Path, practice: Practice) -> None:
    by_hand(practice, "firewall-backup,no,It is broken.\n", today=TODAY)
    assert practice.run("review", "sheet", "acme", "--html", str(file), today=TODAY).code == 0
    page, _ = opened(browser, file, 1200)
    assert page.locator("#answered").inner_text() == "1 of 6 answered"
    assert page.locator(f"{BACKUP} [data-field=note]").input_value() == "It is broken."
    assert page.evaluate("SheetState.exported().answers") == {}
    page.context.close()


def test_another_device_goes_on_with_an_export(
    browser: Browser, tablet: BrowserContext, file: Path, practice: Practice, tmp_path: Path
) -> None:
    page, _ = started(tablet, file)
    page.locator(f"{BACKUP} [data-answer=yes]").tap()
    page.locator("#v-maintenance").fill("Dust")
    first = exported(page, tmp_path, "first.json")
    taken(practice, first)
    other, trouble = opened(browser, file, 1200, accept_downloads=True)
    other.locator("#file").set_input_files(first)
    other.locator("#files-said", has_text="2 entries taken over").wait_for()
    assert other.locator("#v-maintenance").input_value() == "Dust"
    other.locator(f"{BACKUP} [data-answer=no]").click()
    second = exported(other, tmp_path, "second.json")
    assert json.loads(second.read_text())["sheet"] == json.loads(first.read_text())["sheet"]
    assert taken(practice, second)["answers"]["firewall-backup"]["answer"] == "no"
    wrong = tmp_path / "wrong.json"
    wrong.write_text(second.read_text().replace('"sheet": "', '"sheet": "ffff'))
    for content, words in ((wrong, "an export of another sheet"), (file, "is no export of a sheet")):
        other.locator("#file").set_input_files(content)
        other.locator("#files-said", has_text=words).wait_for()
    assert other.locator(f"{BACKUP} [data-answer=no]").get_attribute("aria-pressed") == "true"
    assert trouble == []
    other.context.close()


def test_without_storage_it_warns_and_still_exports(
    browser: Browser, file: Path, tmp_path: Path, practice: Practice
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, accept_downloads=True)
    context.add_init_script(NO_STORAGE)
    page, trouble = started(context, file)
    assert page.locator("#unsaved").is_visible()
    page.locator(f"{BACKUP} [data-answer=no]").click()
    assert page.locator("#saved").inner_text() == "Not saved in this browser, not exported yet"
    out = exported(page, tmp_path)
    assert page.locator("#saved").inner_text() == "Not saved in this browser, exported"
    assert taken(practice, out)["answers"]["firewall-backup"]["answer"] == "no"
    assert trouble == []
    context.close()


def test_two_windows_keep_what_either_was_told(tablet: BrowserContext, file: Path) -> None:
    one, _ = started(tablet, file)
    two, _ = started(tablet, file)
    one.evaluate("SheetState.change('firewall-backup', {answer: 'yes'})")
    two.evaluate("SheetState.reread = () => {}; SheetState.change('firewall-label', {answer: 'no'})")
    one.reload()
    assert one.locator("#answered").inner_text() == "2 of 6 answered"


def test_a_borrowed_tablet_can_forget(tablet: BrowserContext, file: Path) -> None:
    page, _ = started(tablet, file)
    page.locator(f"{BACKUP} [data-answer=yes]").tap()
    asked: list[str] = []

    def dialog(found: Dialog) -> None:
        asked.append(found.message)
        if len(asked) == 1:
            found.dismiss()
        else:
            found.accept()

    page.on("dialog", dialog)
    for left in ("1 of 6 answered", "0 of 6 answered"):
        page.locator("#forget").tap()
        assert page.locator("#answered").inner_text() == left
    assert all("What was not exported is lost" in message for message in asked)
    page.reload()
    assert page.locator("#answered").inner_text() == "0 of 6 answered"
    assert page.evaluate("localStorage.length") == 0


def test_copying_gives_the_same_text_where_the_clipboard_is_closed(
    browser: Browser, file: Path, practice: Practice
) -> None:
    page, _ = opened(browser, file, 820)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
    page.locator(f"{BACKUP} [data-answer=yes]").click()
    page.locator("#copy").click()
    page.locator("#copied").wait_for()
    done = practice.run("review", "apply", "-", stdin=page.locator("#text").input_value(), today=TODAY)
    assert done.code == 0, done.err
    page.context.close()


def test_no_text_of_the_library_runs(browser: Browser, practice: Practice, tmp_path: Path) -> None:
    practice.client("acme", name=HOSTILE)
    practice.standard(
        "firewall-backup",
        name=HOSTILE,
        question=f"{HOSTILE}?",
        why=HOSTILE,
        how=[HOSTILE],
        vendors={HOSTILE: [HOSTILE]},
    )
    by_hand_file = tmp_path / "hostile.html"
    assert practice.run("review", "sheet", "acme", "--html", str(by_hand_file), "--all", today=TODAY).code == 0
    page, trouble = opened(browser, by_hand_file, 1200)
    assert page.title().startswith(HOSTILE.split(" ")[0])
    assert page.locator(f"{BACKUP} .question").inner_text() == f"{HOSTILE}?"
    assert page.locator("img").count() == 0
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))"
    )
    assert page.evaluate("window.ran") is None
    assert all("Content Security Policy" in each for each in trouble)
    page.context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1360), ("light", 820), ("dark", 390), ("dark", 1360)])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    browser: Browser, axe: str, file: Path, scheme: Literal["light", "dark"], width: int
) -> None:
    page, trouble = opened(browser, file, width, color_scheme=scheme)
    page.locator(f"{BACKUP} [data-answer=yes]").click()
    page.locator(f"{FIRMWARE} [data-answer=no]").click()
    page.locator(f"{LABEL} [data-answer='n/a']").click()
    page.locator("#guides").click()
    page.locator(f"{BACKUP} .more summary").click()
    page.locator("[data-tickets=changes] [data-add]").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page, axe) == []
    small = page.evaluate(
        "[...document.querySelectorAll('button, select, summary, input, textarea')].filter(e => e.offsetParent && e.offsetHeight < 44"
        " && e.type !== 'checkbox').map(e => e.outerHTML.slice(0, 80))"
    )
    assert small == []
    assert trouble == []
    page.context.close()


def test_it_prints(browser: Browser, file: Path) -> None:
    page, _ = opened(browser, file, 1200)
    assert page.pdf(format="A4").startswith(b"%PDF-")
    page.emulate_media(media="print")
    assert not page.locator("#export").is_visible()
    assert page.locator(f"{BACKUP} .question").is_visible()
    page.context.close()
