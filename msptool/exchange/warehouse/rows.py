"""The rows of the tables, one client at a time: whatever the number of clients, only one is in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date
from functools import cached_property

from msptool import __version__
from msptool.alignment.findings import Finding, area_of
from msptool.alignment.scores import CREDIT
from msptool.alignment.viewpoint import Viewpoint, viewpoint
from msptool.clients.agreements import periods
from msptool.clients.model import Client
from msptool.exchange.warehouse.definition import BY_NAME, META, VERSION, Row, Table
from msptool.kpis.definitions import require_kpis
from msptool.kpis.kpi import Kpi
from msptool.kpis.model import CLIENT_MONTH, PRACTICE_PERIOD, Record
from msptool.kpis.periods import period_of
from msptool.reviews.model import Review
from msptool.reviews.record import Given, answers_given, by_standard
from msptool.roadmap.items import Item, item_of, recommendations
from msptool.visits.model import CLIENT_YEAR
from msptool.visits.register import Appointment
from msptool.workspace.entities import load, load_one
from msptool.workspace.problems import refuse_first
from msptool.workspace.workspace import Workspace

Batch = tuple[Table, list[Row]]
_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Extract:
    """What a workspace has for a warehouse, as of its day. `notes`: with what only the practice may read in its own words."""

    view: Viewpoint
    notes: bool = False

    @classmethod
    def of(cls, workspace: Workspace, *, notes: bool = False) -> Extract:
        """The extract of a workspace as it stands; refuses a broken library, and later any broken file."""
        return cls(viewpoint(workspace), notes)

    @cached_property
    def practice(self) -> str:
        """The key that every row has."""
        return self.view.settings.practice.key

    @property
    def clients(self) -> list[Client]:
        """All clients, former ones too, by id."""
        return [client for _, client in sorted(self.view.clients.items())]

    def shared(self) -> Iterator[Batch]:
        """The rows that are of no client: the export itself, the library, the practice's own figures."""
        yield META, [self._meta()]
        yield BY_NAME["standards"], [self._standard(each.id) for each in self.view.library]
        yield BY_NAME["kpis"], list(self._practice_kpis())

    def of_client(self, client: Client) -> Iterator[Batch]:
        """The rows of one client; refuses a broken file of it."""
        view, day = self.view, self.view.as_of
        reviews = [each for each in view.reviews(client.id) if each.started.date() <= day]
        given = by_standard(answers_given(reviews, day))
        served = client.served_on(day)
        found = view.findings(client, given) if served else []
        yield BY_NAME["clients"], [self._client(client, served)]
        yield BY_NAME["reviews"], [self._review(each) for each in reviews]
        yield BY_NAME["answers"], [self._answer(each) for answers in given.values() for each in answers]
        yield BY_NAME["standings"], list(self._standings(client, given, found)) if served else []
        yield BY_NAME["findings"], [self._finding(each) for each in found]
        yield BY_NAME["recommendations"], list(self._recommendations(client, given, found))
        yield BY_NAME["visits"], list(self._visits(client))
        yield BY_NAME["kpis"], list(self._client_kpis(client))

    def _meta(self) -> Row:
        practice = self.view.settings.practice
        return self._row(
            META, practice_name=practice.name, schema_version=VERSION, msptool_version=__version__,
            exported_at=self.view.as_of, commit=self.view.commit,
            modified=self.view.modified if self.view.commit else None, currency=practice.currency,
            score_method=self.view.settings.score_method, notes=self.notes,
        )  # fmt: skip

    def _standard(self, identifier: str) -> Row:
        library = self.view.library
        each = library.standards[identifier]
        category = library.category(each)
        return self._row(
            BY_NAME["standards"], standard=each.id, name=each.name, question=each.question, fingerprint=each.fingerprint,
            category=category.id, category_name=category.name, category_order=self._category_order.get(category.id, 0),
            section=category.section or None, status=each.status, kind=each.kind, level=each.level,
            priority=each.priority, business_impact=each.business_impact, technical_risk=each.technical_risk,
            weight=self.view.settings.weights.of(each.priority), frequency=library.frequency(each), minutes=each.minutes,
            area=area_of(each, library), tags=_listed(each.tags), reviewed=each.reviewed,
        )  # fmt: skip

    def _client(self, client: Client, served: bool) -> Row:
        day = self.view.as_of
        agreement = next((each.agreement for each in periods(client, day, day)), None)
        terms = {} if agreement is None else {
            "agreement_starts": agreement.starts, "agreement_ends": agreement.ends,
            "service_model": agreement.service_model, "mrr": agreement.mrr, "seats": agreement.seats,
            "servers": agreement.servers, "storage_gb": agreement.storage_gb,
            "endpoints": agreement.devices,
            "onsite_days": agreement.onsite_days, "reactive_hours": agreement.reactive_hours,
        }  # fmt: skip
        return self._row(
            BY_NAME["clients"], client=client.id, name=client.name, status=client.status, served=served,
            tam=client.team.tam, vcio=client.team.vcio, sales=client.team.sales, tags=_listed(client.tags),
            since=min((each.starts for each in client.agreements), default=None), notes=client.notes or None, **terms,
        )  # fmt: skip

    def _review(self, review: Review) -> Row:
        said = [each.answer for each in review.answers.values()]
        return self._row(
            BY_NAME["reviews"], client=review.client, review=review.id, day=review.day, status=review.status, by=review.by,
            started=review.started.astimezone(UTC), finished=review.finished.astimezone(UTC) if review.finished else None,
            library_commit=review.library.commit, asked=len(review.asked), answered=len(said), yes=said.count("yes"),
            no=said.count("no"), not_applicable=said.count("n/a"), visit_days=len(review.visits),
            fixed_onsite=sum(each.fixed_onsite for each in review.answers.values()),
        )  # fmt: skip

    def _answer(self, given: Given) -> Row:
        answer, review = given.answer, given.review
        standard = self.view.library.find(given.standard)
        return self._row(
            BY_NAME["answers"], client=review.client, review=review.id, asked_as=given.standard,
            standard=standard.id if standard else given.standard, day=answer.on, answer=answer.answer,
            priority=answer.priority, question=answer.question,
            counts_now=standard is not None and given.counts_for(standard), fixed_onsite=answer.fixed_onsite,
            hand_over=answer.hand_over, note=answer.note or None, feedback=answer.feedback or None,
            by=next((visit.by for visit in review.visits if visit.on == answer.on and visit.by), review.by),
        )  # fmt: skip

    def _standings(
        self, client: Client, given: Mapping[str, list[Given]], found: list[Finding]
    ) -> Iterator[Row]:  # fmt: skip
        stages = {each.standard.id: each.stage for each in found}
        for part in self.view.assess(client, "weighted", given).parts:
            stage = stages.get(part.standard.id)
            yield self._row(
                BY_NAME["standings"], client=client.id, standard=part.standard.id, category=part.standard.category,
                priority=part.standard.priority, weight=part.weight, answer=part.answer,
                day=part.given.answer.on if part.given else None, review=part.given.review.id if part.given else None,
                credit=part.credit, credit_vcio=CREDIT[stage] if stage else part.credit, overdue=part.overdue,
            )  # fmt: skip

    def _finding(self, each: Finding) -> Row:
        last = each.judgements[-1] if each.judgements else None
        return self._row(
            BY_NAME["findings"], client=each.client.id, standard=each.standard.id, since=each.since,
            age_days=each.age(self.view.as_of), times=each.times, answer_day=each.given.answer.on, severity=each.severity,
            weight=self.view.settings.weights.of(each.standard.priority), status=each.status, stage=each.stage,
            way=each.way, area=each.area, judged_on=last.on if last else None, judged_by=last.by if last else None,
            accepted_by=each.acceptance.accepted_by if each.acceptance else None,
            until=each.acceptance.until if each.acceptance else None, reason=last.reason if last else None,
        )  # fmt: skip

    def _recommendations(
        self, client: Client, given: Mapping[str, list[Given]], found: list[Finding]
    ) -> Iterator[Row]:  # fmt: skip
        view = self.view
        for each in recommendations(view.source, client.id):
            if each.raised <= view.as_of:
                weights = view.settings.weights
                yield self._recommendation(item_of(each, found, given, view.library, weights, view.as_of, client))

    def _recommendation(self, item: Item) -> Row:
        each = item.recommendation
        return self._row(
            BY_NAME["recommendations"], client=each.client, recommendation=each.id, title=each.title, status=item.status,
            area=each.area, owner=each.owner, way=each.way, initiative=each.initiative, quarter=each.quarter,
            raised=each.raised, hours=each.hours, one_time=each.costs.one_time, monthly=each.costs.monthly,
            basis=each.costs.basis, standards=_listed(each.standards), findings=len(item.findings), points=item.points,
            decided_on=item.decision.on if item.decision else None,
            decided_by=(item.decision.by or None) if item.decision else None,
            until=item.decision.until if item.decision else None, done_on=item.done.on if item.done else None,
            notes=each.notes or None,
        )  # fmt: skip

    def _visits(self, client: Client) -> Iterator[Row]:
        for year in self._years:
            entry, problems = load_one(self.view.source, CLIENT_YEAR, CLIENT_YEAR.path(year=year, client=client.id))
            refuse_first(problems)
            for visit in entry.entity.visits if entry else ():
                yield self._row(
                    BY_NAME["visits"], visit=Appointment(client.id, int(year), visit, "").name, client=client.id,
                    day=visit.day, tam=visit.tam, status=visit.status, ideal=visit.ideal,
                    moves=sum(change.step == "moved" for change in visit.changes),
                )  # fmt: skip

    def _client_kpis(self, client: Client) -> Iterator[Row]:
        months, problems = load(self.view.source, CLIENT_MONTH, f"clients/{client.id}/kpis")
        refuse_first(problems)
        for month in months:
            yield from self._records(client.id, month.entity.period, month.entity.records)

    def _practice_kpis(self) -> Iterator[Row]:
        entries, problems = load(self.view.source, PRACTICE_PERIOD)
        refuse_first(problems)
        for entry in entries:
            yield from self._records("", entry.entity.period, entry.entity.records)

    def _records(self, client: str, name: str, records: Mapping[str, Record]) -> Iterator[Row]:
        period = period_of(name)
        assert period is not None  # the model refuses any other name
        for identifier, record in records.items():
            kpi = self._kpis.get(identifier)
            denominator = record.denominator if kpi is None or kpi.denominator else None
            value = record.numerator if denominator is None else record.numerator / denominator if denominator else None
            yield self._row(
                BY_NAME["kpis"], client=client, kpi=identifier, name=kpi.name if kpi else identifier,
                unit=kpi.unit if kpi else "count", period=period.id, period_starts=period.first,
                numerator=float(record.numerator), denominator=None if denominator is None else float(denominator),
                value=None if value is None else float(value),
                target=float(kpi.target) if kpi and kpi.target is not None else None, source=record.source,
                recorded=record.recorded, by=record.by, note=record.note or None,
            )  # fmt: skip

    @cached_property
    def _kpis(self) -> dict[str, Kpi]:
        return require_kpis(self.view.source, self.view.settings)

    @cached_property
    def _years(self) -> list[str]:
        """The years of which visits are planned."""
        return sorted(
            {
                found["year"]
                for each in self.view.source.paths("practice/schedule")
                if (found := CLIENT_YEAR.match(each))
            }
        )

    @cached_property
    def _category_order(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.view.library.categories, 1)}

    def _row(self, table: Table, **fields: object) -> Row:
        """A row in the order of the columns. The practice and the year are added, notes taken away where nobody wants them."""
        day = fields[table.day] if table.day else None
        lead: Row = (self.practice, day.year) if isinstance(day, date) else (self.practice,)
        return (
            *lead,
            *(None if column.note and not self.notes else _plain(fields.get(column.name)) for column in table.own),
        )


def _listed(names: tuple[str, ...]) -> str | None:
    return ",".join(names) or None


def _plain(value: object) -> object:
    """A value that every target can hold: text without the sign that PostgreSQL refuses, a number of 64 bits."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, int) and value > _LARGEST:
        return _LARGEST
    return value
