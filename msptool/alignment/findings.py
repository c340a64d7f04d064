"""Findings: every current 'no', since when, and how often it came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from msptool.alignment.model import Judgement, Triage
from msptool.alignment.scores import judgement_of
from msptool.clients.applicability import applicable
from msptool.clients.model import Client
from msptool.reviews.record import Given, current_answer, starts_of_no
from msptool.standards.library import Library
from msptool.standards.model import Standard

_RANK = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """A standard whose last answer is no. `since` is the first 'no' of this run; `times` counts the runs."""

    client: Client
    standard: Standard
    since: date
    given: Given
    times: int
    judged: Judgement | None

    @property
    def stage(self) -> str | None:
        """The vCIO's triage: aligned, marginal or vulnerable; None before it."""
        return self.judged.stage if self.judged else None

    @property
    def severity(self) -> str:
        """The standard's priority."""
        return self.standard.priority

    @property
    def status(self) -> str:
        """`open`, or `triaged` once the vCIO has judged it."""
        return "triaged" if self.judged else "open"

    def age(self, today: date) -> int:
        """Days since it was first found."""
        return (today - self.since).days


def findings(
    client: Client, library: Library, given: Mapping[str, list[Given]], as_of: date, triage: Triage | None = None
) -> list[Finding]:
    """The client's findings on `as_of`, most severe and oldest first."""
    found = []
    for standard in applicable(client, library.active, as_of):
        current = current_answer(standard, given)
        if current is not None and current.answer.answer == "no":
            runs = starts_of_no(standard, given)
            judged = judgement_of(triage, standard, runs[-1], as_of)
            found.append(Finding(client, standard, runs[-1], current, len(runs), judged))
    return sorted(found, key=lambda each: (_RANK[each.severity], each.since, each.standard.id))
