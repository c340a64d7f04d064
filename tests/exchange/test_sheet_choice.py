"""Which sheet of a workbook is read, where its headers stand, and what is said of the other sheets."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from tests.exchange.sheets import QUESTION
from tests.small_practice import Done, Practice

QUESTIONS = [
    ["Our questions"],
    [],
    ["", "as of", "May"],
    ["Category", "Question", "Why"],
    ["Email", QUESTION, "Because."],
]
MORE = [["Category", "Question", "Why"], ["Email", "Is every mailbox named?", ""]]
COVER = [["Our library"], ["Owner", "Ann"]]


def bring(practice: Practice, sheets: dict[str, list[list[str]]], *options: str, hidden: str = "") -> Done:
    file = practice.home / "book.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name == hidden:
                sheet.hide()
            else:
                sheet.activate()
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
        book.add_chartsheet("Chart")
    return practice.run("standard", "import", str(file), "--json", *options)


def test_the_first_sheet_with_headers_is_read_and_the_others_are_named(practice: Practice) -> None:
    done = bring(practice, {"Cover": COVER, "Questions": QUESTIONS, "Empty": [], "More": MORE})
    assert done.json["created"] == ["firewall-rule-reviewed-least-once-year"]
    assert done.json["remarks"][0] == (
        "The sheet 'Questions' is read, and not 'Cover', 'More': --sheet NAME takes another one."
    )
    assert practice.data("standards/email/firewall-rule-reviewed-least-once-year.yaml")["why"] == "Because."


def test_rows_below_a_title_keep_their_numbers(practice: Practice) -> None:
    done = bring(practice, {"Questions": [*QUESTIONS[:4], ["Email", "", ""]]})
    assert [(each["row"], each["reason"]) for each in done.json["skipped"]] == [(5, "The question is empty.")]


def test_a_sheet_is_chosen_by_its_name(practice: Practice) -> None:
    sheets = {"Questions": QUESTIONS, "More": MORE}
    assert bring(practice, sheets, "--sheet", "More").json["created"] == ["mailbox-named"]
    done = bring(practice, sheets, "--sheet", "Mroe")
    assert (done.code, done.out) == (2, "")
    assert "--sheet: there is no 'Mroe' in book.xlsx. Did you mean 'More'?" in done.err
    text = practice.home / "t.csv"
    text.write_text("Category,Question\n")
    assert "t.csv is no workbook" in practice.run("standard", "import", str(text), "--sheet", "More").err


def test_a_sheet_that_is_hidden_is_not_read(practice: Practice) -> None:
    done = bring(practice, {"Lists": MORE, "Questions": QUESTIONS}, hidden="Lists")
    assert done.json["created"] == ["firewall-rule-reviewed-least-once-year"]


def test_without_headers_it_says_which_sheet_it_saw_and_what_stands_there(practice: Practice) -> None:
    done = bring(practice, {"Cover": COVER, "Notes": [["a", "b"]]})
    assert (done.code, done.out) == (3, "")
    assert "No column holds the question in the sheet 'Cover' of book.xlsx: it has 'Our library'." in done.err


def test_headers_that_only_the_user_knows_are_found_below_a_title(practice: Practice) -> None:
    rows = [["Fragen"], ["Bereich", "Frage"], ["Email", QUESTION]]
    done = bring(practice, {"Cover": COVER, "Q": rows}, "--map", "Frage=question", "--map", "Bereich=category")
    assert done.json["created"] == ["firewall-rule-reviewed-least-once-year"]


@pytest.mark.parametrize("title", ["Our questions\n\n", 'Our questions;;\n"as of";May;\n', ";;\n"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_title_lines_of_a_csv_are_passed_over(practice: Practice, title: str, separator: str) -> None:
    text = f"{title}Category;Question;Why\nEmail;{QUESTION};Because.\nEmail;;\n".replace(";", separator)
    (practice.home / "t.csv").write_text(text)
    done = practice.run("standard", "import", str(practice.home / "t.csv"), "--json").json
    assert done["created"] == ["firewall-rule-reviewed-least-once-year"]
    assert [each["row"] for each in done["skipped"]] == [title.count("\n") + 3]


def test_many_small_sheets_that_span_too_much_are_refused(practice: Practice, tmp_path: Path) -> None:
    file = tmp_path / "wide.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        for _ in range(6):
            book.add_worksheet().write("A1000000", "x")
    done = practice.run("standard", "import", str(file))
    assert done.code == 3
    assert "is too large a table: with the cell A1000000 it has more than 5,000,000 cells" in done.err
