"""Answers from a file: every shape that people send, and what is refused by row."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.reviews.answers_file import Row, read_answers
from msptool.workspace.problems import Refusal
from tests.small_practice import dump

PLAIN = "standard,answer,note\nfirewall-label,yes,\nmailbox-login,no,Two are old.\n"
ROWS = [Row(2, "firewall-label", "yes"), Row(3, "mailbox-login", "no", "Two are old.")]


def rows(content: str | bytes, name: str = "answers.csv") -> list[Row]:
    return read_answers(name, content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-16"),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.rstrip("\n").encode(),
        PLAIN.replace("standard,answer,note", " Standard , ANSWER,Note").encode(),
        PLAIN.replace("Two are old.", '"Two are old."').encode(),
    ],
)
def test_csv_as_excel_libreoffice_and_people_write_it(content: bytes) -> None:
    assert rows(content) == ROWS


def test_old_macintosh_line_ends_are_read_or_refused_never_a_crash() -> None:
    try:
        assert rows(PLAIN.replace("\n", "\r")) == ROWS
    except Refusal as refusal:
        assert "answers.csv" in str(refusal)


def test_rows_are_numbered_by_the_line_they_stand_on_and_empty_ones_are_passed_over() -> None:
    content = "standard,answer,note\n\nfirewall-label,yes,\n,,\nmailbox-login,no,\n"
    assert [(row.number, row.standard) for row in rows(content)] == [(3, "firewall-label"), (5, "mailbox-login")]


def test_columns_may_come_in_any_order_and_the_note_may_be_missing() -> None:
    assert rows("answer,standard\nyes,firewall-label\n") == [Row(2, "firewall-label", "yes")]


def test_every_column_of_an_answer_is_taken() -> None:
    content = (
        "standard,answer,note,fixed_onsite,hand over,feedback\n"
        'firewall-label,yes,"Label, with a comma",true,service-desk,Ask per site.\n'
    )
    assert rows(content) == [
        Row(2, "firewall-label", "yes", "Label, with a comma", True, "service-desk", "Ask per site.")
    ]


def test_short_rows_have_no_note_and_cells_too_many_are_refused_and_never_cut() -> None:
    assert rows("standard,answer,note\nfirewall-label,yes\n") == [Row(2, "firewall-label", "yes")]
    for text in ("a,b,c", "a, and b,"):
        with pytest.raises(Refusal) as told:
            rows(f"standard,answer,note\nmailbox-login,no,\nfirewall-label,yes,{text}\n")
        assert str(told.value) == (
            "answers.csv, row 3: It has more cells than the header (5, not 3). Put the cell in quotes where it holds a "
            "separator or a quote."
        ).replace("5", str(2 + len(text.split(","))))


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("yes", "yes"), ("Y", "yes"), ("TRUE", "yes"), ("no", "no"), ("N", "no"), ("false", "no"), ("n/a", "n/a"),
        ("N/A", "n/a"), ("na", "n/a"), ("Not applicable", "n/a"), ("perhaps", "perhaps"), ("1", "1"), ("", ""),
    ],
)  # fmt: skip
def test_yes_no_and_not_applicable_are_understood_as_people_write_them(said: str, answer: str) -> None:
    assert rows(f"standard,answer,note\nfirewall-label,{said},x\n")[0].answer == answer


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("standard\nfirewall-label\n", "has no column 'answer': its first line must be 'standard,answer,note'"),
        ("firewall-label,yes,\n", "has no column 'answer' or 'standard'"),
        ("", "has no column 'answer' or 'standard'"),
        ("standard,answer,notes\nfirewall-label,yes,\n", "has an unknown column 'notes'. Did you mean 'note'?"),
        ("standard,answer,note\na,no,café\n".encode("cp1252"), "is not UTF-8 text: save it again as UTF-8."),
        (PLAIN.encode("utf-16-le"), "is not UTF-8 text: save it again as UTF-8."),
        ("standard,answer,Note,note\na,no,x,y\n", "has the column 'note' twice: leave one of them out."),
    ],
)
def test_a_file_that_is_no_answers_file_is_refused_with_what_to_write(content: str | bytes, sentence: str) -> None:
    with pytest.raises(Refusal) as told:
        rows(content)
    assert str(told.value).startswith("answers.csv ")
    assert sentence in str(told.value)


@pytest.mark.parametrize("name", ["answers.txt", "standard input"])
def test_semicolons_tabs_and_bars_separate_as_well_as_commas(name: str) -> None:
    for separator in ";\t|":
        content = "standard,answer,note\nfirewall-label,yes,two\n".replace(",", separator)
        assert [(row.standard, row.answer, row.note) for row in rows(content, name)] == [
            ("firewall-label", "yes", "two")
        ]


def test_a_quote_that_is_never_closed_does_not_swallow_the_rows_below_it() -> None:
    with pytest.raises(Refusal, match=r"answers\.csv"):
        rows('standard,answer,note\nfirewall-label,no,"Two are old.\nmailbox-login,yes,\n')


def test_a_quote_that_is_escaped_or_stands_within_a_word_is_text() -> None:
    content = 'standard,answer,note\na,no,"The ""old"" one"\nb,no,A 19" rack\n'
    assert [row.note for row in rows(content)] == ['The "old" one', 'A 19" rack']


def test_a_note_of_a_megabyte_is_taken_or_refused_never_a_crash() -> None:
    long = "x" * 1_000_001
    try:
        assert rows(f"standard,answer,note\nfirewall-label,no,{long}\n")[0].note == long
    except Refusal as refusal:
        assert "answers.csv" in str(refusal)


YAML_SHAPES: list[Any] = [
    {"firewall-label": "yes", "mailbox-login": {"answer": "no", "note": "Two are old."}},
    {"answers": {"firewall-label": True, "mailbox-login": {"answer": False, "note": "Two are old."}}},
    [
        {"standard": "firewall-label", "answer": "Y"},
        {"standard": "mailbox-login", "answer": "No", "note": "Two are old."},
    ],
    {
        "answers": [
            {"standard": "firewall-label", "answer": True},
            {"standard": "mailbox-login", "answer": "n", "note": "Two are old."},
        ]
    },
]


@pytest.mark.parametrize("shape", YAML_SHAPES)
@pytest.mark.parametrize("name", ["answers.yaml", "answers.YML", "standard input"])
def test_yaml_may_be_a_mapping_or_a_list_with_words_or_booleans(shape: Any, name: str) -> None:
    found = rows(dump(shape), name)
    assert [(row.standard, row.answer, row.note) for row in found] == [
        ("firewall-label", "yes", None), ("mailbox-login", "no", "Two are old."),
    ]  # fmt: skip
    assert [row.number for row in found] == [1, 2]


def test_yaml_of_version_1_2_says_no_without_quotes() -> None:
    assert [row.answer for row in rows("a: no\nb: yes\nc: n\n", "a.yaml")] == ["no", "yes", "no"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("just words\n", "answers.yaml must be a mapping of standards to answers, or a list of them."),
        ("- firewall-label\n", "entry 1 has something that is not a mapping"),
        ("- {standard: a, anwser: no}\n", "entry 1 has the unknown key 'anwser'; the keys are standard, answer, note"),
        ("a: no\na: yes\n", "answers.yaml:2: "),
        ("a: [\n", "answers.yaml:"),
        ("a: &x no\nb: *x\n", "answers.yaml:1: "),
        ("<<<<<<< HEAD\na: no\n", "answers.yaml:1: git left a merge conflict here"),
        ("a: {answer: no, 5: x}\n", "entry 1 has the unknown key"),
        ("a: {answer: no, 5: x, z: y}\n", "entry 1 has the unknown key"),
    ],
)
def test_yaml_that_is_no_answers_file_is_refused_with_its_place(content: str, sentence: str) -> None:
    with pytest.raises(Refusal) as told:
        rows(content, "answers.yaml")
    assert sentence in str(told.value)


def test_an_empty_yaml_file_is_refused() -> None:
    with pytest.raises(Refusal, match="must be a mapping of standards to answers"):
        rows("# nothing yet\n", "answers.yaml")


@pytest.mark.parametrize("value", [None, [], 5, 1.5])
def test_a_yaml_value_that_is_no_answer_stays_a_row_so_that_it_can_be_refused_by_row(value: object) -> None:
    assert [row.standard for row in rows(dump({"a": value, "b": "yes"}), "answers.yaml")] == ["a", "b"]


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=20)


@given(st.lists(st.tuples(CELL.map(str.strip), CELL.map(str.strip)), max_size=6))
def test_any_note_in_csv_comes_through(entries: list[tuple[str, str]]) -> None:
    import csv
    import io

    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["standard", "answer", "note"])
    writer.writerows(["a", "no", note] for note, _ in entries)
    assert [row.note or "" for row in rows(stream.getvalue())] == [note for note, _ in entries]


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.yaml", "standard input"]))
def test_no_content_whatever_crashes(content: bytes, name: str) -> None:
    try:
        found = rows(content, name)
    except Refusal as refusal:
        assert name in str(refusal)
    else:
        assert all(isinstance(row.standard, str) for row in found)
