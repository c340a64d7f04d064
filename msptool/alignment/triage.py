"""Recording the vCIO's triage of a finding."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args

from msptool.alignment.model import TRIAGE, Judgement, Stage, Way
from msptool.alignment.who import example, role_and_name
from msptool.clients.model import Client
from msptool.people.model import Person
from msptool.workspace.edits import folded
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.writes import Planned, plan

STAGES: tuple[str, ...] = get_args(Stage)
WAYS: tuple[str, ...] = get_args(Way)
_OPTION = "--accepted-by"


def judgement(
    client: Client, people: Mapping[str, Person], stage: str, *, on: date, reason: str, by: str | None = None, way: str | None = None,
    accepted_by: str | None = None, until: date | None = None,
) -> Judgement:  # fmt: skip
    """A judgement of the day `on`, from the options of the command; refuses what says too little or contradicts itself."""
    if stage not in STAGES:
        raise UsageRefusal(f"A stage is {', '.join(STAGES)}, not {stage!r}.")
    if not reason.strip():
        raise UsageRefusal("A triage needs a reason.")
    if way is not None and way not in WAYS:
        raise UsageRefusal(f"--way takes {', '.join(WAYS)}, not {way!r}.")
    if way is not None and stage == "aligned":
        raise UsageRefusal("What is judged aligned needs no fixing: leave --way out, or choose another stage.")
    said: dict[str, Any] = {"stage": stage, "on": on, "by": by, "way": way, "reason": reason.strip()}
    if stage == "accepted":
        said |= {"accepted_by": _who_accepts(client, accepted_by or "", people), "until": _last_day(until, on)}
    elif accepted_by is not None or until is not None:
        raise UsageRefusal(f"--accepted-by and --until go with the stage 'accepted', not with {stage!r}.")
    return Judgement.model_validate(said)


def _who_accepts(client: Client, text: str, people: Mapping[str, Person]) -> str:
    if not text.strip():
        raise UsageRefusal(f"Say who at the client accepts the risk: {example(_OPTION)}, or the role of a contact.")
    return role_and_name(client, text, people, _OPTION)


def _last_day(until: date | None, on: date) -> date:
    if until is None:
        raise UsageRefusal("A risk is accepted until a day, on which it is looked at again: --until YYYY-MM-DD.")
    if until <= on:
        raise UsageRefusal(f"--until takes a day after {on}, not {until}: an accepted risk lasts at least a day.")
    return until


def plan_judgements(root: Path, client: str, judged: Mapping[str, Judgement]) -> Planned:
    """The client's file with one more judgement for each standard, not yet written; it keeps the earlier ones.

    A second judgement of a standard on the same day replaces the first.
    """

    def add(data: Any) -> None:
        if data.get("findings") is None:
            data["findings"] = {}
        for standard, said in judged.items():
            earlier = data["findings"].setdefault(standard, [])
            if earlier and str(earlier[-1]["on"]) == said.on.isoformat():
                earlier[-1] = _fields(said)
            else:
                earlier.append(_fields(said))

    return plan(root, TRIAGE, add, client=client)


def _fields(judged: Judgement) -> dict[str, Any]:
    said = judged.model_dump(mode="json", exclude_none=True)
    reason = said.pop("reason")
    return {**said, "reason": folded(reason)}
