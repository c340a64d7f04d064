"""What a visit should ask: which standards are due, and the handful that fits the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from msptool.clients.applicability import applicable
from msptool.clients.model import Client
from msptool.reviews.model import Scope
from msptool.reviews.record import Given, current_answer, history_of
from msptool.standards.frequency import due_on
from msptool.standards.library import Library
from msptool.standards.model import Standard
from msptool.workspace.settings import Settings

Reason = Literal["never asked", "reworded", "last answer no", "overdue", "due soon", "current"]
_RANK = {"high": 0, "medium": 1, "low": 2}
_STAGE = {"base": 0, "core": 1, "advanced": 2}


@dataclass(frozen=True, slots=True)
class Item:
    """A standard that applies to the client, its last answer, and why it is due (or `current`)."""

    standard: Standard
    previous: Given | None
    reason: Reason
    due: date | None

    @property
    def is_due(self) -> bool:
        """Whether it should be asked now."""
        return self.reason != "current"


def items(
    client: Client, library: Library, given: Mapping[str, list[Given]], today: date, *, due_soon_days: int
) -> list[Item]:
    """Every active standard that applies to the client on `today`, in library order."""
    return [_item(standard, library, given, today, due_soon_days) for standard in applicable(client, library, today)]


def _item(
    standard: Standard, library: Library, given: Mapping[str, list[Given]], today: date, due_soon_days: int
) -> Item:
    previous = current_answer(standard, given)
    if previous is None:
        older = history_of(standard, given)
        return Item(standard, older[-1] if older else None, "reworded" if older else "never asked", None)
    due = due_on(previous.answer.on, library.frequency(standard))
    if previous.answer.answer == "no" and previous.answer.on < today:
        return Item(standard, previous, "last answer no", due)
    if due <= today:
        return Item(standard, previous, "overdue", due)
    soon = due <= today + timedelta(days=due_soon_days) and previous.answer.on + timedelta(days=due_soon_days) < today
    return Item(standard, previous, "due soon" if soon else "current", due)


def choose(found: Iterable[Item], scope: Scope, settings: Settings, visits_before: int) -> list[Item]:
    """The items of a review, in library order.

    The most important come first into the handful: priority tags, then priority, then base before
    advanced, then the longest overdue. Without `--limit` the handful grows visit by visit.
    """
    pool = [
        item for item in found
        if (item.is_due or scope.everything)
        and (not scope.categories or item.standard.category in scope.categories)
        and (not scope.tags or set(scope.tags) & set(item.standard.tags))
    ]  # fmt: skip
    limit, minutes = scope.limit, scope.minutes
    if not scope.everything:
        review = settings.review
        limit = limit or review.first_visit_limit + review.growth_per_visit * visits_before
        minutes = minutes or review.minutes
    urgent = frozenset(settings.review.priority_tags)
    ranked = sorted(range(len(pool)), key=lambda index: _importance(pool[index], urgent))
    return [pool[index] for index in sorted(_fitting(pool, ranked, limit, minutes))]


def _importance(item: Item, urgent: frozenset[str]) -> tuple[object, ...]:
    standard = item.standard
    return (
        not urgent & set(standard.tags),
        _RANK[standard.priority],
        _STAGE[standard.level],
        item.due or date.min,
    )


def _fitting(pool: list[Item], ranked: Iterable[int], limit: int | None, minutes: int | None) -> list[int]:
    chosen: list[int] = []
    used = 0
    for index in ranked:
        if limit is not None and len(chosen) >= limit:
            break
        if minutes is None or used + pool[index].standard.minutes <= minutes or not chosen:
            chosen.append(index)
            used += pool[index].standard.minutes
    return chosen
