"""`msptool standard rename` and `retire`: the history stays."""

from __future__ import annotations

import pytest

from tests.small_practice import Practice

OLD, NEW = "standards/firewalls/firewall-label.yaml", "standards/firewalls/device-label.yaml"


def test_a_rename_moves_the_file_and_keeps_the_old_id(practice: Practice) -> None:
    before = practice.read(OLD)
    done = practice.run("standard", "rename", "firewall-label", "device-label")
    assert (done.code, done.out) == (0, f"Renamed to {NEW}; 'firewall-label' stays known as its former id.\n")
    assert not (practice.root / OLD).exists()
    assert practice.read(NEW).startswith(before)
    assert practice.data(NEW)["formerly"] == ["firewall-label"]
    assert practice.run("lint").code == 0


def test_answers_given_under_the_old_id_still_count(practice: Practice) -> None:
    practice.review("acme", "firewall-label,yes,\n")
    practice.run("standard", "rename", "firewall-label", "device-label")
    parts = practice.run("score", "acme", "--explain", "--json").json["parts"]
    assert [(part["standard"], part["answer"]) for part in parts if part["answer"]] == [("device-label", "yes")]


def test_a_second_rename_keeps_both_former_ids_and_one_back_does_not_claim_its_own(practice: Practice) -> None:
    practice.run("standard", "rename", "firewall-label", "device-label")
    practice.run("standard", "rename", "firewall-label", "box-label")
    assert practice.data("standards/firewalls/box-label.yaml")["formerly"] == ["firewall-label", "device-label"]
    back = practice.run("standard", "rename", "box-label", "firewall-label", "--json").json
    assert back == {
        "schema": "msptool/standard-change/1", "change": "renamed", "id": "firewall-label", "formerly": "box-label",
        "path": OLD, "old_path": "standards/firewalls/box-label.yaml",
    }  # fmt: skip
    assert practice.data(OLD)["formerly"] == ["device-label", "box-label"]
    assert practice.run("lint").code == 0


@pytest.mark.parametrize(
    ("new_id", "sentence"),
    [
        ("firewall-label", "The standard has the id 'firewall-label' already."),
        ("mailbox-login", "The id 'mailbox-login' belongs to standards/email/mailbox-login.yaml: choose another one."),
        ("old-quota", "The id 'old-quota' belongs to standards/email/mailbox-quota.yaml: choose another one."),
        ("Device Label", "'Device Label' cannot be the id of a standard"),
        ("../device", "'../device' cannot be the id of a standard"),
    ],
)
def test_a_taken_or_impossible_id_is_refused(practice: Practice, new_id: str, sentence: str) -> None:
    practice.standard("mailbox-quota", category="email", formerly=["old-quota"])
    before = practice.files()
    done = practice.run("standard", "rename", "firewall-label", new_id)
    assert done.code == 2
    assert sentence in done.err
    assert practice.files() == before


def test_a_rename_in_the_middle_of_a_review_keeps_the_question_in_the_review(practice: Practice) -> None:
    practice.run("review", "start", "acme", "--all", "--answers", "-", stdin="standard,answer\nfirewall-label,yes\n")
    practice.run("standard", "rename", "firewall-label", "device-label")
    practice.run("standard", "rename", "mailbox-quota", "mailbox-size")
    resumed = practice.run("review", "resume", "acme", "--answers", "-", "--json", stdin="standard,answer\n")
    assert (resumed.json["asked"], resumed.json["answered"]) == (6, 1)


def test_a_retired_standard_is_not_asked_any_more_and_its_answers_stay(practice: Practice) -> None:
    practice.review("acme", "firewall-label,no,gone\n")
    done = practice.run(
        "standard",
        "retire",
        "firewall-label",
        "--reason",
        "Labels are printed now.",
        "--replaced-by",
        "firewall-backup",
    )
    assert (done.code, done.out) == (0, f"Retired: {OLD}\n")
    assert practice.data(OLD)["retirement"] == {
        "on": "2026-11-16", "reason": "Labels are printed now.", "replaced_by": ["firewall-backup"],
    }  # fmt: skip
    assert practice.run("lint").code == 0
    assert practice.run("finding", "list", "acme", "--json").json["findings"] == []
    shown = practice.run("review", "show", "acme", "--json").json
    assert shown["answers"]["firewall-label"]["note"] == "gone"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["firewall-label", "--reason", "  "], "A retirement needs a reason."),
        (["firewall-label", "--reason", "x", "--replaced-by", "nothing"], "There is no standard 'nothing'."),
        (["firewall-lable", "--reason", "x"], "Did you mean 'firewall-label'?"),
        (["firewall-label"], "--reason"),
    ],
)
def test_a_retirement_without_reason_or_with_an_unknown_successor_is_refused(
    practice: Practice, arguments: list[str], sentence: str
) -> None:
    before = practice.files()
    done = practice.run("standard", "retire", *arguments)
    assert done.code == 2
    assert sentence in done.err
    assert practice.files() == before


def test_what_is_retired_already_is_not_retired_again(practice: Practice) -> None:
    practice.run("standard", "retire", "firewall-label", "--reason", "Old.")
    done = practice.run("standard", "retire", "firewall-label", "--reason", "Older.")
    assert done.code == 2
    assert "firewall-label is retired already." in done.err
