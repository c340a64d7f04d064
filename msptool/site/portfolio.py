"""The first page: every client with its score, its trend, its findings and its next visit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from msptool.alignment.scores import added
from msptool.reports.context import Figure, Severities, figure, severities
from msptool.reports.portfolio import most_failing
from msptool.site.parts import Link, Spark, change, client_url, floor_of, spark, standard_url
from msptool.site.reading import Known, Reading

SOON = timedelta(30)
MOST_FAILING = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One client. Shares are 0..1, None for no data; `change` in points of percent at the last review.

    `next_status` says whether the next visit is planned or confirmed; empty without one.
    """

    client: Link
    status: str
    tam: str
    vcio: str
    score: float | None
    coverage: float | None
    change: int | None
    spark: Spark | None
    findings: Severities
    last_review: date | None
    next_visit: date | None
    next_status: str


@dataclass(frozen=True, slots=True)
class Failing:
    """A standard that many clients fail: `no` of the `asked` that answered yes or no."""

    standard: Link
    category: str
    no: int
    asked: int


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everything that the page says. `people` are the names that a reader may choose the clients of.

    `soon` counts the visits of the next 30 days; `reports` are pages about the whole practice.
    """

    figure: Figure
    rows: tuple[Row, ...]
    former: tuple[Link, ...]
    people: tuple[str, ...]
    findings: Severities
    soon: int
    failing: tuple[Failing, ...]
    reports: tuple[Link, ...]


def portfolio(reading: Reading, every: Sequence[Known], reports: Iterable[Link]) -> Portfolio:
    """The page of all clients; the practice's figure is of those that it serves today."""
    served = [each for each in every if each.client.served_on(reading.as_of)]
    current = sorted((each for each in every if each.client.is_current), key=lambda each: each.client.name.casefold())
    floor = floor_of([each.points for each in current])
    rows = tuple(_row(reading, each, floor) for each in current)
    people = sorted({name for row in rows for name in (row.tam, row.vcio) if name})
    soon = [visit for each in current for visit in each.ahead if visit.visit.day < reading.as_of + SOON]
    return Portfolio(
        figure(added(each.assessment.total for each in served), reading, reading.method),
        rows,
        tuple(Link(each.client.name, client_url(each.client.id)) for each in every if not each.client.is_current),
        tuple(people),
        severities([finding for each in served for finding in each.findings]),
        len(soon),
        tuple(
            Failing(Link(each.name, standard_url(each.standard)), each.category, each.no, each.asked)
            for each in most_failing((_answers(one) for one in served), reading.library)[:MOST_FAILING]
        ),
        tuple(reports),
    )


def _answers(known: Known) -> dict[str, str | None]:
    return {part.standard.id: part.answer for part in known.assessment.parts}


def _row(reading: Reading, each: Known, floor: float) -> Row:
    client, total = each.client, each.assessment.total
    following = each.ahead[0].visit if each.ahead else None
    return Row(
        Link(client.name, client_url(client.id)), client.status, reading.person(client.team.tam),
        reading.person(client.team.vcio), total.score, total.coverage, change(each.points), spark(each.points, floor),
        severities(each.findings), each.last_review, following.day if following else None, following.status if following else "",
    )  # fmt: skip
