"""What several reports say: the practice, a score with all that belongs to it, categories, the trend.

Everything here is a plain value. A template sees these and nothing behind them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Protocol

from msptool.alignment.scores import Assessment, Method, Tally
from msptool.alignment.trend import Point
from msptool.alignment.viewpoint import Viewpoint
from msptool.clients.agreements import periods
from msptool.clients.model import Agreement, Client
from msptool.reviews.model import Answer
from msptool.standards.library import Library
from msptool.standards.model import Standard, fingerprint
from msptool.workspace.settings import Settings

State = Literal["scored", "unchecked", "not-applicable"]


@dataclass(frozen=True, slots=True)
class Practice:
    """The MSP as its letterhead says it."""

    name: str
    email: str
    phone: str
    website: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A score with everything that must stand beside it. Shares are 0..1, None where there is no data.

    `library` is the commit of the standards, None where they are not in git; `modified` says that
    they had changes beyond it.
    """

    score: float | None
    coverage: float | None
    lower_bound: float | None
    answered: int
    applicable: int
    method: str
    weights: tuple[int, int, int]
    as_of: date
    library: str | None
    modified: bool


@dataclass(frozen=True, slots=True)
class CategoryScore:
    """One category: its score (0..1, None where nothing counts), and how much of it was checked."""

    name: str
    score: float | None
    answered: int
    applicable: int
    state: State

    @property
    def partly(self) -> bool:
        """Whether some of its standards are not checked yet."""
        return self.answered < self.applicable


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The score right after one review."""

    day: date
    score: float | None
    answered: int
    applicable: int


class Severe(Protocol):
    """Whatever has a severity."""

    @property
    def severity(self) -> str:
        """high, medium or low."""
        ...


@dataclass(frozen=True, slots=True)
class Severities:
    """How many findings there are of each severity, and in all."""

    high: int
    medium: int
    low: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.high + self.medium + self.low


def practice(settings: Settings) -> Practice:
    """The practice of the settings."""
    found = settings.practice
    return Practice(found.name, found.email, found.phone, found.website)


def running_agreement(client: Client, day: date) -> Agreement | None:
    """The agreement that runs on a day: one that renewed itself goes on after its end. None where none runs."""
    return next((each.agreement for each in periods(client, day, day)), None)


def figure(total: Tally, view: Viewpoint, method: Method) -> Figure:
    """The score of a tally that was taken from `view`."""
    weights = view.settings.weights
    return Figure(
        total.score, total.coverage, total.lower_bound, total.answered, total.applicable,
        method, (weights.high, weights.medium, weights.low), view.as_of, view.commit, view.modified,
    )  # fmt: skip


def categories(assessment: Assessment, library: Library) -> tuple[CategoryScore, ...]:
    """Every category with something applicable, in library order."""
    return tuple(
        CategoryScore(category.name, found.score, found.answered, found.applicable, _state(found))
        for category, found in assessment.by_category(library)
    )


def _state(found: Tally) -> State:
    if found.score is not None:
        return "scored"
    return "not-applicable" if found.answered == found.applicable else "unchecked"


def trend_point(point: Point) -> TrendPoint:
    """A point of the alignment's trend."""
    return TrendPoint(point.day, point.tally.score, point.tally.answered, point.tally.applicable)


def severities(found: Iterable[Severe]) -> Severities:
    """How many there are of each severity."""
    counts = Counter(each.severity for each in found)
    return Severities(counts["high"], counts["medium"], counts["low"])


def question_asked(standard: Standard, answer: Answer) -> str:
    """The question as it was worded when it was answered; nothing where that wording is not known."""
    wordings = (standard.question, *standard.earlier_wordings)
    return next((each for each in wordings if fingerprint(each) == answer.question), "")


def title_of(identifier: str) -> str:
    """A standard's id as words, for one that the library no longer has."""
    return identifier.replace("-", " ").capitalize()


def as_data(value: Any) -> Any:
    """A context as JSON values: dates ISO, money as text, shares to six digits, missing null."""
    if is_dataclass(value):
        return {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [as_data(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return round(value, 6) if isinstance(value, float) else value
