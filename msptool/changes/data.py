"""Changes and their success rate as JSON values: shares 0..1, dates ISO."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any

from msptool.changes.model import Change
from msptool.changes.requirements import Lack
from msptool.changes.states import next_status
from msptool.changes.success import Judged, SuccessRate
from msptool.changes.toolmap.reach import Reach

_HEAD = ("id", "title", "kind", "status", "author")


def head_data(change: Change) -> dict[str, Any]:
    """The facts of a change without its checklist."""
    return {
        **{name: getattr(change, name) for name in _HEAD},
        "tools": list(change.tools),
        "data": list(change.data),
        "standards": list(change.standards),
        "recommendations": list(change.recommendations),
        "starts": change.window.starts if change.window else None,
        "rolled_out": change.rolled_out,
        "result": change.outcome.result if change.outcome else None,
        "next": next_status(change.kind, change.status),
    }


def listed_data(change: Change, judged: Judged | None) -> dict[str, Any]:
    """One line of a list."""
    return {**head_data(change), "watched_until": judged.watched_until if judged else None}


def change_data(change: Change, left: Sequence[Lack], judged: Judged | None) -> dict[str, Any]:
    """The whole change; `to_do` is what it lacks for its next status today."""
    whole = change.model_dump(mode="json")
    return {
        **whole,
        "next": next_status(change.kind, change.status),
        "watched_until": judged.watched_until if judged else None,
        "counts_as": judged.verdict if judged else None,
        "to_do": [lack_data(each) for each in left],
    }


def lack_data(lack: Lack) -> dict[str, Any]:
    """One thing that is missing, and where in the file."""
    return {"what": lack.sentence, "hint": lack.hint, "where": ".".join(map(str, lack.keys))}


def reach_data(reached: Reach) -> dict[str, Any]:
    """What a change of some tools may reach."""
    clients = reached.clients
    parts: Mapping[str, dict[str, str]] = {
        "tools": reached.tools, "workflows": reached.workflows, "automations": reached.automations,
    }  # fmt: skip
    return {
        "clients": clients if clients == "all" else list(clients),
        **{part: [{"id": name, "why": why} for name, why in found.items()] for part, found in parts.items()},
    }


def stats_data(found: SuccessRate) -> dict[str, Any]:
    """The rate with everything that it comes from; `rate` is null where nothing is judged."""
    return {
        **_figures(found),
        "goal": found.goal,
        "meets_goal": found.meets_goal,
        "lower_bound": _share(found.lower_bound),
        "source": found.source,
        "changes": [judged_data(each) for each in found.rolled_out],
    }


def trend_data(found: Collection[SuccessRate]) -> list[dict[str, Any]]:
    """The rate of each period."""
    return [_figures(each) for each in found]


def judged_data(each: Judged) -> dict[str, Any]:
    """One change that was rolled out, and how it counts."""
    outcome = each.change.outcome
    return {
        "id": each.change.id, "title": each.change.title, "rolled_out": each.day, "watched_until": each.watched_until,
        "counts_as": each.verdict, "result": outcome.result if outcome else None,
        "noticed": outcome.noticed if outcome else None, "notes": (outcome.notes if outcome else "") or None,
    }  # fmt: skip


def _figures(found: SuccessRate) -> dict[str, Any]:
    return {
        "since": found.since, "until": found.until, "rate": _share(found.rate), "numerator": found.numerator,
        "denominator": found.denominator, "pending": len(found.of("pending")), "not_judged": len(found.of("not-judged")),
    }  # fmt: skip


def _share(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 4)
