"""How one finding looks in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from msptool.alignment.detail import Detail
from msptool.alignment.finding_view import STYLES, area_name, judgement_text
from msptool.alignment.findings import Finding
from msptool.people.model import Person
from msptool.people.register import name_of
from msptool.words import counted


def detail_text(found: Detail, people: Mapping[str, Person]) -> RenderableType:
    """The finding, then its answers, its runs of 'no' and its judgements, oldest first."""
    each = found.finding
    head = Text.assemble((f"{each.client.name}: {each.standard.name}", "bold"), (f"  {each.standard.id}", "dim"))
    times = "once" if each.came_back == 1 else f"{each.came_back} times"
    back = f", came back {times}" if each.came_back else ""
    line = Text.assemble(
        (each.severity, STYLES.get(each.severity, "")),
        f", {each.status}, {counted(each.age(each.as_of), 'day')} since {each.since}{back}",
    )
    facts = _grid()
    for label, text in _facts(found):
        facts.add_row(Text(label, style="dim"), Text(text))
    parts: list[RenderableType] = [head, line, Text(""), facts]
    for title, rows in (
        ("Answers", list(_answers(found))),
        ("Runs of 'no'", list(_runs(found))),
        ("Judgements", list(_judgements(found, people))),
    ):
        grid = _grid()
        for left, right in rows:
            grid.add_row(Text(left), right)
        parts += [Text(""), Text(title, style="bold cyan"), Padding(grid, (0, 0, 0, 2)) if rows else Text("  none yet")]
    return Group(*parts)


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    return grid


def _facts(found: Detail) -> Iterator[tuple[str, str]]:
    each, standard = found.finding, found.finding.standard
    yield "question", standard.question
    if standard.why:
        yield "why", standard.why.strip()
    yield "category", found.category.name
    hand_over = each.given.answer.hand_over
    handed = f"; the last review handed it to {area_name(hand_over)}" if hand_over else ""
    yield "who acts", area_name(each.area) + handed
    if standard.remedy is not None:
        remedy = standard.remedy
        yield "remedy", f"{remedy.summary.strip()} ({remedy.hours:g} h, cost {remedy.cost})"
    yield from _standing(each)
    for claim in found.claims:
        yield "to verify", f"{claim.because.strip()} (since {claim.since})"


def _standing(each: Finding) -> Iterator[tuple[str, str]]:
    """What the judgement that holds says, or why none holds any more."""
    if each.judged is not None:
        yield "stage", judgement_text(each.judged)
    if each.days_left is not None:
        left = f"{counted(each.days_left, 'day')} left" if each.days_left else "today is its last day"
        yield "acceptance", f"{left}{': it runs out soon' if each.runs_out_soon else ''}"
    if each.reopened_because is not None:
        yield "reopened", f"{each.reopened_because}: it is to be judged anew"


def _answers(found: Detail) -> Iterator[tuple[str, Text]]:
    for each in found.answers:
        answer = each.answer
        fixed = ", fixed onsite" if answer.fixed_onsite else ""
        text = Text.assemble((answer.answer, "bold red" if answer.answer == "no" else ""), fixed)
        text.append(f"  review {each.review.id}", style="dim")
        if not each.counts_for(found.finding.standard):
            text.append("  to another wording of the question", style="yellow")
        note = " ".join(answer.note.split())
        yield str(answer.on), text.append(f"\n{note}") if note else text


def _runs(found: Detail) -> Iterator[tuple[str, Text]]:
    for run in found.runs:
        said = f"answered no {run.answers} times" if run.answers > 1 else "answered no once"
        if run.ended is None:
            days = counted(found.finding.age(found.finding.as_of), "day")
            yield str(run.since), Text(f"until today: {days}, {said}")
        else:
            ended = run.ended.answer
            days = counted((ended.on - run.since).days, "day")
            yield str(run.since), Text(f"until {ended.on}, when it was {ended.answer}: {days}, {said}")


def _judgements(found: Detail, people: Mapping[str, Person]) -> Iterator[tuple[str, Text]]:
    """Those of an earlier run of 'no' and those that were replaced are dim."""
    for judged in found.judgements:
        style = "" if judged == found.finding.judged else "dim"
        judge = name_of(people, judged.by)
        text = Text(judgement_text(judged) + (f"; judged by {judge}" if judge else ""), style=style)
        yield str(judged.on), text.append(f"\n{' '.join(judged.reason.split())}")
