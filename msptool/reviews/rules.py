"""The lint rules of reviews."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from msptool.reviews.model import Review
from msptool.standards.library import Names
from msptool.workspace.entities import Entry, did_you_mean
from msptool.workspace.problems import Problem, Rule

UNKNOWN_CLIENT = Rule(
    "R101", "review-of-unknown-client", "error", "A review's folder is named for a client of clients/.",
    "reviews/acmee/2026-11-16.yaml", "reviews/acme/2026-11-16.yaml",
)  # fmt: skip
UNKNOWN_STANDARD = Rule(
    "R102", "answer-to-nothing", "error",
    "Every answer belongs to a standard that exists, or existed under that id (its 'formerly' names it). "
    "A deleted standard would take its history with it: retire it instead.",
    "answers:\n  firewal-current: ...", "answers:\n  firewall-firmware-current: ...",
)  # fmt: skip
FUTURE_ANSWER = Rule(
    "R103", "answer-in-the-future", "error", "No answer and no visit is of a later day than today.", "on: 2062-11-16", "on: 2026-11-16",
)  # fmt: skip
TWO_OPEN = Rule(
    "R104", "two-open-reviews", "error", "A client has one open review at a time: two would be answered twice.",
    "two files of one client with status: open", "one of them finished",
)  # fmt: skip

UNKNOWN_REVIEWER = Rule(
    "R105", "review-by-nobody", "error", "Reviews and visits name people of practice/people/.", "by: jimm", "by: jim",
)  # fmt: skip

RULES = (UNKNOWN_CLIENT, UNKNOWN_STANDARD, FUTURE_ANSWER, TWO_OPEN, UNKNOWN_REVIEWER)


def check_review(
    entry: Entry[Review],
    clients: Collection[str],
    people: Collection[str],
    library: Names,
    opened: dict[str, str],
    today: date,
) -> Iterator[Problem]:
    """What a review's file says that the rest of the workspace does not know.

    `opened` maps clients to the path of their open review; this review is added to it.
    """
    review = entry.entity
    if review.client not in clients:
        hint = did_you_mean(review.client, clients).strip() or f"Create clients/{review.client}/client.yaml."
        yield entry.problem(UNKNOWN_CLIENT, f"there is no client '{review.client}'", hint)
    if review.status == "open" and opened.setdefault(review.client, entry.path) != entry.path:
        yield entry.problem(TWO_OPEN, f"{opened[review.client]} is open as well", "Finish one of the two.", "status")
    for name, answer in review.answers.items():
        if not library.knows(name):
            hint = did_you_mean(name, library.standards).strip() or "Bring the standard back as retired."
            yield entry.problem(UNKNOWN_STANDARD, f"there is no standard '{name}'", hint, "answers", name)
        if answer.on > today:
            yield entry.problem(
                FUTURE_ANSWER, f"{answer.on} is in the future", "Write the day of the visit.", "answers", name, "on"
            )
    for index, visit in enumerate(review.visits):
        if visit.on > today:
            hint = "Write the day of the visit."
            yield entry.problem(FUTURE_ANSWER, f"{visit.on} is in the future", hint, "visits", index, "on")
        if visit.by is not None and visit.by not in people:
            yield from _nobody(entry, people, visit.by, "visits", index, "by")
    if review.by is not None and review.by not in people:
        yield from _nobody(entry, people, review.by, "by")


def _nobody(entry: Entry[Review], people: Collection[str], name: str, *keys: str | int) -> Iterator[Problem]:
    hint = did_you_mean(name, people).strip() or f"Create practice/people/{name}.yaml."
    yield entry.problem(UNKNOWN_REVIEWER, f"'{name}' is nobody in practice/people/", hint, *keys)
