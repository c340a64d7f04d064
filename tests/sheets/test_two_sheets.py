"""What is recorded beside what a sheet says: twice the same sheet, a newer export, two people, and what was changed meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from msptool.reviews.journal import Journal
from tests.sheets.sheets import REVIEW, another_sheet, by_hand, export, new_sheet, recorded, said, take_back
from tests.small_practice import TODAY, Practice

ONE, TWO = "aaaaaa", "bbbbbb"


def answer(practice: Practice, name: str = "firewall-backup") -> tuple[str, str]:
    found = recorded(practice)["answers"][name]
    return found["answer"], found.get("note", "")


def counts(document: Any) -> dict[str, int]:
    return {verdict: count for verdict, count in document["counts"].items() if count}


def test_the_same_sheet_twice_changes_nothing(practice: Practice, tmp_path: Path) -> None:
    sheet = new_sheet(practice, tmp_path)
    content = export(
        sheet, {"firewall-backup": said("yes"), "mailbox-quota": said(None, "x")}, visit={"summary": "Good."}
    )
    assert take_back(practice, content).code == 0
    before = practice.read(REVIEW)
    done = take_back(practice, content)
    assert (done.code, counts(done.json)) == (0, {"same": 3})
    assert practice.read(REVIEW) == before


def test_what_was_changed_by_hand_after_the_sheet_stays_when_it_comes_again(practice: Practice, tmp_path: Path) -> None:
    content = export(new_sheet(practice, tmp_path), {"firewall-backup": said("yes")})
    assert take_back(practice, content).code == 0
    by_hand(practice, "firewall-backup,no,It is broken.\n")
    done = take_back(practice, content)
    assert (done.code, counts(done.json)) == (0, {"same": 1})
    assert answer(practice) == ("no", "It is broken.")


def test_a_newer_export_updates_its_own_answers(practice: Practice, tmp_path: Path) -> None:
    sheet = new_sheet(practice, tmp_path)
    first = export(
        sheet, {"firewall-backup": said("yes"), "firewall-label": said("no")}, visit={"maintenance": ["Dust"]}
    )
    assert take_back(practice, first).code == 0
    later = {"firewall-backup": said("no", "After all.", at="11:00:00"), "firewall-label": said(None, at="11:01:00")}
    second = export(
        sheet, {**later, "mailbox-quota": said("yes")}, visit={"maintenance": ["Fans"], "at": f"{TODAY}T16:30:00+00:00"}
    )
    done = take_back(practice, second)
    assert (done.code, counts(done.json)) == (0, {"given": 1, "updated": 3})
    assert answer(practice) == ("no", "After all.")
    assert "firewall-label" not in recorded(practice)["answers"]
    assert recorded(practice)["visits"][0]["maintenance"] == ["Fans"]
    for options in ((), ("--take", "sheet")):
        done = take_back(practice, first, *options)
        assert (done.code, counts(done.json)) == (0, {"older": 3})
    assert answer(practice) == ("no", "After all.")


def test_two_people_fill_in_parts(practice: Practice, tmp_path: Path) -> None:
    sheet = new_sheet(practice, tmp_path)
    visit = {"maintenance": ["Dust", "Fans"], "tickets": [{"id": "T-1", "summary": "Printer", "done": False}]}
    one = export(sheet, {"firewall-backup": said("yes"), "firewall-label": said("no")}, copy=ONE, visit=visit)
    visit = {"maintenance": ["Fans", "Cables"], "tickets": [{"id": "T-1", "summary": "Printer", "done": True}]}
    two = export(
        sheet, {"mailbox-quota": said("no"), "firewall-label": said("no", "By the door.")}, copy=TWO, visit=visit
    )
    assert take_back(practice, one).code == 0
    done = take_back(practice, two)
    assert (done.code, counts(done.json)) == (0, {"given": 1, "completed": 3})
    assert answer(practice, "firewall-label") == ("no", "By the door.")
    [day] = recorded(practice)["visits"]
    assert day["maintenance"] == ["Dust", "Fans", "Cables"]
    assert day["tickets"] == [{"summary": "Printer", "id": "T-1", "done": "true"}]
    for content in (one, two):
        done = take_back(practice, content)
        assert (done.code, set(counts(done.json))) == (0, {"same"})


def test_a_contradiction_is_named_with_both_sides_and_decided_by_nobody(practice: Practice, tmp_path: Path) -> None:
    sheet = new_sheet(practice, tmp_path)
    one = export(sheet, {"firewall-backup": said("yes", "Seen.")}, copy=ONE, visit={"summary": "Good."})
    two = export(
        sheet, {"firewall-backup": said("no"), "firewall-label": said("yes")}, copy=TWO, visit={"summary": "Bad."}
    )
    assert take_back(practice, one).code == 0
    done = take_back(practice, two)
    assert (done.code, counts(done.json)) == (1, {"given": 1, "contradicts": 2})
    backup, summary = done.json["contradictions"]
    assert backup["recorded"] == {"said": "yes, 'Seen.'", "on": str(TODAY), "sheet": f"{sheet['sheet']}-{ONE}"}
    assert backup["sheet"] == {"said": "no", "on": str(TODAY), "sheet": f"{sheet['sheet']}-{TWO}"}
    assert summary["standard"] == "visit summary"
    assert f"firewall-backup: The sheet says no ({TODAY}, sheet {sheet['sheet']}-{TWO})" in done.err
    assert answer(practice) == ("yes", "Seen.")

    done = take_back(practice, two, "--take", "recorded")
    assert (done.code, counts(done.json)) == (0, {"same": 1, "kept": 2})
    assert answer(practice) == ("yes", "Seen.")
    done = take_back(practice, two, "--take", "sheet")
    assert (done.code, counts(done.json)) == (0, {"same": 1, "updated": 2})
    assert answer(practice) == ("no", "")
    assert recorded(practice)["visits"][0]["summary"] == "Bad."


def test_an_answer_given_in_the_review_after_the_sheet_was_made_is_not_lost(practice: Practice, tmp_path: Path) -> None:
    sheet = new_sheet(practice, tmp_path)
    by_hand(practice, "firewall-backup,no,\n")
    done = take_back(practice, export(sheet, {"firewall-backup": said("yes")}))
    assert done.code == 1
    [found] = done.json["contradictions"]
    assert found["recorded"] == {"said": "no", "on": str(TODAY), "sheet": None}
    assert answer(practice) == ("no", "")


def test_what_was_recorded_before_the_sheet_was_made_is_its_to_change(practice: Practice, tmp_path: Path) -> None:
    new_sheet(practice, tmp_path)
    by_hand(practice, "firewall-backup,no,\n")
    sheet = another_sheet(practice, tmp_path)
    assert sheet["standards"]["firewall-backup"]["answer"] == "no"
    done = take_back(practice, export(sheet, {"firewall-backup": said("yes")}))
    assert (done.code, counts(done.json)) == (0, {"updated": 1})


def test_an_interrupted_taking_goes_on_where_it_stopped(practice: Practice, tmp_path: Path) -> None:
    sheet = new_sheet(practice, tmp_path)
    content = export(
        sheet, {"firewall-backup": said("yes", "a"), "firewall-label": said("no", "b")}, visit={"summary": "x"}
    )
    before = practice.read(REVIEW)
    assert take_back(practice, content).code == 0
    whole = practice.read(REVIEW)
    # The process was killed after its first answer: the journal has it, the file does not.
    practice.write(REVIEW, before)
    journal = practice.root / ".msptool/reviews" / f"acme.{TODAY}.jsonl"
    seen = []

    def keep(self: Journal) -> None:
        seen.append(self.path.read_bytes())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Journal, "remove", keep)
        assert take_back(practice, content).code == 0
    lines = [line for line in seen[-1].split(b"\n") if line]
    practice.write(REVIEW, before)
    journal.write_bytes(b"\n" + lines[0] + b"\n")
    done = take_back(practice, content)
    assert (done.code, counts(done.json)) == (0, {"given": 2, "same": 1})
    assert [line for line in practice.read(REVIEW).splitlines() if "applied:" not in line] == [
        line for line in whole.splitlines() if "applied:" not in line
    ]
