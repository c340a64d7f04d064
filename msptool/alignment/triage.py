"""Recording the vCIO's triage of a finding."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args

from msptool.alignment.model import TRIAGE, Judgement, Stage, Way
from msptool.clients.model import Client, Contact, ContactRole
from msptool.workspace.edits import folded
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.writes import Planned, plan

STAGES: tuple[str, ...] = get_args(Stage)
WAYS: tuple[str, ...] = get_args(Way)
_ROLES: tuple[str, ...] = get_args(ContactRole)
_EXAMPLE = "--accepted-by 'Managing director, Ann Lee'"


def judgement(
    client: Client, stage: str, *, on: date, reason: str, by: str | None = None, way: str | None = None,
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
        said |= {"accepted_by": _who_accepts(client, accepted_by or ""), "until": _last_day(until, on)}
    elif accepted_by is not None or until is not None:
        raise UsageRefusal(f"--accepted-by and --until go with the stage 'accepted', not with {stage!r}.")
    return Judgement.model_validate(said)


def _who_accepts(client: Client, text: str) -> str:
    """The role and name to write: `text`, or those of the one contact whose role or name it is."""
    said = text.strip()
    if not said:
        raise UsageRefusal(f"Say who at the client accepts the risk: {_EXAMPLE}, or the role of a contact.")
    if said not in _ROLES:
        named = [each for each in client.contacts if each.name.casefold() == said.casefold()]
        return _role_and_name(named[0]) if len(named) == 1 else said
    found = [each for each in client.contacts if each.role == said]
    if len(found) != 1:
        names = f"{len(found)} contacts ({', '.join(each.name for each in found)})" if found else "no contact"
        raise UsageRefusal(f"{client.name} has {names} with the role {said}. Write who accepts the risk: {_EXAMPLE}.")
    return _role_and_name(found[0])


def _role_and_name(contact: Contact) -> str:
    role = "IT" if contact.role == "it" else contact.role.replace("-", " ").capitalize()
    return f"{contact.title.strip() or role}, {contact.name}"


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
