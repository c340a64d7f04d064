"""What the practice's pages need of one client, computed once for the same files, day, libraries and settings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from sys import intern
from typing import Any, cast

from msptool.alignment.remembered import ClientFiles, inputs, total_after, total_of
from msptool.alignment.scores import Method, Tally, tally
from msptool.alignment.viewpoint import Viewpoint, pinned_library
from msptool.clients.model import Client
from msptool.meetings.past_visits import days_of
from msptool.reports.figures import moved
from msptool.reviews.model import Review
from msptool.standards.library import Library
from msptool.standards.model import Area, Standard


@dataclass(frozen=True, slots=True)
class LastReview:
    """The last finished review: its day, and by how many points of percent it moved the score (None for no data)."""

    day: date
    change: int | None


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """A finding as far as the practice's pages need it. `judged` says that the vCIO's triage of it holds.

    `accepted_by` and `until` are those of its acceptance as a risk, also of one that has run out.
    """

    standard: Standard
    since: date
    area: Area
    judged: bool
    accepted_by: str
    until: date | None

    @property
    def severity(self) -> str:
        """The standard's priority."""
        return self.standard.priority


@dataclass(frozen=True, slots=True)
class ClientRecord:
    """A client today and on some earlier days.

    `categories` are its tallies by category, `answers` what was said of each standard that applies (None: nothing yet).
    `past` are its tallies on the earlier days, None where it was no client then. `opened` is the id of the review that is
    not finished, `seen` are the days of all reviews.
    """

    now: Tally
    categories: Mapping[str, Tally]
    answers: Mapping[str, str | None]
    past: tuple[Tally | None, ...]
    opened: str | None
    seen: frozenset[date]
    last: LastReview | None
    findings: tuple[OpenFinding, ...]


def client_record(here: Viewpoint, client: Client, method: Method, earlier: Sequence[Viewpoint]) -> ClientRecord:
    """The record from `here`, and on the days of the `earlier` views under their libraries; all are of one source."""
    index, files = here.source.index, ClientFiles(here.source, client)
    if index is None:
        return _computed(here, files, method, earlier)
    hashed = hashlib.blake2b(f"client record {method} ".encode() + inputs(here, files), digest_size=20)
    for view in earlier:
        hashed.update(f"{view.as_of} ".encode() + view.library.digest)
    known = index.recall(hashed.digest())
    if known is not None:
        return _unpacked(known, here.library)
    record = _computed(here, files, method, earlier)
    if _is_certain(here, files):
        index.remember(hashed.digest(), _packed(record))
    return record


def _is_certain(here: Viewpoint, files: ClientFiles) -> bool:
    """Whether the libraries of the last two reviews are here: a `git fetch` may bring one that is not, and change the record."""
    pins = [review.library for review in _finished(here, files)[-2:] if review.library.commit or review.library.tree]
    return all(pinned_library(here.workspace, pin) is not None for pin in pins)


def _computed(here: Viewpoint, files: ClientFiles, method: Method, earlier: Sequence[Viewpoint]) -> ClientRecord:
    client, given = files.client, files.given(here.as_of)
    reviews = [review for review in files.reviews if review.day <= here.as_of]
    assessment = here.assess(client, method, given)
    findings = [
        OpenFinding(
            each.standard, each.since, each.area, each.judged is not None,
            (each.acceptance.accepted_by or "") if each.acceptance else "", each.acceptance.until if each.acceptance else None,
        )
        for each in here.findings(client, given)
    ]  # fmt: skip
    return ClientRecord(
        assessment.total,
        {category.id: tally(parts) for category, parts in assessment.parts_by_category(here.library)},
        {part.standard.id: part.answer for part in assessment.parts},
        tuple(total_of(view, files, method) if client.served_on(view.as_of) else None for view in earlier),
        next((review.id for review in reviews if review.status == "open"), None),
        frozenset(day for review in reviews for day in days_of(review)),
        _last_review(here, files, method), tuple(findings),
    )  # fmt: skip


def _finished(here: Viewpoint, files: ClientFiles) -> list[Review]:
    return [review for review in files.reviews if review.status == "finished" and review.day <= here.as_of]


def _last_review(here: Viewpoint, files: ClientFiles, method: Method) -> LastReview | None:
    last = _finished(here, files)[-2:]
    if not last:
        return None
    scores = [total_after(here, files, method, review).score for review in last]
    return LastReview(last[-1].day, moved(scores[0], scores[1]) if len(scores) > 1 else None)


def _packed(record: ClientRecord) -> bytes:
    data = {
        "now": record.now.figures, "categories": {name: each.figures for name, each in record.categories.items()},
        "answers": record.answers, "past": [each.figures if each else None for each in record.past], "opened": record.opened,
        "seen": sorted(day.isoformat() for day in record.seen),
        "last": [record.last.day.isoformat(), record.last.change] if record.last else None,
        "findings": [
            [each.standard.id, each.since.isoformat(), each.area, each.judged, each.accepted_by, each.until and each.until.isoformat()]
            for each in record.findings
        ],
    }  # fmt: skip
    return json.dumps(data, separators=(",", ":")).encode()


def _unpacked(content: bytes, library: Library) -> ClientRecord:
    data: dict[str, Any] = json.loads(content)
    # The same few words for every client of a large practice.
    answers = {intern(name): answer and intern(answer) for name, answer in data["answers"].items()}
    return ClientRecord(
        Tally(*data["now"]), {intern(name): Tally(*each) for name, each in data["categories"].items()}, answers,
        tuple(Tally(*each) if each else None for each in data["past"]), data["opened"],
        frozenset(map(date.fromisoformat, data["seen"])),
        LastReview(date.fromisoformat(data["last"][0]), data["last"][1]) if data["last"] else None,
        tuple(
            OpenFinding(
                library.standards[name], date.fromisoformat(since), cast(Area, area), judged, by,
                date.fromisoformat(until) if until else None,
            )
            for name, since, area, judged, by, until in data["findings"]
        ),
    )  # fmt: skip
