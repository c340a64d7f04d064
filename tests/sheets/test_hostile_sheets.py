"""Whatever file is given as a filled sheet: one sentence, and nothing of it in the review."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.sheets.filled import MAX_BYTES, Filled, read_export
from msptool.workspace.problems import Refusal
from tests.sheets.sheets import REVIEW, export, new_sheet, recorded, said, take_back
from tests.small_practice import Practice


def whole(**changes: Any) -> dict[str, Any]:
    """An export that is in order, but for the changes."""
    return {
        "schema": "msptool/review-sheet-answers/1", "sheet": "0123456789-abcdef", "client": "acme", "review": "2026-11-16",
        "started": "2026-11-16T09:00:00+00:00", "answers": {}, "visit": None, **changes,
    }  # fmt: skip


def read(content: str | bytes | dict[str, Any]) -> Filled:
    text = json.dumps(content) if isinstance(content, dict) else content
    return read_export("export.json", text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "export.json is empty. Export the answers again."),
        (json.dumps(whole(), indent=1)[:-40], "the file is cut off here. Export the answers again."),
        ('{"schema": "a", "schema": "b"}', "the key 'schema' stands twice in one object"),
        ('{"a": NaN}', "NaN is no number of JSON"),
        ('{"a": -Infinity}', "-Infinity is no number of JSON"),
        ("[" * 100_000, "nests deeper than 6 levels"),
        ('{"a":' * 5000 + "1" + "}" * 5000, "nests deeper than 6 levels"),
        (b"\xff\xfe\x00", "is no text in UTF-8 or UTF-16"),
        (b" " * (MAX_BYTES + 1), "is larger than 5 MB"),
        ("[]", "holds no answers of a sheet"),
        ('"yes"', "holds no answers of a sheet"),
        ("{}", "holds no answers of a sheet"),
        ('{"a": ' + "9" * 5000 + "}", "Export the answers again"),
        (whole(schema="msptool/review-sheet-answers/2"), "holds no answers of a sheet"),
        (whole(sheet="../../etc/passwd"), "'../../etc/passwd' has characters that are not allowed here"),
        (whole(client="../acme"), "has characters that are not allowed here"),
        (whole(started="yesterday"), "a time is written with its zone"),
        (whole(answers=[]), "is not a mapping"),
        (whole(extra=1), "'extra' is not a key"),
        (whole(answers={str(number): None for number in range(5001)}), "at most 5,000 may stand here"),
    ],
    ids=range(20),
)  # fmt: skip
def test_a_file_that_is_no_export_is_refused_in_one_sentence(content: Any, words: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read(content)
    assert words.replace(",", "") in str(refusal.value).replace(",", "")
    assert "\n" not in str(refusal.value)


ENTRY = {"question": "0" * 12, "priority": "high", "base": "0" * 12, **said("yes")}


@pytest.mark.parametrize(
    "change",
    [
        {"answer": "Yes"}, {"answer": True}, {"answer": ["yes"]}, {"on": None}, {"on": "16.11.2026"}, {"on": 20261116}, {"note": 5},
        {"note": "x" * 20_001}, {"note": {"a": "b"}}, {"fixed_onsite": "yes"}, {"hand_over": "nobody"}, {"question": "x"},
        {"priority": "urgent"}, {"base": "zz"}, {"at": "now"}, {"at": "2026-11-16T10:00:00"}, {"more": 1},
    ],
    ids=str,
)  # fmt: skip
def test_an_entry_with_a_wrong_value_is_refused_and_the_others_stay(change: dict[str, Any]) -> None:
    filled = read(whole(answers={"bad": {**ENTRY, **change}, "good": ENTRY}))
    assert list(filled.answers) == ["good"]
    [faulty] = filled.faulty
    assert faulty.standard == "bad"
    assert faulty.reason.endswith((".", "?"))


@pytest.mark.parametrize(
    "visit",
    [
        {"summary": "x"}, {"on": "2026-11-16", "tickets": [{"summary": ""}]}, {"on": "2026-11-16", "our_items": "x"},
        {"on": "2026-11-16", "our_items": ["x"] * 501}, {"on": "2026-11-16", "by": "eve"}, {"on": "2026-11-16", "next_visit": "soon"},
    ],
    ids=str,
)  # fmt: skip
def test_a_visit_with_a_wrong_value_is_refused(visit: dict[str, Any]) -> None:
    filled = read(whole(answers={"good": ENTRY}, visit=visit))
    assert filled.visit is None
    assert [each.standard for each in filled.faulty] == ["visit"]
    assert list(filled.answers) == ["good"]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["yes", "no", "n/a", "0" * 12]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@given(
    st.dictionaries(st.sampled_from([*whole(), "made", "by", "x"]), VALUES),
    st.dictionaries(st.sampled_from([*ENTRY, "x"]), VALUES),
)
def test_any_values_are_read_or_refused(head: dict[str, Any], entry: dict[str, Any]) -> None:
    for content in (whole(**head), whole(answers={"a": {**ENTRY, **entry}}, visit={"on": "2026-11-16", **entry})):
        try:
            filled = read(json.dumps(content))
        except Refusal as refusal:
            assert "\n" not in str(refusal)
        else:
            assert len(filled.answers) + len(filled.faulty) >= len(content["answers"])


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(Refusal):
        read(content)


def test_hostile_names_and_texts_reach_neither_the_terminal_nor_the_file(practice: Practice, tmp_path: Path) -> None:
    sheet = new_sheet(practice, tmp_path)
    sheet["standards"]["\x1b[2J\nevil"] = sheet["standards"]["firewall-backup"]
    note = "a\x1b]0;title\x07b\u202ec\ud800d\r\ne"
    done = take_back(practice, export(sheet, {"\x1b[2J\nevil": said("yes"), "firewall-backup": said("no", note)}))
    assert done.code == 1
    assert "\x1b" not in done.err
    assert recorded(practice)["answers"]["firewall-backup"]["note"] == "a]0;titlebcd\ne"
    assert practice.run("lint").code == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sheet.html", "is the sheet itself: open it"), ("sheet.xlsm", "a workbook with macros"), ("sheet.pdf", "is no filled sheet"),
        ("nothing.json", "cannot be read"),
    ],
)  # fmt: skip
def test_another_kind_of_file_cannot_be_used(name: str, words: str, practice: Practice, tmp_path: Path) -> None:
    if name != "nothing.json":
        (tmp_path / name).write_bytes(b"x")
    done = practice.run("review", "apply", str(tmp_path / name))
    assert done.code == 3
    assert words in done.err


def test_an_export_can_come_through_a_pipe(practice: Practice, tmp_path: Path) -> None:
    content = json.dumps(export(new_sheet(practice, tmp_path), {"firewall-backup": said("yes")}))
    done = practice.run("review", "apply", "-", stdin=content)
    assert done.code == 0, done.err
    assert done.out == "1 entry on the sheet: 1 came in.\n"
    assert done.err == f"1 of 6 are answered. {REVIEW}\n"
