"""Real processes, really killed: every answer that was told as saved is there afterwards."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pexpect
import pytest

from tests.small_practice import Practice, environment

HEAD = "standard,answer,note\n"
WAIT = 60  # seconds; only a machine that is busy with other things needs them

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="needs a POSIX terminal and signals")]


@contextmanager
def terminal(practice: Practice, *arguments: str, **variables: str) -> Iterator[Any]:
    """The program in a terminal of its own, without colour."""
    command = practice.command("review", *arguments)
    env = {**os.environ, **environment(practice.home), "TERM": "dumb", **variables}
    child = pexpect.spawn(command[0], command[1:], env=env, encoding="utf-8", timeout=WAIT, cwd=str(practice.home))
    try:
        yield child
    finally:
        child.close(force=True)


def resumed(practice: Practice) -> Any:
    done = practice.run("review", "resume", "acme", "--answers", "-", "--json", stdin=HEAD)
    assert done.code == 0, done.err
    return done


def test_an_answer_told_as_saved_survives_kill_9_at_once_and_one_kill_after_another(practice: Practice) -> None:
    for number in range(1, 5):
        with terminal(practice, "start" if number == 1 else "resume", "acme", "--plain") as child:
            if number > 1:
                child.expect(rf"{number - 1} actions? of an interrupted session recovered")
            child.expect(f"--- {number} of 6")
            child.expect("> ")
            child.sendline(f"n Note {number}.")
            child.expect("Saved: no - .*\r\n")
            child.kill(signal.SIGKILL)
            child.expect(pexpect.EOF)
    done = resumed(practice)
    assert done.json["counts"] == {"yes": 0, "no": 4, "n/a": 0}
    assert "4 actions of an interrupted session recovered." in done.err
    answers = practice.data("reviews/acme/2026-11-16.yaml")["answers"]
    assert [answer["note"] for answer in answers.values()] == [f"Note {number}." for number in range(1, 5)]


@pytest.mark.parametrize("after", [1, 2, 9, 40])
def test_killed_in_the_middle_of_fast_typing_nothing_that_was_shown_as_saved_is_missing(
    practice: Practice, after: int
) -> None:
    lines = "".join(f"{'yn'[number % 2]} Note {number}.\nj 1\n" for number in range(1, 300))
    child = subprocess.Popen(
        practice.command("review", "start", "acme", "--plain"), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, env={**os.environ, **environment(practice.home)}, cwd=practice.home,
    )  # fmt: skip
    assert child.stdin is not None
    assert child.stderr is not None
    with child, child.stdin as keyboard, child.stderr as screen:
        keyboard.write(lines.encode())
        keyboard.flush()
        seen = 0
        for line in screen:
            seen += line.startswith(b"Saved: ")
            if seen == after:
                child.kill()
                break
        seen += sum(line.startswith(b"Saved: ") and line.endswith(b"\n") for line in screen)
    resumed(practice)
    answer = practice.data("reviews/acme/2026-11-16.yaml")["answers"]["firewall-backup"]
    number = int(re.findall(r"\d+", answer["note"])[0])
    assert number >= seen >= after
    assert answer["answer"] == ("yes", "no")[number % 2]


def test_a_closed_terminal_loses_nothing(practice: Practice) -> None:
    with terminal(practice, "start", "acme", "--plain") as child:
        child.expect("> ")
        child.sendline("y")
        child.expect("Saved: yes")
    assert resumed(practice).json["counts"]["yes"] == 1


def test_ctrl_c_leaves_with_everything_saved_and_the_code_of_an_interruption(practice: Practice) -> None:
    with terminal(practice, "start", "acme", "--plain") as child:
        child.expect("> ")
        child.sendline("y")
        child.expect("Saved: yes")
        child.expect("> ")
        child.sendintr()
        rest = child.read()
        child.wait()
        assert (child.exitstatus, child.signalstatus) == (130, None)
        assert "Traceback" not in rest
    assert list(practice.data("reviews/acme/2026-11-16.yaml")["answers"]) == ["firewall-backup"]
    assert resumed(practice).err == ""


def test_two_terminals_on_one_review(practice: Practice) -> None:
    with terminal(practice, "start", "acme", "--plain") as first:
        first.expect("> ")
        with terminal(practice, "resume", "acme", "--plain") as second:
            second.expect(
                r"msptool: The review of Acme Explosives is open in another window \(process (\d+) on ([^)]+)\)"
            )
            assert int(second.match.group(1)) == first.pid
            second.expect(pexpect.EOF)
            second.wait()
            assert second.exitstatus == 3
        first.sendline("y")
        first.expect("Saved: yes")
        first.kill(signal.SIGKILL)
        first.expect(pexpect.EOF)
    assert resumed(practice).json["answered"] == 1


def test_killed_sessions_can_be_finished_without_being_resumed(practice: Practice) -> None:
    with terminal(practice, "start", "acme", "--plain") as child:
        child.expect("> ")
        child.sendline("n Gone.")
        child.expect("Saved: no")
        child.kill(signal.SIGKILL)
        child.expect(pexpect.EOF)
    done = practice.run("review", "finish", "acme", "--json")
    assert (done.code, done.json["counts"]["no"]) == (0, 1)
    assert practice.git("status", "--porcelain") == ""


# Runs a command again and again, each time in a fresh copy of the workspace, and kills it just before
# its first, second, third ... call that makes something durable; stops when it lives to the end.
DRIVER = """
import os, shutil, signal, sys
from msptool.__main__ import run

