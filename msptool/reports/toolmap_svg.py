"""The tool map as a picture: one SVG file that stands alone, on paper, on a screen and in the dark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from msptool.changes.toolmap.model import TOOL_KINDS, Tool, ToolMap
from msptool.colours import palette
from msptool.markdown import visible
from msptool.reports.labels import text_width, wrap
from msptool.reports.layers import Box, Drawing, Line, layered
from msptool.words import counted

_NAME, _SMALL, _LEADING = 13.0, 11.0, 15.0
_WIDTH, _PADDING, _MARGIN = 158.0, 10.0, 16.0
_LABEL = 112.0
_ACCENT = "#0b5f76"
_HEAD, _FOOT = 34.0, 36.0
_SHORT = {"tam": "TAM", "vcio": "vCIO"}


@dataclass(frozen=True, slots=True)
class _Arrow:
    """Data that goes from a tool to one receiver."""

    source: str
    target: str
    data: tuple[str, ...]
    by_hand: bool

    @property
    def label(self) -> tuple[str, ...]:
        return wrap(_words(", ".join(self.data)), _LABEL, _SMALL, 3)


def tool_map_svg(found: ToolMap, title: str, people: Mapping[str, str], accent: str = "") -> str:
    """The picture: tools with what each is right about, arrows with their data, broken ones for what goes by hand.

    `accent` is a colour such as `#0b5f76`, `people` are names by id. Readers stand on the right, as rounded boxes.
    """
    tools = {tool.id: tool for tool in found.tools}
    arrows = list(_arrows(found, people))
    readers = list(dict.fromkeys(each.target for each in arrows if each.target.startswith("(")))
    texts = {tool.id: _tool_lines(tool, found.subjects_of(tool.id)) for tool in found.tools}
    boxes = [Box(name, _WIDTH, 2 * _PADDING + _LEADING * len(lines) - 2) for name, lines in texts.items()]
    boxes += [Box(name, _reader_width(name), 26.0) for name in readers]
    lines = [Line(each.source, each.target, _label_width(each.label), 14.0 * len(each.label)) for each in arrows]
    drawing = layered(boxes, lines, readers)
    return "".join(
        _document(title, tools, texts, arrows, drawing, accent or _ACCENT, description(found, people), found)
    )


def _arrows(found: ToolMap, people: Mapping[str, str]) -> Iterator[_Arrow]:
    """One arrow for all data that goes from a tool to a receiver in the same way."""
    known = {tool.id for tool in found.tools}
    together: dict[tuple[str, str, bool], list[str]] = {}
    for flow in found.flows:
        ends = [
            *(name for name in flow.to if name in known and name != flow.source),
            *(f"({_reader_name(name, people)})" for name in flow.readers),
        ]
        for end in ends if flow.source in known else ():
            names = together.setdefault((flow.source, end, flow.by_hand), [])
            names += [each for each in flow.data if each not in names]
    for (source, target, by_hand), names in together.items():
        yield _Arrow(source, target, tuple(names), by_hand)


def _tool_lines(tool: Tool, subjects: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The lines of a tool's box, each with its look."""
    room = _WIDTH - 2 * _PADDING
    kind = f"{TOOL_KINDS[tool.kind]}, retiring" if tool.status == "retiring" else TOOL_KINDS[tool.kind]
    right = wrap(f"right about {_words(', '.join(subjects))}", room, _SMALL, 3) if subjects else ()
    return (
        *((line, "name") for line in wrap(visible(tool.name), room, _NAME, 2)),
        (kind, "soft"),
        *((line, "truth") for line in right),
    )


def _document(
    title: str, tools: Mapping[str, Tool], texts: Mapping[str, Sequence[tuple[str, str]]], arrows: Sequence[_Arrow],
    drawing: Drawing, accent: str, words: str, found: ToolMap,
) -> Iterator[str]:  # fmt: skip
    width = max(drawing.width + 2 * _MARGIN, 480.0)
    height = drawing.height + 2 * _MARGIN + _HEAD + _FOOT
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" id="tool-map" role="img" aria-labelledby="map-title map-desc">\n'
    )
    yield f'<title id="map-title">{_text(title)}</title>\n<desc id="map-desc">{_text(words)}</desc>\n'
    yield f"<style>{_style(accent)}</style>\n"
    yield (
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
        'markerUnits="userSpaceOnUse" orient="auto"><path class="tip" d="M0,0.8 L7.4,4 L0,7.2 Z"/></marker></defs>\n'
    )
    yield f'<rect class="paper" width="{width:.0f}" height="{height:.0f}"/>\n'
    yield f'<text class="title" x="{_MARGIN}" y="{_MARGIN + 13}">{_text(title)}</text>\n'
    yield f'<g transform="translate({_MARGIN} {_MARGIN + _HEAD})">\n'
    for arrow, line in zip(arrows, drawing.lines, strict=True):
        hand = " hand" if arrow.by_hand else ""
        yield f'<path class="line{hand}" d="{line.path}" marker-end="url(#tip)"/>\n'
    for arrow, line in zip(arrows, drawing.lines, strict=True):
        yield from _label(arrow, line.x, line.y)
    for name, (x, y) in drawing.boxes.items():
        yield from _tool(tools[name], texts[name], x, y) if name in tools else _reader(name, x, y)
    yield "</g>\n"
    yield from _legend(height - _MARGIN, found)
    yield "</svg>\n"


