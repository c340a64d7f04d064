"""`msptool export`: the whole library as a spreadsheet, and back without loss."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from msptool.standards.library import Library, require_library
from msptool.workspace.workspace import Workspace
from tests.exchange.sheets import xlsx
from tests.small_practice import Practice
from tests.trees import Build

REPOSITORY = Path(__file__).parents[2]
FORMATS = pytest.mark.parametrize("kind", ["csv", "xlsx"])
NASTY: dict[str, Any] = {
    "name": "=HYPERLINK(0)", "question": "Is the =1+1 cell harmless?", "why": "@SUM(A1)\n'quoted'\n\n<b>not HTML</b> &amp; x < 5 ",
    "how": ["-1", "two\nlines", "' =x", "tab\there _x0041_"], "vendors": {"A: b": ["- x"], "+C": ["y"]}, "kind": "compliance", "level": "base",
    "business_impact": "high", "technical_risk": "low", "frequency": "biennial", "minutes": 480, "checked": ["remote", "automated"],
    "tags": ["b", "a"], "applies_to": {"technologies": ["firewall"], "tags": ["hipaa"]}, "status": "retired", "reviewed": "2026-01-05",
    "references": [{"framework": "cis-controls-v8.1", "id": "6.5"}, {"url": "https://a.example/|x", "title": "A | B"}, {"url": "http://b.example", "publisher": "P"}],
    "remedy": {"summary": "＝x", "area": "design-desk", "hours": 1.25, "cost": "major"},
    "retirement": {"on": "2026-11-16", "reason": "Old\nnews", "replaced_by": ["firewall-label"]},
    "formerly": ["nasty-before"], "earlier_wordings": ["Was it?", "Is it\nnow?"], "external": {"import": "=Q-1", "other: x": "2"},
}  # fmt: skip


def library_of(root: Path) -> Library:
    return require_library(Workspace(root, date(2026, 11, 16)).source)


def export(practice: Practice, kind: str, *options: str) -> tuple[Path, Any]:
    file = practice.home / f"library.{kind}"
    done = practice.run("export", f"--{kind}", str(file), "--json", *options)
    assert done.code == 0, done.err
    return file, done.json


def rows_of(file: Path) -> list[dict[str, str]]:
    if file.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))
    header, *rows = python_calamine.CalamineWorkbook.from_path(str(file)).get_sheet_by_name("standards").to_python()
    return [dict(zip(map(str, header), map(str, row), strict=True)) for row in rows]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """This repository's library; do not write into it."""
    return Practice(REPOSITORY, tmp_path_factory.mktemp("home"))


@pytest.mark.slow
@FORMATS
def test_the_whole_library_goes_into_an_empty_workspace_and_is_the_same(
    whole: Practice, build: Build, kind: str
) -> None:
    file, said = export(whole, kind)
    before = library_of(REPOSITORY)
    assert said == {
        "schema": "msptool/export/1", "format": kind, "path": str(file), "standards": len(before.standards),
        "categories": len(before.categories),
    }  # fmt: skip
    assert len(before.standards) >= 374
    empty = build({"msptool.yaml": (REPOSITORY / "msptool.yaml").read_bytes()})
    done = empty.run("standard", "import", str(file), "--json").json
    assert (len(done["created"]), done["skipped"], done["not_yes_no"], done["remarks"]) == (
        len(before.standards),
        [],
        [],
        [],
    )
    after = library_of(empty.root)
    assert dict(after.standards) == dict(before.standards)
    assert dict(after.categories) == dict(before.categories)
    assert list(after.standards) == list(before.standards)


@FORMATS
def test_the_whole_library_into_itself_changes_nothing(whole: Practice, kind: str) -> None:
    file, said = export(whole, kind)
    done = whole.run("standard", "import", str(file), "--dry-run", "--json").json
    assert (done["created"], done["updated"], done["changes"], done["remarks"]) == ([], [], [], [])
    assert len(done["unchanged"]) == said["standards"]


