"""A page with every figure of `_figures.html.j2`, for the tests that look at it in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from msptool.reports.context import Practice
from tests.reports.samples import NORTHGATE


@dataclass(frozen=True)
class Bar:
    """See `timeline.Planned`."""

    name: str
    first: str | None
    last: str | None
    state: str
    label: str


@dataclass(frozen=True)
class Money:
    """See `stacked.Stack`."""

    label: str
    amounts: tuple[Decimal, ...]


@dataclass(frozen=True)
class Ranked:
    """A row of `bars`."""

    name: str
    value: float
    said: str


@dataclass(frozen=True)
class Figures:
    """What the page shows."""

    practice: Practice
    quarters: tuple[str, ...]
    planned: tuple[Bar, ...]
    budget: tuple[Money, ...]
    year: tuple[Money, ...]
    ranked: tuple[Ranked, ...]


SERIES = ("One-time", "Recurring", "Licences", "Reserve")
QUARTERS = tuple(f"{year}-Q{number}" for year in (2027, 2028, 2029) for number in (1, 2, 3, 4))
PLANNED = (
    Bar("Firewall replacement", "2027-Q1", "2027-Q2", "approved", "12,400"),
    Bar(
        "A name that is much longer than anybody would write, but somebody does",
        "2027-Q2",
        "2028-Q1",
        "proposed",
        "3,000",
    ),
    Bar("Backup off the premises", "2026-Q3", "2027-Q1", "done", ""),
    Bar("Server refresh", "2029-Q3", "2030-Q1", "deferred", "28,000"),
    Bar("Wi-Fi", None, None, "proposed", ""),
    Bar("Telephones", "2031-Q1", None, "proposed", "900"),
    Bar("Everything", "2027-Q1", "2029-Q4", "approved", "a contract over three years"),
)
BUDGET = tuple(
    Money(quarter, tuple(Decimal(1000 * (number % 5) * (place + 1)) for place in range(4)))
    for number, quarter in enumerate(QUARTERS)
)
FIGURES = Figures(
    NORTHGATE, QUARTERS, PLANNED, BUDGET, (Money("2027", tuple(map(Decimal, (100, 0, 20, 3)))),),
    (Ranked("Firewall firmware", 1.0, "9 of 15"), Ranked("Mailbox quota", 0.0, "0 of 15")),
)  # fmt: skip
FIGURES_TEMPLATE = """\
{% extends "_base.html.j2" %}
{% from "_figures.html.j2" import bars, patterns, stacked_chart, stacked_table, timeline_table, heat_legend %}
{% block title %}Figures{% endblock %}
{% block style %}{% include "_figures.css" %}{% endblock %}
{% block content %}
{{ patterns() }}
<h1>Figures</h1>
<section><h2>Timeline</h2>{{ timeline_table(timeline(report.quarters, report.planned), "What happens when") }}</section>
{% set series = ["One-time", "Recurring", "Licences", "Reserve"] %}
<section><h2>Budget</h2>{{ stacked_chart(stacked(report.budget, series, "USD"), "Budget by quarter") }}
{{ stacked_table(report.budget, series, "USD", "Budget by quarter") }}</section>
<section><h2>Year</h2>{{ stacked_chart(stacked(report.year, series, "USD"), "Budget by year", "year") }}
{{ bars(report.ranked, "Standards that fail", ["Standard", "Clients"]) }}{{ heat_legend() }}</section>
{% endblock %}
"""
