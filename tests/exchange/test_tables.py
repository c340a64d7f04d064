"""Tables as people send them: CSV in the encodings and separators of the field, and workbooks."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from msptool.exchange.tables import read_source
from msptool.workspace.delimited import Table
from msptool.workspace.problems import Refusal
from tests.exchange.sheets import xlsx
from tests.trees import posix, python

TEXT = "Category,Question,Größe\nFirewalls,Is it on?,5 €\nEmail,Is it off?,7\n"
ROWS = (
    (2, {"Category": "Firewalls", "Question": "Is it on?", "Größe": "5 €"}),
    (3, {"Category": "Email", "Question": "Is it off?", "Größe": "7"}),
)


def read_table(path: Path) -> Table:
    return read_source(path).table


def read(folder: Path, content: bytes, name: str = "table.csv") -> Table:
    file = folder / name
    file.write_bytes(content)
    return read_table(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_encodings_that_excel_writes_are_read(tmp_path: Path, encoding: str, ending: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    found = read(tmp_path, mark + TEXT.replace("\n", ending).encode(encoding))
    assert (found.header, found.rows, found.remark) == (("Category", "Question", "Größe"), ROWS, "")


def test_windows_1252_is_read_and_said(tmp_path: Path) -> None:
    found = read(tmp_path, TEXT.encode("cp1252"))
    assert found.rows == ROWS
    assert found.remark == "table.csv is not UTF-8: read as Windows-1252."


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_the_header_has_most_of(tmp_path: Path, separator: str) -> None:
    found = read(tmp_path, TEXT.replace(",", separator).encode())
    assert found.rows == ROWS


def test_a_separator_within_a_cell_does_not_count(tmp_path: Path) -> None:
    content = 'Category;"Question, in English; yes or no";Note\nFirewalls;"Is it on, and locked?";x\n'
    assert read(tmp_path, content.encode()).rows == (
        (2, {"Category": "Firewalls", "Question, in English; yes or no": "Is it on, and locked?", "Note": "x"}),
    )


def test_cells_may_have_several_lines_and_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    content = 'a,b\n"one\ntwo",x\n,\n\nthree,"y ""z"""\n'
    assert read(tmp_path, content.encode()).rows == (
        (2, {"a": "one\ntwo", "b": "x"}),
        (5, {"a": "three", "b": 'y "z"'}),
    )


def test_empty_lines_above_the_header_are_passed_over(tmp_path: Path) -> None:
    assert read(tmp_path, b",,\n\na,b\n1,2\n").rows == ((4, {"a": "1", "b": "2"}),)


def test_short_rows_invent_no_cells_and_a_row_with_cells_beyond_the_header_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, b"a,b\n1\n2,3,4\n5,6\n")
    assert found.rows == ((2, {"a": "1"}), (4, {"a": "5", "b": "6"}))
    assert found.broken == ((3, "It has more cells than the header (3, not 2)."),)


def test_a_comma_that_moves_empty_cells_beyond_the_header_is_told_too(tmp_path: Path) -> None:
    found = read(tmp_path, b"a,b,c\n1,2,3\n4, 5,6,\n7,8,9\n")
    assert [number for number, _ in found.broken] == [3]


def test_separators_at_the_end_of_every_line_are_no_cells(tmp_path: Path) -> None:
    found = read(tmp_path, b"a,b\n1,2,\n3,4,\n5,6,\n")
    assert ([number for number, _ in found.rows], found.broken) == ([2, 3, 4], ())


@pytest.mark.parametrize("broken", ['4,"5,6', '4,"5"x,6,7', '"4,5,6', '4,5,"6'])
@pytest.mark.parametrize("after", ["", '7,"8",9\n', '7,8,9\n"a\nb",x,y\n'])
def test_a_quotation_mark_that_is_left_open_costs_its_own_row_only(tmp_path: Path, broken: str, after: str) -> None:
    content = f"a,b,c\n1,2,3\n{broken}\n{after}"
    found = read(tmp_path, content.encode())
    assert found.broken == ((3, "The quotation marks do not match."),)
    whole = read(tmp_path, f"a,b,c\n1,2,3\nx,x,x\n{after}".encode())
    assert found.rows == tuple(row for row in whole.rows if row[0] != 3)


def test_spaces_after_a_quoted_cell_are_forgiven(tmp_path: Path) -> None:
    assert read(tmp_path, b'a,b\n"1" ,2\n').rows == ((2, {"a": "1", "b": "2"}),)


def test_utf_16_without_a_mark_is_read_and_said(tmp_path: Path) -> None:
    found = read(tmp_path, TEXT.encode("utf-16-le"))
    assert (found.rows, found.remark) == (ROWS, "table.csv is read as UTF-16.")


