"""The sheet as an Excel workbook: what may be filled in, and how it comes back."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from msptool.clients.register import require_client
from msptool.exchange import tables
from msptool.exchange.tables import sheets_of
from msptool.reviews.model import Scope
from msptool.reviews.store import start
from msptool.sheets.sheet import make_sheet
from msptool.sheets.workbook import workbook
from msptool.standards.library import require_library
from msptool.workspace.workspace import Workspace
from tests.sheets.excel import fill, unlocked, xml_of
from tests.sheets.sheets import REVIEW, by_hand, recorded
from tests.small_practice import TODAY, Done, Practice

# Rows of the first page, in the order of the library.
BACKUP, FIRMWARE, LABEL, ARCHIVE, LOGIN, QUOTA = range(2, 8)


@pytest.fixture
def book(practice: Practice, tmp_path: Path) -> Path:
    done = practice.run("review", "sheet", "acme", "--xlsx", str(tmp_path / "sheet.xlsx"), "--all")
    assert done.code == 0, done.err
    return tmp_path / "sheet.xlsx"


def apply(practice: Practice, file: Path, *options: str) -> Done:
    return practice.run("review", "apply", str(file), "--json", *options, today=TODAY + timedelta(2))


def filled(practice: Practice, book: Path, cells: dict[str, Any], *options: str) -> Done:
    return apply(practice, fill(book, book.with_name("filled.xlsx"), cells), *options)


def visit_row(book: Path, field: str) -> int:
    return next(number for number, row in enumerate(sheets_of(book)["Visit day"], 1) if row and row[0] == field)


def test_only_the_cells_for_answers_may_be_changed(book: Path) -> None:
    assert unlocked(book, "Answers") == {f"{column}{row}" for column in "IJKLMN" for row in range(2, 8)}
    free = unlocked(book, "Visit day")
    assert f"C{visit_row(book, 'summary')}" in free
    assert not {place for place in free if place.startswith(("A", "B"))}
    for page in ("Answers", "Visit day", "msptool"):
        assert "<sheetProtection" in xml_of(book, page)
        assert "password" not in xml_of(book, page)
    answers = xml_of(book, "Answers")
    assert '"Yes,No,n/a"' in answers.replace("&quot;", '"')
    assert 'state="frozen"' in answers
    with zipfile.ZipFile(book) as found:
        assert '<sheet name="msptool" sheetId="3" state="hidden"' in found.read("xl/workbook.xml").decode()


def test_a_workbook_that_nobody_filled_in_changes_nothing(practice: Practice, book: Path) -> None:
    by_hand(practice, "firewall-backup,no,It is broken.\nfirewall-label,n/a,No rack.\n")
    done = practice.run("review", "sheet", "acme", "--xlsx", str(book))
    assert done.code == 0, done.err
    before = practice.read(REVIEW)
    done = apply(practice, book)
    assert done.code == 0
    assert sum(done.json["counts"].values()) == 0
    assert practice.read(REVIEW) == before


def test_answers_come_back_from_the_cells(practice: Practice, book: Path) -> None:
    summary, ticket = visit_row(book, "summary"), visit_row(book, "tickets")
    answers = {
        f"I{BACKUP}": "Yes", f"J{BACKUP}": "Seen.\r\nTwice.", f"K{BACKUP}": "Yes",
        f"I{FIRMWARE}": "no", f"L{FIRMWARE}": "Service Desk", f"M{FIRMWARE}": "Which model?", f"N{FIRMWARE}": TODAY + timedelta(1),
        f"I{LABEL}": "N/A", f"J{LABEL}": "No rack.", f"J{QUOTA}": "Nobody had the key.",
    }  # fmt: skip
    visit = {
        f"C{visit_row(book, 'on')}": TODAY + timedelta(2), f"C{visit_row(book, 'our_items')}": "Agenda\n\nTickets",
        f"C{visit_row(book, 'next_visit')}": TODAY + timedelta(30), f"C{summary}": "=All well.",
        f"C{ticket}": "T-1", f"D{ticket}": "Printer", f"E{ticket}": "Yes", f"D{ticket + 1}": "Mouse",
    }  # fmt: skip
    done = filled(practice, book, {"Answers": answers, "Visit day": visit})
    assert done.code == 0, done.err
    review = recorded(practice)
    assert {name: (each["answer"], each["on"]) for name, each in review["answers"].items()} == {
        "firewall-backup": ("yes", str(TODAY + timedelta(2))), "firewall-firmware": ("no", str(TODAY + timedelta(1))),
        "firewall-label": ("n/a", str(TODAY + timedelta(2))),
    }  # fmt: skip
    assert review["answers"]["firewall-backup"]["note"] == "Seen.\nTwice."
    assert review["answers"]["firewall-firmware"]["hand_over"] == "service-desk"
    assert review["remarks"]["mailbox-quota"]["note"] == "Nobody had the key."
    [day] = review["visits"]
    assert (day["on"], day["our_items"], day["summary"]) == (
        str(TODAY + timedelta(2)),
        ["Agenda", "Tickets"],
        "=All well.",
    )
    assert day["tickets"] == [{"summary": "Printer", "id": "T-1", "done": "true"}, {"summary": "Mouse"}]
    again = apply(practice, book.with_name("filled.xlsx"))
    assert again.code == 0
    assert set(again.json["came_in"]) == set()


def test_a_later_workbook_of_the_same_sheet_updates_it(practice: Practice, book: Path) -> None:
    assert filled(practice, book, {"Answers": {f"I{BACKUP}": "Yes"}}).code == 0
    done = filled(practice, book, {"Answers": {f"I{BACKUP}": "No", f"J{BACKUP}": "After all."}})
    assert (done.code, done.json["counts"]["updated"]) == (0, 1)
    assert recorded(practice)["answers"]["firewall-backup"]["note"] == "After all."


def test_another_answer_is_of_the_day_of_the_visit_unless_it_has_a_day(practice: Practice, book: Path) -> None:
    by_hand(practice, "firewall-backup,no,\nfirewall-firmware,no,\nfirewall-label,no,\n")
    assert practice.run("review", "sheet", "acme", "--xlsx", str(book)).code == 0
    visit = {f"C{visit_row(book, 'on')}": TODAY + timedelta(1)}
    cells = {
        f"I{BACKUP}": "Yes", f"J{FIRMWARE}": "As before.", f"I{LABEL}": "Yes", f"N{LABEL}": TODAY + timedelta(2),
    }  # fmt: skip
    assert filled(practice, book, {"Answers": cells, "Visit day": visit}).code == 0
    days = {name: each["on"] for name, each in recorded(practice)["answers"].items()}
    assert days == {
        "firewall-backup": str(TODAY + timedelta(1)), "firewall-firmware": str(TODAY), "firewall-label": str(TODAY + timedelta(2)),
    }  # fmt: skip


def test_a_refused_row_is_named_by_its_number(practice: Practice, book: Path) -> None:
    cells: dict[str, Any] = {
        f"I{BACKUP}": "perhaps", f"I{FIRMWARE}": "n/a", f"I{LABEL}": "yes", f"L{LABEL}": "The Owner", f"I{ARCHIVE}": "yes",
        f"N{ARCHIVE}": "16.11.2026", f"I{LOGIN}": "no", f"K{LOGIN}": "Yes", f"I{QUOTA}": "yes",
    }  # fmt: skip
    done = filled(practice, book, {"Answers": cells})
    assert done.code == 1
    assert {each["place"]: each["standard"] for each in done.json["refused"]} == {
        f"row {BACKUP}": "firewall-backup", f"row {FIRMWARE}": "firewall-firmware", f"row {LABEL}": "firewall-label",
        f"row {ARCHIVE}": "mailbox-archive", f"row {LOGIN}": "mailbox-login",
    }  # fmt: skip
    assert f"firewall-firmware (row {FIRMWARE}): 'n/a' needs a note" in done.err
    assert done.json["came_in"] == ["mailbox-quota"]


def test_rows_that_were_tampered_with_are_refused(practice: Practice, book: Path) -> None:
    cells = {f"O{BACKUP}": "firewall-bakup", f"I{BACKUP}": "Yes", f"O{LABEL}": "firewall-firmware", f"I{QUOTA}": "Yes"}
    done = filled(practice, book, {"Answers": cells})
    assert done.code == 1
    assert [(each["standard"], each["place"]) for each in done.json["refused"]] == [
        ("firewall-bakup", f"row {BACKUP}"), ("firewall-firmware", f"row {LABEL}"),
    ]  # fmt: skip
    assert f"The standard stands in row {FIRMWARE} too" in done.err
    assert done.json["came_in"] == ["mailbox-quota"]


def test_the_words_of_the_sheet_are_those_of_its_hidden_page(practice: Practice, book: Path) -> None:
    practice.standard("firewall-backup", question="Is the firewall backup tested?")
    done = filled(practice, book, {"Answers": {f"I{BACKUP}": "Yes"}})
    assert done.code == 1
    assert f"firewall-backup (row {BACKUP}): The question has been reworded" in done.err


@pytest.mark.parametrize("kind", ["text", "other", "bomb", "torn"])
def test_what_is_no_sheet_is_refused(
    kind: str, practice: Practice, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MAX_UNPACKED", 3_000_000)
    if kind == "text":
        book.write_text("Is it on?")
    elif kind == "other":
        with xlsxwriter.Workbook(str(book)) as made:
            made.add_worksheet("Answers").write(0, 0, "ANSWER")
    elif kind == "bomb":
        with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as made:
            for number in range(5):
                made.writestr(f"xl/worksheets/sheet{number}.xml", b" " * 1_000_000)
    else:
        book.write_bytes(book.read_bytes()[:-2000])
    before = practice.files()
    done = apply(practice, book)
    assert done.code in (2, 3)
    assert done.out == ""
    assert done.err.count("\n") == 1
    assert ("unpacks to more than" in done.err) == (kind == "bomb")
    assert practice.files() == before


def test_the_same_sheet_gives_the_same_bytes(practice: Practice, tmp_path: Path) -> None:
    workspace, now = Workspace(practice.root, TODAY), datetime(2026, 11, 16, 9, tzinfo=UTC)
    client, library = require_client(workspace.source, "acme"), require_library(workspace.source)
    with start(workspace, client, library, Scope(everything=True), by="jim", now=now) as opened:
        made = make_sheet(opened, library, id="0123456789", made=now, practice="x", commit=None, by_name="Jim")
    assert workbook(made) == workbook(made)


def test_a_note_that_no_cell_holds_asks_for_the_page(practice: Practice, book: Path) -> None:
    by_hand(practice, f"firewall-backup,no,{'x' * 32_001}\n")
    before = book.read_bytes()
    done = practice.run("review", "sheet", "acme", "--xlsx", str(book))
    assert done.code == 3
    assert "too long for a cell of Excel: make the sheet with --html" in done.err
    assert book.read_bytes() == before


@pytest.mark.parametrize(
    "note",
    ["_x0041_ and _x001B_", "  two  spaces ", "tab\there", "'=1+1", "größer 👩‍👩‍👧", "a\nb", "<b>&amp;</b>", "\x1b[A"],
)
def test_a_note_is_the_same_behind_a_workbook(note: str, practice: Practice, book: Path) -> None:
    row = '"' + note.replace('"', '""') + '"'
    by_hand(practice, f"firewall-backup,no,{row}\n")
    done = practice.run("review", "sheet", "acme", "--xlsx", str(book))
    assert done.code == 0, done.err
    done = apply(practice, book)
    assert (done.code, done.json["came_in"]) == (0, [])
