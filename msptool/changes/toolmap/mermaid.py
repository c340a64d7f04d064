"""The tool map as a Mermaid flow chart, which git hosts draw in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msptool.changes.toolmap.model import TOOL_KINDS, ToolMap
from msptool.markdown import visible


def mermaid(found: ToolMap) -> str:
    """The chart from left to right: tools as boxes, people as rounded ones, dotted arrows for what goes by hand."""
    return "\n".join(("flowchart LR", *(f"  {line}" for line in _lines(found)))) + "\n"


def _lines(found: ToolMap) -> Iterator[str]:
    # Names of its own: an id such as 'end' is a word of the language.
    tools = {each.id: f"t{place}" for place, each in enumerate(found.tools)}
    readers = {
        name: f"p{place}" for place, name in enumerate(dict.fromkeys(n for flow in found.flows for n in flow.readers))
    }
    for tool in found.tools:
        subjects = found.subjects_of(tool.id)
        truth = f"<br>right about {_words(', '.join(subjects))}" if subjects else ""
        yield f'{tools[tool.id]}["<b>{_text(tool.name)}</b><br>{TOOL_KINDS[tool.kind]}{truth}"]'
    for name, node in readers.items():
        yield f'{node}(["{_text(_words(name))}"])'
    for flow in found.flows:
        arrow = "-.->" if flow.by_hand else "-->"
        label = _text(_words(", ".join(flow.data)))
        ends = [*(tools.get(each) for each in flow.to), *(readers[each] for each in flow.readers)]
        yield from (
            f'{tools[flow.source]} {arrow}|"{label}"| {end}' for end in ends if end is not None and flow.source in tools
        )
    retiring = [tools[each.id] for each in found.tools if each.status == "retiring"]
    if retiring:
        yield "classDef retiring stroke-dasharray: 5 4"
        yield f"class {','.join(retiring)} retiring"


def _words(text: str) -> str:
    return text.replace("-", " ")


def _text(text: str) -> str:
    """Text inside quotes, in which nothing means anything: signs as the numbers that Mermaid takes."""
    line = " ".join(visible(text).split())
    return re.sub(r"[^\w\s.,()/+-]", lambda sign: f"#{ord(sign.group())};", line)
