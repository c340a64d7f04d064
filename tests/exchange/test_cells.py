"""Single cells: what a spreadsheet program must not run, what it may not lose, and HTML in them."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from msptool.exchange import cell_texts as cells
from msptool.exchange.cell_texts import CellFault
from msptool.exchange.layout import STANDARD_COLUMNS, is_ours, read_cells, standard_cells
from msptool.exchange.markup import markdown, one_line, steps
from msptool.exchange.neutral import neutral, restored
from msptool.standards.model import Standard

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
NASTY = st.text(
    st.sampled_from("'=+-@＝＋－＠\t\r\n \"\\[]{}|:-_x0041a,é\x07\u2028\ufeff\uffff\U0001f600"), max_size=12
)
ANY = TEXT | NASTY
FILLED = ANY.filter(bool)
DANGEROUS = re.compile(r"[=+\-@＝＋－＠\t\r]")


@given(ANY)
@example("'=1")
@example("''=1")
@example("'plain")
@example("")
def test_a_neutral_cell_is_no_formula_and_is_read_back_exactly(text: str) -> None:
    cell = neutral(text)
    assert not DANGEROUS.match(cell)
    assert restored(cell) == text
    assert cell in (text, f"'{text}")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", "  =1", "'=1"]
)
def test_what_could_be_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["plain", "'quoted'", "a=b", "1-2", "x@y.example", "", "'"])
def test_what_is_none_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text


PAGE = st.fixed_dictionaries(
    {"url": st.from_regex(r"https://[a-z|]{1,8}\.example", fullmatch=True)},
    optional={"title": FILLED, "publisher": FILLED},
)
CONTROL = st.fixed_dictionaries({"framework": st.sampled_from(["nist-csf-2.0", "cis-controls-v8.1"]), "id": FILLED})


@given(ANY, st.lists(FILLED, max_size=4), st.dictionaries(ANY, ANY, max_size=3),
       st.dictionaries(ANY, st.lists(FILLED, max_size=3), max_size=3), st.lists(PAGE | CONTROL, max_size=3))  # fmt: skip
def test_every_kind_of_value_survives_a_cell(
    text: str, lines: list[str], pairs: dict[str, str], groups: dict[str, list[str]], cited: list[dict[str, str]]
) -> None:
    def back(cell: str) -> str:
        assert not re.search("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_", cell)
        return restored(neutral(cell).strip())

    assert cells.read_text(back(cells.write_text(text))) == text
    assert cells.read_lines(back(cells.write_lines(lines))) == lines
    assert cells.read_pairs(back(cells.write_pairs(pairs))) == pairs
    assert cells.read_groups(back(cells.write_groups(groups))) == groups
    assert cells.read_references(back(cells.write_references(cited))) == cited


@given(name=FILLED, question=FILLED, why=ANY, how=st.lists(FILLED, max_size=3), vendors=st.dictionaries(ANY, st.lists(FILLED), max_size=2),
       external=st.dictionaries(ANY, ANY, max_size=2), hours=st.floats(0, 2000), reason=FILLED,
       references=st.lists(PAGE | CONTROL, max_size=2), tags=st.lists(st.sampled_from(["a", "b-c"]), max_size=2))  # fmt: skip
def test_every_standard_survives_a_row(hours: float, reason: str, **fields: object) -> None:
    standard = Standard.model_validate(
        {
            "id": "x", "category": "y", **fields, "remedy": {"summary": reason, "area": "tam", "hours": hours},
            "status": "retired", "retirement": {"on": "2026-11-16", "reason": reason, "replaced_by": ["z"]},
        }
    )  # fmt: skip
    found, faults = read_cells(
        {name: restored(neutral(cell)) for name, cell in standard_cells(standard).items()}, STANDARD_COLUMNS
    )
    assert faults == []
    assert (
        Standard.model_validate({name: value for name, value in found.items() if value not in (None, {})}) == standard
    )


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#NAME?", "#BEZUG!", cells.NO_VALUE])
def test_a_text_that_looks_like_an_error_of_excel_is_written_so_that_it_is_none(error: str) -> None:
    text, lines = cells.write_text(error), cells.write_lines([error])
    assert (cells.excel_error(text), cells.excel_error(lines)) == (None, None)
    assert (cells.read_text(text), cells.read_lines(lines)) == (error, [error])


def test_usual_values_read_well_in_a_cell() -> None:
    assert cells.write_lines(["Open it.", "Read it."]) == "Open it.\nRead it."
    assert cells.write_groups({"Cisco": ["a", "b"], "HP": ["c"]}) == "Cisco:\n- a\n- b\nHP:\n- c"
    assert cells.write_pairs({"import": "Q-1"}) == "import: Q-1"
    assert (
        cells.write_references(
            [{"framework": "nist-csf-2.0", "id": "PR.AA-03"}, {"url": "https://a.example", "publisher": "NIST"}]
        )
        == "nist-csf-2.0 PR.AA-03\nhttps://a.example |  | NIST"
    )
    assert cells.write_lines(["two\nlines"]) == '["two\\nlines"]'


@pytest.mark.parametrize("cell", ["1_0", "nan", "inf", "0x10", "1.5.2", "two", "٣", "-", "1e", "1 0"])
def test_what_is_no_number_is_never_taken_for_one(cell: str) -> None:
    fields, [(column, fault)] = read_cells({"remedy_hours": cell}, STANDARD_COLUMNS)
    assert (fields, column, fault.reason) == ({}, "remedy_hours", f"'{cell}' is not a number.")


@pytest.mark.parametrize(
    ("cell", "number"), [("2", 2), ("2.0", 2), ("1,5", 1.5), ("+3", 3), ("1.", 1), ("1e-3", 0.001)]
)
def test_a_number_is_read_as_people_and_programs_write_it(cell: str, number: float) -> None:
    assert read_cells({"remedy_hours": cell}, STANDARD_COLUMNS)[0] == {"remedy": {"hours": number}}


@pytest.mark.parametrize(
    ("read", "cell"),
    [
        (cells.read_pairs, "no colon"), (cells.read_pairs, "a: 1\na: 2"), (cells.read_groups, "- a step of nobody"),
        (cells.read_references, "PR.AA-03"), (cells.read_lines, "[1, 2]"),
    ],
)  # fmt: skip
def test_a_cell_that_means_nothing_says_what_to_write(read: object, cell: str) -> None:
    with pytest.raises(CellFault) as fault:
        read(cell)  # type: ignore[operator]
    assert fault.value.reason
    assert fault.value.hint.startswith("Write ")


def test_our_own_columns_are_known_and_those_of_others_are_not_ours() -> None:
    headers = [column.header for column in STANDARD_COLUMNS]
    assert is_ours(headers)
    assert len(set(headers)) == len(headers)
    assert not is_ours(["id", "category", "name", "question"])


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("x < 5 and y > 3", "x < 5 and y > 3"), ("Run <tenant> now", "Run <tenant> now"), ("AT&T; R&D", "AT&T; R&D"),
        ("R&amp;D&nbsp;x", "R&D x"), ("<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"), ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<b>a</b> <em>b</em> <code>c_d*</code>", "**a** *b* `c_d*`"),
        ('<a href="https://a.example/?x=1&amp;y=2">t</a>', "[t](https://a.example/?x=1&y=2)"),
        ("<a href='javascript:alert(1)'>t</a>", "t"), ("<a href=' Java\nScript:x'>t</a>", "t"), ("<a href='data:x'>t</a>", "t"),
        ("<script>bad()</script><style>p{}</style>ok <i>x</i>", "ok *x*"), ("<p>if x < 5 use <tenant></p>", "if x < 5 use <tenant>"),
        ("<img src=x onerror=bad() alt='Plan'> there", "Plan there"), ("<iframe src=x>no</iframe><p>yes</p>", "yes"),
        ("<table><tr><th>A</th></tr><tr><td>1</td></tr></table>", "| A |\n| --- |\n| 1 |"),
        ("<P CLASS=MsoNormal>Word<o:p></o:p></P>", "Word"), ("<p>a <b>b", "a **b**"), ("<!-- x -->a", "a"),
        ("a <!-- b", "a <!-- b"), ("<p class=x", "<p class=x"), ("&lt;b&gt; is bold", "<b> is bold"), ("", ""),
    ],
)  # fmt: skip
def test_html_becomes_markdown_and_text_stays_text(text: str, meant: str) -> None:
    assert markdown(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("<ul><li>Open <b>it</b></li><li>Read<ul><li>inner</li></ul></li></ul>", ["Open **it**", "Read", "inner"]),
        ("<p>1. Open</p><p>2. Read</p>", ["Open", "Read"]), ("• Open\n- Read\n3) Close", ["Open", "Read", "Close"]),
        ("@SUM(1)\n+1\n-1", ["@SUM(1)", "+1", "-1"]), ("<table><tr><th>A</th></tr><tr><td>1</td></tr></table>", ["| A |", "| 1 |"]),
        ("<pre>dir\n  x</pre>", ["dir", "x"]), ("", []), ("<ul><li>unclosed<li>two", ["unclosed", "two"]),
        ("<ol><li>a<ul><li><b>b<li>c</ul><li>d</ol>e", ["a", "**b**", "c", "d", "e"]),
    ],
)  # fmt: skip
def test_lists_and_lines_become_steps(text: str, meant: list[str]) -> None:
    assert steps(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("<p>Is <b>every</b> f<i>irewall</i> on?</p>", "Is every firewall on?"), ("Is x < 5?", "Is x < 5?"),
        (" Is  it\non? ", "Is it on?"), ("Is R&amp;D&nbsp;locked?", "Is R&D locked?"),
    ],
)  # fmt: skip
def test_a_question_is_one_line_without_markup(text: str, meant: str) -> None:
    assert one_line(text) == meant


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="<&\xa0"), max_size=60))
def test_a_text_without_html_is_not_touched(text: str) -> None:
    assert markdown(text) == text


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<ul><li>",
                "<b>",
                "<a href=x>",
                "<",
                ">",
                "&",
                "&lt;",
                "<!--",
                "-->",
                "a",
                "<script>",
                "\n",
            ]
        )
    ).map("".join)
)
def test_no_html_whatever_crashes(text: str) -> None:
    assert isinstance(markdown(text), str)
    assert all(step == step.strip() and step for step in steps(text))
    assert "\n" not in one_line(text)
