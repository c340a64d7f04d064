"""Every kind of terminal that a server room has: dumb, narrow, in ASCII, or none at all."""

from __future__ import annotations

import os
from typing import Any

import pexpect
import pytest

from tests.reviews.test_kills import WAIT, terminal
from tests.small_practice import Practice

ASCII = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="needs a POSIX terminal")]


def ended(child: Any) -> str:
    rest = str(child.read())
    child.wait()
    assert (child.exitstatus, child.signalstatus) == (0, None), rest
    return rest


def test_a_dumb_terminal_gets_lines_without_being_asked(practice: Practice) -> None:
    with terminal(practice, "start", "acme", TERM="dumb") as child:
        child.expect("6 standards. . shows the keys")
        child.expect("> ")
        child.sendline("y")
        child.expect("Saved: yes")
        child.sendline("q")
        assert "\x1b" not in child.before
        assert "1 of 6 answered" in ended(child)


def test_no_terminal_type_at_all_gets_lines_too(practice: Practice) -> None:
    with terminal(practice, "start", "acme", TERM="") as child:
        assert child.expect(["> ", "\x1b"]) == 0
        child.sendline("q")
        ended(child)


def test_a_narrow_terminal_wraps_between_words(practice: Practice) -> None:
    practice.standard("firewall-backup", why="A firewall without a backup of its settings takes days to replace. " * 3)
    command = practice.command("review", "start", "acme", "--plain")
    child = pexpect.spawn(
        command[0], command[1:], dimensions=(20, 40), encoding="utf-8", timeout=WAIT,
        env={name: value for name, value in os.environ.items() if name != "COLUMNS"} | {"TERM": "dumb"},
    )  # fmt: skip
    try:
        child.expect("> ")
        why = str(child.before).split("Why: ")[1].split("1. Read")[0]
        lines = why.splitlines()
        assert len(lines) > 5
        assert all(len(line) <= 40 for line in lines)
        child.sendline("q")
        ended(child)
    finally:
        child.close(force=True)


def test_an_ascii_terminal_shows_what_it_can_and_the_notes_are_kept_whole(practice: Practice) -> None:
    practice.client("acme", name="Café Zürich")
    practice.standard("firewall-backup", question="Is the “backup” of the firewall naïve — or not?")
    with terminal(practice, "start", "acme", "--plain", **ASCII) as child:
        child.expect("Is the .backup. of the firewall na.ve . or not.")
        child.expect("> ")
        child.sendline("n plain note")
        child.expect("Saved: no")
        child.sendline("q")
        ended(child)
    assert practice.data("reviews/acme/2026-11-16.yaml")["answers"]["firewall-backup"]["note"] == "plain note"


COMMANDS = [
    ("review", "show", "acme"), ("review", "show", "acme", "--json"), ("review", "handoffs", "acme"),
    ("review", "status"), ("review", "finish", "acme"), ("client", "list"), ("client", "agreements", "--json"),
    ("standard", "list"), ("standard", "show", "firewall-label", "--json"), ("score", "acme", "--explain"), ("score", "--json"),
    ("finding", "list"), ("finding", "list", "--json"), ("lint",),
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_stumbles_over_a_letter_that_the_terminal_has_not(
    practice: Practice, command: tuple[str, ...]
) -> None:
    practice.client("acme", name="Café Zürich", agreement={"starts": "2026-01-01", "mrr": 10})
    practice.standard("firewall-label", name="Étiquette", question="Is the étiquette “on” the firewall?", why="日本語")
    practice.commit()
    rows = "standard,answer,note\nfirewall-label,no,Größer als 5 €.\n"
    practice.run("review", "start", "acme", "--answers", "-", stdin=rows)
    if command[0] in ("score", "finding"):
        practice.run("review", "finish", "acme")
    done = practice.program(*command, env=ASCII)
    assert done.code == 0, done.err
    assert done.out.isascii() or "review handoffs" in " ".join(command)
    if "--json" in command:
        assert done.json == practice.program(*command).json


def test_a_pipe_gets_lines_and_the_result_alone_on_stdout(practice: Practice) -> None:
    done = practice.program("review", "start", "acme", "--json", stdin="y\nn Old.\nq\n", env={"TERM": "xterm-256color"})
    assert done.code == 0
    assert done.json["counts"] == {"yes": 1, "no": 1, "n/a": 0}
    assert "Saved: no - Firewall firmware" in done.err


def test_nothing_on_standard_input_is_no_answer(practice: Practice) -> None:
    done = practice.program("review", "start", "acme", "--json", stdin=b"")
    assert (done.code, done.json["answered"]) == (0, 0)
