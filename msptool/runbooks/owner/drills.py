"""The monthly drill: some days in which the owner answers nobody, what reached the owner all the same, what was changed.

Source: seed 002. After it every ticket that reached the owner leads to a better runbook or to a tighter rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from msptool.people.model import Person
from msptool.runbooks.escalation.model import EscalationMap
from msptool.runbooks.escalation.register import people_of
from msptool.runbooks.model import Runbook
from msptool.runbooks.owner.model import DRILL, Drill, Interruption, Reached
from msptool.workspace.edits import folded_all
from msptool.workspace.problems import UsageRefusal, unknown
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import put

_NOTICE = 5  # days between the plan and the drill, so that the team can be told
_TUESDAY, _SATURDAY = 1, 5


def next_start(drills: Sequence[Drill], today: date) -> date:
    """A Tuesday in the first month without a drill, this month's included: the first that leaves time to tell the team."""
    months = {(each.day.year, each.day.month) for each in drills}
    day = today + timedelta(_NOTICE)
    while day.weekday() != _TUESDAY or (day.year, day.month) in months or day.day > 22:
        day += timedelta(1)
    return day


def last_day(start: date, days: int) -> date:
    """The last of so many working days from `start` on."""
    day, left = start, days - 1
    while left:
        day += timedelta(1)
        left -= day.weekday() < _SATURDAY
    return day


def planned(
    found: EscalationMap, people: Mapping[str, Person], drills: Sequence[Drill], today: date, days: int, *,
    start: date | None = None, deputy: str | None = None,
) -> Drill:  # fmt: skip
    """The next drill, with what the team is told. Refuses a day that is past, a weekend, and a drill that is there."""
    day = start or next_start(drills, today)
    until = last_day(day, days)
    if day < today:
        raise UsageRefusal(f"{day} is past: a drill is planned before it begins.")
    if day.weekday() >= _SATURDAY:
        raise UsageRefusal(f"{day} is a {day:%A}: begin a drill on a working day.")
    other = next((each for each in drills if each.day <= until and day <= each.until), None)
    if other is not None:
        raise UsageRefusal(f"There is a drill from {other.day} to {other.until} already.")
    owners, seconds = people_of(found, "owner", people), people_of(found, "level-2", people)
    if not owners:
        raise UsageRefusal("The escalation map has nobody on the level 'owner': give somebody the role owner.")
    stands_in = deputy or next(iter(seconds), None)
    lines = _told(found, people, owners[0], stands_in, day, until)
    return Drill(day=day, until=until, owner=owners[0], deputy=stands_in, plan=tuple(lines))


def _told(
    found: EscalationMap, people: Mapping[str, Person], owner: str, deputy: str | None, day: date, until: date
) -> Iterator[str]:
    name = people[owner].name if owner in people else owner
    yield f"From {day} to {until} {name} answers no call, text or message about a ticket."
    if deputy is not None:
        second = people[deputy].name if deputy in people else deputy
        yield f"{second} decides what only the owner may, and writes down each time."
    cases = [each.when.rstrip(".") for each in found.owner_only if each.emergency]
    if cases:
        yield f"Only a true emergency may reach {name}: {'; '.join(case[:1].lower() + case[1:] for case in cases)}."
    yield "Whoever reaches the owner records it: msptool owner interruption add."


def write_plan(workspace: Workspace, drill: Drill) -> str:
    """Write the plan; returns its path."""
    data = folded_all(drill.model_dump(mode="json", exclude_defaults=True, exclude={"day"}))
    return put(workspace.root, DRILL, lambda file: file.update(data), day=drill.day.isoformat())


@dataclass(frozen=True, slots=True)
class Change:
    """What a review says of a ticket: a runbook that was improved or a rule that was tightened."""

    ticket: str
    name: str
    what: str
    is_rule: bool


