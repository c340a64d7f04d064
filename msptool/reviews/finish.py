"""Ending a review: check it, pin it to the library, and commit exactly its file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from msptool.people.model import Person
from msptool.reviews.model import LibraryPin, Review
from msptool.reviews.store import OpenReview
from msptool.workspace.problems import Refusal


@dataclass(frozen=True, slots=True)
class Finished:
    """The finished review, its commit (None with `commit=False`) and what a person should know."""

    review: Review
    commit: str | None
    remarks: tuple[str, ...]


def finish(opened: OpenReview, *, now: datetime, commit: bool = True, person: Person | None = None) -> Finished:
    """Finish the review and commit its file alone; whatever else is staged stays staged.

    Refuses an empty review, and (before anything is written) a repository in which a commit cannot
    be made now. Raises Refusal; every answer stays safe in any case.
    """
    progress = opened.session.progress()
    if not opened.session.state.drafts or not progress.answered:
        raise Refusal(
            f"Nothing is answered yet in the review of {opened.client.name}: a review without answers cannot be finished."
        )
    history = opened.workspace.history
    remarks: list[str] = []
    if commit:
        history.refuse_unless_ready()
    pin = LibraryPin()
    if history.exists and (head := history.head()) is not None:
        pin = LibraryPin(commit=head, tree=history.tree(head, "standards"))
        if history.modified("standards"):
            remarks.append(
                "standards/ has changes that are not committed: the review is pinned to the last commit, "
                "and to each question as it was asked."
            )
    review = opened.save(status="finished", finished=now, library=pin)
    if progress.answered < progress.asked:
        remarks.append(
            f"{progress.asked - progress.answered} of {progress.asked} standards were not answered; they stay due."
        )
    done = None
    if commit:
        author = (person.name, person.email) if person else None
        done = history.commit([opened.path], commit_message(opened, review), author=author)
    return Finished(review, done, tuple(remarks))


def commit_message(opened: OpenReview, review: Review) -> str:
    """One line that says what happened, then the counts and the days."""
    progress = opened.session.progress()
    days = ", ".join(visit.on.isoformat() for visit in review.visits) or review.day.isoformat()
    fixed = sum(answer.fixed_onsite for answer in review.answers.values())
    return (
        f"Review {opened.client.name}: {progress.no} misaligned of {progress.answered} answered\n\n"
        f"Client: {review.client}\nDays: {days}\n"
        f"Answers: {progress.yes} yes, {progress.no} no, {progress.not_applicable} not applicable, "
        f"{progress.asked - progress.answered} left open\nFixed onsite: {fixed}\n"
    )
