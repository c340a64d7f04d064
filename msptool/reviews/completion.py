"""Category goals of a quarter, and how far they are reached (domain: category completion)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from msptool.clients.applicability import applicable
from msptool.clients.model import Client
from msptool.reviews.record import Given, current_answer, history_of
from msptool.standards.frequency import due_on
from msptool.standards.library import Library
from msptool.standards.model import Category, Standard


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a calendar year."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        after = date(self.year + 1, 1, 1) if self.number == 4 else date(self.year, 3 * self.number + 1, 1)
        return after - timedelta(1)


@dataclass(frozen=True, slots=True)
class Goal:
    """One category in one quarter: the standards that are due in it, and those of them that were answered in it."""

    category: Category
    due: tuple[Standard, ...]
    answered: tuple[Standard, ...]

    @property
    def is_reached(self) -> bool:
        """Whether every standard that was due has its answer."""
        return len(self.answered) == len(self.due)


def goals(
    client: Client, library: Library, given: Mapping[str, list[Given]], quarter: Quarter, today: date
) -> list[Goal]:
    """The goals of a quarter, by category in library order; categories with nothing due have none.

    Due is what had no answer that still counted when the quarter began, or one that runs out in it. Answers count up
    to `today`.
    """
    earlier = {name: [each for each in answers if each.answer.on < quarter.first] for name, answers in given.items()}
    found: dict[str, tuple[list[Standard], list[Standard]]] = {}
    for standard in applicable(client, library, min(max(today, quarter.first), quarter.last)):
        before = current_answer(standard, earlier)
        due = due_on(before.answer.on, library.frequency(standard)) if before else quarter.first
        if due <= quarter.last:
            wanted, done = found.setdefault(standard.category, ([], []))
            wanted.append(standard)
            if _answered_in(standard, given, quarter, today):
                done.append(standard)
    return [Goal(library.category(wanted[0]), tuple(wanted), tuple(done)) for wanted, done in found.values()]


def _answered_in(standard: Standard, given: Mapping[str, list[Given]], quarter: Quarter, today: date) -> bool:
    return any(
        each.counts_for(standard) and quarter.first <= each.answer.on <= min(quarter.last, today)
        for each in history_of(standard, given)
    )
