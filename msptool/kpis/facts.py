"""What the computed KPIs are made of: clients, reviews, visits and the library, each read once and only when needed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from msptool.alignment.scores import Tally, assess
from msptool.alignment.viewpoint import Viewpoint, viewpoint
from msptool.clients.agreements import periods
from msptool.clients.model import CLIENT, Agreement, Client
from msptool.clients.register import require_clients
from msptool.kpis.outlines import Alignment, ReviewOutline, alignment_data, alignment_of, outline, outline_of, packed
from msptool.kpis.periods import Month
from msptool.kpis.register import Records
from msptool.reviews.completion import Quarter, goals
from msptool.reviews.model import Review
from msptool.reviews.record import answers_given, by_standard, require_reviews
from msptool.standards.library import Library
from msptool.visits.model import Visit
from msptool.visits.register import appointments, require_years
from msptool.workspace.settings import Settings
from msptool.workspace.sources import contents_digest
from msptool.workspace.workspace import Workspace


@dataclass
class Facts:
    """The workspace as the KPIs see it."""

    workspace: Workspace
    _views: dict[str | None, Viewpoint] = field(default_factory=dict)
    _libraries: dict[date, Library] = field(default_factory=dict)
    _hashes: dict[str, bytes] = field(default_factory=dict)
    _alignments: dict[tuple[str, str], Alignment] = field(default_factory=dict)
    _outlines: dict[str, tuple[ReviewOutline, ...]] = field(default_factory=dict)
    _last_read: tuple[str, list[Review]] = ("", [])

    @property
    def today(self) -> date:
        """The day that counts as today."""
        return self.workspace.today

    @property
    def settings(self) -> Settings:
        """The settings of today: targets and weights hold for all periods."""
        return self.workspace.settings

    @cached_property
    def records(self) -> Records:
        """What was recorded."""
        return Records(self.workspace.source)

    @cached_property
    def clients(self) -> dict[str, Client]:
        """All clients, former ones too, by id."""
        return require_clients(self.workspace.source)

    def outlines(self, client: str) -> tuple[ReviewOutline, ...]:
        """The client's reviews without their answers, oldest first."""
        if client not in self._outlines:
            content = self._remembered(
                b"outlines " + self._hash(client), lambda: packed([outline(each) for each in self._reviews(client)])
            )
            self._outlines[client] = tuple(outline_of(each) for each in json.loads(content))
        return self._outlines[client]

    @cached_property
    def visits(self) -> dict[str, list[Visit]]:
        """The planned visits of each client, cancelled ones too, by day."""
        found: dict[str, list[Visit]] = {}
        for each in appointments(require_years(self.workspace.source)):
            found.setdefault(each.client, []).append(each.visit)
        return found

    def until(self, month: Month) -> date:
        """The last day of a month that is past, or today."""
        return min(month.last, self.today)

    def served(self, month: Month) -> list[Client]:
        """Who was a client at the end of a month, by id."""
        day = self.until(month)
        return [each for _, each in sorted(self.clients.items()) if each.served_on(day)]

    def agreement(self, client: Client, month: Month) -> Agreement | None:
        """The agreement that ran at the end of a month."""
        day = self.until(month)
        return next((each.agreement for each in periods(client, day, day)), None)

    def tally(self, client: Client, month: Month) -> Tally:
        """The client's alignment at the end of a month, under the library of that day."""
        return self._alignment(client, month).tally

    def align(self, months: Sequence[Month]) -> None:
        """Compute the alignment of all clients at the ends of these months, so that each client's reviews are read once."""
        for client in self.clients.values():
            for month in months:
                if client.served_on(self.until(month)):
                    self._alignment(client, month)

    def goals(self, client: Client, month: Month) -> tuple[int, int]:
        """How many categories with something due in the month's quarter are answered up to the end of the month, and of how many."""
        found = self._alignment(client, month)
        return found.reached, found.goals

    def _alignment(self, client: Client, month: Month) -> Alignment:
        day = self.until(month)
        if (client.id, month.id) not in self._alignments:
            settings = f"alignment {day} {month.id} {self.settings.score_method} {self.settings.weights!r}\0".encode()
            name = hashlib.blake2b(
                settings + self._library(day).digest + self._hash(client.id), digest_size=20
            ).digest()
            content = self._remembered(name, lambda: packed(alignment_data(self._aligned(client, month, day))))
            self._alignments[client.id, month.id] = alignment_of(json.loads(content))
        return self._alignments[client.id, month.id]

    def _aligned(self, client: Client, month: Month, day: date) -> Alignment:
        given, library = by_standard(answers_given(self._reviews(client.id), day)), self._library(day)
        found = assess(client, library, given, day, self.settings.weights, method=self.settings.score_method)
        wanted = goals(client, library, given, Quarter(month.year, (month.number + 2) // 3), day)
        return Alignment(found.total, sum(each.is_reached for each in wanted), len(wanted))

    def _reviews(self, client: str) -> list[Review]:
        """The client's reviews; those of one client are kept, because a thousand clients' would fill the memory."""
        if self._last_read[0] != client:
            self._last_read = (client, require_reviews(self.workspace.source, client))
        return self._last_read[1]

    def _hash(self, client: str) -> bytes:
        """A hash of the files that the client's figures of alignment are made of."""
        if client not in self._hashes:
            source = self.workspace.source
            self._hashes[client] = contents_digest(source, (CLIENT.path(id=client), *source.paths(f"reviews/{client}")))
        return self._hashes[client]

    def _remembered(self, name: bytes, compute: Callable[[], bytes]) -> bytes:
        index = self.workspace.source.index
        return compute() if index is None else index.result(name, compute)

    def _library(self, day: date) -> Library:
        """The library as it was committed on a day; today's where the history holds none of that day."""
        if day not in self._libraries:
            history = self.workspace.history
            past = day != self.today and history.head() is not None
            commit = history.commit_at(day) or "the first" if past else None
            if commit not in self._views:
                self._views[commit] = viewpoint(self.workspace, day.isoformat() if past else None)
            self._libraries[day] = self._views[commit].library
        return self._libraries[day]
