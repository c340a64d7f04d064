"""`msptool standard import`: what becomes of each row of a spreadsheet."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from tests.exchange.sheets import HEADER, QUESTION, csv_text, xlsx
from tests.small_practice import Done, Golden, Practice

RULES = (
    "Firewalls",
    "Rule review",
    QUESTION,
    "Forgotten rules stay open.",
    "Open the rules.\nRead the dates.",
    "High",
    "Annual",
    "Security, rules",
)
SPF = ("Mail Security", "SPF", "Does every mail domain publish an SPF record?", "", "", "", "", "")
OPEN = ("Firewalls", "Size", "What size is the system partition?", "", "", "", "", "")


def put(practice: Practice, content: str | bytes, name: str = "sheet.csv") -> Path:
    file = practice.home / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def bring(practice: Practice, content: str | bytes, *options: str, name: str = "sheet.csv") -> Any:
    done = practice.run("standard", "import", str(put(practice, content, name)), "--json", *options)
    assert done.code == 0, done.err
    return done.json


def refused(practice: Practice, content: str | bytes, *options: str) -> Done:
    """Every case has one fault: in the options where it has some, else in the file."""
    before = practice.files()
    done = practice.run("standard", "import", str(put(practice, content)), *options)
    assert practice.files() == before
    assert (done.code, done.out) == (2 if options else 3, "")
    return done


def test_a_row_becomes_a_standard_with_every_column_in_its_place(practice: Practice, golden: Golden) -> None:
    found = bring(practice, csv_text(RULES, SPF, OPEN))
    assert found == {
        "schema": "msptool/standard-import/1", "dry_run": False,
        "created": ["firewall-rule-reviewed-least-once-year", "mail-domain-publish-spf-record"], "updated": [],
        "drafts": ["firewall-rule-reviewed-least-once-year", "mail-domain-publish-spf-record"],
        "unchanged": [], "skipped": [],
        "not_yes_no": [{"row": 4, "column": "Question Text", "text": OPEN[2], "code": "Q101",
                        "hint": 'Write "Is the system partition at least N GB in size?"'}],
        "mapped_columns": dict(zip(HEADER, ("category", "name", "question", "why", "how", "priority", "frequency", "tags"), strict=True)),
        "unmapped_columns": [],
        "categories": [{"name": "Firewalls", "id": "firewalls", "new": False}, {"name": "Mail Security", "id": "mail-security", "new": True}],
        "source": "import", "answers_lost": [], "category_faults": [],
        "remarks": ["No review asks a draft before the committee adopts it; --status active asks at once."],
    }  # fmt: skip
    assert "Q101" in practice.run("standard", "check-question", OPEN[2]).out
    golden.check("imported.yaml", practice.read("standards/firewalls/firewall-rule-reviewed-least-once-year.yaml"))
    golden.check("imported-category.yaml", practice.read("standards/mail-security/_category.yaml"))


def test_for_a_person_it_says_which_rows_were_left_out_and_why(practice: Practice, golden: Golden) -> None:
    header = (*HEADER, "Owner", "Colour")
    rows = [(*row, "x", "y") for row in (RULES, SPF, OPEN, RULES, ("Email", "", "", "", "", "", "", ""))]
    file = put(practice, csv_text(*rows, header=header))
    golden.check("dry-run.txt", practice.run("standard", "import", str(file), "--dry-run").out)
    done = practice.run("standard", "import", str(file))
    golden.check("import.txt", done.out)
    assert done.err == "'msptool lint --explain CODE' says what a code means and how to reword.\n"


def test_a_dry_run_writes_nothing_and_says_the_same_as_the_real_run(practice: Practice) -> None:
    practice.standard("mail-domain-publish-spf-record", category="email", question=SPF[2], why="Old.")
    content = csv_text(RULES, (*SPF[:3], "New.", *SPF[4:]), OPEN, RULES)
    before = practice.files()
    dry = bring(practice, content, "--dry-run", "--update-same")
    assert practice.files() == before
    real = bring(practice, content, "--update-same")
    assert (dry.pop("dry_run"), real.pop("dry_run")) == (True, False)
    assert [(each["change"], each["row"]) for each in dry.pop("changes")] == [("create", 2), ("update", 3)]
    assert dry == real
    assert (len(real["created"]), real["updated"], len(real["skipped"])) == (1, ["mail-domain-publish-spf-record"], 1)


def test_a_second_import_of_the_same_file_changes_nothing(practice: Practice) -> None:
    long = "First line.\nSecond line, a longer one that says more about the matter than the first line had said before."
    content = csv_text(
        RULES, SPF, (*SPF[:2], "Is DKIM signing on for every mail domain?", long, long, "low", "6 months", "a|b")
    )
    bring(practice, content)
    before = practice.files()
    again = bring(practice, content)
    assert (again["created"], again["updated"]) == ([], [])
    assert [each["reason"] for each in again["skipped"]] == [
        "The same as firewall-rule-reviewed-least-once-year, which exists.",
        "The same as mail-domain-publish-spf-record, which exists.",
        "The same as dkim-signing-mail-domain, which exists.",
    ]
    assert practice.files() == before


def test_an_updated_row_changes_only_what_it_fills(practice: Practice) -> None:
    bring(practice, csv_text(RULES))
    path = "standards/firewalls/firewall-rule-reviewed-least-once-year.yaml"
    practice.write(path, practice.read(path).replace("why: ", "# The committee's words\nwhy: "))
    before = practice.read(path)
    found = bring(practice, csv_text((*RULES[:5], "Low", "", "")), "--update-same")
    assert found["updated"] == ["firewall-rule-reviewed-least-once-year"]
    assert practice.read(path) == before.replace("_impact: high", "_impact: low").replace("_risk: high", "_risk: low")


def test_the_status_and_the_name_of_a_known_standard_stay(practice: Practice) -> None:
    bring(practice, csv_text(RULES), "--status", "draft")
    assert bring(practice, csv_text((RULES[0], "Another name", *RULES[2:])))["updated"] == []
    shown = practice.run("standard", "show", "firewall-rule-reviewed-least-once-year", "--json").json
    assert (shown["status"], shown["name"]) == ("draft", "Rule review")


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("Priority", "urgent", "'urgent' is not high, medium or low."),
        ("Priority", "P2", "'P2' is not high, medium or low."),
        ("Frequency", "weekly", "'weekly' is none of 1, 3, 6, 12 or 24 months."),
        ("Frequency", "5 months", "'5 months' is none of 1, 3, 6, 12 or 24 months."),
        ("Frequency", "-3", "'-3' is none of 1, 3, 6, 12 or 24 months."),
        ("Minutes", "many", "'many' is not a number from 1 to 480."),
        ("Minutes", "0", "'0' is not a number from 1 to 480."),
        ("Minutes", "481", "'481' is not a number from 1 to 480."),
        ("Minutes", "²", "'²' is not a number from 1 to 480."),
        ("Minutes", "9" * 5000, "is not a number from 1 to 480."),
        (
            "URL",
            "https://vendor.example/" + "x" * 600,
            "The address https://vendor.example/xxxxxxxxxxxxxxxxx... has 623 characters.",
        ),
        ("Why", "<div>" * 3_000 + "x" + "</div>" * 3_000, "The HTML is nested too deeply."),
        ("Category", "", "The category is empty."),
        ("Category", "???", "'???' makes no id of a category."),
        ("Question", "", "The question is empty."),
    ],
)
def test_a_bad_cell_skips_its_row_with_the_reason_and_the_others_come(
    practice: Practice, column: str, value: str, reason: str
) -> None:
    good = {
        "Category": "Firewalls",
        "Question": QUESTION,
        "Priority": "",
        "Frequency": "",
        "Minutes": "",
        "URL": "",
        "Why": "",
    }
    bad = {**good, "Question": SPF[2], column: value}
    found = bring(practice, csv_text(list(bad.values()), list(good.values()), header=list(good)))
    assert [(each["row"], each["column"]) for each in found["skipped"]] == [(2, column)]
    assert reason in found["skipped"][0]["reason"]
    assert found["skipped"][0]["hint"]
    assert len(found["created"]) == 1


@pytest.mark.parametrize(
    ("written", "field", "value"),
    [
        (("Priority", "Critical"), "priority", "high"), (("Severity", "moderate"), "priority", "medium"),
        (("Importance", " LOW "), "priority", "low"), (("Frequency", "Yearly"), "frequency", "annual"),
        (("Review Frequency", "Semi-Annual"), "frequency", "semiannual"), (("Frequency in months", "24"), "frequency", "biennial"),
        (("Frequency", "3 months"), "frequency", "quarterly"), (("Frequency", "1 Month"), "frequency", "monthly"),
        (("Minutes to check", "15"), "minutes", 15), (("Rationale", "Because."), "why", "Because."),
        (("Steps", "One.\n\n Two. "), "how", ["One.", "Two."]), (("Labels", "A b; c|d,A b"), "tags", ["a-b", "c", "d"]),
        (("Link", "https://a.example/x see https://b.example"), "references", [{"url": "https://a.example/x"}, {"url": "https://b.example"}]),
        (("Source", "the vendor"), "references", []), (("Source", "www.nist.gov/csf"), "references", [{"url": "https://www.nist.gov/csf"}]),
        (("Title", "3.1) Rule review"), "name", "Rule review"),
    ],
)  # fmt: skip
def test_headers_and_values_are_understood_as_people_write_them(
    practice: Practice, written: tuple[str, str], field: str, value: object
) -> None:
    header, cell = written
    found = bring(practice, csv_text(["Firewalls", QUESTION, cell], header=["Group", "Text", header]))
    assert found["unmapped_columns"] == []
    shown = practice.run("standard", "show", found["created"][0], "--json").json
    assert shown[field] == value


def test_columns_that_nobody_knows_are_named(practice: Practice) -> None:
    found = bring(practice, csv_text([*SPF, "x", "y"], header=[*HEADER, "Owner", "Last Changed"]))
    assert found["unmapped_columns"] == ["Owner", "Last Changed"]


def test_a_column_without_a_name_or_named_twice_does_not_hide_the_question(practice: Practice) -> None:
    header = ["Category", "Question", "", "Question"]
    file = put(practice, csv_text(["Firewalls", QUESTION, "x", ""], header=header))
    done = practice.run("standard", "import", str(file), "--json")
    if done.code == 0:
        assert done.json["created"] == ["firewall-rule-reviewed-least-once-year"]
        assert "" not in done.json["unmapped_columns"]
    else:
        assert (done.code, done.out) == (2, "")
        assert "Question" in done.err


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        (
            "Category,Colour\nEmail,red\n",
            (),
            "No column holds the question in sheet.csv: it has 'Category', 'Colour'. Name one of them 'question text', 'question'",
        ),
        (
            "Question\nIs it on?\n",
            (),
            "No column holds the category in sheet.csv: it has 'Question'. Name one 'Category', or use --category.",
        ),
        ("", (), "is empty."),
        (csv_text(SPF), ("--status", "retired"), "--status takes active or draft, not 'retired'."),
        (csv_text(SPF), ("--source", "My Tool"), "'My Tool' cannot be the id of a source"),
        (csv_text(SPF), ("--map", "Tags"), "--map takes HEADER=FIELD, not 'Tags'."),
        (csv_text(SPF), ("--map", "Tgas=tags"), "--map: there is no column 'Tgas'. Did you mean 'Tags'?"),
        (csv_text(SPF), ("--map", "Tags=whi"), "--map: 'whi' is not a field. Did you mean 'why'?"),
        (csv_text(SPF), ("--map", "Tags=why", "--map", "How To=why"), "--map: 'why' is given twice."),
        (csv_text(SPF), ("--category", "Mail Security"), "'Mail Security' cannot be the id of a category"),
        (csv_text(SPF), ("--category", "../mail"), "'../mail' cannot be the id of a category"),
    ],
)
def test_a_table_that_cannot_be_imported_is_refused_and_nothing_is_written(
    practice: Practice, content: str, options: tuple[str, ...], sentence: str
) -> None:
    assert sentence in refused(practice, content, *options).err


def test_a_missing_file_cannot_be_used(practice: Practice) -> None:
    done = practice.run("standard", "import", str(practice.home / "none.xlsx"))
    assert (done.code, done.out) == (3, "")
    assert "none.xlsx cannot be read: No such file or directory." in done.err


def test_one_category_for_all_rows(practice: Practice) -> None:
    bring(practice, csv_text(SPF, header=HEADER), "--category", "email")
    assert (practice.root / "standards/email/mail-domain-publish-spf-record.yaml").is_file()
    assert not (practice.root / "standards/mail-security").exists()
    bring(practice, f"Question\n{QUESTION}\n", "--category", "new-one")
    assert practice.data("standards/new-one/_category.yaml")["name"] == "new-one"


def test_categories_are_made_in_the_order_of_the_sheet_with_their_section(practice: Practice) -> None:
    header = ["Section", "Category", "Question"]
    rows = [
        ["Network", "Zebra Net", "Is the zebra net documented?"],
        ["Cloud", "Apples", "Is the apple cloud documented?"],
    ]
    bring(practice, csv_text(*rows, header=header))
    assert practice.data("standards/zebra-net/_category.yaml") == {
        "name": "Zebra Net",
        "section": "Network",
        "order": "1000",
    }
    listed = practice.run("standard", "list", "--json").json["standards"]
    assert [each["category"] for each in listed][-2:] == ["zebra-net", "apples"]


@pytest.mark.parametrize("id", ["../../x", "/etc/passwd", "..", "C:\\Windows", "a/b", "X Y", "über", "-x-"])
def test_an_id_that_looks_like_a_path_never_becomes_one(practice: Practice, id: str) -> None:
    outside = set(practice.root.parent.iterdir())
    found = bring(practice, csv_text([id, "Firewalls", QUESTION], header=["ID", "Category", "Question"]))
    assert len(found["created"]) == 1
    assert (practice.root / f"standards/firewalls/{found['created'][0]}.yaml").is_file()
    assert set(practice.root.parent.iterdir()) == outside
    assert practice.run("lint").code == 0


@pytest.mark.parametrize("category", ["../../outside", "a/b", "..", "C:\\x", "_category", ".git", ".msptool"])
def test_a_category_that_looks_like_a_path_never_becomes_one(practice: Practice, category: str) -> None:
    found = bring(practice, csv_text([category, QUESTION], header=["Category", "Question"]))
    made = [path for path in practice.files() if path.endswith("firewall-rule-reviewed-least-once-year.yaml")]
    assert len(made) == len(found["created"])
    assert all(path.startswith("standards/") and path.count("/") == 2 for path in made)
    assert practice.run("lint").code == 0


def test_ids_of_another_system_are_kept_and_find_their_standard_again(practice: Practice) -> None:
    header = ["ID", "Category", "Question"]
    id = "firewall-rule-reviewed-least-once-year"
    assert bring(practice, csv_text(["Q-1", "Firewalls", QUESTION], header=header))["created"] == [id]
    assert practice.data(f"standards/firewalls/{id}.yaml")["external"] == {"import": "Q-1"}
    reworded = bring(practice, csv_text(["Q-1", "Email", "Is every firewall rule documented?"], header=header))
    assert (reworded["updated"], reworded["answers_lost"]) == ([id], [id])
    assert reworded["remarks"] == [
        f"Row 2: {id} is in 'firewalls', not in 'Email': it stays where it is.",
        f"Row 2 words the question of {id} anew: answers given before will not count. If it asks the same, use "
        f"'msptool standard edit {id} --same-meaning --set question=...' instead.",
    ]
    again = bring(
        practice,
        csv_text(["Q-1", "a", QUESTION], ["Q-2", "a", SPF[2]], ["Q-2", "a", "Is it locked?"], header=header),
    )
    assert [(each["row"], each["column"], each["reason"]) for each in again["skipped"]] == [
        (4, "ID", "The id 'Q-2' stands in row 3 already.")
    ]


def test_a_source_has_its_name_and_is_known_again_without_it(practice: Practice) -> None:
    content = csv_text(["7", "Firewalls", QUESTION], header=["Item ID", "Category", "Question"])
    assert bring(practice, content, "--source", "old-tool")["source"] == "old-tool"
    again = bring(practice, content)
    assert (again["source"], again["created"], again["updated"]) == ("old-tool", [], [])
    other = bring(practice, content, "--source", "new-tool")
    assert other["updated"] == ["firewall-rule-reviewed-least-once-year"]
    assert practice.data("standards/firewalls/firewall-rule-reviewed-least-once-year.yaml")["external"] == {
        "old-tool": "7", "new-tool": "7",
    }  # fmt: skip


def test_two_ids_of_one_system_never_fall_on_one_standard(practice: Practice) -> None:
    header = ["ID", "Category", "Question"]
    bring(practice, csv_text(["Q-1", "Firewalls", QUESTION], header=header))
    found = bring(practice, csv_text(["Q-2", "Firewalls", QUESTION], header=header))
    assert [each["reason"] for each in found["skipped"]] == [
        "It asks the same as firewall-rule-reviewed-least-once-year, which has the id 'Q-1'."
    ]
    assert found["updated"] == []


def test_a_row_never_takes_the_question_of_another_standard(practice: Practice) -> None:
    other = practice.data("standards/firewalls/firewall-backup.yaml")["question"]
    found = bring(practice, csv_text(["firewall-label", "Firewalls", other], header=["ID", "Category", "Question"]))
    assert [(each["column"], each["reason"]) for each in found["skipped"]] == [
        ("Question", "It asks the same as firewall-backup.")
    ]


def test_a_column_can_be_mapped_by_hand_and_then_its_ids_are_ours(practice: Practice) -> None:
    content = csv_text(["fw-1", "Firewalls", QUESTION, "Because."], header=["ID", "Category", "Ask", "Grund = Why"])
    found = bring(practice, content, "--map", "ask=question", "--map", "ID=id", "--map", "Grund = Why=why")
    assert (found["created"], found["unmapped_columns"]) == (["fw-1"], [])
    assert practice.data("standards/firewalls/fw-1.yaml")["why"] == "Because."


@pytest.mark.parametrize("written", ["Firewall", "FIREWALLS", "firewalls", "Fire-wall", "fire_walls"])
def test_a_category_is_known_in_small_differences(practice: Practice, written: str) -> None:
    found = bring(practice, csv_text([written, QUESTION], header=["Category", "Question"]))
    assert found["categories"] == [{"name": written, "id": "firewalls", "new": False}]
    assert (practice.root / "standards/firewalls/firewall-rule-reviewed-least-once-year.yaml").is_file()


def test_a_category_that_is_nearly_one_is_made_and_said(practice: Practice) -> None:
    found = bring(practice, csv_text(["Firewal", QUESTION], header=["Category", "Question"]), "--dry-run")
    assert found["categories"] == [{"name": "Firewal", "id": "firewal", "new": True}]
    assert found["remarks"] == [
        "The category 'Firewal' is new. Did you mean 'firewalls'? Then correct the file, or use "
        "--category-map 'Firewal=ID'.",
        "No review asks a draft before the committee adopts it; --status active asks at once.",
    ]


def test_all_faults_of_a_row_are_told_at_once(practice: Practice) -> None:
    row = ["", "", "What is it?", "", "", "urgent", "weekly", ""]
    found = bring(practice, csv_text(row, SPF))
    assert [(each["row"], each["column"]) for each in found["skipped"]] == [
        (2, "Frequency"), (2, "Priority"), (2, "Category"),
    ]  # fmt: skip
    assert [each["row"] for each in found["not_yes_no"]] == [2]
    assert len(found["created"]) == 1


def test_a_priority_that_the_standard_has_already_leaves_its_two_parts(practice: Practice) -> None:
    practice.standard("spf", category="email", question=SPF[2], business_impact="high", technical_risk="medium")
    row = ("Email", "", SPF[2], "", "", "High", "", "")
    assert bring(practice, csv_text(row))["updated"] == []
    assert bring(practice, csv_text((*row[:5], "Low", "", "")), "--update-same")["updated"] == ["spf"]


def test_an_address_is_added_to_the_authorities_that_there_are(practice: Practice) -> None:
    header = ["ID", "Category", "Question", "URL"]
    question = practice.data("standards/firewalls/firewall-label.yaml")["question"]
    content = csv_text(["firewall-label", "Firewalls", question, "https://a.example"], header=header)
    assert bring(practice, content)["updated"] == ["firewall-label"]
    assert practice.data("standards/firewalls/firewall-label.yaml")["references"] == [
        {"framework": "nist-csf-2.0", "id": "PR.PS-01"}, {"url": "https://a.example"},
    ]  # fmt: skip
    assert bring(practice, content)["updated"] == []


def test_when_one_file_cannot_be_written_none_is(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    from msptool.workspace.files import write_file
    from msptool.workspace.problems import Refusal

    def full(path: Path, content: bytes, *, expected: str | None) -> None:
        if "spf" in path.name:
            raise Refusal("The disk is full.")
        write_file(path, content, expected=expected)

    monkeypatch.setattr("msptool.workspace.writes.write_file", full)
    before = practice.files()
    done = practice.run("standard", "import", str(put(practice, csv_text(RULES, SPF))))
    assert (done.code, done.out) == (3, "")
    assert practice.files() == before


@pytest.mark.parametrize("length", [60, 61, 100])
def test_an_id_of_any_length_that_a_standard_may_have_finds_it_again(practice: Practice, length: int) -> None:
    id = "x" * length
    practice.standard(id, question=QUESTION)
    found = bring(practice, csv_text([id, "Firewalls", QUESTION], header=["ID", "Category", "Question"]))
    assert (found["created"], found["updated"]) == ([], [])
    assert [each["reason"] for each in found["skipped"]] == [f"The same as {id}, which exists."]


def test_a_very_long_id_is_shortened_or_skipped_but_the_library_stays_readable(practice: Practice) -> None:
    header = ["ID", "Category", "Question"]
    bring(practice, csv_text(["x" * 150, "Firewalls", QUESTION], ["y" * 300, "Firewalls", SPF[2]], header=header))
    assert practice.run("standard", "list").code == 0
    assert practice.run("lint").code == 0


@pytest.mark.parametrize("column", ["Question Text", "Question Name", "How To", "Why Are We Asking", "Priority"])
def test_html_nested_without_end_costs_its_own_row_only(practice: Practice, column: str) -> None:
    row = dict(zip(HEADER, SPF, strict=True)) | {column: "<div>" * 3_000 + "high" + "</div>" * 3_000}
    found = bring(practice, csv_text(list(row.values()), RULES))
    assert found["created"][-1:] == ["firewall-rule-reviewed-least-once-year"]
    assert {(each["row"], each["reason"]) for each in found["skipped"]} <= {(2, "The HTML is nested too deeply.")}


def test_a_fault_without_a_column_and_a_hint_is_shown_and_a_row_that_says_the_same_is_no_fault(
    practice: Practice,
) -> None:
    from msptool.exchange.import_report import plan_data, plan_text
    from msptool.exchange.plan import plan_import
    from msptool.exchange.rows import Fault
    from msptool.exchange.tables import Source
    from msptool.standards.library import Library
    from msptool.workspace.delimited import Table

    row = {"Category": "Firewalls", "Question Text": QUESTION}
    plan = plan_import(Source(Table(tuple(row), ((3, row),)), "a sheet"), Library({}, {}))
    plan.faults.append(Fault(2, "", "It makes no standard."))
    plan.unchanged["spf"] = Fault(4, "", "The same as spf, which exists.")
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(plan_text(plan, dry_run=False))
    said = console.export_text()
    assert "It makes no standard." in said
    assert "1 unchanged; left out 1 row with faults." in said
    assert "which exists" not in said
    assert [(each["row"], each["reason"]) for each in plan_data(plan, dry_run=False)["skipped"]] == [
        (2, "It makes no standard."), (4, "The same as spf, which exists."),
    ]  # fmt: skip


def test_two_rows_with_one_question_make_one_standard(practice: Practice) -> None:
    same = (*RULES[:2], QUESTION.upper().replace(" ", "  "), *RULES[3:])
    found = bring(practice, csv_text(RULES, SPF, same))
    assert [(each["row"], each["column"], each["reason"]) for each in found["skipped"]] == [
        (4, "Question Text", "The same question as row 2.")
    ]


def test_two_questions_that_make_one_id_get_two(practice: Practice) -> None:
    found = bring(practice, csv_text((*SPF[:2], "Is the backup tested?", *SPF[3:]), (*SPF[:2], "Are the backups all tested?", *SPF[3:]),
                                     (*SPF[:2], "Was the backup tested?", *SPF[3:])))  # fmt: skip
    assert found["created"] == ["backup-tested", "backups-tested", "backup-tested-2"]


def test_a_name_that_stands_in_several_rows_names_none_of_them(practice: Practice) -> None:
    bring(practice, csv_text(RULES, (RULES[0], RULES[1], *SPF[2:])))
    names = {each["name"] for each in practice.run("standard", "list", "--json").json["standards"]}
    assert "Rule review" not in names
    assert QUESTION.rstrip("?") in names


def test_formulas_and_markup_are_text(practice: Practice) -> None:
    nasty = '=HYPERLINK("https://evil.example","x")'
    rows = [(*RULES[:3], nasty, "@SUM(1)\n+1\n-1", "", "", ""), (*OPEN[:2], nasty, *OPEN[3:])]
    found = bring(practice, csv_text(*rows))
    shown = practice.run("standard", "show", found["created"][0], "--json").json
    assert (shown["why"], shown["how"]) == (nasty, ["@SUM(1)", "+1", "-1"])
    assert [each["text"] for each in found["not_yes_no"]] == [nasty]


def test_a_workbook_says_the_same_as_its_csv(practice: Practice) -> None:
    book = xlsx(practice.home / "sheet.xlsx", [HEADER, RULES, SPF, OPEN])
    fromcsv = bring(practice, csv_text(RULES, SPF, OPEN), "--dry-run")
    done = practice.run("standard", "import", str(book), "--dry-run", "--json")
    assert done.json == fromcsv


@pytest.mark.parametrize(
    ("content", "remark"),
    [
        (csv_text(RULES, SPF).encode("utf-16"), ""),
        (csv_text(RULES, SPF, separator=";").encode("utf-8-sig"), ""),
        (
            csv_text(RULES, (*SPF[:3], "Größer.", *SPF[4:])).encode("cp1252"),
            "sheet.csv is not UTF-8: read as Windows-1252.\n",
        ),
    ],
)
def test_excel_s_encodings_and_separators_come_through(practice: Practice, content: bytes, remark: str) -> None:
    done = practice.run("standard", "import", str(put(practice, content)), "--json")
    assert (len(done.json["created"]), done.err) == (2, remark)


def test_an_existing_file_that_the_library_does_not_hold_is_not_overwritten(practice: Practice) -> None:
    path = "standards/firewalls/firewall-rule-reviewed-least-once-year.yaml"
    practice.write(path, "")
    done = practice.run("standard", "import", str(put(practice, csv_text(RULES))))
    assert done.code == 3
    assert practice.read(path) == ""


def test_importing_an_earlier_wording_again_does_not_bring_it_back(practice: Practice) -> None:
    old = practice.data("standards/firewalls/firewall-label.yaml")["question"]
    new = "Is there a page about the firewall label?"
    practice.run("standard", "edit", "firewall-label", "--same-meaning", "--set", f"question={new}")
    sheet = practice.home / "old.csv"
    sheet.write_text(f"Question,Category,Minutes\n{old},firewalls,7\n")
    done = practice.run("standard", "import", str(sheet), "--json", "--update-same")
    assert done.json["updated"] == ["firewall-label"]
    data = practice.data("standards/firewalls/firewall-label.yaml")
    assert (data["question"], data["minutes"]) == (new, "7")


def test_one_standard_is_changed_by_one_row_and_a_retired_one_by_none(practice: Practice) -> None:
    practice.run("standard", "retire", "mailbox-quota", "--reason", "Old.")
    retired = practice.data("standards/email/mailbox-quota.yaml")["question"]
    sheet = practice.home / "twice.csv"
    sheet.write_text(
        "ID,Question,Category\nfirewall-label,Is the label there?,firewalls\n"
        f"firewall-label,Is the server room locked?,firewalls\n,{retired},email\n"
    )
    done = practice.run("standard", "import", str(sheet), "--json").json
    assert done["updated"] == ["firewall-label"]
    assert [(each["row"], each["reason"]) for each in done["skipped"]] == [
        (3, "The id 'firewall-label' stands in row 2 already."), (4, "It asks the same as mailbox-quota, which is retired."),
    ]  # fmt: skip
    assert practice.data("standards/firewalls/firewall-label.yaml")["question"] == "Is the label there?"
