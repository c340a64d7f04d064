"""The strategy review: what the vCIO puts before a client's leaders. Technical words stay outside.

`StrategyReview` is the whitelist: notes, the practice's reasons, remedies and cost of its own have no way onto the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from msptool.alignment.scores import by_section
from msptool.alignment.trend import trend
from msptool.people.register import load_people, name_of
from msptool.reports.context import (
    CategoryScore,
    Figure,
    Practice,
    TrendPoint,
    categories,
    figure,
    practice,
    trend_point,
)
from msptool.reports.figures import moved
from msptool.reports.kinds import Report, Request
from msptool.reports.outlook import Advice, Outlook, advice, outlook
from msptool.reports.risk import Risk, risks
from msptool.reports.subject import Subject, subject

_YEAR = timedelta(days=365)
_MOST_RISKS = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the environment in business words: its score (0..1, None where nothing counts) and how much was checked."""

    name: str
    score: float | None
    answered: int
    applicable: int


@dataclass(frozen=True, slots=True)
class StrategyReview:
    """Everything that a strategy review may say. `change` is in whole percentage points since `compared_with`."""

    client: str
    practice: Practice
    prepared: date
    vcio: str | None
    figure: Figure
    change: int | None
    compared_with: date | None
    trend: tuple[TrendPoint, ...]
    categories: tuple[CategoryScore, ...]
    parts: tuple[Part, ...]
    risks: tuple[Risk, ...]
    more_risks: int
    accepted: tuple[Risk, ...]
    achieved: tuple[Advice, ...]
    decisions: tuple[Advice, ...]
    outlook: Outlook


def build(request: Request) -> Report:
    """The strategy review that a request asks for, as of today."""
    found = subject(request)
    return Report(strategy_review(found), found.remarks)


def strategy_review(found: Subject) -> StrategyReview:
    """The strategy review of a client."""
    view, client, roadmap = found.view, found.client, found.roadmap
    method = view.settings.score_method
    assessment = view.assess(client, method)
    points = [trend_point(each) for each in trend(view, client, method)]
    before = _a_year_before(points, view.as_of)
    score, everything = assessment.total.score, risks(found)
    standing = [each for each in everything if not each.accepted]
    people = load_people(view.source)
    achieved = [item for item in roadmap.items if item.status in ("done", "verified")]
    since = view.as_of - _YEAR
    recent = [advice(item, roadmap) for item in achieved if item.done and item.done.on > since]
    undecided = [advice(item, roadmap) for item in roadmap.items if item.status == "proposed"]
    return StrategyReview(
        client=client.name,
        practice=practice(view.settings),
        prepared=view.workspace.today,
        vcio=name_of(people, client.team.vcio) if client.team.vcio else None,
        figure=figure(assessment.total, view, method),
        change=moved(before.score if before else None, score),
        compared_with=before.day if before else None,
        trend=tuple(points),
        categories=categories(assessment, view.library),
        parts=tuple(
            Part(name, tally.score, tally.answered, tally.applicable) for name, tally in by_section(assessment, view.library)
        ),
        risks=tuple(standing[:_MOST_RISKS]),
        more_risks=max(len(standing) - _MOST_RISKS, 0),
        accepted=tuple(each for each in everything if each.accepted),
        achieved=tuple(sorted(recent, key=lambda each: each.done or date.min, reverse=True)),
        decisions=tuple(sorted(undecided, key=lambda each: (each.begins or date.max, -(each.gain or 0)))),
        outlook=outlook(roadmap, view.settings.practice.currency),
    )  # fmt: skip


def _a_year_before(points: list[TrendPoint], day: date) -> TrendPoint | None:
    """The last score at least a year old, else the first one that is older than a quarter."""
    scored = [each for each in points if each.score is not None]
    old = [each for each in scored if each.day <= day - _YEAR]
    young = [each for each in scored if each.day <= day - _YEAR / 4]
    return old[-1] if old else young[0] if young else None
