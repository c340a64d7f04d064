"""What a client does about its findings, as an OSCAL plan of action and milestones.

An item is a recommendation that a finding waits for, or a finding without one. What the vCIO judged aligned for this
client, and what a review verified as done, is no item.
https://pages.nist.gov/OSCAL/resources/concepts/layer/assessment/poam/
"""

from __future__ import annotations

from collections.abc import Sequence

from msptool.exchange.oscal.document import document
from msptool.exchange.oscal.parts import Parts, described, measure_props
from msptool.exchange.oscal.record import Measure, Weakness
from msptool.exchange.oscal.results import findings_of
from msptool.exchange.oscal.text import Json, block, filled, line, own_prop, stable_uuid

_RFC_4122 = "https://ietf.org/rfc/rfc4122"


def plan_of_action(parts: Parts) -> Json | None:
    """The plan; None where nothing is open, since OSCAL has no plan without an item."""
    record = parts.record
    weak = {each.standard: each for each in record.weaknesses if each.stage != "aligned"}
    if not weak:
        return None
    reviews = {each.id: each for each in record.reviews}
    measures = [(each, [weak[name] for name in each.standards if name in weak]) for each in record.measures]
    planned = {each.standard for _, fixed in measures for each in fixed}
    observations, findings = [], []
    for weakness in weak.values():
        review = reviews[weakness.review]
        told = next(each for each in findings_of(parts, review) if each[1] is weakness)
        observations.append(parts.observation(review.id, review.role, told[0]))
        findings.append(parts.finding(review.id, *told))
    uuids = {name: finding["uuid"] for name, finding in zip(weak, findings, strict=True)}
    return document(
        "plan-of-action-and-milestones",
        metadata=parts.metadata(f"{record.name}: plan of action and milestones"),
        system_id={"identifier-type": _RFC_4122, "id": parts.client},
        observations=observations,
        risks=[parts.risk(each) for each in weak.values()],
        findings=findings,
        poam_items=[
            *(_planned(parts, each, fixed, uuids) for each, fixed in measures if fixed),
            *(_alone(parts, each, uuids) for each in weak.values() if each.standard not in planned),
        ],
    )


def _planned(parts: Parts, measure: Measure, fixed: Sequence[Weakness], findings: dict[str, str]) -> Json:
    return filled(
        uuid=stable_uuid("poam-item", parts.record.client, "recommendation", measure.id),
        title=line(measure.title) or measure.id,
        description=described(measure),
        props=measure_props(measure),
        **_related(parts, fixed, findings),
    )


def _alone(parts: Parts, weakness: Weakness, findings: dict[str, str]) -> Json:
    accepted = weakness.accepted
    said = (
        f"{accepted.by} accepted it as a risk on {accepted.on} until {accepted.until}." if accepted
        else "Nothing is recommended yet."
    )  # fmt: skip
    return filled(
        uuid=stable_uuid("poam-item", parts.at_risk(weakness)),
        title=line(weakness.name) or weakness.standard,
        description=block(said),
        props=[own_prop("status", "risk-accepted" if accepted else "open")],
        **_related(parts, [weakness], findings),
    )


def _related(parts: Parts, weak: Sequence[Weakness], findings: dict[str, str]) -> Json:
    return {
        "related_findings": [{"finding-uuid": findings[each.standard]} for each in weak],
        "related_observations": [{"observation-uuid": parts.observed(each.review, each.answered)} for each in weak],
        "related_risks": [{"risk-uuid": parts.at_risk(each)} for each in weak],
    }
