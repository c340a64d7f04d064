"""The picture of the tool map: nothing on top of another, nothing outside of it, and the same in a browser."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Frame, sync_playwright

from msptool.changes.toolmap.model import ToolMap
from msptool.reports.layers import Box, Drawing, Line, layered
from msptool.reports.svg import check_svg
from msptool.reports.toolmap_svg import tool_map_svg
from tests.changes.texts import MAP, TOOL_MAP
from tests.small_practice import Golden, Practice

SVG = "{http://www.w3.org/2000/svg}"
ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ToolMap.model_validate(yaml.safe_load((ROOT / MAP).read_text(encoding="utf-8")))
NAMES = "abcdefghij"

sizes = st.floats(20, 200)
boxes = st.lists(st.tuples(sizes, sizes), min_size=1, max_size=len(NAMES)).map(
    lambda found: [Box(name, *size) for name, size in zip(NAMES, found, strict=False)]
)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Box], list[Line], set[str]]:
    """Boxes, lines between two different ones (back and forth, more than once, in circles), and those that come last."""
    found = draw(boxes)
    ids = [each.id for each in found]
    pairs = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=20))
    lines = [
        Line(one, two, draw(st.floats(10, 110)), draw(st.sampled_from([14.0, 28.0])))
        for one, two in pairs
        if one != two
    ]
    return found, lines, draw(st.sets(st.sampled_from(ids)))


Place = tuple[float, float, float, float]


def places(found: list[Box], lines: list[Line], drawing: Drawing) -> tuple[list[Place], list[Place]]:
    """Left, top, right and bottom of every box and of every label."""
    placed = [(*drawing.boxes[each.id], each.width, each.height) for each in found]
    labels = [(drawn.x, drawn.y, line.width, line.height) for line, drawn in zip(lines, drawing.lines, strict=True)]
    around = [[(x - w / 2, y - h / 2, x + w / 2, y + h / 2) for x, y, w, h in part] for part in (placed, labels)]
    return around[0], around[1]


def points(path: str) -> list[tuple[float, float]]:
    """Where the pieces of a path end, and points along its curves."""
    found: list[tuple[float, float]] = []
    for piece in re.findall(r"[MHC][^MHC]*", path):
        numbers = [float(each) for each in re.findall(r"-?[\d.]+", piece)]
        if piece[0] == "M":
            found.append((numbers[0], numbers[1]))
        elif piece[0] == "H":
            start = found[-1]
            found += [(start[0] + (numbers[0] - start[0]) * step / 8, start[1]) for step in range(1, 9)]
        else:
            x0, y0 = found[-1]
            x1, y1, x2, y2, x3, y3 = numbers
            for step in range(1, 9):
                t = step / 8
                a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
                found.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return found


@given(graphs())
def test_boxes_and_labels_keep_apart_and_stay_inside(graph: tuple[list[Box], list[Line], set[str]]) -> None:
    found, lines, last = graph
    drawing = layered(found, lines, last)
    around, labels = places(found, lines, drawing)
    for one, two in itertools.combinations([*around, *labels], 2):
        assert one[2] <= two[0] + 0.01 or two[2] <= one[0] + 0.01 or one[3] <= two[1] + 0.01 or two[3] <= one[1] + 0.01
    for left, top, right, bottom in (*around, *labels):
        assert left >= -0.01
        assert top >= -0.01
        assert right <= drawing.width + 0.01
        assert bottom <= drawing.height + 0.01


@given(graphs())
def test_a_line_begins_and_ends_at_its_boxes_and_passes_through_no_other(
    graph: tuple[list[Box], list[Line], set[str]],
) -> None:
    found, lines, last = graph
    drawing = layered(found, lines, last)
    around, labels = places(found, lines, drawing)
    where = dict(zip((each.id for each in found), around, strict=True))
    for number, (line, drawn) in enumerate(zip(lines, drawing.lines, strict=True)):
        way = points(drawn.path)
        for (x, y), name in ((way[0], line.source), (way[-1], line.target)):
            left, top, right, bottom = where[name]
            assert min(abs(x - left), abs(x - right)) < 0.2
            assert top - 0.1 <= y <= bottom + 0.1
        others = [box for name, box in where.items() if name not in (line.source, line.target)]
        others += [box for place, box in enumerate(labels) if place != number]
        for x, y in way:
            assert not any(box[0] + 1 < x < box[2] - 1 and box[1] + 1 < y < box[3] - 1 for box in others)


def test_the_same_map_is_always_the_same_picture(mapped: Practice, golden: Golden) -> None:
    done = mapped.run("toolmap", "show", "--svg", str(mapped.home / "map.svg"))
    assert (done.code, done.out) == (0, "")
    assert done.err == f"Wrote {mapped.home / 'map.svg'}.\n"
    golden.check("toolmap.svg", (mapped.home / "map.svg").read_text(encoding="utf-8"))


def test_the_picture_says_in_words_what_it_shows() -> None:
    root = ElementTree.fromstring(tool_map_svg(SAMPLE, "Tool map of Northgate", {}))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "map-title map-desc"
    assert root.findtext(f"{SVG}title") == "Tool map of Northgate"
    said = root.findtext(f"{SVG}desc") or ""
    assert said.startswith("14 tools and what flows between them. Lighthouse RMM sends alerts to Ledgerline PSA.")
    assert "Cloudkeep for Microsoft 365 sends cloud backup results to Ledgerline PSA, by hand." in said
    assert "Ledgerline PSA is right about incidents." in said


HOSTILE = '"><script>alert(1)</script>&lt;\x00\x1b[2J \u202etxt ' + "M" * 200


def test_a_strangers_name_is_a_text_and_nothing_else() -> None:
    data: dict[str, Any] = yaml.safe_load(TOOL_MAP)
    data["tools"][0]["name"] = HOSTILE.replace("\x00", "")
    text = tool_map_svg(ToolMap.model_validate(data), HOSTILE, {"owner": HOSTILE}, "#663399")
    check_svg(text.encode(), "map.svg")
    assert "<script" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize("text", [
    "tools: [{id: a, name: A, kind: other}]\n",
    "tools: [{id: a, name: A, kind: other}]\nflows:\n  - {source: a, data: [x], to: [a, nowhere], often: daily}\n",
    "tools: [{id: a, name: A, kind: other}]\nflows:\n  - {source: nowhere, data: [x], to: [a], readers: [owner], often: daily}\n",
    "tools: [{id: a, name: A, kind: other}, {id: b, name: B, kind: other}]\nflows:\n"
    "  - {source: a, data: [x], to: [b], often: daily}\n  - {source: b, data: [y], to: [a], often: daily}\n",
])  # fmt: skip
def test_a_strange_map_is_drawn_all_the_same(text: str) -> None:
    ElementTree.fromstring(tool_map_svg(ToolMap.model_validate(yaml.safe_load(text)), "x", {}))


def test_a_map_without_a_tool_has_no_picture(mapped: Practice) -> None:
    mapped.write(MAP, "tools: []\n")
    done = mapped.run("toolmap", "show", "--svg", str(mapped.home / "map.svg"))
    assert (done.code, done.out) == (2, "")
    assert "The tool map has no tool to draw" in done.err
    assert not (mapped.home / "map.svg").exists()


EXECUTABLE = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "microsoft-edge"))), None
)
in_a_browser = pytest.mark.skipif(EXECUTABLE is None, reason="no browser here")
FRAME = "<!doctype html><style>body{{margin:0}}iframe{{border:0;width:100vw;height:100vh}}</style><iframe src='{}'></iframe>"
TEXTS = """() => [...document.querySelectorAll('text')].map(text => {
  const box = text.getBoundingClientRect(); return [text.textContent, box.left, box.top, box.right, box.bottom] })"""
# The colours of every text, and of the paper or the box that it stands on.
COLOURS = """() => [...document.querySelectorAll('text')].map(text => {
  const style = getComputedStyle(text), root = getComputedStyle(document.documentElement);
  const on = text.matches('.name,.truth') ? getComputedStyle(document.querySelector('.box')).fill : root.backgroundColor;
  return [text.textContent, style.fill, on] })"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu"]
        started = playwright.chromium.launch(executable_path=EXECUTABLE, args=flags)
        yield started
        started.close()


