"""The plain face: lines in, lines out. The conversation of a pipe goes to stderr, the result to stdout."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest

from msptool.reviews.due import Item
from msptool.reviews.plain import Plain, before, now
from msptool.reviews.session import Draft, State
from tests.reviews.builders import given, library, session, standard
from tests.small_practice import Done, Golden, Practice

A = standard(
    "a-firewall", "high", why="It matters.", how=["Open it.", "Read it."], vendors={"SonicWall": ["Press F1."]}
)
B, C = standard("b-backup"), standard("c-wifi")
PATH = "reviews/acme/2026-11-16.yaml"


def talk(lines: str) -> tuple[str, State]:
    """What the plain face says to these lines, and the state afterwards."""
    asked, _ = session(A, B, C)
    out = io.StringIO()
    Plain(asked, library(A, B, C), io.StringIO(lines), out).run()
    return out.getvalue(), asked.state


def plain(practice: Practice, lines: str | bytes, *command: str, **more: Any) -> Done:
    return practice.run("review", *(command or ("start", "acme", "--all")), "--plain", stdin=lines, **more)


def test_a_whole_conversation(practice: Practice, golden: Golden) -> None:
    lines = (
        "?\nn Two are old.\ny\na\nNo label in a locked rack.\nb\nb\nb\nb\nu\no It is written down.\nh service-desk\n"
        "f Unclear.\ns\nx Updated it.\nz\nj mailbox-login\nn\n/ quota\ny\n/\ng\nv ours Licences\nw\nq\n"
    )
    done = plain(practice, lines)
    golden.check("conversation.txt", done.err)
    assert done.out == f"4 of 6 answered: 2 yes, 1 no, 1 n/a. Saved in {PATH}.\n"


def test_every_answer_is_told_as_saved_and_the_next_question_comes(practice: Practice) -> None:
    done = plain(practice, "y\nn Gone.\n")
    assert "Saved: yes - Firewall backup\n\n--- 2 of 6 | Firewalls | 1 answered" in done.err
    answers = practice.data(PATH)["answers"]
    assert {name: answer["answer"] for name, answer in answers.items()} == {
        "firewall-backup": "yes",
        "firewall-firmware": "no",
    }
    assert answers["firewall-firmware"]["note"] == "Gone."


@pytest.mark.parametrize("ending", ["q", "quit", "Q", ""])
def test_the_end_of_the_input_is_as_good_as_quitting(practice: Practice, ending: str) -> None:
    done = plain(practice, f"y\n{ending}")
    assert done.code == 0
    assert done.out.startswith("1 of 6 answered")
    assert "The review is open: go on with 'msptool review resume acme'." in done.err


def test_a_resumed_session_begins_at_the_first_open_question_and_shows_what_was_said(practice: Practice) -> None:
    plain(practice, "y\no Ask Owen.\nq\n")
    done = plain(practice, "q\n", "resume", "acme")
    assert "--- 2 of 6 | Firewalls | 1 answered" in done.err
    assert "  Now: Ask Owen." in done.err


def test_not_applicable_asks_for_its_reason_and_refuses_none() -> None:
    said, state = talk("a\n\na Nothing here.\nq\n")
    assert "Why does it not apply? " in said
    assert "'n/a' needs a note" in said
    assert state.drafts["a-firewall"].note == "Nothing here."


@pytest.mark.parametrize("line", ["k", "yes", "1", "", "  ", "\x1b[A", "y\x1b", "é"])
def test_a_line_that_is_no_key_is_told_so_and_nothing_happens(line: str) -> None:
    said, state = talk(f"{line}\nq\n")
    assert "is no key. ? shows them." in said
    assert state == State()


def test_keys_work_in_capitals_and_with_spaces_around() -> None:
    _, state = talk("  Y  All of them. \nq\n")
    assert (state.drafts["a-firewall"].answer, state.drafts["a-firewall"].note) == ("yes", "All of them.")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("h helpdesk", "'helpdesk' is not a delivery area"),
        ("j modem", "Nothing in this review matches 'modem'."),
        ("/ modem", "Nothing in this review matches 'modem'."),
        ("b", "That is the first one."),
        ("v", "v takes a field and a text: ours, theirs"),
        ("v lunch 12:00", "v takes a field and a text"),
        ("v ours", "v takes a field and a text"),
        ("v next tomorrow", "next visit"),
        ("v next 2020-01-01", "must be after today"),
        ("v ticket", "ticket"),
        ("v change done", "change"),
        ("v ticket done  ", "ticket"),
    ],
)
def test_what_cannot_be_done_is_said_and_the_session_goes_on(line: str, sentence: str) -> None:
    said, state = talk(f"{line}\ny\nq\n")
    assert sentence in said
    assert state.drafts["a-firewall"].answer == "yes"
    assert not any(visit.tickets or visit.changes or visit.our_items for visit in state.visits.values())


def test_after_the_last_question_it_says_how_to_end(practice: Practice) -> None:
    said, _ = talk("y\ny\ny\ns\nq\n")
    assert "All 3 answered. q to leave, then 'msptool review finish'." in said
    assert "That was the last one." in said


def test_fixed_onsite_takes_a_note_or_keeps_the_one_that_stands() -> None:
    _, state = talk("x Updated it.\no Old one.\nx\nq\n")
    assert [(draft.answer, draft.fixed_onsite, draft.note) for draft in state.drafts.values()] == [
        ("yes", True, "Updated it."), ("yes", True, "Old one."),
    ]  # fmt: skip


def test_after_the_last_one_of_a_filter_it_counts_that_filter() -> None:
    said, _ = talk("y\n/ wifi\ny\nq\n")
    assert "1 of 3 shown." in said
    assert "All 1 answered in this filter." in said


def test_the_day_s_frame_is_written_line_by_line() -> None:
    _, state = talk(
        "v ours Licences\nv ours Renewal\nv theirs Slow wifi\nv maintenance Dust\nv tools RMM agent\n"
        "v ticket done Printer\nv ticket Scanner\nv change Laptop\nv unresolved VPN\nv summary Calm.\nv next 2026-12-14\nq\n"
    )
    visit = state.visits[date(2026, 11, 16)]
    assert visit.our_items == ("Licences", "Renewal")
    assert [(each.summary, each.done) for each in visit.tickets] == [("Printer", True), ("Scanner", False)]
    assert (visit.client_items, visit.maintenance, visit.tools_checked) == (("Slow wifi",), ("Dust",), ("RMM agent",))
    assert (visit.unresolved, visit.summary, str(visit.next_visit)) == (("VPN",), "Calm.", "2026-12-14")


def test_steps_of_vendors_and_reasons_are_shown() -> None:
    said, _ = talk("q\n")
    for line in ("Is a-firewall in order?", "  Why: It matters.", "  1. Open it.", "  SonicWall:", "    - Press F1."):
        assert f"{line}\n" in said


@pytest.mark.parametrize("width", [40, 20, 8, 1])
def test_in_a_narrow_terminal_no_word_is_lost(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    said, _ = talk("q\n")
    assert "Isa-firewallinorder?" in "".join(said.split())
    if width >= 20:
        question = said.split("---\n")[1].split("  1. ")[0]
        assert all(len(line) <= width for line in question.splitlines())


def test_escape_sequences_of_the_data_do_not_reach_the_terminal(practice: Practice) -> None:
    practice.standard("firewall-backup", question="Is it \x1b[2J\x07safe\u202e?", why="\x1b]0;title\x07")
    done = plain(practice, "q\n")
    assert not {"\x1b", "\x07", "\u202e"} & set(done.err)
    assert "[2J safe" in done.err


@pytest.mark.parametrize("encoding", ["utf-8", "C"])
def test_bytes_that_are_no_text_do_not_end_the_session(practice: Practice, encoding: str) -> None:
    locale = {"LC_ALL": "C"} if encoding == "C" else {}
    done = practice.program("review", "start", "acme", "--plain", stdin=b"n caf\xe9\ny\nq\n", env=locale)
    assert done.code == 0, done.err
    answers = practice.data(PATH)["answers"]
    assert {name: answer["answer"] for name, answer in answers.items()} == {
        "firewall-backup": "no",
        "firewall-firmware": "yes",
    }
    assert answers["firewall-backup"]["note"].startswith("caf")


def test_what_was_answered_before_is_one_line() -> None:
    from msptool.reviews.record import Given

    def line(previous: Given | None, reason: Any) -> str:
        return before(Item(A, previous, reason, None, "quarterly"))

    assert line(None, "never asked") == "never asked."
    assert (
        line(given(A, "no", "2026-05-12", note="Two are old."), "last answer no") == "no on 2026-05-12 - Two are old."
    )
    assert line(given(A, "yes", "2026-05-12", fixed_onsite=True), "overdue") == "yes (fixed onsite) on 2026-05-12."
    assert line(given(A, "yes", "2026-05-12"), "reworded").endswith("The question was worded differently then.")


def test_what_is_said_now_is_one_line() -> None:
    assert now(Draft()) == ""
    full = Draft("yes", None, "Done.", True, "vcio", "Unclear.")
    assert now(full) == "yes; fixed onsite; Done.; handed to vCIO; for the committee: Unclear."


def test_the_end_of_the_input_in_the_middle_of_a_note_changes_nothing(practice: Practice) -> None:
    lines = "j mailbox-login\no Two are old.\nj mailbox-login\no\n"
    assert practice.run("review", "start", "acme", "--plain", stdin=lines).code == 0
    assert practice.data("reviews/acme/2026-11-16.yaml")["remarks"]["mailbox-login"]["note"] == "Two are old."


def test_a_hand_over_takes_the_number_of_an_area_and_undo_says_when_there_is_nothing(practice: Practice) -> None:
    done = practice.run("review", "start", "acme", "--plain", stdin="u\nn\nb\nh\n3\nu\nq\n")
    assert done.err.count("There is no answer here to take back.") == 1
    assert done.err.count("Taken back.") == 1
    assert [each["hand_over"] for each in practice.data("reviews/acme/2026-11-16.yaml")["remarks"].values()] == [
        "service-desk"
    ]


def test_a_note_is_shown_as_it_was_written(practice: Practice) -> None:
    practice.review("acme", "firewall-backup,no,Versions 1..3 are in use ...\n")
    done = practice.run(
        "review", "start", "acme", "--all", "--plain", stdin="j firewall-backup\nq\n", today=date(2026, 11, 30)
    )
    assert "Before: no on 2026-11-16 - Versions 1..3 are in use ..." in done.err
