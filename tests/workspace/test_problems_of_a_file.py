"""What is wrong with a file is said all at once: where, what, and what to write instead."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter, ValidationError

from msptool.clients.model import CLIENT
from msptool.standards.model import CATEGORY, STANDARD
from msptool.workspace.documents import read_document
from msptool.workspace.entities import Day, Entity, Kind, Many, Moment, Money, Slug, Text, load, parse, problem_at
from msptool.workspace.problems import Problem, Refusal, Rule, refuse_first
from msptool.workspace.settings import SETTINGS
from msptool.workspace.sources import FolderSource
from tests.trees import CATEGORY as CATEGORY_PATH
from tests.trees import CLIENT as CLIENT_PATH
from tests.trees import GOOD, MFA, SPF, Build


class Part(Entity):
    """A part of a thing."""

    size: int = Field(ge=1, le=9)
    colour: Literal["red", "green", "blue"] = "red"


class Thing(Entity):
    """A kind of file for these tests only."""

    id: Slug
    shelf: Slug
    name: Text
    price: Money = Decimal(0)
    made: Day | None = None
    seen: Moment | None = None
    fragile: bool = False
    weight: float = 0.0
    count: int = 0
    tags: Many[Slug] = ()
    parts: Many[Part] = ()
    pair: Annotated[Many[Slug], Field(min_length=2, max_length=2)] = ("left", "right")
    by_name: dict[Slug, Part] = Field(default_factory=dict)


THING = Kind("thing", "things/{shelf}/{id}.yaml", Thing)
PATH = "things/top/lamp.yaml"


def problems(text: str, path: str = PATH, kind: Kind[Any] = THING) -> list[Problem]:
    """The problems of a file with this text."""
    document, found = read_document(path, text.encode())
    assert found == []
    assert document is not None
    return parse(kind, document)[1]


def test_every_problem_of_a_file_is_reported_with_its_place() -> None:
    text = """\
nmae: Lamp
price: cheap
made: 16.11.2026
parts:
  - size: 12
    colour: rde
  - size: 2
    colour: [red]
by_name:
  foot:
    weight: 3
