"""What holds for every score, whatever was answered."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.alignment.scores import METHODS, Method, Tally
from msptool.reviews.record import Given
from msptool.standards.library import Library
from tests.alignment.builders import PRIORITIES, WEIGHTS, assessed, build
from tests.reviews.builders import given as given_answer
from tests.reviews.builders import library, standard

Row = tuple[str, str | None, str | None]
ROWS: st.SearchStrategy[list[Row]] = st.lists(
    st.tuples(
        st.sampled_from(PRIORITIES), st.sampled_from([None, "yes", "no", "n/a"]),
        st.sampled_from([None, "aligned", "marginal", "vulnerable"]),
    ),
    max_size=15,
)  # fmt: skip
METHOD: st.SearchStrategy[Method] = st.sampled_from(METHODS)


def total(rows: list[Row], method: Method) -> Tally:
    lib, answers, triage = build(rows)
    return assessed(lib, answers, method, triage=triage).total


@given(ROWS, METHOD)
def test_a_score_is_the_sum_of_its_weights(rows: list[Row], method: Method) -> None:
    found = total(rows, method)
    worth = {"aligned": 1.0, "marginal": 0.5, "vulnerable": 0.0, None: 0.0}
    earned = possible = left = 0.0
    for priority, value, stage in rows:
        weight = 1 if method == "plain" else WEIGHTS[priority]
        earned += weight * (value == "yes") + (weight * worth[stage] if value == "no" and method == "vcio" else 0)
        possible += weight * (value in ("yes", "no"))
        left += weight * (value is None)
    assert (found.earned, found.possible) == (earned, possible)
    assert found.score == (earned / possible if possible else None)
    assert found.lower_bound == (earned / (possible + left) if possible + left else None)


@given(ROWS, METHOD)
def test_the_bound_is_never_above_the_score_and_both_are_shares(rows: list[Row], method: Method) -> None:
    found = total(rows, method)
    if found.score is not None:
        assert found.lower_bound is not None
        assert 0 <= found.lower_bound <= found.score <= 1
    assert found.coverage is None if not rows else 0 <= (found.coverage or 0) <= 1
    assert found.answered <= found.applicable == len(rows)


@given(ROWS, METHOD)
def test_with_everything_answered_the_bound_is_the_score(rows: list[Row], method: Method) -> None:
    found = total([(priority, value or "no", stage) for priority, value, stage in rows], method)
    assert found.lower_bound == found.score
    assert found.coverage in (None, 1)


@given(ROWS, METHOD, st.sampled_from(PRIORITIES))
def test_a_not_applicable_never_changes_the_score_but_covers_more(
    rows: list[Row], method: Method, priority: str
) -> None:
    before, after = total(rows, method), total([*rows, (priority, "n/a", None)], method)
    assert (after.score, after.lower_bound) == (before.score, before.lower_bound)
    assert (after.answered, after.applicable) == (before.answered + 1, before.applicable + 1)


@given(ROWS, METHOD, st.sampled_from(PRIORITIES))
def test_a_standard_that_nobody_answered_changes_only_coverage_and_bound(
    rows: list[Row], method: Method, priority: str
) -> None:
    before, after = total(rows, method), total([*rows, (priority, None, None)], method)
    assert after.score == before.score
    assert (after.lower_bound or 0) <= (before.lower_bound or 0)
    assert after.answered == before.answered


@given(ROWS, METHOD, st.sampled_from(PRIORITIES))
def test_one_more_yes_never_lowers_the_score_and_one_more_no_never_raises_it(
    rows: list[Row], method: Method, priority: str
) -> None:
    before = total(rows, method)
    yes, no = total([*rows, (priority, "yes", None)], method), total([*rows, (priority, "no", None)], method)
    assert yes.score is not None
    assert no.score is not None
    if before.score is not None:
        assert no.score <= before.score <= yes.score


@given(ROWS, METHOD, st.data())
def test_putting_a_no_right_never_lowers_anything(rows: list[Row], method: Method, data: st.DataObject) -> None:
    wrong = [index for index, row in enumerate(rows) if row[1] == "no"]
    if wrong:
        index = data.draw(st.sampled_from(wrong))
        better = [*rows]
        better[index] = (rows[index][0], "yes", None)
        before, after = total(rows, method), total(better, method)
        assert (after.score or 0) >= (before.score or 0)
        assert (after.lower_bound or 0) >= (before.lower_bound or 0)


@given(ROWS)
def test_the_vcio_s_triage_only_ever_adds_to_the_weighted_score(rows: list[Row]) -> None:
    assert (total(rows, "vcio").score or 0) >= (total(rows, "weighted").score or 0)
    untriaged: list[Row] = [(priority, value, None) for priority, value, _ in rows]
    assert total(untriaged, "vcio") == total(untriaged, "weighted")


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(PRIORITIES), st.sampled_from([None, "yes", "no", "n/a"]))
    ),
    METHOD,
)
def test_the_points_of_the_categories_add_up_to_the_total(
    rows: list[tuple[str, str, str | None]], method: Method
) -> None:
    standards = [standard(f"s-{number}", row[1], category=row[0]) for number, row in enumerate(rows)]
    lib: Library = library(*standards)
    answers: list[Given] = [
        given_answer(each, row[2], "2026-11-01")
        for each, row in zip(standards, rows, strict=True)
        if row[2] is not None
    ]
    found = assessed(lib, answers, method)
    categories = [each for _, each in found.by_category(lib)]
    for name in ("earned", "possible", "unanswered_points", "answered", "applicable", "overdue"):
        assert sum(getattr(each, name) for each in categories) == pytest.approx(getattr(found.total, name))


DAYS = st.dates(date(1990, 1, 1), date(2026, 11, 16))


@given(st.dictionaries(DAYS, st.sampled_from(["yes", "no", "n/a"]), min_size=1, max_size=6))
def test_only_the_last_answer_counts_in_whatever_order_they_are_read(history: dict[date, str]) -> None:
    one = standard("mail")
    answers = [given_answer(one, value, day) for day, value in history.items()]
    assert assessed(library(one), answers).parts[0].answer == history[max(history)]
