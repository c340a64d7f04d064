"""Findings: every current 'no', since when, how often it came back, who acts, and what the vCIO made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from msptool.alignment.model import Judgement, Triage, Way
from msptool.alignment.scores import judgements_of
from msptool.clients.applicability import applicable
from msptool.clients.model import Client
from msptool.reviews.record import Given, current_answer, starts_of_no
from msptool.standards.library import Library
from msptool.standards.model import Area, Standard

Status = Literal["open", "triaged", "accepted", "reopened"]
SOON_DAYS = 30
_RANK = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """A standard whose last answer is no, as it stands on the day `as_of`.

    `since` is the first 'no' of this run; `times` counts the runs, so 2 is once back. `area` is who must act: the
    area of the standard's remedy, else the owner of its category, else the vCIO. `judgements` are those of this run,
    oldest first, also an acceptance that has run out.
    """

    client: Client
    standard: Standard
    since: date
    given: Given
    times: int
    area: Area
    judgements: tuple[Judgement, ...]
    as_of: date

    @property
    def judged(self) -> Judgement | None:
        """The judgement that holds; None before the first one, and after an acceptance has run out."""
        last = self.judgements[-1] if self.judgements else None
        return last if last is not None and last.holds_on(self.as_of) else None

    @property
    def acceptance(self) -> Judgement | None:
        """The acceptance as a risk that holds, or that has run out and was not judged anew."""
        last = self.judgements[-1] if self.judgements else None
        return last if last is not None and last.stage == "accepted" else None

    @property
    def stage(self) -> str | None:
        """The vCIO's triage: aligned, marginal, vulnerable or accepted; None where nothing holds."""
        return self.judged.stage if self.judged else None

    @property
    def way(self) -> Way | None:
        """How it gets fixed, where the judgement that holds says so."""
        return self.judged.way if self.judged else None

    @property
    def severity(self) -> str:
        """The standard's priority."""
        return self.standard.priority

    @property
    def status(self) -> Status:
        """`open`; `triaged` by the vCIO; `accepted` as a risk by the client; `reopened` when that has run out."""
        if self.judged is None:
            return "reopened" if self.acceptance else "open"
        return "accepted" if self.judged.stage == "accepted" else "triaged"

    @property
    def came_back(self) -> int:
        """How often it was put right (or fell away) and was found again."""
        return self.times - 1

    @property
    def days_left(self) -> int | None:
        """Days until the last day of the acceptance (0 on that day); None where none holds."""
        held = self.acceptance if self.status == "accepted" else None
        return (held.until - self.as_of).days if held and held.until else None

    @property
    def runs_out_soon(self) -> bool:
        """Whether the acceptance ends within 30 days."""
        return self.days_left is not None and self.days_left <= SOON_DAYS

    @property
    def reopened_because(self) -> str | None:
        """Why a reopened finding is open again, as a part of a sentence; None for any other."""
        if self.status != "reopened" or self.acceptance is None:
            return None
        return f"{self.acceptance.accepted_by} accepted it until {self.acceptance.until}, which is past"

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
            judged = tuple(each for each in judgements_of(triage, standard, as_of) if each.on >= runs[-1])
            area = area_of(standard, library)
            found.append(Finding(client, standard, runs[-1], current, len(runs), area, judged, as_of))
    return sorted(found, key=lambda each: (_RANK[each.severity], each.since, each.standard.id))


def area_of(standard: Standard, library: Library) -> Area:
    """Who must act on a 'no': the area of the remedy, else the owner of the category, else the vCIO."""
    return (standard.remedy.area if standard.remedy else None) or library.category(standard).owner or "vcio"
