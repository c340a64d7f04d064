"""Changes as models, with only what a test is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from msptool.changes.business_days import BusinessDays
from msptool.changes.model import Change, Outcome
from msptool.changes.requirements import Practice
from msptool.workspace.settings import Changes

ELECTION, VETERANS = date(2026, 11, 3), date(2026, 11, 11)


def rules(**settings: Any) -> Practice:
    """The defaults of the settings, with two days off in November 2026."""
    return Practice(Changes(**settings), BusinessDays({ELECTION: "Election Day", VETERANS: "Veterans Day"}))


def outcome(result: str, noticed: date | None = None, on: date = date(2026, 11, 16)) -> Outcome:
    return Outcome.model_validate({"result": result, "on": on, "by": "sam", "noticed": noticed, "notes": "x"})


def rolled_out(day: date, found: Outcome | None = None, id: str = "x") -> Change:
    """A change that was rolled out on a day, judged where there is an outcome."""
    return Change(
        id=id, title=id, why="x", author="jim", tools=("psa",), status="judged" if found else "rolled-out",
        rolled_out=day, outcome=found,
    )  # fmt: skip
