"""How a client's score moved: one point for each finished review, under the library of its time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from msptool.alignment.scores import Method, Tally
from msptool.alignment.viewpoint import Viewpoint
from msptool.clients.model import Client
from msptool.reviews.record import answers_given, by_standard


@dataclass(frozen=True, slots=True)
class Point:
    """The alignment right after one review. `pinned`: under the library that the review was pinned to."""

    day: date
    review: str
    tally: Tally
    pinned: bool


def trend(view: Viewpoint, client: Client, method: Method) -> list[Point]:
    """The points up to the viewpoint's day, oldest first; a review counts nothing of a later one of its day.

    A review whose library is not in this repository's history is scored under the viewpoint's library.
    """
    reviews = [review for review in view.reviews(client.id) if review.status == "finished" and review.day <= view.as_of]
    points = []
    for index, review in enumerate(reviews):
        pinned = view.at_review(review)
        given = by_standard(answers_given(reviews[: index + 1]))
        found = (pinned or replace(view, as_of=review.day)).assess(client, method, given)
        points.append(Point(review.day, review.id, found.total, pinned is not None))
    return points
