"""The minutes: recording what a meeting decided, and carrying it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from msptool.committee.model import MEETING, Decision, Meeting, Verdict
from msptool.committee.register import find_meeting, require_meetings
from msptool.people.register import load_people
from msptool.standards.edits import planned_change, planned_retirement
from msptool.standards.library import Library
from msptool.workspace.edits import folded
from msptool.workspace.problems import Refusal, UsageRefusal, unknown
from msptool.workspace.rows import Shape, read_rows, text_of
from msptool.workspace.settings import Committee
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import Planned, plan, take_back, write

DECISIONS = Shape(("standard", "decision", "reason", "commit"), "decisions")
_NEED_A_REASON = frozenset({"retire", "reject", "change", "postpone"})


@dataclass(frozen=True)
class Said:
    """What is to be recorded of a meeting, beside its decisions. Empty keeps what the file holds."""

    attendees: tuple[str, ...] = ()
    notes: str = ""
    follow_ups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recorded:
    """The written minutes: paths below the workspace, and the commit (None where none was made).

    `replaced` are decisions of the same meeting that others took the place of.
    """

    meeting: Meeting
    paths: list[str]
    commit: str | None
    replaced: tuple[Decision, ...]


def decide(
    workspace: Workspace, library: Library, standard: str, verdict: str, reason: str = "", commit: str = ""
) -> Decision:
    """A decision under the standard's present id, with the whole id of its commit; refuses what makes none."""
    found = library.require(standard)
    known = get_args(Verdict)
    if verdict not in known:
        raise unknown(f"{verdict!r} is no decision.", verdict, known, f"The decisions are {', '.join(known)}.")
    if verdict in _NEED_A_REASON and not reason:
        raise UsageRefusal(f"'{verdict}' of {found.id} needs a reason.")
    resolved = workspace.history.resolve(commit) if commit else None
    return Decision.model_validate({"standard": found.id, "decision": verdict, "reason": reason, "commit": resolved})


def parse_decision(workspace: Workspace, library: Library, text: str) -> Decision:
    """A decision as it is written on a command line: `ID=DECISION` or `ID=DECISION: REASON`."""
    standard, found, rest = text.partition("=")
    if not found:
        raise UsageRefusal(
            f"{text!r} is no decision: write ID=DECISION: REASON, such as 'wifi-four-network-names=retire: Nobody fails it.'"
        )
    verdict, _, reason = rest.partition(":")
    return decide(workspace, library, standard.strip(), verdict.strip().lower(), reason.strip())


def read_decisions(workspace: Workspace, library: Library, name: str, content: bytes) -> list[Decision]:
    """Decisions from CSV or YAML; refuses the first row that makes none."""
    found = []
    for number, row in read_rows(name, content, DECISIONS):
        standard, verdict, reason, commit = (text_of(row.get(column)) for column in DECISIONS.columns)
        try:
            found.append(decide(workspace, library, standard, verdict.lower(), reason, commit))
        except UsageRefusal as refusal:
            raise Refusal(f"{name}, row {number}: {refusal}") from None
    return found


def record(
    workspace: Workspace, library: Library, day: date, decisions: Sequence[Decision], said: Said, *, commit: bool
) -> Recorded:
    """Write the minutes of a meeting and carry out its decisions, all or nothing, and commit exactly those files.

    keep and adopt write the day into the standard's `reviewed`, adopt makes a draft active, retire and reject retire
    it. Recording a meeting again adds to its minutes; a standard decided before takes the new decision. Refuses an
    unknown standard or attendee, a decision that does not fit its status, a missing reason, a day that is still to
    come, and, where it commits, a standard with changes that are not committed. A commit that fails takes everything back.
    """
    if day > workspace.today:
        raise UsageRefusal(f"{day} is still to come: minutes are written on the day of the meeting or later.")
    if commit:
        workspace.history.refuse_unless_ready()
    meetings = require_meetings(workspace.source)
    before = next((each for each in meetings if each.day == day), None)
    _refuse_strangers(workspace, said)
    repeated = [name for name, count in Counter(each.standard for each in decisions).items() if count > 1]
    if repeated:
        raise UsageRefusal(f"Two decisions on {repeated[0]}: a meeting decides once.")
    if not (decisions or said.attendees or said.notes or said.follow_ups):
        raise UsageRefusal("There is nothing to record: name decisions, --keep, --attendee or --note.")
    earlier = {each.standard: each for each in before.decisions} if before else {}
    files = [
        each for decision in decisions
        if (each := _carried_out(workspace, library, day, decision, earlier.get(decision.standard))) is not None
    ]  # fmt: skip
    if commit:
        _refuse_unfinished(workspace, [each for each in files if each.changes])
    settings = workspace.settings.committee
    minutes = plan(workspace.root, MEETING, lambda data: _fill(data, decisions, said, settings), day=day.isoformat())
    paths = write(*files, minutes)
    meeting = find_meeting(require_meetings(workspace.source), day)
    replaced = tuple(earlier[each.standard] for each in decisions if _is_other(earlier.get(each.standard), each))
    made = None
    if commit and paths:
        try:
            made = workspace.history.commit(paths, message(meeting, decisions))
        except Refusal as refusal:
            take_back(*files, minutes)
            raise Refusal(f"{refusal} Nothing was recorded.") from None
    return Recorded(meeting, paths, made, replaced)


