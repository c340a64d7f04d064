"""What is known of a client: every answer of its finished reviews, oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from msptool.reviews.model import REVIEW, Answer, Review
from msptool.standards.model import AREAS, Standard
from msptool.workspace.entities import load
from msptool.workspace.problems import Problem, UsageRefusal, refuse_first
from msptool.workspace.sources import Source


@dataclass(frozen=True, slots=True)
class Given:
    """An answer beside the review that it was given in."""

    standard: str
    answer: Answer
    review: Review

    def counts_for(self, standard: Standard) -> bool:
        """Whether it answers the question as it is worded now (or as an earlier wording that still counts)."""
        return self.answer.question in standard.fingerprints


def load_reviews(source: Source, client: str | None = None) -> tuple[list[Review], list[Problem]]:
    """The reviews of one client, or of all, by client and day; and what is wrong with the files."""
    entries, problems = load(source, REVIEW, f"reviews/{client}" if client else "reviews")
    reviews = [entry.entity for entry in entries]
    return sorted(reviews, key=lambda review: (review.client, review.day, review.started, review.id)), problems


def require_reviews(source: Source, client: str | None = None) -> list[Review]:
    """The reviews; refuses a broken file, because a score without it would be silently wrong."""
    reviews, problems = load_reviews(source, client)
    refuse_first(problems)
    return reviews


@dataclass(frozen=True, slots=True)
class Said:
    """Something said about a standard in a review without answering it."""

    on: date
    text: str


def said_without_answer(reviews: Iterable[Review]) -> dict[str, list[Said]]:
    """Per standard what the finished reviews remark on questions that they left open, oldest first."""
    found: dict[str, list[Said]] = {}
    for review in sorted((each for each in reviews if each.status == "finished"), key=lambda each: each.day):
        for standard, remark in review.remarks.items():
            parts = [remark.note, remark.hand_over and f"handed to {AREAS[remark.hand_over]}"]
            parts.append(remark.feedback and f"for the committee: {remark.feedback}")
            found.setdefault(standard, []).append(Said(review.day, "; ".join(part for part in parts if part)))
    return found


def finished_by(review: Review, day: date) -> bool:
    """Whether it was finished by the end of a day, so that its answers count on it."""
    return review.finished is not None and review.finished.date() <= day


def answers_given(reviews: Iterable[Review], until: date | None = None) -> Iterator[Given]:
    """Every answer of the reviews finished by the end of a day (without one: of all), oldest first."""
    given = [
        Given(standard, answer, review)
        for review in reviews
        if (review.finished is not None if until is None else finished_by(review, until))
        for standard, answer in review.answers.items()
    ]
    return iter(sorted(given, key=lambda each: (each.answer.on, each.review.started, each.review.id)))


def by_standard(given: Iterable[Given]) -> dict[str, list[Given]]:
    """Per standard id as it was recorded, all answers, oldest first."""
    grouped: dict[str, list[Given]] = {}
    for each in given:
        grouped.setdefault(each.standard, []).append(each)
    return grouped


_day = attrgetter("answer.on")


def history_of(standard: Standard, given: Mapping[str, list[Given]]) -> list[Given]:
    """The answers to a standard under its id and its former ids, oldest first."""
    found = [each for identifier in (*standard.formerly, standard.id) for each in given.get(identifier, ())]
    return sorted(found, key=_day)


def answers_to(standard: Standard, given: Mapping[str, list[Given]]) -> list[Given]:
    """Those of the history that count for the question as it is worded now, oldest first."""
    return [each for each in history_of(standard, given) if each.counts_for(standard)]


def current_answer(standard: Standard, given: Mapping[str, list[Given]]) -> Given | None:
    """The last answer that counts for the question as it is worded now."""
    return next((each for each in reversed(history_of(standard, given)) if each.counts_for(standard)), None)


def find_review(reviews: list[Review], client: str, wanted: str | None) -> Review:
    """The review of that day or id, else the last one; refuses when there is none."""
    if not reviews:
        raise UsageRefusal(f"There is no review of {client} yet.")
    if wanted is None:
        return reviews[-1]
    found = next((review for review in reviews if review.id == wanted), None)
    if found is None:
        raise UsageRefusal(
            f"There is no review {wanted!r} of {client}. The last ones: {', '.join(review.id for review in reviews[-3:])}."
        )
    return found


@dataclass(frozen=True, slots=True)
class Run:
    """An unbroken run of 'no': its first answer, how often it was said, and the answer that ended it, if one did."""

    first: Given
    answers: int
    ended: Given | None = None

    @property
    def since(self) -> date:
        """Its first day."""
        return self.first.answer.on


def runs_of_no(answers: Iterable[Given]) -> Iterator[Run]:
    """The unbroken runs of 'no' in answers to one question, given oldest first."""
    run: Run | None = None
    for each in answers:
        if each.answer.answer == "no":
            run = Run(run.first, run.answers + 1) if run else Run(each, 1)
        elif run is not None:
            yield Run(run.first, run.answers, each)
            run = None
    if run is not None:
        yield run


def starts_of_no(standard: Standard, given: Mapping[str, list[Given]]) -> list[date]:
    """The first day of every unbroken run of 'no' answers to the question as it is worded now, oldest first."""
    return [run.since for run in runs_of_no(answers_to(standard, given))]
