"""What the documents of a client's package share: who is named, observations, findings and risks.

An observation, a finding or a risk is the same object, with the same identifier, in every document that names it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from msptool.exchange.oscal.document import Edition, metadata, practice_party, stamp
from msptool.exchange.oscal.record import Asked, Measure, Record, Reviewed, Weakness, moment
from msptool.exchange.oscal.text import NAMESPACE, Json, block, filled, line, own_prop, prop, stable_uuid, token, word
from msptool.workspace.settings import Practice

ASSESSOR = "assessor"
RISK_OWNER = "risk-owner"
_TITLES = {"creator": "Creator", ASSESSOR: "Reviewer", RISK_OWNER: "Who decides for the client"}
_STATES = {"yes": ("satisfied", "pass"), "no": ("not-satisfied", "fail")}
_CHOSEN = {
    "proposed": "left it open", "approved": "approved it", "deferred": "put it off", "declined": "declined it",
    "risk-accepted": "accepted the risk",
}  # fmt: skip
_LIFECYCLES = {"proposed": "recommendation", "declined": "recommendation", "done": "completed"}


@dataclass(frozen=True, slots=True)
class Parts:
    """Makes the objects of one client's package."""

    record: Record
    practice: Practice
    edition: Edition

    @property
    def reviewer(self) -> str:
        """The identifier of the practice as a party."""
        return str(practice_party(self.practice)["uuid"])

    @property
    def client(self) -> str:
        """The identifier of the client as a party, and as a system."""
        return stable_uuid("client", self.record.client)

    def metadata(self, title: str) -> Json:
        """The metadata of a document about the client; the people of the client stand in it under what they are called."""
        people = [
            {"uuid": self._person(name), "type": "person", "name": word(name) or "Unnamed", "member-of-organizations": [self.client]}
            for name in self.record.people
        ]  # fmt: skip
        named = {"creator": [self.reviewer], ASSESSOR: [self.reviewer], RISK_OWNER: [each["uuid"] for each in people]}
        used = {role: parties for role, parties in named.items() if parties}
        ours = {"uuid": self.client, "type": "organization", "name": word(self.record.name) or self.record.client}
        return filled(
            **metadata(title, self.edition),
            roles=[{"id": role, "title": _TITLES[role]} for role in used],
            parties=[practice_party(self.practice), ours, *people],
            responsible_parties=[{"role-id": role, "party-uuids": parties} for role, parties in used.items()],
            remarks=line(
                f"It speaks of {self.record.as_of}. A moment at midnight UTC is a day of which no time was recorded. "
                f"Names in the namespace {NAMESPACE} are those of msptool."
            ),
        )

    def selection(self, controls: Iterable[str], otherwise: str) -> Json:
        """Reviewed controls, each once; `otherwise` says why there are none."""
        named = [{"control-id": token(each)} for each in dict.fromkeys(controls)]
        return {"control-selections": [{"include-controls": named} if named else {"description": line(otherwise)}]}

    def observation(self, review: str, role: str, asked: Asked) -> Json:
        """What was asked and answered."""
        question = asked.question or "The wording is not in this copy of the library."
        props = [
            own_prop("standard", asked.standard),
            own_prop("question", asked.asked),
            own_prop("answer", asked.answer),
        ]
        if asked.fixed_onsite:
            props.append(own_prop("fixed-onsite", "yes"))
        if not asked.counts:
            props.append(own_prop("superseded", "yes"))
        return {
            "uuid": self.observed(review, asked.standard),
            "title": line(asked.name) or asked.standard,
            "description": block(f"Question: {question}\n\n{_said(asked)}"),
            "props": [*props, own_prop("reviewer-role", word(role) or "Reviewer")],
            "methods": ["EXAMINE"],
            "types": ["control-objective"],
            "origins": [self._origin()],
            "subjects": [{"subject-uuid": self.client, "type": "party"}],
            "collected": stamp(moment(asked.on)),
        }  # fmt: skip

    def finding(self, review: str, asked: Asked, risk: Weakness | None) -> Json:
        """What a yes or a no means for the control's statement."""
        state, reason = _STATES[asked.answer]
        return filled(
            uuid=stable_uuid("finding", self.record.client, review, asked.standard),
            title=line(asked.name) or asked.standard,
            description=line(_said(asked)),
            origins=[self._origin()],
            target={
                "type": "statement-id",
                "target-id": f"{token(asked.control)}_smt",
                "status": {"state": state, "reason": reason},
            },
            related_observations=[{"observation-uuid": self.observed(review, asked.standard)}],
            related_risks=[{"risk-uuid": self.at_risk(risk)}] if risk else [],
        )

    def risk(self, weakness: Weakness) -> Json:
        """What is not in line, who accepted it, and what is planned against it."""
        measures = [each for each in self.record.measures if weakness.standard in each.standards]
        accepted = weakness.accepted
        taken = [each for each in measures if each.status == "risk-accepted"]
        ends = accepted.until if accepted else _deadline(taken) or _deadline(measures)
        facets = {"business-impact": weakness.business_impact, "technical-risk": weakness.technical_risk}
        return filled(
            uuid=self.at_risk(weakness),
            title=line(weakness.name) or weakness.standard,
            description=block(f"Since {weakness.since} the answer is no: {weakness.question}"),
            statement=block(weakness.why) or line("No reason is written for this standard."),
            props=[own_prop("standard", weakness.standard), own_prop("times-found", str(weakness.times))],
            status=_status(accepted is not None or bool(taken), measures),
            characterizations=[{
                "origin": self._origin(),
                "facets": [
                    {"name": name, "system": NAMESPACE, "value": value}
                    for name, value in {**facets, "judgement": weakness.stage}.items() if value
                ],
            }],
            deadline=stamp(moment(ends)) if ends else None,
            remediations=[*self._acceptances(weakness), *(self._measure(weakness, each) for each in measures)],
            risk_log={"entries": self._log(weakness)},
            related_observations=[{"observation-uuid": self.observed(weakness.review, weakness.answered)}],
        )  # fmt: skip

    def observed(self, review: str, standard: str) -> str:
        """The identifier of an observation."""
        return stable_uuid("observation", self.record.client, review, standard)

    def at_risk(self, weakness: Weakness) -> str:
        """The identifier of a risk: it stays as long as the answer is no."""
        return stable_uuid("risk", self.record.client, weakness.standard, weakness.since.isoformat())

    def task(self, review: Reviewed) -> str:
        """The identifier of a review as a task of the assessment plan."""
        return stable_uuid("review", self.record.client, review.id)

    def _person(self, name: str) -> str:
        return stable_uuid("person", self.record.client, name)

    def _origin(self) -> Json:
        return {"actors": [{"type": "party", "actor-uuid": self.reviewer, "role-id": ASSESSOR}]}

    def _accepting(self, weakness: Weakness, on: date) -> str:
        return stable_uuid("acceptance", self.at_risk(weakness), on.isoformat())

    def _acceptances(self, weakness: Weakness) -> list[Json]:
        return [
            {
                "uuid": self._accepting(weakness, each.on),
                "lifecycle": "completed",
                "title": "Accepted as a risk",
                "description": block(f"{each.by} accepted it on {each.on} until {each.until}."),
                "props": [prop("type", "accept"), own_prop("until", each.until.isoformat())],
                "origins": [{"actors": [{"type": "party", "actor-uuid": self._person(each.by), "role-id": RISK_OWNER}]}],
            }
            for each in weakness.acceptances
        ]  # fmt: skip

    def _log(self, weakness: Weakness) -> list[Json]:
        found = {
            "uuid": stable_uuid("found", self.at_risk(weakness)),
            "title": "Found",
            "start": stamp(moment(weakness.since)),
            "status-change": "open",
            "logged-by": [{"party-uuid": self.reviewer, "role-id": ASSESSOR}],
        }
        return [found] + [
            {
                "uuid": stable_uuid("log", self._accepting(weakness, each.on)),
                "title": "Accepted as a risk",
                "start": stamp(moment(each.on)),
                "end": stamp(moment(each.until)),
                "status-change": "deviation-approved",
                "logged-by": [{"party-uuid": self._person(each.by), "role-id": RISK_OWNER}],
                "related-responses": [{"response-uuid": self._accepting(weakness, each.on)}],
            }
            for each in weakness.acceptances
        ]  # fmt: skip

    def _measure(self, weakness: Weakness, measure: Measure) -> Json:
        """A recommendation as the response to one risk."""
        uuid = stable_uuid("response", self.at_risk(weakness), measure.id)
        kind = "accept" if measure.status == "risk-accepted" else "mitigate"
        return filled(
            uuid=uuid,
            lifecycle=_LIFECYCLES.get(measure.status, "planned"),
            title=line(measure.title) or measure.id,
            description=described(measure),
            props=[prop("type", kind), *measure_props(measure)],
            origins=[self._decider(measure)] if measure.by else [],
            tasks=[each for each in (_milestone(uuid, measure),) if each],
        )

    def _decider(self, measure: Measure) -> Json:
        return {"actors": [{"type": "party", "actor-uuid": self._person(measure.by), "role-id": RISK_OWNER}]}


