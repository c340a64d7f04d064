"""What the computed KPIs are made of: clients, reviews, visits and the library, each read once and only when needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from msptool.alignment.scores import Tally, assess
from msptool.alignment.viewpoint import Viewpoint, viewpoint
from msptool.clients.agreements import periods
from msptool.clients.model import Agreement, Client
from msptool.clients.register import require_clients
from msptool.kpis.periods import Month
from msptool.kpis.register import Records
from msptool.reviews.completion import Goal, Quarter, goals
from msptool.reviews.model import Review
from msptool.reviews.record import Given, answers_given, by_standard, require_reviews
from msptool.standards.library import Library
from msptool.visits.model import Visit
from msptool.visits.register import appointments, require_years
from msptool.workspace.settings import Settings
from msptool.workspace.workspace import Workspace


@dataclass
class Facts:
    """The workspace as the KPIs see it."""

    workspace: Workspace
    _views: dict[str | None, Viewpoint] = field(default_factory=dict)
    _libraries: dict[date, Library] = field(default_factory=dict)
    _given: dict[tuple[str, date], Mapping[str, list[Given]]] = field(default_factory=dict)
    _tallies: dict[tuple[str, date], Tally] = field(default_factory=dict)

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

    @cached_property
    def reviews(self) -> dict[str, list[Review]]:
        """The reviews of each client, oldest first."""
        found: dict[str, list[Review]] = {}
        for review in require_reviews(self.workspace.source):
            found.setdefault(review.client, []).append(review)
        return found

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
        day = self.until(month)
        key = (client.id, day)
        if key not in self._tallies:
            found = assess(
                client, self._library(day), self._answers(client, day), day, self.settings.weights,
                method=self.settings.score_method,
            )  # fmt: skip
            self._tallies[key] = found.total
        return self._tallies[key]

    def goals(self, client: Client, month: Month) -> list[Goal]:
        """The categories with something due in the month's quarter, answered up to the end of the month."""
        day = self.until(month)
        quarter = Quarter(month.year, (month.number + 2) // 3)
        return goals(client, self._library(day), self._answers(client, day), quarter, day)

    def _answers(self, client: Client, day: date) -> Mapping[str, list[Given]]:
        key = (client.id, day)
        if key not in self._given:
            self._given[key] = by_standard(answers_given(self.reviews.get(client.id, ()), day))
        return self._given[key]

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
