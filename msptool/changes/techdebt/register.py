"""The tech-debt audits, as they are written."""

from __future__ import annotations

from datetime import date

from msptool.changes.techdebt.model import AUDIT, Audit
from msptool.workspace.entities import load
from msptool.workspace.problems import Refusal, UsageRefusal, refuse_first
from msptool.workspace.sources import Source


def require_audits(source: Source) -> list[Audit]:
    """All audits by day; refuses a broken file."""
    entries, problems = load(source, AUDIT)
    refuse_first(problems)
    return sorted((entry.entity for entry in entries), key=lambda each: each.day)


def require_audit(source: Source, day: date | None = None) -> tuple[Audit, Audit | None]:
    """The audit of a day, or the last one, and the one before it; refuses where there is none."""
    audits = require_audits(source)
    if not audits:
        raise Refusal(
            f"There is no audit in {AUDIT.folder}/: 'msptool techdebt add ID --what ... --where ... --minutes N --times N' "
            "begins one."
        )
    place = next((place for place, each in enumerate(audits) if each.day == day), None) if day else len(audits) - 1
    if place is None:
        days = ", ".join(str(each.day) for each in audits)
        raise UsageRefusal(f"There is no audit of {day}: they are of {days}.")
    return audits[place], audits[place - 1] if place else None
