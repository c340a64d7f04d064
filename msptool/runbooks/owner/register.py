"""What is on record of the owner: the interruptions by month, and the drills."""

from __future__ import annotations

from datetime import date

from msptool.runbooks.owner.model import DRILL, INTERRUPTIONS, Drill, Interruption, Interruptions
from msptool.workspace.entities import load
from msptool.workspace.problems import UsageRefusal, refuse_first
from msptool.workspace.sources import Source


def require_months(source: Source) -> list[Interruptions]:
    """The months, oldest first; refuses a broken file."""
    entries, problems = load(source, INTERRUPTIONS)
    refuse_first(problems)
    return sorted((entry.entity for entry in entries), key=lambda each: each.month)


def all_interruptions(months: list[Interruptions]) -> list[Interruption]:
    """Every interruption, oldest first."""
    return sorted((each for month in months for each in month.interruptions), key=lambda each: each.on)


def require_drills(source: Source) -> list[Drill]:
    """The drills, oldest first; refuses a broken file."""
    entries, problems = load(source, DRILL)
    refuse_first(problems)
    return sorted((entry.entity for entry in entries), key=lambda each: each.day)


def find_drill(drills: list[Drill], day: date | None, today: date) -> Drill:
    """The drill that begins on a day, else the last one that has begun; refuses where there is none."""
    found = next((each for each in reversed(drills) if (each.day == day if day else each.day <= today)), None)
    if found is None:
        known = ", ".join(str(each.day) for each in drills[-3:])
        hint = f"The last ones: {known}." if known else "'msptool owner drill plan --write' plans one."
        raise UsageRefusal(f"There is no drill {f'on {day}' if day else 'yet'}. {hint}")
    return found
