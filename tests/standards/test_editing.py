"""`msptool standard edit`: what changes, what stays byte for byte, and which answers still count."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from msptool.standards.edits import change
from msptool.standards.library import require_library
from msptool.workspace.problems import Refusal
from msptool.workspace.sources import FolderSource
from tests.small_practice import Done, Practice

PATH = "standards/firewalls/firewall-label.yaml"
FILE = """\
# Written by hand.
name:     "Firewall label"   # quoted, with spaces
question: >-
  Is the firewall
  labelled?
why: Nobody finds it.   # short

how:
- Look at the box.
tags: [ quick ]  # flow
status: active
references:
  - framework: nist-csf-2.0
    id: 'PR.PS-01'
"""


@pytest.fixture(autouse=True)
def written_by_hand(practice: Practice) -> None:
    practice.write(PATH, FILE)


def set_(practice: Practice, *pairs: str, more: tuple[str, ...] = ()) -> Done:
    options = [each for pair in pairs for each in ("--set", pair)]
    return practice.run("standard", "edit", "firewall-label", *options, *more)


@pytest.mark.parametrize(
    ("pair", "line", "value"),
    [
        ("why=It is lost.", "why: Nobody finds it.   # short\n", "It is lost."),
        ("status=draft", "status: active\n", "draft"),
        ("tags=[quick, label]", "tags: [ quick ]  # flow\n", ["quick", "label"]),
        ("name=Label", 'name:     "Firewall label"   # quoted, with spaces\n', "Label"),
        ("question=Is the label on?", "question: >-\n  Is the firewall\n  labelled?\n", "Is the label on?"),
    ],
)
def test_one_field_changes_and_every_byte_around_it_stays(
    practice: Practice, pair: str, line: str, value: object
) -> None:
    before = practice.files()
    done = set_(practice, pair)
    assert (done.code, done.out) == (0, f"Changed: {PATH}\n")
    assert practice.data(PATH)[pair.partition("=")[0]] == value
    head, _, tail = FILE.partition(line)
    after = practice.files()
    text = after.pop(PATH).decode()
    before.pop(PATH)
    assert after == before
    assert (text[: len(head)], text[-len(tail) :]) == (head, tail)


def test_windows_line_ends_and_a_byte_order_mark_survive_an_edit(practice: Practice) -> None:
    practice.write(PATH, b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode())
    set_(practice, "status=draft")
    expected = FILE.replace("status: active", "status: draft").replace("\n", "\r\n")
    assert practice.read(PATH) == "\ufeff" + expected


def test_a_new_field_is_added_with_its_type(practice: Practice) -> None:
    assert set_(practice, "minutes=12", "reviewed=2026-11-16", "business_impact=high").code == 0
    assert practice.read(PATH).startswith(FILE.rstrip("\n"))
    shown = practice.run("standard", "show", "firewall-label", "--json").json
    assert (shown["minutes"], shown["reviewed"], shown["business_impact"]) == (12, "2026-11-16", "high")


@pytest.mark.parametrize("pair", ["why=2024", "why=[list, of, words]", "question=5", "question=[Is it?]", "why={a: b}"])
def test_a_text_field_given_a_number_or_a_list_is_taken_as_text_or_refused_never_a_crash(
    practice: Practice, pair: str
) -> None:
    done = set_(practice, pair)
    assert done.code in (0, 2)
    assert practice.run("standard", "show", "firewall-label").code == 0


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        ("minutes", "--set takes KEY=VALUE, not 'minutes'."),
        ("minuets=5", "'minuets' is not a field of a standard. Did you mean 'minutes'?"),
        ("id=other", "'id' is not a field of a standard."),
        ("category=email", "'category' is not a field of a standard."),
        ("minutes=many", "minutes: 'many' is not a whole number."),
        ("level=top", "level: 'top' is not one of"),
        ("question=What is on the label?", "Q1"),
    ],
)
def test_a_change_that_would_break_the_file_is_refused(practice: Practice, pair: str, sentence: str) -> None:
    done = set_(practice, pair)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert practice.read(PATH) == FILE


def test_a_reworded_question_makes_earlier_answers_not_count(practice: Practice) -> None:
    practice.review("acme", "firewall-label,yes,\n")
    done = set_(practice, "question=Is the firewall labelled with its serial number?")
    assert "earlier answers no longer count" in done.err
    assert practice.run("score", "acme", "--json").json["answered"] == 0
    assert practice.run("review", "status", "acme", "--json").json["clients"][0]["due"]["reworded"] == 1


def test_with_the_same_meaning_earlier_answers_still_count(practice: Practice) -> None:
    practice.review("acme", "firewall-label,yes,\n")
    for wording in ("Does the firewall have a label?", "Does the firewall carry a label?"):
        done = set_(practice, f"question={wording}", more=("--same-meaning",))
        assert (done.code, done.err) == (0, "")
    assert practice.data(PATH)["earlier_wordings"] == ["Is the firewall labelled?", "Does the firewall have a label?"]
    assert practice.run("score", "acme", "--json").json["answered"] == 1


def test_other_spacing_and_case_of_a_question_is_no_rewording(practice: Practice) -> None:
    practice.review("acme", "firewall-label,yes,\n")
    assert set_(practice, "question=Is the  Firewall labelled ?").err == ""
    assert practice.run("score", "acme", "--json").json["answered"] == 1


def test_without_a_terminal_the_changes_must_be_named(practice: Practice) -> None:
    done = practice.run("standard", "edit", "firewall-label")
    assert done.code == 2
    assert "Without a terminal, name the changes" in done.err


def test_a_former_id_edits_the_standard_under_its_present_one(practice: Practice) -> None:
    practice.write(PATH, FILE + "formerly: [firewall-sticker]\n")
    done = practice.run("standard", "edit", "firewall-sticker", "--set", "minutes=7", "--json")
    assert (done.json["id"], done.json["change"], done.json["path"]) == ("firewall-label", "changed", PATH)


def test_a_file_that_someone_else_saved_meanwhile_is_not_overwritten(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    standard = require_library(FolderSource(practice.root)).require("firewall-label")
    theirs = FILE.replace("status: active", "status: draft")
    real = os.fsync

    def saved_by_another(handle: int) -> None:
        real(handle)
        (practice.root / PATH).write_bytes(theirs.encode())

    monkeypatch.setattr(os, "fsync", saved_by_another)
    with pytest.raises(Refusal, match="was changed by someone else since msptool read it"):
        change(practice.root, standard, {"minutes": 9})
    assert practice.read(PATH) == theirs


def test_an_edit_keeps_the_file_s_permissions(practice: Practice) -> None:
    full = practice.root / PATH
    full.chmod(0o640)
    set_(practice, "minutes=9")
    assert stat.S_IMODE(full.stat().st_mode) == 0o640
    assert not [path for path in Path(full.parent).iterdir() if path.suffix == ".tmp"]


def test_a_new_question_counts_no_answer_to_any_earlier_wording(practice: Practice) -> None:
    practice.review("acme", "firewall-label,yes,\n")
    same = "question=Is there a page about the firewall label?"
    assert practice.run("standard", "edit", "firewall-label", "--same-meaning", "--set", same).code == 0
    assert practice.run("score", "acme", "--json").json["answered"] == 1
    done = practice.run(
        "standard", "edit", "firewall-label", "--set", "question=Is the label of every firewall readable?"
    )
    assert "earlier answers no longer count" in done.err
    assert practice.run("score", "acme", "--json").json["answered"] == 0
    assert "earlier_wordings" not in practice.data("standards/firewalls/firewall-label.yaml")
