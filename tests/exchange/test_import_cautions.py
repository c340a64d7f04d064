"""What an import does not take over without being told: other standards' texts, new categories, new wordings."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from tests.exchange.sheets import QUESTION, csv_text
from tests.small_practice import Practice

HEADER = ("ID", "Category", "Question Name", "Question Text", "Why Are We Asking", "How To", "Priority")
ROW = ("Q-1", "Firewalls", "Rules", QUESTION, "Theirs.", "Their step.", "Low")


def bring(practice: Practice, *rows: tuple[str, ...], options: tuple[str, ...] = ()) -> Any:
    file = practice.home / "sheet.csv"
    file.write_text(csv_text(*rows, header=HEADER), encoding="utf-8")
    done = practice.run("standard", "import", str(file), "--json", *options)
    assert done.code == 0, done.err
    return done.json


@pytest.fixture
def ours(practice: Practice) -> Practice:
    practice.standard("rules", question=QUESTION, name="Rules", why="Ours.", how=["Our step."], business_impact="high")
    return practice


@pytest.mark.parametrize("source_id", ["Q-1", ""])
def test_the_same_question_never_overwrites_a_standard_however_often_it_comes(ours: Practice, source_id: str) -> None:
    before = ours.files()
    for _ in range(2):
        found = bring(ours, (source_id, *ROW[1:]))
        assert (found["created"], found["updated"], found["unchanged"]) == ([], [], ["rules"])
        assert found["skipped"] == [{
            "row": 2, "column": "Question Text", "hint": "--update-same takes the row's values instead.",
            "reason": "The same question as rules, which keeps its own business_impact, technical_risk, why, how.",
        }]  # fmt: skip
        assert ours.files() == before
    out = ours.run("standard", "import", str(ours.home / "sheet.csv"), env={"COLUMNS": "80"}).out
    assert "The same question as rules" in out
    assert "1 unchanged; left out 0 rows with faults." in " ".join(out.split())


def test_with_update_same_it_changes_and_is_known_by_its_id_from_then_on(ours: Practice) -> None:
    assert bring(ours, ROW, options=("--update-same",))["updated"] == ["rules"]
    data = ours.data("standards/firewalls/rules.yaml")
    assert (data["why"], data["how"], data["external"]) == ("Theirs.", ["Their step."], {"import": "Q-1"})
    assert bring(ours, (*ROW[:4], "Theirs again.", *ROW[5:]))["updated"] == ["rules"]


def test_a_row_that_says_nothing_else_gives_its_id_and_no_more(ours: Practice) -> None:
    assert bring(ours, ("Q-1", "Firewalls", "", QUESTION, "", "", ""))["updated"] == ["rules"]
    data = ours.data("standards/firewalls/rules.yaml")
    assert (data["why"], data["external"]) == ("Ours.", {"import": "Q-1"})


def test_a_row_with_the_name_of_a_standard_and_another_question_is_pointed_out(ours: Practice) -> None:
    found = bring(ours, ("", "Firewall", "rules", "Is every firewall rule documented?", "", "", ""))
    assert found["created"] == found["drafts"] == ["firewall-rule-documented"]
    assert found["remarks"][0] == (
        f"Row 2 has the name of rules, whose question is '{QUESTION}' If it replaces that one, give the row its id."
    )
    other = bring(ours, ("", "Email", "Rules", "Is every mailbox rule documented?", "", "", ""))
    assert "name of rules" not in str(other["remarks"])


def test_new_standards_are_drafts_unless_they_are_asked_for_as_active(practice: Practice) -> None:
    file = practice.home / "sheet.csv"
    file.write_text(csv_text(ROW, header=HEADER), encoding="utf-8")
    said = practice.run("standard", "import", str(file), "--dry-run").out
    assert "Would create 1 standard as a draft, update 0" in said
    found = bring(practice, ROW, options=("--status", "active"))
    assert (found["drafts"], found["remarks"]) == ([], [])
    listed = practice.run("standard", "list", "--status", "active", "--json").json["standards"]
    assert found["created"][0] in [each["id"] for each in listed]


def test_a_category_of_another_tool_is_mapped_to_one_of_ours(practice: Practice) -> None:
    practice.category("wireless-access", name="Wireless Access")
    found = bring(practice, ("", "Wi-Fi", *ROW[2:]), options=("--category-map", "WIFI=wireless-access"))
    assert found["categories"] == [{"name": "Wi-Fi", "id": "wireless-access", "new": False}]
    assert "external" not in practice.data(f"standards/wireless-access/{found['created'][0]}.yaml")


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        ("Firewalls=emial", "--category-map: there is no category 'emial'. Did you mean 'email'?"),
        ("Firewals=email", "--category-map: no row has the category 'Firewals'. Did you mean 'Firewalls'?"),
        ("email", "--category-map takes NAME=ID, not 'email'."), ("=email", "--category-map takes NAME=ID"),
    ],
)  # fmt: skip
def test_a_map_of_categories_that_leads_nowhere_is_refused(practice: Practice, pair: str, sentence: str) -> None:
    file = practice.home / "sheet.csv"
    file.write_text(csv_text(ROW, header=HEADER), encoding="utf-8")
    before = practice.files()
    done = practice.run("standard", "import", str(file), "--category-map", pair)
    assert (done.code, done.out, practice.files()) == (2, "", before)
    assert sentence in done.err


def exported(practice: Practice, **cells: str) -> Any:
    """The library's CSV with these cells in every row, imported for a person and as JSON."""
    file = practice.home / "library.csv"
    practice.run("export", "--csv", str(file))
    rows = list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows({**row, **{name: each.format(**row) for name, each in cells.items()}} for row in rows)
    file.write_text(stream.getvalue(), encoding="utf-8")
    text = practice.run("standard", "import", str(file), "--dry-run", env={"COLUMNS": "80"}).out
    return text, practice.run("standard", "import", str(file), "--json").json


