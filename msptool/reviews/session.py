"""The engine of a review: everything a TAM can do, without a screen.

The full-screen face, the plain face and a script all drive this class. Each action is written to the
journal before it takes effect, and the state is nothing but the events applied in order, so what a
resumed session shows is what was there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from pydantic import ValidationError

from msptool.reviews.applied_sheets import Origin, remembered
from msptool.reviews.due import Item
from msptool.reviews.journal import Event
from msptool.reviews.model import Answer, AppliedSheet, Remark, Review, UsedEvidence, Visit
from msptool.standards.model import AREAS
from msptool.workspace.problems import UsageRefusal

ANSWERS = ("yes", "no", "n/a")


class EventLog(Protocol):
    """Where a session writes what happened, before it takes effect."""

    def append(self, event: Event) -> None:
        """Keep one event for good, or raise."""
        ...


@dataclass(frozen=True, slots=True)
class Draft:
    """What has been said about one standard in this review."""

    answer: str | None = None
    on: date | None = None
    note: str = ""
    fixed_onsite: bool = False
    hand_over: str | None = None
    feedback: str = ""
    question: str = ""
    priority: str = ""
    evidence: UsedEvidence | None = None


@dataclass
class State:
    """The session's content, rebuilt by applying events to what the review's file held."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    visits: dict[date, Visit] = field(default_factory=dict)
    sheets: dict[str, AppliedSheet] = field(default_factory=dict)


def initial_state(review: Review) -> State:
    """The state that a review's file holds."""
    drafts = {
        name: Draft(
            given.answer,
            given.on,
            given.note,
            given.fixed_onsite,
            given.hand_over,
            given.feedback,
            given.question,
            given.priority,
            given.evidence,
        )
        for name, given in review.answers.items()
    }
    drafts |= {
        name: Draft(None, None, said.note, False, said.hand_over, said.feedback)
        for name, said in review.remarks.items()
    }
    return State(drafts, {visit.on: visit for visit in review.visits}, {each.id: each for each in review.sheets})


def apply(state: State, event: Event) -> None:
    """Change `state` as `event` says. Events of a kind that this version does not know are passed over."""
    if "sheet" in event:
        state.sheets = remembered(state.sheets, event["sheet"])
    if event.get("event") == "visit":
        day = date.fromisoformat(event["on"])
        visit = state.visits.get(day) or Visit(on=day, by=event.get("by"))
        state.visits[day] = Visit.model_validate({**visit.model_dump(), event["field"]: event["value"]})
        return
    change = _CHANGES.get(event.get("event", ""))
    if change is not None:
        name = event["standard"]
        state.drafts[name] = change(state.drafts.get(name, Draft()), event)


_CHANGES: dict[str, Callable[[Draft, Event], Draft]] = {
    "answer": lambda draft, event: replace(
        draft, answer=event["answer"], on=date.fromisoformat(event["on"]), question=event["question"],
        priority=event["priority"], note=draft.note if event.get("note") is None else event["note"],
        fixed_onsite=draft.fixed_onsite and event["answer"] == "yes",
        evidence=UsedEvidence.model_validate(event["evidence"]) if event.get("evidence") else None,
    ),
    "clear": lambda draft, _: replace(
        draft, answer=None, on=None, question="", priority="", fixed_onsite=False, evidence=None
    ),
    "take": lambda _, event: _taken(event["said"]),
    "note": lambda draft, event: replace(draft, note=event["text"]),
    "fixed": lambda draft, event: replace(draft, fixed_onsite=event["value"]),
    "hand-over": lambda draft, event: replace(draft, hand_over=event["area"]),
    "feedback": lambda draft, event: replace(draft, feedback=event["text"]),
}  # fmt: skip


