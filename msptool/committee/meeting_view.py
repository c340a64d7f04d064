"""An agenda, minutes and the calendar in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from msptool.committee.agenda import Agenda, Feedback, Record
from msptool.committee.minutes import summary
from msptool.committee.model import Decision, Meeting
from msptool.committee.register import Slot
from msptool.people.model import Person
from msptool.people.register import name_of
from msptool.standards.model import Standard
from msptool.words import counted
from msptool.workspace.log import Commit

Item = TypeVar("Item")


def agenda_text(
    found: Agenda, meeting: Meeting | None, people: Mapping[str, Person], most: int | None
) -> RenderableType:
    """The points in the order in which a meeting takes them; `most` of each list, None for all."""
    since = f"since the meeting of {found.since}" if found.since else "no meeting before it has minutes"
    parts: list[RenderableType] = [Text(_title(found.day, meeting), style="bold"), Text(since, style="dim")]
    for title, lines in _points(found, people, most):
        parts += [
            Text(""),
            Text(title, style="bold cyan"),
            *(Padding(line, (0, 0, 0, 2), expand=False) for line in lines),
        ]
    return Group(*parts)


def _title(day: date, meeting: Meeting | None) -> str:
    when = f"Standards committee, {day:%A} {day.day} {day:%B} {day.year}"
    return when if meeting is None else f"{when}{_at(meeting)}"


def _at(meeting: Meeting) -> str:
    return f"{f', {meeting.time}' if meeting.time else ''}, {meeting.minutes} minutes"


def _points(
    found: Agenda, people: Mapping[str, Person], most: int | None
) -> Iterator[tuple[str, list[RenderableType]]]:
    def point(
        title: str, items: Sequence[Item], line: Callable[[Item], RenderableType]
    ) -> tuple[str, list[RenderableType]]:
        shown = [line(each) for each in items[:most]]
        if len(items) > len(shown):
            shown.append(Text(f"and {len(items) - len(shown)} more (--all shows them)", style="dim"))
        return f"{title} ({len(items)})", shown or [Text("none", style="dim")]

    yield point("Left over from earlier meetings", found.left_over, lambda each: _left_over(*each))
    yield point("Drafts to adopt or reject", found.drafts, _question)
    said: dict[str, list[Feedback]] = {}
    for each in found.feedback:
        said.setdefault(each.id, []).append(each)
    yield point("What TAMs say about standards", list(said.values()), lambda each: _feedback(each, people))
    yield point("Failed most often", found.failing, _failing)
    yield point("Nobody ever failed it", found.never_failed, _never_failed)
    yield point("Seldom applies to those who are asked", found.rarely_applicable, _rarely)
    title, lines = point("This meeting's share of the yearly review", found.review, _reviewed)
    if found.overdue:
        counted_overdue = counted(found.overdue, "standard")
        lines.append(Text(f"{counted_overdue} had no review for over a year", style="yellow"))
    yield title, lines


def _left_over(day: date, decision: Decision) -> RenderableType:
    said = "postponed" if decision.decision == "postpone" else "to be changed"
    return Group(Text(decision.standard, style="bold"), _below(f"{said} on {day}: {decision.reason}"))


def _question(standard: Standard) -> RenderableType:
    return Group(Text(standard.id, style="bold"), _below(standard.question))


def _feedback(said: Sequence[Feedback], people: Mapping[str, Person]) -> RenderableType:
    """All that was said about one standard; the same words of several TAMs once."""
    gone = "" if said[0].standard else "  (no longer in the library)"
    lines: list[RenderableType] = [Text.assemble((said[0].id, "bold"), gone)]
    for text in dict.fromkeys(each.text.strip() for each in said):
        lines.append(_below(text))
        who = [
            f"{name_of(people, each.by) or 'somebody'} at {each.client.name} on {each.on}"
            for each in said if each.text.strip() == text
        ]  # fmt: skip
        lines.append(_below("; ".join(who), "dim"))
    return Group(*lines)


def _failing(record: Record) -> RenderableType:
    share = f"{len(record.no)} of {record.answered} clients ({record.failed_share:.0%})"
    return Group(Text.assemble((record.standard.id, "bold"), f"  {share}"), _below(record.standard.question))


def _never_failed(record: Record) -> RenderableType:
    return Text.assemble((record.standard.id, "bold"), f"  {counted(record.yes, 'client')} say yes")


def _rarely(record: Record) -> RenderableType:
    return Text.assemble((record.standard.id, "bold"), f"  n/a for {record.not_applicable} of {record.asked} clients")


def _reviewed(standard: Standard) -> RenderableType:
    return Text.assemble((standard.id, "bold"), f"  reviewed {standard.reviewed or 'never'}")


def minutes_text(meeting: Meeting, people: Mapping[str, Person], commits: Mapping[str, Commit]) -> RenderableType:
    """The minutes; each decision with the commit that carried it out, or that none has yet."""
    present = ", ".join(name_of(people, each) for each in meeting.attendees)
    parts: list[RenderableType] = [Text(_title(meeting.day, meeting), style="bold")]
    parts.append(Text(f"present: {present}" if present else "Nobody is named as present.", style="dim"))
    if not meeting.held:
        return Group(*parts, Text("There are no minutes of it yet.", style="dim"))
    parts.append(Text(summary(meeting.decisions) or "no decisions", style="dim"))
    for decision in meeting.decisions:
        parts += [Text(""), Text.assemble((decision.standard, "bold"), f"  {decision.decision}")]
        if decision.reason:
            parts.append(_below(decision.reason.strip()))
        if (commit := commits.get(decision.standard)) is not None:
            parts.append(_below(f"{commit.id[:10]} {commit.day}  {commit.subject}", "dim"))
        elif decision.decision == "change":
            parts.append(_below("no commit has changed it yet", "yellow"))
    if meeting.notes:
        parts += [Text(""), Text("Notes", style="bold cyan"), _below(meeting.notes.strip())]
    if meeting.follow_ups:
        parts += [Text(""), Text("Until the next meeting", style="bold cyan")]
        parts += [Text(f"  - {each}") for each in meeting.follow_ups]
    return Group(*parts)


def _below(text: str, style: str = "") -> Padding:
    return Padding(Text(text, style=style), (0, 0, 0, 2), expand=False)


def calendar_table(slots: Iterable[Slot]) -> Table:
    """A line for each meeting: the day, the time and whether it is planned, held or only proposed."""
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for name in ("day", "weekday", "time", "minutes", "state"):
        out.add_column(name, justify="right" if name == "minutes" else "left", no_wrap=True)
    for slot in slots:
        meeting = slot.meeting
        state = "not written yet" if slot.new else summary(meeting.decisions) or "held" if meeting.held else "planned"
        day = meeting.day
        out.add_row(str(day), f"{day:%A}", meeting.time or "-", str(meeting.minutes), Text(state))
    return out
