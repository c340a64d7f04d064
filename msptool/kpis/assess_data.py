"""The self-assessment as JSON values. Internal."""

from __future__ import annotations

from typing import Any

from msptool.kpis.assessment import Result, Score


def result_data(each: Result) -> dict[str, Any]:
    """One assessment as JSON values."""
    return {
        "day": each.assessment.day,
        "by": each.assessment.by,
        **_score_data(each.total),
        "complete": each.total.is_complete,
        "groups": [{"group": group, **_score_data(score)} for group, score in each.groups],
        "better": list(each.better),
        "worse": list(each.worse),
        "answers": {name: answer.model_dump(mode="json") for name, answer in each.assessment.answers.items()},
    }


def _score_data(score: Score) -> dict[str, int]:
    return {"yes": score.yes, "answered": score.answered, "questions": score.questions}
