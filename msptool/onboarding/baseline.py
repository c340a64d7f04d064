"""The baseline of a new client: its base-level alignment at the first day and at the ninetieth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from msptool.alignment.scores import Assessment, Part, Tally, assess, tally
from msptool.alignment.viewpoint import Viewpoint
from msptool.clients.model import Client
from msptool.onboarding.plan import last_day
from msptool.onboarding.tasks import TOPICS
from msptool.reviews.record import Given, by_standard, current_answer, history_of
from msptool.standards.library import Library
from msptool.standards.model import Category, Standard


@dataclass(frozen=True, slots=True)
class Compared:
    """One part of the base level, at the start and now (or at day 90, once that is past)."""

    name: str
    start: Tally
    now: Tally


@dataclass(frozen=True)
class Baseline:
    """The whole base level, the topics, and the categories with a standard that was misaligned at the start or is.

    `as_of` is the day of the second column.
    """

    as_of: date
    total: Compared
    topics: tuple[Compared, ...]
    misaligned: tuple[tuple[Category, int, int], ...]


def baseline(view: Viewpoint, client: Client, starts: date) -> Baseline:
    """Compare the start with today, or with the ninetieth day where that is past.

    The start is the last answer up to the first day; a standard that had none then counts with its first answer of the
    ninety days, because that is when somebody looked. What was put right in the same visit was misaligned at the start.
    """
    library = _base_level(view.library)
    as_of = min(view.as_of, last_day(starts))
    given = {
        name: [each for each in answers if each.answer.on <= as_of] for name, answers in view.given(client.id).items()
    }
    first = by_standard(at_start(library, given, starts))
    weights, method = view.settings.weights, view.settings.score_method
    start = assess(client, library, first, as_of, weights, method=method)
    now = assess(client, library, given, as_of, weights, method=method)
    topics = [Compared(name, _of(start, wanted), _of(now, wanted)) for name, wanted in TOPICS.items()]
    return Baseline(
        as_of, Compared("Base level", start.total, now.total),
        tuple(each for each in topics if each.now.applicable), tuple(_misaligned(library, start, now)),
    )  # fmt: skip


def _base_level(library: Library) -> Library:
    return Library({each.id: each for each in library if each.level == "base"}, library.categories)


def at_start(library: Library, given: Mapping[str, list[Given]], starts: date) -> Iterator[Given]:
    """The answer with which each standard starts, as it was found; see `baseline`."""
    before = {name: [each for each in answers if each.answer.on <= starts] for name, answers in given.items()}
    for standard in library:
        found = current_answer(standard, before) or _first(standard, given)
        if found is not None:
            yield _as_found(found)


def _first(standard: Standard, given: Mapping[str, list[Given]]) -> Given | None:
    return next((each for each in history_of(standard, given) if each.counts_for(standard)), None)


def _as_found(given: Given) -> Given:
    answer = given.answer
    if answer.fixed_onsite and answer.answer == "yes":
        return Given(given.standard, answer.model_copy(update={"answer": "no"}), given.review)
    return given


def _of(found: Assessment, categories: tuple[str, ...]) -> Tally:
    return tally(part for part in found.parts if part.standard.category in categories)


def _misaligned(library: Library, start: Assessment, now: Assessment) -> Iterator[tuple[Category, int, int]]:
    then = {category.id: _number_of_no(parts) for category, parts in start.parts_by_category(library)}
    for category, parts in now.parts_by_category(library):
        left = _number_of_no(parts)
        if then[category.id] or left:
            yield category, then[category.id], left


def _number_of_no(parts: list[Part]) -> int:
    return sum(part.answer == "no" for part in parts)
