"""What a TAM can do in a session, one thing at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from msptool.reviews.journal import Event
from msptool.reviews.session import Session, State, apply, initial_state
from msptool.workspace.problems import Refusal, UsageRefusal
from tests.reviews.builders import TODAY, answer, never_asked, review, session, standard

A, B, C = (
    standard("a-firewall", "high", minutes=10),
    standard("b-backup", tags=["quick"]),
    standard("c-wifi", minutes=20),
)


@pytest.fixture
def three() -> Session:
    return session(A, B, C)[0]


def where(asked: Session) -> str:
    assert asked.current is not None
    return asked.current.standard.id


def test_an_answer_is_pinned_to_the_day_the_wording_and_the_priority(three: Session) -> None:
    three.answer("no", "  Two are old. ")
    draft = three.draft("a-firewall")
    assert (draft.answer, draft.on, draft.note) == ("no", TODAY, "Two are old.")
    assert (draft.question, draft.priority) == (A.fingerprint, "high")


@pytest.mark.parametrize("value", ["maybe", "", "Yes", "na", "y"])
def test_there_is_no_maybe(three: Session, value: str) -> None:
    with pytest.raises(UsageRefusal, match="is not an answer: yes, no or n/a"):
        three.answer(value)
    assert three.progress().answered == 0


@pytest.mark.parametrize("note", [None, "", "   "])
def test_not_applicable_needs_a_reason(three: Session, note: str | None) -> None:
    with pytest.raises(UsageRefusal, match="'n/a' needs a note that says why"):
        three.answer("n/a", note)
    assert three.draft("a-firewall").answer is None


def test_a_note_that_stands_already_is_the_reason(three: Session) -> None:
    three.note("There is no firewall.")
    three.answer("n/a")
    assert three.draft("a-firewall").answer == "n/a"


@pytest.mark.parametrize("text", ["", "  "])
def test_the_reason_of_a_not_applicable_cannot_be_emptied_by_any_way(three: Session, text: str) -> None:
    three.answer("n/a", "None here.")
    with pytest.raises(UsageRefusal, match="needs a note"):
        three.note(text)
    with pytest.raises(UsageRefusal, match="needs a note"):
        three.answer("n/a", text)
    assert three.draft("a-firewall").note == "None here."


def test_another_answer_keeps_the_note_unless_it_brings_its_own(three: Session) -> None:
    three.answer("no", "Old.")
    three.answer("yes")
    assert three.draft("a-firewall").note == "Old."
    three.answer("yes", "")
    assert three.draft("a-firewall").note == ""


def test_an_answer_taken_back_leaves_its_note(three: Session) -> None:
    three.answer("no", "Old.")
    three.fixed()
    three.clear()
    draft = three.draft("a-firewall")
    assert (draft.answer, draft.on, draft.fixed_onsite, draft.note) == (None, None, False, "Old.")


def test_fixed_onsite_is_a_yes_until_it_is_answered_otherwise(three: Session) -> None:
    three.answer("no", "Old.")
    three.fixed()
    assert (three.draft("a-firewall").answer, three.draft("a-firewall").fixed_onsite) == ("yes", True)
    three.answer("yes")
    assert three.draft("a-firewall").fixed_onsite
    three.answer("no")
    assert not three.draft("a-firewall").fixed_onsite


def test_fixed_onsite_can_be_taken_back_alone(three: Session) -> None:
    three.fixed()
    three.fixed(False)
    assert (three.draft("a-firewall").answer, three.draft("a-firewall").fixed_onsite) == ("yes", False)


def test_a_follow_up_goes_to_a_known_area_only(three: Session) -> None:
    three.hand_over("service-desk")
    assert three.draft("a-firewall").hand_over == "service-desk"
    with pytest.raises(UsageRefusal, match="'helpdesk' is not a delivery area"):
        three.hand_over("helpdesk")
    three.hand_over(None)
    assert three.draft("a-firewall").hand_over is None


def test_progress_counts_the_whole_review_and_the_minutes_left(three: Session) -> None:
    assert three.progress().minutes_left == 35
    three.answer("yes", standard="a-firewall")
    three.answer("n/a", "None.", standard="b-backup")
    found = three.progress()
    assert (found.asked, found.answered, found.yes, found.no, found.not_applicable, found.minutes_left) == (
        3,
        2,
        1,
        0,
        1,
        20,
    )
    three.filter("wifi")
    assert three.progress() == found


def test_a_standard_outside_the_review_cannot_be_answered(three: Session) -> None:
    with pytest.raises(UsageRefusal, match="'d' is not part of this review"):
        three.answer("yes", standard="d")


def test_one_can_be_added_at_the_end(three: Session) -> None:
    three.add(never_asked(standard("d"))[0])
    three.answer("yes", standard="d")
    assert (three.progress().asked, three.progress().answered) == (4, 1)


def test_an_empty_review_has_nothing_in_view_and_nothing_to_answer() -> None:
    empty, log = session()
    assert (empty.current, empty.move(1), empty.move(-1), empty.next_open()) == (None, False, False, False)
    with pytest.raises(UsageRefusal, match="has no standards"):
        empty.answer("yes")
    assert log == []


def test_moving_stops_at_both_ends(three: Session) -> None:
    assert not three.move(-1)
    assert three.move(1)
    assert three.move(1)
    assert not three.move(1)
    assert where(three) == "c-wifi"


def test_next_open_goes_round_and_says_when_everything_is_answered(three: Session) -> None:
    three.jump("c-wifi")
    three.answer("yes")
    assert three.next_open()
    assert where(three) == "a-firewall"
    three.answer("yes")
    three.answer("no", standard="b-backup")
    assert not three.next_open()


def test_next_open_stays_where_it_is_when_only_that_one_is_left(three: Session) -> None:
    three.answer("yes", standard="a-firewall")
    three.answer("yes", standard="c-wifi")
    three.jump("b-backup")
    assert three.next_open()
    assert where(three) == "b-backup"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("2", "b-backup"), ("c-wifi", "c-wifi"), ("WIFI", "c-wifi"), (" b-back ", "b-backup"), ("1", "a-firewall")],
)
def test_a_jump_goes_by_number_id_or_words(three: Session, wanted: str, found: str) -> None:
    three.jump(wanted)
    assert where(three) == found


@pytest.mark.parametrize("wanted", ["0", "4", "-1", "modem", "99999999999999999999", "", "  "])
def test_a_jump_to_nowhere_is_refused_and_stays(three: Session, wanted: str) -> None:
    three.move(1)
    with pytest.raises(UsageRefusal, match="Nothing in this review matches"):
        three.jump(wanted)
    assert where(three) == "b-backup"


def test_an_id_wins_over_an_earlier_name_that_contains_it() -> None:
    asked, _ = session(standard("wifi-guests"), standard("wifi"))
    asked.jump("wifi")
    assert where(asked) == "wifi"


def test_a_filter_shows_what_has_all_its_words_and_moves_within_them() -> None:
    asked, _ = session(A, B, standard("d-quick", tags=["quick"]), C)
    assert asked.filter("QUICK") == 2
    assert where(asked) == "b-backup"
    assert asked.move(1)
    assert where(asked) == "d-quick"
    assert not asked.move(1)
    assert asked.filter("quick backup") == 1
    assert asked.filter("") == 4


def test_a_filter_that_shows_nothing_is_refused_and_the_old_one_stands(three: Session) -> None:
    three.filter("backup")
    with pytest.raises(UsageRefusal, match="Nothing in this review matches 'modem'"):
        three.filter("modem")
    assert three.filtered == "backup"
    assert where(three) == "b-backup"


def test_the_day_s_frame_is_kept_field_by_field(three: Session) -> None:
    three.visit("our_items", ["Licences"])
    three.visit("tickets", [{"summary": "Printer", "id": "T-1", "done": True}])
    three.visit("next_visit", "2026-12-14")
    visit = three.today_visit
    assert (visit.on, visit.by, visit.our_items, visit.tickets[0].id) == (TODAY, "jim", ("Licences",), "T-1")
    assert str(visit.next_visit) == "2026-12-14"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("next_visit", "tomorrow"), ("next_visit", "2026-02-30"), ("next_visit", "2026-11-16"), ("next_visit", "2025-01-01"),
        ("tickets", [{"summary": "", "done": True}]), ("our_items", [""]), ("lunch", "12:00"), ("summary", None),
    ],
)  # fmt: skip
def test_what_a_visit_cannot_hold_is_refused_with_a_sentence(three: Session, field: str, value: Any) -> None:
    with pytest.raises(UsageRefusal):
        three.visit(field, value)
    assert three.today_visit.model_dump(exclude_defaults=True, exclude={"on", "by"}) == {}


def test_nothing_changes_when_the_journal_cannot_be_written() -> None:
    class Full(list[Event]):
        def append(self, event: Event) -> None:
            raise Refusal("The last answer could not be saved.")

    asked = Session(never_asked(A, B), State(), Full(), TODAY, "jim")
    actions: list[Callable[[], None]] = [
        lambda: asked.answer("yes"), lambda: asked.note("x"), asked.fixed, lambda: asked.feedback("x"),
        lambda: asked.visit("summary", "x"), lambda: asked.hand_over("vcio"),
    ]  # fmt: skip
    for action in actions:
        with pytest.raises(Refusal, match="could not be saved"):
            action()
    assert asked.state == State()


def test_a_resumed_session_begins_at_the_first_open_question() -> None:
    begun = review("2026-11-16", status="open", answers={"a-firewall": answer(A, "yes", TODAY)})
    asked, _ = session(A, B, C, state=initial_state(begun))
    assert where(asked) == "b-backup"


def test_an_event_of_a_later_version_is_passed_over() -> None:
    state = State()
    apply(state, {"event": "photo", "standard": "a-firewall", "file": "x.jpg"})
    apply(state, {"something": "else"})
    assert state == State()
