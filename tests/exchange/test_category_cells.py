"""Bad cells of categories in a file that `msptool export` made: each is told, and costs no other cell."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import python_calamine
import xlsxwriter

from tests.small_practice import SETTINGS, Practice

GOOD = {"id": "email", "name": "E-mail & chat", "section": "Cloud", "frequency": "annual", "description": "All mail."}


def workbook(practice: Practice, *categories: dict[str, str]) -> Path:
    """The practice's library as a workbook, with these rows on its second sheet."""
    file = practice.home / "library.xlsx"
    assert practice.run("export", "--xlsx", str(file), "--category", "email").code == 0
    rows = python_calamine.CalamineWorkbook.from_path(str(file)).get_sheet_by_name("standards").to_python()
    header = ["id", "name", "section", "order", "frequency", "owner", "description"]
    with xlsxwriter.Workbook(str(file), {"strings_to_urls": False}) as book:
        for name, table in (
            ("standards", rows),
            ("categories", [header, *([each.get(column, "") for column in header] for each in categories)]),
        ):
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(table):
                sheet.write_row(number, 0, cells)
    return file


def empty(practice: Practice) -> Practice:
    """A workspace without a library."""
    other = Practice(practice.home / "other", practice.home)
    other.write("msptool.yaml", SETTINGS)
    return other


def bring(practice: Practice, file: Path, *options: str) -> Any:
    done = practice.run("standard", "import", str(file), "--json", *options)
    assert done.code == 0, done.err
    return done.json


def test_wrong_cells_of_a_category_are_told_and_its_good_ones_are_kept(practice: Practice) -> None:
    file = workbook(practice, {**GOOD, "owner": "wrong", "order": "first"})
    other = empty(practice)
    found = bring(other, file)
    assert found["category_faults"] == [
        {"row": 2, "column": "order", "reason": "'first' is not a number.", "hint": "Write a number, such as 2 or 1.5.",
         "sheet": "categories"},
        {"row": 2, "column": "owner", "hint": "Use one of the values named.", "sheet": "categories",
         "reason": found["category_faults"][1]["reason"]},
    ]  # fmt: skip
    assert found["category_faults"][1]["reason"].startswith("'wrong' is not one of 'tam', ")
    assert (len(found["created"]), found["skipped"]) == (3, [])
    assert other.data("standards/email/_category.yaml") == {
        **{key: value for key, value in GOOD.items() if key != "id"}, "order": "1000",
    }  # fmt: skip
    assert other.run("lint").code == 0


def test_a_person_is_told_too_with_the_sheet_and_the_row(practice: Practice) -> None:
    file = workbook(practice, GOOD, {"id": "E Mail"}, {"name": "No id"})
    out = empty(practice).run("standard", "import", str(file), "--dry-run", env={"COLUMNS": "80"}).out
    assert "categories 3  id" in out
    assert "'E Mail' cannot be the id of a category." in out
    assert "categories 4  id" in out
    assert " ".join(out.split()).endswith("left out 0 rows with faults, 2 cells of categories.")
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("order", "-1", "-1 is less than 0."), ("order", "1.5", "1.5 is not a whole number."),
        ("frequency", "often", "'often' is not one of 'monthly', 'quarterly', 'semiannual', 'annual' or 'biennial'."),
    ],
)  # fmt: skip
def test_a_category_beside_the_standards_of_a_csv_is_told_once(
    practice: Practice, column: str, cell: str, reason: str
) -> None:
    file = practice.home / "library.csv"
    assert practice.run("export", "--csv", str(file), "--category", "email").code == 0
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]))
    writer.writeheader()
    writer.writerows({**row, f"category_{column}": cell} for row in rows)
    file.write_text(stream.getvalue(), encoding="utf-8")
    other = empty(practice)
    found = bring(other, file)
    assert [(each["sheet"], each["row"], each["column"], each["reason"]) for each in found["category_faults"]] == [
        ("", 2, f"category_{column}", reason)
    ]
    assert (len(found["created"]), found["skipped"]) == (3, [])
    assert other.data("standards/email/_category.yaml")["section"] == "Cloud"
    again = bring(practice, file)
    assert len(again["category_faults"]) == 1
    assert (again["updated"], again["remarks"]) == ([], [])