def _is_other(earlier: Decision | None, now: Decision) -> bool:
    return earlier is not None and earlier.decision != now.decision


def _refuse_strangers(workspace: Workspace, said: Said) -> None:
    people = load_people(workspace.source)
    for person in said.attendees:
        if person not in people:
            raise unknown(f"There is nobody '{person}' in practice/people/.", person, people)


def _refuse_unfinished(workspace: Workspace, files: Sequence[Planned]) -> None:
    """The commit of the minutes must not take along what somebody is still writing."""
    unfinished = next((each.path for each in files if workspace.history.modified(each.path)), None)
    if unfinished is not None:
        raise Refusal(
            f"{unfinished} has changes that are not committed, and the minutes would take them along: commit or undo them "
            "first, or use --no-commit."
        )


def _carried_out(
    workspace: Workspace, library: Library, day: date, decision: Decision, earlier: Decision | None
) -> Planned | None:
    standard = library.standards[decision.standard]
    wanted, hint = _FITS.get(decision.decision, ((), ""))
    again = earlier is not None and earlier.decision == decision.decision
    if wanted and standard.status not in wanted and not again:
        raise UsageRefusal(f"'{decision.decision}' does not fit {standard.id}: it is {_SAID[standard.status]}. {hint}")
    match decision.decision:
        case "keep" | "adopt" if standard.status != "retired":
            reviewed = max(day, standard.reviewed or day).isoformat()
            return planned_change(workspace.root, standard, {"status": "active", "reviewed": reviewed})
        case "retire" | "reject" if standard.status != "retired":
            return planned_retirement(workspace.root, library, standard, on=day, reason=decision.reason)
        case "retire" | "reject":
            retirement = (
                standard.retirement.model_dump(mode="json", exclude_defaults=True) if standard.retirement else {}
            )
            return planned_change(workspace.root, standard, {"retirement": {**retirement, "reason": decision.reason}})
    return None


_SAID = {"draft": "a draft", "active": "active", "retired": "retired"}
_FITS: dict[str, tuple[tuple[str, ...], str]] = {
    "keep": (("active",), "A draft is adopted or rejected; a retired one is brought back by hand."),
    "adopt": (("draft",), "An active one is kept; a retired one is brought back by hand, with 'status: draft'."),
    "retire": (("active",), "A draft is rejected."),
    "reject": (("draft",), "An active standard is retired."),
}


def _fill(data: Any, decisions: Iterable[Decision], said: Said, settings: Committee) -> None:
    if not data:
        data.update(time=settings.time, minutes=settings.minutes)
    present = {each["standard"]: each for each in data.get("decisions") or ()}
    for each in decisions:
        values = each.model_dump(exclude_defaults=True)
        present[each.standard] = {**values, **({"reason": folded(each.reason)} if each.reason else {})}
    _set(data, "attendees", list(dict.fromkeys([*(data.get("attendees") or ()), *said.attendees])))
    _set(data, "decisions", list(present.values()))
    _set(data, "follow_ups", [*(data.get("follow_ups") or ()), *said.follow_ups])
    if said.notes:
        earlier = str(data.get("notes") or "").strip()
        data["notes"] = folded(f"{earlier}\n{said.notes}".strip())


def _set(data: Any, key: str, values: list[Any]) -> None:
    if values != list(data.get(key) or ()):
        data[key] = values


def message(meeting: Meeting, decisions: Sequence[Decision]) -> str:
    """The commit's message: the counts, then each decision that has a reason."""
    lines = [f"Committee {meeting.day}: {summary(decisions) or 'minutes'}", ""]
    lines += [f"{_PAST[each.decision]}: {each.standard} ({each.reason})" for each in decisions if each.reason]
    return "\n".join([*lines, *([""] if len(lines) > 2 else []), f"Committee: {meeting.day}", ""])


def summary(decisions: Iterable[Decision]) -> str:
    """`31 kept, 1 retired`; nothing without decisions."""
    counts = Counter(each.decision for each in decisions)
    return ", ".join(f"{counts[verdict]} {_PAST[verdict]}" for verdict in get_args(Verdict) if counts[verdict])


_PAST: dict[Verdict, str] = {
    "keep": "kept", "adopt": "adopted", "change": "to be changed", "retire": "retired", "reject": "rejected",
    "postpone": "postponed",
}  # fmt: skip