def test_a_column_that_stands_twice_is_said(tmp_path: Path) -> None:
    found = read(tmp_path, b"a,b,a\n1,2,3\n")
    assert (found.rows[0][1], found.remark) == (
        {"a": "1", "b": "2"}, "The column 'a' stands more than once: the first one counts.",
    )  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"\n\n", b" , ,\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refusal, match=r"table\.csv is empty"):
        read(tmp_path, content)


def test_a_missing_file_a_folder_and_a_huge_one_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refusal, match="cannot be read: No such file or directory"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(Refusal, match="cannot be read: Is a directory"):
        read_table(tmp_path)
    monkeypatch.setattr("msptool.exchange.tables.MAX_BYTES", 1_000_000)
    with pytest.raises(Refusal, match="is larger than 1 MB: split it"):
        read(tmp_path, b"a,b\n" + b"x" * 1_000_000)


def test_a_header_of_a_megabyte_is_refused_as_no_csv_file(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"table\.csv is not a CSV file"):
        read(tmp_path, b"x" * 1_100_000 + b",b\n1,2\n")


def test_ten_thousand_columns_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, ",".join(f"c{number}" for number in range(10_000)).encode() + b"\n1\n")
    assert (len(found.header), found.rows) == (10_000, ((2, {"c0": "1"}),))


def test_old_macintosh_line_ends_are_read_or_refused(tmp_path: Path) -> None:
    try:
        assert read(tmp_path, TEXT.replace("\n", "\r").encode()).rows == ROWS
    except Refusal as refusal:
        assert "table.csv" in str(refusal)


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=12).map(str.strip)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), max_size=5), st.sampled_from(",;\t|"))
def test_what_a_spreadsheet_writes_is_what_is_read(rows: list[list[str]], separator: str) -> None:
    from tempfile import TemporaryDirectory

    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator)
    writer.writerow(["first", "second"])
    writer.writerows(rows)
    with TemporaryDirectory() as folder:
        found = read(Path(folder), stream.getvalue().encode())
    assert [[row["first"], row["second"]] for _, row in found.rows] == [row for row in rows if any(row)]


@given(st.binary(max_size=400), st.sampled_from(["t.csv", "t.txt", "t.xlsx", "t.xls", "t.ods"]))
def test_no_content_whatever_crashes(content: bytes, name: str) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        try:
            found = read(Path(folder), content, name)
        except Refusal as refusal:
            assert name in str(refusal)
        else:
            assert found.header


def test_the_first_sheet_of_a_workbook_is_read_as_text(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Category", "Question", "Minutes", "Share"],
        ["Firewalls", "Is it on?", 12, 0.5],
        ["", "", "", ""],
        ["Email", "Is it off?", 7.0, ""],
    ]
    found = read_table(xlsx(tmp_path / "table.xlsx", rows, sheets=("Questions", "Notes")))
    assert found.header == ("Category", "Question", "Minutes", "Share")
    assert found.rows == (
        (2, {"Category": "Firewalls", "Question": "Is it on?", "Minutes": "12", "Share": "0.5"}),
        (4, {"Category": "Email", "Question": "Is it off?", "Minutes": "7", "Share": ""}),
    )


def test_formulas_dates_booleans_and_errors_come_as_their_values(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for column, name in enumerate(("sum", "day", "on", "error", "text")):
            sheet.write(0, column, name)
        sheet.write_formula(1, 0, "=1+1", None, 2)
        sheet.write_datetime(1, 1, datetime(2026, 11, 16), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_boolean(1, 2, True)
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        sheet.write_string(1, 4, "=HYPERLINK(0)")
    row = read_table(path).rows[0][1]
    assert (row["sum"], row["day"][:10], row["on"], row["text"]) == ("2", "2026-11-16", "True", "=HYPERLINK(0)")


def test_a_sheet_that_does_not_begin_in_the_corner_keeps_its_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write(4, 2, "Question")
        sheet.write(6, 2, "Is it on?")
    assert [(number, row["Question"]) for number, row in read_table(path).rows] == [(7, "Is it on?")]


def test_a_workbook_without_a_cell_is_empty(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"table\.xlsx is empty"):
        read_table(xlsx(tmp_path / "table.xlsx", []))


@pytest.mark.parametrize("name", ["table.xlsx", "table.xls", "table.xlsm", "table.ods"])
@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 torn", b"a,b\n1,2\n"])
def test_what_only_looks_like_a_workbook_is_refused_with_what_to_do(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(Refusal, match=r"is not a spreadsheet that can be read: save it again as \.xlsx or \.csv\."):
        read(tmp_path, content, name)


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.99])
def test_a_workbook_cut_in_transfer_is_refused(tmp_path: Path, keep: float) -> None:
    whole = xlsx(tmp_path / "whole.xlsx", [["Category", "Question"], ["Email", "Is it on?"]]).read_bytes()
    with pytest.raises(Refusal, match="is not a spreadsheet that can be read"):
        read(tmp_path, whole[: int(len(whole) * keep)], "cut.xlsx")


def test_a_workbook_with_a_part_missing_or_broken_is_refused(tmp_path: Path) -> None:
    whole = xlsx(tmp_path / "whole.xlsx", [["Category", "Question"], ["Email", "Is it on?"]])
    for spoilt in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"):
        for content in (None, b"<broken", b"\xff\xfe\x00"):
            path = tmp_path / "spoilt.xlsx"
            with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
                for entry in old.infolist():
                    if entry.filename != spoilt:
                        new.writestr(entry, old.read(entry))
                    elif content is not None:
                        new.writestr(entry, content)
            with pytest.raises(Refusal, match="spoilt"):
                read_table(path)


def test_a_bomb_in_a_workbook_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("msptool.exchange.tables.MAX_UNPACKED", 1_000_000)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 2_000_000)
    with pytest.raises(Refusal, match="unpacks to more than 1 MB: it is not read"):
        read_table(path)


