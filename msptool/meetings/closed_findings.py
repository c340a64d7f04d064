"""What became of findings: those that were put right at the last visit, or since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from msptool.alignment.viewpoint import Viewpoint
from msptool.clients.applicability import why_not
from msptool.clients.model import Client
from msptool.reviews.model import Review
from msptool.reviews.record import Given, answers_given, by_standard, current_answer
from msptool.standards.model import Standard


@dataclass(frozen=True, slots=True)
class Closed:
    """A finding that stands no more: since when it did, and how and when it ended."""

    standard: Standard
    since: date
    how: str
    on: date | None


def as_finished(review: Review) -> Review:
    """The review, or what it would be if it were finished on the day on which it was last worked on."""
    if review.status == "finished":
        return review
    day = max([review.day, *(answer.on for answer in review.answers.values())])
    return review.model_copy(
        update={"status": "finished", "finished": datetime.combine(day, review.started.timetz())}
    )  # fmt: skip


def closed_findings(view: Viewpoint, client: Client, known: Sequence[Review], last: Review | None) -> Iterator[Closed]:
    """Those that stood before the review `last` or right after it and do not stand at the view, by library order.

    `known` are the reviews that count, oldest first. What was found and put right on one and the same day comes too.
    """
    if last is None:
        return
    place = [review.id for review in known].index(last.id)
    now = by_standard(answers_given(known, view.as_of))
    standing = {each.standard.id for each in view.findings(client, now)}
    stood: dict[str, date] = {}
    for reviews in (known[: place + 1], known[:place]):
        # As they stood then: an exemption of today did not hold.
        then = replace(view, as_of=reviews[-1].day) if reviews else view
        given = by_standard(answers_given(reviews))
        stood |= {each.standard.id: each.since for each in then.findings(client, given)}
    for standard in view.library:
        current = current_answer(standard, now)
        if standard.id in stood and standard.id not in standing:
            yield Closed(standard, stood[standard.id], *_end(view, client, standard, current))
        elif current and current.answer.fixed_onsite and current.answer.on >= last.day and standard.id not in stood:
            yield Closed(standard, current.answer.on, "found and fixed onsite", current.answer.on)


def _end(view: Viewpoint, client: Client, standard: Standard, current: Given | None) -> tuple[str, date | None]:
    reason = why_not(client, standard, view.as_of)
    if reason is not None:
        return f"does not apply any more: {reason}", None
    if current is None:
        return "the question was reworded since", None
    answer = current.answer
    said = "fixed onsite" if answer.fixed_onsite else "put right" if answer.answer == "yes" else "does not apply"
    return f"{said}: {answer.note}" if answer.note else said, answer.on
