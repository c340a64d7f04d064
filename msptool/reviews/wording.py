"""What a screen and a sheet say alike: how long ago, and why a question is asked."""

from __future__ import annotations

from datetime import date

from msptool.reviews.due import Item
from msptool.words import counted


def ago(days: int) -> str:
    """How long ago, in the unit that a person would say."""
    if days <= 0:
        return "today"
    for size, unit, least in ((365, "year", 730), (30, "month", 60), (7, "week", 14), (1, "day", 1)):
        if days >= least:
            count = days // size
            return f"{counted(count, unit)} ago"
    return ""


def why_due(item: Item, today: date) -> str:
    """Why the question is asked now, as a sentence."""
    late = item.due is not None and item.due < today
    reworded = "The question was worded differently then."
    return {
        "to verify": f"Asked to verify a fix. {reworded if item.is_reworded else ''}".rstrip(),
        "never asked": "Never asked here.",
        "reworded": reworded,
        "last answer no": "Asked again because the last answer was no.",
        "evidence differs": "Asked again because evidence says otherwise.",
        "overdue": f"Overdue since {item.due}." if late else "Due today.",
        "due soon": f"Due on {item.due}.",
        "current": f"Not due before {item.due}.",
    }[item.reason]