def _taken(said: Mapping[str, Any]) -> Draft:
    on, evidence = said["on"], said.get("evidence")
    used = UsedEvidence.model_validate(evidence) if evidence else None
    return Draft(**{**said, "on": date.fromisoformat(on) if on else None, "evidence": used})


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review is. Minutes are the estimates of the standards not answered yet."""

    asked: int
    answered: int
    yes: int
    no: int
    not_applicable: int
    minutes_left: int


class Session:
    """A review in progress: a list of items, a place in it, and what was said."""

    def __init__(self, items: Sequence[Item], state: State, log: EventLog, today: date, by: str | None = None) -> None:
        self.items = list(items)
        self.state = state
        self.today = today
        self._log = log
        self._by = by
        self._filter = ""
        self.position = 0
        self.next_open(from_start=True)

    @property
    def current(self) -> Item | None:
        """The item in view; None in an empty review."""
        return self.items[self.position] if self.items else None

    def draft(self, standard: str) -> Draft:
        """What was said about a standard so far."""
        return self.state.drafts.get(standard, Draft())

    def _record(self, event: Event) -> None:
        self._log.append(event)
        apply(self.state, event)

    def answer(self, value: str, note: str | None = None, *, standard: str | None = None) -> None:
        """Answer the item in view (or `standard`). `note` None keeps the note that stands.

        Refuses another answer than yes, no or n/a, and n/a without a reason.
        """
        item = self._item(standard)
        self.refuse_answer(value, self.draft(item.standard.id).note if note is None else note)
        event = self._answered(item, value)
        self._record(event if note is None else {**event, "note": note.strip()})

    def _answered(self, item: Item, value: str) -> Event:
        return {
            "event": "answer", "standard": item.standard.id, "answer": value, "on": self.today.isoformat(),
            "question": item.standard.fingerprint, "priority": item.standard.priority,
        }  # fmt: skip

    def accept(self, note: str = "", *, standard: str | None = None) -> str:
        """Take the answer that the evidence proposes for the item in view (or `standard`); returns it.

        Without a `note` one that stands is kept; otherwise it says what the tool found. Refuses where nothing is proposed.
        """
        item = self._item(standard)
        proposal = item.proposal
        if proposal is None:
            raise UsageRefusal("No evidence says anything about this standard.")
        if proposal.answer is None:
            raise UsageRefusal(f"The evidence proposes no answer: {proposal.reason}.")
        evidence = proposal.grounds.evidence
        checks = {name: check.result for name, check in proposal.grounds.checks if check is not None}
        used = {"record": evidence.id, "sha256": evidence.file.sha256, "checks": checks}
        note = note or self.draft(item.standard.id).note or proposal.note
        self._record({**self._answered(item, proposal.answer), "note": note, "evidence": used})
        return proposal.answer

    @staticmethod
    def refuse_answer(value: str, note: str) -> None:
        """Raise a UsageRefusal for another answer than yes, no or n/a, and for an n/a without a reason."""
        if value not in ANSWERS:
            raise UsageRefusal(f"{value!r} is not an answer: yes, no or n/a.")
        if value == "n/a" and not note.strip():
            raise UsageRefusal("'n/a' needs a note that says why the standard does not apply here.")

    def clear(self, standard: str | None = None) -> None:
        """Take an answer back; its note stays."""
        self._record({"event": "clear", "standard": self._item(standard).standard.id})

    def note(self, text: str, *, standard: str | None = None) -> None:
        """Set the note. A note is what keeps an n/a, so it cannot be emptied there."""
        item = self._item(standard)
        if self.draft(item.standard.id).answer == "n/a" and not text.strip():
            raise UsageRefusal("'n/a' needs a note that says why the standard does not apply here.")
        self._record({"event": "note", "standard": item.standard.id, "text": text.strip()})

    def fixed(self, value: bool = True, *, standard: str | None = None) -> None:
        """Found misaligned, put right on the spot: the answer becomes yes, and the client hears of it."""
        item = self._item(standard)
        if value and self.draft(item.standard.id).answer != "yes":
            self.answer("yes", standard=item.standard.id)
        self._record({"event": "fixed", "standard": item.standard.id, "value": value})

    def hand_over(self, area: str | None, *, standard: str | None = None) -> None:
        """Hand the follow-up to a delivery area; None takes it back."""
        if area is not None and area not in AREAS:
            raise UsageRefusal(f"{area!r} is not a delivery area: {', '.join(AREAS)}.")
        self._record({"event": "hand-over", "standard": self._item(standard).standard.id, "area": area})

    def feedback(self, text: str, *, standard: str | None = None) -> None:
        """Tell the standards committee what is wrong with the standard."""
        self._record({"event": "feedback", "standard": self._item(standard).standard.id, "text": text.strip()})

    def take(self, said: Draft, standard: str, origin: Origin) -> None:
        """Put an answer from a sheet, with all that was said beside it, in the place of what stands: in one event.

        It keeps its own day and the words in which it was asked. Refuses what `answer` refuses, a day after today, and
        words that are no longer those of the standard.
        """
        item = self._item(standard)
        if said.answer is not None:
            self.refuse_answer(said.answer, said.note)
            if said.on is None:
                raise UsageRefusal("The answer has no day.")
            if said.on > self.today:
                raise UsageRefusal(f"The day of the answer ({said.on}) is after today.")
            stands = self.draft(standard)
            is_new = (said.answer, said.on, said.question) != (stands.answer, stands.on, stands.question)
            if is_new and said.question not in item.standard.fingerprints:
                raise UsageRefusal("The question has been reworded since it was asked.")
        if said.hand_over is not None and said.hand_over not in AREAS:
            raise UsageRefusal(f"{said.hand_over!r} is not a delivery area: {', '.join(AREAS)}.")
        evidence = said.evidence.model_dump() if said.evidence else None
        content = {**asdict(said), "on": said.on.isoformat() if said.on else None, "evidence": evidence}
        self._record({"event": "take", "standard": standard, "said": content, "sheet": origin.as_event()})

    def visit(self, key: str, value: Any, *, on: date | None = None, origin: Origin | None = None) -> None:
        """Set one field of a day's visit (see `Visit`), today's without `on`; lists are given whole."""
        day = on or self.today
        event = {"event": "visit", "on": day.isoformat(), "by": self._by, "field": key, "value": value}
        if origin is not None:
            event["sheet"] = origin.as_event()
        try:
            visit = Visit.model_validate({"on": day, key: value})
        except ValidationError as error:
            said = error.errors()[0]["msg"]
            raise UsageRefusal(f"{key.replace('_', ' ')}: {said}.") from None
        if visit.next_visit is not None and visit.next_visit <= day:
            when = "today" if day == self.today else str(day)
            raise UsageRefusal(f"The next visit ({visit.next_visit}) must be after {when}.")
        self._record(event)

    @property
    def today_visit(self) -> Visit:
        """Today's visit as it stands."""
        return self.state.visits.get(self.today) or Visit(on=self.today, by=self._by)

    def move(self, steps: int) -> bool:
        """Go forward or back among the items that the filter shows; False at the end."""
        shown = self.shown()
        later = [index for index in shown if index > self.position]
        earlier = [index for index in shown if index < self.position]
        target = (later[steps - 1 :] if steps > 0 else earlier[steps:])[:1]
        if target:
            self.position = target[0]
        return bool(target)

    def next_open(self, *, from_start: bool = False) -> bool:
        """Go to the next item without an answer, then round to the first one; False when all are answered."""
        shown = self.shown()
        start = -1 if from_start else self.position
        order = [index for index in shown if index > start] + [index for index in shown if index <= start]
        for index in order:
            if self.draft(self.items[index].standard.id).answer is None:
                self.position = index
                return True
        return False

    def jump(self, where: str) -> None:
        """Go to an item by number (from 1), id, or the first whose name has the words."""
        wanted = where.strip().lower()
        names = [(index, item.standard) for index, item in enumerate(self.items)]
        exact = [index for index, standard in names if wanted in (str(index + 1), standard.id)]
        alike = [index for index, standard in names if wanted in f"{standard.name} {standard.id}".lower()]
        found = exact or ([] if not wanted or wanted.isdigit() else alike)
        if not found:
            raise UsageRefusal(f"Nothing in this review matches {where!r}.")
        self.position = found[0]

    def filter(self, words: str) -> int:
        """Show only items whose category, name, question or tags have all `words`; returns how many.

        An empty filter shows everything; one that matches nothing is refused.
        """
        before, self._filter = self._filter, words.strip().lower()
        shown = self.shown()
        if not shown:
            self._filter = before
            raise UsageRefusal(f"Nothing in this review matches {words!r}.")
        if self.position not in shown:
            self.position = shown[0]
        return len(shown)

    @property
    def filtered(self) -> str:
        """The words of the filter in force."""
        return self._filter

    def shown(self) -> list[int]:
        """The indexes that the filter shows."""
        words = self._filter.split()
        return [index for index, item in enumerate(self.items) if all(word in _haystack(item) for word in words)]

    def add(self, item: Item) -> None:
        """Take one more standard into the review, at the end."""
        self.items.append(item)

    def progress(self) -> Progress:
        """Counts over the whole review, whatever the filter shows."""
        given = [self.draft(item.standard.id).answer for item in self.items]
        left = sum(item.standard.minutes for item, answer in zip(self.items, given, strict=True) if answer is None)
        counts = {value: given.count(value) for value in ANSWERS}
        return Progress(len(given), sum(counts.values()), counts["yes"], counts["no"], counts["n/a"], left)

    def _item(self, standard: str | None) -> Item:
        if standard is None:
            if self.current is None:
                raise UsageRefusal("This review has no standards.")
            return self.current
        found = next((item for item in self.items if item.standard.id == standard), None)
        if found is None:
            raise UsageRefusal(f"The standard {standard!r} is not part of this review.")
        return found