workspace, copies, *arguments = sys.argv[1:]


def dying_at(number):
    calls = [0]

    def counted(real):
        def call(*given, **named):
            calls[0] += 1
            if calls[0] == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **named)
        return call

    for name in ("fsync", "replace", "unlink", "rename"):
        setattr(os, name, counted(getattr(os, name)))


number, status = 0, 1
while status:
    number += 1
    copy = os.path.join(copies, str(number))
    shutil.copytree(workspace, copy)
    child = os.fork()
    if not child:
        dying_at(number)
        sys.argv = ["msptool", "-C", copy, "--today", "2026-11-16", *arguments]
        os._exit(run())
    status = os.waitpid(child, 0)[1]
    if status not in (0, signal.SIGKILL):
        sys.exit(f"exit status {status} at {number}")
"""


def killed_everywhere(practice: Practice, tmp_path: Path, *arguments: str) -> list[Practice]:
    """One copy for each moment at which the command was killed; in the last one it ran to its end."""
    copies = tmp_path / "copies"
    copies.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, str(practice.root), str(copies), *arguments], capture_output=True, check=False,
        env={**os.environ, **environment(practice.home)}, cwd=practice.home, timeout=WAIT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return [Practice(copies / str(number), practice.home) for number in range(1, len(list(copies.iterdir())) + 1)]


def answers_file(practice: Practice, rows: str) -> str:
    file = practice.home / "answers.csv"
    file.write_text(HEAD + rows, encoding="utf-8")
    return str(file)


def test_killed_at_every_write_of_a_session_no_answer_before_is_lost(practice: Practice, tmp_path: Path) -> None:
    practice.run("review", "start", "acme", "--answers", "-", stdin=HEAD + "firewall-label,yes,\n")
    rows = "mailbox-login,no,1\nmailbox-quota,no,2\nmailbox-archive,no,3\n"
    copies = killed_everywhere(
        practice, tmp_path, "review", "resume", "acme", "--answers", answers_file(practice, rows)
    )
    held = [said(copy) for copy in copies]
    # All but nothing, one, two, three more answers: it was killed between any two writes.
    assert [len(names) for names in held] == sorted(len(names) for names in held)
    assert {len(names) for names in held} == {1, 2, 3, 4}
    assert any(journal(copy).is_file() for copy in copies)
    assert not journal(copies[-1]).exists()
    for copy, names in zip(copies, held, strict=True):
        assert resumed(copy).json["answered"] == len(names)
        assert not journal(copy).exists()
    assert copies[len(copies) // 2].run("lint").code == 0


def journal(practice: Practice) -> Path:
    return practice.root / ".msptool/reviews/acme.2026-11-16.jsonl"


def said(practice: Practice) -> set[str]:
    """The standards answered in the review's file or in whole lines of its journal."""
    names = set(practice.data("reviews/acme/2026-11-16.yaml")["answers"])
    if journal(practice).is_file():
        names |= {
            json.loads(line)["standard"] for line in journal(practice).read_text().split("\n") if line.endswith("}")
        }
    return names


def test_killed_at_every_write_of_a_start_another_start_or_resume_works(practice: Practice, tmp_path: Path) -> None:
    copies = killed_everywhere(practice, tmp_path, "review", "start", "acme", "--answers", answers_file(practice, ""))
    assert len(copies) > 2
    for copy in copies:
        opened = copy.run("review", "status", "acme", "--json").json["clients"][0]["open_review"]
        command = "resume" if opened else "start"
        more = ("--answers", "-", "--finish", "--no-commit")
        assert copy.run("review", command, "acme", *more, stdin=HEAD + "firewall-label,no,\n").code == 0


def test_killed_at_every_write_of_finishing_no_answer_is_lost(practice: Practice, tmp_path: Path) -> None:
    practice.run(
        "review", "start", "acme", "--answers", "-", stdin=HEAD + "firewall-label,yes,\nmailbox-login,no,Old.\n"
    )
    for copy in killed_everywhere(practice, tmp_path, "review", "finish", "acme"):
        if copy.run("review", "status", "acme", "--json").json["clients"][0]["open_review"]:
            assert copy.run("review", "finish", "acme").code == 0
        shown = copy.run("review", "show", "acme", "--json").json
        assert (shown["status"], len(shown["answers"])) == ("finished", 2)
        assert copy.run("lint").code == 0
