"""Taking a filled sheet back: what each of its answers would do, and then doing it.

Nothing is decided silently: an answer comes in, was there already, or is refused with one sentence that says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from msptool.clients.applicability import why_not
from msptool.reviews.applied_sheets import NOTHING, Origin
from msptool.reviews.model import AppliedSheet, Review, Taken, Visit
from msptool.reviews.session import Draft, Session
from msptool.reviews.store import OpenReview
from msptool.sheets.filled import Entry, Filled, VisitEntry
from msptool.sheets.merging import COMES_IN, Decision, Sides, Take, both_listed, both_said, decide, sheet_first
from msptool.sheets.sheet import DAY_FIELDS, field_digest, said_digest, visit_data
from msptool.standards.library import Library
from msptool.standards.model import Standard
from msptool.words import shortened
from msptool.workspace.problems import Refusal, UsageRefusal, did_you_mean

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Said:
    """One side of a contradiction: what was said, on which day, and on which sheet (None: in the review itself)."""

    text: str
    on: date | None
    sheet: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one answer, or of one field of the visit.

    `key` is the standard's id, or `visit FIELD`; `place` its row in a workbook; `reason` one sentence where it does not
    come in. `value` and `origin` are what to record, None where nothing changes.
    """

    key: str
    place: str
    verdict: str
    reason: str = ""
    recorded: Said | None = None
    sheet: Said | None = None
    value: Any = None
    origin: Origin | None = None

    @property
    def comes_in(self) -> bool:
        """Whether it changes the review."""
        return self.verdict in COMES_IN

    @property
    def refused(self) -> bool:
        """Whether somebody must look at it."""
        return self.verdict in ("refused", "contradicts")


def refuse_other_review(name: str, filled: Filled, reviews: list[Review]) -> None:
    """Refuse a sheet whose review is not here, is finished, or is another one of the same name."""
    found = next((review for review in reviews if review.id == filled.review), None)
    about = f"{name} is a sheet for the review {filled.review} of {filled.client}"
    if found is None:
        raise Refusal(
            f"{about}, which is not here: it was begun in another workspace or another clone, or it was discarded. "
            f"Bring reviews/{filled.client}/{filled.review}.yaml here first."
        )
    if found.started != filled.started:
        raise Refusal(
            f"{about} that was begun at {filled.started.isoformat()}; the one here was begun at {found.started.isoformat()}: "
            "the sheet belongs to another workspace, or to a review that was discarded."
        )
    if found.status == "finished":
        raise Refusal(f"{about}, which is finished: its answers stand. Begin a new review for what has changed.")


def plan(opened: OpenReview, library: Library, filled: Filled, now: datetime, take: Take | None) -> list[Outcome]:
    """What each answer on the sheet would do, in the order of the sheet; nothing is recorded yet."""
    taking = _Taking(opened, library, filled, now, take)
    return [*taking.answers(), *taking.visit()]


def carry_out(session: Session, outcomes: list[Outcome]) -> None:
    """Record what comes in, one event for each."""
    for each in outcomes:
        if each.comes_in and each.origin is not None:
            if each.origin.visit_on is None:
                session.take(each.value, each.key, each.origin)
            else:
                session.visit(each.origin.key, each.value, on=each.origin.visit_on, origin=each.origin)