def _haystack(item: Item) -> str:
    standard = item.standard
    return " ".join(
        (
            standard.category, standard.name, standard.question, standard.priority, item.reason, *standard.tags,
            "evidence" if item.proposal else "",
        )
    ).lower()  # fmt: skip


def contents(state: State, order: Iterable[str]) -> tuple[dict[str, Answer], dict[str, Remark], list[Visit]]:
    """What the review's file holds of a state: answers and remarks in the order asked, visits by day."""
    answers: dict[str, Answer] = {}
    remarks: dict[str, Remark] = {}
    names = list(dict.fromkeys([*order, *state.drafts]))
    for name in names:
        draft = state.drafts.get(name)
        if draft is None:
            continue
        said: dict[str, Any] = {"note": draft.note, "hand_over": draft.hand_over, "feedback": draft.feedback}
        if draft.answer is not None:
            answers[name] = Answer.model_validate(
                {
                    "answer": draft.answer,
                    "on": draft.on,
                    "question": draft.question,
                    "priority": draft.priority,
                    "fixed_onsite": draft.fixed_onsite,
                    "evidence": draft.evidence,
                    **said,
                }
            )
        elif any(said.values()):
            remarks[name] = Remark.model_validate(said)
    return answers, remarks, [state.visits[day] for day in sorted(state.visits)]
