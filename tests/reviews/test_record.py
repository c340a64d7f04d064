"""What is known of a client: answers of finished reviews, oldest first."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from pydantic import ValidationError

from msptool.reviews.model import Review, Visit
from msptool.reviews.record import (
    answers_given,
    by_standard,
    current_answer,
    find_review,
    history_of,
    load_reviews,
    said_without_answer,
)
from msptool.workspace.problems import UsageRefusal
from msptool.workspace.sources import FolderSource
from tests.reviews.builders import answer, given, review, standard
from tests.small_practice import Practice

ONE = standard("mail-mfa", formerly=["mfa", "otp"])


def test_answers_of_an_open_review_do_not_count_yet() -> None:
    done = review("2026-05-12", answers={"mail-mfa": answer(ONE, "no", "2026-05-12")})
    opened = review("2026-11-16", status="open", answers={"mail-mfa": answer(ONE, "yes", "2026-11-16")})
    assert [each.answer.answer for each in answers_given([opened, done])] == ["no"]


def test_answers_come_oldest_first_by_their_own_day_not_their_review_s() -> None:
    long = review(
        "2026-05-12", finished=datetime(2026, 6, 20, tzinfo=UTC),
        answers={"a": answer(ONE, "yes", "2026-05-12"), "b": answer(ONE, "yes", "2026-06-20")},
    )  # fmt: skip
    short = review("2026-06-01", answers={"a": answer(ONE, "no", "2026-06-01")})
    assert [(each.standard, str(each.answer.on)) for each in answers_given([short, long])] == [
        ("a", "2026-05-12"), ("a", "2026-06-01"), ("b", "2026-06-20"),
    ]  # fmt: skip


def test_a_second_review_on_one_day_is_the_later_one() -> None:
    first = review("2026-11-16", answers={"mail-mfa": answer(ONE, "no", "2026-11-16")})
    second = review("2026-11-16-2", answers={"mail-mfa": answer(ONE, "yes", "2026-11-16")})
    current = current_answer(ONE, by_standard(answers_given([second, first])))
    assert current is not None
    assert current.answer.answer == "yes"


@for_all(
    st.lists(st.tuples(st.sampled_from(["mail-mfa", "mfa", "otp"]), st.dates(date(2025, 1, 1), date(2026, 11, 16))))
)
def test_the_history_joins_present_and_former_ids_by_day(entries: list[tuple[str, date]]) -> None:
    found = history_of(ONE, by_standard(given(ONE, "yes", day, id) for id, day in entries))
    assert [each.answer.on for each in found] == sorted(day for _, day in entries)


@for_all(st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.lists(st.dates(date(2025, 1, 1), date(2026, 12, 31))))
def test_a_day_bounds_the_reviews_inclusively(until: date, days: list[date]) -> None:
    reviews = [review(str(day), answers={"mail-mfa": answer(ONE, "yes", day)}) for day in days]
    assert sum(1 for _ in answers_given(reviews, until)) == sum(day <= until for day in days)


def test_a_review_finished_later_does_not_count_for_an_earlier_day() -> None:
    long = review(
        "2026-05-12", finished=datetime(2026, 5, 20, tzinfo=UTC), answers={"a": answer(ONE, "yes", "2026-05-12")}
    )
    assert [len(list(answers_given([long], date(2026, 5, day)))) for day in (12, 19, 20)] == [0, 0, 1]


def test_remarks_on_open_questions_are_known_once_the_review_is_finished() -> None:
    remarks = {"a": {"note": "Locked room.", "hand_over": "vcio", "feedback": "Unclear."}, "b": {"note": "Later."}}
    done = review("2026-05-12", remarks=remarks)
    unfinished = review("2026-06-12", status="open", remarks={"a": {"note": "Not yet."}})
    earlier = review("2026-02-12", remarks={"b": {"note": "First."}})
    found = said_without_answer([done, unfinished, earlier])
    assert {name: [(str(each.on), each.text) for each in said] for name, said in found.items()} == {
        "b": [("2026-02-12", "First."), ("2026-05-12", "Later.")],
        "a": [("2026-05-12", "Locked room.; handed to vCIO; for the committee: Unclear.")],
    }


def test_a_review_without_a_visit_frame_is_of_the_day_it_was_finished() -> None:
    assert review("2026-05-12").day == date(2026, 5, 12)


def test_a_review_of_two_days_is_of_the_day_it_was_finished() -> None:
    visits = [Visit(on=date(2026, 5, 12)), Visit(on=date(2026, 5, 20))]
    ended = datetime(2026, 5, 21, 8, tzinfo=UTC)
    assert review("2026-05-12", visits=visits, finished=ended).day == date(2026, 5, 21)


def test_an_open_review_is_of_the_last_day_it_was_worked_on() -> None:
    visits = [Visit(on=date(2026, 5, 12)), Visit(on=date(2026, 5, 20))]
    assert review("2026-05-12", status="open", visits=visits).day == date(2026, 5, 20)
    assert review("2026-05-12", status="open").day == date(2026, 5, 12)


@pytest.mark.parametrize(("status", "finished"), [("finished", None), ("open", datetime(2026, 5, 12, tzinfo=UTC))])
def test_a_review_is_finished_exactly_when_it_says_at_what_time(status: str, finished: datetime | None) -> None:
    with pytest.raises(ValidationError, match="a finished review has the time in 'finished', an open one has not"):
        Review.model_validate({**review().model_dump(), "status": status, "finished": finished})


def test_reviews_are_found_by_day_or_the_last_one_is_meant() -> None:
    reviews: list[Review] = [review(day) for day in ("2026-02-01", "2026-05-12", "2026-08-01", "2026-11-01")]
    assert find_review(reviews, "Acme", "2026-05-12").id == "2026-05-12"
    assert find_review(reviews, "Acme", None).id == "2026-11-01"
    with pytest.raises(
        UsageRefusal, match=r"no review '2026-05-13' of Acme. The last ones: 2026-05-12, 2026-08-01, 2026-11-01"
    ):
        find_review(reviews, "Acme", "2026-05-13")
    with pytest.raises(UsageRefusal, match="There is no review of Acme yet"):
        find_review([], "Acme", None)


def test_one_broken_review_is_named_and_the_others_are_read(practice: Practice) -> None:
    practice.review("acme", "firewall-label,yes,\n")
    practice.write("reviews/acme/2026-01-01.yaml", "status: done\nstarted: 2026-01-01T09:00:00Z\n")
    reviews, problems = load_reviews(FolderSource(practice.root), "acme")
    assert [each.id for each in reviews] == ["2026-11-16"]
    assert [(each.path, each.line) for each in problems] == [("reviews/acme/2026-01-01.yaml", 1)]
    done = practice.run("score", "acme")
    assert done.code == 3
    assert "reviews/acme/2026-01-01.yaml:1: status: 'done' is not one of" in done.err


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("answer: n/a, on: 2026-11-01, question: 0123456789ab, priority: low", "'n/a' needs a note that says why"),
        ("answer: n/a, on: 2026-11-01, question: 0123456789ab, priority: low, note: '  '", "'n/a' needs a note"),
        ("answer: maybe, on: 2026-11-01, question: 0123456789ab, priority: low", "answer: 'maybe' is not one of"),
        ("answer: no, on: 2026-02-30, question: 0123456789ab, priority: low", "there is no such day: 2026-02-30"),
        ("answer: no, on: 1.2.2026, question: 0123456789ab, priority: low", "a date is written YYYY-MM-DD"),
        ("answer: no, on: 2026-11-01, question: xyz, priority: low", "question: 'xyz' has characters"),
    ],
)
def test_an_answer_that_cannot_be_one_is_named_by_lint(practice: Practice, written: str, sentence: str) -> None:
    head = "status: finished\nstarted: 2026-11-01T09:00:00Z\nfinished: 2026-11-01T11:00:00Z\nanswers:\n"
    practice.write("reviews/acme/2026-11-01.yaml", f"{head}  firewall-label: {{{written}}}\n")
    done = practice.run("lint")
    assert done.code == 1
    assert sentence in done.out
    assert "reviews/acme/2026-11-01.yaml:5" in done.out


def test_yes_and_no_of_any_yaml_tool_are_answers() -> None:
    asked = {"on": "2026-11-01", "question": ONE.fingerprint, "priority": "low"}
    made = review(
        answers={"a": {**asked, "answer": True}, "b": {**asked, "answer": False}, "c": {**asked, "answer": "no"}}
    )
    assert [each.answer for each in made.answers.values()] == ["yes", "no", "no"]
