"""The library that msptool ships: what a committee would have to be able to rely on."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from msptool.standards.library import Library, require_library
from msptool.standards.model import ControlReference, PageReference, Standard
from msptool.workspace.shipped import shipped_root
from msptool.workspace.sources import FolderSource

LIBRARY: Library = require_library(FolderSource(shipped_root()))
MANUAL = {
    "patch-management", "windows-servers", "cloud-services", "desktops", "line-of-business-applications", "backup-system",
    "switches", "firewalls", "routers", "antivirus", "email", "power-management", "disaster-recovery", "wireless-access",
}  # fmt: skip
MORE = {
    "identity-and-access", "passwords", "rmm-and-monitoring", "documentation", "vendors-and-warranty",
    "printing-and-meeting-rooms", "security-awareness", "physical-and-environmental", "hipaa", "pci-dss", "cyber-essentials",
}  # fmt: skip
OPT_IN = {"hipaa": "hipaa", "pci-dss": "pci-dss", "cyber-essentials": "cyber-essentials"}
STANDARDS = pytest.mark.parametrize("standard", list(LIBRARY), ids=lambda standard: standard.id)


def test_it_is_large_enough_and_every_category_is() -> None:
    assert len(LIBRARY.active) >= 330
    sizes = Counter(each.category for each in LIBRARY.active)
    assert set(sizes) == MANUAL | MORE
    assert min(sizes.values()) >= 10


def test_onboarding_takes_a_handful() -> None:
    assert 25 <= sum(each.level == "base" for each in LIBRARY.active) <= 40


@STANDARDS
def test_a_standard_is_complete(standard: Standard) -> None:
    assert standard.status == "active"
    assert 1 <= len(re.findall(r"[.!?](?:\s|$)", standard.why)) <= 4
    assert 30 <= len(standard.why) <= 420
    assert 3 <= len(standard.how) <= 8
    assert standard.remedy is not None
    assert standard.tags
    assert standard.reviewed is not None
    assert any(isinstance(each, ControlReference) for each in standard.references)


@STANDARDS
def test_the_steps_end_with_what_counts_as_yes(standard: Standard) -> None:
    steps = " ".join((*standard.how, *(step for steps in standard.vendors.values() for step in steps)))
    assert re.search(r"\b[Yy]es\b", steps)
    assert not re.search(r"\b(MSOnline|AzureAD|Connect-MsolService|Get-MsolUser|Get-AzureAD\w+)\b", steps), "retired"


@pytest.mark.parametrize(("category", "tag"), OPT_IN.items())
def test_compliance_is_asked_of_clients_that_opted_in(category: str, tag: str) -> None:
    found = [each for each in LIBRARY.active if each.category == category]
    assert all(each.applies_to.tags == (tag,) for each in found)


def test_most_name_a_page_and_all_pages_are_encrypted_ones() -> None:
    pages = [[each for each in standard.references if isinstance(each, PageReference)] for standard in LIBRARY.active]
    assert sum(map(bool, pages)) >= 0.85 * len(pages)
    assert [page.url for found in pages for page in found if not page.url.startswith("https://")] == []
    assert all(page.title and page.publisher for found in pages for page in found)
