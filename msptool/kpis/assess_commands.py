"""`msptool kpi assess`: the self-assessment of the TAM process, in the terminal or from a file, and its history."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from msptool.terminal import Invocation, given_file, invocation, print_json
from msptool.words import counted
from msptool.workspace.problems import UsageRefusal

if TYPE_CHECKING:
    from msptool.kpis.assessment_model import AssessedAnswer

_LEFT_OUT, _BACK = "left out", "back"


def assess(
    ctx: typer.Context,
    answers: Annotated[
        str | None,
        typer.Option(metavar="FILE|-", help="Answers as CSV (question,answer,note) or YAML, instead of being asked."),
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="PERSON", help="Who answers.")] = None,
    history: Annotated[bool, typer.Option("--history", help="Only show the assessments so far.")] = False,
    questions: Annotated[
        bool, typer.Option("--questions", help="Only list the questions, with what the workspace says about them.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Assess your own TAM process: results, essence and core, yes or no; and see what got better."""
    from msptool.kpis.assessment import answers_of, plan_answers
    from msptool.people.register import require_person
    from msptool.workspace.writes import write

    run = invocation(ctx)
    if by is not None:
        require_person(run.workspace.source, by)
    if sum((answers is not None, history, questions)) > 1:
        raise UsageRefusal("--answers, --history and --questions are three different wishes: name one of them.")
    if questions:
        _list(run, as_json=as_json)
        return
    if answers is not None:
        written = write(plan_answers(run.workspace.root, run.today, answers_of(*given_file(answers)), by))
        run.remark(f"Wrote {written[0]}." if written else "These answers are there already.")
    elif not history:
        if as_json or not sys.stdin.isatty():
            raise UsageRefusal("Nobody can be asked here: give the answers with --answers FILE, or see --history.")
        _ask(run, by)
    _show(run, as_json=as_json)


def _ask(run: Invocation, by: str | None) -> None:
    """Ask what the day's file does not answer yet; each answer is written at once."""
    from msptool.kpis.assessment import plan_answers, require_assessments
    from msptool.kpis.assessment_model import AssessedAnswer
    from msptool.kpis.assessment_questions import GROUPS, QUESTIONS
    from msptool.kpis.evidence import evidence
    from msptool.kpis.figures import Figures
    from msptool.workspace.writes import write

    past = require_assessments(run.workspace.source)
    today = next((each.answers for each in past if each.day == run.today), {})
    before = next((each.answers for each in reversed(past) if each.day < run.today), {})
    left = [each for each in QUESTIONS.values() if each.id not in today]
    if not left:
        run.remark("Every question was answered today already.")
        return
    facts = evidence(Figures.of(run.workspace))
    typer.echo(
        "y for yes, n for no, s to leave a question out, b for the one before, q to stop. Every answer is kept at once."
    )
    group = None
    place = 0
    while place < len(left):
        question = left[place]
        if question.group != group:
            group = question.group
            typer.echo(f"\n{GROUPS[group]}")
        typer.echo(f"\n{place + 1} of {len(left)}: {question.text}")
        if question.id in facts:
            typer.echo(f"  {facts[question.id]}")
        if question.id in before:
            last = before[question.id]
            typer.echo(f"  Last time: {last.answer}{f' ({last.note})' if last.note else ''}")
        found = _one_answer()
        if found is None:
            break
        if found == _BACK:
            place = max(place - 1, 0)
            continue
        if isinstance(found, AssessedAnswer):
            write(plan_answers(run.workspace.root, run.today, {question.id: found}, by))
        place += 1


def _one_answer() -> AssessedAnswer | str | None:
    """The answer; `_LEFT_OUT` or `_BACK` where the question is left out or the one before is wanted, None to stop."""
    from msptool.kpis.assessment_model import AssessedAnswer

    while True:
        try:
            said = input("  yes or no? ").strip().lower()
        except EOFError:
            return None
        if said in ("q", "quit"):
            return None
        if said in ("s", "skip"):
            return _LEFT_OUT
        if said in ("b", "back"):
            return _BACK
        if said in ("y", "yes", "n", "no"):
            try:
                note = input("  why (may be empty)? ").strip()
            except EOFError:
                note = ""
            return AssessedAnswer(answer="yes" if said[0] == "y" else "no", note=note)
        typer.echo("  y, n, s, b or q, please.")


def _list(run: Invocation, *, as_json: bool) -> None:
    from msptool.kpis.assessment_questions import QUESTIONS
    from msptool.kpis.evidence import evidence
    from msptool.kpis.figures import Figures

    facts = evidence(Figures.of(run.workspace))
    if as_json:
        print_json(
            "kpi-assess-questions",
            questions=[
                {"id": each.id, "group": each.group, "question": each.text, "evidence": facts.get(each.id)}
                for each in QUESTIONS.values()
            ],
        )  # fmt: skip
        return
    from msptool.kpis.assess_view import question_list

    run.console().print(question_list(QUESTIONS.values(), facts))


def _show(run: Invocation, *, as_json: bool) -> None:
    from msptool.kpis.assessment import require_assessments, results

    found = results(require_assessments(run.workspace.source))
    if as_json:
        from msptool.kpis.assess_data import result_data

        print_json("kpi-assess", assessments=[result_data(each) for each in found])
    elif not found:
        run.remark("There is no self-assessment yet: 'msptool kpi assess' asks the questions.")
    else:
        from msptool.kpis.assess_view import history_text

        run.console().print(history_text(found))
        run.remark(f"{counted(len(found), 'self-assessment')}.")
