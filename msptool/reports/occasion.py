"""Which review a report is about, and the workspace as it stood right after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from msptool.alignment.findings import Finding
from msptool.alignment.scores import Assessment, Method
from msptool.alignment.viewpoint import Viewpoint, viewpoint
from msptool.clients.model import Client
from msptool.people.model import Person
from msptool.people.register import load_people
from msptool.reports.kinds import Request
from msptool.reviews.model import Review
from msptool.reviews.record import Given, answers_given, by_standard, find_review
from msptool.words import counted
from msptool.workspace.problems import Refusal
from msptool.workspace.settings import Settings


@dataclass(frozen=True)
class Occasion:
    """A client's review and where a report about it stands.

    `reviews` are those that count, this one last. A draft is a review that is still open: here it is as
    if it were finished.
    """

    view: Viewpoint
    client: Client
    review: Review
    reviews: tuple[Review, ...]
    draft: bool
    remarks: tuple[str, ...]

    @property
    def settings(self) -> Settings:
        """The practice's settings."""
        return self.view.settings

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """The people of the practice, by id."""
        return load_people(self.view.source)

    @cached_property
    def given(self) -> Mapping[str, list[Given]]:
        """The client's answers up to here, by standard."""
        return by_standard(answers_given(self.reviews, self.view.as_of))

    def assess(self, method: Method) -> Assessment:
        """The client's alignment from here, with the answers of a draft."""
        return self.view.assess(self.client, method, self.given)

    def findings(self) -> list[Finding]:
        """The client's findings from here, with those of a draft."""
        return self.view.findings(self.client, self.given)

    def person(self, *identifiers: str | None) -> str | None:
        """The name of the first of these people whom the practice knows; an id is never shown to a client."""
        return next((self.people[each].name for each in identifiers if each is not None and each in self.people), None)


def occasion(request: Request, *, at_review: bool) -> Occasion:
    """The occasion of a request: its review, else the client's last finished one.

    With `at_review` the report stands at the review's day, under the library that it was pinned to
    (today's where that is not known here); else it stands at today. Refuses a client without a
    finished review, unless the request names an open one.
    """
    here = viewpoint(request.workspace)
    client = here.client(request.client or "")
    known = [review for review in here.reviews(client.id) if review.day <= here.as_of]
    chosen = _chosen(known, client, request.review)
    review = _as_finished(chosen)
    earlier = [each for each in known[: known.index(chosen)] if each.status == "finished"]
    view = _standing_at(here, review) if at_review else here
    remarks = tuple(_remarks(here, known, chosen))
    return Occasion(view, client, review, (*earlier, review), chosen.status == "open", remarks)


def _chosen(known: Sequence[Review], client: Client, wanted: str | None) -> Review:
    if wanted is not None:
        return find_review(list(known), client.name, wanted)
    finished = [review for review in known if review.status == "finished"]
    if known and not finished:
        review = known[-1]
        raise Refusal(
            f"The review of {client.name} from {review.started.date()} is not finished: end it with 'msptool review "
            f"finish {client.id}', or ask for a draft with '--review {review.id}'."
        )
    return find_review(finished, client.name, None)


def _as_finished(review: Review) -> Review:
    """The review, or what it would be if it were finished on the day on which it was last worked on."""
    if review.status == "finished":
        return review
    day = max([review.day, *(answer.on for answer in review.answers.values())])
    ended = datetime.combine(day, review.started.timetz())
    return review.model_copy(update={"status": "finished", "finished": ended})


def _standing_at(here: Viewpoint, review: Review) -> Viewpoint:
    return here.at_review(review) or replace(here, as_of=review.day)


def _remarks(here: Viewpoint, known: Sequence[Review], review: Review) -> list[str]:
    from msptool.reviews.store import open_of, pending_events

    remarks = [here.remark] if here.remark else []
    opened = open_of(list(known))
    if opened is review:
        remarks.append(f"A draft: the review {review.id} is not finished.")
        if pending := pending_events(here.workspace, review):
            remarks.append(f"{counted(pending, 'action')} of its session are not saved yet, and not in the report.")
    elif opened is not None:
        remarks.append(f"A newer review, {opened.id}, is still open; '--review {opened.id}' makes a draft of it.")
    return remarks
