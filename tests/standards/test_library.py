"""The library as a whole: its order, its former ids, and what is refused."""

from __future__ import annotations

import pytest

from msptool.standards.library import Library, load_library, require_library
from msptool.workspace.problems import Refusal, UsageRefusal
from msptool.workspace.sources import FolderSource
from tests.small_practice import Practice


def library(practice: Practice) -> Library:
    return require_library(FolderSource(practice.root))


def test_categories_come_in_their_order_and_standards_by_id_within_them(practice: Practice) -> None:
    practice.category("antivirus", order=15)
    practice.standard("scanner", category="antivirus")
    practice.category("backup", order=15)
    practice.standard("tapes", category="backup")
    assert list(library(practice).categories) == ["firewalls", "antivirus", "backup", "email"]
    assert [each.id for each in library(practice)] == [
        "firewall-backup", "firewall-firmware", "firewall-label", "scanner", "tapes",
        "mailbox-archive", "mailbox-login", "mailbox-quota",
    ]  # fmt: skip


def test_a_folder_without_a_category_file_comes_after_the_ordered_ones(practice: Practice) -> None:
    practice.standard("badge-reader", category="door-control")
    found = library(practice)
    assert list(found)[-1].id == "badge-reader"
    assert found.category(found.require("badge-reader")).name == "Door Control"


def test_a_former_id_finds_the_standard(practice: Practice) -> None:
    practice.standard("firewall-label", formerly=["firewall-sticker", "fw-1"])
    assert library(practice).require("fw-1").id == "firewall-label"


def test_an_id_in_use_wins_over_the_same_former_id(practice: Practice) -> None:
    practice.standard("firewall-label", formerly=["firewall-backup"])
    assert library(practice).require("firewall-backup").id == "firewall-backup"


def test_an_unknown_id_is_answered_with_the_nearest(practice: Practice) -> None:
    with pytest.raises(UsageRefusal, match=r"no standard 'firewal-label'. Did you mean 'firewall-label'\?"):
        library(practice).require("firewal-label")


def test_reviews_ask_only_active_standards(practice: Practice) -> None:
    practice.standard("firewall-label", status="draft")
    practice.standard(
        "mailbox-quota", category="email", status="retired", retirement={"on": "2026-11-01", "reason": "x"}
    )
    active = {each.id for each in library(practice).active}
    assert active == {"firewall-backup", "firewall-firmware", "mailbox-archive", "mailbox-login"}


def test_a_standard_has_its_own_frequency_or_its_category_s(practice: Practice) -> None:
    found = library(practice)
    frequencies = {each.id: found.frequency(each) for each in found}
    assert frequencies["mailbox-quota"] == "monthly"
    assert frequencies["mailbox-login"] == "annual"
    assert frequencies["firewall-label"] == "quarterly"


def test_a_broken_file_is_left_out_and_named(practice: Practice) -> None:
    practice.write("standards/email/mailbox-quota.yaml", "name: [\n")
    found, problems = load_library(FolderSource(practice.root))
    assert found.find("mailbox-quota") is None
    assert [problem.path for problem in problems] == ["standards/email/mailbox-quota.yaml"]


def test_a_command_that_needs_the_library_refuses_a_broken_one(practice: Practice) -> None:
    practice.write("standards/email/mailbox-quota.yaml", "name: Quota\n")
    with pytest.raises(Refusal, match=r"standards/email/mailbox-quota.yaml:1: 'question' is missing"):
        library(practice)
