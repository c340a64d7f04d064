"""How reviews look in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from msptool.clients.model import Client
from msptool.people.model import Person
from msptool.people.register import name_of
from msptool.reviews.model import Review, Ticket, Visit
from msptool.reviews.overview import Overview
from msptool.standards.library import Library
from msptool.standards.model import AREAS

MARKS = {"yes": ("yes", "green"), "no": ("NO", "bold red"), "n/a": ("n/a", "dim")}


def status_table(found: Iterable[Overview]) -> Table:
    """Client, last review, what is due and the open review."""
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for name, justify in (
        ("client", "left"),
        ("last review", "left"),
        ("due", "right"),
        ("minutes", "right"),
        ("why", "left"),
        ("open review", "left"),
    ):
        out.add_column(name, justify=justify)  # type: ignore[arg-type]
    for each in found:
        opened = "-"
        if each.open is not None:
            unsaved = f", {each.pending} to recover" if each.pending else ""
            opened = f"{each.open.id}: {len(each.open.answers)} of {len(each.open.asked)} answered{unsaved}"
        why = ", ".join(f"{count} {reason}" for reason, count in sorted(each.due.items(), key=lambda item: -item[1]))
        out.add_row(
            Text(each.client.id),
            str(each.last or "never"),
            str(sum(each.due.values())),
            str(each.minutes),
            why or "-",
            opened,
        )
    return out


def review_details(review: Review, client: Client, library: Library, people: Mapping[str, Person]) -> RenderableType:
    """Every answer with its note, by category."""
    done = f"finished {review.finished:%Y-%m-%d}" if review.finished else "open"
    called = f" '{review.title}'" if review.title else ""
    head = f"{client.name}: review {review.id}{called}, {done}, by {name_of(people, review.by) or 'nobody named'}"
    pin = f"library {review.library.commit[:10]}" if review.library.commit else "library not pinned"
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    category = ""
    for identifier in [*review.answers, *review.remarks]:
        standard = library.find(identifier)
        if standard is not None and standard.category != category:
            category = standard.category
            grid.add_row("", Text(library.category(standard).name, style="bold cyan"))
        answer = review.answers.get(identifier)
        said = answer or review.remarks[identifier]
        word, style = MARKS[answer.answer] if answer else ("-", "dim")
        text = Text(standard.name if standard else identifier)
        if answer and standard and answer.question not in standard.fingerprints:
            text.append("  (reworded since)", style="yellow")
        if answer and answer.fixed_onsite:
            text.append("  fixed onsite", style="green")
        for part in (
            said.note,
            answer and answer.evidence and f"accepted from {answer.evidence.record}",
            said.hand_over and f"handed to {AREAS[said.hand_over]}",
            said.feedback and f"for the committee: {said.feedback}",
        ):
            if part:
                text.append("\n  " + part.replace("\n", "\n  "), style="dim")
        grid.add_row(Text(word, style=style), text)
    for left in review.unmatched:
        text = Text(left.question)
        text.append("  (imported, no standard asks it)", style="yellow")
        if left.note:
            text.append(f"\n  {left.note}", style="dim")
        grid.add_row(Text(left.answer or "-", style="dim"), text)
    days = [_visit_day(visit, people) for visit in review.visits]
    open_ones = len([name for name in review.asked if name not in review.answers])
    tail = [Text(f"{open_ones} asked, not answered", style="dim")] if open_ones else []
    return Group(Text(head, style="bold"), Text(pin, style="dim"), *days, Text(""), grid, *tail)


_DAY = (
    ("our_items", "we brought"), ("client_items", "the client brought"), ("maintenance", "maintenance"),
    ("tools_checked", "tools checked"), ("tickets", "tickets"), ("changes", "moves, adds, changes"),
    ("unresolved", "left for the Service Desk"), ("next_visit", "next visit"), ("summary", "summary"),
)  # fmt: skip


def _visit_day(visit: Visit, people: Mapping[str, Person]) -> RenderableType:
    """What the day brought besides the review."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    for field, label in _DAY:
        value = getattr(visit, field)
        if value:
            items = value if isinstance(value, tuple) else (value,)
            grid.add_row(Text(label, style="dim"), Text("; ".join(map(_said, items))))
    by = name_of(people, visit.by)
    head = Text(f"Visit {visit.on}{f', {by}' if by else ''}", style="bold cyan")
    return Group(Text(""), head, Padding(grid, (0, 0, 0, 2)))


def _said(item: object) -> str:
    if isinstance(item, Ticket):
        return " ".join(filter(None, ("[x]" if item.done else "[ ]", item.id, item.summary)))
    return str(item)
