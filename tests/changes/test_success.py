"""The Change Rollout Success Rate, computed by hand.

Source: seed document 000, 'The Core KPI': changes completed with zero rollback and no SLA-impacting disruption in the first
5 business days, of all changes implemented in the same period; 95 % or more over a rolling 30 days.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from msptool.changes.model import Change
from msptool.changes.success import judge, success_rate, trend
from tests.changes.builders import outcome, rolled_out, rules

TODAY = date(2026, 11, 16)


def day(month: int, number: int) -> date:
    return date(2026, month, number)


EXAMPLE = [
    rolled_out(day(10, 17), outcome("success"), "too-early"),  # the day before the 30 days begin
    rolled_out(day(10, 18), outcome("success"), "first-day"),
    rolled_out(day(10, 20), outcome("success"), "good"),
    rolled_out(day(10, 27), outcome("rolled-back", day(10, 29)), "rolled-back"),
    rolled_out(day(10, 28), outcome("disruption", day(10, 28)), "disruption"),
    rolled_out(day(11, 2), outcome("success"), "good-again"),
    rolled_out(day(11, 5), None, "forgotten"),  # 6, 9, 10, 12, 13: over
    rolled_out(day(11, 9), None, "pending"),  # 10, 12, 13, 16, 17: not over
    Change(id="draft", title="x", why="x", author="jim", tools=("psa",)),
]


def test_the_rate_by_hand() -> None:
    # Of the 30 days to 16 November, which begin on 18 October: good are first-day, good and good-again; failed are
    # rolled-back and disruption. 3 of 5 are 60 %. The draft, what is pending and what nobody judged are in neither.
    found = success_rate(EXAMPLE, rules(), TODAY, TODAY)
    assert (found.since, found.until) == (day(10, 18), TODAY)
    assert (found.numerator, found.denominator, found.rate) == (3, 5, Fraction(3, 5))
    assert found.meets_goal is False
    assert [each.change.id for each in found.of("pending")] == ["pending"]
    assert [each.change.id for each in found.of("not-judged")] == ["forgotten"]
    # If what nobody judged had failed: 3 of 6.
    assert found.lower_bound == Fraction(1, 2)
    assert found.source == "practice/changes/, by the day of the roll-out"


def test_no_data_is_no_rate_and_never_zero() -> None:
    for changes in ([], [rolled_out(day(11, 9))], [rolled_out(day(11, 5))]):
        found = success_rate(changes, rules(), TODAY, TODAY)
        assert (found.rate, found.numerator, found.denominator, found.meets_goal) == (None, 0, 0, None)


def test_nineteen_of_twenty_reach_the_goal_and_nineteen_of_twenty_one_do_not() -> None:
    good = [rolled_out(day(10, 20), outcome("success"), f"good-{number}") for number in range(19)]
    bad = [rolled_out(day(10, 20), outcome("rolled-back", day(10, 21)), f"bad-{number}") for number in range(2)]
    assert success_rate([*good, bad[0]], rules(), TODAY, TODAY).meets_goal is True
    assert success_rate([*good, *bad], rules(), TODAY, TODAY).meets_goal is False


def test_the_five_days_leave_out_weekends_and_days_off() -> None:
    judged = judge(rolled_out(day(11, 2)), rules(), TODAY)
    assert judged is not None
    # Election Day is off: 4, 5, 6, 9, 10.
    assert (judged.watched_until, judged.verdict) == (day(11, 10), "not-judged")
    on_the_last = judge(rolled_out(day(11, 2)), rules(), day(11, 10))
    assert on_the_last is not None
    assert on_the_last.verdict == "pending"


def test_what_goes_wrong_after_the_fifth_day_is_a_success_of_this_figure() -> None:
    last, later = outcome("rolled-back", day(10, 27)), outcome("rolled-back", day(10, 28))
    verdicts = [judge(rolled_out(day(10, 20), each), rules(), TODAY) for each in (last, later)]
    assert [each.verdict for each in verdicts if each] == ["failure", "success"]


def test_a_failure_counts_at_once() -> None:
    found = success_rate([rolled_out(day(11, 13), outcome("rolled-back", day(11, 14)))], rules(), TODAY, TODAY)
    assert (found.numerator, found.denominator) == (0, 1)


def test_the_trend_looks_back_from_the_end_of_each_month() -> None:
    found = trend(EXAMPLE, rules(), TODAY, 3)
    assert [each.until for each in found] == [day(9, 30), day(10, 31), TODAY]
    # The 30 days to 31 October: too-early, first-day and good against rolled-back and disruption.
    assert [each.rate for each in found] == [None, Fraction(3, 5), Fraction(3, 5)]


verdicts = st.sampled_from(["success", "rolled-back", "disruption", None])


@given(st.lists(st.tuples(st.integers(0, 60), verdicts), max_size=25))
def test_everything_counts_once_and_a_rate_is_a_share(found: list[tuple[int, str | None]]) -> None:
    changes = [
        rolled_out(
            TODAY - timedelta(ago),
            outcome(result, None if result == "success" else TODAY - timedelta(ago)) if result else None,
            f"c-{number}",
        )
        for number, (ago, result) in enumerate(found)
    ]
    rate = success_rate(changes, rules(), TODAY, TODAY)
    assert len(rate.rolled_out) == sum(ago < 30 for ago, _ in found)
    assert len(rate.rolled_out) == rate.denominator + len(rate.of("pending")) + len(rate.of("not-judged"))
    assert (rate.rate is None) == (rate.denominator == 0)
    if rate.rate is not None:
        assert rate.lower_bound is not None
        assert 0 <= rate.lower_bound <= rate.rate <= 1
