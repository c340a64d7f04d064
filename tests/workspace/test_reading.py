"""What a YAML file means, and what is said of one that cannot be read."""

from __future__ import annotations

import math
from typing import Any

import pytest

from msptool.standards.model import STANDARD
from msptool.workspace.documents import MAX_BYTES, Document, read_document
from msptool.workspace.entities import load_one, read_once
from msptool.workspace.problems import Problem
from msptool.workspace.sources import FolderSource
from tests.small_practice import Practice


def read(text: str | bytes) -> Document:
    """The document of a text that can be read."""
    document, problems = read_document("file.yaml", text if isinstance(text, bytes) else text.encode())
    assert problems == []
    assert document is not None
    return document


def problem(text: str | bytes) -> Problem:
    """The one problem of a text that cannot."""
    document, problems = read_document("file.yaml", text if isinstance(text, bytes) else text.encode())
    assert document is None
    assert len(problems) == 1
    assert problems[0].path == "file.yaml"
    assert problems[0].message
    assert problems[0].hint
    return problems[0]


MEANINGS: list[tuple[str, Any]] = [
    # Words that YAML 1.1 took for booleans are text.
    *[(word, word) for word in ("no", "No", "NO", "yes", "on", "off", "y", "n", "tRUE")],
    ("true", True), ("True", True), ("TRUE", True), ("false", False), ("FALSE", False),
    ("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None), ("nULL", "nULL"),
    # Numbers.
    ("12", 12), ("-12", -12), ("+12", 12), ("0", 0), ("-0", 0), ("007", 7), ("010", 10), ("0o17", 15), ("0xFf", 255),
    ("0b11", "0b11"), ("1_000", "1_000"), ("0o18", "0o18"), ("0xfg", "0xfg"), ("-0x1", "-0x1"), ("1:30", "1:30"),
    ("1.5", 1.5), ("1.", 1.0), (".5", 0.5), ("-.5", -0.5), ("+1.5e3", 1500.0), ("1e3", 1000.0), ("1E-2", 0.01),
    ("1.5.1", "1.5.1"), ("e3", "e3"), (".", "."), ("1e", "1e"), ("-", [None]), ("+", "+"),
    (".inf", math.inf), ("-.INF", -math.inf), ("+.Inf", math.inf), (".iNF", ".iNF"), ("1e999", math.inf),
    # Dates and times stay text: the model that takes them knows what they are.
    ("2026-11-16", "2026-11-16"), ("2026-11-16T09:30:00+01:00", "2026-11-16T09:30:00+01:00"), ("12:30:45", "12:30:45"),
    # Whatever is in quotes is text.
    ("'no'", "no"), ('"12"', "12"), ("'true'", "true"), ("'null'", "null"), ("''", ""), ('"\\u00e9\\x41\\n"', "éA\n"),
    ("'it''s'", "it's"), ("<<", "<<"), ("=", "="),
    # Multi-line text.
    (">-\n  one\n  two\n\n  three", "one two\nthree"), ("|\n  one\n   two\n", "one\n two\n"), ("one\n  two", "one two"),
    ("[a, 'b', 1, no]", ["a", "b", 1, "no"]), ("{a: 1, b: {c: no}}", {"a": 1, "b": {"c": "no"}}), ("[]", []), ("{}", {}),
]  # fmt: skip


@pytest.mark.parametrize(("written", "meant"), MEANINGS)
def test_yaml_1_2_says_what_a_value_means(written: str, meant: Any) -> None:
    data = read(f"key: {written}\n" if meant != [None] else "key:\n  -\n").data
    assert data == {"key": meant}
    assert type(data["key"]) is type(meant)


def test_not_a_number_is_a_number_of_its_kind() -> None:
    assert math.isnan(read("a: .nan\n").data["a"])


def test_keys_follow_the_same_rules_as_values() -> None:
    assert list(read("no: 1\n'1': 2\n1.5: 3\nnull: 4\n").data) == ["no", "1", 1.5, None]


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "\n\n", "---\n...\n"])
def test_a_file_without_content_is_empty_and_no_problem(text: str) -> None:
    assert read(text).data is None


def test_a_key_missing_in_an_empty_file_points_at_its_beginning() -> None:
    assert read("").position(["name"]) == (1, 1)


@pytest.mark.parametrize(
    "text", ["a: 1\r\nb: 2\r\n", "a: 1\rb: 2\r", "\ufeffa: 1\nb: 2", "%YAML 1.2\n---\na: 1\nb: 2\n"]
)
def test_line_endings_byte_order_mark_and_a_missing_last_one_do_not_matter(text: str) -> None:
    assert read(text).data == {"a": 1, "b": 2}


