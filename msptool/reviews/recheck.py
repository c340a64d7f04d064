"""Fixes that are said to be done: the next review asks their standards again, whatever their frequency says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msptool.reviews.model import RECHECK, Claim, Recheck
from msptool.reviews.record import Given, history_of
from msptool.standards.library import Library
from msptool.standards.model import Standard
from msptool.workspace.edits import folded
from msptool.workspace.entities import load_one
from msptool.workspace.problems import UsageRefusal, refuse_first
from msptool.workspace.sources import Source
from msptool.workspace.writes import Planned, plan


def require_recheck(source: Source, client: str) -> Recheck | None:
    """What the next review of the client must verify; None where nothing is, and a refusal for a broken file."""
    entry, problems = load_one(source, RECHECK, RECHECK.path(client=client))
    refuse_first(problems)
    return entry.entity if entry else None


def pending(
    recheck: Recheck | None, given: Mapping[str, list[Given]], library: Library
) -> dict[str, tuple[Claim, ...]]:
    """What is still to be verified, by the present id of each standard. See `pending_claims`."""
    standards = {each.id: each for name in (recheck.standards if recheck else ()) if (each := library.find(name))}
    found = {name: pending_claims(standard, recheck, given) for name, standard in standards.items()}
    return {name: claims for name, claims in found.items() if claims}


def pending_claims(standard: Standard, recheck: Recheck | None, given: Mapping[str, list[Given]]) -> tuple[Claim, ...]:
    """The claims about a standard (under its id or a former one) that no answer of a later day than theirs settles.

    An answer of the same day settles nothing: it may have been given before the fix.
    """
    if recheck is None:
        return ()
    claims = [each for name in (*standard.formerly, standard.id) for each in recheck.standards.get(name, ())]
    last = max((each.answer.on for each in history_of(standard, given)), default=date.min)
    return tuple(sorted((each for each in claims if each.since >= last), key=lambda each: each.since))


def plan_recheck(root: Path, client: str, standards: Iterable[str], day: date, because: str) -> Planned:
    """The client's file that asks the next review to verify these standards, not yet written; earlier claims stay.

    `day` is the day of the work, `because` who or what says that it is done. What is already said is not said twice.
    """
    names = list(dict.fromkeys(standards))
    if not names or not because.strip():
        raise UsageRefusal("A recheck names at least one standard, and says why it is to be verified.")
    said = {"since": day.isoformat(), "because": folded(because.strip())}

    def add(data: Any) -> None:
        if data.get("standards") is None:
            data["standards"] = {}
        for name in names:
            claims = data["standards"].setdefault(name, [])
            if all((str(each["since"]), each["because"]) != (said["since"], said["because"]) for each in claims):
                claims.append(dict(said))

    return plan(root, RECHECK, add, client=client)