class _Taking:
    """One sheet beside one open review."""

    def __init__(self, opened: OpenReview, library: Library, filled: Filled, now: datetime, take: Take | None) -> None:
        self.opened, self.library, self.filled, self.now, self.take = opened, library, filled, now, take
        self.session = opened.session
        self.today = opened.workspace.today
        self.began = opened.review.started.date()
        self.asked = {item.standard.id for item in self.session.items}

    def answers(self) -> Iterator[Outcome]:
        """What becomes of the answers."""
        for fault in self.filled.faulty:
            yield Outcome(fault.standard, fault.place, "refused", fault.reason)
        seen: dict[str, str] = {}
        for name, entry in self.filled.answers.items():
            place = self.filled.places.get(name, "")
            try:
                standard = self._standard(name)
                twice = seen.setdefault(standard.id, name)
                if twice != name:
                    raise UsageRefusal(f"It is on the sheet twice: {twice!r} is the same standard.")
                self._refuse_bad(standard, entry)
            except UsageRefusal as refusal:
                yield Outcome(name, place, "refused", str(refusal))
                continue
            yield self._answer(name, standard, entry, place)

    def _standard(self, name: str) -> Standard:
        standard = self.library.find(name)
        if standard is None:
            hint = did_you_mean(name, self.library.standards)
            raise UsageRefusal(f"There is no such standard in the library. {hint}".strip())
        if standard.id not in self.asked:
            reason = why_not(self.opened.client, standard, self.today)
            if standard.retirement is not None:
                reason = f"It was retired on {standard.retirement.on}: {standard.retirement.reason}"
            raise UsageRefusal(reason or f"It is not part of the review {self.filled.review}.")
        return standard

    def _refuse_bad(self, standard: Standard, entry: Entry) -> None:
        if entry.fixed_onsite and entry.answer != "yes":
            raise UsageRefusal("'Fixed onsite' goes with the answer yes: it was found misaligned, and put right.")
        if entry.answer is None:
            return
        if entry.question not in standard.fingerprints:
            raise UsageRefusal(
                "The question has been reworded since the sheet was made: answer it as it is asked now, in the review or on "
                "a new sheet."
            )
        Session.refuse_answer(entry.answer, entry.note)
        self._refuse_day(entry.on, "The answer's day")

    def _refuse_day(self, day: date | None, what: str) -> None:
        if day is None or day > self.today:
            raise UsageRefusal(f"{what} ({day}) is after today ({self.today}): look at the clock of the device.")
        if day < self.began:
            raise UsageRefusal(f"{what} ({day}) is before the review was begun ({self.began}).")

    def _answer(self, name: str, standard: Standard, entry: Entry, place: str) -> Outcome:
        recorded, said = self.session.draft(standard.id), entry.draft()
        prior = self._prior({name, standard.id, *standard.formerly})
        # What was answered to other words is no answer to these.
        counts = recorded.question in standard.fingerprints
        beside = recorded if counts else Draft(None, None, recorded.note, False, recorded.hand_over, recorded.feedback)
        sides = Sides(beside, said, said_digest(recorded), said_digest(said), entry.base, prior, entry.at)
        decision = decide(sides, self.take, both_said, sheet_first)
        if decision.value is not None:
            decision = Decision(decision.verdict, _with_the_rest(decision.value, recorded, counts=counts))
        given = said_digest(decision.value) if decision.value is not None else NOTHING
        if decision.verdict == "completed" and given == sides.recorded_digest:
            decision = Decision("same")
        if not decision.comes_in:
            one, other = self._recorded_side(standard, recorded), Said(_words(said), said.on, self.filled.sheet)
            return self._left(standard.id, place, decision, one, other)
        taken = Taken(at=entry.at, filled=sides.sheet_digest, given=_other(given, sides.sheet_digest))
        origin = Origin(self.filled.sheet, self.now, name, taken)
        return Outcome(standard.id, place, decision.verdict, value=decision.value, origin=origin)

    def _recorded_side(self, standard: Standard, recorded: Draft) -> Said:
        digest, names = said_digest(recorded), {standard.id, *standard.formerly}
        return Said(_words(recorded), recorded.on, self._sheet_of(digest, lambda sheet: _first(sheet.answers, names)))

    def _prior(self, names: set[str]) -> Taken | None:
        own = self.session.state.sheets.get(self.filled.sheet)
        return _first(own.answers, names) if own else None

    def _sheet_of(self, digest: str, taken_of: Any) -> str | None:
        """The last sheet that gave what is recorded."""
        found = None
        for sheet in self.session.state.sheets.values():
            taken = taken_of(sheet)
            if taken is not None and (taken.given or taken.filled) == digest:
                found = sheet.id
        return found

    def _left(self, key: str, place: str, decision: Decision[Any], recorded: Said, sheet: Said) -> Outcome:
        """What does not come in, with the reason where it needs one."""
        if decision.verdict == "same":
            return Outcome(key, place, "same")
        sides = f"the sheet says {_side(sheet)}, and recorded is {_side(recorded)}"
        reason = {
            "older": "A later export of this sheet says otherwise, and was taken already.",
            "kept": f"{sides[:1].upper()}{sides[1:]}: the recorded one stays.",
            "contradicts": f"{sides[:1].upper()}{sides[1:]}: choose with --take sheet or --take recorded.",
        }[decision.verdict]
        return Outcome(key, place, decision.verdict, reason, recorded, sheet)

    def visit(self) -> Iterator[Outcome]:
        """What becomes of the fields of the visit's day."""
        entry = self.filled.visit
        if entry is None:
            return
        recorded = visit_data(self.session.state.visits.get(entry.on) or Visit(on=entry.on))
        values = entry.model_dump(mode="json")
        empty = visit_data(Visit(on=entry.on))
        for field, _, _ in DAY_FIELDS:
            if field in entry.model_fields_set:
                yield self._field(field, recorded[field], values[field] or empty[field], entry)

    def _field(self, field: str, recorded: Any, value: Any, entry: VisitEntry) -> Outcome:
        key, place = f"visit {field}", self.filled.places.get("visit", "")
        own = self.session.state.sheets.get(self.filled.sheet)
        prior = own.visit.get(field) if own and own.visit_on == entry.on else None
        sides = Sides(
            recorded, value, field_digest(recorded), field_digest(value), self._base(field, entry), prior, entry.at
        )
        try:
            self._refuse_day(entry.on, "The day of the visit")
            if field == "next_visit" and value and value <= entry.on.isoformat():
                raise UsageRefusal(f"The next visit ({value}) must be after the visit ({entry.on}).")
        except UsageRefusal as refusal:
            return Outcome(key, place, "refused", str(refusal))
        decision = decide(sides, self.take, both_listed, lambda _, sheet: sheet)
        given = field_digest(decision.value)
        if decision.verdict == "completed" and given == sides.recorded_digest:
            decision = Decision("same")
        if not decision.comes_in:

            def of(sheet: AppliedSheet) -> Taken | None:
                return sheet.visit.get(field) if sheet.visit_on == entry.on else None

            one = Said(_shown(recorded), entry.on, self._sheet_of(sides.recorded_digest, of))
            return self._left(key, place, decision, one, Said(_shown(value), entry.on, self.filled.sheet))
        taken = Taken(at=entry.at, filled=sides.sheet_digest, given=_other(given, sides.sheet_digest))
        origin = Origin(self.filled.sheet, self.now, field, taken, entry.on)
        return Outcome(key, place, decision.verdict, value=decision.value, origin=origin)

    def _base(self, field: str, entry: VisitEntry) -> str:
        # What was recorded when the sheet was made was recorded of the day on which it was made.
        return entry.base.get(field, NOTHING) if self.filled.made in (None, entry.on) else NOTHING


