"""The picture of a runbook as an SVG of its own: readable in the dark, in print, and by a screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from msptool.markdown import visible
from msptool.runbooks.flow.chart import chart
from msptool.runbooks.flow.layout import (
    ANSWER_LEADING,
    ANSWER_SIZE,
    LEADING,
    PADDING,
    SIZE,
    TITLE,
    Answer,
    Arrow,
    Layout,
    Placed,
    layout,
)
from msptool.runbooks.flow.words import description
from msptool.runbooks.model import Runbook

LIGHT = {
    "paper": "#ffffff", "ink": "#17222b", "soft": "#51606c", "line": "#5d6c78", "edge": "#9fb0bb", "step": "#f4f7f9",
    "question": "#e6f1f4", "accent": "#0b5f76", "on-accent": "#ffffff", "alarm": "#8a3a00", "on-alarm": "#ffffff",
}  # fmt: skip
DARK = {
    "paper": "#141b20", "ink": "#e8edf1", "soft": "#a9b6c0", "line": "#93a3ae", "edge": "#4b5d69", "step": "#1d272e",
    "question": "#1c323b", "accent": "#78c6d9", "on-accent": "#0c1114", "alarm": "#f0a868", "on-alarm": "#1a0f04",
}  # fmt: skip

_STYLE = """\
svg {{ {light} }}
@media screen and (prefers-color-scheme: dark) {{ svg {{ {dark} }} }}
.paper {{ fill: var(--paper); }}
text {{ fill: var(--ink); font: {size}px -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", sans-serif; }}
.title {{ font-size: {title}px; font-weight: 700; letter-spacing: .05em; fill: var(--soft); }}
.answer {{ font-size: {answer}px; font-style: italic; }}
.box {{ fill: var(--step); stroke: var(--edge); stroke-width: 1.2; }}
.check .box, .decision .box, .signoff .box {{ fill: var(--question); stroke: var(--accent); }}
.decision .box, .signoff .box {{ stroke-width: 2; }}
.inner {{ fill: none; stroke: var(--accent); stroke-width: 1; }}
.done .box {{ fill: var(--accent); stroke: var(--accent); }}
.done text, .done .title {{ fill: var(--on-accent); }}
.escalate .box {{ fill: var(--alarm); stroke: var(--alarm); }}
.escalate text, .escalate .title {{ fill: var(--on-alarm); }}
.arrow {{ fill: none; stroke: var(--line); stroke-width: 1.5; }}
.back {{ stroke-dasharray: 5 4; }}
.head {{ fill: var(--line); }}
.behind {{ fill: var(--paper); }}
"""


def flow_svg(runbook: Runbook) -> str:
    """The whole file."""
    return "\n".join(_document(runbook, layout(chart(runbook)))) + "\n"


def _document(runbook: Runbook, found: Layout) -> Iterator[str]:
    head = f"{runbook.title}: the runbook {runbook.id} as a flow"
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {found.width:g} {found.height:g}" width="{found.width:g}" '
        f'height="{found.height:g}" role="img" aria-labelledby="{runbook.id}-title {runbook.id}-desc">'
    )
    yield f'<title id="{runbook.id}-title">{_text(head)}</title>'
    yield f'<desc id="{runbook.id}-desc">{_text(description(runbook))}</desc>'
    style = _STYLE.format(
        light=_variables(LIGHT), dark=_variables(DARK), size=f"{SIZE:g}", title=f"{TITLE:g}", answer=f"{ANSWER_SIZE:g}"
    )
    yield f"<style>\n{style}</style>"
    yield (
        '<marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
        'orient="auto-start-reverse"><path class="head" d="M0 0 10 5 0 10z"/></marker>'
    )
    yield f'<rect class="paper" width="{found.width:g}" height="{found.height:g}"/>'
    yield from map(_arrow, found.arrows)
    yield from map(_answer, found.answers)
    yield from map(_box, found.boxes)
    yield from map(_end, found.ends)
    yield "</svg>"


def _variables(colours: dict[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in colours.items())


def _arrow(arrow: Arrow) -> str:
    """Straight where it passes a row, and between two points a curve that leaves and arrives upright."""
    (x, y), *rest = arrow.points
    path = f"M{x:g} {y:g}"
    for to_x, to_y in rest:
        half = (to_y - y) / 2
        straight = abs(to_x - x) < 0.5
        path += f"L{to_x:g} {to_y:g}" if straight else f"C{x:g} {y + half:g} {to_x:g} {to_y - half:g} {to_x:g} {to_y:g}"
        x, y = to_x, to_y
    return f'<path class="arrow{" back" if arrow.back else ""}" d="{path}" marker-end="url(#head)"/>'


def _answer(answer: Answer) -> str:
    left = answer.x - answer.width / 2
    lines = "".join(
        f'<tspan x="{answer.x:g}" y="{answer.y + 14 + ANSWER_LEADING * number:g}">{_text(line)}</tspan>'
        for number, line in enumerate(answer.lines)
    )
    return (
        f'<g><rect class="behind" x="{left:g}" y="{answer.y:g}" width="{answer.width:g}" height="{answer.height:g}" rx="3"/>'
        f'<text class="answer" text-anchor="middle">{lines}</text></g>'
    )


def _box(placed: Placed) -> str:
    if placed.box.mark:
        return _small(placed, placed.height)
    top = placed.y + PADDING + TITLE - 2
    lines = "".join(
        f'<tspan x="{placed.x + PADDING:g}" y="{top + 4 + LEADING * number:g}">{_text(line)}</tspan>'
        for number, line in enumerate(placed.lines, 1)
    )
    return (
        f'<g class="{placed.box.kind}">{_shape(placed)}'
        f'<text class="title" x="{placed.x + PADDING:g}" y="{top:g}">{_text(placed.box.title.upper())}</text>'
        f"<text>{lines}</text></g>"
    )


def _small(placed: Placed, height: float) -> str:
    middle, base = placed.x + placed.width / 2, placed.y + height / 2 + TITLE / 2 - 1
    return (
        f'<g class="{placed.box.kind}"><rect class="box" x="{placed.x:g}" y="{placed.y:g}" width="{placed.width:g}" '
        f'height="{height:g}" rx="{height / 2:g}"/><text class="title" text-anchor="middle" x="{middle:g}" y="{base:g}">'
        f"{_text(placed.box.title.upper())} {placed.box.mark}</text></g>"
    )


def _end(placed: Placed) -> str:
    left, top = placed.x + placed.width + PADDING, placed.y + SIZE + 6
    lines = "".join(
        f'<tspan x="{left:g}" y="{top + LEADING * number:g}">{_text(line)}</tspan>'
        for number, line in enumerate(placed.lines)
    )
    return f"{_small(placed, 30)}<g><text>{lines}</text></g>"


def _shape(placed: Placed) -> str:
    x, y, width, height = placed.x, placed.y, placed.width, placed.height
    if placed.box.kind == "decision":
        cut = 9
        points = (
            (x + cut, y), (x + width - cut, y), (x + width, y + cut), (x + width, y + height - cut),
            (x + width - cut, y + height), (x + cut, y + height), (x, y + height - cut), (x, y + cut),
        )  # fmt: skip
        return f'<polygon class="box" points="{" ".join(f"{a:g},{b:g}" for a, b in points)}"/>'
    radius = {"start": 16, "done": 16, "escalate": 16, "message": 10}.get(placed.box.kind, 3)
    box = f'<rect class="box" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius}"/>'
    if placed.box.kind == "signoff":
        box += f'<rect class="inner" x="{x + 4:g}" y="{y + 4:g}" width="{width - 8:g}" height="{height - 8:g}" rx="2"/>'
    return box


def _text(text: str) -> str:
    return escape(" ".join(visible(text).split()))
