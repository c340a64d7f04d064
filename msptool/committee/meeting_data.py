"""Meetings and agendas as JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msptool.committee.agenda import Agenda, Record
from msptool.committee.model import Meeting
from msptool.committee.register import Slot
from msptool.standards.model import Standard
from msptool.workspace.log import Commit


def agenda_data(found: Agenda) -> dict[str, Any]:
    """The whole agenda, nothing cut."""
    return {
        "day": found.day,
        "since": found.since,
        "left_over": [
            {"standard": each.standard, "decision": each.decision, "reason": each.reason, "on": day}
            for day, each in found.left_over
        ],
        "drafts": [_standard(each) for each in found.drafts],
        "feedback": [
            {"standard": each.id, "text": each.text, "on": each.on, "client": each.client.id, "by": each.by}
            for each in found.feedback
        ],
        "failing": [_record(each) for each in found.failing],
        "never_failed": [_record(each) for each in found.never_failed],
        "rarely_applicable": [_record(each) for each in found.rarely_applicable],
        "review": [_standard(each) for each in found.review],
        "overdue_for_review": found.overdue,
    }


def meeting_data(meeting: Meeting, commits: Mapping[str, Commit]) -> dict[str, Any]:
    """One meeting; each decision with the commit that carried it out, null where there is none yet."""
    return {
        "day": meeting.day,
        "time": meeting.time or None,
        "minutes": meeting.minutes,
        "attendees": list(meeting.attendees),
        "decisions": [
            {
                "standard": each.standard,
                "decision": each.decision,
                "reason": each.reason,
                "commit": _commit(commits.get(each.standard)),
            }
            for each in meeting.decisions
        ],
        "notes": meeting.notes,
        "follow_ups": list(meeting.follow_ups),
    }


def slot_data(slot: Slot) -> dict[str, Any]:
    """One line of the calendar."""
    meeting = slot.meeting
    return {
        "day": meeting.day,
        "time": meeting.time or None,
        "minutes": meeting.minutes,
        "held": meeting.held,
        "written": not slot.new,
        "by_the_settings": slot.fits,
    }


def _commit(commit: Commit | None) -> dict[str, Any] | None:
    return None if commit is None else {"id": commit.id, "day": commit.day, "subject": commit.subject}


def _standard(standard: Standard) -> dict[str, Any]:
    return {"standard": standard.id, "question": standard.question, "reviewed": standard.reviewed}


def _record(record: Record) -> dict[str, Any]:
    return {
        "standard": record.standard.id,
        "yes": record.yes,
        "no": len(record.no),
        "not_applicable": record.not_applicable,
        "clients_with_no": [client.id for client in record.no],
    }
