"""What happens to a change: it goes on by one state, back to a draft, or ends; and its outcome is judged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from msptool.changes.impact import missing
from msptool.changes.model import CHANGE, Change, Move, Outcome, SignOff, Status
from msptool.changes.register import require_changes, require_result, require_status
from msptool.changes.requirements import Lack, Practice, lacks_so_far
from msptool.changes.states import may_follow, next_status
from msptool.changes.toolmap.reach import Reach
from msptool.people.register import require_person
from msptool.words import counted
from msptool.workspace.edits import folded, plain
from msptool.workspace.problems import Refusal, UsageRefusal
from msptool.workspace.workspace import Workspace
from msptool.workspace.writes import Planned, plan


def advance(
    workspace: Workspace, change: Change, to: str | None, practice: Practice, *,
    by: str, on: date | None = None, reason: str = "", reached: Reach | None = None,
) -> Planned:  # fmt: skip
    """Give a change its next status, or the one named, on a day that is not before the last step.

    `reached` is what the tool map says today. Refuses a status that is skipped, and one for which the checklist lacks
    something.
    """
    status = _allowed(change, to)
    person = require_person(workspace.source, by).id
    day = on or workspace.today
    _refuse_day(change, day, workspace.today)
    if status in ("draft", "withdrawn") and not reason.strip():
        what = "goes back to a draft" if status == "draft" else "is withdrawn"
        raise UsageRefusal(f"Say why {change.id} {what}: --reason '...'.")
    after = _after(change, status, Move(status=status, on=day, by=person, reason=reason.strip()))
    lacking = [lack for _, lack in lacks_so_far(after, practice)]
    if status == "assessed":
        lacking += _unlisted(change, reached)
        _refuse_bad_example(workspace, change)
    _refuse_lack(change, status, lacking)
    return _written(workspace, change, after)


def close(
    workspace: Workspace, change: Change, result: str, practice: Practice, *,
    by: str, noticed: date | None = None, notes: str = "",
) -> Planned:  # fmt: skip
    """Judge a change that was rolled out: success once its business days are over, a failure at once.

    `noticed` is the day of the rollback or of the disruption, otherwise today.
    """
    found = require_result(result)
    person = require_person(workspace.source, by).id
    if change.status != "rolled-out":
        further = next_status(change.kind, change.status)
        what = f"next it becomes {further}" if further else "nothing follows any more"
        raise UsageRefusal(f"{change.id} is {change.status}: only what is rolled out is judged; {what}.")
    if found == "success" and noticed is not None:
        raise UsageRefusal("--noticed is the day of a rollback or of a disruption: it does not belong to a success.")
    today = workspace.today
    _refuse_day(change, today, today)
    day = None if found == "success" else noticed or today
    outcome = Outcome(result=found, on=today, by=person, noticed=day, notes=notes.strip())
    after = _after(change, "judged", Move(status="judged", on=today, by=person)).model_copy(update={"outcome": outcome})
    _refuse_lack(change, "judged", [lack for _, lack in lacks_so_far(after, practice)])
    return _written(workspace, change, after)


def left_to_do(change: Change, practice: Practice, today: date, reached: Reach | None = None) -> list[Lack]:
    """What the change lacks for its next status today, without what the step itself brings."""
    status = next_status(change.kind, change.status)
    if status is None or change.status == "withdrawn":
        return []
    further = Move(status=status, on=today)
    after = change.model_copy(update={"progress": (*change.progress, further)})
    brought: tuple[tuple[str | int, ...], ...] = (("sign_off",), ("status",))
    found = [lack for _, lack in lacks_so_far(after, practice) if lack.keys not in brought]
    return found + (_unlisted(change, reached) if status == "assessed" else [])


def _allowed(change: Change, to: str | None) -> Status:
    allowed = may_follow(change.kind, change.status)
    if not allowed:
        raise UsageRefusal(f"{change.id} is {change.status}: its status does not change any more.")
    if change.status == "rolled-out":
        hint = f"'msptool change close {change.id} success', rolled-back or disruption"
        raise UsageRefusal(f"{change.id} is rolled out: {hint} judges it.")
    wanted = require_status(to) if to is not None else allowed[0]
    if wanted == change.status:
        raise UsageRefusal(f"{change.id} is {change.status} already.")
    if wanted not in allowed:
        raise UsageRefusal(f"{change.id} is {change.status}: next it may become {_either(allowed)}, not {wanted}.")
    return wanted


def _either(names: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _after(change: Change, status: Status, move: Move) -> Change:
    update: dict[str, Any] = {"status": status, "progress": (*change.progress, move)}
    if status == "approved":
        update["sign_off"] = SignOff(by=move.by, on=move.on)
    elif status == "rolled-out":
        update["rolled_out"] = move.on
    elif status == "draft":
        update["sign_off"] = None
    return change.model_copy(update=update)


def _refuse_day(change: Change, day: date, today: date) -> None:
    if day > today:
        raise UsageRefusal(f"{day} is still to come: take the step then.")
    if change.progress and day < change.progress[-1].on:
        last = change.progress[-1]
        raise UsageRefusal(f"{change.id} became {last.status} on {last.on}: the next step is not before that.")


def _refuse_bad_example(workspace: Workspace, change: Change) -> None:
    if change.kind != "standard" or change.like is None:
        return
    known = {each.id: each for each in require_changes(workspace.source)}
    example = known.get(change.like)
    if example is None:
        raise UsageRefusal(f"{change.id} is like '{change.like}', and there is no such change: correct 'like'.")
    refuse_failed_example(example)


def refuse_failed_example(example: Change) -> None:
    """Refuse a change that did not go well, or not yet, as the one that a standard change repeats."""
    if example.outcome is None or example.outcome.result != "success":
        how = example.outcome.result if example.outcome else example.status
        raise UsageRefusal(
            f"A standard change repeats one that went well, and {example.id} is {how}: name another one under 'like', or "
            "make the change normal."
        )


def _unlisted(change: Change, reached: Reach | None) -> list[Lack]:
    """What the tool map leads to and the change does not list."""
    if reached is None:
        return []
    return [
        Lack(
            f"the tool map leads to '{name}' of the {part} ({why}), and the change does not list it",
            f"'msptool change impact {change.id} --write' adds it.", ("impact", part),
        )
        for part, names in missing(change, reached).items()
        for name, why in names.items()
    ]  # fmt: skip


def _refuse_lack(change: Change, status: Status, lacking: Sequence[Lack]) -> None:
    if lacking:
        first, others = lacking[0], len(lacking) - 1
        more = f" ({counted(others, 'more thing')} to do: 'msptool change show {change.id}'.)" if others else ""
        path = CHANGE.path(id=change.id)
        raise UsageRefusal(f"{change.id} cannot become {status}: {first.sentence}. {first.hint} ({path}){more}")


def _written(workspace: Workspace, before: Change, after: Change) -> Planned:
    move = after.progress[-1]

    def apply(data: Any) -> None:
        _refuse_changed(data, before)
        data["status"] = after.status
        if after.status == "rolled-out":
            _put(data, "rolled_out", move.on.isoformat(), list(data).index("status") + 1)
        if after.status == "draft":
            data.pop("sign_off", None)
        if after.sign_off is not None and after.status == "approved":
            signed = {"by": after.sign_off.by, "on": after.sign_off.on.isoformat()}
            _put(data, "sign_off", signed, list(data).index("status"))
        line = {"status": move.status, "on": move.on.isoformat(), "by": move.by}
        if move.reason:
            line["reason"] = folded(move.reason)
        data["progress"] = [*(data.get("progress") or ()), line]
        if after.outcome is not None:
            outcome = after.outcome.model_dump(mode="json", exclude_defaults=True)
            if "notes" in outcome:
                outcome["notes"] = folded(outcome["notes"])
            data["outcome"] = outcome

    return plan(workspace.root, CHANGE, apply, id=after.id)


def _refuse_changed(data: Any, read: Change) -> None:
    """Refuse to change the data of a file that says something else than when it was read."""
    try:
        now = Change.model_validate({**plain(data), "id": read.id})
    except ValidationError:
        now = None
    if now != read:
        path = CHANGE.path(id=read.id)
        raise Refusal(f"{path} changed while the command was at work: nothing was written. Run it again.")


def _put(data: Any, name: str, value: Any, place: int) -> None:
    if name in data:
        data[name] = value
    else:
        data.insert(place, name, value)
