"""The agenda of a TAM and a vCIO as JSON values. Shares are 0..1. Internal."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from msptool.alignment.data import finding_data, tally_data
from msptool.alignment.findings import Finding
from msptool.meetings.rhythm import Meeting, Talk, process_facts


def meeting_data(found: Meeting, today: date) -> dict[str, Any]:
    """The agenda of one pair, nothing cut."""
    return {
        "tam": found.tam,
        "vcio": found.vcio,
        "clients": [_talk(each, today) for each in found.talks],
        "feedback": [
            {"client": each.client.id, "standard": each.standard, "text": each.text, "on": each.on}
            for each in found.feedback
        ],
        "process": list(process_facts(found)),
    }


def _talk(each: Talk, today: date) -> dict[str, Any]:
    return {
        "client": each.client.id,
        "weight": round(each.weight, 2),
        **tally_data(each.now),
        "score_before": tally_data(each.before)["score"],
        "change": None if each.change is None else round(each.change, 6),
        "visited": list(each.visited),
        "visits_ahead": list(each.ahead),
        "no_visit_within_60_days": each.no_visit_soon,
        "visit_news": list(each.visit_news),
        "new_findings": each.new,
        "untriaged": [finding_data(one, today) for one in each.untriaged],
        "judged_over_a_year_ago": [_judged_data(one, today) for one in each.stale],
        "decided": [_judged_data(one, today) for one in each.decided],
        "acceptances_that_end": [finding_data(one, today) for one in each.ending],
        "overdue_standards": [part.standard.id for part in each.overdue],
        "open_review": each.open_review.id if each.open_review else None,
        "left": [asdict(one) for one in each.left],
        "agreement": list(each.news),
    }


def _judged_data(each: Finding, today: date) -> dict[str, Any]:
    assert each.judged is not None
    return {**finding_data(each, today), "judged": each.judged.model_dump(mode="json")}
