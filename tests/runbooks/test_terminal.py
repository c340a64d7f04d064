"""A run in a real terminal: killed, interrupted, in two windows, dumb, narrow and in ASCII; nothing that was saved is lost."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pexpect
import pyte
import pytest

from tests.reviews.test_kills import WAIT, killed_everywhere
from tests.runbooks.test_run_command import HEAD, INPUTS, run
from tests.small_practice import Practice, environment

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="needs a POSIX terminal and signals")]


@contextmanager
def terminal(desk: Practice, *arguments: str, columns: int = 100, **variables: str) -> Iterator[Any]:
    """`runbook run` in a terminal of its own."""
    command = desk.command("runbook", "run", *arguments)
    env = {**os.environ, **environment(desk.home), "TERM": "xterm-256color", **variables}
    env.pop("COLUMNS")
    child = pexpect.spawn(
        command[0], command[1:], env=env, encoding="utf-8", timeout=WAIT, cwd=str(desk.home), dimensions=(40, columns)
    )
    try:
        yield child
    finally:
        child.close(force=True)


def say(child: Any, *lines: str) -> None:
    """Type lines, each at its prompt."""
    for line in lines:
        child.expect("> ")
        child.sendline(line)


def ended(child: Any, code: int = 0) -> str:
    rest = str(child.read())
    child.wait()
    assert (child.exitstatus, child.signalstatus) == (code, None), rest
    return rest


def test_a_run_from_start_to_end(desk: Practice) -> None:
    with terminal(desk, "vpn", "--ticket", "T-1", "--client", "acme", "--by", "dana") as child:
        child.expect("VPN fails. Somebody cannot connect.")
        say(child, "Ann Lee", "1", "", "", "Nothing.", "1", "1 by phone", "", "done", "")
        rest = ended(child)
    assert "RESOLVED: VPN fails" in rest
    assert "Resolved in 1 minute. practice/runbook-runs/2026/2026-11-16-vpn-t-1.yaml" in rest
    assert desk.data("practice/runbook-runs/2026/2026-11-16-vpn-t-1.yaml")["outcome"] == "resolved"


def test_the_screen_reads_as_it_should_in_a_narrow_terminal(desk: Practice) -> None:
    with terminal(desk, "vpn", columns=44) as child:
        say(child, "Ann Lee", "1", "", "", "", "2", "2")
        child.expect("Enter to hand it over")
        screen = pyte.Screen(44, 200)
        pyte.Stream(screen).feed(str(child.before) + str(child.after))
        lines = [line.rstrip() for line in screen.display if line.strip()]
    assert all(len(line) <= 44 for line in lines)
    assert "  | Dear Ann Lee, a specialist takes over." in lines
    assert "--- escalate | hand-over | 0 min ---" in lines


def test_an_answer_told_as_saved_survives_kill_9_at_once_and_one_kill_after_another(desk: Practice) -> None:
    answers = ["Ann Lee", "Home", "3", "LAP-7", "Nothing.", "Down"]
    for number, answer in enumerate(answers):
        with terminal(desk, "vpn", *(["--resume"] if number else []), "--ticket", "T-1") as child:
            if number:
                child.expect(rf"Going on after {number} answers?")
            say(child, answer)
            child.expect("Saved")
            child.kill(signal.SIGKILL)
            child.expect(pexpect.EOF)
    done = run(desk, HEAD + "restart,Works,,\n", "--resume")
    assert (done.code, done.json["outcome"]) == (0, "resolved")
    record = desk.data(done.json["path"])
    assert record["inputs"] == {"user": "Ann Lee", "place": "Home", "times": "3", "device": "LAP-7"}
    assert record["checks"] == [{"check": "Look at the alerts.", "found": "Nothing."}]
    assert record["path"][0] == {"step": "up", "answer": "Down"}


def test_ctrl_c_pauses_and_says_how_to_go_on(desk: Practice) -> None:
    with terminal(desk, "vpn", "--ticket", "T-1") as child:
        say(child, "Ann Lee")
        child.expect("> ")
        child.sendintr()
        rest = ended(child, 130)
    assert "Paused. Go on with 'msptool runbook run 2026-11-16-vpn-t-1 --resume'." in rest
    assert "Traceback" not in rest
    with terminal(desk, "--resume") as child:
        child.expect("Going on after 1 answer")
        child.expect("From where")
        say(child, "/q")
        assert "Paused at place" in ended(child)


def test_a_closed_terminal_loses_nothing(desk: Practice) -> None:
    with terminal(desk, "vpn", "--ticket", "T-1") as child:
        say(child, "Ann Lee")
        child.expect("Saved")
    assert run(desk, HEAD, "--resume").json["inputs"] == {"user": "Ann Lee"}


def test_two_windows_on_one_run(desk: Practice) -> None:
    with terminal(desk, "vpn", "--ticket", "T-1") as first:
        say(first, "Ann Lee")
        first.expect("Saved")
        with terminal(desk, "vpn", "--resume") as second:
            second.expect("The run 2026-11-16-vpn-t-1 is open in another window: pause it there with /q")
            ended(second, 3)
        say(first, "Home", "/q")
        ended(first)
    assert run(desk, HEAD, "--resume").json["inputs"] == {"user": "Ann Lee", "place": "Home"}


@pytest.mark.parametrize("kind", ["dumb", "", "vt100"])
def test_any_kind_of_terminal_gets_plain_lines(desk: Practice, kind: str) -> None:
    with terminal(desk, "vpn", TERM=kind) as child:
        say(child, "Ann Lee", "/q")
        said = str(child.before) + ended(child)
    assert "\x1b" not in said


def test_an_ascii_terminal_shows_what_it_can_and_keeps_what_was_typed(desk: Practice) -> None:
    text = desk.read("runbooks/vpn.yaml").replace("Is the service up?", "Läuft der Dienst – oder nicht?")
    desk.write("runbooks/vpn.yaml", text)
    with terminal(desk, "vpn", "--ticket", "T-1", LC_ALL="C", PYTHONIOENCODING="ascii") as child:
        say(child, "Ann Lee", "1", "", "", "")
        child.expect(r"L.uft der Dienst . oder nicht\?")
        say(child, "/q")
        ended(child)


def test_killed_at_every_write_of_a_run_it_goes_on_with_everything_before(desk: Practice, tmp_path: Path) -> None:
    script = desk.home / "answers.csv"
    script.write_text(HEAD + INPUTS + "up,Up,,\nagree,Agreed,,\n", encoding="utf-8")
    copies = killed_everywhere(desk, tmp_path, "runbook", "run", "vpn", "--ticket", "T-1", "--answers", str(script))
    seen = set()
    for copy in copies:
        record = copy.root / "practice/runbook-runs/2026/2026-11-16-vpn-t-1.yaml"
        journal = copy.root / ".msptool/runbook-runs/2026-11-16-vpn-t-1.jsonl"
        if record.exists():
            assert copy.data("practice/runbook-runs/2026/2026-11-16-vpn-t-1.yaml")["outcome"] == "resolved"
            assert "No such run is under way." in copy.run("runbook", "run", "--resume").err
            assert not journal.exists()
            continue
        before = len(re.findall(r'"event":"(?:input|check|answer)"', journal.read_text())) if journal.exists() else 0
        seen.add(before)
        # What the journal does not have yet is asked again; what it has is not.
        resume = ("--resume",) if before or (journal.exists() and "start" in journal.read_text()) else ()
        done = copy.run("runbook", "run", "vpn", "--ticket", "T-1", *resume, "--answers", str(script), "--json")
        assert (done.code, done.json["outcome"]) == (0, "resolved"), done.err
        assert len(done.json["inputs"]) == 2
        assert copy.run("runbook", "lint").code == 0
    assert seen == set(range(11))
    assert len(copies) > 12
