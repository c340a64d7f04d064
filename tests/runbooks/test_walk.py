"""The engine of a run, without a terminal: what is asked, what is kept, and that a journal gives back what was there."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msptool.runbooks.graph import loops, lost
from msptool.runbooks.model import Input, Runbook
from msptool.runbooks.runs.walk import Walk, choose, read_value
from msptool.workspace.problems import Refusal, UsageRefusal
from tests.runbooks.builders import KNOWN, Clock, Kept, graphs, runbook, walk

COLLECTED = ["Ann Lee", "Home", "3", ""]


def at_steps(book: Runbook | None = None) -> Walk:
    """A run behind its inputs and first checks."""
    begun, _ = walk(book or runbook())
    for value in COLLECTED:
        begun.answer(value)
    begun.answer("Nothing.")
    return begun


def test_it_asks_inputs_then_first_checks_then_steps() -> None:
    begun, _ = walk(runbook())
    asked = []
    for said in [*COLLECTED, "An alert at nine.", "Down", "Works", ""]:
        asked.append(begun.place.key)
        begun.answer(said)
    assert asked == ["user", "place", "times", "device", "check-1", "up", "restart", "close"]
    assert begun.place.key == ""
    assert begun.outcome == "resolved"
    assert begun.values == {"user": "Ann Lee", "place": "Home", "times": "3"}
    assert [(each.check, each.found) for each in begun.checks] == [("Look at the alerts.", "An alert at nine.")]
    assert [(each.step, each.answer) for each in begun.path] == [("up", "Down"), ("restart", "Works"), ("close", "")]


def test_the_message_of_a_step_is_filled_and_kept() -> None:
    begun = at_steps()
    for said in ("Up", "Agreed", "", "", ""):
        begun.answer(said)
    assert [each.step for each in begun.messages] == ["tell", "close"]
    assert begun.messages[0].text == "Dear Ann Lee, the VPN stops for ten minutes."
    assert begun.messages[1].text == "Dear Ann Lee,\n\nit works again from Home.\n\nTicket T-1, Dana Desk"


def test_an_escalation_names_the_level_of_its_step() -> None:
    begun = at_steps()
    begun.answer("Down")
    begun.answer("does not")
    begun.answer("")
    assert (begun.outcome, begun.escalated_to, begun.why) == ("escalated", "level-2", "")


def test_whoever_leaves_the_way_says_why_and_the_client_gets_the_words_of_the_handing_over() -> None:
    begun = at_steps()
    begun.answer("Up")
    with pytest.raises(UsageRefusal, match="Say in some words"):
        begun.give_up("level-2", "  ")
    begun.give_up("owner", "The client's lawyer called.")
    assert (begun.outcome, begun.escalated_to, begun.why) == ("escalated", "owner", "The client's lawyer called.")
    assert begun.path[-1].step == "agree"
    assert begun.messages[-1].text.startswith("Dear Ann Lee, a specialist takes over.")


def test_nobody_escalates_before_anything_was_collected() -> None:
    begun, _ = walk(runbook())
    with pytest.raises(UsageRefusal, match="whoever gets the ticket needs them"):
        begun.give_up("level-2", "No time.")


def test_an_answer_can_be_taken_back_to_the_very_beginning() -> None:
    begun = at_steps()
    begun.answer("Down")
    begun.answer("Works")
    for key in ("restart", "up", "check-1", "device", "times", "place", "user"):
        begun.back()
        assert begun.place.key == key
    with pytest.raises(UsageRefusal, match="This is the beginning"):
        begun.back()


def test_what_is_unclear_stays_with_its_step() -> None:
    begun = at_steps()
    begun.unclear("Which dashboard?")
    begun.answer("Down", "looked twice")
    begun.answer("Works")
    begun.answer("")
    assert [(each.step, each.note, each.unclear) for each in begun.path] == [
        ("up", "looked twice", "Which dashboard?"), ("restart", "", ""), ("close", "", ""),
    ]  # fmt: skip


def test_what_was_unclear_survives_that_the_answer_is_taken_back() -> None:
    begun = at_steps()
    begun.answer("Up")
    begun.unclear("Who asks whom?")
    begun.back()
    begun.answer("Down")
    begun.answer("Works")
    begun.answer("")
    assert [each.unclear for each in begun.path if each.unclear] == ["agree: Who asks whom?"]


@pytest.mark.parametrize("text", ["", "  "])
def test_saying_that_something_is_unclear_takes_words(text: str) -> None:
    with pytest.raises(UsageRefusal, match="Say in some words"):
        at_steps().unclear(text)


def test_only_a_step_can_be_unclear() -> None:
    with pytest.raises(UsageRefusal, match="Say that at a step"):
        walk(runbook())[0].unclear("What?")


def test_a_run_at_its_end_takes_no_answer() -> None:
    begun = at_steps()
    for said in ("Down", "Works", ""):
        begun.answer(said)
    with pytest.raises(UsageRefusal, match="at its end"):
        begun.answer("more")


def test_a_runbook_with_a_hole_can_still_be_escalated() -> None:
    book = runbook(steps=[{"id": "a", "kind": "fix", "do": "A."}], messages={})
    begun = at_steps(book)
    with pytest.raises(Refusal, match=r"runbooks/vpn.yaml: nothing follows the step 'a'\. Escalate from here"):
        begun.answer("")
    begun.give_up("level-2", "The runbook ends here.")
    assert begun.outcome == "escalated"


def test_a_message_that_is_not_there_is_said_in_a_sentence() -> None:
    book = runbook(
        steps=[{"id": "a", "kind": "message", "send": "nix", "do": "A."}, {"id": "b", "kind": "done", "do": "B."}]
    )
    with pytest.raises(Refusal, match="has no message 'nix'"):
        at_steps(book).answer("")


def test_time_counts_from_the_start_of_a_session_to_its_last_action_and_not_over_a_pause() -> None:
    book, log, clock = runbook(), Kept(), Clock(60)
    first = Walk(book, log, clock, KNOWN)
    first.begin_session()
    for value in COLLECTED:
        first.answer(value)
    assert first.seconds == 4 * 60
    clock.now += timedelta(hours=14)
    again = Walk(book, log, clock, KNOWN)
    again.replay(log.events)
    again.begin_session()
    again.answer("Nothing.")
    assert again.seconds == 5 * 60
    assert again.seconds_now() == 6 * 60


@pytest.mark.parametrize(
    ("kind", "said", "kept"),
    [
        ("text", "  a  b ", "a  b"), ("yes-no", "Y", "yes"), ("yes-no", "No", "no"), ("number", "3", "3"),
        ("number", "2,5", "2.5"), ("number", "-0.5", "-0.5"), ("number", "1e3", "1000"),
    ],
)  # fmt: skip
def test_an_input_is_kept_in_one_form(kind: str, said: str, kept: str) -> None:
    assert read_value(Input.model_validate({"name": "x", "ask": "X?", "kind": kind}), said) == kept


@pytest.mark.parametrize(
    ("kind", "said", "sentence"),
    [
        ("text", " ", "This is needed"), ("yes-no", "maybe", "neither yes nor no"), ("number", "three", "is not a number"),
        ("number", "nan", "is not a number"), ("number", "inf", "is not a number"), ("number", "1e999", "is not a number"),
    ],
)  # fmt: skip
def test_an_input_of_another_kind_is_refused(kind: str, said: str, sentence: str) -> None:
    with pytest.raises(UsageRefusal, match=sentence):
        read_value(Input.model_validate({"name": "x", "ask": "X?", "kind": kind}), said)


def test_an_input_that_is_not_required_may_be_left_out() -> None:
    assert read_value(Input.model_validate({"name": "x", "ask": "X?", "kind": "number", "required": False}), "") == ""


CHOICES = ("Yes", "Yes, again", "No (NPS 16)")


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ("1", "Yes"),
        ("3", "No (NPS 16)"),
        ("yes", "Yes"),
        ("YES,  AGAIN", "Yes, again"),
        ("yes,", "Yes, again"),
        ("n", "No (NPS 16)"),
    ],
)
def test_an_answer_is_meant_by_its_number_its_words_or_their_beginning(said: str, chosen: str) -> None:
    assert choose(said, CHOICES) == chosen


@pytest.mark.parametrize("said", ["", "4", "0", "y", "maybe", "16", "²"])
def test_what_means_no_answer_or_several_is_refused_with_all_of_them(said: str) -> None:
    with pytest.raises(UsageRefusal, match=r"1 Yes; 2 Yes, again; 3 No \(NPS 16\)"):
        choose(said, CHOICES)


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.text(max_size=4), st.text(max_size=5)), st.tuples(st.just("number"), st.integers(1, 4)),
        st.tuples(st.just("back")), st.tuples(st.just("unclear"), st.text(max_size=5)),
        st.tuples(st.just("give-up"), st.text(max_size=3)),
    ),
    max_size=30,
)  # fmt: skip


@given(st.one_of(st.just(runbook()), graphs()), ACTIONS, st.data())
def test_whatever_is_done_the_journal_gives_back_the_same_run(
    book: Runbook, actions: list[tuple[str, ...]], data: st.DataObject
) -> None:
    begun, log = walk(book)
    for action, *given_ in actions:
        before = len(log.events)
        try:
            match action:
                case "answer":
                    begun.answer(*map(str, given_))
                case "number":
                    begun.answer(str(given_[0]))
                case "back":
                    begun.back()
                case "unclear":
                    begun.unclear(str(given_[0]))
                case _:
                    begun.give_up("level-2", str(given_[0]))
        except Refusal:
            assert len(log.events) == before, "what is refused is not kept"
    # On disk and back, cut at any place: always a run that was there.
    lines = [json.loads(json.dumps(event)) for event in log.events]
    again = Walk(book, Kept(), Clock(), KNOWN)
    again.replay(lines)
    assert again.place == begun.place
    assert (again.outcome, again.escalated_to, again.why) == (begun.outcome, begun.escalated_to, begun.why)
    assert (again.values, again.checks, again.path) == (begun.values, begun.checks, begun.path)
    assert (again.messages, again.seconds) == (begun.messages, begun.seconds)
    cut = Walk(book, Kept(), Clock(), KNOWN)
    cut.replay(lines[: data.draw(st.integers(0, len(lines)))])
    assert len(cut.path) <= len([event for event in lines if event["event"] in ("answer", "give-up")])
    assert cut.place.key or cut.outcome


@given(graphs(), st.data())
def test_answering_whatever_is_asked_ends_at_an_end_where_there_is_no_loop(book: Runbook, data: st.DataObject) -> None:
    if loops(book) or any(lost(book)):
        return
    begun, _ = walk(book)
    while begun.place.step is not None:
        outcomes = len(begun.place.step.outcomes)
        begun.answer(str(data.draw(st.integers(1, outcomes))) if outcomes else "")
    assert begun.outcome in ("resolved", "escalated")
    assert len(begun.path) <= len(book.steps)


def test_an_event_of_a_later_version_is_passed_over() -> None:
    begun = Walk(runbook(), Kept(), Clock(), KNOWN)
    begun.replay(
        [{"event": "telepathy", "at": "2026-11-16T09:00:00+00:00"}, {"event": "input", "name": "user", "value": "A"}]
    )
    assert begun.values == {}
    assert begun.place.key == "user"
