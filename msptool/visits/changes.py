"""What happens to a visit: it is confirmed, moved, done or cancelled. Each step is kept with its day and reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from msptool.visits.model import CLIENT_YEAR, ClientYear, Step, Visit, VisitStatus
from msptool.workspace.edits import folded
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.writes import Planned, plan

_AFTER: dict[Step, VisitStatus] = {"confirmed": "confirmed", "done": "done", "cancelled": "cancelled"}


def confirm(root: Path, year: ClientYear, visit: Visit, today: date, reason: str = "") -> Planned:
    """The client has agreed to the day: no plan moves it any more."""
    if visit.fixed:
        raise UsageRefusal(f"The visit of {visit.day} to {year.client} is {visit.status} already.")
    return _step(root, year, visit, "confirmed", today, reason)


def done(root: Path, year: ClientYear, visit: Visit, today: date, reason: str = "") -> Planned:
    """The visit took place."""
    if visit.status == "done":
        raise UsageRefusal(f"The visit of {visit.day} to {year.client} is done already.")
    if visit.day > today:
        raise UsageRefusal(f"{visit.day} is still to come: move the visit to the day on which it took place.")
    return _step(root, year, visit, "done", today, reason)


def cancel(root: Path, year: ClientYear, visit: Visit, today: date, reason: str) -> Planned:
    """The visit does not take place; it stays in the file and in the calendars, as cancelled."""
    _refuse_done(year, visit)
    if not reason.strip():
        raise UsageRefusal("Say why the visit is cancelled: --reason '...'.")
    return _step(root, year, visit, "cancelled", today, reason)


def move(root: Path, year: ClientYear, visit: Visit, to: date, today: date, reason: str = "") -> Planned:
    """Give a visit another day of the same year. Its number stays, so that calendars move the entry."""
    _refuse_done(year, visit)
    if to == visit.day:
        raise UsageRefusal(f"The visit is on {to} already.")
    if to.year != year.year:
        raise UsageRefusal(f"{to} is in another year: cancel the visit, and plan {to.year}.")
    if year.on(to) is not None:
        raise UsageRefusal(f"{year.client} has a visit on {to} already.")
    return _step(root, year, visit, "moved", today, reason, to)


def _refuse_done(year: ClientYear, visit: Visit) -> None:
    if visit.status == "done":
        raise UsageRefusal(f"The visit of {visit.day} to {year.client} is done: it cannot be changed any more.")


def _step(
    root: Path, year: ClientYear, visit: Visit, step: Step, today: date, reason: str, to: date | None = None
) -> Planned:
    def apply(data: Any) -> None:
        entry = next(each for each in data["visits"] if each["id"] == visit.id)
        add_step(entry, step, today, reason, to)

    return plan(root, CLIENT_YEAR, apply, year=str(year.year), client=year.client)


def add_step(entry: Any, step: Step, today: date, reason: str = "", to: date | None = None) -> None:
    """Write one step into a visit's mapping: the new day or status, and a line of its history."""
    line: dict[str, Any] = {"on": today.isoformat(), "step": step}
    if to is not None:
        line["was"] = str(entry["day"])
        entry["day"] = to.isoformat()
    if reason.strip():
        line["reason"] = folded(reason.strip())
    if step in _AFTER:
        entry["status"] = _AFTER[step]
    entry["changes"] = [*(entry.get("changes") or ()), line]
