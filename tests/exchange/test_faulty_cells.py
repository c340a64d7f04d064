"""What Excel shows instead of a value is a fault with its place, and never an empty cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from msptool.exchange.tables import read_source
from tests.exchange.sheets import HEADER, QUESTION, csv_text
from tests.exchange.test_tables import sheet_of
from tests.small_practice import Practice

ERROR = "The cell holds the Excel error #N/A."
UNCALCULATED = "The cell holds a formula without a value."


def with_formulas(
    path: Path, rows: list[list[str]], formulas: dict[tuple[int, int], str], name: str = "Sheet1"
) -> Path:
    """A workbook whose cells (row and column from 0) hold formulas that show these values."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.add_worksheet("Notes")
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
        for (row, column), value in formulas.items():
            sheet.write_formula(row, column, "=NA()", None, value)
    return path


def skipped(practice: Practice, file: Path) -> list[tuple[Any, ...]]:
    before = practice.files()
    done = practice.run("standard", "import", str(file), "--json")
    assert (done.code, done.json["updated"], done.json["created"]) == (0, [], []), done.err
    assert practice.files() == before
    return [(each["row"], each["column"], each["reason"]) for each in done.json["skipped"] if each["hint"]]


def test_an_error_in_an_exported_file_never_empties_a_field(practice: Practice) -> None:
    exported = practice.home / "library.xlsx"
    practice.run("export", "--xlsx", str(exported))
    table = read_source(exported).table
    rows = [list(table.header), *(list(record.values()) for _, record in table.rows)]
    column = table.header.index
    formulas = {(1, column("how")): "#N/A", (2, column("tags")): "#DIV/0!"}
    file = with_formulas(practice.home / "edited.xlsx", rows, formulas, "Sets & more")
    assert skipped(practice, file) == [
        (2, "how", ERROR), (3, "tags", "The cell holds the Excel error #DIV/0!."),
    ]  # fmt: skip


@pytest.mark.parametrize("header", ["Why Are We Asking", "How To", "Priority", "Category", "Tags", "Question Text"])
def test_a_row_of_another_tool_with_an_error_is_left_out(practice: Practice, header: str) -> None:
    row = ["Email", "Rules", QUESTION, "", "", "", "", ""]
    place = (1, HEADER.index(header))
    file = with_formulas(practice.home / "t.xlsx", [list(HEADER), row], {place: "#N/A"})
    assert skipped(practice, file) == [(2, header, ERROR)]
    row[place[1]] = "#N/A"  # as a CSV has it
    text = practice.home / "t.csv"
    text.write_text(csv_text(row))
    assert skipped(practice, text) == [(2, header, ERROR)]


def test_an_error_in_a_column_that_nothing_uses_costs_nothing(practice: Practice) -> None:
    text = practice.home / "t.csv"
    text.write_text(csv_text(["Email", QUESTION, "#N/A"], header=["Category", "Question", "Owner"]))
    assert len(practice.run("standard", "import", str(text), "--json").json["created"]) == 1


@pytest.mark.parametrize(
    "cell", ['<c r="B2"><f>A1</f></c>', '<c r="B2"><f>A1</f><v/></c>', "<c/><c><f>A1</f><v>\n</v>\n</c>"]
)
def test_a_formula_that_was_never_calculated_is_no_empty_question(practice: Practice, cell: str) -> None:
    head = '<row r="1"><c t="inlineStr"><is><t>Category</t></is></c><c t="inlineStr"><is><t>Question</t></is></c></row>'
    file = sheet_of(practice.home / "t.xlsx", f'{head}<row r="2">{cell}</row>')
    assert [each for each in skipped(practice, file) if each[1] == "Question"] == [(2, "Question", UNCALCULATED)]
    assert "Open the file in Excel and save it." in practice.run("standard", "import", str(file)).out


def test_a_formula_whose_value_is_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    cells = '<c r="A2" t="str"><f>B1</f><v></v></c><c r="B2"><f>B1</f><v>0</v></c><c r="C2" t="e"><v>#REF!</v></c>'
    head = "".join(f'<c r="{name}1" t="inlineStr"><is><t>{name}</t></is></c>' for name in "ABC")
    file = sheet_of(tmp_path / "t.xlsx", f'<row r="1">{head}</row><row r="2">{cells}</row>')
    assert read_source(file).table.rows == ((2, {"A": "", "B": "0", "C": "#REF!"}),)