def described(measure: Measure) -> str:
    """A recommendation in the client's language: what it is good for, what is done, and what was decided."""
    until = f", until {measure.until}" if measure.until else ""
    said = [
        measure.why,
        *measure.steps,
        f"Recommended on {measure.raised}.",
        f"{measure.by} {_CHOSEN[measure.choice]} on {measure.decided}{until}." if measure.by else "Not decided yet.",
        f"Done on {measure.done}." if measure.done else "",
    ]
    return "\n\n".join(filter(None, map(block, said)))


def measure_props(measure: Measure) -> list[Json]:
    """The facts of a recommendation."""
    facts = {
        "recommendation": measure.id, "status": measure.status, "raised": measure.raised.isoformat(),
        "quarter": measure.quarter, "done": measure.done.isoformat() if measure.done else "",
    }  # fmt: skip
    return [own_prop(name, value) for name, value in facts.items() if value]


def _milestone(uuid: str, measure: Measure) -> Json | None:
    if measure.done:
        timing: Json = {"on-date": {"date": stamp(moment(measure.done))}}
    elif measure.begins and measure.ends:
        timing = {"within-date-range": {"start": stamp(moment(measure.begins)), "end": stamp(moment(measure.ends))}}
    else:
        return None
    return {
        "uuid": stable_uuid("milestone", uuid),
        "type": "milestone",
        "title": line(measure.title) or measure.id,
        "timing": timing,
    }  # fmt: skip


def _deadline(measures: Iterable[Measure]) -> date | None:
    """The first day by which something is to be decided again or done."""
    days = [each.until or each.ends for each in measures if each.status != "declined"]
    return min((day for day in days if day is not None), default=None)


def _status(accepted: bool, measures: Iterable[Measure]) -> str:
    if accepted:
        return "deviation-approved"
    return "remediating" if any(each.status in ("approved", "done") for each in measures) else "open"


def _said(asked: Asked) -> str:
    answer = {"yes": "yes", "no": "no", "n/a": "not applicable"}[asked.answer]
    fixed = " It was found misaligned and put right during the visit." if asked.fixed_onsite else ""
    superseded = "" if asked.counts else " It answers a question that is worded otherwise, or not asked, now."
    return f"Answer on {asked.on}: {answer}.{fixed}{superseded}"
