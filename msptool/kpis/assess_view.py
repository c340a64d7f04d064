"""How the self-assessment looks in a terminal. Internal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from msptool.kpis.assessment import Result, Score
from msptool.kpis.assessment_questions import GROUPS, QUESTIONS, Question
from msptool.words import counted


def history_text(found: Sequence[Result]) -> RenderableType:
    """A line for each assessment, the last one's noes, and what changed since the one before."""
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False, pad_edge=False)
    stopped = any(not each.total.is_complete for each in found)
    for name in ("day", "yes", *GROUPS, "by", *([""] if stopped else [])):
        out.add_column(
            name, justify="left" if name in ("day", "by", "") else "right", no_wrap=bool(name), overflow="fold"
        )
    for each in found:
        out.add_row(
            str(each.assessment.day),
            _said(each.total),
            *(_said(score) for _, score in each.groups),
            Text(each.assessment.by or "-"),
            *([_left_out(each.total)] if stopped else []),
        )
    last = found[-1]
    parts: list[RenderableType] = [Text("The TAM process, assessed by ourselves", style="bold"), out]
    if stopped:
        parts.append(Text("The scorecard shows complete assessments only.", style="dim"))
    answers = last.assessment.answers
    for title, names, style in (("Got better", last.better, "green"), ("Got worse", last.worse, "bold red")):
        parts += _listed(title, names, style, answers)
    noes = [name for name in QUESTIONS if name in answers and answers[name].answer == "no" and name not in last.worse]
    parts += _listed("Still no", noes, "yellow", answers)
    left = [name for name in QUESTIONS if name not in answers]
    parts += _listed("Not answered", left, "dim", answers)
    return Group(*parts)


def _left_out(score: Score) -> Text:
    left = score.questions - score.answered
    return Text(f"not complete: {counted(left, 'question')} left" if left else "", style="yellow")


def _said(score: Score) -> str:
    return f"{score.yes} of {score.answered}" if score.answered else "-"


def _listed(title: str, names: Sequence[str], style: str, answers: Mapping[str, Any]) -> list[RenderableType]:
    if not names:
        return []
    lines = []
    for name in names:
        note = answers[name].note if name in answers else ""
        lines.append(Padding(Text(f"{QUESTIONS[name].text}{f' {note}' if note else ''}"), (0, 0, 0, 2), expand=False))
    return [Text(""), Text(title, style=style), *lines]


def question_list(questions: Iterable[Question], facts: Mapping[str, str]) -> RenderableType:
    """The questions by group, with what the workspace says about them."""
    parts: list[RenderableType] = []
    group = None
    for each in questions:
        if each.group != group:
            group = each.group
            parts += [*([Text("")] if parts else []), Text(GROUPS[group], style="bold cyan")]
        parts.append(Padding(Text.assemble(each.text, (f"  {each.id}", "dim")), (0, 0, 0, 2), expand=False))
        if each.id in facts:
            parts.append(Padding(Text(facts[each.id], style="dim"), (0, 0, 0, 4), expand=False))
    return Group(*parts)
