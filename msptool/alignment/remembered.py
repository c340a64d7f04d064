"""Figures of a client that are computed once for the same files, day, library and settings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from msptool.alignment.model import TRIAGE
from msptool.alignment.scores import Method, Tally
from msptool.alignment.viewpoint import Viewpoint
from msptool.clients.model import CLIENT, Client
from msptool.reviews.model import Review
from msptool.reviews.record import Given, answers_given, by_standard, finished_by, require_reviews
from msptool.workspace.sources import Source, contents_digest

GivenOf = Mapping[str, list[Given]]


@dataclass(frozen=True)
class ClientFiles:
    """One client's files, read for as many days as are asked about: hashed once, and parsed once where that is needed."""

    source: Source
    client: Client

    @cached_property
    def contents(self) -> bytes:
        """A hash of everything that the client's figures of alignment are made of."""
        name = self.client.id
        paths = (CLIENT.path(id=name), TRIAGE.path(client=name), *self.source.paths(f"reviews/{name}"))
        return contents_digest(self.source, paths)

    @cached_property
    def reviews(self) -> list[Review]:
        """The client's reviews, oldest first."""
        return require_reviews(self.source, self.client.id)

    @cached_property
    def _answers(self) -> list[Given]:
        return list(answers_given(self.reviews))

    def given(self, day: date) -> GivenOf:
        """The answers of the reviews finished by the end of a day, by standard; see `answers_given`."""
        return by_standard(each for each in self._answers if finished_by(each.review, day))


def inputs(view: Viewpoint, files: ClientFiles) -> bytes:
    """A hash of everything that the view's figures of a client are made of, its day among it."""
    what = f"{view.as_of} {view.settings.weights!r}\0".encode() + view.library.digest
    return hashlib.blake2b(what + files.contents, digest_size=16).digest()


def total_of(view: Viewpoint, files: ClientFiles, method: Method) -> Tally:
    """The client's tally over everything that applies; see `Viewpoint.assess`. The files are of the view's source."""
    return _total(view, files, method, "", lambda: files.given(view.as_of))


def total_after(view: Viewpoint, files: ClientFiles, method: Method, review: Review) -> Tally:
    """The client's tally right after a finished review, as its trend says it: under the library of that time."""
    there = view.at_review(review) or replace(view, as_of=review.day)
    finished = [each for each in files.reviews if each.status == "finished"]
    so_far = finished[: finished.index(review) + 1]
    return _total(there, files, method, review.id, lambda: by_standard(answers_given(so_far)))


def _total(view: Viewpoint, files: ClientFiles, method: Method, last: str, given: Callable[[], GivenOf]) -> Tally:
    def compute() -> Tally:
        return view.assess(files.client, method, given()).total

    index = view.source.index
    if index is None:
        return compute()
    name = f"total {method} {last} ".encode() + inputs(view, files)
    return Tally(*json.loads(index.result(name, lambda: json.dumps(compute().figures).encode())))