@FORMATS
def test_the_nastiest_standard_survives(build: Build, kind: str) -> None:
    practice = build({})
    practice.standard("nasty", **NASTY)
    practice.category(
        "firewalls", name="-Fire\nwalls", section="=Net", order=7, frequency="monthly", owner="tam", description="'+x"
    )
    file, _ = export(practice, kind)
    other = build({})
    done = other.run("standard", "import", str(file), "--json").json
    assert (done["skipped"], done["not_yes_no"]) == ([], [])
    before, after = library_of(practice.root), library_of(other.root)
    assert dict(after.standards) == dict(before.standards)
    assert dict(after.categories) == dict(before.categories)
    assert practice.run("standard", "import", str(file), "--json").json["updated"] == []


@FORMATS
def test_no_cell_can_be_a_formula(practice: Practice, kind: str) -> None:
    practice.standard("nasty", **NASTY)
    file, _ = export(practice, kind)
    cells = [cell for row in rows_of(file) for cell in row.values()]
    assert [cell for cell in cells if cell[:1] in "=+-@\t\r＝＋－＠" and cell] == []
    assert "'=HYPERLINK(0)" in cells
    assert "'＝x" in cells


def test_a_workbook_is_the_same_to_the_byte_and_has_a_header_that_stays(practice: Practice, tmp_path: Path) -> None:
    import zipfile

    file, _ = export(practice, "xlsx")
    first = file.read_bytes()
    assert export(practice, "xlsx")[0].read_bytes() == first
    with zipfile.ZipFile(file) as archive:
        sheets = [archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2)]
        names = archive.namelist()
    for sheet in sheets:
        assert "<autoFilter " in sheet
        assert 'state="frozen"' in sheet
        assert "<f>" not in sheet
        assert "<v>" not in sheet or 't="s"' in sheet
        assert "<hyperlink" not in sheet
    assert not any("externalLink" in name for name in names)
    workbook = python_calamine.CalamineWorkbook.from_path(str(file))
    assert workbook.sheet_names == ["standards", "categories"]
    assert all(
        isinstance(cell, str)
        for name in workbook.sheet_names
        for row in workbook.get_sheet_by_name(name).to_python()
        for cell in row
    )


def test_a_csv_opens_in_excel(practice: Practice) -> None:
    content = export(practice, "csv")[0].read_bytes()
    assert content.startswith(b"\xef\xbb\xbfid,category,name,question,")
    assert content.endswith(b"\r\n")
    assert content.count(b"\r\n") == 1 + 6


def edited(practice: Practice, kind: str, id: str, /, **cells: str) -> Any:
    """Change cells of an exported row as a person would in Excel, and import the file."""
    file, _ = export(practice, kind)
    rows = rows_of(file)
    for row in rows:
        if row["id"] == id:
            row.update(cells)
    if kind == "csv":
        stream = io.StringIO(newline="")
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
        file.write_text(stream.getvalue(), encoding="utf-8")
    else:
        xlsx(file, [list(rows[0]), *(list(row.values()) for row in rows)])
    done = practice.run("standard", "import", str(file), "--json")
    assert done.code == 0, done.err
    return done.json


