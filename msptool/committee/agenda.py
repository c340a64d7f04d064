"""What the committee should talk about: what its TAMs say, what the answers show, and what its own rules demand."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date

from msptool.alignment.viewpoint import Viewpoint
from msptool.clients.model import Client
from msptool.committee.carried_out import carried_out_by
from msptool.committee.model import Decision, Meeting
from msptool.committee.register import last_held
from msptool.reviews.model import Review
from msptool.reviews.record import Given, history_of
from msptool.standards.frequency import due_on
from msptool.standards.library import Library
from msptool.standards.model import Standard

# Below so many answers a share says nothing yet.
FEWEST_ANSWERS = 5
_MOSTLY = 0.5
_WORST = 20


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a TAM wrote for the committee while a standard was asked. `standard` is None where it is gone."""

    id: str
    standard: Standard | None
    text: str
    on: date
    client: Client
    by: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """How the clients of today answer one standard: counts of clients with a current answer.

    `ever_failed` looks at every answer that was ever given to the question as it is worded now.
    """

    standard: Standard
    yes: int
    no: tuple[Client, ...]
    not_applicable: int
    asked: int
    ever_failed: bool

    @property
    def answered(self) -> int:
        """Clients that answered yes or no."""
        return self.yes + len(self.no)

    @property
    def failed_share(self) -> float:
        """The share (0..1) of yes-or-no answers that are a no."""
        return len(self.no) / self.answered if self.answered else 0.0


@dataclass(frozen=True)
class Agenda:
    """The points of one meeting, each list with the weightiest first.

    `since` is the day of the meeting before, `failing` are the worst twenty. `review` is this meeting's share of the
    yearly review, the standards that nobody looked at for longest; `overdue` of all active ones were not looked at
    for over a year.
    """

    day: date
    since: date | None
    left_over: list[tuple[date, Decision]]
    drafts: list[Standard]
    feedback: list[Feedback]
    failing: list[Record]
    never_failed: list[Record]
    rarely_applicable: list[Record]
    review: list[Standard]
    overdue: int


def agenda(view: Viewpoint, meetings: Sequence[Meeting], day: date) -> Agenda:
    """The agenda of the meeting on `day`, from what is known at the view."""
    before = last_held(meetings, day)
    records = list(_records(view))
    active = view.library.active
    waiting = [
        standard for standard in active if standard.reviewed is None or due_on(standard.reviewed, "annual") <= day
    ]
    return Agenda(
        day,
        before.day if before else None,
        list(left_over(view, meetings, day)),
        [standard for standard in view.library if standard.status == "draft"],
        sorted(_feedback(view, before.day if before else None, day), key=lambda each: (each.on, each.id)),
        sorted(
            (each for each in records if each.no and each.answered >= FEWEST_ANSWERS),
            key=lambda each: (-len(each.no), -each.failed_share, each.standard.id),
        )[:_WORST],
        [each for each in records if not each.ever_failed and each.yes >= FEWEST_ANSWERS],
        [
            each for each in records
            if each.asked >= FEWEST_ANSWERS and each.not_applicable / each.asked >= _MOSTLY
        ],
        _oldest(
            active, max(_meetings_a_year(meetings, day), 12 // view.settings.committee.every_months),
            {
                each.standard for meeting in meetings if meeting.day == day for each in meeting.decisions
                if each.decision in ("keep", "adopt")
            },
        ),
        len(waiting),
    )  # fmt: skip


def _records(view: Viewpoint) -> Iterator[Record]:
    yes: dict[str, int] = defaultdict(int)
    no: dict[str, list[Client]] = defaultdict(list)
    beside: dict[str, int] = defaultdict(int)
    failed = set()
    for client in view.served:
        given = view.given(client.id)
        for part in view.assess(client, "plain", given).parts:
            identifier = part.standard.id
            if part.answer == "no":
                no[identifier].append(client)
            yes[identifier] += part.answer == "yes"
            beside[identifier] += part.answer == "n/a"
            if any(_was_no(each, part.standard) for each in history_of(part.standard, given)):
                failed.add(identifier)
    for standard in view.library.active:
        name = standard.id
        asked = yes[name] + len(no[name]) + beside[name]
        if asked:
            yield Record(standard, yes[name], tuple(no[name]), beside[name], asked, name in failed)


def _was_no(given: Given, standard: Standard) -> bool:
    return given.answer.answer == "no" and given.counts_for(standard)


def _feedback(view: Viewpoint, since: date | None, until: date) -> Iterator[Feedback]:
    """What was said in the reviews that were finished since the meeting before, whenever in them it was said."""
    for client in view.clients.values():
        for review in view.reviews(client.id):
            ended = review.finished.date() if review.finished else None
            if ended is not None and (since is None or ended >= since) and ended <= until:
                yield from _said(review, client, view.library)


def _said(review: Review, client: Client, library: Library) -> Iterator[Feedback]:
    said = [(name, answer.feedback, answer.on) for name, answer in review.answers.items()]
    said += [(name, remark.feedback, review.day) for name, remark in review.remarks.items()]
    for name, text, on in said:
        if text:
            by = next((visit.by for visit in review.visits if visit.on == on and visit.by), review.by)
            yield Feedback(name, library.find(name), text, on, client, by)


def left_over(view: Viewpoint, meetings: Sequence[Meeting], day: date) -> Iterator[tuple[date, Decision]]:
    """What was postponed, or is to be changed without a commit that did it, and neither decided otherwise nor gone since."""
    earlier = [meeting for meeting in meetings if meeting.day < day]
    done = carried_out_by(view.workspace, view.library, earlier)
    last: dict[str, tuple[Meeting, Decision]] = {}
    for meeting in earlier:
        for each in meeting.decisions:
            standard = view.library.find(each.standard)
            last[standard.id if standard else each.standard] = (meeting, each)
    for name, (meeting, each) in last.items():
        standard = view.library.find(name)
        waits = each.decision == "postpone" or (each.decision == "change" and (meeting, each.standard) not in done)
        if waits and standard is not None and standard.status != "retired":
            yield meeting.day, each.model_copy(update={"standard": standard.id})


def _meetings_a_year(meetings: Iterable[Meeting], day: date) -> int:
    return sum(day <= each.day < due_on(day, "annual") for each in meetings)


def _oldest(active: Sequence[Standard], meetings: int, kept: Set[str]) -> list[Standard]:
    """So many of those reviewed longest ago that a year of such meetings reads the whole library.

    `kept` were looked at in this very meeting already, and count towards its share.
    """
    number = math.ceil(len(active) / meetings) - len(kept & {standard.id for standard in active})
    left = [standard for standard in active if standard.id not in kept]
    return sorted(left, key=lambda standard: standard.reviewed or date.min)[: max(number, 0)]


def due_for_review(found: Agenda, meetings: Sequence[Meeting], decided: Set[str]) -> list[Decision]:
    """`keep` for this meeting's share of the yearly review, without what is left over or decided otherwise."""
    own = next((meeting for meeting in meetings if meeting.day == found.day), None)
    taken = decided | {each.standard for _, each in found.left_over}
    taken |= {each.standard for each in own.decisions} if own else set()
    return [Decision(standard=each.id, decision="keep") for each in found.review if each.id not in taken]
