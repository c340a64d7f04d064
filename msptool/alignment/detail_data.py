"""One finding with its history as JSON values. Internal: it holds notes and reasons."""

from __future__ import annotations

from typing import Any

from msptool.alignment.data import finding_data
from msptool.alignment.detail import Detail


def detail_data(found: Detail) -> dict[str, Any]:
    """What `finding list` says of it, and its question, remedy, answers, runs of 'no' and judgements, oldest first."""
    each, standard = found.finding, found.finding.standard
    return {
        **finding_data(each, each.as_of),
        "question": standard.question,
        "why": standard.why or None,
        "category_name": found.category.name,
        "remedy": standard.remedy.model_dump(mode="json") if standard.remedy else None,
        "answers": [
            {
                "on": given.answer.on,
                "answer": given.answer.answer,
                "note": given.answer.note or None,
                "fixed_onsite": given.answer.fixed_onsite,
                "review": given.review.id,
                "same_question": given.counts_for(standard),
            }
            for given in found.answers
        ],
        "runs": [
            {
                "since": run.since,
                "answers": run.answers,
                "ended": run.ended.answer.on if run.ended else None,
                "ended_by": run.ended.answer.answer if run.ended else None,
            }
            for run in found.runs
        ],
        "judgements": [judged.model_dump(mode="json") for judged in found.judgements],
        "to_verify": [claim.model_dump(mode="json") for claim in found.claims],
    }
