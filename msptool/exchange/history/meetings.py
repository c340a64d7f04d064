"""Meetings of the peer as meetings beside each client."""

from __future__ import annotations

from typing import Any

from msptool.exchange.history.fields import Record, RecordFault
from msptool.exchange.history.outcome import Note
from msptool.exchange.history.people import person_of
from msptool.exchange.history.texts import line, paragraphs
from msptool.exchange.history.vocabulary import bare, meeting_status
from msptool.exchange.history.work import Work
from msptool.meetings.model import CLIENT_MEETING
from msptool.workspace.entities import load
from msptool.workspace.files import numbered
from msptool.workspace.problems import refuse_first
from msptool.workspace.workspace import Workspace


def take_meetings(work: Work, workspace: Workspace) -> None:
    """Every meeting of a client that came in, by its day."""
    entries, problems = load(workspace.source, CLIENT_MEETING, "clients")
    refuse_first(problems)
    written = [entry.entity for entry in entries]
    known = {(each.client, each.external[work.source]): each for each in written if work.source in each.external}
    taken = {(each.client, each.id) for each in written}

    def take(record: Record) -> None:
        client = work.client(record)
        fields = _fields(work, record, client)
        found = known.get((client, record.id))
        if found is not None:
            work.match(record, CLIENT_MEETING, found, fields, ("title", "status", "starts", "summary"), by_name=False)
            return
        day = str(fields["starts"])[:10]
        identifier = next(each for each in numbered(day) if (client, each) not in taken)
        work.create(record, CLIENT_MEETING, fields, client=client, id=identifier)
        taken.add((client, identifier))

    work.each("meetings", take)


def _fields(work: Work, record: Record, client: str) -> dict[str, Any]:
    starts, ends = record.moment("starts", work.zone), record.moment("ends", work.zone)
    if starts is None:
        raise RecordFault("it has no date")
    if ends is not None and ends < starts:
        raise RecordFault("it ends before it starts")
    word = line(record.text("status"))
    status, notes = meeting_status(word), ""
    if status is None:
        status = "held" if starts.date() <= work.today else "planned"
        if bare(word):
            notes = f"Its status in {work.there}: {word}."
            work.out.notes.append(Note.of(record, f"The status '{word[:40]}' is not known: by its day it is {status}."))
    named = [ref.id for ref in record.refs("recommendations")]
    ours = [work.recommendations[each] for each in named if each in work.recommendations and _is_of(work, each, client)]
    if len(ours) < len(named):
        left = len(named) - len(ours)
        work.note(record, f"{left} of its {len(named)} recommendations are not among those of the client here.")
    return {
        "title": line(record.text("title"))[:300] or "Meeting", "status": status, "starts": starts.isoformat(),
        "ends": ends.isoformat() if ends else None, "location": line(record.text("location")),
        "purpose": paragraphs(record.text("purpose")), "summary": paragraphs(record.text("summary")),
        "by": person_of(work, record.ref("by")), "recommendations": ours, "notes": notes, "external": work.external(record),
    }  # fmt: skip


def _is_of(work: Work, recommendation: str, client: str) -> bool:
    record = work.dump.of("recommendations")[recommendation]
    return work.client(record) == client
