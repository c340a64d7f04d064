"""What stands where a sheet and the review meet: nothing that somebody said is lost without a word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.reviews.applied_sheets import NOTHING, Origin
from msptool.reviews.model import Taken
from msptool.reviews.session import Draft, State, apply, contents
from msptool.sheets.merging import Sides, both_listed, both_said, decide, sheet_first
from msptool.sheets.sheet import said_digest
from msptool.standards.model import AREAS
from msptool.workspace.problems import UsageRefusal
from tests.reviews.builders import TODAY, session, standard

MOMENT = datetime(2026, 11, 16, 10, tzinfo=UTC)
WORDS = st.sampled_from(["", "a", "b"])
DRAFTS = st.builds(
    lambda answer, note, fixed, area, feedback: Draft(
        answer, TODAY if answer else None, note or ("x" if answer == "n/a" else ""), fixed and answer == "yes", area, feedback
    ),
    st.sampled_from([None, "yes", "no", "n/a"]), WORDS, st.booleans(), st.sampled_from([None, *list(AREAS)[:2]]), WORDS,
)  # fmt: skip
FIELDS = ("answer", "note", "fixed_onsite", "hand_over", "feedback")


def sides(
    recorded: Draft, sheet: Draft, base: str = NOTHING, prior: Taken | None = None, at: datetime | None = MOMENT
) -> Sides[Draft]:
    return Sides(recorded, sheet, said_digest(recorded), said_digest(sheet), base, prior, at)


@given(DRAFTS, DRAFTS, DRAFTS)
def test_what_somebody_else_said_is_never_replaced_unasked(recorded: Draft, sheet: Draft, base: Draft) -> None:
    found = decide(sides(recorded, sheet, said_digest(base)), None, both_said, sheet_first)
    if found.comes_in and found.value is not None and said_digest(recorded) != said_digest(base):
        for field in FIELDS:
            assert getattr(found.value, field) in (getattr(recorded, field), getattr(sheet, field))
            for side in (recorded, sheet):
                assert not getattr(side, field) or getattr(found.value, field) == getattr(side, field)


@given(DRAFTS, DRAFTS)
def test_a_decision_is_always_obeyed(recorded: Draft, sheet: Draft) -> None:
    given_both = sides(recorded, sheet, "f" * 12)
    kept, taken = (decide(given_both, take, both_said, sheet_first) for take in ("recorded", "sheet"))  # type: ignore[arg-type]
    assert (kept.verdict == "kept") == (both_said(recorded, sheet) is None)
    if kept.verdict == "kept":
        assert (taken.verdict, taken.value) == ("updated", sheet_first(recorded, sheet))


@given(DRAFTS, DRAFTS, st.integers(-2, 2))
def test_a_sheet_corrects_itself_with_its_later_word_alone(first: Draft, second: Draft, minutes: int) -> None:
    prior = Taken(at=MOMENT, filled=said_digest(first))
    found = decide(
        sides(first, second, NOTHING, prior, MOMENT + timedelta(minutes=minutes)), None, both_said, sheet_first
    )
    if said_digest(first) == said_digest(second):
        assert found.verdict == "same"
    else:
        assert found.verdict == ("older" if minutes < 0 else "updated")


LISTS = st.lists(st.sampled_from("abcd"), unique=True)


@given(LISTS, LISTS)
def test_two_lists_are_joined_without_repeating(one: list[str], two: list[str]) -> None:
    both = both_listed(one, two)
    assert both[: len(one)] == one
    assert sorted(both) == sorted({*one, *two})


def ticket(summary: str, done: bool) -> dict[str, Any]:
    return {"id": "1", "summary": summary, "done": done}


def test_a_ticket_that_either_has_done_is_done() -> None:
    assert both_listed([ticket("a", True), ticket("b", False)], [ticket("a", False), ticket("b", True), ticket("c", False)]) == [
        ticket("a", True), ticket("b", True), ticket("c", False),
    ]  # fmt: skip
    assert both_listed("good", "bad") is None
    assert both_listed("", "bad") == "bad"


def origin(name: str) -> Origin:
    return Origin("0123456789-abcdef", MOMENT, name, Taken(at=MOMENT, filled="0" * 12))


ONE = standard("mail-mfa", earlier_wordings=["Is MFA on?"])


def draft(**fields: Any) -> Draft:
    plain = {"answer": "yes", "on": TODAY, "question": ONE.fingerprint, "priority": "low"}
    return Draft(**{**plain, **fields})


def test_an_answer_from_a_sheet_is_one_event_that_replays() -> None:
    live, log = session(ONE)
    said = draft(answer="n/a", on=TODAY - timedelta(1), note="No mail.", hand_over="vcio", feedback="Which?")
    live.take(said, "mail-mfa", origin("mail-mfa"))
    assert len(log) == 1
    replayed = State()
    for event in log:
        apply(replayed, event)
    assert replayed == live.state
    assert replayed.drafts["mail-mfa"] == said
    assert replayed.sheets["0123456789-abcdef"].answers == {"mail-mfa": Taken(at=MOMENT, filled="0" * 12)}
    assert contents(replayed, ["mail-mfa"])[0]["mail-mfa"].on == TODAY - timedelta(1)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"answer": "maybe"}, "is not an answer"), ({"answer": "n/a"}, "needs a note"), ({"on": TODAY + timedelta(1)}, "is after today"),
        ({"on": None}, "has no day"), ({"question": "f" * 12}, "has been reworded"), ({"hand_over": "owner"}, "is not a delivery area"),
    ],
    ids=str,
)  # fmt: skip
def test_the_engine_refuses_what_no_review_holds(fields: dict[str, Any], words: str) -> None:
    live, log = session(ONE)
    with pytest.raises(UsageRefusal, match=words):
        live.take(draft(**fields), "mail-mfa", origin("mail-mfa"))
    with pytest.raises(UsageRefusal, match="not part of this review"):
        live.take(draft(), "vpn", origin("vpn"))
    assert log == []


def test_a_visit_of_another_day_is_that_days() -> None:
    live, log = session(ONE)
    day = TODAY - timedelta(3)
    live.visit("summary", "Good.", on=day)
    live.visit("next_visit", str(day + timedelta(1)), on=day)
    with pytest.raises(UsageRefusal, match=f"must be after {day}"):
        live.visit("next_visit", str(day), on=day)
    assert [each.on for each in contents(live.state, [])[2]] == [day]
    assert len(log) == 2


def test_a_note_on_a_sheet_that_wins_takes_no_answer_away() -> None:
    recorded, sheet = Draft("yes", TODAY, "Seen."), Draft(note="Not seen.")
    found = decide(sides(recorded, sheet, "f" * 12), "sheet", both_said, sheet_first)
    assert found.value == Draft("yes", TODAY, "Not seen.")
