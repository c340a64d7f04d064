"""Assessments over time: how many answers are yes, what got better and what got worse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from msptool.kpis.assessment_model import ASSESSMENT, AssessedAnswer, Assessment
from msptool.kpis.assessment_questions import GROUPS, QUESTIONS, Group
from msptool.workspace.edits import folded
from msptool.workspace.entities import load
from msptool.workspace.problems import Refusal, refuse_first, unknown
from msptool.workspace.rows import Shape, read_rows, text_of
from msptool.workspace.sources import Source
from msptool.workspace.writes import Planned, plan

_SHAPE = Shape(("question", "answer", "note"), "answers")


@dataclass(frozen=True, slots=True)
class Score:
    """Of the answered questions those with yes; a question without an answer is in neither."""

    yes: int
    answered: int
    questions: int

    @property
    def is_complete(self) -> bool:
        """Whether every question has its answer."""
        return self.answered == self.questions


@dataclass(frozen=True, slots=True)
class Result:
    """One assessment beside the one before: the questions whose answer turned to yes, and those that turned to no."""

    assessment: Assessment
    total: Score
    groups: tuple[tuple[Group, Score], ...]
    better: tuple[str, ...]
    worse: tuple[str, ...]


def require_assessments(source: Source) -> list[Assessment]:
    """All assessments, oldest first; refuses a broken file."""
    entries, problems = load(source, ASSESSMENT)
    refuse_first(problems)
    return sorted((entry.entity for entry in entries), key=lambda each: each.day)


def results(assessments: Sequence[Assessment]) -> list[Result]:
    """Each assessment with what changed since the one before."""
    found = []
    for place, each in enumerate(assessments):
        before = assessments[place - 1].answers if place else {}
        turned = [
            (name, answer.answer) for name in QUESTIONS
            if (answer := each.answers.get(name)) and name in before and before[name].answer != answer.answer
        ]  # fmt: skip
        found.append(
            Result(
                each, _score(each, None), tuple((group, _score(each, group)) for group in GROUPS),
                tuple(name for name, answer in turned if answer == "yes"),
                tuple(name for name, answer in turned if answer == "no"),
            )
        )  # fmt: skip
    return found


def complete(assessments: Sequence[Assessment]) -> list[Assessment]:
    """Those that answer every question: one that was stopped early says nothing about the whole."""
    return [each for each in assessments if _score(each, None).is_complete]


def _score(each: Assessment, group: Group | None) -> Score:
    names = [question.id for question in QUESTIONS.values() if group in (None, question.group)]
    answers = [each.answers[name].answer for name in names if name in each.answers]
    return Score(answers.count("yes"), len(answers), len(names))


def answers_of(name: str, content: bytes) -> dict[str, AssessedAnswer]:
    """The answers of a file (`question,answer,note` as CSV, or YAML); refuses an unknown question and anything but yes and no."""
    found: dict[str, AssessedAnswer] = {}
    for number, row in read_rows(name, content, _SHAPE):
        question, said = text_of(row.get("question")), row.get("answer")
        if question not in QUESTIONS:
            raise unknown(
                f"{name}, row {number}: there is no question {question!r}.",
                question,
                QUESTIONS,
                "'msptool kpi assess --questions' lists them.",
                refusal=Refusal,
            )
        if question in found:
            raise Refusal(f"{name}, row {number}: {question} is answered in an earlier row already.")
        found[question] = _answer(f"{name}, row {number}", said, text_of(row.get("note")))
    if not found:
        raise Refusal(f"{name} holds no answer.")
    return found


def _answer(where: str, said: Any, note: str) -> AssessedAnswer:
    text = {True: "yes", False: "no"}[said] if isinstance(said, bool) else text_of(said).lower()
    if text not in ("yes", "no", "y", "n"):
        raise Refusal(f"{where}: the answer is yes or no, never maybe, not {text_of(said)!r}.")
    return AssessedAnswer(answer="yes" if text[0] == "y" else "no", note=note)


def plan_answers(root: Path, day: date, answers: dict[str, AssessedAnswer], by: str | None) -> Planned:
    """The day's file with these answers; what it holds besides stays."""

    def change(data: Any) -> None:
        if by is not None:
            data["by"] = by
        if data.get("answers") is None:
            data["answers"] = {}
        for name in QUESTIONS:
            if name in answers:
                each = answers[name]
                data["answers"][name] = {"answer": each.answer, **({"note": folded(each.note)} if each.note else {})}

    return plan(root, ASSESSMENT, change, day=day.isoformat())
