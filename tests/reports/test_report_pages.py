"""The pages as they are handed out: golden files, compared as bytes. `pytest --update-golden` writes them anew."""

from __future__ import annotations

from typing import Any

import pytest

from msptool.reports.render import render
from msptool.workspace.workspace import Workspace
from tests.reports.practice_samples import (
    agreement_report,
    empty_agreements,
    owner_report,
    portfolio_report,
    quiet_owner,
    quiet_portfolio,
)
from tests.reports.samples import TODAY, findings_report, first_visit, quiet_findings, visit_report
from tests.reports.year_samples import bare_notification, client_year_report, empty_year, notification, year_report
from tests.small_practice import Golden, Practice

PAGES = {
    "visit": ("visit", visit_report()),
    "visit-first": ("visit", first_visit()),
    "findings": ("findings", findings_report()),
    "findings-none": ("findings", quiet_findings()),
    "year": ("year", year_report()),
    "year-none": ("year", empty_year()),
    "client-year": ("client-year", client_year_report()),
    "notification": ("notification", notification()),
    "notification-bare": ("notification", bare_notification()),
    "portfolio": ("portfolio", portfolio_report()),
    "portfolio-none": ("portfolio", quiet_portfolio()),
    "owner": ("owner", owner_report()),
    "owner-none": ("owner", quiet_owner()),
    "agreement": ("agreement", agreement_report()),
    "agreement-none": ("agreement", empty_agreements()),
}


@pytest.mark.parametrize("format", ["md", "html"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_it_was_when_somebody_last_looked_at_it(
    practice: Practice, golden: Golden, name: str, format: str
) -> None:
    kind, report = PAGES[name]
    golden.check(f"{name}.{format}", render(Workspace(practice.root, TODAY), f"{kind}.{format}.j2", report))


def page(practice: Practice, name: str, report: Any) -> str:
    return render(Workspace(practice.root, TODAY), name, report)


@pytest.mark.parametrize("name", list(PAGES))
def test_a_page_needs_no_other_file_and_no_script(practice: Practice, name: str) -> None:
    kind, report = PAGES[name]
    # A pattern of the page itself is no other file.
    html = page(practice, f"{kind}.html.j2", report).replace("url(#pattern-", "")
    for word in ("<script", "<iframe", "<img", "@import", "url(", "src=", "onload", 'http-equiv="refresh'):
        assert word not in html
    links = [part.split('"')[0] for part in html.split('href="')[1:]]
    authorities = {each.url for each in getattr(report, "severities", ()) for each in each.findings[0].authorities}
    assert all(link.startswith("#") or link == "data:," or link in authorities for link in links)
    assert "javascript:" not in html
    assert "default-src 'none'" in html


@pytest.mark.parametrize("name", ["visit", "client-year", "notification"])
def test_a_client_finds_no_link_to_anywhere(practice: Practice, name: str) -> None:
    kind, report = PAGES[name]
    html = page(practice, f"{kind}.html.j2", report)
    assert "http://" not in html
    assert "https://" not in html


def test_no_data_is_never_shown_as_zero(practice: Practice) -> None:
    for format in ("md", "html"):
        text = page(practice, f"visit.{format}.j2", first_visit())
        assert "No score yet" in text
        assert "not checked yet" in text
        assert "0%</b>" not in text
        assert "None" not in text.replace("None of the standards", "").replace("default-src 'none'", "")


def test_misaligned_items_are_left_to_the_vcio(practice: Practice) -> None:
    for format in ("md", "html"):
        assert "Your vCIO Bob Vee will take these up with you" in page(practice, f"visit.{format}.j2", visit_report())
        assert "We will take these up with you" in page(practice, f"visit.{format}.j2", visit_report(vcio=None))


def test_a_draft_says_so(practice: Practice) -> None:
    for format in ("md", "html"):
        assert "Draft" not in page(practice, f"visit.{format}.j2", visit_report())
        assert "Draft: the review is not finished" in page(practice, f"visit.{format}.j2", visit_report(draft=True))


@pytest.mark.parametrize(
    ("change", "said"), [(4, "p 4 points"), (1, "p 1 point "), (-3, "own 3 points"), (0, "nchanged")]
)  # fmt: skip
def test_the_change_is_said_in_words(practice: Practice, change: int, said: str) -> None:
    for format in ("md", "html"):
        text = page(practice, f"visit.{format}.j2", visit_report(change=change))
        assert f"{said.rstrip()} since August 18, 2026" in text