"""
    found = [(problem.code, problem.line, problem.column, problem.source) for problem in problems(text)]
    assert sorted(found, key=lambda each: (each[1:], each[0])) == [
        ("W110", 1, 1, "nmae: Lamp"), ("W112", 1, 1, "nmae: Lamp"), ("W111", 2, 8, "price: cheap"),
        ("W111", 3, 7, "made: 16.11.2026"), ("W111", 5, 11, "  - size: 12"), ("W111", 6, 13, "    colour: rde"),
        ("W111", 8, 13, "    colour: [red]"), ("W110", 11, 5, "    weight: 3"), ("W112", 11, 5, "    weight: 3"),
    ]  # fmt: skip
    assert all(problem.path == PATH and problem.hint for problem in problems(text))


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("nmae: x\nname: y\n", "'nmae' is not a key of a thing", "Did you mean 'name'?"),
        ("name: y\nNAME: x\n", "'NAME' is not a key of a thing", "Did you mean 'name'?"),
        ("name: y\nzzz: x\n", "'zzz' is not a key of a thing", "Delete it, or check its indentation."),
        ("name: y\nparts: [{size: 1, color: red}]\n", "'color' is not a key of a thing", "Did you mean 'colour'?"),
        ("name: y\nby_name: {x: {siez: 1, size: 2}}\n", "'siez' is not a key of a thing", "Did you mean 'size'?"),
        ("tags: []\n", "'name' is missing", "Add the line 'name: ...'."),
        ("name: y\nparts: [{colour: gren, size: 1}]\n", "parts.colour: 'gren' is not one of 'red', 'green' or 'blue'",
            "Did you mean 'green'?"),
        ("name: y\nparts: [{colour: no, size: 1}]\n", "parts.colour: 'no' is not one of 'red', 'green' or 'blue'",
            "Use one of the values named."),
        ("name: 12\n", "name: 12 is not text", "Put it in quotes: '12'."),
        ("name: true\n", "name: true is not text", "Put it in quotes: 'true'."),
        ("name: [x]\n", "name: ['x'] is not text", "Write text here."),
        ("name:\n", "name: null is not text", "Write text here."),
        ("name: ''\n", "name: the text is empty", "Change the value."),
        ("name: y\ncount: five\n", "count: 'five' is not a whole number", "Change the value."),
        ("name: y\ncount: 1.5\n", "count: 1.5 is not a whole number", "Change the value."),
        ("name: y\nfragile: no\n", "fragile: 'no' is not true or false", "Change the value."),
        ("name: y\ntags: red\n", "tags: 'red' is not a list", "Write a list: one '- item' a line, or [item, item]."),
        ("name: y\ntags: [Red One]\n", "tags: 'Red One' has characters that are not allowed here",
            "Use lower-case letters, digits and single hyphens."),
        ("name: y\nparts: [red]\n", "parts: 'red' is not a mapping of keys to values", "Change the value."),
        ("name: y\nby_name: [1]\n", "by_name: [1] is not a mapping of keys to values", "Change the value."),
        ("name: y\nparts: [{size: 99999999999999999999}]\n",
            "parts.size: 99999999999999999999 is more than 9", "Change the value."),
        ("name: y\npair: [left]\n", "pair: the list is too short: it has 1, and needs at least 2", "Change the value."),
        ("name: y\npair: [a, b, c]\n", "pair: the list is too long: it has 3, and at most 2 may stand here", "Change the value."),
        ("name: y\nweight: heavy\n", "weight: 'heavy' is not a number", "Change the value."),
        ("name: y\nmade: 2026-02-30\n", "made: there is no such day: 2026-02-30 (here: '2026-02-30')", "Change the value."),
        ("name: y\nmade: tomorrow\n", "made: a date is written YYYY-MM-DD, such as 2026-11-16 (here: 'tomorrow')",
            "Change the value."),
        ("id: other\nname: y\n", "'id' is not written in the file: its path says it", "Delete the line 'id:'."),
        ("name: y\nshelf: top\n", "'shelf' is not written in the file: its path says it", "Delete the line 'shelf:'."),
        ("- name\n", "a thing is a mapping of keys to values", "Write 'key: value' lines."),
        ("just a text\n", "a thing is a mapping of keys to values", "Write 'key: value' lines."),
    ],
)  # fmt: skip
def test_each_mistake_has_its_sentence_and_its_hint(text: str, message: str, hint: str) -> None:
    assert [(problem.message, problem.hint) for problem in problems(text)] == [(message, hint)]


def test_an_empty_file_lacks_what_is_required_and_nothing_else() -> None:
    assert [problem.message for problem in problems("# nothing yet\n")] == ["'name' is missing"]
    assert problems("", "msptool.yaml", SETTINGS) == []


def test_a_long_value_is_shown_shortened() -> None:
    (problem,) = problems(f"name: y\ncount: {'x' * 5000}\n")
    assert len(problem.message) < 120
    assert "..." in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "1: x\nname: y\n", "null: x\nname: y\n", "true: x\nname: y\n", "1.5: x\nname: y\n", "name: y\nby_name: {1: {size: 2}}\n",
        "name: y\nparts: [{1: 2}]\n", '"": x\nname: y\n', "name: y\n.nan: 1\n",
    ],
)  # fmt: skip
def test_a_key_that_is_no_text_is_a_problem_like_any_other(text: str) -> None:
    found = problems(text)
    assert found
    assert all(problem.code in ("W110", "W111", "W112") for problem in found)


@pytest.mark.parametrize(
    "amount",
    ["100000000000000000000000000000", "1e30", "'1e30'", "'1E+999999'", "1e999", ".inf", "-.inf", ".nan", "'nan'", "'Infinity'",
        "'1e-99999'", "0.001", "true", "''", "'٣'"],
)  # fmt: skip
def test_an_amount_that_is_no_money_is_a_problem_and_no_bug(amount: str) -> None:
    found = problems(f"name: y\nprice: {amount}\n")
    assert amount == "'٣'" or [problem.code for problem in found] == ["W111"]


@pytest.mark.parametrize("number", [".inf", "-.inf", ".nan", "1e999", "-1e999", "9" * 39])
@pytest.mark.parametrize("key", ["count", "weight", "made", "seen", "fragile", "tags", "price"])
def test_an_absurd_number_is_a_problem_or_a_number_wherever_it_stands(number: str, key: str) -> None:
    assert all(problem.code == "W111" for problem in problems(f"name: y\n{key}: {number}\n"))


@pytest.mark.parametrize(
    "path",
    [
        "things/top/Lamp One.yaml",
        "things/Top/lamp.yaml",
        "things/top/läm.yaml",
        "things/top/a--b.yaml",
        "things/top/-.yaml",
    ],
)
def test_a_file_name_that_is_no_id_is_refused_before_its_content(path: str) -> None:
    found = problems("nmae: x\n", path)
    assert [problem.code for problem in found] == ["W113"]
    assert found[0].path == path
    assert "lower-case" in found[0].hint


@given(st.dictionaries(st.text(max_size=6) | st.integers() | st.sampled_from(["name", "parts", "tags", "price"]), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["size", "colour",
        "x"]) | st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
), max_size=5))  # fmt: skip
def test_any_data_at_all_gives_an_entity_or_problems(data: dict[Any, Any]) -> None:
    document, _ = read_document(PATH, b"a: 1\n")
    assert document is not None
    entry, found = parse(THING, type(document)(PATH, document.text, data))
    assert (entry is None) or not [problem for problem in found if "its path says it" not in problem.message]
    assert entry is not None or found


@pytest.mark.parametrize(
    ("kind", "path", "fields"),
    [
        (STANDARD, SPF, {"category": "email", "id": "spf-record"}), (CATEGORY, CATEGORY_PATH, {"id": "email"}),
        (CLIENT, CLIENT_PATH, {"id": "acme"}), (SETTINGS, "msptool.yaml", {}), (STANDARD, CATEGORY_PATH, None), (CATEGORY, SPF, None),
        (STANDARD, "standards/spf.yaml", None), (STANDARD, "standards/a/b/c.yaml", None), (STANDARD, "standards/email/x.yml", None),
        (STANDARD, "old/standards/email/x.yaml", None), (SETTINGS, "msptool_yaml", None),
        (CLIENT, "clients/acme/client.yaml.bak", None),
    ],
)  # fmt: skip
def test_a_path_says_what_kind_of_file_it_is(kind: Kind[Any], path: str, fields: dict[str, str] | None) -> None:
    assert kind.match(path) == fields
    if fields is not None:
        assert kind.path(**fields) == path


def test_what_the_path_says_is_set_on_the_entity(build: Build) -> None:
    work = build(GOOD)
    entries, found = load(FolderSource(work.root), STANDARD)
    assert found == []
    assert [(entry.entity.category, entry.entity.id, entry.path) for entry in entries] == [
        ("email", "mailbox-mfa", MFA), ("email", "spf-record", SPF),
    ]  # fmt: skip
    assert load(FolderSource(work.root), STANDARD, "standards/other") == ([], [])


def test_loading_goes_on_after_a_broken_file(build: Build) -> None:
    work = build({**GOOD, "standards/email/a.yaml": "a: b: c\n", "standards/email/z.yaml": b"\xff"})
    entries, found = load(FolderSource(work.root), STANDARD)
    assert len(entries) == 2
    assert [problem.code for problem in found] == ["W104", "W102"]


def test_a_refusal_names_the_first_problem_and_counts_the_others() -> None:
    refuse_first([])
    rule = Rule("X1", "x", "error", "", "", "")
    first = Problem(rule, "it is wrong", "Mend it.", "a.yaml", 3)
    with pytest.raises(Refusal) as caught:
        refuse_first([first])
    assert str(caught.value) == "a.yaml:3: it is wrong. Mend it."
    with pytest.raises(Refusal, match=r"\(2 more: 'msptool lint' shows them\.\)"):
        refuse_first([first, first, first])


def test_a_problem_within_a_value_points_at_the_word() -> None:
    rule = Rule("X1", "x", "error", "", "", "")
    for text, columns in (("q: Is it on?\n", (4, 7)), ("q: 'Is it on?'\n", (4, 8)), ("q: >-\n  Is it on?\n", (4, 4))):
        document, _ = read_document("x.yaml", text.encode())
        assert document is not None
        found = [problem_at(document, rule, "m", "h", "q", offset=offset) for offset in (0, 3)]
        assert tuple(problem.column for problem in found) == columns, text


_DAY: TypeAdapter[date] = TypeAdapter(Day)
_MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)
_MONEY: TypeAdapter[Decimal] = TypeAdapter(Money)


@given(st.dates())
def test_a_day_is_read_as_it_is_written(day: date) -> None:
    assert _DAY.validate_python(day.isoformat()) == day
    assert _DAY.validate_python(day) == day


@pytest.mark.parametrize(
    "value",
    [
        "2026-1-5",
        "20261116",
        "2026-W47-1",
        "16.11.2026",
        "2026-11-16T00:00:00",
        "",
        " 2026-11-16",
        "2026-11-16\n",
        20261116,
        None,
        datetime(2026, 11, 16),
    ],
)
def test_nothing_else_is_a_day(value: object) -> None:
    with pytest.raises(ValidationError):
        _DAY.validate_python(value)


@pytest.mark.parametrize("value", ["2026-11-16T09:30:00", "2026-11-16", "noon", "", 12, None])
def test_a_time_without_its_zone_is_none(value: object) -> None:
    with pytest.raises(ValidationError, match="zone"):
        _MOMENT.validate_python(value)


def test_a_time_keeps_its_zone() -> None:
    assert _MOMENT.validate_python("2026-11-16T09:30:00+01:00").isoformat() == "2026-11-16T09:30:00+01:00"


@given(st.integers(-(10**12), 10**12))
def test_money_is_exact_to_the_cent(cents: int) -> None:
    amount = Decimal(cents) / 100
    for value in (amount, str(amount), f"{amount:.2f}"):
        assert _MONEY.validate_python(value) == amount
        assert _MONEY.validate_python(value).as_tuple().exponent == -2
    if abs(cents) < 10**9:
        assert _MONEY.validate_python(float(amount)) == amount