def test_a_directive_for_yaml_1_1_does_not_bring_its_booleans_back() -> None:
    assert read("%YAML 1.1\n---\na: no\nb: 010\n").data == {"a": "no", "b": 10}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\nb: 2\na: 3\n", (3, 1)),
        ("x:\n  a: 1\n  'a': 2\n", (3, 3)),
        ("{a: 1, a: 2}\n", (1, 8)),
        ("1: a\n1: b\n", (2, 1)),
    ],
)
def test_a_key_that_stands_twice_is_an_error_at_the_second(text: str, place: tuple[int, int]) -> None:
    found = problem(text)
    assert (found.code, found.line, found.column) == ("W105", *place)
    assert "stands twice" in found.message
    assert found.source == text.splitlines()[place[0] - 1]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> theirs\n", 1),
        ("a: 1\nb:\n<<<<<<< HEAD\n  - 1\n||||||| base\n=======\n  - 2\n>>>>>>> theirs\n", 3),
        ("a: 1\n>>>>>>> theirs\n", 2),
        ("a: 1\r\n<<<<<<< HEAD\r\nb: 1\r\n=======\r\nb: 2\r\n>>>>>>> theirs\r\n", 2),
    ],
)
def test_a_merge_conflict_is_called_one(text: str, line: int) -> None:
    found = problem(text)
    assert (found.code, found.line, found.column) == ("W106", line, 1)
    assert "merge conflict" in found.message
    assert "=======" in found.hint


@pytest.mark.parametrize(
    "text", ["why: |\n  Look for <<<<<<< HEAD in the file.\n", "a: 'x >>>>>>> y'\n", "a: =======\n"]
)
def test_the_signs_of_a_conflict_within_a_text_are_no_conflict(text: str) -> None:
    read(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: &x 1\n", (1, 4)), ("a: *x\n", (1, 4)), ("a: !!str 1\n", (1, 4)), ("a: !python/object x\n", (1, 4)),
        ("&x a: 1\n", (1, 1)), ("- &x a\n", (1, 3)), ("[a,*x]\n", (1, 4)), ("[&x a]\n", (1, 2)), ("{&x a: 1}\n", (1, 2)),
        ("{'a':&x 1}\n", (1, 6)), ('{"a":*x }\n', (1, 6)), ("a: ! 5\n", (1, 4)), ("a: !\n", (1, 4)), ("! a: 1\n", (1, 1)),
        ("--- &x\na: 1\n", (1, 5)), ("--- !!map\na: 1\n", (1, 5)), ("? &x a\n: 1\n", (1, 3)), ("a:\n  &x\n  b: 1\n", (2, 3)),
        ("a: !<tag:yaml.org,2002:str> 1\n", (1, 4)), ("a: &x\n  - *x\n", (1, 4)),
    ],
)  # fmt: skip
def test_anchors_aliases_and_tags_are_refused_wherever_they_stand(text: str, place: tuple[int, int]) -> None:
    found = problem(text)
    assert (found.code, found.line, found.column) == ("W107", *place)


@pytest.mark.parametrize(
    "text",
    ["a: x & y\n", "a: 'see *this*'\n", "a: R&D\n", "a: Stop!\n", "a: |\n  * one\n  & two\n  ! three\n", "a: x*y\n"],
)
def test_the_same_signs_within_a_text_are_text(text: str) -> None:
    read(text)


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("name: Backup: nightly\n", (1, 13), "quotes"), ("a: 1\n\tb: 2\n", (2, 1), "spaces, not tabs"),
        ("a:\n  b: 1\n\tc: 1\n", (3, 1), "spaces, not tabs"), ("a: 'open\n", (1, 4), "quotation mark"),
        ('a: "C:\\new \\system"\n', (1, 12), "single quotes"), ("a: [1, 2\nb: 3\n", (2, 2), "bracket"),
        ("a: 1\n b: 2\n", (2, 3), ""), ("a:\n  - 1\n b: 2\n", (3, 2), "same column"), ("a: 1\njust words\n", (3, 1), "key: value"),
        ("a: @x\n", (1, 4), "quote"), ("a: `x`\n", (1, 4), "quote"), ("a: %x\n", (1, 4), "quote"),
        ("? [a, b]\n: c\n", (1, 3), ""), ("a: " + "9" * 60 + "\n", (1, 4), "quotes"), ("a: -" + "9" * 60 + "\n", (1, 4), "quotes"),
    ],
)  # fmt: skip
def test_a_mistake_is_shown_with_its_place_and_a_hint(text: str, place: tuple[int, int], hint: str) -> None:
    found = problem(text)
    assert (found.code, found.line, found.column) == ("W104", *place)
    assert hint in found.hint