@FORMATS
def test_what_a_person_edits_in_the_file_is_changed_and_nothing_else(practice: Practice, kind: str) -> None:
    before = practice.files()
    found = edited(
        practice, kind, "firewall-label", minutes="15", tags="b; a", how="One.\n\nTwo.", frequency="annual", why="",
        remedy_hours="2,5", reviewed="2026-02-01 00:00:00", vendors="Cisco:\n- Look.", external="tool: 7",
    )  # fmt: skip
    assert (found["updated"], len(found["unchanged"])) == (["firewall-label"], 5)
    path = "standards/firewalls/firewall-label.yaml"
    assert {name for name, content in practice.files().items() if before.get(name) != content} == {path}
    data = practice.data(path)
    assert "why" not in data
    assert (data["minutes"], data["tags"], data["how"], data["frequency"]) == (
        "15",
        ["b", "a"],
        ["One.", "Two."],
        "annual",
    )
    assert (data["remedy"]["hours"], data["reviewed"]) == ("2.5", "2026-02-01")
    assert (data["vendors"], data["external"]) == ({"Cisco": ["Look."]}, {"tool": "7"})


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"minutes": "many"}, "minutes", "'many' is not a number."), ({"minutes": "500"}, "minutes", "is more than 480"),
        ({"level": "basic"}, "level", "'basic' is not one of 'base', 'core' or 'advanced'"),
        ({"reviewed": "yesterday"}, "reviewed", "'yesterday' is no date."), ({"tags": "A B"}, "tags", "characters that are not allowed"),
        ({"remedy_area": ""}, "remedy_area", "The cell is empty."), ({"vendors": "x"}, "vendors", "The line 'x' belongs to no vendor."),
        ({"references": "nist-csf PR.AA-03"}, "references", "There is no framework 'nist-csf' in the catalogue."),
        ({"references": "nist-csf-2.0 PR.AA-99"}, "references", "has no PR.AA-99."),
        ({"id": "another-label"}, "id", "It asks the same question as firewall-label."),
        ({"why": "#N/A"}, "why", "The cell holds the Excel error #N/A."), ({"status": "#REF!"}, "status", "The cell holds the Excel error #REF!."),
        ({"reviewed": "11/16/2026"}, "reviewed", "'11/16/2026' is no date."),
        ({"references": "what"}, "references", "neither an address nor a control"), ({"question": ""}, "question", "The question is empty."),
        ({"category": "email"}, "category", "firewall-label is in 'firewalls', not in 'email'."),
        ({"status": "retired"}, "status", "The status and the retirement do not agree."), ({"id": "X Y"}, "id", "'X Y' cannot be the id of a standard."),
        ({"id": "firewall-backup"}, "id", "The id 'firewall-backup' stands in row"),
    ],
)  # fmt: skip
def test_an_edited_cell_that_makes_no_standard_is_told_with_its_column(
    practice: Practice, cells: dict[str, str], column: str, reason: str
) -> None:
    before = practice.files()
    found = edited(practice, "csv", "firewall-label", **cells)
    faults = [each for each in found["skipped"] if each["hint"]]
    assert [each["column"] for each in faults] == [column]
    assert reason.lower() in faults[0]["reason"].lower()
    assert (len(found["unchanged"]), found["created"], found["updated"]) == (5, [], [])
    assert practice.files() == before


def test_a_reworded_question_warns_unless_its_earlier_wording_is_kept(practice: Practice) -> None:
    old = practice.data("standards/firewalls/firewall-label.yaml")["question"]
    new = "Is there a page about the firewall label?"
    kept = edited(practice, "csv", "firewall-label", question=new, earlier_wordings=old)
    assert (kept["updated"], kept["answers_lost"], kept["remarks"]) == (["firewall-label"], [], [])
    assert practice.data("standards/firewalls/firewall-label.yaml")["earlier_wordings"] == [old]
    lost = edited(practice, "csv", "firewall-label", question="Is the label of the firewall blue?")
    assert lost["answers_lost"] == ["firewall-label"]
    assert "answers given before will not count" in lost["remarks"][0]


def test_a_new_row_in_the_file_becomes_a_standard(practice: Practice) -> None:
    file, _ = export(practice, "csv")
    rows = rows_of(file)
    new = {**dict.fromkeys(rows[0], ""), "category": "email", "question": "Is every mailbox named?", "remedy": "Name it.",
           "remedy_area": "tam", "remedy_hours": "1"}  # fmt: skip
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]))
    writer.writeheader()
    writer.writerow(new)
    file.write_text(stream.getvalue(), encoding="utf-8-sig")
    found = practice.run("standard", "import", str(file), "--status", "draft", "--json").json
    assert found["created"] == ["mailbox-named"]
    assert practice.data("standards/email/mailbox-named.yaml") == {
        "name": "Is every mailbox named", "question": "Is every mailbox named?", "status": "draft",
        "remedy": {"summary": "Name it.", "area": "tam", "hours": "1"},
    }  # fmt: skip


