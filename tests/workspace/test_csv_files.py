"""CSV files of other programs: their rows, and the dates in their columns."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from msptool.workspace.csv_dates import DateColumn, decide_together
from msptool.workspace.csv_rows import Broken, CsvRows, TextFile

ZONE = ZoneInfo("America/Chicago")


def rows_of(tmp_path: Path, content: bytes) -> tuple[CsvRows, list[tuple[int, object]]]:
    """The rows of a file; a broken one is its reason."""
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    rows = CsvRows(TextFile(file, "x.csv"))
    return rows, [(number, row.reason if isinstance(row, Broken) else row) for number, row in rows]


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\r\n1,caf\xc3\xa9\r\n", "\ufeffa,b\n1,café\n".encode(), b"a,b\n1,caf\xe9\n", "a,b\n1,café\n".encode("utf-16"),
        "a,b\n1,café\n".encode("utf-16-le"), "a,b\n1,café\n".encode("utf-16-be"), b"a;b\r1;caf\xc3\xa9\r", b"a\tb\n1\tcaf\xc3\xa9\n",
        b"sep=;\na;b\n1;caf\xc3\xa9\n", b"\n\na|b\n1|caf\xc3\xa9\n", b'"a","b"\n"1","caf\xc3\xa9"',
    ],
)  # fmt: skip
def test_any_usual_encoding_separator_and_line_end_is_read(content: bytes, tmp_path: Path) -> None:
    rows, found = rows_of(tmp_path, content)
    assert rows.header == ("a", "b")
    assert found == [(2, ["1", "café"])]


def test_a_file_that_was_glued_together_of_two_encodings(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(b"a\ncaf\xc3\xa9\ncaf\xe9\n")
    text = TextFile(file, "x.csv")
    assert [row for _, row in CsvRows(text)] == [["café"], ["café"]]
    assert text.said == "UTF-8, 1 lines of it as Windows-1252"


def test_a_large_file_says_how_far_it_is_read(tmp_path: Path) -> None:
    file, heard = tmp_path / "x.csv", []
    file.write_bytes(b"a,b\n" + b"1,%s\n" % (b"x" * 96) * 50_000)
    rows = CsvRows(TextFile(file, "x.csv", progress=lambda *said: heard.append(said)))
    assert sum(1 for _ in rows) == 50_000
    assert heard == [(1, 4, "MB"), (3, 4, "MB"), (4, 4, "MB")]


def test_a_cell_may_hold_lines_and_a_row_fewer_cells(tmp_path: Path) -> None:
    _, found = rows_of(tmp_path, b'a,b,c\n1,"two\nlines",x\n\n2\n3,,,,\n')
    assert found == [(2, ["1", "two\nlines", "x"]), (4, ["2", "", ""]), (5, ["3", "", "", "", ""])]


def test_a_quotation_mark_that_never_ends_costs_one_row(tmp_path: Path) -> None:
    lines = b"".join(b"%d,x\n" % number for number in range(3, 2003))
    _, found = rows_of(tmp_path, b'a,b\n1,"never closed\n' + lines)
    assert found[0] == (2, "The quotation marks do not match.")
    assert len(found) == 2001
    assert found[-1] == (2002, ["2002", "x"])


def test_a_row_of_a_million_characters_is_no_row(tmp_path: Path) -> None:
    _, found = rows_of(tmp_path, b'a,b\n1,"' + b"x" * 1_500_000 + b'"\n2,y\n')
    assert found == [(2, "A cell of it is larger than a million characters."), (3, ["2", "y"])]


@pytest.mark.parametrize(
    ("values", "text", "moment"),
    [
        (["10/13/2026 1:05 PM"], "10/05/2026 12:30 AM", datetime(2026, 10, 5, 0, 30)),
        (["13/10/2026 13:05"], "05/10/2026 23:59:59", datetime(2026, 10, 5, 23, 59, 59)),
        (["13.10.26"], "05.10.26", datetime(2026, 10, 5)),
        ([], "2026-10-05T08:00:00.123", datetime(2026, 10, 5, 8)),
        ([], "2026/10/05 8:00", datetime(2026, 10, 5, 8)),
        ([], "2026-10-05T08:00:00Z", datetime(2026, 10, 5, 3)),
        ([], "2026-10-05 08:00 +02:00", datetime(2026, 10, 5, 1)),
        ([], "05-Oct-2026 08:00", datetime(2026, 10, 5, 8)),
        ([], "Oct 5, 2026, 8:00 p.m.", datetime(2026, 10, 5, 20)),
        ([], "Monday, 5 October 2026", datetime(2026, 10, 5)),
        ([], "10/05/2026, 12:00 PM", datetime(2026, 10, 5, 12)),
    ],
)
def test_a_date_is_read_as_its_column_is_written(values: list[str], text: str, moment: datetime) -> None:
    column = DateColumn("x")
    for value in (*values, text):
        column.look_at(value)
    column.decide("mdy")
    assert column.moment(text, ZONE) == moment


@pytest.mark.parametrize("text", ["", "-", "N/A", "null", "0001-01-01T00:00:00"])
def test_a_cell_that_means_nothing_is_no_date(text: str) -> None:
    assert DateColumn("x").moment(text, ZONE) is None


@pytest.mark.parametrize(
    "text", ["2026-02-30", "13/13/2026", "yesterday", "10/05/2026 25:00", "10/05/2026 13:00 PM", "5 Foo 2026", "1/2"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        DateColumn("x").moment(text, ZONE)


def column_of(name: str, *values: str) -> DateColumn:
    column = DateColumn(name)
    for value in values:
        column.look_at(value)
    return column


def test_a_column_that_does_not_tell_follows_one_that_does() -> None:
    opened, answered = column_of("a", "05/10/2026", "06/10/2026"), column_of("b", "13/10/2026", "06/10/2026")
    decide_together([opened, answered], "mdy")
    assert (opened.order, opened.certain) == ("dmy", False)
    assert (answered.order, answered.certain, answered.said) == ("dmy", True, "day/month/year")
    assert opened.said == "day/month/year (the column itself does not tell: --dates says it)"


def test_where_no_column_tells_the_profile_says_it() -> None:
    column = column_of("a", "05/10/2026")
    decide_together([column], "dmy")
    assert (column.order, column.certain) == ("dmy", False)


def test_a_column_that_contradicts_itself_is_read_as_most_of_it_says() -> None:
    column = column_of("a", "13/10/2026", "14/10/2026", "10/13/2026")
    decide_together([column], "mdy")
    assert column.said == "day/month/year, against 1 values that can only be the other"
    with pytest.raises(ValueError):
        column.moment("10/13/2026", ZONE)
