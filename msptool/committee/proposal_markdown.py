"""A proposal as the comment of a pull request.

Whatever stands in the files is a stranger's: it is shown as it stands, formats nothing and calls nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

from msptool.alignment.impact import ChangeImpact, ClientImpact, Impact
from msptool.alignment.view import percent
from msptool.committee.proposal import Proposal
from msptool.markdown import quiet
from msptool.standards.diff import Change, FieldChange
from msptool.words import counted

MARKER = "<!-- msptool: standard diff -->"
# GitHub takes 65,536 characters, GitLab a million.
MOST_CHARACTERS = 60_000
_MOST_CLIENTS = 200
# Hosts look for these in the text after its entities are resolved, so a character without width parts them.


def as_markdown(found: Proposal) -> str:
    """The comment. Its first line is a mark by which a pipeline finds the comment that it wrote before."""
    if not found.headline:
        return f"{MARKER}\n## Standards: no change in meaning\n"
    head = [MARKER, f"## Standards: {found.headline}", ""]
    effects = {id(each.change): each for each in found.impact.changes}
    parts = ["\n".join([*head, *_summary(found.impact)])]
    for group in found.groups:
        parts.append(f"### {group.title}\n")
        if all(change.editorial for change in group.changes):
            parts += _texts_only(group.changes)
        else:
            parts += ("\n".join(_change(change, effects[id(change)])) for change in group.changes)
    parts += _categories(found)
    tail = ["\n".join(_scores(found.impact.clients))] if found.impact.clients else []
    tail += ["\n".join(f"> {quiet(remark)}" for remark in found.remarks)] if found.remarks else []
    return _fitted(parts, tail)


def _summary(effect: Impact) -> Iterator[str]:
    clients = len(effect.clients)
    if not clients:
        yield "There are no clients in this workspace yet, so nobody is affected."
        return
    moved = sum(percent(each.before.score) != percent(each.after.score) for each in effect.clients)
    yield "| On the clients of today | |"
    yield "| :-- | --: |"
    yield f"| Clients whose score moves | {moved} of {clients} |"
    yield f"| Answers that no longer count | {effect.answers_dropped} |"
    yield f"| Answers that fall overdue | {effect.answers_overdue} |"
    yield f"| TAM time a year | {effect.hours:+.1f} h (now {effect.minutes_after / 60:,.0f} h) |"
    yield ""


def _change(change: Change, effect: ChangeImpact) -> Iterator[str]:
    standard = change.standard
    former = f", before `{change.renamed_from}`" if change.renamed_from else ""
    yield f"**{quiet(standard.name)}** (`{change.id}`{former})"
    yield ""
    if change.before and change.after and change.reworded:
        yield f"> was: {quiet(change.before.question)}\\"
        yield f"> now: **{quiet(change.after.question)}**"
    else:
        yield f"> {quiet(standard.question)}"
    yield ""
    if change.kind in ("added", "proposed") and standard.why:
        yield f"{quiet(standard.why)}"
        yield ""
    if change.after and change.after.retirement and change.kind == "retired":
        successors = ", ".join(f"`{each}`" for each in change.after.retirement.replaced_by)
        yield f"Reason: {quiet(change.after.retirement.reason)}{f' Replaced by {successors}.' if successors else ''}"
        yield ""
    fields = [each for each in change.fields if each.field != "question"]
    yield from (f"- {_field(each)}" for each in fields if not each.editorial)
    editorial = [each.field for each in fields if each.editorial]
    if editorial and change.kind == "changed":
        yield f"- new texts: {', '.join(editorial)}"
    yield f"- {_effect(change, effect)}"
    yield ""


def _field(change: FieldChange) -> str:
    return f"{change.field}: {quiet(change.before) or 'nothing'} → **{quiet(change.after) or 'nothing'}**"


def _effect(change: Change, effect: ChangeImpact) -> str:
    said = [counted(effect.clients, "client")]
    if change.drops_answers:
        said.append(f"drops {counted(effect.answers_dropped, 'answer')}")
    if effect.answers_overdue:
        said.append(f"makes {counted(effect.answers_overdue, 'answer')} overdue")
    said.append(f"{effect.minutes / 60:+.1f} h of TAM time a year" if effect.minutes else "no change of TAM time")
    return ", ".join(said)


def _texts_only(changes: list[Change]) -> Iterator[str]:
    yield "\n".join([*(f"- `{each.id}`: {', '.join(field.field for field in each.fields)}" for each in changes), ""])


def _categories(found: Proposal) -> Iterator[str]:
    if found.difference.categories:
        lines = [
            f"- `{name}`: {'; '.join(_field(each) for each in fields)}" for name, fields in found.difference.categories
        ]
        yield "\n".join(["### Categories", "", *lines, ""])


def _scores(clients: tuple[ClientImpact, ...]) -> Iterator[str]:
    def moved(each: ClientImpact) -> float:
        return abs((each.after.score or 0) - (each.before.score or 0))

    ranked = sorted(clients, key=moved, reverse=True)
    yield f"<details><summary>Each client's score and coverage, before and after ({len(clients)})</summary>"
    yield ""
    yield "| Client | Score before | after | Coverage before | after |"
    yield "| :-- | --: | --: | --: | --: |"
    for each in ranked[:_MOST_CLIENTS]:
        scores = f"{percent(each.before.score)} | {percent(each.after.score)}"
        coverage = f"{percent(each.before.coverage)} | {percent(each.after.coverage)}"
        yield f"| {quiet(each.client.name)} | {scores} | {coverage} |"
    yield ""
    yield "</details>"
    yield ""


def _fitted(parts: list[str], tail: list[str]) -> str:
    """The parts one after the other; from the first that does not fit on, only how many there are."""
    room = MOST_CHARACTERS - sum(len(part) + 1 for part in tail) - 200
    kept = []
    for number, part in enumerate(parts):
        room -= len(part) + 1
        if room < 0:
            kept.append(
                f"\n*{len(parts) - number} more sections do not fit here: run `msptool standard diff` to see them.*\n"
            )
            break
        kept.append(part)
    return "\n".join([*kept, *tail])
