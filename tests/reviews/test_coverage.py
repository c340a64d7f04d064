"""What each visit covers: every standard as often as it should be, within the minutes of a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from msptool.clients.model import Client
from msptool.reviews.coverage import Coverage, cover
from msptool.reviews.due import Item
from msptool.standards.frequency import due_on
from msptool.standards.model import Standard
from msptool.workspace.settings import Settings
from tests.small_practice import TODAY, Practice

SETTINGS = Settings()
CLIENT = Client.model_validate({"id": "acme", "name": "Acme"})


def standard(number: int, **fields: Any) -> Standard:
    values = {"id": f"s{number}", "category": "email", "name": "x", "question": "Is it on?", "status": "active"}
    return Standard.model_validate({**values, **fields})


FREQUENCIES = st.sampled_from(["monthly", "quarterly", "semiannual", "annual", "biennial"])


@st.composite
def items(draw: st.DrawFn) -> list[Item]:
    found = []
    for number in range(draw(st.integers(0, 25))):
        frequency: Any = draw(FREQUENCIES)
        made = standard(
            number, minutes=draw(st.sampled_from([5, 10, 30, 120])), frequency=frequency,
            checked=draw(st.sampled_from([["onsite"], ["remote"], ["onsite", "automated"]])),
            level=draw(st.sampled_from(["base", "core"])), business_impact=draw(st.sampled_from(["high", "low"])),
        )  # fmt: skip
        reason: Any = draw(st.sampled_from(["never asked", "current", "overdue", "last answer no"]))
        due = (
            None
            if reason == "never asked"
            else TODAY + timedelta(draw(st.integers(-200, 0) if reason == "overdue" else st.integers(1, 700)))
        )
        found.append(Item(made, None, reason, due, frequency))
    return found


DAYS = st.lists(st.integers(0, 400), max_size=12, unique=True).map(
    lambda each: [TODAY + timedelta(day) for day in sorted(each)]
)


@given(items(), DAYS)
def test_no_day_is_over_its_minutes_and_nothing_is_asked_twice_a_day(found: list[Item], days: list[date]) -> None:
    coverage = cover(CLIENT, found, days, SETTINGS, 3, TODAY)
    assert [day.day for day in coverage.days] == days
    for number, day in enumerate(coverage.days):
        assert day.minutes <= SETTINGS.review.minutes
        assert len(day.onsite) <= SETTINGS.review.first_visit_limit + SETTINGS.review.growth_per_visit * (3 + number)
        asked = [item.standard.id for item in (*day.onsite, *day.office)]
        assert len(asked) == len(set(asked))
        assert all(item.standard.checked != ("onsite",) for item in (*day.office, *(item for item, _ in day.between)))


@given(items(), DAYS)
def test_what_is_asked_later_than_it_is_due_is_said_to_be_late(found: list[Item], days: list[date]) -> None:
    coverage = cover(CLIENT, found, days, SETTINGS, 3, TODAY)
    if not days:
        assert coverage.late == []
        return
    late = {standard.id for standard, _ in coverage.late}
    for item in found:
        if item.standard.id in late:
            continue
        due = _first_due(item, days[0])
        for day in sorted([*_asked_on(coverage, item), days[-1]]):
            # On the first visit everything that waited is caught up.
            assert day <= due or day == days[0] or due <= days[0]
            due = max(due, due_on(day, item.frequency)) if day in _asked_on(coverage, item) else due


def _first_due(item: Item, first: date) -> date:
    if item.reason == "never asked":
        return due_on(first, item.frequency)
    return first if item.reason == "last answer no" or item.due is None else item.due


def _asked_on(coverage: Coverage, item: Item) -> list[date]:
    days = [day.day for day in coverage.days if item in day.onsite or item in day.office]
    return sorted([*days, *(due for day in coverage.days for each, due in day.between if each == item)])


def test_a_full_day_gives_what_only_somebody_onsite_can_see_the_first_place() -> None:
    remote = [
        Item(
            standard(n, minutes=60, checked=["remote"], business_impact="high", technical_risk="high"),
            None,
            "overdue",
            TODAY,
            "annual",
        )
        for n in range(6)
    ]
    onsite = Item(
        standard(9, minutes=60, business_impact="low", technical_risk="low"), None, "overdue", TODAY, "annual"
    )
    (day,) = cover(CLIENT, [*remote, onsite], [TODAY], SETTINGS, 3, TODAY).days
    assert onsite in day.onsite
    assert (day.minutes, len(day.office), day.late) == (300, 2, [])


def test_a_client_under_onboarding_is_asked_the_base_level_alone() -> None:
    new = Client.model_validate({"id": "acme", "name": "Acme", "status": "onboarding"})
    found = [
        Item(standard(1, level="base"), None, "never asked", None, "annual"),
        Item(standard(2), None, "never asked", None, "annual"),
    ]
    (day,) = cover(new, found, [TODAY], SETTINGS, 0, TODAY).days
    assert [item.standard.id for item in day.onsite] == ["s1"]


def test_the_base_level_comes_first_and_the_handful_grows() -> None:
    found = [
        Item(standard(n, level="base" if n % 2 else "core"), None, "never asked", None, "annual") for n in range(90)
    ]
    days = [TODAY + timedelta(30 * n) for n in range(3)]
    coverage = cover(CLIENT, found, days, SETTINGS, 0, TODAY)
    assert len(coverage.days[0].onsite) == 30
    assert all(item.standard.level == "base" for item in coverage.days[0].onsite)
    assert coverage.late == []


def test_a_review_on_a_planned_day_asks_what_the_visit_covers(practice: Practice) -> None:
    practice.write(
        "practice/schedule/2026/acme.yaml",
        f"visits:\n  - {{id: 1, day: {TODAY}, tam: jim}}\n  - {{id: 2, day: 2026-12-15, tam: jim}}\n",
    )
    covered = practice.run("schedule", "cover", "acme", "--json").json["visits"][0]["onsite"]
    assert 0 < len(covered) < 6, "the rest is for the second visit"
    started = practice.run("review", "start", "acme", "--answers", "-", "--json", stdin="standard,answer\n").json
    assert started["asked"] == len(covered)


def test_a_review_that_says_its_own_scope_does_not_ask_the_plan(practice: Practice) -> None:
    practice.write(
        "practice/schedule/2026/acme.yaml",
        f"visits:\n  - {{id: 1, day: {TODAY}, tam: jim}}\n  - {{id: 2, day: 2026-12-15, tam: jim}}\n",
    )
    started = practice.run(
        "review", "start", "acme", "--all", "--answers", "-", "--json", stdin="standard,answer\n"
    ).json
    assert started["asked"] == 6
