"""The roadmap of one client of the sample: what was fixed in the last year, and what is recommended now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sample_chance import Chance

from msptool.alignment.findings import Finding, findings
from msptool.alignment.model import TRIAGE
from msptool.alignment.scores import assess
from msptool.clients.model import Client
from msptool.reviews.model import RECHECK, Review
from msptool.reviews.record import answers_given, by_standard, history_of
from msptool.roadmap.items import Roadmap, item_of
from msptool.roadmap.model import INITIATIVE, RECOMMENDATION, Recommendation
from msptool.roadmap.proposing import Suggestion, area_name, fields_of, slug_of, suggest
from msptool.roadmap.quarters import quarter_of
from msptool.standards.library import Library
from msptool.standards.model import Standard
from msptool.workspace.edits import folded, render
from msptool.workspace.settings import Settings

_YEAR = timedelta(days=400)
_MOST_PAST, _MOST_OPEN = 5, 12
_DEFERRED = (
    "Next year's budget first; ask again in spring.", "After the move to the new office.",
    "They want to see the price of the whole project.",
)  # fmt: skip
_DECLINED = ("The old way has worked for years, they say.", "They let a relative look after this one.")
_ACCEPTED = ("The machine is replaced in a year anyway.", "Nobody outside the office can reach it.")
_DONE = ("Done in the evening, tested with the office.", "Done during the visit's maintenance window.", "")


@dataclass
class RoadmapStory:
    """One client's files below clients/<client>/, as of `today`."""

    client: Client
    library: Library
    reviews: Sequence[Review]
    settings: Settings
    today: date
    initiatives: dict[str, str] = field(default_factory=dict)
    recommendations: dict[str, dict[str, Any]] = field(default_factory=dict)
    judged: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    rechecks: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.given = by_standard(answers_given(self.reviews))
        contact = next((each for each in self.client.contacts if each.role == "decision-maker"), None)
        self.decider = f"{contact.title or 'Owner'}, {contact.name}" if contact else "Owner"

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Path and content of every file."""
        if self.client.status == "former" or not self.reviews:
            return
        self._past()
        self._present()
        where = {"client": self.client.id}
        for name, title in sorted(self.initiatives.items()):
            yield INITIATIVE.path(**where, id=name), render(INITIATIVE, {"title": title})
        for name, data in sorted(self.recommendations.items()):
            yield RECOMMENDATION.path(**where, id=name), render(RECOMMENDATION, data)
        if self.judged:
            yield TRIAGE.path(**where), render(TRIAGE, {"findings": dict(sorted(self.judged.items()))})
        if self.rechecks:
            yield RECHECK.path(**where), render(RECHECK, {"standards": dict(sorted(self.rechecks.items()))})

    def _past(self) -> None:
        """What was found, approved, done, and answered with 'yes' at a later review."""
        mended: dict[tuple[str, str, date, date], list[Standard]] = {}
        for standard in self.library.active:
            remedy, spell = standard.remedy, self._mended(standard)
            if remedy is not None and spell is not None:
                mended.setdefault((standard.category, remedy.area, *spell), []).append(standard)
        heaviest = sorted(mended.items(), key=lambda each: (-self._points(each[1]), each[0]))[:_MOST_PAST]
        for (category, area, found, verified), standards in heaviest:
            chance = Chance(self.client.id, category, area, found, "past")
            raised = found + timedelta(chance.between(3, 14))
            done = verified - timedelta(chance.between(4, 20))
            approved = raised + timedelta(chance.between(5, 30))
            if not raised <= approved < done:
                continue
            price = sum((self._price(each) for each in standards), Decimal("0.00"))
            several = len(standards) > 1
            name = self.library.category(standards[0]).name
            self._add(
                f"{category}-{found:%Y-%m}" if several else standards[0].id,
                {
                    "title": f"{name}: {len(standards)} corrections" if several else standards[0].name,
                    **({"why": folded(standards[0].why)} if standards[0].why else {}),
                    "steps": [folded(each.remedy.summary) for each in standards if each.remedy],
                    "standards": [each.id for each in standards],
                    "area": area,
                    "hours": sum(each.remedy.hours for each in standards if each.remedy),
                    "costs": {"one_time": price, "basis": "quote"} if price else {"one_time": price},
                    "initiative": slug_of(area_name(standards[0], self.library)),
                    "quarter": quarter_of(done, self.client.fiscal_year_starts).name,
                    "raised": raised.isoformat(),
                    "decisions": [{"choice": "approved", "on": approved.isoformat(), "by": self.decider}],
                    "done": self._done(done, chance),
                },
                area_name(standards[0], self.library),
            )  # fmt: skip

    def _present(self) -> None:
        """What is recommended for the findings of today: some of it approved, some put off, refused or accepted."""
        now = findings(self.client, self.library, self.given, self.today)
        possible = int(assess(self.client, self.library, self.given, self.today, self.settings.weights).total.possible)
        items = tuple(
            item_of(
                Recommendation.model_validate({**data, "id": name, "client": self.client.id}), now, self.given,
                self.library, self.settings.weights, self.today, self.client,
            )
            for name, data in self.recommendations.items()
        )  # fmt: skip
        roadmap = Roadmap(self.client, self.today, items, {}, possible, tuple(now))
        found = suggest(roadmap, self.library, self.settings.roadmap.cost_bands).suggestions
        for each in sorted(found, key=self._weight)[:_MOST_OPEN]:
            chance = Chance(self.client.id, each.id, "present")
            since = max(finding.since for finding in each.findings)
            raised = min(self.today, since + timedelta(chance.between(3, 21)))
            data = fields_of(each, raised) | self._decided(each, raised, chance)
            self._add(each.id, data, area_name(each.findings[0].standard, self.library))
        for finding in now:
            self._judge(finding)

    def _decided(self, each: Suggestion, raised: date, chance: Chance) -> dict[str, Any]:
        """The client's decision, the quarter, and for a few the work that the next review verifies."""
        day = min(self.today, raised + timedelta(chance.between(7, 40)))
        here, roll = quarter_of(self.today, self.client.fiscal_year_starts), chance.roll()
        made: dict[str, Any] = {"choice": "approved", "on": day.isoformat(), "by": self.decider}
        if roll < 0.34:
            found: dict[str, Any] = {"quarter": here.later(chance.between(1, 4)).name, "decisions": [made]}
            if roll < 0.05 and day < self.today:
                found |= {
                    "quarter": here.name,
                    "done": self._done(self.today - timedelta(chance.between(0, 3)), chance),
                }
                claim = {"since": found["done"]["on"], "because": f"recommendation {each.id} is done"}
                self.rechecks |= {finding.standard.id: [dict(claim)] for finding in each.findings}
            return found
        if roll < 0.42:
            until = self.today + timedelta(chance.between(60, 200))
            made |= {"choice": "deferred", "until": until.isoformat(), "reason": chance.pick(_DEFERRED)}
            return {"decisions": [made]}
        if roll < 0.46:
            return {"decisions": [made | {"choice": "declined", "reason": chance.pick(_DECLINED)}]}
        if roll < 0.50:
            last, reason = (self.today + timedelta(chance.between(20, 300))).isoformat(), chance.pick(_ACCEPTED)
            accepted: dict[str, Any] = {"stage": "accepted", "on": day.isoformat(), "by": self.client.team.vcio}
            accepted |= {"accepted_by": self.decider, "until": last, "reason": reason}
            self.judged |= {finding.standard.id: [dict(accepted)] for finding in each.findings}
            return {"decisions": [made | {"choice": "risk-accepted", "until": last, "reason": reason}]}
        return {"quarter": here.later(chance.between(1, 6)).name} if roll < 0.75 else {}

    def _judge(self, finding: Finding) -> None:
        chance = Chance(self.client.id, finding.standard.id, finding.since, "triage")
        if finding.severity == "low" or finding.standard.id in self.judged or not chance.hit(0.6):
            return
        remedy = finding.standard.remedy
        ways = (
            ("out-of-scope", "opportunistic")
            if remedy and remedy.cost not in ("none", "low")
            else ("in-scope", "catch-up")
        )
        vulnerable = chance.hit(0.6 if finding.severity == "high" else 0.2)
        self.judged[finding.standard.id] = [
            {
                "stage": "vulnerable" if vulnerable else "marginal",
                "on": min(self.today, finding.since + timedelta(chance.between(1, 10))).isoformat(),
                "by": self.client.team.vcio,
                "way": chance.pick(ways),
                "reason": "It could stop the business for a day."
                if vulnerable
                else "Something else limits the damage.",
            }
        ]

    def _add(self, name: str, data: dict[str, Any], initiative: str) -> None:
        number, free = 1, name
        while free in self.recommendations:
            number, free = number + 1, f"{name}-{number + 1}"
        self.recommendations[free] = data
        self.initiatives[data["initiative"]] = initiative

    def _mended(self, standard: Standard) -> tuple[date, date] | None:
        """The first 'no' and the 'yes' after it of the last run of 'no' that ended within a year."""
        answers = [each.answer for each in history_of(standard, self.given)]
        for place in range(len(answers) - 1, 0, -1):
            now, before = answers[place], answers[place - 1]
            if now.answer == "yes" and before.answer == "no" and now.on > self.today - _YEAR:
                first = place - 1
                while first and answers[first - 1].answer == "no":
                    first -= 1
                still = all(each.answer == "yes" for each in answers[place:])
                return (answers[first].on, now.on) if still and not before.fixed_onsite else None
        return None

    def _done(self, day: date, chance: Chance) -> dict[str, Any]:
        note = chance.pick(_DONE)
        return {"on": day.isoformat(), "by": self.client.team.tam, **({"note": note} if note else {})}

    def _points(self, standards: Sequence[Standard]) -> int:
        return sum(self.settings.weights.of(each.priority) for each in standards)

    def _weight(self, each: Suggestion) -> tuple[int, str]:
        return -self._points([finding.standard for finding in each.findings]), each.id

    def _price(self, standard: Standard) -> Decimal:
        price: Decimal = (
            getattr(self.settings.roadmap.cost_bands, standard.remedy.cost) if standard.remedy else Decimal("0.00")
        )
        return price
