"""axe-core over every page: no violation of WCAG 2 A and AA nor of its best practices, in light and in dark."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.metadata import files
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from msptool.reports.kinds import KINDS, ReportKind, Request
from msptool.reports.render import render
from msptool.workspace.shipped import shipped_root
from msptool.workspace.workspace import Workspace
from tests.reports.test_report_browser import browser, file, opened, pytestmark

__all__ = ["browser", "file", "pytestmark"]

# WCAG 2 up to level AA, and what the makers of axe call best practice. Only what breaks a rule is described: a description
# of each of a large page's thousands of good cells takes longer than all the rules.
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}
RUN = """rules => axe.run(document, rules).then(found => ({
  passed: found.passes.length,
  broken: found.violations.map(each => [each.id, each.nodes.map(node => node.html.slice(0, 200))]),
}))"""

# Colours and layout do not depend on each other: each of both is looked at once.
LOOKS = [("light", 1200), ("dark", 390)]


@pytest.fixture(scope="module")
def axe() -> str:
    """axe-core, as a development dependency brings it: nothing is fetched."""
    found = next(each for each in files("axe-playwright-python") or () if each.name == "axe.min.js")
    return Path(str(found.locate())).read_text(encoding="utf-8")


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_axe_finds_nothing(
    browser: Browser, file: Path, axe: str, scheme: Literal["light", "dark"], width: int
) -> None:
    page, _ = opened(browser, file, width, color_scheme=scheme)
    assert violations(page, axe) == []
    page.context.close()


def violations(page: Page, axe: str) -> list[tuple[str, list[str]]]:
    """Each rule that the page breaks, with where."""
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate(RUN, RULES)
    assert found["passed"] > 10
    return [(rule, nodes) for rule, nodes in found["broken"]]


# A day of the sample practice, and clients that have what the kinds of report are about.
DAY = date(2026, 11, 16)
CLIENT = "acme-explosives"


def sample(kind: ReportKind) -> Request:
    """What to ask for, so that the report has something to say."""
    workspace = Workspace(shipped_root(), DAY)
    proposal = None
    if kind.about == "proposal":
        found = sorted((workspace.root / "clients" / CLIENT / "proposals").iterdir())
        proposal = found[0].name.partition(".")[0]
    return Request(workspace, CLIENT if kind.needs_client else None, proposal=proposal)


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing_in_the_sample_practice(
    browser: Browser, tmp_path: Path, axe: str, name: str, scheme: Literal["light", "dark"], width: int
) -> None:
    path = tmp_path / f"{name}.html"
    path.write_text(whole(name), encoding="utf-8")
    page, trouble = opened(browser, path, width, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page, axe) == []
    assert trouble == []
    page.context.close()


@cache
def whole(name: str) -> str:
    """The page of a kind for the sample practice."""
    request = sample(KINDS[name])
    return render(request.workspace, f"{name}.html.j2", KINDS[name].build(request).context)
