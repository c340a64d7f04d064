"""The geometry of the charts: nothing leaves its frame, nothing overlaps, and more is never drawn as less."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.reports.charts import HEIGHT, WIDTH, trend_line
from msptool.reports.context import CategoryScore, TrendPoint
from msptool.reports.labels import spread, text_width, wrap
from msptool.reports.radar import RADIUS, SIZE, Radar, edge, radar, share_at

shares = st.floats(0, 1)
names = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=60).filter(str.strip)


@st.composite
def category(draw: st.DrawFn) -> CategoryScore:
    score = draw(st.none() | shares)
    state = "scored" if score is not None else draw(st.sampled_from(["unchecked", "not-applicable"]))
    return CategoryScore(draw(names), score, draw(st.integers(0, 6)), 6, state)  # type: ignore[arg-type]


some = st.lists(category(), min_size=3, max_size=20).filter(lambda found: any(each.score is not None for each in found))


def drawn(axes: list[CategoryScore]) -> Radar:
    found = radar(axes)
    assert found is not None
    return found


def points(path: str) -> list[tuple[float, float]]:
    pairs = path.replace("M", " ").replace("L", " ").replace("Z", " ").split()
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in pairs)]


@given(some)
def test_everything_of_the_radar_is_inside_its_frame(axes: list[CategoryScore]) -> None:
    found = drawn(axes)
    every = [point for path in (*found.fills, *found.outlines, found.box, *found.rings) for point in points(path)]
    every += [(dot.x, dot.y) for dot in found.dots] + [(each.number_x, each.number_y) for each in found.spokes]
    every += [point for label in found.labels for point in points(label.tie)]
    for left, top, right, bottom in (label.box for label in found.labels):
        every += [(left, top), (right, bottom)]
    assert all(0 <= x <= found.width and 0 <= y <= found.height for x, y in every)


@given(some)
def test_labels_never_overlap_each_other_or_the_box(axes: list[CategoryScore]) -> None:
    found = drawn(axes)
    boxes = [label.box for label in found.labels]
    for number, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[number + 1 :]:
            assert left >= other[2] or right <= other[0] or top >= other[3] or bottom <= other[1]
        x, y = found.centre
        nearest = (min(max(x, left), right), min(max(y, top), bottom))
        assert hypot(nearest[0] - x, nearest[1] - y) >= RADIUS


@given(some)
def test_a_label_says_the_value_and_a_gap_says_why(axes: list[CategoryScore]) -> None:
    words = {"unchecked": "not checked yet", "not-applicable": "does not apply"}
    for axis, label in zip(axes, drawn(axes).labels, strict=True):
        assert label.known == (axis.score is not None)
        assert label.value == words[axis.state] if axis.score is None else label.value.endswith("%")
        assert 1 <= len(label.lines) <= 2
        assert all(text_width(line, SIZE) <= found_room(label.anchor) for line in label.lines)


def found_room(anchor: str) -> float:
    return 560 / 3 if anchor == "middle" else 560 / 2 - RADIUS


@given(some)
def test_the_blob_stays_in_the_box_and_gaps_have_no_point(axes: list[CategoryScore]) -> None:
    found = drawn(axes)
    x, y = found.centre
    assert all(hypot(a - x, b - y) <= RADIUS + 0.1 for path in found.outlines for a, b in points(path))
    assert len(found.dots) == sum(axis.score is not None for axis in axes)
    assert (len(found.fills) == 1 and found.fills[0].endswith("Z") and found.fills == found.outlines) == all(
        axis.score is not None for axis in axes
    )


@given(some, st.integers(0, 19), shares)
def test_a_higher_score_is_never_drawn_nearer_to_the_centre(
    axes: list[CategoryScore], where: int, score: float
) -> None:
    place = where % len(axes)
    before = axes[place]
    if before.score is None:
        return
    low, high = sorted((before.score, score))
    ends = [drawn([*axes[:place], replace(before, score=each), *axes[place + 1 :]]) for each in (low, high)]
    index = sum(axis.score is not None for axis in axes[:place])
    near, far = (hypot(each.dots[index].x - each.centre[0], each.dots[index].y - each.centre[1]) for each in ends)
    assert near <= far + 0.11
    assert near == pytest.approx(low * RADIUS, abs=0.11)


@given(st.lists(st.none() | shares, min_size=3, max_size=20), st.integers(0, 19), st.floats(0, 1), st.floats(0, 1))
def test_between_two_axes_the_blob_goes_one_way(values: list[float | None], axis: int, a: float, b: float) -> None:
    place = axis % len(values)
    before, after = values[place], values[(place + 1) % len(values)]
    first, second = sorted((a, b))
    if before is None or after is None or second >= 1:
        return
    near, far = share_at(values, place + first), share_at(values, place + second)
    assert near is not None
    assert far is not None
    rising = 1 if after >= before else -1
    assert (far - near) * rising >= -1e-9
    assert min(before, after) - 1e-9 <= near <= max(before, after) + 1e-9


@pytest.mark.parametrize("size", range(3, 21))
def test_full_alignment_fills_the_box_exactly(size: int) -> None:
    found = drawn([CategoryScore(f"C{number}", 1.0, 1, 1, "scored") for number in range(size)])
    x, y = found.centre
    longest = max(hypot(a - x, b - y) for a, b in points(found.outlines[0]))
    shortest = min(hypot(a - x, b - y) for a, b in points(found.outlines[0]))
    assert longest == pytest.approx(RADIUS, abs=0.1)
    assert shortest == pytest.approx(edge(0.5, size), abs=0.1)


@pytest.mark.parametrize("axes", [
    [], [CategoryScore("A", 1.0, 1, 1, "scored")] * 2, [CategoryScore("A", 1.0, 1, 1, "scored")] * 21,
    [CategoryScore("A", None, 0, 1, "unchecked")] * 6,
])  # fmt: skip
def test_too_few_too_many_or_no_scores_are_no_radar(axes: list[CategoryScore]) -> None:
    assert radar(axes) is None


@given(st.lists(st.tuples(st.integers(0, 400), st.none() | shares), min_size=2, max_size=30))
def test_the_trend_stays_in_its_frame_and_rises_with_the_score(found: list[tuple[int, float | None]]) -> None:
    days = sorted(found, key=lambda each: each[0])
    start = date(2025, 1, 1)
    line = trend_line([TrendPoint(start + timedelta(day), score, 1, 1) for day, score in days])
    scores = [score for _, score in days if score is not None]
    if len(scores) < 2:
        assert line is None
        return
    assert line is not None
    assert len(line.marks) == len(scores)
    assert all(0 <= mark.x <= WIDTH and 0 <= mark.y <= HEIGHT for mark in line.marks)
    heights = [mark.y for _, mark in sorted(zip(scores, line.marks, strict=True), key=lambda each: each[0])]
    assert heights == sorted(heights, reverse=True)
    assert line.marks[-1].label
    shown = [mark for mark in line.marks if mark.label]
    for one, two in itertools.pairwise(shown):
        assert two.x - one.x >= (text_width(one.label, 12.5) + text_width(two.label, 12.5)) / 2
    for tick in line.days:
        half = text_width(tick.label, 12.5) / 2
        assert tick.at - half >= 0
        assert tick.at + half <= WIDTH


def test_a_review_without_a_score_is_a_gap_in_the_line() -> None:
    scores = [0.4, 0.5, None, 0.6, 0.7]
    line = trend_line([TrendPoint(date(2026, 1, 1 + day), score, 1, 1) for day, score in enumerate(scores)])
    assert line is not None
    assert [len(points(stretch)) for stretch in line.lines] == [2, 2]
    assert "from 40% in Jan 2026 to 70% in Jan 2026" in line.description


@given(st.lists(st.tuples(st.floats(-200, 200), st.floats(10, 50)), min_size=1, max_size=12))
def test_labels_in_a_column_keep_apart_and_move_only_when_they_must(found: list[tuple[float, float]]) -> None:
    wanted, heights = zip(*sorted(found), strict=True)
    placed = spread(wanted, heights, 5)
    for one, two, above, below in zip(placed, placed[1:], heights, heights[1:], strict=False):
        assert two - one >= (above + below) / 2 + 5 - 1e-6
    if all(two - one >= 60 for one, two in itertools.pairwise(wanted)):
        assert placed == pytest.approx(wanted)


@given(names, st.floats(60, 200))
def test_a_wrapped_name_fits_and_says_when_it_was_cut(name: str, width: float) -> None:
    lines = wrap(name, width, SIZE, 2)
    assert 1 <= len(lines) <= 2
    assert all(text_width(line, SIZE) <= width for line in lines)
    assert " ".join(lines) == " ".join(name.split()) or any(line.endswith("…") for line in lines)


def test_common_names_are_not_cut() -> None:
    for name in ("Line of Business Applications", "Disaster Recovery", "Patch Management", "Wireless Access"):
        assert " ".join(wrap(name, 560 / 2 - RADIUS - 21, SIZE, 2)) == name