def test_several_documents_in_one_file_are_refused_and_the_hint_says_so() -> None:
    found = problem("a: 1\n---\nb: 2\n")
    assert (found.code, found.line) == ("W104", 2)
    assert "---" in found.hint


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x0c", "\ufffe", "\uffff", "\x80"])
def test_a_control_character_is_shown_where_it_stands(character: str) -> None:
    found = problem(f"a: one\nb: é {character} two\n")
    assert (found.code, found.line, found.column) == ("W104", 2, 6)
    assert "character" in found.message
    assert "quotes" not in found.hint


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85"])
@pytest.mark.parametrize("value", ["'one{}two'", '"one{}two"', "one{}two", "|\n  one{}two"])
def test_an_invisible_line_break_is_refused_because_readers_disagree_about_it(character: str, value: str) -> None:
    found = problem(f"a: 1\nb: {value.format(character)}\n")
    assert found.code == "W104"
    assert found.line == 2 + value.count("\n")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("a: 1\nb: é\n".encode("latin-1"), 2), ("a: “x”\n".encode("cp1252"), 1), ("a: 1\n".encode("utf-16"), 1),
        ("a: é\n".encode("utf-16-le"), 1), ("a: 1\n".encode("utf-32"), 1), (b"a: 1\nb: \xed\xa0\x80\n", 2), (b"a: \xc3", 1),
    ],
)  # fmt: skip
def test_another_encoding_than_utf_8_is_named_and_told_what_to_do(content: bytes, line: int) -> None:
    found = problem(content)
    if (
        found.code != "W104"
    ):  # UTF-16 without a mark is valid UTF-8 as long as it is ASCII: then its zero bytes are seen.
        assert (found.code, found.line) == ("W102", line)
        assert "UTF-8" in found.hint


def test_utf_16_without_a_mark_is_not_taken_for_data() -> None:
    assert problem("a: 1\n".encode("utf-16-le")).code in ("W102", "W104")


def test_a_file_at_the_limit_is_read_and_one_byte_more_is_too_large() -> None:
    frame = b"a: ''\n"
    fits = b"a: '" + b"x" * (MAX_BYTES - len(frame)) + b"'\n"
    assert len(read(fits).data["a"]) == MAX_BYTES - len(frame)
    found = problem(fits + b"\n")
    assert found.code == "W103"
    assert "4 MB" in found.message


def test_a_place_is_found_for_every_key_and_item() -> None:
    document = read("name: x\nhow:\n  - one\n  - two\nmap:\n  inner: {deep: [1, 2]}\n")
    assert document.position([]) == (1, 1)
    assert document.position(["how", 1]) == (4, 5)
    assert document.position(["map", "inner", "deep", 1]) == (6, 21)
    assert document.position(["map", "inner"]) == (6, 10)
    assert document.position(["map", "inner"], key=True) == (6, 3)


def test_a_missing_key_points_at_its_parent() -> None:
    document = read("name: x\nmap:\n  inner: 1\n")
    assert document.position(["map", "missing"]) == (3, 3)
    assert document.position(["missing", "more"]) == (1, 1)
    assert document.position(["name", 5]) == (1, 7)


def test_lines_are_counted_from_one() -> None:
    document = read("a: 1\r\nb: 2\r\n")
    assert [document.line(number) for number in (0, 1, 2, 3)] == ["", "a: 1", "b: 2", ""]


def test_the_mark_of_notepad_is_no_part_of_the_first_line() -> None:
    document = read("\ufeffnmae: x\n")
    assert document.line(1) == "nmae: x"
    assert document.position(["nmae"], key=True) == (1, 1)
    assert document.position(["nmae"]) == (1, 7)
    assert problem("\ufeffa: b: c\n").column == 5


def test_within_read_once_a_file_is_parsed_once_and_a_changed_one_again(practice: Practice) -> None:
    source, path = FolderSource(practice.root), "standards/firewalls/firewall-label.yaml"
    with read_once():
        first, again = load_one(source, STANDARD, path)[0], load_one(source, STANDARD, path)[0]
        assert first is again
        with read_once():
            assert load_one(source, STANDARD, path)[0] is first
        practice.write(path, practice.read(path) + "minutes: many\n")
        entry, problems = load_one(source, STANDARD, path)
        assert entry is None
        problems.clear()
        assert load_one(source, STANDARD, path)[1] != []
    practice.standard("firewall-label")
    assert load_one(source, STANDARD, path)[0] is not load_one(source, STANDARD, path)[0]
