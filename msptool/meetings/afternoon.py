"""The afternoon meeting: what is reported to the client at the end of the day.

`Afternoon` is the whitelist. What is not a field of it cannot reach the client, so a note, a feedback, a
hand-over, a triage or a priority has no way into the summary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from msptool.meetings.agenda import Agenda
from msptool.meetings.outline import Line, Page, Section
from msptool.people.register import name_of
from msptool.reviews.model import Review, Ticket
from msptool.words import counted

_RANK = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class Done:
    """How many of something were done, and what was not."""

    done: int
    of: int
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Afternoon:
    """Everything that the summary may say. `checked` are all answers of the review, `today` those of the day.

    `attention` names the standards with a no, the most important first; how important each is stays inside.
    """

    client: str
    practice: str
    tam: str
    day: date
    said: str
    checked: int
    asked: int
    today: int
    in_line: int
    not_applicable: int
    fixed: tuple[str, ...]
    attention: tuple[str, ...]
    tickets: Done
    changes: Done
    maintenance: tuple[str, ...]
    follow_up: tuple[str, ...]
    next_visit: date | None


def afternoon(found: Agenda, practice: str) -> Afternoon | None:
    """The summary of the day from its review, open or just finished; None before there is one."""
    review = found.reported
    if review is None:
        return None
    visit = next((each for each in review.visits if each.on == found.day), None)
    given = review.answers
    agreed = visit.next_visit if visit else None
    return Afternoon(
        found.client.name, practice, name_of(found.people, found.tam) if found.tam in found.people else "", found.day,
        visit.summary.strip() if visit else "", len(given), len({*review.asked, *given}),
        sum(answer.on == found.day for answer in given.values()),
        sum(answer.answer == "yes" for answer in given.values()), sum(answer.answer == "n/a" for answer in given.values()),
        tuple(_names(found, review, fixed=True)), tuple(_names(found, review, fixed=False)),
        _done(found.tickets("tickets")), _done(found.tickets("changes")),
        found.items("maintenance"), found.items("unresolved"),
        agreed or found.next_visit,
    )  # fmt: skip


def _names(found: Agenda, review: Review, *, fixed: bool) -> Iterator[str]:
    """What was put right during the visit, or what still needs attention."""
    chosen = [
        (_RANK[answer.priority], name) for name, answer in review.answers.items()
        if (answer.answer == "yes" and answer.fixed_onsite if fixed else answer.answer == "no")
    ]  # fmt: skip
    for _, name in sorted(chosen, key=lambda each: each[0]):
        standard = found.library.find(name)
        yield standard.name if standard else name.replace("-", " ").capitalize()


def _done(tickets: Sequence[Ticket]) -> Done:
    left = tuple(_ticket(each) for each in tickets if not each.done)
    return Done(len(tickets) - len(left), len(tickets), left)


def _ticket(ticket: Ticket) -> str:
    return " ".join(filter(None, (ticket.id, ticket.summary)))


def afternoon_page(said: Afternoon) -> Page:
    """The summary, ready to say and to send."""
    facts = (f"{said.day:%A} {said.day}", ", ".join(filter(None, (said.tam, said.practice))))
    sections = [Section("What was done", tuple(summary_lines(said)))]
    for title, names in (
        ("Put right during the visit", said.fixed), ("Needs attention", said.attention), ("Maintenance", said.maintenance),
        ("For the Service Desk to follow up", (*said.follow_up, *said.tickets.left, *said.changes.left)),
    ):  # fmt: skip
        if names:
            sections.append(Section(title, tuple(Line(name) for name in names)))
    sections.append(Section("Next visit", (Line(next_visit(said.next_visit)),)))
    return Page(f"Visit summary: {said.client}", facts, tuple(sections))


def summary_lines(said: Afternoon) -> Iterable[Line]:
    """The words of the TAM and the counts."""
    if said.said:
        yield Line(" ".join(said.said.split()))
    today = f", {said.today} of them today" if 0 < said.today < said.checked else ""
    yield Line(f"Assessment: {said.checked} of {counted(said.asked, 'standard')} checked{today}.")
    attention = len(said.attention)
    counts = f"{said.in_line} in line, {attention} {'needs' if attention == 1 else 'need'} attention"
    beside = f", {said.not_applicable} not applicable" if said.not_applicable else ""
    yield Line(f"Result: {counts}{beside}; {len(said.fixed)} put right during the visit.")
    yield Line(f"Scheduled tickets: {_of(said.tickets)}.")
    yield Line(f"Moves, adds and changes: {_of(said.changes)}.")


def _of(found: Done) -> str:
    return f"{found.done} of {found.of} done" if found.of else "none"


def next_visit(day: date | None) -> str:
    """The next visit as it is said."""
    return "To be agreed." if day is None else f"{day:%A} {day}"
