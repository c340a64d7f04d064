"""Standards, answers and sessions in memory, for the tests of this room."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from msptool.reviews.due import Item
from msptool.reviews.journal import Event
from msptool.reviews.model import Answer, Review
from msptool.reviews.record import Given
from msptool.reviews.session import Session, State
from msptool.standards.library import Library
from msptool.standards.model import Category, Standard

TODAY = date(2026, 11, 16)
RISK = {"high": ("high", "high"), "medium": ("medium", "medium"), "low": ("low", "low")}


def standard(id: str, priority: str = "medium", **fields: Any) -> Standard:
    """An active standard with this priority."""
    impact, risk = RISK[priority]
    values = {
        "id": id, "category": "email", "name": id.replace("-", " ").capitalize(), "question": f"Is {id} in order?",
        "status": "active", "business_impact": impact, "technical_risk": risk, **fields,
    }  # fmt: skip
    return Standard.model_validate(values)


def library(*standards: Standard, **frequencies: str) -> Library:
    """A library of these standards, in this order."""
    names = dict.fromkeys(each.category for each in standards)
    categories = {
        name: Category.model_validate({"id": name, "name": name.title(), "frequency": frequencies.get(name, "quarterly")})
        for name in names
    }  # fmt: skip
    return Library({each.id: each for each in standards}, categories)


def answer(asked: Standard, value: str, on: str | date, **fields: Any) -> Answer:
    """An answer to the question as it is worded now."""
    note = "Not here." if value == "n/a" else ""
    values = {
        "answer": value,
        "on": str(on),
        "question": asked.fingerprint,
        "priority": asked.priority,
        "note": note,
        **fields,
    }
    return Answer.model_validate(values)


def review(id: str = "2026-05-12", **fields: Any) -> Review:
    """A finished review of acme, unless it is `status="open"`."""
    started = datetime.combine(date.fromisoformat(id[:10]), datetime.min.time(), UTC)
    values = {"client": "acme", "id": id, "status": "finished", "started": started, "finished": started, **fields}
    if values["status"] == "open":
        del values["finished"]
    return Review.model_validate(values)


def never_asked(*standards: Standard) -> list[Item]:
    """Items that nobody ever answered."""
    return [Item(each, None, "never asked", None, each.frequency or "quarterly") for each in standards]


def given(asked: Standard, value: str, on: str | date, id: str | None = None, **fields: Any) -> Given:
    """An answer beside a review of its own day."""
    return Given(id or asked.id, answer(asked, value, on, **fields), review(str(on)))


class Log(list[Event]):
    """A journal in memory."""


def session(*standards: Standard, state: State | None = None, today: date = TODAY) -> tuple[Session, Log]:
    """A session over standards never asked before, and its journal."""
    log = Log()
    return Session(never_asked(*standards), state or State(), log, today, "jim"), log