FAR = "is too large a table: with the cell XFD1048576 it has more than 5,000,000 cells, empty ones counted. Delete what"


def sheet_of(path: Path, rows: str) -> Path:
    """A workbook whose sheet has this XML between its tags."""
    whole = xlsx(path.with_name("whole.xlsx"), [["Category"]])
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                start, end = content.index(b"<sheetData>"), content.index(b"</sheetData>")
                content = content[:start] + b"<sheetData>" + rows.encode() + content[end:]
            new.writestr(entry, content)
    return path


@posix
def test_a_cell_in_the_last_corner_of_a_sheet_is_refused_before_its_rectangle_is_made(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write("A1", "Category")
        book.add_worksheet().write("XFD1048576", "far")
    assert path.stat().st_size < 10_000
    # In a process of its own, with little memory: the reader of workbooks would end it.
    code = (
        "import resource, sys; from pathlib import Path; resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))\n"
        "from msptool.exchange.tables import read_source; from msptool.workspace.problems import Refusal\n"
        "try: read_source(Path(sys.argv[1]))\n"
        "except Refusal as refusal: print(refusal)"
    )
    done = python(code, str(path), cwd=Path(__file__).parents[2])
    assert (done.code, FAR in done.out) == (0, True), done.err
    with pytest.raises(Refusal, match=FAR):
        read_table(path)


@pytest.mark.parametrize(
    "last",
    [
        '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>',
        '<x:row xmlns:x="y" r="9"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
        '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
    ],
)
def test_it_does_not_matter_how_the_far_cell_is_written(tmp_path: Path, last: str) -> None:
    path = sheet_of(tmp_path / "far.xlsx", f'<row r="1"><c r="A1"><v>1</v></c></row>{last}')
    with pytest.raises(Refusal, match="is too large a table"):
        read_table(path)


def test_a_place_that_no_sheet_has_is_refused(tmp_path: Path) -> None:
    for place in ("A" + "9" * 5_000, "A99999999", "ZZZZZ1", "A0x", ""):
        path = sheet_of(tmp_path / "odd.xlsx", f'<row r="1"><c r="{place}"><v>1</v></c></row>')
        with pytest.raises(Refusal, match="is not a spreadsheet that can be read"):
            read_table(path)


def test_cells_that_are_only_formatted_and_a_size_that_is_only_said_cost_nothing(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    path = sheet_of(tmp_path / "formatted.xlsx", rows)
    with zipfile.ZipFile(path) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    sheet = entries["xl/worksheets/sheet1.xml"]
    assert b'<dimension ref="A1"/>' in sheet
    entries["xl/worksheets/sheet1.xml"] = sheet.replace(b'ref="A1"', b'ref="A1:XFD1048576"')
    with zipfile.ZipFile(path, "w") as new:
        for name, content in entries.items():
            new.writestr(name, content)
    assert read_table(path).rows == ((2, {"1": "2"}),)


def test_a_quarter_of_a_million_broken_lines_are_refused_in_one_sentence(tmp_path: Path) -> None:
    for line in ('1,"x"y,z\n', "1,2,3\n"):
        with pytest.raises(Refusal) as told:
            read(tmp_path, b"a,b\n" + line.encode() * 240_000)
        assert "table.csv has more than 5,000 rows that cannot be read. Row 2: " in str(told.value)
        assert str(told.value).endswith("Save the spreadsheet anew as CSV or .xlsx, and take that file.")


def test_some_broken_lines_are_told_each(tmp_path: Path) -> None:
    found = read(tmp_path, b"a,b\n" + b'1,"x"y,z\n' * 5_000 + b"1,2\n")
    assert (len(found.broken), found.rows) == (5_000, ((5_002, {"a": "1", "b": "2"}),))


def test_line_breaks_within_a_cell_are_of_one_kind(tmp_path: Path) -> None:
    assert read(tmp_path, b'a,b\r\n"one\r\ntwo",x\r\n').rows == ((2, {"a": "one\ntwo", "b": "x"}),)
