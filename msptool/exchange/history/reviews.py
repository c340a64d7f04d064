"""Reviews and findings of the peer as finished reviews.

A finding whose question a standard asks becomes an answer, pinned to the words that were asked. What cannot be an
answer stays in the review: on a standard of ours as a remark, on any other question under `unmatched`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from msptool.exchange.history.fields import Record, RecordFault
from msptool.exchange.history.outcome import Note, Placed, Unmatched
from msptool.exchange.history.people import person_of
from msptool.exchange.history.questions import Asked, Questions, Reply, asked_in, reply_in
from msptool.exchange.history.texts import line
from msptool.exchange.history.vocabulary import is_unfinished
from msptool.exchange.history.work import Work
from msptool.reviews.model import REVIEW, Review
from msptool.reviews.record import require_reviews
from msptool.standards.model import Level, Standard, fingerprint
from msptool.workspace.files import numbered
from msptool.workspace.workspace import Workspace

_LEVELS: dict[str, Level] = {"high": "high", "medium": "medium", "low": "low"}


@dataclass(frozen=True, slots=True)
class Heard:
    """A finding of a review, read. `standard` is the one of ours that it is about, if any."""

    record: Record
    asked: Asked
    reply: Reply
    standard: Standard | None
    priority: Level | None


@dataclass(frozen=True, slots=True)
class Judged:
    """The vCIO's judgement of a 'no' in a review that comes in."""

    client: str
    standard: str
    stage: str
    on: date
    by: str | None
    word: str


@dataclass
class _Content:
    """What goes into a review's file."""

    on: date
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    remarks: dict[str, dict[str, str]] = field(default_factory=dict)
    unmatched: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    judged: dict[str, tuple[str, str]] = field(default_factory=dict)


def take_reviews(work: Work, workspace: Workspace, heard: Mapping[str, list[Heard]]) -> list[Judged]:
    """Every review with its findings; returns the vCIO's judgements in those that are new."""
    written = require_reviews(workspace.source)
    known = {(each.client, each.external[work.source]): each for each in written if work.source in each.external}
    taken = {(each.client, each.id) for each in written}
    # The same dump under another name of the source brings no review a second time.
    same = {(each.client, each.started, each.finished, each.title): each for each in written if each.external}
    judged: list[Judged] = []

    def take(record: Record) -> None:
        client = work.client(record)
        twin = same.get((client, *_times(work, record), line(record.text("name"))))
        if twin is not None:
            known.setdefault((client, record.id), twin)
        judged.extend(_take(work, record, heard.get(record.id, []), known, taken))

    work.each("reviews", take)
    return judged


def read_findings(work: Work) -> dict[str, list[Heard]]:
    """The findings of each review by its id there; those with a fault are reported."""
    questions, found = Questions(work.library, work.source), dict[str, list[Heard]]()
    old: dict[str, list[Heard]] = {}

    def take(record: Record) -> None:
        review = record.ref("review")
        if review is None:
            raise RecordFault("it names no review")
        if review.id not in work.dump.of("reviews"):
            raise RecordFault(f"the dump has no review {review.id}", "Pull the reviews again.")
        asked = asked_in(record)
        standard = questions.find(asked)
        priority = _LEVELS.get(line(record.text("priority")).lower())
        heard = Heard(record, asked, reply_in(record), standard, priority)
        (old if record.flag("archived") else found).setdefault(review.id, []).append(heard)
        if standard is not None:
            work.standards[record.id] = standard.id

    work.each("findings", take)
    for review, archived in old.items():
        # What was put away counts only where nothing else answers the same question in the same review.
        current = {each.asked for each in found.get(review, ())}
        for each in archived:
            if each.asked in current:
                work.out.skipped.append(
                    Note.of(each.record, "It is archived, and another finding answers its question.")
                )
            else:
                found.setdefault(review, []).append(each)
    return found


def _take(
    work: Work, record: Record, heard: list[Heard], known: dict[tuple[str, str], Review], taken: set[tuple[str, str]]
) -> list[Judged]:  # fmt: skip
    client = work.client(record)
    started, finished = _times(work, record)
    for each in heard:
        work.finding_days[each.record.id] = finished.date()
    if not heard:
        work.out.skipped.append(Note.of(record, "No finding of it is in the dump: there is nothing to keep."))
        return []
    content = _content(work, heard, finished.date())
    kept = any(each.get("answer") or each.get("note") for each in content.unmatched)
    if not content.answers and not content.remarks and not kept:
        work.out.skipped.append(Note.of(record, "Nothing was answered in it."))
        return []
    vcio = person_of(work, record.ref("vcio"))
    by = person_of(work, record.ref("engineer")) or vcio
    existing = known.get((client, record.id))
    if existing is not None:
        _compare(work, record, existing, content)
        return []
    identifier = next(each for each in numbered(finished.date().isoformat()) if (client, each) not in taken)
    fields = {
        "status": "finished", "by": by, "started": started.isoformat(), "finished": finished.isoformat(),
        "asked": content.asked, "answers": content.answers, "remarks": content.remarks,
        "title": line(record.text("name")), "unmatched": content.unmatched, "external": work.external(record),
    }  # fmt: skip
    work.create(record, REVIEW, fields, client=client, id=identifier)
    taken.add((client, identifier))
    _report(work, record, heard, content)
    return [
        Judged(client, standard, stage, finished.date(), vcio, word)
        for standard, (stage, word) in content.judged.items()
    ]


