"""What becomes of a recommendation: the client decides, it gets a quarter and an initiative, it is carried out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from msptool.alignment.findings import Finding
from msptool.alignment.model import Judgement
from msptool.alignment.triage import plan_judgements
from msptool.alignment.who import example
from msptool.reviews.recheck import plan_recheck
from msptool.roadmap.items import Item, Roadmap
from msptool.roadmap.model import INITIATIVE, RECOMMENDATION, Choice, Decision
from msptool.roadmap.quarters import Quarter
from msptool.workspace.edits import folded
from msptool.workspace.problems import UsageRefusal, unknown
from msptool.workspace.writes import Planned, plan


def decision(choice: str, *, by: str, on: date, until: date | None, reason: str) -> Decision:
    """A decision of the client; refuses one that says too little or too much."""
    known = get_args(Choice)
    if choice not in known:
        raise unknown(f"There is no decision '{choice}'.", choice, known, f"Use {', '.join(known)}.")
    if choice != "proposed" and not by.strip():
        raise UsageRefusal(f"Say who at the client decided: {example('--by')}, or the role of a contact.")
    if choice == "risk-accepted" and until is None:
        raise UsageRefusal("A risk is accepted until a day, on which it is looked at again: --until YYYY-MM-DD.")
    if until is not None and choice not in ("deferred", "risk-accepted"):
        raise UsageRefusal(f"--until goes with deferred and risk-accepted, not with {choice}.")
    if until is not None and until <= on:
        raise UsageRefusal(f"--until takes a day after {on}, the day of the decision, not {until}.")
    try:
        return Decision.model_validate(
            {"choice": choice, "by": by.strip(), "on": on, "until": until, "reason": reason.strip()}
        )
    except ValidationError as error:
        message = error.errors()[0]["msg"]
        raise UsageRefusal(f"{message[:1].upper()}{message[1:]}.") from None


def replaced(item: Item, made: Decision) -> Decision | None:
    """The decision of the same day that the new one takes the place of: the last word of a day counts."""
    last = item.recommendation.decisions[-1] if item.recommendation.decisions else None
    return last if last is not None and last.on == made.on else None


def decide(root: Path, item: Item, made: Decision, quarter: Quarter | None = None) -> list[Planned]:
    """Add the client's decision, and the quarter that it was made for; it replaces one of the same day.

    With a risk that the client accepts, its findings are accepted too, until the same day; an approval ends that, and so
    does any other decision after the acceptance. Refuses a decision about what is done, and one of a day before the
    recommendation was raised or before its last decision.
    """
    found = item.recommendation
    if found.done is not None:
        raise UsageRefusal(f"{item.id} is done since {found.done.on}: there is nothing left to decide.")
    if made.on < found.raised:
        raise UsageRefusal(f"{item.id} was raised on {found.raised}, after {made.on}. Give the day of the decision.")
    if found.decisions and made.on < found.decisions[-1].on:
        last = found.decisions[-1]
        raise UsageRefusal(
            f"{item.id} was last decided on {last.on} ({last.choice}), after {made.on}. Decisions are recorded in their order."
        )
    line: dict[str, Any] = {"choice": made.choice, "on": made.on.isoformat()}
    if made.by:
        line["by"] = made.by
    if made.until is not None:
        line["until"] = made.until.isoformat()
    if made.reason:
        line["reason"] = folded(made.reason)

    def change(data: Any) -> None:
        earlier = list(data.get("decisions") or ())
        data["decisions"] = [*(earlier[:-1] if replaced(item, made) else earlier), line]
        if quarter is not None:
            data["quarter"] = quarter.name

    planned = [plan(root, RECOMMENDATION, change, client=found.client, id=item.id)]
    judged = _judged(item, made)
    return [*planned, plan_judgements(root, found.client, judged)] if judged else planned


def _judged(item: Item, made: Decision) -> dict[str, Judgement]:
    """What the decision says about the item's findings, by standard: accepted as a risk, or not any more."""
    if made.choice == "risk-accepted":
        reason = made.reason or f"Accepted with the recommendation {item.id}."
        accepted = Judgement(stage="accepted", on=made.on, reason=reason, accepted_by=made.by, until=made.until)
        return {each.standard.id: accepted for each in item.findings}
    if made.choice != "approved" and item.status != "risk-accepted":
        return {}
    held = [each for each in item.findings if each.status == "accepted"]
    return {
        each.standard.id: _no_longer_accepted(each, item.id, made)
        for each in held if each.judged is not None and each.judged.on <= made.on
    }  # fmt: skip


def _no_longer_accepted(finding: Finding, name: str, made: Decision) -> Judgement:
    """The vCIO's judgement of before the acceptance, else 'vulnerable', which scores as the acceptance did."""
    before = next((each for each in reversed(finding.judgements) if each.stage != "accepted"), None)
    reason = f"Not accepted any more: the recommendation {name} is {made.choice}."
    return Judgement(
        stage=before.stage if before else "vulnerable", way=before.way if before else None, on=made.on, reason=reason
    )


def complete(root: Path, item: Item, day: date, by: str | None = None, note: str = "") -> list[Planned]:
    """It was carried out: the next review asks its standards again."""
    if item.recommendation.done is not None:
        raise UsageRefusal(f"{item.id} is done since {item.recommendation.done.on} already.")
    if item.status in ("declined", "risk-accepted"):
        raise UsageRefusal(
            f"{item.id} is {item.status}: record first that the client wants it, 'msptool roadmap decide'."
        )
    if day < item.recommendation.raised:
        raise UsageRefusal(
            f"{item.id} was raised on {item.recommendation.raised}, after {day}. Give the day of the work."
        )
    line = {"on": day.isoformat(), **({"by": by} if by else {}), **({"note": folded(note)} if note else {})}
    client = item.recommendation.client
    planned = [plan(root, RECOMMENDATION, lambda data: data.update(done=line), client=client, id=item.id)]
    if item.recommendation.standards:
        planned.append(
            plan_recheck(root, client, item.recommendation.standards, day, f"recommendation {item.id} is done")
        )
    return planned


def group(root: Path, roadmap: Roadmap, initiative: str, title: str | None, items: Sequence[Item]) -> list[Planned]:
    """Put recommendations into an initiative, a new one where there is none of that id yet."""
    client, planned = roadmap.client.id, []
    known = roadmap.initiatives.get(initiative)
    if known is None and not title:
        raise UsageRefusal(f"There is no initiative '{initiative}' yet: name it with --title '...'.")
    if title and (known is None or known.title != title):
        planned.append(plan(root, INITIATIVE, lambda data: data.update(title=title), client=client, id=initiative))
    planned += [
        plan(root, RECOMMENDATION, lambda data: data.update(initiative=initiative), client=client, id=item.id)
        for item in items
        if item.recommendation.initiative != initiative
    ]
    return planned
