"""Ending a review: check it, pin it to the library, and commit exactly its file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from msptool.people.model import Person
from msptool.reviews.model import LibraryPin, Review
from msptool.reviews.store import OpenReview
from msptool.workspace.history import History
from msptool.workspace.problems import Refusal


@dataclass(frozen=True, slots=True)
class Finished:
    """The finished review, its commit (None with `commit=False`) and what a person should know."""

    review: Review
    commit: str | None
    remarks: tuple[str, ...]


def finish(opened: OpenReview, *, now: datetime, commit: bool = True, person: Person | None = None) -> Finished:
    """Finish the review and commit its file alone; whatever else is staged stays staged.

    Refuses an empty review, and (before anything is written) a repository in which a commit cannot be
    made now. Where git refuses the commit after all (a hook, say) the review is open again. Every answer
    stays safe in any case.
    """
    if all(draft.answer is None for draft in opened.session.state.drafts.values()):
        raise Refusal(
            f"Nothing is answered yet in the review of {opened.client.name}: a review without answers cannot be finished."
        )
    history = opened.workspace.history
    if commit:
        history.refuse_unless_ready()
    pin, remarks = _pin(history)
    review = opened.save(status="finished", finished=now, library=pin)
    left = _left_open(review)
    if left:
        remarks.append(f"{left} of {len(review.asked)} standards were not answered; they stay due.")
    done = None
    if commit:
        author = (person.name, person.email) if person else None
        try:
            done = history.commit([opened.path], commit_message(opened.client.name, review), author=author)
        except Refusal as refusal:
            opened.save(status="open", finished=None, library=LibraryPin())
            raise Refusal(
                f"{refusal} The review is open as before: mend that and run 'msptool review finish {review.client}' "
                "again, or finish with --no-commit."
            ) from None
    return Finished(review, done, tuple(remarks))


def _pin(history: History) -> tuple[LibraryPin, list[str]]:
    head = history.head() if history.exists else None
    if head is None:
        return LibraryPin(), []
    remarks = []
    if history.modified("standards"):
        remarks.append(
            "standards/ has changes that are not committed: the review is pinned to the last commit, "
            "and to each question as it was asked."
        )
    return LibraryPin(commit=head, tree=history.tree(head, "standards")), remarks


def _left_open(review: Review) -> int:
    return sum(name not in review.answers for name in review.asked)


def commit_message(client: str, review: Review) -> str:
    """One line that says what happened, then the counts and the days."""
    given = [answer.answer for answer in review.answers.values()]
    days = ", ".join(visit.on.isoformat() for visit in review.visits) or review.day.isoformat()
    return (
        f"Review {client}: {given.count('no')} misaligned of {len(given)} answered\n\n"
        f"Client: {review.client}\nDays: {days}\n"
        f"Answers: {given.count('yes')} yes, {given.count('no')} no, {given.count('n/a')} not applicable, "
        f"{_left_open(review)} left open\n"
        f"Fixed onsite: {sum(answer.fixed_onsite for answer in review.answers.values())}\n"
    )
