"""Scores and findings as JSON values, as the contract of the commands names them. Shares are 0..1."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from msptool.alignment.findings import Finding
from msptool.alignment.scores import Assessment, Method, Tally, by_section
from msptool.alignment.trend import Point
from msptool.alignment.viewpoint import Viewpoint
from msptool.standards.library import Library

_DIGITS = 6


def viewpoint_data(view: Viewpoint, method: Method) -> dict[str, Any]:
    """Method, day and library of a score."""
    return {
        "method": method,
        "as_of": view.as_of.isoformat(),
        "library": {"commit": view.commit, "modified": view.modified},
    }


def tally_data(found: Tally) -> dict[str, Any]:
    """Score, coverage, bound, points and counts."""
    return {
        "score": _rounded(found.score),
        "coverage": _rounded(found.coverage),
        "lower_bound": _rounded(found.lower_bound),
        "earned": _plain(found.earned),
        "possible": _plain(found.possible),
        "answered": found.answered,
        "applicable": found.applicable,
        "overdue": found.overdue,
    }


def categories_data(assessment: Assessment, library: Library) -> list[dict[str, Any]]:
    """One entry a category, in library order."""
    return [
        {"category": category.id, "name": category.name, **tally_data(found)}
        for category, found in assessment.by_category(library)
    ]


def sections_data(assessment: Assessment, library: Library) -> list[dict[str, Any]]:
    """One entry a section: categories that belong together."""
    return [{"section": name, **tally_data(found)} for name, found in by_section(assessment, library)]


def parts_data(assessment: Assessment, view: Viewpoint) -> list[dict[str, Any]]:
    """Every point: question, weight, answer, review and commit."""
    commits = view.commits_of(assessment.client.id, (part.given.review.id for part in assessment.parts if part.given))
    return [
        {
            "standard": part.standard.id,
            "category": part.standard.category,
            "question": part.standard.question,
            "priority": part.standard.priority,
            "weight": part.weight,
            "answer": part.answer,
            "stage": part.stage,
            "earned": _plain(part.weight * part.credit) if part.credit is not None else None,
            "possible": part.weight if part.credit is not None else None,
            "overdue": part.overdue,
            "answered_on": part.given.answer.on.isoformat() if part.given else None,
            "note": (part.given.answer.note or None) if part.given else None,
            "evidence": part.given.answer.evidence.record if part.given and part.given.answer.evidence else None,
            "review": part.given.review.id if part.given else None,
            "review_library": part.given.review.library.commit if part.given else None,
            "commit": commits.get(part.given.review.id) if part.given else None,
        }
        for part in assessment.parts
    ]


def trend_data(points: Sequence[Point]) -> list[dict[str, Any]]:
    """One entry a review, oldest first."""
    return [
        {
            "date": point.day.isoformat(),
            "review": point.review,
            "library_known": point.pinned,
            **tally_data(point.tally),
        }
        for point in points
    ]


def finding_data(found: Finding, today: date) -> dict[str, Any]:
    """One finding. `accepted_by` and `until` are also those of an acceptance that has run out: see `status`."""
    accepted = found.acceptance
    return {
        "client": found.client.id,
        "standard": found.standard.id,
        "name": found.standard.name,
        "category": found.standard.category,
        "since": found.since.isoformat(),
        "answer_date": found.given.answer.on.isoformat(),
        "age_days": found.age(today),
        "severity": found.severity,
        "status": found.status,
        "reopened_because": found.reopened_because,
        "stage": found.stage,
        "way": found.way,
        "accepted_by": accepted.accepted_by if accepted else None,
        "until": accepted.until.isoformat() if accepted and accepted.until else None,
        "days_left": found.days_left,
        "runs_out_soon": found.runs_out_soon,
        "area": found.area,
        "times": found.times,
        "note": found.given.answer.note or None,
        "hand_over": found.given.answer.hand_over,
        "review": found.given.review.id,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value