def _times(work: Work, record: Record) -> tuple[datetime, datetime]:
    """When it began and ended: the day of completion, else of the last change, else of the beginning."""
    created = record.moment("created", work.zone)
    ended = record.moment("completed", work.zone) or record.moment("updated", work.zone) or created
    if ended is None:
        raise RecordFault("it has no date")
    started = created or ended
    started, ended = sorted((started.replace(microsecond=0), ended.replace(microsecond=0)))
    if ended.date() > work.today:
        raise RecordFault(f"it is of {ended.date()}, which is still to come", "Run with --today, or correct the date.")
    return started, ended


def _content(work: Work, heard: list[Heard], on: date) -> _Content:
    content, by_standard = _Content(on), dict[str, list[Heard]]()
    for each in heard:
        if each.standard is None:
            _leave(work, content, each)
        else:
            by_standard.setdefault(each.standard.id, []).append(each)
    for name, same in by_standard.items():
        content.asked.append(name)
        first = same[0]
        if len({each.reply.answer for each in same}) > 1:
            words = " and ".join(dict.fromkeys(f"'{each.reply.word or 'left open'}'" for each in same))
            content.remarks[name] = {"note": _joined(f"In {work.there} it was answered {words}.", *_notes(same))}
        elif first.reply.answer is not None:
            _answer(work, content, same)
        elif not first.reply.open:
            content.remarks[name] = {
                "note": _joined(f"In {work.there} it was answered '{first.reply.word}'.", *_notes(same))
            }
        elif _notes(same):
            content.remarks[name] = {"note": _joined(*_notes(same))}
    return content


def _answer(work: Work, content: _Content, same: list[Heard]) -> None:
    first, standard = same[0], same[0].standard
    assert standard is not None
    note = _joined(*_notes(same))
    if first.reply.answer == "n/a" and not note:
        note = f"Not applicable in {work.there}, which gives no reason."
    content.answers[standard.id] = {
        "answer": first.reply.answer, "on": content.on.isoformat(),
        "question": fingerprint(first.asked.text) if first.asked.text else standard.fingerprint,
        "priority": first.priority or standard.priority, **({"note": note} if note else {}),
    }  # fmt: skip
    stage = next((each.reply for each in same if each.reply.stage), None)
    if stage is not None and stage.stage is not None:
        content.judged[standard.id] = (stage.stage, line(first.record.text("vcio")))


def _leave(work: Work, content: _Content, each: Heard) -> None:
    """Keep a finding whose question no standard asks."""
    kept = {"question": each.asked.said}
    if each.reply.word and not each.reply.open:
        kept["answer"] = each.reply.word
    if each.reply.note:
        kept["note"] = each.reply.note
    external = {work.source: each.asked.external} if each.asked.external else {}
    content.unmatched.append({**kept, **({"external": external} if external else {})})


def _notes(same: list[Heard]) -> list[str]:
    return list(dict.fromkeys(each.reply.note for each in same if each.reply.note))


def _joined(*parts: str) -> str:
    return "\n\n".join(parts)


def _compare(work: Work, record: Record, existing: Review, content: _Content) -> None:
    """A review that was imported before stays as it is; say what the dump knows otherwise."""
    path = REVIEW.path(client=existing.client, id=existing.id)
    work.out.matched.append(Placed("reviews", record.id, path))
    for name, answer in content.answers.items():
        here = existing.answers.get(name)
        if here is None or here.answer != answer["answer"]:
            work.differs(record, path, f"answers.{name}", here.answer if here else None, answer["answer"])
    before = Counter(each.question for each in existing.unmatched)
    for question, count in (Counter(each["question"] for each in content.unmatched) - before).items():
        work.differs(record, path, "unmatched", None, f"{question} ({count})")


def _report(work: Work, record: Record, heard: list[Heard], content: _Content) -> None:
    """Count what a new review brings, and say what of it is no answer."""
    work.out.answers.update(answer["answer"] for answer in content.answers.values())
    for each in heard:
        if each.standard is None:
            found = work.out.unmatched.setdefault(
                fingerprint(each.asked.said), Unmatched(each.asked.said, each.asked.external)
            )
            found.answers += bool(each.reply.word) and not each.reply.open
        elif each.standard.id in content.answers and each.asked.text:
            if fingerprint(each.asked.text) not in each.standard.fingerprints:
                work.out.reworded[each.standard.id] += 1
        elif each.reply.answer is not None:
            work.note(
                each.record,
                f"Two findings of review {record.id} answer {each.standard.id} differently: kept as a remark.",
            )
        if each.reply.answer is None and not each.reply.open:
            work.out.unmapped[each.reply.word[:60]] += 1
    status = line(record.text("status"))
    if is_unfinished(status):
        work.note(
            record, f"It was not completed there ('{status[:40]}'): what was answered comes in as a finished review."
        )
