"""One visit day at a client: what to bring up, to check, to do and to report (seed 004, a day in the life)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from msptool.alignment.findings import Finding
from msptool.alignment.viewpoint import Viewpoint
from msptool.clients.model import Client
from msptool.clients.register import require_client
from msptool.meetings.closed_findings import Closed, as_finished, closed_findings
from msptool.meetings.news import agreement_news
from msptool.meetings.past_visits import Kept, Repeated, loose_ends, repeated
from msptool.people.model import Person
from msptool.people.register import load_people
from msptool.reviews.day_list import coverage_ahead
from msptool.reviews.due import Item, choose
from msptool.reviews.model import Review, Scope, Ticket
from msptool.reviews.record import answers_given, by_standard, require_reviews
from msptool.reviews.store import items_of, pending_events
from msptool.standards.library import Library, load_library
from msptool.visits.register import Appointment, appointments, require_years
from msptool.words import counted
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Asked:
    """A standard of the day's list; `answered` is what was answered today or in the open review, else None."""

    item: Item
    answered: str | None


@dataclass(frozen=True)
class Agenda:
    """The day. `review` is its own review, open or finished; `last` the one before it.

    `findings` are those that stand, with the day's answers counted; `closed` those that were put right at the last
    visit or since. `planned` says that a written plan covers the day's list.
    """

    client: Client
    day: date
    library: Library
    people: dict[str, Person]
    visit: Appointment | None
    next_visit: date | None
    review: Review | None
    last: Review | None
    pending: int
    news: tuple[str, ...]
    findings: tuple[Finding, ...]
    closed: tuple[Closed, ...]
    asked: tuple[Asked, ...]
    planned: bool
    maintenance: tuple[Repeated, ...]
    tools: tuple[Repeated, ...]
    left: tuple[Kept, ...]
    remarks: tuple[str, ...]

    @property
    def minutes(self) -> int:
        """Minutes of checking that are still to be done."""
        return sum(each.item.standard.minutes for each in self.asked if each.answered is None)

    @property
    def reported(self) -> Review | None:
        """The review, once something of it is of this very day: only then is there a day to report on."""
        return self.review if self.review and as_finished(self.review).day == self.day else None

    @property
    def promised(self) -> tuple[Finding, ...]:
        """The findings that the vCIO judged since the last visit."""
        return tuple(each for each in self.findings if each.judged and self._is_news(each.judged.on))

    @property
    def judged_before(self) -> tuple[Finding, ...]:
        """The findings that were judged before that."""
        return tuple(each for each in self.findings if each.judged and not self._is_news(each.judged.on))

    @property
    def untriaged(self) -> tuple[Finding, ...]:
        """The findings that the vCIO has not judged."""
        return tuple(each for each in self.findings if each.judged is None)

    def _is_news(self, day: date) -> bool:
        return self.last is None or day >= self.last.day

    def items(self, field: str) -> tuple[str, ...]:
        """What the day's own visit record says under a name, such as `client_items`."""
        visits = self.review.visits if self.review else ()
        return tuple(text for visit in visits if visit.on == self.day for text in getattr(visit, field))

    def tickets(self, field: str) -> tuple[Ticket, ...]:
        """The day's `tickets` or `changes`."""
        visits = self.review.visits if self.review else ()
        return tuple(ticket for visit in visits if visit.on == self.day for ticket in getattr(visit, field))

    @property
    def tam(self) -> str | None:
        """Who visits, by id."""
        return self.visit.visit.tam if self.visit else (self.review and self.review.by) or self.client.team.tam


