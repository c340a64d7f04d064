"""An edit of one key changes that key, and every other byte of the file stays."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from msptool.standards.model import STANDARD
from msptool.workspace.documents import read_document
from msptool.workspace.edits import edit, folded, render
from msptool.workspace.problems import Refusal
from tests.trees import Build
from tests.workspace.test_readers_agree import edited
from tests.workspace.yaml_texts import Block, Text, some_examples, texts

FULL = """\
# yaml-language-server: $schema=../../.schemas/standard.json

# The committee wants this one to stay first.
name:   "Mailbox: sign-in"   # as the vendor calls it
question: >-
    Is multi-factor authentication required
    for every mailbox?
why: A stolen password alone
  must not open a mailbox, and
  nobody notices at once.
how:
- Open the policy.       # needs a reader's role
# A remark between two steps.
- 'Read it, twice.'

minutes: 010
tags: [ identity,  "high-impact" ]
applies_to:
   technologies: [microsoft-365]
   # deeper remark

   tags:
       - core
reviewed: 2026-11-02
external: {psa: 007, docs: "0x10"}
status: active   # since May
# The end.
"""


def change(content: str | bytes, act: Callable[[Any], None]) -> bytes:
    """The file after `act` on its data."""
    file = edited(content if isinstance(content, bytes) else content.encode())
    act(file.data)
    return bytes(file.render())


def data_of(content: bytes) -> Any:
    """What a file means."""
    document, problems = read_document("x.yaml", content)
    assert problems == []
    assert document is not None
    return document.data


def setting(*keys: Any, to: Any) -> Callable[[Any], None]:
    """An edit that sets one value."""

    def act(data: Any) -> None:
        for key in keys[:-1]:
            data = data[key]
        data[keys[-1]] = to

    return act


EDITS: list[tuple[str, Callable[[Any], None], str, str]] = [
    ("a text in quotes", setting("name", to="Sign-in"), r'name:.*?(?=  +#)', 'name: "Sign-in"'),
    ("a number", setting("minutes", to=15), "minutes: 010", "minutes: 15"),
    ("a word with a comment behind it", setting("status", to="retired"), "status: active", "status: retired"),
    ("a day", setting("reviewed", to="2026-11-16"), "reviewed: 2026-11-02", "reviewed: 2026-11-16"),
    ("a nested list", setting("applies_to", "tags", 0, to="noisy"), "       - core", "       - noisy"),
]  # fmt: skip


@pytest.mark.parametrize(("act", "before", "after"), [case[1:] for case in EDITS], ids=[case[0] for case in EDITS])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_only_the_line_of_the_changed_key_is_another_one(
    act: Callable[[Any], None], before: str, after: str, line_end: str
) -> None:
    result = change(FULL.replace("\n", line_end), act).decode()
    old, new = FULL.replace("\n", line_end).split(line_end), result.split(line_end)
    changed = [(one, other) for one, other in zip(old, new, strict=True) if one != other]
    assert len(changed) == 1
    assert re.search(before, changed[0][0])
    assert changed[0][1].split() == re.sub(before, after, changed[0][0]).split()


def test_a_changed_text_keeps_the_comment_on_its_line_and_those_below() -> None:
    end = change(FULL, setting("status", to="retired")).decode().splitlines()[-2:]
    assert end[0].split("#") == ["status: retired   ", " since May"]
    assert end[1] == "# The end."


def test_a_comment_never_becomes_part_of_a_text() -> None:
    text = "x:\n    why: >-\n      text\n\n    # note\n    z: 1\ny: 1\n"
    assert change(text, setting("y", to=2)).decode() == text.replace("y: 1", "y: 2")
    assert data_of(change(text, setting("x", "z", to=2))) == {"x": {"why": "text", "z": 2}, "y": 1}


def test_a_new_key_goes_to_the_end_and_a_removed_one_takes_only_its_lines() -> None:
    assert change(FULL, setting("level", to="base")) == FULL.encode() + b"level: base\n"
    assert change(FULL, lambda data: data.pop("minutes")).decode() == FULL.replace("minutes: 010\n", "")


def test_a_list_grows_by_one_line() -> None:
    text = "how:\n  - one  # first\n  - 'two'\nwhy: x\n"
    assert change(text, lambda data: data["how"].append("three")).decode() == text.replace(
        "'two'\n", "'two'\n  - three\n"
    )


def test_a_list_that_is_not_indented_stays_that_way_when_another_key_changes() -> None:
    text = "how:\n- one\n-   two\nwhy: x\n"
    assert change(text, setting("why", to="y")).decode() == text.replace("why: x", "why: y")


def test_a_no_that_is_written_is_read_as_the_text_no() -> None:
    written = change("answer: yes\nnote: x\n", setting("answer", to="no"))
    assert data_of(written) == {"answer": "no", "note": "x"}


@pytest.mark.parametrize(
    "value",
    ["true", "12", "1.5", "null", "~", "", "0x1f", "- x", "a: b", "# x", "&x", "*x", "!x", "x #y", " x ", "@x", "%x"],
)
def test_a_text_that_looks_like_something_else_stays_a_text(value: str) -> None:
    assert data_of(change("a: 1\nb: 2\n", setting("a", to=value))) == {"a": value, "b": 2}


@given(st.text(max_size=60))
def test_any_text_can_be_written_and_is_read_back(value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        return
    content = change("a: 1\nb: 2\n", setting("a", to=value))
    assert data_of(content) == {"a": value, "b": 2}
    assert content.endswith(b"b: 2\n")


@pytest.mark.parametrize("text", ["a: 1\nb: 2", "# only\na: 1\nb: |\n  x", "---\na: 1\nb: 2", "\ufeffa: 1\nb: 2"])
def test_a_file_without_a_last_line_end_is_not_given_one(text: str) -> None:
    assert change(text, setting("a", to=3)).decode() == text.replace("a: 1", "a: 3")


def test_lines_that_end_in_two_ways_stay_as_they_are() -> None:
    content = b"a: 1\r\nb: 2\nc: 3\r\nd: |\n  x\n  y\r\ne: 5\n"
    assert change(content, setting("b", to=9)) == content.replace(b"b: 2", b"b: 9")


@given(texts(), st.data())
@some_examples
def test_changing_one_key_leaves_every_other_line(text: Text, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text.blocks) - 1))
    value = data.draw(st.sampled_from(["plain", "no", "12", 7, True, "x: y", "two\nlines"]))
    _check(text, place, value, lambda mapping: mapping.__setitem__(text.blocks[place].key, value))


@given(texts())
@some_examples
def test_adding_a_key_leaves_every_line(text: Text) -> None:
    added = change(text.content(), setting("added", to="x")).decode()
    before = text.content().decode()
    end = text.line_end if text.line_end in before else "\n"
    whole = before if before.endswith(end) else before + end
    assert added == whole + "added: x" + (end if before.endswith(end) else "")


@given(texts(), st.data())
@some_examples
def test_removing_a_key_leaves_every_other_line_and_the_comments_behind_it(text: Text, data: st.DataObject) -> None:
    if len(text.blocks) == 1:
        return
    place = data.draw(st.integers(0, len(text.blocks) - 1))
    content = change(text.content(), lambda mapping: mapping.pop(text.blocks[place].key))
    assert data_of(content) == {key: value for key, value in text.data.items() if key != text.blocks[place].key}
    before = (text.content(0, place) if place else _head(text)).rstrip()
    rest = text.content(place + 1).strip() if place < len(text.blocks) - 1 else b""
    assert content.startswith(before)
    assert content.rstrip().endswith(rest)
    removed = text.blocks[place]
    behind = itertools.takewhile(
        lambda line: not line.strip() or line.strip().startswith("#"), reversed(removed.all_lines)
    )
    comments = [line.strip() for line in behind if line.strip()][::-1]
    between = content.rstrip()[len(before) : len(content.rstrip()) - len(rest)].decode().splitlines()
    assert [line.strip() for line in between if line.strip()] == comments


def test_a_comment_about_the_next_key_stays_when_a_list_changes_its_length() -> None:
    text = "tags:\n  - a\n  - b\n\n# keep me\n# msptool: allow Q201 because x\nwhy: y\n"
    assert change(text, lambda data: data["tags"].pop()).decode() == text.replace("  - b\n", "")
    assert change(text, lambda data: data["tags"].append("c")).decode() == text.replace("  - b\n", "  - b\n  - c\n")
    assert change(text, setting("tags", to=["z"])).decode() == text.replace("- a\n  - b", "- z")


@given(texts(), st.data())
@some_examples
def test_changing_a_nested_key_leaves_every_other_line(text: Text, data: st.DataObject) -> None:
    places = [(number, inner) for number, block in enumerate(text.blocks) for inner in range(len(block.inner))]
    if places:
        number, inner = data.draw(st.sampled_from(places))
        outer = text.blocks[number]
        content = change(text.content(), setting(outer.key, outer.inner[inner].key, to="changed"))
        assert data_of(content) == {**text.data, outer.key: {**outer.value, outer.inner[inner].key: "changed"}}
        before = [*outer.lines, *(line for block in outer.inner[:inner] for line in block.all_lines)]
        after = [*(line for block in outer.inner[inner + 1 :] for line in block.all_lines)]
        if after:
            after += outer.tail
        start = text.content(0, number) if number else _head(text)
        assert content.startswith(start + "".join(line + text.line_end for line in before).encode())
        end = "".join(line + text.line_end for line in after)
        if number == len(text.blocks) - 1 and not text.final_line_end:
            end = end.removesuffix(text.line_end)
        assert content.endswith(end.encode() + text.content(number + 1))


def _check(text: Text, place: int, value: Any, act: Callable[[Any], None]) -> None:
    block = text.blocks[place]
    content = change(text.content(), act)
    assert data_of(content) == {**text.data, block.key: value}
    assert content.startswith(text.content(0, place) if place else _head(text))
    assert content.endswith(text.content(place + 1))
    if not _is_long(block):
        assert _comments(content) == _comments(text.content())


def _comments(content: bytes) -> list[bytes]:
    return [line.strip() for line in content.splitlines() if line.strip().startswith(b"#")]


def _is_long(block: Block) -> bool:
    return len(block.lines) > 1 or bool(block.inner)


def _head(text: Text) -> bytes:
    return Text(text.head, (), text.line_end, text.byte_order_mark).content()


def test_a_file_that_only_one_of_the_readers_takes_is_refused_and_no_bug(build: Build) -> None:
    work = build({"x.yaml": "a: 1\nb: >#\n"})
    try:
        edit(work.root, "x.yaml")
    except Refusal as refusal:
        assert "x.yaml:2" in str(refusal)


def test_a_file_that_is_missing_or_broken_is_not_opened_for_editing(build: Build) -> None:
    work = build({"broken.yaml": "a: b: c\n", "many.yaml": "a: 1\na: 2\n"})
    with pytest.raises(Refusal, match=r"missing\.yaml cannot be read: No such file"):
        edit(work.root, "missing.yaml")
    with pytest.raises(Refusal, match=r"broken\.yaml:1: this is not valid YAML.*quotes"):
        edit(work.root, "broken.yaml")
    with pytest.raises(Refusal, match=r"many\.yaml:2: the key 'a' stands twice"):
        edit(work.root, "many.yaml")


@pytest.mark.parametrize("path", ["../outside.yaml", "a/../../outside.yaml", "link.yaml"])
def test_a_file_outside_of_the_workspace_is_not_opened_for_editing(path: str, build: Build) -> None:
    work = build({"a/x.yaml": ""})
    (work.root.parent / "outside.yaml").write_text("a: 1\n")
    (work.root / "link.yaml").symlink_to(work.root.parent / "outside.yaml")
    with pytest.raises(Refusal, match="leads out of the workspace"):
        edit(work.root, path)


def test_a_saved_file_can_be_saved_again(build: Build) -> None:
    work = build({"x.yaml": "a: 1  # one\nb: 2\n"})
    file = edit(work.root, "x.yaml")
    file.data["a"] = 5
    file.save()
    file.data["b"] = 6
    file.save()
    assert work.read("x.yaml") == "a: 5  # one\nb: 6\n"


def test_a_new_file_names_its_schema_and_is_in_the_house_style() -> None:
    content = render(STANDARD, {"name": "x", "how": ["one", "no"], "tags": {"a": None}})
    assert content.decode() == (
        "# yaml-language-server: $schema=../../.schemas/standard.json\n"
        "name: x\nhow:\n  - one\n  - no\ntags:\n  a:\n"
    )  # fmt: skip


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029"), max_size=400))
def test_a_long_text_is_folded_for_reading_and_means_the_same(text: str) -> None:
    value = folded(text)
    read = data_of(render(STANDARD, {"note": value, "after": "x"}))["note"]
    assert " ".join(read.split()) == " ".join(text.split())
    if "\n" not in text.strip() and text == " ".join(text.split()):
        assert read == text


@pytest.mark.parametrize("stray", ["\x1b[D", "\x00", "\x7f", "\x85", "\u2028", "\ufeff", "\ud83d", "\t", "\r"])
@pytest.mark.parametrize("text", ["{}", "short {} note", "a long note " * 12 + "{}", "two\nlines {}\nmore"])
def test_a_stray_character_from_the_keyboard_never_makes_a_file_unreadable(stray: str, text: str) -> None:
    note = text.format(stray)
    read = data_of(render(STANDARD, {"note": folded(note), "after": "x"}))
    assert read["after"] == "x"
    if stray != "\ud83d":  # Half a character cannot be written anywhere.
        assert read["note"].strip() == note.strip()


def test_a_long_line_is_folded_at_its_words() -> None:
    sentence = "The switch in the server room answers on two addresses, and nobody knows who set the second one. "
    lines = render(STANDARD, {"note": folded((sentence * 4).strip())}).decode().splitlines()[1:]
    assert lines[0] == "note: >-"
    assert max(map(len, lines)) <= 100
    assert len(lines) == 5
    assert yaml.safe_load("\n".join(lines))["note"] == (sentence * 4).strip()
