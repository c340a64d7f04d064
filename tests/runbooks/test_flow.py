"""The picture of a runbook: whatever its shape, nothing overlaps and everything is there; for every reader and on paper."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msptool.colours import contrast
from msptool.reports.svg import check_svg
from msptool.runbooks.flow.chart import chart
from msptool.runbooks.flow.layers import rows
from msptool.runbooks.flow.layout import Answer, Layout, Placed, balanced, layout, wrapped
from msptool.runbooks.flow.places import apart
from msptool.runbooks.flow.svg import DARK, LIGHT, flow_svg
from msptool.runbooks.flow.words import description, mermaid
from msptool.runbooks.graph import arrows
from msptool.runbooks.model import Runbook
from tests.runbooks.builders import graphs, runbook, steps_of
from tests.small_practice import Golden, Practice
from tests.trees import only_sentence

SVG = "{http://www.w3.org/2000/svg}"
Area = tuple[float, float, float, float]


def area(each: Placed | Answer) -> Area:
    """Left, top, right, bottom."""
    left = each.x if isinstance(each, Placed) else each.x - each.width / 2
    return left, each.y, left + each.width, each.y + each.height


def overlap(one: Area, other: Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def drawn(book: Runbook) -> Layout:
    return layout(chart(book))


@given(graphs())
@settings(max_examples=60)
def test_no_box_and_no_answer_lies_on_another(book: Runbook) -> None:
    found = drawn(book)
    areas = [*map(area, found.boxes), *map(area, found.answers), *map(area, found.ends)]
    for one, other in combinations(areas, 2):
        assert not overlap(one, other)
    for left, top, right, bottom in areas:
        assert 0 <= left < right <= found.width
        assert 0 <= top < bottom <= found.height


@given(graphs())
@settings(max_examples=60)
def test_no_arrow_runs_through_a_box_that_is_not_its_own(book: Runbook) -> None:
    found = drawn(book)
    for arrow in found.arrows:
        for (x, y), (to_x, to_y) in pairwise(arrow.points):
            for left, top, right, bottom in map(area, found.boxes):
                # The box around a curve: it leaves and arrives upright, and never turns back.
                across = min(x, to_x) < right and left < max(x, to_x)
                assert not (across and max(min(y, to_y), top) < min(max(y, to_y), bottom))


@given(graphs())
@settings(max_examples=60)
def test_every_step_and_every_way_is_drawn_once(book: Runbook) -> None:
    picture = chart(book)
    assert len(drawn(book).arrows) == 1 + sum(arrow.target != arrow.step for arrow in arrows(book))
    texts = [box.text for box in picture.boxes if not box.mark] + [box.text for box in picture.ends]
    for step in book.steps:
        assert any(text.startswith(step.do) for text in texts)


def test_an_end_with_several_ways_to_it_is_small_at_each_and_once_in_full_below() -> None:
    book = runbook()
    picture = chart(book)
    assert [(box.title, box.mark) for box in picture.ends] == [("Done", "A"), ("Escalate to Level 2", "B")]
    assert sum(box.mark == "B" for box in picture.boxes) == 2


def test_a_step_that_follows_itself_says_so_in_its_box() -> None:
    book = runbook(steps=steps_of({"a": ["a", "b"], "b": []}, {"b": "done"}))
    assert chart(book).boxes[1].text == "Which of a? (answer 0: again)"
    assert len(drawn(book).arrows) == 2


def test_an_arrow_that_leads_back_is_dashed_and_points_up() -> None:
    book = runbook(steps=steps_of({"a": ["b"], "b": ["a", "c"], "c": []}, {"c": "done"}))
    back = [arrow for arrow in drawn(book).arrows if arrow.back]
    assert len(back) == 1
    assert back[0].points[0][1] > back[0].points[-1][1]
    assert 'class="arrow back"' in flow_svg(book)


def test_a_tree_has_no_crossings() -> None:
    tree = {"a": ["b", "c"], "b": ["d", "e"], "c": ["f", "g"], **{each: [] for each in "defg"}}
    found = rows(7, [(0, 1), (0, 2), (1, 3), (1, 4), (2, 5), (2, 6)])
    assert [row for row in found.rows if len(row) == 4][-1] == (3, 4, 5, 6)
    assert len(drawn(runbook(steps=steps_of(tree, dict.fromkeys("defg", "done")))).boxes) == 8


@given(st.lists(st.tuples(st.floats(-500, 500), st.floats(0.5, 9), st.floats(1, 90)), min_size=1, max_size=12))
def test_nodes_of_a_row_keep_their_order_and_distance(nodes: list[tuple[float, float, float]]) -> None:
    wanted, weights, widths = (list(each) for each in zip(*nodes, strict=True))
    placed = apart(wanted, weights, widths)
    for (one, other), (width, other_width) in zip(pairwise(placed), pairwise(widths), strict=True):
        assert other - one >= (width + other_width) / 2 + 21.99


@given(st.text(max_size=200), st.integers(20, 300), st.integers(1, 5))
def test_text_is_cut_to_what_fits(text: str, width: int, most: int) -> None:
    for lines in (wrapped(text, width, 13, most), balanced(text, width, 13, most)):
        assert len(lines) <= most


def test_balanced_lines_leave_no_single_word() -> None:
    assert balanced("Agreed, Level 2 does it", 150, 12, 4) == ("Agreed, Level", "2 does it")


BOOKS = [runbook(), runbook(title="<b>& \"'", steps=steps_of({"a": ["b", "b"], "b": []}, {"b": "done"}))]


@pytest.mark.parametrize("book", BOOKS, ids=["small", "nasty"])
def test_the_file_is_a_picture_and_nothing_else(book: Runbook) -> None:
    text = flow_svg(book)
    check_svg(text.encode(), "flow.svg")
    root = ET.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    named = (root.get("aria-labelledby") or "").split()
    assert [each.get("id") for each in root if each.tag in (f"{SVG}title", f"{SVG}desc")] == named
    assert book.title in (root.findtext(f"{SVG}title") or "")
    assert all(step.do.rstrip(".") in (root.findtext(f"{SVG}desc") or "") for step in book.steps)


@given(st.text(max_size=60))
def test_whatever_a_step_says_the_file_stays_one_picture(said: str) -> None:
    book = runbook(
        steps=[
            {"id": "a", "kind": "check", "do": said or "x", "outcomes": {"1" + said: "b", "2": "b"}},
            {"id": "b", "kind": "done", "do": "B."},
        ]
    )
    check_svg(flow_svg(book).encode(), "flow.svg")


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_its_box(colours: dict[str, str]) -> None:
    pairs = [("ink", "paper"), ("ink", "step"), ("ink", "question"), ("soft", "step"), ("soft", "question"),
             ("on-accent", "accent"), ("on-alarm", "alarm")]  # fmt: skip
    assert all(contrast(colours[text], colours[ground]) >= 4.5 for text, ground in pairs)
    assert contrast(colours["line"], colours["paper"]) >= 3


def test_paper_is_always_light() -> None:
    style = flow_svg(runbook()).split("<style>")[1].split("</style>")[0]
    assert re.findall(r"@media [^{]+", style) == ["@media screen and (prefers-color-scheme: dark) "]


def test_in_words_for_whoever_does_not_see_it() -> None:
    said = description(runbook())
    assert said.startswith("1. Check: Is the service up?. Up: go to 3; Down: go to 2.") or said.startswith(
        "1. Check: Is the service up?"
    )
    assert "7. Escalate to Level 2: Hand over with the log." in said


def test_as_mermaid(golden: Golden) -> None:
    golden.check("flow.mmd", mermaid(runbook()))


def test_mermaid_keeps_what_could_end_a_text_out_of_it() -> None:
    book = runbook(title='a"]; click s1 "javascript:x" #lt; `b` <c>', steps=[{"id": "end", "kind": "done", "do": "B."}])
    first = mermaid(book).splitlines()[1]
    assert first == '    start(["a#34;]#59; click s1 #34;javascript:x#34; #35;lt#59; #96;b#96; #60;c#62;"]) --> s1'


def test_the_commands_write_the_picture_and_the_text(desk: Practice) -> None:
    file = desk.home / "flow.svg"
    done = desk.run("runbook", "show", "vpn", "--svg", str(file))
    assert (done.code, done.out) == (0, "")
    assert file.read_text(encoding="utf-8") == flow_svg(runbook())
    assert desk.run("runbook", "show", "vpn", "--mermaid").out == mermaid(runbook())


def test_a_picture_never_takes_the_place_of_a_runbook(desk: Practice) -> None:
    before = desk.files()
    done = desk.run("runbook", "show", "vpn", "--svg", str(desk.root / "runbooks/vpn.yaml"))
    assert done.code == 2
    assert only_sentence(done).endswith(
        "vpn.yaml is a file of the workspace, and its content would be lost: name another file."
    )
    assert desk.files() == before
    assert desk.run("runbook", "show", "vpn", "--svg", str(desk.root / "runbooks/new.svg")).code == 0


def test_a_picture_of_hundred_steps_is_drawn_in_a_second() -> None:
    names = [f"s{number}" for number in range(100)]
    ways = {name: names[number + 1 : number + 4] for number, name in enumerate(names)}
    book = runbook(steps=steps_of(ways, {names[-1]: "done"}))
    assert len(drawn(book).boxes) == 103, "the one end is drawn at each of the three ways to it"
