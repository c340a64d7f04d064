"""What happens to a visit: it is confirmed, moved, reassigned, done, cancelled. Each step is kept with day and reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from msptool.visits.model import CLIENT_YEAR, ClientYear, Step, Visit, VisitStatus
from msptool.workspace.edits import folded, plain
from msptool.workspace.problems import Refusal, UsageRefusal
from msptool.workspace.writes import Planned, plan

# The client agreed to the day, not to another one.
_AFTER: dict[Step, VisitStatus] = {
    "moved": "planned",
    "reopened": "planned",
    "confirmed": "confirmed",
    "done": "done",
    "cancelled": "cancelled",
}

Change = Callable[[Any], None]


def confirm(root: Path, year: ClientYear, visit: Visit, today: date, reason: str = "") -> Planned:
    """The client has agreed to the day: no plan moves it any more."""
    if visit.status in ("confirmed", "done"):
        raise UsageRefusal(f"The visit of {visit.day} to {year.client} is {visit.status} already.")
    return _changed(root, year, visit, lambda entry: add_step(entry, "confirmed", today, reason))


def done(
    root: Path, year: ClientYear, visit: Visit, today: date, reason: str = "", on: date | None = None
) -> Planned:  # fmt: skip
    """The visit took place, on its day or `on` another one."""
    if visit.status == "done":
        raise UsageRefusal(f"The visit of {visit.day} to {year.client} is done already.")
    day = on or visit.day
    if day > today:
        raise UsageRefusal(f"{day} is still to come: name the day on which the visit took place with --on.")
    if day != visit.day:
        _refuse_day(year, day)

    def change(entry: Any) -> None:
        if day != visit.day:
            add_step(entry, "moved", today, day=day)
        add_step(entry, "done", today, reason)

    return _changed(root, year, visit, change)


def cancel(root: Path, year: ClientYear, visit: Visit, today: date, reason: str) -> Planned:
    """The visit does not take place; it stays in the file and in the calendars, as cancelled."""
    _refuse_done(year, visit)
    if not reason.strip():
        raise UsageRefusal("Say why the visit is cancelled: --reason '...'.")
    return _changed(root, year, visit, lambda entry: add_step(entry, "cancelled", today, reason))


def move(
    root: Path, year: ClientYear, visit: Visit, to: date, today: date, reason: str = "", *,
    confirmed: bool = False, held: bool = False, then: Change = lambda _: None,
) -> Planned:  # fmt: skip
    """Give a visit another day of the same year. Its number stays, so that calendars move the entry.

    A confirmed visit is only planned again, unless the client has agreed to the new day too (`confirmed`). A plan aims at
    the new day from then on, and leaves the visit there where it is `held`. `then` changes more of the file.
    """
    _refuse_done(year, visit)
    if to == visit.day:
        raise UsageRefusal(f"The visit is on {to} already.")
    _refuse_day(year, to)

    def change(entry: Any) -> None:
        add_step(entry, "moved", today, reason, day=to)
        entry |= {"ideal": to.isoformat()} if "ideal" in entry else {}
        entry |= {"held": True} if held else {}
        if confirmed:
            add_step(entry, "confirmed", today)

    return _changed(root, year, visit, change, then)


def reopen(root: Path, year: ClientYear, visit: Visit, today: date, reason: str) -> Planned:
    """Take a confirmation or a cancellation back: the visit is planned, and plans may move it again."""
    _refuse_done(year, visit)
    if visit.status == "planned" and not visit.held:
        raise UsageRefusal(f"The visit of {visit.day} to {year.client} is planned: there is nothing to take back.")
    if not reason.strip():
        raise UsageRefusal("Say why it is taken back: --reason '...'.")
    return _changed(root, year, visit, lambda entry: add_step(entry, "reopened", today, reason))


def reassign(root: Path, year: ClientYear, visit: Visit, tam: str, today: date, reason: str = "") -> Planned:
    """Somebody else makes the visit."""
    _refuse_done(year, visit)
    if tam == visit.tam:
        raise UsageRefusal(f"{tam} makes the visit of {visit.day} to {year.client} already.")
    return _changed(root, year, visit, lambda entry: add_step(entry, "reassigned", today, reason, tam=tam))


def _refuse_done(year: ClientYear, visit: Visit) -> None:
    if visit.status == "done":
        raise UsageRefusal(f"The visit of {visit.day} to {year.client} is done: it cannot be changed any more.")


def _refuse_day(year: ClientYear, to: date) -> None:
    if to.year != year.year:
        raise UsageRefusal(f"{to} is in another year: cancel the visit, and plan {to.year}.")
    if year.on(to) is not None:
        raise UsageRefusal(f"{year.client} has a visit on {to} already.")


def _changed(
    root: Path, year: ClientYear, visit: Visit, change: Change, then: Change = lambda _: None
) -> Planned:  # fmt: skip
    def apply(data: Any) -> None:
        refuse_changed(data, year)
        change(next(each for each in data["visits"] if each["id"] == visit.id))
        then(data)

    return plan(root, CLIENT_YEAR, apply, year=str(year.year), client=year.client)


def refuse_changed(data: Any, read: ClientYear) -> None:
    """Refuse to change the data of a file that says something else than when it was read."""
    try:
        now = ClientYear.model_validate({**plain(data), "year": read.year, "client": read.client})
    except ValidationError:
        now = None
    if now != read:
        path = CLIENT_YEAR.path(year=str(read.year), client=read.client)
        raise Refusal(f"{path} changed while the command was at work: nothing was written. Run it again.")


def add_step(
    entry: Any, step: Step, today: date, reason: str = "", *, day: date | None = None, tam: str | None = None
) -> None:
    """Write one step into a visit's mapping: the new day, TAM or status, and a line of its history."""
    line: dict[str, Any] = {"on": today.isoformat(), "step": step}
    if step == "planned":
        line["day"] = str(entry["day"])
    if day is not None:
        line |= {"day": day.isoformat(), "was": str(entry["day"])}
        entry["day"] = day.isoformat()
    if tam is not None:
        line["was_tam"] = entry["tam"]
        entry["tam"] = tam
    if reason.strip():
        line["reason"] = folded(reason.strip())
    if step in ("moved", "reopened"):
        entry.pop("held", None)
    if step in _AFTER and entry.get("status", "planned") != _AFTER[step]:
        entry["status"] = _AFTER[step]
    entry["changes"] = [*(entry.get("changes") or ()), line]