def _label(arrow: _Arrow, x: float, y: float) -> Iterator[str]:
    width, height = _label_width(arrow.label), 14.0 * len(arrow.label)
    yield f'<rect class="behind" x="{x - width / 2:.1f}" y="{y - height / 2:.1f}" width="{width:.1f}" height="{height:.1f}" rx="3"/>\n'
    for place, text in enumerate(arrow.label):
        top = y - height / 2 + 14 * place + 10.5
        yield f'<text class="label" x="{x:.1f}" y="{top:.1f}">{_text(text)}</text>\n'


def _tool(tool: Tool, lines: Sequence[tuple[str, str]], x: float, y: float) -> Iterator[str]:
    height = 2 * _PADDING + _LEADING * len(lines) - 2
    left, top = x - _WIDTH / 2, y - height / 2
    look = "box retiring" if tool.status == "retiring" else "box"
    yield f'<rect class="{look}" x="{left:.1f}" y="{top:.1f}" width="{_WIDTH:.1f}" height="{height:.1f}" rx="5"/>\n'
    for place, (text, style) in enumerate(lines):
        baseline = top + _PADDING + 10 + _LEADING * place
        yield f'<text class="{style}" x="{left + _PADDING:.1f}" y="{baseline:.1f}">{_text(text)}</text>\n'


def _reader(name: str, x: float, y: float) -> Iterator[str]:
    width = _reader_width(name)
    yield f'<rect class="reader" x="{x - width / 2:.1f}" y="{y - 13:.1f}" width="{width:.1f}" height="26" rx="13"/>\n'
    yield f'<text class="who" x="{x:.1f}" y="{y + 4:.1f}">{_text(_reader_text(name))}</text>\n'


def _legend(y: float, found: ToolMap) -> Iterator[str]:
    x = _MARGIN
    signs = [('<path class="line" d="M{x},{y} h26" marker-end="url(#tip)"/>', "automated")]
    if any(flow.by_hand for flow in found.flows):
        signs.append(('<path class="line hand" d="M{x},{y} h26" marker-end="url(#tip)"/>', "by hand"))
    if any(tool.status == "retiring" for tool in found.tools):
        signs.append(('<rect class="box retiring" x="{x}" y="{top}" width="26" height="13" rx="3"/>', "retiring"))
    for sign, text in signs:
        yield sign.format(x=f"{x:.1f}", y=f"{y - 4:.1f}", top=f"{y - 10.5:.1f}") + "\n"
        yield f'<text class="soft" x="{x + 33:.1f}" y="{y:.1f}">{text}</text>\n'
        x += 33 + text_width(text, _SMALL) + 22


def description(found: ToolMap, people: Mapping[str, str]) -> str:
    """The picture in words, for whoever cannot see it."""
    known = {tool.id: visible(tool.name) for tool in found.tools}
    sentences = [f"{counted(len(found.tools), 'tool')} and what flows between them."]
    for flow in found.flows:
        ends = ", ".join(
            [*(known.get(name, name) for name in flow.to), *(_reader_name(name, people) for name in flow.readers)]
        )
        how = ", by hand" if flow.by_hand else ""
        sentences.append(
            f"{known.get(flow.source, flow.source)} sends {_words(', '.join(flow.data))} to {ends or 'nobody'}{how}."
        )
    for truth in found.sources_of_truth:
        if truth.tool is not None:
            sentences.append(f"{known.get(truth.tool, truth.tool)} is right about {_words(truth.subject)}.")
    return " ".join(sentences)


# Within the picture, also where it is put into a page.
_RULES = {
    ".paper,.behind": "fill:var(--paper)",
    "text": "fill:var(--ink);font:11px -apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Noto Sans',sans-serif",
    ".title": "font-size:16px;font-weight:650",
    ".name": "font-size:13px;font-weight:650",
    ".soft": "fill:var(--soft)",
    ".truth": "fill:var(--accent);font-weight:600",
    ".label,.who": "text-anchor:middle",
    ".box": "fill:var(--faint);stroke:var(--accent);stroke-width:1.5",
    ".retiring": "stroke-dasharray:5 4",
    ".reader": "fill:var(--paper);stroke:var(--soft);stroke-width:1.25",
    ".line": "fill:none;stroke:var(--soft);stroke-width:1.25",
    ".hand": "stroke-dasharray:2 4;stroke-width:1.75",
    ".tip": "fill:var(--soft)",
}


def _style(accent: str) -> str:
    shades = palette(accent)
    light, dark = shades.light, shades.dark
    rules = "".join(f"#tool-map :is({selector}){{{look}}}" for selector, look in _RULES.items())
    return (
        f"#tool-map{{background:var(--paper);--accent:{light.accent};--faint:{light.faint};--ink:#17222b;--soft:#51606c;"
        f"--paper:#ffffff}}@media screen and (prefers-color-scheme:dark){{#tool-map{{--accent:{dark.accent};--faint:{dark.faint};"
        f"--ink:#e8edf1;--soft:#a9b6c0;--paper:#141b20}}}}{rules}@media print{{#tool-map{{width:100%;height:auto}}}}"
    )


def _label_width(lines: Sequence[str]) -> float:
    return max(text_width(line, _SMALL) for line in lines) + 6


def _reader_width(name: str) -> float:
    return text_width(_reader_text(name), _SMALL) + 26


def _reader_text(name: str) -> str:
    return wrap(name[1:-1], _WIDTH, _SMALL, 1)[0]


def _reader_name(name: str, people: Mapping[str, str]) -> str:
    return visible(people.get(name) or _SHORT.get(name) or _words(name))


def _words(text: str) -> str:
    return text.replace("-", " ")


def _text(text: str) -> str:
    return escape(visible(text).replace("\n", " "))
