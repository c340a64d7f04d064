"""A run in lines: what a technician reads, and what each line does."""

from __future__ import annotations

import io

import pytest

from msptool.runbooks.runs.plain import Plain, split_answer
from tests.runbooks.builders import runbook, walk
from tests.small_practice import Done, Golden, Practice


def talk(lines: str, *, step: float = 30.0, limit: int | None = None) -> str:
    """What the plain face says to these lines."""
    begun, _ = walk(runbook(), step)
    out = io.StringIO()
    Plain(
        begun, io.StringIO(lines), out, signoffs=lambda name: [f"Must agree: {name}."], limit=limit, up="level-2"
    ).run()
    return out.getvalue()


def plain(desk: Practice, lines: str, *options: str) -> Done:
    return desk.run("runbook", "run", "vpn", "--by", "dana", *options, stdin=lines)


START = "Ann Lee\nHome\n\nLAP-7\nNothing.\n"


def test_a_whole_conversation(desk: Practice, golden: Golden) -> None:
    lines = (
        "?\n\nAnn Lee\noffice\nmany\n3\n\nAlert at nine.\n/x\n7\n/u\nWhich dashboard?\n1 looked twice\n/s\n2 no time for a restart\n"
        "/b\n/b\nDown since eight\nworks\n\n"
    )
    done = plain(desk, lines, "--ticket", "T-7", "--client", "acme")
    golden.check("conversation.txt", done.err)
    assert done.code == 0
    assert "RESOLVED: VPN fails" in done.out


def test_a_resolved_run_as_the_ticket_gets_it(desk: Practice, golden: Golden) -> None:
    done = plain(
        desk, START + "1\n1 by mail\n\nrestarted\n\n", "--ticket", "T-7", "--client", "acme", "--minutes", "14"
    )
    text = done.out.replace(done.out.split(" | ")[3], "DAY")
    golden.check("resolved.txt", text)


def test_whoever_must_agree_is_named_with_the_clients_own_people(desk: Practice) -> None:
    done = plain(desk, START + "1\n/q\n", "--client", "acme")
    assert "Must agree: the client's point of contact (Marta Bielski) and Level 2 (Sam Two)." in done.err
    assert "To what: A server is restarted in working hours." in done.err


def test_a_map_that_is_missing_is_no_problem_of_the_runbook(desk: Practice) -> None:
    (desk.root / "practice/escalation.yaml").unlink()
    assert desk.run("runbook", "lint", "--json").json["problems"] == []


def test_without_a_map_a_sign_off_says_whom_to_ask(desk: Practice) -> None:
    (desk.root / "practice/escalation.yaml").unlink()
    done = plain(desk, START + "1\n/q\n")
    assert "The escalation map does not say who must agree to 'restart-server': ask the level above." in " ".join(
        done.err.split()
    )


def test_the_end_of_the_input_pauses(desk: Practice) -> None:
    done = plain(desk, START)
    assert done.code == 0
    assert done.out == "Paused at up; every answer is saved.\n"
    assert "Go on with 'msptool runbook run 2026-11-16-vpn-" in done.err
    assert not (desk.root / "practice/runbook-runs").exists()


def test_what_cannot_be_said_here_is_not_asked_for() -> None:
    """Whoever presses /u or /e at an input must not write a sentence that is thrown away."""
    said = talk("/u\n/e\n/q\n")
    assert "What is not clear?" not in said
    assert "Why does this runbook" not in said
    assert "Say that at a step, where it can be mended." in said
    assert "Give the inputs and make the first checks" in said


@pytest.mark.parametrize(("line", "value"), [("1", "yes"), ("2", "no"), ("y", "yes")])
def test_yes_and_no_have_numbers_as_all_answers_have(line: str, value: str) -> None:
    inputs = [{"name": "known", "ask": "Is the caller known?", "kind": "yes-no"}]
    begun, _ = walk(runbook(inputs=inputs, messages={}, steps=[{"id": "close", "kind": "done", "do": "Close."}]))
    out = io.StringIO()
    Plain(begun, io.StringIO(f"3\n{line}\n/q\n"), out, signoffs=lambda _: [], limit=None, up="level-2").run()
    assert "  [1] yes\n  [2] no\n" in out.getvalue()
    assert "'3' is neither yes nor no: 1 yes; 2 no." in out.getvalue()
    assert begun.values == {"known": value}


@pytest.mark.parametrize("word", ["/q", "/quit", "/Q"])
def test_pausing_in_words(desk: Practice, word: str) -> None:
    assert "Paused at place" in plain(desk, f"Ann\n{word}\n").out


def test_escalating_from_anywhere_hands_over_what_was_collected(desk: Practice) -> None:
    done = plain(desk, START + "1\n/e\nThe client has another firewall.\n", "--ticket", "T-7")
    assert "ESCALATED to Level 2: VPN fails" in done.out
    assert "Why: The client has another firewall." in done.out
    assert "- Which device? LAP-7" in done.out
    record = desk.data("practice/runbook-runs/2026/2026-11-16-vpn-t-7.yaml")
    assert (record["outcome"], record["to"], record["why"]) == (
        "escalated",
        "level-2",
        "The client has another firewall.",
    )


def test_somebody_of_level_2_escalates_to_the_owner(desk: Practice) -> None:
    done = desk.run("runbook", "run", "vpn", "--by", "sam", stdin=START + "/e Nobody knows this.\n")
    assert "Saved: escalated to the owner." in done.err
    assert "ESCALATED to the owner" in done.out


def test_a_gap_in_a_message_is_said_before_it_is_sent() -> None:
    assert "Nobody said: phone. Complete the text before you send it." in talk(START + "2\n2\n")


def test_the_limit_of_the_level_is_said_once_when_it_is_over() -> None:
    said = talk(START + "1\n/s\n/s\n", step=400, limit=30)
    assert (
        " ".join(said.split()).count("more than 30 minutes, which is the limit of your level: /e hands it to Level 2")
        == 1
    )
    assert "***" not in talk(START + "1\n", step=1, limit=30)


def test_a_line_of_control_characters_does_no_harm() -> None:
    said = talk("\x1b[31mAnn\x07\nHome\n\n\n\n2\n1\n")
    assert "\x1b" not in said.split("--- done")[1]


@pytest.mark.parametrize(
    ("line", "answer", "note"),
    [
        ("2", "2", ""), ("2 since Monday", "2", "since Monday"), ("up", "Up", ""), ("Up  since  nine", "Up", "since nine"),
        ("not agreed", "Not agreed", ""), ("not agreed by the owner", "Not agreed", "by the owner"), ("agr", "agr", ""),
        ("", "", ""),
    ],
)  # fmt: skip
def test_a_line_is_an_answer_and_a_note(line: str, answer: str, note: str) -> None:
    assert split_answer(line, ("Up", "Not agreed", "Agreed")) == (answer, note)
