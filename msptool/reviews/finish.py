"""Ending a review: check it, pin it to the library, and commit exactly its file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from msptool.clients.model import CLIENT, Client
from msptool.people.model import PERSON, Person
from msptool.reviews.evidence.model import EVIDENCE
from msptool.reviews.model import REVIEW, LibraryPin, Review
from msptool.reviews.record import require_reviews
from msptool.reviews.store import OpenReview, open_of
from msptool.workspace.history import History
from msptool.workspace.problems import Refusal
from msptool.workspace.workspace import Workspace


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
    remarks += _not_committed(history, review, person)
    if left:
        remarks.append(f"{left} of {len(review.asked)} standards were not answered; they stay due.")
    done = None
    if commit:
        try:
            done = commit_finished(opened.workspace, opened.client, review, person)
        except Refusal as refusal:
            opened.save(status="open", finished=None, library=LibraryPin())
            raise Refusal(
                f"{refusal} The review is open as before: mend that and run 'msptool review finish {review.client}' "
                "again, or finish with --no-commit."
            ) from None
    return Finished(review, done, tuple(remarks))


def _not_committed(history: History, review: Review, person: Person | None) -> list[str]:
    """Say which files that the review refers to are only on this machine."""
    paths = [CLIENT.path(id=review.client), *([PERSON.path(id=person.id)] if person else [])]
    records = {answer.evidence.record for answer in review.answers.values() if answer.evidence}
    paths += [EVIDENCE.path(client=review.client, id=each) for each in sorted(records)]
    left = [path for path in paths if history.exists and history.modified(path)]
    return [f"Not committed yet: {', '.join(left)}. Commit them too, so that others have them."] if left else []


def uncommitted(workspace: Workspace, client: Client) -> Review | None:
    """The client's last review, where it was finished and its file is not committed: something came between."""
    reviews = require_reviews(workspace.source, client.id)
    if not reviews or open_of(reviews) is not None or not workspace.history.exists:
        return None
    return reviews[-1] if workspace.history.modified(REVIEW.path(client=client.id, id=reviews[-1].id)) else None


def commit_finished(workspace: Workspace, client: Client, review: Review, person: Person | None) -> str:
    """Commit the file of a finished review and nothing else; returns the commit."""
    author = (person.name, person.email) if person else None
    path = REVIEW.path(client=client.id, id=review.id)
    return workspace.history.commit([path], commit_message(client.name, review), author=author)


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