def _with_the_rest(value: Draft, recorded: Draft, *, counts: bool) -> Draft:
    """What a sheet cannot say stays: the evidence of the same answer, and an answer to other words beside a new note."""
    if value.answer is None and recorded.answer is not None and not counts:
        return replace(recorded, note=value.note, hand_over=value.hand_over, feedback=value.feedback)
    same = (value.answer, value.on, value.question) == (recorded.answer, recorded.on, recorded.question)
    return replace(value, evidence=recorded.evidence) if same else value


def _first(taken: Mapping[str, Taken], names: set[str]) -> Taken | None:
    return next((taken[name] for name in names if name in taken), None)


def _other(given: str, filled: str) -> str | None:
    return None if given == filled else given


def _words(draft: Draft) -> str:
    """What was said, for a sentence."""
    parts = [draft.answer or "nothing", *(["fixed onsite"] if draft.fixed_onsite else [])]
    parts += [f"for {draft.hand_over}"] if draft.hand_over else []
    parts += [repr(shortened(draft.note, _SHOWN))] if draft.note else []
    parts += [f"for the committee {shortened(draft.feedback, _SHOWN)!r}"] if draft.feedback else []
    return ", ".join(parts)


def _shown(value: Any) -> str:
    return repr(shortened(value, _SHOWN)) if isinstance(value, str) and value else f"{len(value or ())} items"


def _side(said: Said) -> str:
    where = [str(said.on)] if said.on else []
    where += [f"sheet {said.sheet}"] if said.sheet else []
    return f"{said.text} ({', '.join(where)})" if where else said.text
