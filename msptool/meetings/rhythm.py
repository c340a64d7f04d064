"""The meeting of a TAM and a vCIO over the clients that they share (seed 004, their meeting rhythm)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from msptool.alignment.findings import Finding
from msptool.alignment.scores import Part, Tally
from msptool.alignment.viewpoint import Viewpoint
from msptool.clients.model import Client
from msptool.meetings.news import agreement_news
from msptool.meetings.past_visits import Kept, days_of, loose_ends
from msptool.reviews.model import Review
from msptool.reviews.record import answers_given, by_standard
from msptool.standards.frequency import due_on
from msptool.visits.model import Visit
from msptool.visits.register import Appointment
from msptool.words import counted
from msptool.workspace.problems import UsageRefusal, unknown

PERIOD = timedelta(30)
WITHOUT_VISIT = timedelta(60)


@dataclass(frozen=True, slots=True)
class Feedback:
    """What was said about a standard for the committee, in a review that was finished in the period."""

    client: Client
    standard: str
    text: str
    on: date


@dataclass(frozen=True)
class Talk:
    """One client in the meeting. `before` is the score at the end of the last period, `now` today's.

    `untriaged` are findings without a judgement, oldest first; `stale` those judged more than a year ago; `decided`
    those judged in the period; `ending` those whose acceptance as a risk ends within 30 days or has run out.
    `left` is what the visits left undone, `visit_news` what happened to planned visits.
    """

    client: Client
    before: Tally
    now: Tally
    visited: tuple[date, ...]
    ahead: tuple[date, ...]
    no_visit_soon: bool
    new: int
    untriaged: tuple[Finding, ...]
    stale: tuple[Finding, ...]
    decided: tuple[Finding, ...]
    ending: tuple[Finding, ...]
    overdue: tuple[Part, ...]
    open_review: Review | None
    left: tuple[Kept, ...]
    visit_news: tuple[str, ...]
    news: tuple[str, ...]
    weight: float

    @property
    def change(self) -> float | None:
        """How the score moved in the period, as a share; None without two scores."""
        now, before = self.now.score, self.before.score
        return None if now is None or before is None else now - before


@dataclass(frozen=True)
class Meeting:
    """The agenda of one pair; `vcio` is None for clients that have none. Clients by what needs talk most."""

    tam: str
    vcio: str | None
    talks: tuple[Talk, ...]
    feedback: tuple[Feedback, ...]


def meetings(view: Viewpoint, written: Sequence[Appointment], since: date | None, people: Mapping[str, object],
             tam: str | None = None, vcio: str | None = None) -> list[Meeting]:  # fmt: skip
    """The agenda of every pair that shares clients, of one TAM or one vCIO where they are named.

    `since` is the last meeting (without it 30 days ago). Refuses somebody unknown, a pair without a client, and a day
    that is not past.

    The clients of a pair come by `weight`: the points (the weights of the settings) of the findings that nobody
    triaged, of those that were judged more than a year ago, and of risks whose acceptance has run out; one for
    every percentage point that the score fell; and as much as one high finding where no visit is ahead within 60
    days. Equal ones: the lower score first, then by id.
    """
    for name in filter(None, (tam, vcio)):
        if name not in people:
            raise unknown(f"{name!r} is nobody in practice/people/.", name, people)
    start = since or view.as_of - PERIOD
    if start >= view.as_of:
        raise UsageRefusal(f"--since takes a day before today, {view.as_of}, not {start}.")
    pairs: dict[tuple[str, str | None], list[Client]] = {}
    for client in view.clients.values():
        own = client.team
        if client.is_current and own.tam and tam in (None, own.tam) and vcio in (None, own.vcio):
            pairs.setdefault((own.tam, own.vcio), []).append(client)
    if not pairs:
        who = " and ".join(filter(None, (tam, vcio)))
        raise UsageRefusal(
            f"{who} share no client." if tam and vcio else f"There is no client{f' of {who}' if who else ''}."
        )
    return [
        _meeting(view, pair, clients, written, start)
        for pair, clients in sorted(pairs.items(), key=lambda each: (each[0][0], each[0][1] or "~"))
    ]  # fmt: skip


def _meeting(
    view: Viewpoint, pair: tuple[str, str | None], clients: Iterable[Client], written: Sequence[Appointment], since: date
) -> Meeting:  # fmt: skip
    talks, feedback = [], []
    for client in clients:
        reviews = view.reviews(client.id)
        talks.append(_talk(view, client, reviews, [each for each in written if each.client == client.id], since))
        feedback += list(_feedback(client, reviews, since, view.as_of))
    talks.sort(key=lambda each: (-each.weight, -1.0 if each.now.score is None else each.now.score, each.client.id))
    return Meeting(*pair, tuple(talks), tuple(sorted(feedback, key=lambda each: (each.standard, each.on))))


def _talk(
    view: Viewpoint, client: Client, reviews: Sequence[Review], written: Sequence[Appointment], since: date
) -> Talk:
    today, method = view.as_of, view.settings.score_method
    given = by_standard(answers_given(reviews, today))
    assessment = view.assess(client, method, given)
    earlier = by_standard(answers_given(reviews, since))
    before = replace(view, as_of=since).assess(client, method, earlier).total
    found = view.findings(client, given)
    untriaged = sorted(
        (each for each in found if each.status == "open"), key=lambda each: (each.since, each.standard.id)
    )
    stale = [each for each in found if each.judged and due_on(each.judged.on, "annual") <= today]
    ahead = [each.visit.day for each in written if each.visit.stands and each.visit.day >= today]
    quiet = not any(day <= today + WITHOUT_VISIT for day in ahead)
    weights = view.settings.weights
    reopened = [each for each in found if each.status == "reopened"]
    weight = float(sum(weights.of(each.severity) for each in (*untriaged, *stale, *reopened)))
    weight += max(0.0, 100 * ((before.score or 0.0) - (assessment.total.score or 0.0))) if before.score else 0.0
    weight += weights.high if quiet else 0
    return Talk(
        client, before, assessment.total, tuple(_visited(reviews, written, since, today)), tuple(ahead), quiet,
        sum(each.since > since for each in found), tuple(untriaged), tuple(stale),
        tuple(each for each in found if each.judged and each.judged.on > since),
        (*reopened, *(each for each in found if each.runs_out_soon)),
        tuple(part for part in assessment.parts if part.overdue),
        next((review for review in reviews if review.status == "open"), None),
        tuple(loose_ends(reviews, today + timedelta(1))), tuple(_visit_news(reviews, written, since, today)),
        tuple(agreement_news(client, since, today)), weight,
    )  # fmt: skip


def _visited(
    reviews: Iterable[Review], written: Iterable[Appointment], since: date, today: date
) -> list[date]:  # fmt: skip
    """The days of the period on which somebody was there: visits that are done, and days of reviews."""
    done = {each.visit.day for each in written if each.visit.status == "done"}
    done |= {day for review in reviews for day in days_of(review)}
    return sorted(day for day in done if since < day <= today)


def _visit_news(reviews: Iterable[Review], written: Iterable[Appointment], since: date, today: date) -> Iterator[str]:
    """A sentence for each visit that was moved or cancelled in the period, with the reasons, or of which nobody said a word."""
    seen = set(_visited(reviews, written := list(written), since, today))
    for visit in (each.visit for each in written):
        news = list(_steps(visit, since, today))
        if visit.stands and since < visit.day < today and visit.day not in seen:
            news.append(f"{visit.day} is past, and neither done nor moved")
        if news:
            yield "; ".join([*(each.rstrip(".") for each in news[:-1]), news[-1]])


def _steps(visit: Visit, since: date, today: date) -> Iterator[str]:
    for place, change in enumerate(visit.changes):
        if change.step in ("moved", "cancelled") and since < change.on <= today:
            day = visit.day_after(place)
            what = f"{change.was} moved to {day}" if change.step == "moved" else f"{day} cancelled"
            yield f"{what}{f': {change.reason}' if change.reason else ''}"


def _feedback(client: Client, reviews: Iterable[Review], since: date, today: date) -> Iterator[Feedback]:
    for review in reviews:
        if review.finished is not None and since < review.finished.date() <= today:
            said = [(name, answer.feedback, answer.on) for name, answer in review.answers.items()]
            said += [(name, remark.feedback, review.day) for name, remark in review.remarks.items()]
            yield from (Feedback(client, name, text, on) for name, text, on in said if text)


def process_facts(meeting: Meeting) -> Iterator[str]:
    """What the period says about the way of working, over all clients of the pair."""
    talks = meeting.talks
    days, other = sum(len(each.visited) for each in talks), sum(len(each.visit_news) for each in talks)
    yield f"{counted(days, 'visit day')}; {counted(other, 'visit')} moved, cancelled or left open."
    opened = [each.open_review for each in talks if each.open_review]
    for review in opened:
        yield f"{review.client}: the review of {review.id} is still open, {len(review.answers)} of {len(review.asked)} answered."
    decided, waiting = sum(len(each.decided) for each in talks), sum(len(each.untriaged) for each in talks)
    yield f"Findings: {decided} decided in the period, {waiting} waiting for the vCIO."
    late = sum(len(each.overdue) for each in talks)
    minutes = sum(part.standard.minutes for each in talks for part in each.overdue)
    yield f"{counted(late, 'standard')} overdue, {minutes:,} minutes of checking."
