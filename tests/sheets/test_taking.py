"""A filled sheet comes back: what comes in, on which day, in which words, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from msptool.standards.model import fingerprint
from tests.sheets.sheets import REVIEW, another_sheet, by_hand, export, new_sheet, recorded, said, take_back
from tests.small_practice import TODAY, Practice, dump, standard_fields

TOMORROW = TODAY + timedelta(1)


def reasons(document: Any) -> dict[str, str]:
    return {each["standard"]: each["reason"] for each in document["refused"]}


def test_answers_come_in_with_their_day_and_all_that_was_said(practice: Practice, tmp_path: Path) -> None:
    sheet = new_sheet(practice, tmp_path)
    answers = {
        "firewall-backup": said("yes", "Seen.", fixed_onsite=True),
        "firewall-firmware": said("no", on=TOMORROW, hand_over="vcio", feedback="Which model?"),
        "firewall-label": said("n/a", "No rack."),
        "mailbox-quota": said(None, "Nobody had the key."),
    }
    done = take_back(practice, export(sheet, answers), today=TOMORROW)
    assert done.code == 0, done.err
    assert done.json["counts"]["given"] == 4
    review = recorded(practice)
    backup, firmware, label = (review["answers"][name] for name in list(answers)[:3])
    assert (backup["answer"], backup["on"], backup["note"], backup["fixed_onsite"]) == (
        "yes",
        str(TODAY),
        "Seen.",
        "true",
    )
    assert (firmware["on"], firmware["hand_over"], firmware["feedback"]) == (str(TOMORROW), "vcio", "Which model?")
    assert label["note"] == "No rack."
    assert review["remarks"] == {"mailbox-quota": {"note": "Nobody had the key."}}
    assert firmware["question"] == fingerprint("Is the firewall firmware documented?")
    assert practice.run("lint", today=TOMORROW).code == 0
    assert practice.run("review", "finish", "acme", today=TOMORROW).code == 0


def test_the_visit_day_comes_in(practice: Practice, tmp_path: Path) -> None:
    sheet = new_sheet(practice, tmp_path)
    visit = {
        "our_items": ["Agenda", "Tickets"], "tickets": [{"id": "T-1", "summary": "Printer", "done": True}],
        "next_visit": "2026-12-08", "summary": "All well.",
    }  # fmt: skip
    done = take_back(practice, export(sheet, {}, visit=visit))
    assert done.code == 0, done.err
    [day] = recorded(practice)["visits"]
    assert day == {
        "on": str(TODAY), "by": "jim", "our_items": ["Agenda", "Tickets"],
        "tickets": [{"summary": "Printer", "id": "T-1", "done": "true"}], "next_visit": "2026-12-08", "summary": "All well.",
    }  # fmt: skip


def test_a_next_visit_before_the_visit_is_refused_and_the_rest_comes_in(practice: Practice, tmp_path: Path) -> None:
    sheet = new_sheet(practice, tmp_path)
    done = take_back(practice, export(sheet, {}, visit={"next_visit": str(TODAY), "summary": "All well."}))
    assert done.code == 1
    assert reasons(done.json) == {"visit next_visit": f"The next visit ({TODAY}) must be after the visit ({TODAY})."}
    assert recorded(practice)["visits"][0]["summary"] == "All well."


def test_good_answers_come_in_where_others_are_refused(practice: Practice, tmp_path: Path) -> None:
    sheet = new_sheet(practice, tmp_path)
    answers = {
        "firewall-backup": said("yes"),
        "firewall-firmware": said("n/a"),
        "firewall-label": said("maybe"),
        "mailbox-archive": said("no", on=TOMORROW),
        "mailbox-login": said("no", on=TODAY - timedelta(1)),
        "mailbox-quota": said("no", fixed_onsite=True),
    }
    done = take_back(practice, export(sheet, answers))
    assert done.code == 1
    assert done.json["came_in"] == ["firewall-backup"]
    said_of = reasons(done.json)
    assert said_of.keys() == set(answers) - {"firewall-backup"}
    assert "needs a note" in said_of["firewall-firmware"]
    assert "'maybe'" in said_of["firewall-label"]
    assert f"({TOMORROW}) is after today" in said_of["mailbox-archive"]
    assert "before the review was begun" in said_of["mailbox-login"]
    assert "'Fixed onsite' goes with the answer yes" in said_of["mailbox-quota"]
    assert list(recorded(practice)["answers"]) == ["firewall-backup"]
    assert all(f"{name}: " in done.err for name in said_of)


def test_a_dry_run_says_the_same_and_writes_nothing(practice: Practice, tmp_path: Path) -> None:
    sheet = new_sheet(practice, tmp_path)
    content = export(sheet, {"firewall-backup": said("yes"), "firewall-label": said("n/a")}, visit={"summary": "x"})
    before = practice.files()
    dry = take_back(practice, content, "--dry-run")
    assert practice.files() == before
    wet = take_back(practice, content)
    assert (dry.code, dry.json["counts"], dry.json["refused"]) == (wet.code, wet.json["counts"], wet.json["refused"])
    assert wet.json["counts"]["given"] == 2


def reword(practice: Practice, **more: Any) -> None:
    practice.standard("firewall-backup", question="Is the firewall backup tested?", **more)


def test_an_answer_to_other_words_is_refused(practice: Practice, tmp_path: Path) -> None:
    sheet = new_sheet(practice, tmp_path)
    reword(practice)
    done = take_back(practice, export(sheet, {"firewall-backup": said("yes"), "firewall-label": said("no")}))
    assert done.code == 1
    assert "reworded since the sheet was made" in reasons(done.json)["firewall-backup"]
    assert list(recorded(practice)["answers"]) == ["firewall-label"]


def test_an_earlier_wording_that_still_counts_keeps_its_own_words(practice: Practice, tmp_path: Path) -> None:
    sheet = new_sheet(practice, tmp_path)
    old = "Is the firewall backup documented?"
    reword(practice, earlier_wordings=[old])
    done = take_back(practice, export(sheet, {"firewall-backup": said("yes")}))
    assert done.code == 0, done.err
    assert recorded(practice)["answers"]["firewall-backup"]["question"] == fingerprint(old)


def test_an_answer_to_old_words_in_the_review_gives_way_to_a_new_sheet(practice: Practice, tmp_path: Path) -> None:
    new_sheet(practice, tmp_path)
    by_hand(practice, "firewall-backup,yes,old words\n")
    reword(practice)
    sheet = another_sheet(practice, tmp_path)
    assert sheet["standards"]["firewall-backup"]["answer"] is None
    done = take_back(practice, export(sheet, {"firewall-backup": said("yes", "new words")}))
    assert done.code == 0, done.err
    answer = recorded(practice)["answers"]["firewall-backup"]
    assert (answer["question"], answer["note"]) == (fingerprint("Is the firewall backup tested?"), "new words")


def test_a_standard_that_was_renamed_is_found_under_its_old_id(practice: Practice, tmp_path: Path) -> None:
    sheet = new_sheet(practice, tmp_path)
    assert practice.run("standard", "rename", "firewall-backup", "firewall-copy").code == 0
    content = export(sheet, {"firewall-backup": said("no")})
    for verdict in ("given", "same"):
        done = take_back(practice, content)
        assert done.code == 0, done.err
        assert done.json["counts"][verdict] == 1
    assert list(recorded(practice)["answers"]) == ["firewall-copy"]


def test_both_ids_of_one_standard_are_one_answer(practice: Practice, tmp_path: Path) -> None:
    sheet = new_sheet(practice, tmp_path)
    assert practice.run("standard", "rename", "firewall-backup", "firewall-copy").code == 0
    sheet["standards"]["firewall-copy"] = sheet["standards"]["firewall-backup"]
    done = take_back(practice, export(sheet, {"firewall-backup": said("no"), "firewall-copy": said("yes")}))
    assert done.code == 1
    assert "on the sheet twice" in reasons(done.json)["firewall-copy"]
    assert recorded(practice)["answers"]["firewall-copy"]["answer"] == "no"


def test_a_retired_an_unknown_and_a_standard_of_nobody_are_refused(practice: Practice, tmp_path: Path) -> None:
    sheet = new_sheet(practice, tmp_path, "--category", "firewalls")
    retired = standard_fields(
        "firewall-label", status="retired", retirement={"on": "2026-11-15", "reason": "Nobody reads it."}
    )
    practice.write("standards/firewalls/firewall-label.yaml", dump(retired))
    sheet["standards"] |= {
        "firewall-bakup": sheet["standards"]["firewall-backup"],
        "mailbox-quota": sheet["standards"]["firewall-backup"],
    }
    done = take_back(
        practice, export(sheet, dict.fromkeys(("firewall-label", "firewall-bakup", "mailbox-quota"), said("yes")))
    )
    assert done.code == 1
    assert reasons(done.json) == {
        "firewall-label": "It was retired on 2026-11-15: Nobody reads it.",
        "firewall-bakup": "There is no such standard in the library. Did you mean 'firewall-backup'?",
        "mailbox-quota": f"It is not part of the review {TODAY}.",
    }
    assert "answers" not in recorded(practice)


def test_a_sheet_of_nobody_here_is_not_read(practice: Practice, tmp_path: Path) -> None:
    sheet = new_sheet(practice, tmp_path)
    other: dict[str, tuple[dict[str, str], str]] = {
        "client": ({"client": "acmee"}, "Did you mean 'acme'?"),
        "review": ({"review": "2026-11-15"}, "which is not here"),
        "workspace": ({"started": "2026-11-16T08:00:00+00:00"}, "belongs to another workspace"),
    }
    for change, words in other.values():
        done = take_back(practice, {**export(sheet, {"firewall-backup": said("yes")}), **change})
        assert done.code == 3
        assert done.out == ""
        assert words in done.err
    assert "answers" not in recorded(practice)


def test_a_finished_review_takes_no_sheet(practice: Practice, tmp_path: Path) -> None:
    content = export(new_sheet(practice, tmp_path), {"firewall-backup": said("yes")})
    assert take_back(practice, content).code == 0
    assert practice.run("review", "finish", "acme").code == 0
    before = practice.read(REVIEW)
    done = take_back(practice, content)
    assert done.code == 3
    assert "which is finished: its answers stand" in done.err
    assert practice.read(REVIEW) == before


def test_another_clone_knows_what_was_taken(practice: Practice, tmp_path: Path) -> None:
    content = export(new_sheet(practice, tmp_path), {"firewall-backup": said("yes")})
    assert take_back(practice, content).code == 0
    practice.commit()
    practice.git("clone", "--quiet", str(practice.root), str(tmp_path / "clone"))
    clone = Practice(tmp_path / "clone", practice.home)
    done = take_back(clone, content)
    assert (done.code, done.json["counts"]["same"]) == (0, 1)
    assert clone.files() == practice.files()


@pytest.mark.parametrize("day", [date(2026, 11, 16), date(2026, 11, 20)])
def test_the_day_is_that_of_the_sheet_and_not_that_of_taking_it_back(
    day: date, practice: Practice, tmp_path: Path
) -> None:
    sheet = new_sheet(practice, tmp_path)
    assert take_back(practice, export(sheet, {"firewall-backup": said("yes", on=TODAY)}), today=day).code == 0
    assert recorded(practice)["answers"]["firewall-backup"]["on"] == str(TODAY)