def agenda(workspace: Workspace, client: str, day: date | None = None) -> Agenda:
    """The agenda of the client's visit on `day`; without it of today's visit, else of the next planned one.

    A client with neither gets the one of a visit today. Refuses a former client, and a past day without a review.
    """
    found = require_client(workspace.source, client)
    reviews = require_reviews(workspace.source, client)
    written = [each for each in appointments(require_years(workspace.source)) if each.client == client]
    visits = [each for each in written if each.visit.stands]
    chosen = day or _day(workspace.today, visits, reviews)
    own = _own_review(reviews, chosen, workspace.today)
    _refuse_nothing(workspace, found, chosen, own)
    library, problems = load_library(workspace.source)
    remarks = [f"Left out: {each.path}:{each.line}: {each.message}. {each.hint}" for each in problems[:3]]
    visit = next((each for each in visits if each.visit.day == chosen), None)
    before = [each for each in reviews if each.status == "finished" and each is not own and each.day <= chosen]
    last = before[-1] if before else None
    known = [*before, *([as_finished(own)] if own else [])]
    view = Viewpoint(workspace, chosen, library, None, False, workspace.source)
    given = by_standard(answers_given(known, chosen))
    pending = pending_events(workspace, own) if own is not None and own.status == "open" else 0
    if pending:
        remarks.append(f"Not saved yet, and not in here: {counted(pending, 'action')} of the open session.")
    asked = _asked(workspace, found, library, reviews, chosen, own)
    return Agenda(
        found, chosen, library, load_people(workspace.source), visit, _next_visit(visits, known, chosen), own, last,
        pending, tuple(agreement_news(found, last.day if last else None, chosen)),
        tuple(view.findings(found, given)), tuple(closed_findings(view, found, known, last)),
        tuple(asked), visit is not None and own is None and chosen >= workspace.today,
        tuple(repeated(known, "maintenance", chosen)), tuple(repeated(known, "tools_checked", chosen)),
        tuple(loose_ends(known, chosen)), tuple(remarks),
    )  # fmt: skip


def _day(today: date, visits: Iterable[Appointment], reviews: Sequence[Review]) -> date:
    if any(review.day == today for review in reviews):
        return today
    ahead = [each.visit.day for each in visits if each.visit.day >= today]
    return min(ahead, default=today)


def _own_review(reviews: Sequence[Review], day: date, today: date) -> Review | None:
    """The review of the day; the open one is that of any day to come, because it must end before another begins."""
    opened = next((each for each in reviews if each.status == "open"), None)
    if opened is not None and (day >= today or opened.day == day):
        return opened
    return next((each for each in reversed(reviews) if each.day == day), None)


def _refuse_nothing(workspace: Workspace, client: Client, day: date, own: Review | None) -> None:
    if day < workspace.today and own is None:
        raise UsageRefusal(
            f"{day} is past, and no review of {client.name} ended on it: 'msptool review show {client.id}' shows the last one."
        )
    if day >= workspace.today and not client.is_current:
        raise UsageRefusal(f"{client.name} is a former client: there is no visit to prepare.")


def _asked(
    workspace: Workspace, client: Client, library: Library, reviews: list[Review], day: date, own: Review | None
) -> list[Asked]:
    then = replace(workspace, today=day)
    finished = [review for review in reviews if review.status == "finished"]
    if own is not None:
        answers = {
            standard.id: answer.answer for name, answer in own.answers.items()
            if (standard := library.find(name)) is not None
        }  # fmt: skip
        wanted = {standard.id for name in own.asked if (standard := library.find(name)) is not None} | set(answers)
        items = items_of(then, client, library, [each for each in finished if each is not own])
        return [Asked(item, answers.get(item.standard.id)) for item in items if item.standard.id in wanted]
    ahead = coverage_ahead(workspace, client, items_of(workspace, client, library, reviews), finished).on(day)
    if ahead is not None:
        wanted = {item.standard.id for item in ahead.onsite}
        return [
            Asked(item, None) for item in items_of(then, client, library, reviews) if item.standard.id in wanted
        ]  # fmt: skip
    items = items_of(then, client, library, reviews)
    return [Asked(item, None) for item in choose(client, items, Scope(), workspace.settings, finished, day)]


def _next_visit(visits: Iterable[Appointment], known: Sequence[Review], day: date) -> date | None:
    """The next day of the plan; where none is written, the last one that was agreed and still lies ahead."""
    planned = [each.visit.day for each in visits if each.visit.day > day]
    agreed = [visit.next_visit for review in known for visit in review.visits if visit.next_visit]
    return min(planned, default=None) or next((each for each in reversed(agreed) if each > day), None)
