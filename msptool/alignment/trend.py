"""How a client's score moved: one point for each finished review, under the library of its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msptool.alignment.scores import Method, Tally, assess
from msptool.alignment.viewpoint import Viewpoint, pinned_library
from msptool.clients.model import Client
from msptool.reviews.record import answers_given, by_standard
from msptool.standards.library import Library


@dataclass(frozen=True, slots=True)
class Point:
    """The alignment right after one review. `pinned`: under the library that the review was pinned to."""

    day: date
    review: str
    tally: Tally
    pinned: bool


def trend(view: Viewpoint, client: Client, method: Method) -> list[Point]:
    """The points up to the viewpoint's day, oldest first.

    A review whose library is not in this repository's history is scored under the viewpoint's library.
    """
    reviews = [review for review in view.reviews(client.id) if review.status == "finished" and review.day <= view.as_of]
    triage = view.triage(client.id) if method == "vcio" else None
    cache: dict[str, Library] = {}
    points = []
    for review in reviews:
        pinned = pinned_library(view.workspace, review.library, cache)
        given = by_standard(answers_given(reviews, review.day))
        found = assess(
            client,
            pinned or view.library,
            given,
            review.day,
            view.workspace.settings.weights,
            method=method,
            triage=triage,
        )
        points.append(Point(review.day, review.id, found.total, pinned is not None))
    return points
