"""A runbook's flow in words and as Mermaid text, for screen readers and for pages that draw Mermaid."""

from __future__ import annotations

from collections.abc import Iterator

from msptool.markdown import visible
from msptool.runbooks.flow.chart import title_of
from msptool.runbooks.graph import ways
from msptool.runbooks.model import Runbook, Step

_SHAPES = {
    "check": ('["', '"]'), "decision": ('{{"', '"}}'), "fix": ('["', '"]'), "message": ('>"', '"]'),
    "signoff": ('[["', '"]]'), "done": ('(["', '"])'), "escalate": ('(["', '"])'),
}  # fmt: skip


def description(runbook: Runbook) -> str:
    """Every step in one sentence, with where each answer leads, by the numbers of the steps."""
    number = {step.id: place for place, step in enumerate(runbook.steps, 1)}
    return " ".join(_sentence(runbook, step, number) for step in runbook.steps)


def _sentence(runbook: Runbook, step: Step, number: dict[str, int]) -> str:
    on = [
        f"{f'{way.answer}: ' if way.answer else ''}go to {number[way.target]}"
        for way in ways(runbook, step) if way.target in number
    ]  # fmt: skip
    stop = "" if step.do.endswith((".", "?", "!")) else "."
    said = f"{number[step.id]}. {title_of(step)}: {step.do}{stop}"
    return f"{said} {'; '.join(on)}." if on else said


def mermaid(runbook: Runbook) -> str:
    """The flow as Mermaid's text for a chart from top to bottom."""
    return "\n".join(_mermaid(runbook)) + "\n"


def _mermaid(runbook: Runbook) -> Iterator[str]:
    name = {step.id: f"s{place}" for place, step in enumerate(runbook.steps, 1)}
    yield "flowchart TD"
    yield f"    start([{_quoted(runbook.title)}]) --> s1"
    for step in runbook.steps:
        opens, closes = _SHAPES[step.kind]
        yield f"    {name[step.id]}{opens}{_words(f'{title_of(step)}: {step.do}')}{closes}"
        for way in ways(runbook, step):
            if way.target in name:
                label = f"|{_quoted(way.answer)}| " if way.answer else ""
                yield f"    {name[step.id]} --> {label}{name[way.target]}"
    for kind, colours in (("done", "fill:#0b5f76,color:#ffffff"), ("escalate", "fill:#8a3a00,color:#ffffff")):
        own = [name[step.id] for step in runbook.steps if step.kind == kind]
        if own:
            yield f"    classDef {kind} {colours}"
            yield f"    class {','.join(own)} {kind}"


def _quoted(text: str) -> str:
    return f'"{_words(text)}"'


def _words(text: str) -> str:
    """Text inside of quotes: what Mermaid or HTML would read as something else is written by its number."""
    line = " ".join(visible(text).split())
    return "".join(f"#{ord(each)};" if each in '"#<>&`;\\' else each for each in line)
