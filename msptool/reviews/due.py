"""What a visit should ask: which standards are due, and the handful that fits the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from msptool.clients.applicability import applicable
from msptool.clients.model import Client
from msptool.reviews.evidence.proposing import Proposal
from msptool.reviews.model import Claim, Recheck, Review, Scope
from msptool.reviews.recheck import pending_claims
from msptool.reviews.record import Given, Said, current_answer, history_of
from msptool.standards.frequency import due_on
from msptool.standards.library import Library
from msptool.standards.model import MONTHS, Frequency, Standard
from msptool.workspace.settings import Settings

Reason = Literal[
    "to verify", "never asked", "reworded", "last answer no", "evidence differs", "overdue", "due soon", "current"
]


@dataclass(frozen=True, slots=True)
class Item:
    """A standard that applies to the client, its last answer, and why it is due (or `current`).

    `since` is what was said about it after that answer, in reviews that left it open; `claims` say that a 'no' is
    fixed, which is to be verified. `proposal` is what evidence says.
    """

    standard: Standard
    previous: Given | None
    reason: Reason
    due: date | None
    frequency: Frequency
    since: tuple[Said, ...] = ()
    claims: tuple[Claim, ...] = ()
    proposal: Proposal | None = None

    @property
    def is_reworded(self) -> bool:
        """Whether the last answer was given to another wording of the question."""
        other_words = self.previous is not None and not self.previous.counts_for(self.standard)
        return self.reason == "reworded" or other_words

    @property
    def is_due(self) -> bool:
        """Whether it should be asked now."""
        return self.reason != "current"


def items(
    client: Client,
    library: Library,
    given: Mapping[str, list[Given]],
    today: date,
    *,
    due_soon_days: int,
    said: Mapping[str, list[Said]] | None = None,
    recheck: Recheck | None = None,
    proposed: Iterable[Proposal] = (),
) -> list[Item]:
    """Every active standard that applies to the client on `today`, in library order.

    What `recheck` says is fixed, and no later answer has verified, is due whatever its frequency says; so is what the
    evidence in `proposed` answers otherwise than it was answered last.
    """
    found = []
    proposals = {each.standard.id: each for each in proposed}
    for standard in applicable(client, library, today):
        previous, reason, due = _standing(standard, library.frequency(standard), given, today, due_soon_days)
        after = previous.answer.on if previous else date.min
        remarks = [each for name in (*standard.formerly, standard.id) for each in (said or {}).get(name, ())]
        since = tuple(each for each in sorted(remarks, key=lambda each: each.on) if each.on > after)
        claims = tuple(each for each in pending_claims(standard, recheck, given) if each.since <= today)
        proposal = proposals.get(standard.id)
        if reason != "last answer no" and proposal is not None and proposal.contradicts:
            reason = "evidence differs"
        why: Reason = "to verify" if claims else reason
        found.append(Item(standard, previous, why, due, library.frequency(standard), since, claims, proposal))
    return found


def _standing(
    standard: Standard, frequency: Frequency, given: Mapping[str, list[Given]], today: date, due_soon_days: int
) -> tuple[Given | None, Reason, date | None]:
    """The last answer, why the standard is due (or `current`), and the day on which the answer runs out."""
    previous = current_answer(standard, given)
    if previous is None:
        older = history_of(standard, given)
        return (older[-1], "reworded", None) if older else (None, "never asked", None)
    due = due_on(previous.answer.on, frequency)
    if previous.answer.answer == "no" and previous.answer.on < today:
        return previous, "last answer no", due
    if due <= today:
        return previous, "overdue", due
    soon = due <= today + timedelta(days=due_soon_days) and previous.answer.on + timedelta(days=due_soon_days) < today
    return previous, "due soon" if soon else "current", due


def choose(
    client: Client, found: Iterable[Item], scope: Scope, settings: Settings, past: Sequence[Review], today: date
) -> list[Item]:
    """The items of a review, in library order: the most urgent that fit the limit and the minutes.

    Without `--limit` the handful grows with every finished review in `past`; `--all` and `--evidence` have neither limit. A
    client under onboarding is asked the base standards alone (seed 004), and what is to be verified, unless the scope names
    categories or tags, or is what evidence answers.
    """
    unlimited = scope.everything or scope.evidence
    base_only = client.status == "onboarding" and not (unlimited or scope.categories or scope.tags)
    pool = [
        item for item in found
        if (item.is_due or unlimited)
        and (not scope.evidence or (item.proposal is not None and item.proposal.answer is not None))
        and (not base_only or item.standard.level == "base" or item.claims)
        and (not scope.categories or item.standard.category in scope.categories)
        and (not scope.tags or set(scope.tags) & set(item.standard.tags))
    ]  # fmt: skip
    limit, minutes = scope.limit, scope.minutes
    if not unlimited:
        limit = limit or settings.review.first_visit_limit + settings.review.growth_per_visit * len(past)
        minutes = minutes or settings.review.minutes
    first_day = min((review.day for review in past), default=today)
    pressure = pressures(((item, bool(item.claims)) for item in pool), settings, first_day, today)
    ranked = sorted(range(len(pool)), key=lambda index: pressure[pool[index].standard.id])
    return [pool[index] for index in sorted(_fitting(pool, ranked, limit, minutes))]


def urgency(item: Item, settings: Settings, first_day: date, today: date) -> float:
    """How much an item presses: its weight, times one more for every period that it is overdue.

    So a standard that was never asked overtakes one that has just fallen due again, and even a low one
    is reached in the end. A priority tag counts double, and a base standard that was never asked half
    as much again. `first_day` is the client's first review: what was never asked is due since then.
    """
    standard = item.standard
    since = item.due or first_day
    overdue = max(0, (today - since).days) / (365.25 / 12 * MONTHS[item.frequency])
    differs = 2.0 if item.reason == "evidence differs" else 1.0
    tagged = 2.0 if set(settings.review.priority_tags) & set(standard.tags) else 1.0
    base = 1.5 if standard.level == "base" and item.previous is None else 1.0
    return settings.weights.of(standard.priority) * (1 + overdue) * tagged * base * differs


def pressures(
    found: Iterable[tuple[Item, bool]], settings: Settings, first_day: date, today: date
) -> dict[str, tuple[float, bool]]:
    """A sort key for each standard, the most urgent first.

    An item that comes with True is to be verified: it stands before all others of its priority.
    """
    items = list(found)
    urgencies = {item.standard.id: urgency(item, settings, first_day, today) for item, _ in items}
    most: dict[str, float] = {}
    for item, _ in items:
        priority = item.standard.priority
        most[priority] = max(most.get(priority, 0.0), urgencies[item.standard.id])
    return {
        item.standard.id: (-(most[item.standard.priority] if verify else urgencies[item.standard.id]), not verify)
        for item, verify in items
    }


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