def read_change(text: str, *, is_rule: bool) -> Change:
    """`TICKET=NAME: what was changed`; refuses anything else."""
    ticket, sign, rest = text.partition("=")
    name, _, what = rest.partition(":")
    if not sign or not ticket.strip() or not name.strip():
        option, example = ("--tightened", "NG-20411=level-2-money: The limit is 400") if is_rule else (
            "--improved", "NG-20411=vpn-authentication: The certificate comes first"
        )  # fmt: skip
        raise UsageRefusal(f"{option} takes TICKET=NAME: WHAT, such as '{example}', not {text!r}.")
    return Change(ticket.strip(), name.strip(), what.strip(), is_rule)


def reached_by(drill: Drill, found: Sequence[Interruption]) -> list[Reached]:
    """Every interruption of the drill's days, with what its review says so far.

    A ticket was an emergency on a day where all of its interruptions of that day were.
    """
    said = {(each.ticket, each.on): each for each in drill.reached}
    emergency: dict[tuple[str, date], bool] = {}
    for each in found:
        if drill.day <= each.on <= drill.until:
            key = (each.ticket or f"no ticket ({each.by})", each.on)
            emergency[key] = emergency.get(key, True) and each.emergency
    for key, all_of_them in emergency.items():
        known = said.get(key, Reached(ticket=key[0], on=key[1]))
        said[key] = known.model_copy(update={"emergency": all_of_them})
    return sorted(said.values(), key=lambda each: (each.on, each.ticket))


def is_reviewed(drill: Drill, reached: Sequence[Reached]) -> bool:
    """Whether the review still holds: an interruption that is recorded after it needs its answer too."""
    return drill.reviewed is not None and all(each.is_answered for each in reached)


def reviewed(
    reached: Sequence[Reached], changes: Sequence[Change], runbooks: Mapping[str, Runbook], found: EscalationMap
) -> list[Reached]:
    """What reached the owner, with the changes added. Refuses an unknown ticket, runbook or rule."""
    tickets = {each.ticket for each in reached}
    for change in changes:
        if change.ticket not in tickets:
            raise unknown(f"No ticket {change.ticket!r} reached the owner in these days.", change.ticket, tickets)
        known = found.rule_ids if change.is_rule else tuple(runbooks)
        if change.name not in known:
            what = "rule of the escalation map" if change.is_rule else "runbook"
            raise unknown(f"There is no {what} {change.name!r}.", change.name, known)
    return [_with(each, [change for change in changes if change.ticket == each.ticket]) for each in reached]


def _with(each: Reached, changes: Sequence[Change]) -> Reached:
    if not changes:
        return each
    named = {"tightened" if change.is_rule else "improved": change.name for change in changes}
    said = "; ".join(change.what for change in changes if change.what)
    return each.model_copy(update={**named, "what": said or each.what})


def write_review(
    workspace: Workspace, drill: Drill, reached: Sequence[Reached], *, failed: Sequence[str], notes: str, by: str | None,
    was_done: bool = False,
) -> tuple[str, bool]:  # fmt: skip
    """Write what the review found; returns the path, and whether the review is complete.

    It is complete when the drill is over and every ticket led to a change, or was an emergency. A review that was complete
    and is not any more, because of an interruption that was recorded late, is so again once that has its answer. `was_done`:
    it was complete before, and keeps its day.
    """
    done = drill.until < workspace.today and all(each.is_answered for each in reached)
    data = {
        "reached": [each.model_dump(mode="json", exclude_defaults=True) for each in reached],
        "failed": [*drill.failed, *(each for each in failed if each not in drill.failed)],
        "notes": notes or drill.notes,
        "reviewed": str(drill.reviewed if was_done else workspace.today) if done else None,
        "by": by or drill.by,
    }

    def change(file: Any) -> None:
        for key, value in data.items():
            if value:
                file[key] = folded_all(value)
            else:
                file.pop(key, None)

    return put(workspace.root, DRILL, change, day=drill.day.isoformat()), done
