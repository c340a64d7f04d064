"""The spreadsheets of two kinds of commercial tools, as CSV and as workbooks, with broken rows in them.

The rows are written for these tests; only the headers are those of the field.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.exchange.sheets import csv_text, xlsx
from tests.small_practice import Golden, Practice

ASSESSMENT = (
    "assessment_name", "category", "item", "scoring_instructions", "explanation", "not_applicable_response",
    "unknown_response", "at_risk_response", "needs_attention_response", "acceptable_risk_response", "satisfactory_response",
)  # fmt: skip
QUESTIONS = (
    "Question ID", "Section", "Category", "Question Name", "Question Text", "Why Are We Asking?", "How to?", "Priority",
    "Frequency (Months)", "Last Changed By",
)  # fmt: skip

GUESTS = (
    "Network", "Firewall", "Is the guest network separated from the servers?",
    "<ol><li>Join the <b>guest</b> network</li><li>Ping a server; stop if latency &lt; 5 ms</li></ol>",
    "<p>A visitor&#39;s laptop may be infected.</p><p>See <a href='https://vendor.example/guests'>the guide</a> "
    "or <a href='javascript:steal()'>this</a>.</p>",
    "No guest network", "Ask the vendor", "Guests reach <i>servers</i>", "Guests reach printers", "Written exception", "Guests reach nothing",
)  # fmt: skip
FIRST_ROWS = (
    GUESTS,
    ("Network", "Firewall", "Firewall firmware", "", "", "", "", "", "", "", "Current"),
    ("Network", "Firewall", "Firewall firmware is current", "", "", "", "", "", "", "", "Current"),
    ("Cloud", "E-mail", "", "x", "y", "", "", "", "", "", ""),
    ("Cloud", "", "Is every shared mailbox named in the inventory?", "", "", "", "", "", "", "", ""),
    ("Cloud", "!!!", "Is every room mailbox named in the inventory?", "", "", "", "", "", "", "", ""),
    ("Network", "Firewalls", "is the guest network separated from the  servers", "", "", "", "", "", "", "", ""),
    ("Network", "Firewalls", "Is the GUEST network separated from the  servers?", "", "", "", "", "", "", "", ""),
    ("Network", "Firewalls", "Is the mailbox login documented?", "", "", "", "", "", "", "", ""),
    ("Sites", "Server Room", "Is the server room locked?", "Try the door.", "=1+1", "", "", "", "", "", "Locked"),
)  # fmt: skip
SECOND_ROWS = (
    ("Q-1001", "Network", "Firewalls", "Guest network", "Is the guest network separated from the servers?", "<p>R&amp;D</p>",
     "<ul><li>Join</li><li>Ping</li></ul>", "1 - High", "3.0", "ann"),
    ("Q-1002", "Network", "Firewalls", "Ports", "Is every firewall port labelled?", "", "", "urgent", "weekly", "ann"),
    ("Q-1003", "Network", "Firewalls", "Size", "What size is the disk?", "", "", "P2", "3", "ann"),
    ("Q-1001", "Network", "Firewalls", "Cables", "Is every firewall cable labelled?", "", "", "Low", "12", "ann"),
    ("Q-1004", "Network", "", "Screws", "Is every firewall screw tight?", "", "", "Low", "12", "ann"),
    ("Q-1005", "Network", "Firewalls", "Empty", "", "", "", "Low", "12", "ann"),
    ("mailbox-quota", "Cloud", "Email", "Quota", "Is the mailbox quota documented?", "", "", "Med", "12", "ann"),
    ("firewall-label", "Cloud", "Email", "Label", "Is the firewall label documented?", "New reason.", "", "Low", "every 12 months", "ann"),
    ("Q-1006", "Sites", "Server Room", "Lock", "Is the server room locked?", "", "Try the door.", "Critical", "Quarterly", "ann"),
)  # fmt: skip


def bring(practice: Practice, kind: str, header: Sequence[str], rows: Sequence[Sequence[str]], *options: str) -> Any:
    file = practice.home / f"export.{kind}"
    if kind == "xlsx":
        xlsx(file, [header, *rows])
    else:
        encoding = {"csv": "utf-8-sig", "utf16": "utf-16", "cp1252": "cp1252", "semicolon": "utf-8"}[kind]
        separator = ";" if kind in ("semicolon", "cp1252") else "\t" if kind == "utf16" else ","
        file = practice.home / f"export-{kind}.csv"
        file.write_bytes(csv_text(*rows, header=header, separator=separator).encode(encoding))
    done = practice.run("standard", "import", str(file), "--json", *options)
    assert done.code == 0, done.err
    return done.json


KINDS = pytest.mark.parametrize("kind", ["csv", "xlsx", "utf16", "cp1252", "semicolon"])


@KINDS
def test_the_assessment_format_comes_in_and_its_broken_rows_are_told(practice: Practice, kind: str) -> None:
    practice.run("standard", "retire", "mailbox-login", "--reason", "Old.")
    found = bring(practice, kind, ASSESSMENT, FIRST_ROWS)
    assert found["created"] == ["guest-network-separated-servers", "server-room-locked"]
    assert [(each["row"], each["column"], each["reason"]) for each in found["skipped"]] == [
        (5, "item", "The question is empty."),
        (6, "category", "The category is empty."),
        (7, "category", "'!!!' makes no id of a category."),
        (8, "item", "The same question as row 2."),
        (9, "item", "The same question as row 2."),
        (10, "", "It asks the same as mailbox-login, which is retired."),
    ]
    assert [
        (each["row"], each["column"], each["text"], each["code"], each["hint"]) for each in found["not_yes_no"]
    ] == [
        (
            3,
            "item",
            "Firewall firmware",
            "Q108",
            'Say what has to be true of it: "Is the firewall firmware <as it should be>?"',
        ),
        (4, "item", "Firewall firmware is current", "Q103", 'Write "Is firewall firmware current?"'),
        (8, "item", "is the guest network separated from the servers", "Q103", found["not_yes_no"][2]["hint"]),
    ]
    assert found["unmapped_columns"] == []
    assert found["mapped_columns"]["satisfactory_response"] == "yes"
    assert {each["name"]: (each["id"], each["new"]) for each in found["categories"]} == {
        "Firewall": ("firewalls", False), "Server Room": ("server-room", True),
    }  # fmt: skip


def test_what_each_answer_means_is_kept_as_steps_and_html_is_markdown(practice: Practice, golden: Golden) -> None:
    bring(practice, "csv", ASSESSMENT, FIRST_ROWS)
    golden.check("assessment-standard.yaml", practice.read("standards/firewalls/guest-network-separated-servers.yaml"))
    assert practice.data("standards/server-room/server-room-locked.yaml")["why"] == "=1+1"
    assert practice.data("standards/server-room/_category.yaml")["section"] == "Sites"


@KINDS
def test_the_question_format_comes_in_and_its_broken_rows_are_told(practice: Practice, kind: str) -> None:
    practice.run("standard", "retire", "mailbox-quota", "--reason", "Old.")
    found = bring(practice, kind, QUESTIONS, SECOND_ROWS)
    assert (found["created"], found["updated"]) == (
        ["guest-network-separated-servers", "server-room-locked"],
        ["firewall-label"],
    )
    assert [(each["row"], each["column"], each["reason"]) for each in found["skipped"]] == [
        (3, "Frequency (Months)", "'weekly' is none of 1, 3, 6, 12 or 24 months."),
        (3, "Priority", "'urgent' is not high, medium or low."),
        (4, "Priority", "'P2' is not high, medium or low."),
        (5, "Question ID", "The id 'Q-1001' stands in row 2 already."),
        (6, "Category", "The category is empty."),
        (7, "Question Text", "The question is empty."),
        (8, "", "mailbox-quota is retired."),
    ]
    assert [(each["row"], each["code"]) for each in found["not_yes_no"]] == [(4, "Q101")]
    assert found["unmapped_columns"] == ["Last Changed By"]
    shown = practice.data("standards/firewalls/guest-network-separated-servers.yaml")
    assert shown == {
        "name": "Guest network", "question": "Is the guest network separated from the servers?", "why": "R&D",
        "how": ["Join", "Ping"], "business_impact": "high", "technical_risk": "high", "frequency": "quarterly",
        "status": "draft", "external": {"import": "Q-1001"},
    }  # fmt: skip
    assert practice.data("standards/firewalls/firewall-label.yaml")["frequency"] == "annual"


@pytest.mark.parametrize(("header", "rows"), [(ASSESSMENT, FIRST_ROWS), (QUESTIONS, SECOND_ROWS)])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_second_import_of_a_file_changes_nothing(
    practice: Practice, kind: str, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    first = bring(practice, kind, header, rows)
    before = practice.files()
    second = bring(practice, kind, header, rows)
    assert practice.files() == before
    assert (second["created"], second["updated"]) == ([], [])
    assert sorted(second["unchanged"]) == sorted({*first["created"], *first["updated"], *first["unchanged"]})
    assert practice.run("lint").code == 0


@pytest.mark.parametrize(
    ("name", "header", "rows"), [("assessment", ASSESSMENT, FIRST_ROWS), ("question", QUESTIONS, SECOND_ROWS)]
)
def test_a_dry_run_shows_every_field_and_writes_nothing(
    practice: Practice, golden: Golden, name: str, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    file = practice.home / "export.csv"
    file.write_text(csv_text(*rows, header=header), encoding="utf-8-sig")
    before = practice.files()
    done = practice.run("standard", "import", str(file), "--dry-run", env={"COLUMNS": "80"})
    assert (done.code, practice.files()) == (0, before)
    assert max(map(len, done.out.splitlines())) <= 80
    golden.check(f"{name}-dry-run.txt", done.out)


def test_a_broken_line_of_a_csv_does_not_cost_the_others(practice: Practice) -> None:
    lines = csv_text(*SECOND_ROWS, header=QUESTIONS).splitlines()
    lines[2:2] = [
        'Q-7,Network,Firewalls,"Open,Is it open?,,,Low,3,ann',
        "Q-8,Network,Firewalls,Comma,Is it, now, open?,,,Low,3,ann",
    ]
    file = practice.home / "export.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    found = practice.run("standard", "import", str(file), "--json").json
    assert found["created"] == ["guest-network-separated-servers", "server-room-locked"]
    assert [(each["row"], each["reason"]) for each in found["skipped"]][:2] == [
        (3, "The quotation marks do not match."), (4, "It has more cells than the header (12, not 10)."),
    ]  # fmt: skip


def test_headers_match_without_regard_to_case_and_signs(practice: Practice) -> None:
    header = ("\ufeffQUESTION_TEXT", "  category:", "Why are we asking", "HOW TO", "priority ", "Frequency-in-months")
    found = bring(practice, "csv", header, [("Is the server room locked?", "Sites", "a", "b", "H", "6 months")])
    assert found["unmapped_columns"] == []
    data = practice.data("standards/sites/server-room-locked.yaml")
    assert (data["why"], data["how"], data["business_impact"], data["frequency"]) == ("a", ["b"], "high", "semiannual")


def test_signs_for_a_terminal_in_a_cell_do_not_reach_it(practice: Practice) -> None:
    file = practice.home / "export.csv"
    row = ("Q-1", "", "Email", "", "What \x1b[2Jis\x07 it?", "", "", "\x1b[1m", "", "")
    file.write_text(csv_text(row, header=(*QUESTIONS[:-1], "a\x1b[Ab")), encoding="utf-8")
    for options in ((), ("--dry-run",)):
        out = practice.run("standard", "import", str(file), *options).out
        assert "What" in out
        assert [each for each in out if not each.isprintable() and each != "\n"] == []


@pytest.mark.parametrize("months", [3, 3.0, "3", "3.0", "every 3 months", "Quarterly", "3 mo"])
def test_months_are_understood_as_numbers_and_as_words(practice: Practice, months: object) -> None:
    file = xlsx(practice.home / "export.xlsx", [QUESTIONS, (*SECOND_ROWS[0][:8], months, "ann")])
    found = practice.run("standard", "import", str(file), "--json").json
    assert found["skipped"] == []
    assert practice.data("standards/firewalls/guest-network-separated-servers.yaml")["frequency"] == "quarterly"


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("H", "high"),
        ("1 - High", "high"),
        ("Critical", "high"),
        ("P1", "high"),
        ("P2 - Medium", "medium"),
        ("Med.", "medium"),
        ("low", "low"),
    ],
)
def test_priorities_are_understood_as_people_write_them(practice: Practice, written: str, level: str) -> None:
    found = bring(practice, "csv", QUESTIONS, [(*SECOND_ROWS[0][:7], written, "3", "ann")])
    assert found["skipped"] == []
    data = practice.data("standards/firewalls/guest-network-separated-servers.yaml")
    assert (data["business_impact"], data["technical_risk"]) == (level, level)


@pytest.mark.parametrize("written", ["P2", "1", "Very high", "not high", "Low/Medium", "urgent"])
def test_a_priority_that_could_mean_several_things_is_not_guessed(practice: Practice, written: str) -> None:
    found = bring(practice, "csv", QUESTIONS, [(*SECOND_ROWS[0][:7], written, "3", "ann")])
    assert [(each["column"], each["reason"]) for each in found["skipped"]] == [
        ("Priority", f"'{written}' is not high, medium or low.")
    ]
