"""The reviews of a client as an OSCAL assessment plan: which standards apply, and when a review asked them.

An assessment plan must import a system security plan, which a practice keeps for nobody. A resource of the document's own
back matter stands in its place and says so; another resource names the catalog, with its digest.
https://pages.nist.gov/OSCAL/resources/concepts/layer/assessment/assessment-plan/
"""

from __future__ import annotations

from msptool.exchange.oscal.document import document, stamp
from msptool.exchange.oscal.parts import ASSESSOR, Parts
from msptool.exchange.oscal.record import Reviewed
from msptool.exchange.oscal.text import Json, line, own_prop, prop, stable_uuid
from msptool.workspace.files import digest

_NO_SSP = (
    "There is no system security plan: the practice keeps the client's environment in line with a catalog of standards, "
    "without a profile. The controls of this plan are those of the catalog beside it that apply to the client."
)


def assessment_plan(parts: Parts, catalog: bytes) -> Json:
    """The plan; `catalog` is the content of the catalog beside it."""
    record = parts.record
    activity = stable_uuid("activity", record.client)
    ssp, standards = stable_uuid("no-ssp", record.client), stable_uuid("catalog-of", record.client)
    answered = (asked.control for review in record.reviews for asked in review.answers if asked.control)
    return document(
        "assessment-plan",
        metadata=parts.metadata(f"Alignment reviews of {record.name}: plan"),
        import_ssp={"href": f"#{ssp}", "remarks": line(_NO_SSP)},
        local_definitions={"activities": [{
            "uuid": activity,
            "title": "Alignment review",
            "description": line("Each question is answered with yes, no or not applicable, from what is seen. Yes is the aligned answer."),
            "props": [prop("method", "EXAMINE")],
            "responsible-roles": [{"role-id": ASSESSOR, "party-uuids": [parts.reviewer]}],
        }]},
        reviewed_controls={
            **parts.selection([*record.applies, *answered], "No standard applies to the client."),
            "links": [{"href": f"#{standards}", "rel": "reference"}],
        },
        assessment_subjects=[
            {"type": "party", "include-subjects": [{"subject-uuid": parts.client, "type": "party"}]}
        ],
        tasks=[_task(parts, activity, each) for each in record.reviews],
        back_matter={"resources": [
            {"uuid": ssp, "title": "No system security plan", "description": line(_NO_SSP)},
            {"uuid": standards, "title": "The standards", "rlinks": [{
                "href": "catalog.json", "media-type": "application/oscal+json",
                "hashes": [{"algorithm": "SHA-256", "value": digest(catalog)}],
            }]},
        ]},
    )  # fmt: skip


def _task(parts: Parts, activity: str, review: Reviewed) -> Json:
    start, end = sorted((review.started, review.finished))
    subjects = [{"type": "party", "include-subjects": [{"subject-uuid": parts.client, "type": "party"}]}]
    return {
        "uuid": parts.task(review),
        "type": "action",
        "title": f"Review {review.id}",
        "props": [own_prop("reviewer-role", review.role)],
        "timing": {"within-date-range": {"start": stamp(start), "end": stamp(end)}},
        "associated-activities": [{"activity-uuid": activity, "subjects": subjects}],
        "responsible-roles": [{"role-id": ASSESSOR, "party-uuids": [parts.reviewer]}],
    }
