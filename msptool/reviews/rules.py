"""The lint rules of reviews, and of what they must verify."""

from __future__ import annotations

from collections.abc import Iterator, Set

from msptool.clients.rules import who_instead
from msptool.reviews.evidence.rules import LOST_EVIDENCE, names_of_record
from msptool.reviews.model import Recheck, Review
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry
from msptool.workspace.problems import Problem, Rule, did_you_mean

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
RECHECK_OF_NOBODY = Rule(
    "R106", "recheck-of-unknown-client", "error", "What is to be verified stands beside the client that it is about.",
    "clients/acmee/recheck.yaml without clients/acmee/client.yaml", "clients/acme/recheck.yaml",
)  # fmt: skip
RECHECK_OF_NOTHING = Rule(
    "R107", "recheck-of-nothing", "error", "A review can only verify a standard that exists, or existed under that id.",
    "standards:\n  firewal-current: ...", "standards:\n  firewall-firmware-current: ...",
)  # fmt: skip
FUTURE_FIX = Rule(
    "R108", "fixed-in-the-future", "error", "Nothing is said to be fixed since a later day than today.",
    "since: 2062-11-16", "since: 2026-11-16",
)  # fmt: skip

RULES = (
    UNKNOWN_CLIENT, UNKNOWN_STANDARD, FUTURE_ANSWER, TWO_OPEN, UNKNOWN_REVIEWER, RECHECK_OF_NOBODY, RECHECK_OF_NOTHING,
    FUTURE_FIX,
)  # fmt: skip


def days_without_no(client: str, standard: str) -> str:
    """The name under which lint knows the days on which a client's answer to a standard was another than no."""
    return f"day without no: {client}, {standard}"


class ReviewsCheck:
    """All rules of reviews: of each one, and that a client has one open review at a time."""

    def __init__(self) -> None:
        self._open: dict[str, str] = {}

    def file(self, entry: Entry[Review], known: Known) -> Iterator[Problem]:
        """What a review's file says that the rest of the workspace does not know."""
        review = entry.entity
        if review.client not in known["client"]:
            hint = who_instead(review.client, known["client"])
            yield entry.problem(UNKNOWN_CLIENT, f"there is no client '{review.client}'", hint)
        if review.status == "open" and self._open.setdefault(review.client, entry.path) != entry.path:
            message = f"{self._open[review.client]} is open as well"
            yield entry.problem(TWO_OPEN, message, "Finish one of the two.", "status")
        if review.status == "finished":
            for name, answer in review.answers.items():
                if answer.answer != "no":
                    known.add(days_without_no(review.client, name), [answer.on.isoformat()])
        yield from _standards(entry, known)
        yield from _days(entry, known)
        yield from _people(entry, known)
        yield from _evidence(entry, known)

    def end(self, known: Known) -> Iterator[Problem]:
        """See `Check`."""
        return iter(())


def _standards(entry: Entry[Review], known: Known) -> Iterator[Problem]:
    review = entry.entity
    standards = known["standard"] | known["former standard"]
    places = [(name, ("answers", name)) for name in review.answers]
    places += [(name, ("remarks", name)) for name in review.remarks]
    places += [(name, ("asked", index)) for index, name in enumerate(review.asked)]  # type: ignore[misc]
    for name, keys in places:
        if name not in standards:
            hint = did_you_mean(name, standards) or "Bring the standard back as retired."
            yield entry.problem(UNKNOWN_STANDARD, f"there is no standard '{name}'", hint, *keys)


def _days(entry: Entry[Review], known: Known) -> Iterator[Problem]:
    review, hint = entry.entity, "Write the day of the visit."
    places = [(answer.on, ("answers", name, "on")) for name, answer in review.answers.items()]
    places += [(visit.on, ("visits", index, "on")) for index, visit in enumerate(review.visits)]  # type: ignore[misc]
    for day, keys in places:
        if day > known.today:
            yield entry.problem(FUTURE_ANSWER, f"{day} is in the future", hint, *keys)


def _evidence(entry: Entry[Review], known: Known) -> Iterator[Problem]:
    for name, answer in entry.entity.answers.items():
        used = answer.evidence
        if used is None:
            continue
        wanted = names_of_record(entry.entity.client, used.record, used.sha256, used.checks)
        if not set(wanted) <= known["evidence"]:
            message = f"clients/{entry.entity.client}/evidence/{used.record}.yaml is not there, or does not say what was accepted"
            hint = "Bring the record back from git; an answer that does not rest on it has no 'evidence'."
            yield entry.problem(LOST_EVIDENCE, message, hint, "answers", name, "evidence")


def _people(entry: Entry[Review], known: Known) -> Iterator[Problem]:
    people = known["person"]
    for index, visit in enumerate(entry.entity.visits):
        if visit.by is not None and visit.by not in people:
            yield _nobody(entry, people, visit.by, "visits", index, "by")
    if entry.entity.by is not None and entry.entity.by not in people:
        yield _nobody(entry, people, entry.entity.by, "by")


def _nobody(entry: Entry[Review], people: Set[str], name: str, *keys: str | int) -> Problem:
    hint = did_you_mean(name, people) or f"Create practice/people/{name}.yaml."
    return entry.problem(UNKNOWN_REVIEWER, f"'{name}' is nobody in practice/people/", hint, *keys)


def check_recheck(entry: Entry[Recheck], known: Known) -> Iterator[Problem]:
    """What a recheck says that the rest of the workspace does not know."""
    recheck, standards = entry.entity, known["standard"] | known["former standard"]
    if recheck.client not in known["client"]:
        hint = who_instead(recheck.client, known["client"])
        yield entry.problem(RECHECK_OF_NOBODY, f"there is no client '{recheck.client}'", hint)
    for name, claims in recheck.standards.items():
        if name not in standards:
            hint = did_you_mean(name, standards) or "Delete it, or bring the standard back as retired."
            yield entry.problem(RECHECK_OF_NOTHING, f"there is no standard '{name}'", hint, "standards", name)
        for index, claim in enumerate(claims):
            if claim.since > known.today:
                place = ("standards", name, index, "since")
                yield entry.problem(FUTURE_FIX, f"{claim.since} is in the future", "Write the day of the work.", *place)