def test_a_fault_that_every_row_has_is_told_once_to_a_person_and_each_in_json(practice: Practice) -> None:
    text, found = exported(practice, reviewed="11/16/2026")
    assert "  2-7  reviewed  6 rows: '11/16/2026' is no date. Write it as 2026-11-16." in text
    assert text.count("11/16/2026") == 1
    assert [each["row"] for each in found["skipped"]] == [2, 3, 4, 5, 6, 7]


def test_the_case_of_letters_is_forgiven_in_our_own_words(practice: Practice) -> None:
    cells = {"kind": "Technology", "level": "CORE", "technical_risk": "Medium", "status": "Active", "frequency": "Annual",
             "checked": "Onsite", "category": "{category_name}"}  # fmt: skip
    _, found = exported(practice, **cells)
    assert [each["reason"] for each in found["skipped"] if each["hint"]] == []
    assert practice.data("standards/firewalls/firewall-label.yaml")["frequency"] == "annual"


def test_a_standard_that_got_another_id_in_the_file_is_renamed_by_a_command_and_not_doubled(practice: Practice) -> None:
    before = practice.files()
    _, found = exported(practice, id="new-{id}")
    assert (found["created"], len(found["skipped"])) == ([], 6)
    told = next(each for each in found["skipped"] if "firewall-label" in each["reason"])
    assert told["hint"] == (
        "Rename that one with 'msptool standard rename firewall-label new-firewall-label', or give the row its id."
    )
    assert practice.files() == before


def test_in_our_own_layout_a_question_without_an_id_overwrites_nothing_either(practice: Practice) -> None:
    before = practice.files()
    _, found = exported(practice, id="", why="Another reason.")
    assert (found["created"], found["updated"], len(found["unchanged"])) == ([], [], 6)
    assert practice.files() == before


def test_two_new_rows_of_our_own_layout_never_ask_the_same(practice: Practice) -> None:
    _, found = exported(practice, id="{id}-2", question=QUESTION)
    assert (len(found["created"]), [each["row"] for each in found["skipped"]]) == (1, [3, 4, 5, 6, 7])
    assert practice.run("lint").code == 0
