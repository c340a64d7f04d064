"""A JSON file of a stranger, read without trust."""

from __future__ import annotations

import codecs
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.workspace.json_files import parse_json, read_json
from msptool.workspace.problems import Refusal

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "clients.json is empty"),
        (b'{"items": [{"id": 1}, {"id"', "clients.json:1:28: the file is cut off here"),
        (b'{"items": [{"id": 1, "name": "Ac', "clients.json:1:30: the file is cut off here"),
        (b'{"items":\n [1,, 2]}', "clients.json:2:5: this is no JSON"),
        (b'[{"id": 1,\n "score": NaN}]', "clients.json:2:11: NaN is no number of JSON"),
        (b'[{"id": 1, "score": -Infinity}]', "clients.json:1:21: -Infinity is no number of JSON"),
        (b'[{"a": {"id": 1}, "id": 2},\n {"id": 1, "x": "id",  "id": 2}]', "clients.json:2:24: the key 'id' stands twice"),
        (b'[{"id": ' + b"9" * 5000 + b"}]", "clients.json:1:9: a number of 5000 digits stands here"),
        (b'[{"id": 1e999999999}]', "clients.json:1:9: a number stands here that is too long"),
        (b"[" * 40 + b"]" * 40, "clients.json nests deeper than 32 levels"),
        (b"[" * 200_000 + b"]" * 200_000, "clients.json nests deeper than 32 levels"),
        (b'{"a":' * 100_000, "clients.json nests deeper than 32 levels"),
        ("[\"\u00e9\"]".encode("latin-1"), "clients.json is no text in UTF-8 or UTF-16"),
    ],
)  # fmt: skip
def test_a_broken_or_hostile_file_is_refused_with_its_place(content: bytes, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_json("clients.json", content, depth=32)
    assert str(refused.value).startswith(said)


def test_the_encodings_that_windows_writes_are_read() -> None:
    text = '[{"id": 1, "name": "M\u00fcller"}]'
    wanted = [{"id": 1, "name": "M\u00fcller"}]
    for content in (text.encode(), codecs.BOM_UTF8 + text.encode(), text.encode("utf-16")):
        assert parse_json("clients.json", content) == wanted


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "clients.json"
    path.write_bytes(b"[1, 2, 3]")
    assert read_json(path) == [1, 2, 3]
    with pytest.raises(Refusal, match=r"clients\.json has 0 MB"):
        read_json(path, most_bytes=5)


@given(VALUES)
def test_what_json_writes_is_read_as_it_is(value: object) -> None:
    assert parse_json("x.json", json.dumps(value).encode()) == value


@given(st.binary(max_size=60) | st.text('{}[]",:019eE.-+ NaInfity\\u', max_size=40).map(str.encode))
def test_whatever_stands_in_a_file_is_a_value_or_one_sentence(content: bytes) -> None:
    try:
        parse_json("x.json", content)
    except Refusal as refusal:
        assert str(refusal).startswith("x.json")
        assert "\n" not in str(refusal)


def test_amounts_keep_their_cents() -> None:
    assert parse_json("x.json", b"[0.1, 4200.50]") == [Decimal("0.1"), Decimal("4200.50")]
