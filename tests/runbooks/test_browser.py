"""The pictures in a real browser: every text lies within its box, by day, by night and on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from msptool.runbooks.flow.svg import flow_svg
from msptool.runbooks.register import load_runbooks
from msptool.workspace.shipped import shipped_root
from msptool.workspace.sources import FolderSource
from tests.reports.test_report_browser import EXECUTABLE, FLAGS
from tests.runbooks.builders import runbook

BOOKS = {**load_runbooks(FolderSource(shipped_root()))[0], "small": runbook()}
pytestmark = [pytest.mark.slow, pytest.mark.skipif(EXECUTABLE is None, reason="no browser here")]

# Texts of boxes and answers that stick out of the shape before them, and texts that the page does not hold.
STICKING_OUT = """() => {
  const out = [];
  const page = document.documentElement.viewBox.baseVal;
  for (const text of document.querySelectorAll('text')) {
    const box = text.getBBox();
    if (box.x < 0 || box.y < 0 || box.x + box.width > page.width || box.y + box.height > page.height) out.push('page: ' + text.textContent);
    const shape = text.parentNode.querySelector('.box, .behind');
    if (!shape) continue;
    const held = shape.getBBox();
    if (box.x < held.x - 1 || box.x + box.width > held.x + held.width + 1 || box.y < held.y - 1 || box.y + box.height > held.y + held.height + 3)
      out.push(text.textContent + ' ' + JSON.stringify([box.x, box.width, held.x, held.width]));
  }
  return out;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=EXECUTABLE, args=FLAGS)
        yield started
        started.close()


@pytest.mark.parametrize("name", sorted(BOOKS))
def test_every_text_lies_within_its_box_and_the_page(
    name: str, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("flow") / f"{name}.svg"
    file.write_text(flow_svg(BOOKS[name]), encoding="utf-8")
    page = browser.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("request", lambda request: problems.append(request.url) if request.url != file.as_uri() else None)
    page.goto(file.as_uri())
    assert page.evaluate(STICKING_OUT) == []
    assert problems == []
    page.close()


@pytest.mark.parametrize(
    ("scheme", "media", "paper"), [("light", "screen", 255), ("dark", "screen", 20), ("dark", "print", 255)]
)
def test_the_ground_is_dark_at_night_and_white_on_paper(
    scheme: str, media: str, paper: int, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("flow") / "small.svg"
    file.write_text(flow_svg(BOOKS["small"]), encoding="utf-8")
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(file.as_uri())
    page.emulate_media(media=media, color_scheme=scheme)  # type: ignore[arg-type]
    colour = page.evaluate("getComputedStyle(document.querySelector('.paper')).fill")
    assert colour.startswith(f"rgb({paper},")
    page.close()