def shown(browser: Browser, folder: Path, found: ToolMap, scheme: Literal["light", "dark"], width: int = 1400) -> Frame:
    """The picture as a browser shows the file, with every request that it makes refused."""
    (folder / "map.svg").write_text(tool_map_svg(found, "Tool map of Northgate", {}), encoding="utf-8")
    (folder / "frame.html").write_text(FRAME.format("map.svg"), encoding="utf-8")
    page = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    trouble: list[str] = []
    page.on("request", lambda request: None if request.url.startswith(folder.as_uri()) else trouble.append(request.url))
    page.on("console", lambda message: trouble.append(message.text))
    page.goto((folder / "frame.html").as_uri())
    frame = page.frames[1]
    frame.wait_for_selector("svg text", state="attached")
    assert trouble == []
    return frame


def channel(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    lights = []
    for colour in (one, other):
        red, green, blue = (channel(int(each)) for each in re.findall(r"\d+", colour)[:3])
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@pytest.mark.slow
@in_a_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_browser_every_text_is_whole_apart_and_easy_to_read(
    browser: Browser, tmp_path: Path, scheme: Literal["light", "dark"]
) -> None:
    frame = shown(browser, tmp_path, SAMPLE, scheme)
    width, height = frame.evaluate(
        "() => [document.documentElement.clientWidth, document.documentElement.clientHeight]"
    )
    texts = frame.evaluate(TEXTS)
    assert len(texts) > 50
    for number, (text, left, top, right, bottom) in enumerate(texts):
        assert left >= 0, text
        assert top >= 0, text
        assert right <= width, text
        assert bottom <= height, text
        for other, left2, top2, right2, bottom2 in texts[number + 1 :]:
            # Lines of one text stand close: a hair of the empty room above their letters may meet.
            assert right <= left2 + 1 or right2 <= left + 1 or bottom <= top2 + 3 or bottom2 <= top + 3, (text, other)
    for text, colour, paper in frame.evaluate(COLOURS):
        assert contrast(colour, paper) >= 4.5, (text, colour, paper)
    frame.page.context.close()


@pytest.mark.slow
@in_a_browser
def test_on_a_phone_the_letters_stay_as_large_and_on_paper_it_fits(browser: Browser, tmp_path: Path) -> None:
    frame = shown(browser, tmp_path, SAMPLE, "light", 390)
    assert frame.evaluate("() => document.querySelector('.name').getBoundingClientRect().height") >= 12
    frame.page.context.close()
    page = browser.new_page()
    page.set_content((tmp_path / "map.svg").read_text(encoding="utf-8"))
    page.emulate_media(media="print", color_scheme="dark")
    box = page.evaluate("() => document.querySelector('svg').getBoundingClientRect().width")
    assert box <= page.evaluate("() => document.documentElement.clientWidth")
    assert page.evaluate("() => getComputedStyle(document.querySelector('.paper')).fill") == "rgb(255, 255, 255)"
    pdf = page.pdf(format="A4", landscape=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    page.close()