def test_columns_that_go_together_are_not_taken_apart(practice: Practice) -> None:
    file, _ = export(practice, "csv")
    file.write_text(file.read_text(encoding="utf-8-sig").replace("remedy_hours", "hours"), encoding="utf-8")
    done = practice.run("standard", "import", str(file))
    assert (done.code, done.out) == (3, "")
    assert "The column 'remedy_hours' is missing" in done.err


def test_another_category_file_is_not_changed_but_told(practice: Practice) -> None:
    found = edited(practice, "csv", "firewall-label", category_section="Elsewhere")
    assert found["updated"] == []
    assert found["remarks"] == [
        "The file says another section of the category 'firewalls': an import changes no category that exists. "
        "Edit standards/firewalls/_category.yaml."
    ]


def test_a_part_of_the_library_is_exported(practice: Practice) -> None:
    practice.standard("draft-one", status="draft")
    assert {row["id"] for row in rows_of(export(practice, "csv", "--status", "draft")[0])} == {"draft-one"}
    file, said = export(practice, "xlsx", "--category", "email", "--status", "active")
    assert {row["category"] for row in rows_of(file)} == {"email"}
    assert (said["standards"], said["categories"]) == (3, 1)


def test_a_text_too_long_for_excel_is_refused_and_never_cut(practice: Practice) -> None:
    practice.standard("long", why="x" * 32_760 + "\U0001f600" * 4)
    target = practice.home / "old.xlsx"
    target.write_bytes(b"old")
    done = practice.run("export", "--xlsx", str(target))
    assert (done.code, done.out, target.read_bytes()) == (3, "", b"old")
    assert done.err == (
        "msptool: long: why has 32,768 characters. A cell of Excel holds 32,767. Shorten the text, or use --csv.\n"
    )
    assert practice.run("export", "--csv", str(practice.home / "long.csv")).code == 0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--xlsx", "{}/lib.txt"), "lib.txt must end in .xlsx"), (("--csv", "{}/lib.xlsx"), "lib.xlsx must end in .csv"),
        (("--csv", "{}/nosuch/x.csv"), "nosuch: create it, or write elsewhere."),
        ((), "Name one target: --csv FILE, --xlsx FILE, --oscal DIR, --ciso-assistant FILE.yaml, --parquet DIR,"), (("--csv", "{}/a.csv", "--xlsx", "{}/a.xlsx"), "Name one target"),
        (("--csv", "{}"), "is a folder: name a file in it."), (("--csv", "{}/a.csv", "--status", "old"), "--status takes draft, active, retired or all, not 'old'."),
        (("--csv", "{}/a.csv", "--category", "emial"), "There is no category 'emial'. Did you mean 'email'?"),
    ],
)  # fmt: skip
def test_what_cannot_be_exported_is_refused_in_one_sentence(
    practice: Practice, options: tuple[str, ...], sentence: str
) -> None:
    done = practice.run("export", *(each.format(practice.home) for each in options))
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert done.err.count("\n") == 1
    assert list(practice.home.iterdir()) == []


def test_a_file_that_is_there_is_replaced(practice: Practice) -> None:
    target = practice.home / "library.csv"
    target.write_text("old")
    done = practice.run("export", "--csv", str(target))
    assert done.out == f"Wrote 6 standards to {target}.\n"
    assert target.read_bytes().startswith(b"\xef\xbb\xbfid,")
    assert [each.name for each in practice.home.iterdir()] == ["library.csv"]
