"""The reviews of one client over two years: the real choice of standards, the real session, simulated answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

from sample_chance import Chance
from sample_health import Health
from sample_tables import StandardTexts, Tables
from sample_visits import Frame
from sample_words import Words, month

from msptool.clients.model import Client
from msptool.reviews.due import Item, choose, items
from msptool.reviews.journal import Event
from msptool.reviews.model import Review, Scope
from msptool.reviews.record import answers_given, by_standard
from msptool.reviews.session import Session, State, contents
from msptool.standards.library import Library
from msptool.standards.model import Standard
from msptool.workspace.settings import Settings

_ZONE = timezone(timedelta(hours=-5))
_NOTHING = StandardTexts()


class _NoLog:
    def append(self, event: Event) -> None:
        """Nothing is kept: the review is written whole."""


@dataclass
class _Record:
    """What was said of one standard so far: runs of 'no', and since when the last one has lasted."""

    runs: int = 0
    since: date | None = None


@dataclass
class Simulation:
    """One client from its first review to its last."""

    client: Client
    tables: Tables
    library: Library
    settings: Settings
    days: Sequence[date]
    coming: date | None
    records: dict[str, _Record] = field(default_factory=dict)

    def __post_init__(self) -> None:
        story = self.tables.stories[self.client.id]
        vcio = self.tables.people[self.client.team.vcio or ""].name.split()[0]
        self.words = Words(self.client, story, vcio)
        self.health = Health(self.client.id, story, self.library, self.tables.notes)
        self.frame = Frame(self.client, self.tables, self.words)
        self.story = story

    def reviews(self) -> Iterator[Review]:
        """All finished reviews, oldest first."""
        done: list[Review] = []
        each = self.story.visits
        for number in range(self.story.reviews):
            days = list(self.days[number * each : (number + 1) * each])
            done.append(self._review(days, done))
            yield done[-1]

    def _review(self, days: list[date], done: list[Review]) -> Review:
        theme = self.story.themes.get(len(done) + 1, ())
        minutes = self.settings.review.minutes * len(days) if len(days) > 1 else None
        scope = Scope(categories=theme, minutes=minutes)
        given = by_standard(answers_given(done))
        due = items(self.client, self.library, given, days[0], due_soon_days=self.settings.review.due_soon_days)
        chosen = choose(self.client, due, scope, self.settings, done, days[0])
        state = State()
        for day, part in zip(days, _by_day(chosen, len(days)), strict=True):
            self.health.advance(day)
            session = Session(chosen, state, _NoLog(), day, self.client.team.tam)
            for item in part:
                self._ask(session, item.standard, day)
            self.frame.fill(session, part, self._after(day), last=day == days[-1])
        asked = [item.standard.id for item in chosen]
        answers, remarks, visits = contents(state, asked)
        chance = Chance(self.client.id, days[0], "times")
        return Review(
            client=self.client.id,
            id=days[0].isoformat(),
            status="finished",
            by=self.client.team.tam,
            started=_at(days[0], 8 * 60 + chance.between(24, 71)),
            finished=_at(days[-1], 15 * 60 + chance.between(8, 115)),
            scope=scope,
            asked=tuple(asked),
            visits=tuple(visits),
            answers=answers,
            remarks=remarks,
        )

    def _after(self, day: date) -> date | None:
        return next((each for each in self.days if each > day), self.coming)

    def _ask(self, session: Session, standard: Standard, day: date) -> None:
        chance = Chance(self.client.id, standard.id, day, "answer")
        texts = self.tables.notes.get(standard.id, _NOTHING)
        if chance.hit(0.09 if standard.priority == "low" else 0.045):
            if chance.hit(0.4):
                session.note(self._say(self.tables.visits.left_open, standard, day), standard=standard.id)
            return
        reason = self._say(texts.na, standard, day) if self.health.is_beside_the_point(standard) else ""
        if reason:
            session.answer("n/a", reason, standard=standard.id)
            self.records[standard.id] = _Record(self.records.get(standard.id, _Record()).runs)
        elif self.health.is_met(standard):
            self._yes(session, standard, texts, day, chance)
        else:
            self._no(session, standard, texts, day, chance)
        if texts.feedback and chance.hit(0.06):
            session.feedback(self._say(texts.feedback, standard, day), standard=standard.id)

    def _yes(self, session: Session, standard: Standard, texts: StandardTexts, day: date, chance: Chance) -> None:
        record = self.records.setdefault(standard.id, _Record())
        note = ""
        if record.since is not None and chance.hit(0.35):
            note = self._say(self.tables.visits.now_yes, standard, day)
        elif texts.yes and chance.hit(0.14):
            note = self._say(texts.yes, standard, day)
        record.since = None
        session.answer("yes", note, standard=standard.id)

    def _no(self, session: Session, standard: Standard, texts: StandardTexts, day: date, chance: Chance) -> None:
        record = self.records.setdefault(standard.id, _Record())
        forced = self.health.is_forced(standard)
        again = record.since is not None
        if record.since is None:
            record.runs, record.since = record.runs + 1, day
        repair = self._say(texts.fixed, standard, day)
        if repair and not forced and chance.hit(0.45):
            session.answer("no", repair, standard=standard.id)
            session.fixed(standard=standard.id)
            self.health.found(standard, fixed=True)
            record.since = None
            return
        said = texts.forced if forced else texts.no
        note = self._say(said, standard, record.since, "run", record.runs)
        session.answer("no", self._note_of_no(standard, note, record, day, chance, again=again), standard=standard.id)
        self.health.found(standard)
        if standard.remedy is not None and not forced and chance.hit(0.3):
            session.hand_over(standard.remedy.area, standard=standard.id)

    def _note_of_no(
        self, standard: Standard, note: str, record: _Record, day: date, chance: Chance, *, again: bool
    ) -> str:
        if not note:
            return ""
        visits, since = self.tables.visits, month(record.since or day)
        if not again:
            came_back = record.runs > 1 and chance.hit(0.4)
            opening = f"{self._say(visits.broke_again, standard, day)} " if came_back else ""
            return opening + note if chance.hit(0.62) else ""
        if chance.hit(0.55):
            return ""
        costed = standard.remedy is not None and standard.remedy.cost in ("medium", "high", "major")
        texts = visits.still_no_costed if costed else visits.still_no
        return note if chance.hit(0.35) else self._say(texts, standard, day, since=since)

    def _say(self, texts: Sequence[str], standard: Standard, day: date, *key: object, **more: str) -> str:
        return self.words.choose(texts, day, standard.id, *(key or (day, "note")), **more)


def _by_day(chosen: list[Item], days: int) -> list[list[Item]]:
    """The items in order, in as many parts of about the same number of minutes."""
    parts: list[list[Item]] = [[] for _ in range(days)]
    total, used = sum(item.standard.minutes for item in chosen), 0
    for item in chosen:
        parts[min(days - 1, used * days // max(1, total))].append(item)
        used += item.standard.minutes
    return parts


def _at(day: date, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=_ZONE)
