"""What is due, and the handful that a visit takes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from msptool.clients.model import Client
from msptool.reviews.due import Item, Reason, choose, items, urgency
from msptool.reviews.model import Review, Scope
from msptool.reviews.record import Given, Said, by_standard
from msptool.standards.library import Library
from msptool.standards.model import Frequency, Standard
from msptool.workspace.settings import Settings
from tests.reviews.builders import TODAY, answer, given, library, never_asked, review, standard

CLIENT = Client(id="acme", name="Acme")
ONE = standard("mail-mfa")


def due(*answers: Given, lib: Library | None = None, today: date = TODAY) -> Item:
    found = items(CLIENT, lib or library(ONE), by_standard(answers), today, due_soon_days=30)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("value", "on", "reason"),
    [
        ("yes", "2026-11-10", "current"),
        ("yes", "2026-08-17", "due soon"),  # runs out tomorrow
        ("yes", "2026-08-16", "overdue"),  # runs out today
        ("yes", "2026-01-01", "overdue"),
        ("yes", "2026-09-16", "due soon"),  # runs out on 16 December, in 30 days
        ("yes", "2026-09-17", "current"),  # runs out on 17 December, in 31 days
        ("n/a", "2026-11-10", "current"),
        ("n/a", "2026-01-01", "overdue"),
        ("no", "2026-11-10", "last answer no"),
        ("no", "2026-01-01", "last answer no"),
        ("no", "2026-11-16", "current"),  # said today: not again on the same day
    ],
)
def test_the_last_answer_and_the_frequency_say_what_is_due(value: str, on: str, reason: Reason) -> None:
    found = due(given(ONE, value, on))
    assert (found.reason, found.is_due) == (reason, reason != "current")
    assert found.previous is not None


def test_a_question_never_asked_is_due() -> None:
    found = due()
    assert (found.reason, found.previous, found.due) == ("never asked", None, None)


def test_a_reworded_question_is_due_and_the_older_answer_is_still_shown() -> None:
    old = standard("mail-mfa", question="Is MFA on somewhere?")
    found = due(given(old, "yes", "2026-11-10"))
    assert found.reason == "reworded"
    assert found.previous is not None
    assert found.previous.answer.on == date(2026, 11, 10)


def test_an_answer_to_the_present_wording_counts_even_below_a_later_one_to_another_wording() -> None:
    other = standard("mail-mfa", question="Is MFA on somewhere?")
    assert due(given(ONE, "yes", "2026-11-01"), given(other, "no", "2026-11-10")).reason == "current"


def test_answers_under_a_former_id_count_by_their_day() -> None:
    renamed = standard("mail-mfa", formerly=["mfa"])
    before, after = given(renamed, "no", "2026-03-01", "mfa"), given(renamed, "yes", "2026-11-01")
    assert due(before, after, lib=library(renamed)).reason == "current"
    assert due(given(renamed, "yes", "2026-11-01", "mfa"), lib=library(renamed)).reason == "current"


def test_a_monthly_answer_is_not_due_again_the_day_after_because_it_runs_out_within_a_month() -> None:
    monthly = standard("mail-mfa", frequency="monthly")
    assert due(given(monthly, "yes", "2026-11-15"), lib=library(monthly)).reason == "current"
    assert due(given(monthly, "yes", "2026-10-17"), lib=library(monthly)).reason == "current"
    assert due(given(monthly, "yes", "2026-10-16"), lib=library(monthly)).reason == "overdue"


def test_an_answer_at_the_end_of_time_does_no_harm() -> None:
    far = answer(ONE, "yes", "9999-12-31")
    found = due(Given("mail-mfa", far, review("2026-05-12")))
    assert found.reason == "current"


def test_what_was_said_since_the_last_answer_stands_beside_it() -> None:
    said = {
        "mail-mfa": [
            Said(date(2026, 9, 1), "Before."),
            Said(date(2026, 11, 10), "With it."),
            Said(date(2026, 11, 12), "After."),
        ]
    }
    answers = by_standard([given(ONE, "yes", "2026-11-10")])
    found = items(CLIENT, library(ONE), answers, TODAY, due_soon_days=30, said=said)[0]
    assert [each.text for each in found.since] == ["After."]
    fresh = items(CLIENT, library(ONE), {}, TODAY, due_soon_days=30, said=said)[0]
    assert [each.text for each in fresh.since] == ["Before.", "With it.", "After."]


def test_what_was_said_under_a_former_id_is_not_lost() -> None:
    renamed = standard("mail-mfa", formerly=["mfa"])
    said = {"mfa": [Said(date(2026, 9, 1), "Ask again."), Said(date(2026, 10, 1), "And again.")]}
    found = items(CLIENT, library(renamed), {}, TODAY, due_soon_days=30, said=said)[0]
    assert [each.text for each in found.since] == ["Ask again.", "And again."]


def test_only_what_applies_to_the_client_is_asked() -> None:
    lib = library(ONE, standard("vpn-mfa", applies_to={"technologies": ["vpn"]}), standard("later", status="draft"))
    assert [item.standard.id for item in items(CLIENT, lib, {}, TODAY, due_soon_days=30)] == ["mail-mfa"]


def chosen(
    pool: list[Item], visits: int = 0, settings: dict[str, Any] | None = None, first_visit: str = "2026-11-16", **scope: Any
) -> list[str]:  # fmt: skip
    practice = Settings.model_validate({"review": settings or {}})
    found = choose(CLIENT, pool, Scope.model_validate(scope), practice, [review(first_visit)] * visits, TODAY)
    return [item.standard.id for item in found]


def press(item: Item, first_day: date = TODAY) -> float:
    return urgency(item, Settings(), first_day, TODAY)


def overdue(asked: Standard, due: str, frequency: Frequency = "quarterly") -> Item:
    return Item(asked, given(asked, "yes", "2025-01-01"), "overdue", date.fromisoformat(due), frequency)


@pytest.mark.parametrize(
    ("priority", "fields", "points"),
    [
        ("high", {}, 5), ("medium", {}, 3), ("low", {}, 1),
        ("low", {"tags": ["high-impact"]}, 2), ("high", {"tags": ["high-impact", "x"]}, 10), ("high", {"tags": ["x"]}, 5),
        ("medium", {"level": "base"}, 4.5), ("medium", {"level": "advanced"}, 3),
        ("high", {"level": "base", "tags": ["high-impact"]}, 15),
    ],
)  # fmt: skip
def test_what_was_never_asked_presses_by_weight_tag_and_base_level(
    priority: str, fields: dict[str, Any], points: float
) -> None:
    assert press(never_asked(standard("a", priority, **fields))[0]) == points


def test_every_period_overdue_adds_the_weight_once_more() -> None:
    year_ago = overdue(standard("a"), "2025-11-16", "annual")
    assert press(year_ago) == pytest.approx(3 * 2, rel=0.01)
    assert press(overdue(standard("a"), "2025-11-16", "quarterly")) == pytest.approx(3 * 5, rel=0.01)
    assert press(overdue(standard("a"), "2026-11-16")) == 3
    assert press(overdue(standard("a"), "2027-01-16")) == 3
    assert press(overdue(standard("a", level="base"), "2026-11-16")) == 3


def test_what_was_never_asked_is_due_since_the_client_s_first_review() -> None:
    item = never_asked(standard("a", "low", frequency="annual"))[0]
    assert press(item, date(2025, 11, 16)) == pytest.approx(2, rel=0.01)
    assert press(item, date(2021, 11, 16)) == pytest.approx(6, rel=0.01)


def test_the_most_urgent_fill_the_handful() -> None:
    pool = [
        *never_asked(standard("a-low", "low"), standard("b-high", "high"), standard("c-medium")),
        overdue(standard("d-medium-overdue"), "2026-05-17"),  # 3 points, two quarters overdue: 9
        *never_asked(standard("e-low-tagged", "low", tags=["high-impact"])),
    ]
    order = ["d-medium-overdue", "b-high", "c-medium", "e-low-tagged", "a-low"]
    for limit in range(1, 6):
        assert set(chosen(pool, limit=limit)) == set(order[:limit])


def test_a_visit_asks_in_library_order_whatever_is_more_urgent() -> None:
    pool = never_asked(standard("low", "low"), standard("high", "high"), standard("medium"))
    assert chosen(pool) == ["low", "high", "medium"]


def test_of_equally_urgent_ones_the_first_in_the_library_are_taken() -> None:
    pool = never_asked(*(standard(f"s-{number}") for number in (3, 1, 2, 0)))
    assert chosen(pool, limit=2) == ["s-3", "s-1"]


def test_the_practice_may_choose_its_own_priority_tags_and_weights() -> None:
    pool = never_asked(standard("a", "high"), standard("b", "medium", tags=["audit"]))
    assert chosen(pool, settings={"priority_tags": ["audit"]}, limit=1) == ["b"]
    assert chosen(pool, limit=1) == ["a"]


def test_even_the_least_urgent_standard_is_asked_in_the_end() -> None:
    standards = [standard(f"s-{number}", "high" if number % 3 else "low", minutes=30) for number in range(30)]
    lib = library(*standards)
    day, past, answers, asked = date(2017, 1, 16), list[Review](), list[Given](), set[str]()
    settings = Settings.model_validate({"review": {"minutes": 120, "growth_per_visit": 0}})
    for _ in range(40):
        pool = items(CLIENT, lib, by_standard(answers), day, due_soon_days=30)
        visit = choose(CLIENT, pool, Scope(), settings, past, day)
        assert len(visit) <= 4
        answers += [given(item.standard, "yes", day) for item in visit]
        asked |= {item.standard.id for item in visit}
        past.append(review(str(day)))
        day += timedelta(days=91)
    assert asked == {each.id for each in standards}


@pytest.mark.parametrize(("visits", "asked"), [(0, 3), (1, 5), (2, 7), (10, 9)])
def test_the_handful_grows_visit_by_visit(visits: int, asked: int) -> None:
    pool = never_asked(*(standard(f"s-{number}") for number in range(9)))
    assert len(chosen(pool, visits, {"first_visit_limit": 3, "growth_per_visit": 2})) == asked


def test_the_day_s_minutes_bound_the_handful_but_one_question_always_fits() -> None:
    pool = never_asked(standard("a", "high", minutes=50), standard("b", minutes=20), standard("c", "low", minutes=10))
    assert chosen(pool, minutes=60) == ["a", "c"]
    assert chosen(pool, minutes=80) == ["a", "b", "c"]
    assert chosen(pool, minutes=5) == ["a"]
    assert chosen(pool, settings={"minutes": 70}) == ["a", "b"]


def test_everything_is_everything_unless_limited_by_hand() -> None:
    pool = [*never_asked(*(standard(f"s-{number}", minutes=480) for number in range(40)))]
    pool[3] = Item(pool[3].standard, None, "current", None, "quarterly")
    assert len(chosen(pool, everything=True)) == 40
    assert len(chosen(pool, everything=True, limit=7)) == 7
    assert len(chosen(pool, everything=True, minutes=960)) == 2


def test_category_and_any_of_the_tags_narrow_the_visit() -> None:
    pool = never_asked(
        standard("a", tags=["x"]), standard("b", category="firewalls", tags=["y"]), standard("c", tags=["z"])
    )
    assert chosen(pool, categories=["firewalls"]) == ["b"]
    assert chosen(pool, tags=["x", "y"]) == ["a", "b"]
    assert chosen(pool, tags=["x", "y"], categories=["email"]) == ["a"]


POOLS = st.lists(
    st.builds(
        lambda number, priority, minutes, tags, reason, days: Item(
            standard(f"s-{number}", priority, minutes=minutes, tags=tags), None, reason, TODAY - timedelta(days=days), "annual"
        ),
        st.integers(0, 10_000),
        st.sampled_from(["high", "medium", "low"]),
        st.integers(1, 60),
        st.lists(st.sampled_from(["high-impact", "x"]), unique=True),
        st.sampled_from(["never asked", "overdue", "current"]),
        st.integers(0, 400),
    ),
    unique_by=lambda item: item.standard.id,
    max_size=25,
)  # fmt: skip


@for_all(POOLS, st.integers(1, 30), st.integers(1, 200))
def test_a_visit_never_exceeds_its_limits_and_keeps_the_order(pool: list[Item], limit: int, minutes: int) -> None:
    found = choose(CLIENT, pool, Scope(limit=limit, minutes=minutes), Settings(), [], TODAY)
    assert len(found) <= limit
    assert len(found) <= 1 or sum(item.standard.minutes for item in found) <= minutes
    assert [item for item in pool if item in found] == found
    assert all(item.is_due for item in found)
    assert bool(found) == any(item.is_due for item in pool)


@for_all(POOLS, st.integers(1, 30))
def test_nothing_left_out_presses_more_than_what_is_asked(pool: list[Item], limit: int) -> None:
    found = choose(CLIENT, pool, Scope(limit=limit, minutes=10_000), Settings(), [], TODAY)
    left = [item for item in pool if item.is_due and item not in found]
    if found and left:
        assert max(map(press, left)) <= min(map(press, found))
        assert len(found) == limit


@for_all(POOLS, st.integers(1, 30))
def test_a_larger_visit_asks_everything_that_a_smaller_one_does(pool: list[Item], limit: int) -> None:
    smaller = choose(CLIENT, pool, Scope(limit=limit, minutes=10_000), Settings(), [], TODAY)
    larger = choose(CLIENT, pool, Scope(limit=limit + 1, minutes=10_000), Settings(), [], TODAY)
    assert {item.standard.id for item in smaller} <= {item.standard.id for item in larger}
