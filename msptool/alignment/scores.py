"""The alignment score: sums of weights, with coverage and the pessimistic bound beside it.

Source of the formulas: the domain's table "Formulas". Score = weights of yes / weights of yes and no.
Not applicable is in neither sum; unanswered is in neither, but shows in the coverage and the bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date
from typing import Literal

from msptool.alignment.model import Judgement, Triage
from msptool.clients.applicability import applicable
from msptool.clients.model import Client
from msptool.reviews.record import Given, current_answer, starts_of_no
from msptool.standards.frequency import due_on
from msptool.standards.library import Library
from msptool.standards.model import Category, Standard
from msptool.workspace.settings import Weights

Method = Literal["weighted", "plain", "vcio"]
METHODS: tuple[Method, ...] = ("weighted", "plain", "vcio")
CREDIT = {"aligned": 1.0, "marginal": 0.5, "vulnerable": 0.0, "accepted": 0.0}


@dataclass(frozen=True, slots=True)
class Part:
    """One applicable standard's share of a score.

    `weight` in points; `credit` 0..1 of them earned, None where it is in neither sum (not applicable
    or unanswered); `stage` is the vCIO's triage where it decided.
    """

    standard: Standard
    weight: int
    given: Given | None
    credit: float | None
    overdue: bool
    stage: str | None = None

    @property
    def answer(self) -> str | None:
        """yes, no, n/a, or None where nothing was answered."""
        return self.given.answer.answer if self.given else None


@dataclass(frozen=True, slots=True)
class Tally:
    """Points and counts over some standards. Shares are 0..1, None where there is nothing to divide by."""

    earned: float
    possible: float
    unanswered_points: float
    answered: int
    applicable: int
    overdue: int

    @property
    def figures(self) -> tuple[float, ...]:
        """The fields in order: `Tally(*figures)` is the same tally."""
        return astuple(self)

    @property
    def score(self) -> float | None:
        """Earned of possible points."""
        return self.earned / self.possible if self.possible else None

    @property
    def coverage(self) -> float | None:
        """Answered of applicable standards; not-applicable answers count as answered."""
        return self.answered / self.applicable if self.applicable else None

    @property
    def lower_bound(self) -> float | None:
        """The score if every unanswered standard were a no."""
        total = self.possible + self.unanswered_points
        return self.earned / total if total else None


@dataclass(frozen=True, slots=True)
class Assessment:
    """A client's alignment on one day, under one library and one method."""

    client: Client
    method: Method
    as_of: date
    parts: tuple[Part, ...]

    @property
    def total(self) -> Tally:
        """Over everything that applies."""
        return tally(self.parts)

    def by_category(self, library: Library) -> list[tuple[Category, Tally]]:
        """Each category with something applicable, in library order."""
        return [(category, tally(parts)) for category, parts in self.parts_by_category(library)]

    def parts_by_category(self, library: Library) -> list[tuple[Category, list[Part]]]:
        """The parts of each category, in library order."""
        grouped: dict[str, tuple[Category, list[Part]]] = {}
        for part in self.parts:
            category = library.category(part.standard)
            grouped.setdefault(category.id, (category, []))[1].append(part)
        return list(grouped.values())


def by_section(assessment: Assessment, library: Library) -> list[tuple[str, Tally]]:
    """The tally of every section, in library order; categories without a section are left out."""
    grouped: dict[str, list[Part]] = {}
    for category, parts in assessment.parts_by_category(library):
        if category.section:
            grouped.setdefault(category.section, []).extend(parts)
    return [(name, tally(parts)) for name, parts in grouped.items()]


def added(found: Iterable[Tally]) -> Tally:
    """Several tallies as one, such as those of all clients."""
    every = list(found)
    return Tally(
        sum(each.earned for each in every), sum(each.possible for each in every), sum(each.unanswered_points for each in every),
        sum(each.answered for each in every), sum(each.applicable for each in every), sum(each.overdue for each in every),
    )  # fmt: skip


def tally(parts: Iterable[Part]) -> Tally:
    """Add up parts."""
    earned = possible = unanswered = 0.0
    answered = applicable_count = overdue = 0
    for part in parts:
        applicable_count += 1
        overdue += part.overdue
        if part.given is None:
            unanswered += part.weight
            continue
        answered += 1
        if part.credit is not None:
            earned += part.weight * part.credit
            possible += part.weight
    return Tally(earned, possible, unanswered, answered, applicable_count, overdue)


def assess(
    client: Client,
    library: Library,
    given: Mapping[str, list[Given]],
    as_of: date,
    weights: Weights,
    *,
    method: Method = "weighted",
    triage: Triage | None = None,
) -> Assessment:
    """The client's alignment on `as_of`: `given` are its answers up to that day, by standard."""
    parts = [
        _part(standard, given, library, as_of, weights, method, triage)
        for standard in applicable(client, library.active, as_of)
    ]
    return Assessment(client, method, as_of, tuple(parts))


def _part(
    standard: Standard, answers: Mapping[str, list[Given]], library: Library, as_of: date,
    weights: Weights, method: Method, triage: Triage | None,
) -> Part:  # fmt: skip
    given = current_answer(standard, answers)
    weight = 1 if method == "plain" else weights.of(standard.priority)
    answer = given.answer.answer if given else None
    credit: float | None = {"yes": 1.0, "no": 0.0}.get(answer or "")
    stage: str | None = None
    if method == "vcio" and answer == "no":
        judged = judgement_of(triage, standard, starts_of_no(standard, answers)[-1], as_of)
        stage = judged.stage if judged else None
        credit = CREDIT[stage] if stage else 0.0
    overdue = given is not None and due_on(given.answer.on, library.frequency(standard)) <= as_of
    return Part(standard, weight, given, credit, overdue, stage)


def judgement_of(triage: Triage | None, standard: Standard, since: date, as_of: date) -> Judgement | None:
    """The triage that holds for a finding: the last one since its first 'no' (`since`), not later than `as_of`.

    None also where that is an accepted risk whose last day is past.
    """
    judged = [each for each in judgements_of(triage, standard, as_of) if each.on >= since]
    return judged[-1] if judged and judged[-1].holds_on(as_of) else None


def judgements_of(triage: Triage | None, standard: Standard, as_of: date) -> list[Judgement]:
    """Everything that was judged of a standard until `as_of`, under its present and former ids, oldest first."""
    found = triage.findings if triage else {}
    judged = [each for name in (*standard.formerly, standard.id) for each in found.get(name, ()) if each.on <= as_of]
    return sorted(judged, key=lambda each: each.on)
