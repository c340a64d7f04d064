"""The finished reviews of a client as OSCAL assessment results.

Every answer is an observation. A yes or a no to a question as it is worded now is a finding on the control's statement;
'not applicable' has no state in OSCAL, and an answer to an earlier wording says nothing of the present one, so these two
are observations alone. A standard whose last answer is no is a risk, in the result of the review that gave the answer.
https://pages.nist.gov/OSCAL/resources/concepts/layer/assessment/assessment-results/
"""

from __future__ import annotations

from msptool.exchange.oscal.document import document, stamp
from msptool.exchange.oscal.parts import ASSESSOR, Parts
from msptool.exchange.oscal.record import Asked, Reviewed, Weakness, moment
from msptool.exchange.oscal.text import Json, filled, line, own_prop, stable_uuid
from msptool.words import counted


def assessment_results(parts: Parts, plan: str) -> Json:
    """The results, the last review first, as its readers expect; `plan` is the name of the plan's file."""
    return document(
        "assessment-results",
        metadata=parts.metadata(f"Alignment reviews of {parts.record.name}: results"),
        import_ap={"href": plan},
        results=[_result(parts, each) for each in reversed(parts.record.reviews)],
    )


def findings_of(parts: Parts, review: Reviewed) -> list[tuple[Asked, Weakness | None]]:
    """The answers of a review that are findings, each with the risk that it is today."""
    risks = {each.answered: each for each in parts.record.weaknesses if each.review == review.id}
    told = [each for each in review.answers if each.counts and each.answer != "n/a"]
    return [(each, risks.get(each.standard) if each.answer == "no" else None) for each in told]


def _result(parts: Parts, review: Reviewed) -> Json:
    counts = {word: sum(each.answer == word for each in review.answers) for word in ("yes", "no", "n/a")}
    found = findings_of(parts, review)
    start, end = sorted((review.started, review.finished))
    return filled(
        uuid=stable_uuid("result", parts.record.client, review.id),
        title=f"Review {review.id}",
        description=line(
            f"{counted(len(review.answers), 'standard')} answered: {counts['yes']} yes, {counts['no']} no, "
            f"{counts['n/a']} not applicable."
        ),
        start=stamp(start),
        end=stamp(end),
        props=[
            own_prop("reviewer-role", review.role),
            *([own_prop("library-commit", review.library)] if review.library else []),
        ],
        reviewed_controls=parts.selection(
            (each.control for each in review.answers if each.control),
            "None of the standards of this review is in the catalog now.",
        ),
        assessment_log={"entries": _log(parts, review)},
        observations=[parts.observation(review.id, review.role, each) for each in review.answers],
        risks=[parts.risk(risk) for _, risk in found if risk],
        findings=[parts.finding(review.id, asked, risk) for asked, risk in found],
    )


def _log(parts: Parts, review: Reviewed) -> list[Json]:
    """The days of the visits, or that of the review where none was recorded."""
    days = review.days or (review.finished.date(),)
    return [
        {
            "uuid": stable_uuid("day", parts.record.client, review.id, day.isoformat()),
            "title": f"Visit of {day}" if review.days else "Review finished",
            "start": stamp(moment(day)),
            "logged-by": [{"party-uuid": parts.reviewer, "role-id": ASSESSOR}],
            "related-tasks": [{"task-uuid": parts.task(review)}],
        }
        for day in days
    ]
