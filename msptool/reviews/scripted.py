"""A session driven by a file of answers: the same engine, for tests and automation."""

from __future__ import annotations

from collections.abc import Iterable

from msptool.clients.applicability import why_not
from msptool.reviews.answers_file import Refused, Row
from msptool.reviews.due import Item
from msptool.reviews.session import Session
from msptool.reviews.store import OpenReview
from msptool.standards.library import Library
from msptool.standards.model import AREAS
from msptool.workspace.problems import UsageRefusal, unknown


def answer_all(opened: OpenReview, library: Library, rows: Iterable[Row]) -> list[Refused]:
    """Give every answer of the file; returns the rows that were refused. Good rows are kept."""
    refused = []
    for row in rows:
        try:
            _answer(opened, library, row)
        except UsageRefusal as refusal:
            refused.append(Refused(row.number, row.standard, str(refusal)))
    return refused


def _answer(opened: OpenReview, library: Library, row: Row) -> None:
    if not row.standard:
        raise UsageRefusal("The row names no standard.")
    standard = library.find(row.standard)
    if standard is None:
        raise unknown(f"There is no standard {row.standard!r}.", row.standard, library.standards)
    if not row.answer:
        raise UsageRefusal("The row has no answer: yes, no or n/a.")
    if row.hand_over and row.hand_over not in AREAS:
        raise UsageRefusal(f"{row.hand_over!r} is not a delivery area: {', '.join(AREAS)}.")
    session = opened.session
    session.refuse_answer(row.answer, row.note if row.note is not None else session.draft(standard.id).note)
    if all(item.standard.id != standard.id for item in session.items):
        reason = why_not(opened.client, standard, opened.workspace.today)
        if reason is not None:
            raise UsageRefusal(f"{standard.id} does not apply to {opened.client.name}. {reason}")
        session.add(Item(standard, None, "current", None, library.frequency(standard)))
    _give(session, standard.id, row)


def _give(session: Session, standard: str, row: Row) -> None:
    session.answer(row.answer, row.note, standard=standard)
    if row.fixed_onsite:
        session.fixed(standard=standard)
    if row.hand_over:
        session.hand_over(row.hand_over, standard=standard)
    if row.feedback:
        session.feedback(row.feedback, standard=standard)
