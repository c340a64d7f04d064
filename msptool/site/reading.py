"""One reading of the workspace for all pages: everything is read once, and git is asked nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from msptool.alignment.findings import Finding
from msptool.alignment.scores import Assessment, Method
from msptool.alignment.trend import Point, trend
from msptool.alignment.viewpoint import Viewpoint, pinned_library, viewpoint
from msptool.clients.model import Client
from msptool.people.model import Person
from msptool.people.register import load_people, name_of
from msptool.reviews.model import LibraryPin, Review
from msptool.reviews.record import answers_given, by_standard, require_reviews
from msptool.standards.library import Library
from msptool.visits.register import Appointment, appointments, require_years
from msptool.workspace.history import History
from msptool.workspace.settings import Settings
from msptool.workspace.workspace import Workspace


@dataclass(frozen=True)
class HistoryReadOnce(History):
    """The history as it is now: a question that was asked before is answered without git."""

    answers: dict[tuple[object, ...], bytes] = field(default_factory=dict, compare=False, repr=False)

    def run(self, *arguments: str, input: bytes | None = None, fail: bool = True) -> bytes:
        """See `History`. A failure is not remembered."""
        question = (arguments, input, fail)
        if question not in self.answers:
            self.answers[question] = super().run(*arguments, input=input, fail=fail)
        return self.answers[question]


class WorkspaceReadOnce(Workspace):
    """A workspace that nobody writes to while the site is built."""

    @cached_property
    def history(self) -> History:
        """See `Workspace`."""
        return HistoryReadOnce(self.root)


@dataclass(frozen=True)
class Reading(Viewpoint):
    """The viewpoint of today with every review already read, by client and oldest first."""

    every_review: Mapping[str, Sequence[Review]] = field(default_factory=dict)
    libraries: dict[LibraryPin, Library | None] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """The settings of today."""
        return self.workspace.settings

    def at_review(self, review: Review) -> Viewpoint | None:
        """See `Viewpoint`. Every library is read once, however many reviews were done with it."""
        pin = review.library
        if pin not in self.libraries:
            self.libraries[pin] = _sharing(pinned_library(self.workspace, pin), self.libraries.values())
        pinned = self.libraries[pin]
        return replace(self, as_of=review.day, library=pinned, commit=pin.commit, modified=False) if pinned else None

    def reviews(self, client: str) -> list[Review]:
        """See `Viewpoint`."""
        return list(self.every_review.get(client, ()))

    @property
    def method(self) -> Method:
        """How the practice counts its scores."""
        return self.settings.score_method

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """The people of the practice, by id."""
        return load_people(self.source)

    @cached_property
    def visits(self) -> tuple[Appointment, ...]:
        """Every visit that is written down, by day; refuses a broken file."""
        return tuple(appointments(require_years(self.source)))

    @cached_property
    def visits_of(self) -> Mapping[str, Sequence[Appointment]]:
        """The visits of each client, by day."""
        grouped: dict[str, list[Appointment]] = {}
        for each in self.visits:
            grouped.setdefault(each.client, []).append(each)
        return grouped

    def person(self, identifier: str | None) -> str:
        """A person's name for the practice itself; the id where nobody has it, nothing for None."""
        return name_of(self.people, identifier)


@dataclass(frozen=True)
class Known:
    """What is known of one client today. `ahead` are the visits from today on that take place."""

    client: Client
    reviews: tuple[Review, ...]
    assessment: Assessment
    points: tuple[Point, ...]
    findings: tuple[Finding, ...]
    ahead: tuple[Appointment, ...]

    @property
    def last_review(self) -> date | None:
        """The day of the last finished review."""
        return self.points[-1].day if self.points else None


def _sharing(library: Library | None, others: Iterable[Library | None]) -> Library | None:
    """The library with the standards of another one where they are equal: years of libraries fit into memory."""
    like = next((each for each in reversed(list(others)) if each is not None), None)
    if library is None or like is None:
        return library
    standards = {
        name: same if (same := like.standards.get(name)) == standard and same is not None else standard
        for name, standard in library.standards.items()
    }
    return Library(standards, library.categories)


def read(workspace: Workspace, client: str | None = None) -> Reading:
    """Read the workspace, with the reviews of all clients or of one; refuses a broken file."""
    here = viewpoint(workspace)
    reviews: dict[str, list[Review]] = {}
    for review in require_reviews(workspace.source, client):
        if review.day <= here.as_of:
            reviews.setdefault(review.client, []).append(review)
    return Reading(
        here.workspace, here.as_of, here.library, here.commit, here.modified, here.source, here.remark, reviews
    )


def known(reading: Reading, client: Client) -> Known:
    """Where one client stands today, and the way here."""
    reviews = reading.reviews(client.id)
    given = by_standard(answers_given(reviews, reading.as_of))
    visits = reading.visits_of.get(client.id, ())
    return Known(
        client, tuple(reviews), reading.assess(client, reading.method, given),
        tuple(trend(reading, client, reading.method)), tuple(reading.findings(client, given)),
        tuple(each for each in visits if each.visit.stands and each.visit.day >= reading.as_of),
    )  # fmt: skip
