"""How evidence looks in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from msptool.reviews.evidence.model import Evidence
from msptool.reviews.evidence.proposing import Proposal, names_of
from msptool.standards.library import Library
from msptool.words import counted

_STYLE = {"yes": "green", "no": "bold red", "passed": "green", "failed": "bold red"}


def proposals_text(found: Sequence[Proposal]) -> RenderableType:
    """The proposed answers, those that contradict the last one first; then what proposes nothing, and why."""
    proposed = sorted((each for each in found if each.answer), key=lambda each: not each.contradicts)
    undecided = [each for each in found if each.answer is None]
    several = len({each.grounds.evidence.id for each in proposed}) > 1
    table = _table("standard", "proposes", "last answer", "what the tool found")
    for each in proposed:
        answer = Text(each.answer or "", style=_STYLE[each.answer or ""])
        found_out = each.note if several else f"{each.grounds.why}."
        table.add_row(Text(each.standard.id), answer, _last(each), Text(found_out))
    parts: list[RenderableType] = [table] if proposed else []
    if undecided:
        open_ones = _table("standard", "why nothing is proposed")
        for each in undecided:
            open_ones.add_row(Text(each.standard.id), Text(f"{each.reason}."))
        parts += [*([Text("")] if parts else []), open_ones]
    return Group(*parts)


def _last(found: Proposal) -> Text:
    if found.previous is None:
        return Text("never asked", style="dim")
    given = found.previous.answer
    differs = " (differs)" if found.contradicts else ""
    return Text(f"{given.answer} on {given.on}{differs}", style="yellow" if differs else "dim")


def records_table(records: Iterable[tuple[Evidence, int, str]]) -> Table:
    """One row a record: its age in days, and the state of the tool's file."""
    table = _table("record", "tool", "taken", "of", "checks", "file")
    for evidence, age, state in records:
        tool, taken = f"{evidence.name} {evidence.version}".rstrip(), f"{evidence.taken.date()} ({counted(age, 'day')})"
        subject = evidence.subject.name or evidence.subject.id or "-"
        table.add_row(evidence.id, Text(tool), taken, Text(subject), str(len(evidence.checks)), state)
    return table


def record_text(evidence: Evidence, library: Library, state: str) -> RenderableType:
    """One record whole: the file, and every check with the standards that it decides."""
    decides: dict[str, list[str]] = {}
    for standard in library:
        for written in standard.decided_by.get(evidence.tool, ()):
            for name in names_of(written):
                decides.setdefault(name, []).append(standard.id)
    facts = (
        f"{evidence.title}, imported on {evidence.imported}{f' by {evidence.by}' if evidence.by else ''}",
        f"{evidence.file.name}, {evidence.file.bytes:,} bytes, {state}: {evidence.file.place or 'place unknown'}",
        f"sha256 {evidence.file.sha256}",
    )
    table = _table("check", "result", "decides", "details", whole=("check", "decides"))
    for name, check in evidence.checks.items():
        style = _STYLE.get(check.result, "yellow")
        table.add_row(
            Text(name), Text(check.result, style=style), Text("\n".join(decides.get(name, ["-"]))), Text(check.details)
        )
    return Group(Text(evidence.id, style="bold"), *(Text(each, style="dim") for each in facts), Text(""), table)


def _table(*columns: str, whole: tuple[str, ...] = ()) -> Table:
    """An empty table; an id, which stands in the first column or in a `whole` one, is never broken."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for place, name in enumerate(columns):
        table.add_column(name, overflow="fold", no_wrap=place == 0 or name in whole)
    return table
