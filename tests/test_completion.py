"""Completion of commands and options in each shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_practice import Practice

LINES = {
    "bash": "complete -o default -F _msptool_completion msptool", "zsh": "compdef _msptool_completion msptool",
    "fish": "complete --command msptool", "powershell": "Register-ArgumentCompleter -Native -CommandName msptool",
}  # fmt: skip


@pytest.mark.parametrize("shell", LINES)
def test_each_shell_gets_its_script(practice: Practice, shell: str) -> None:
    assert LINES[shell] in practice.run("completion", shell).out
    assert practice.run("completion", shell, "--json").json["script"] == practice.run("completion", shell).out


def test_another_shell_is_refused_with_those_that_are_known(practice: Practice) -> None:
    done = practice.run("completion", "tcsh")
    assert (done.code, "They are bash, zsh, fish, powershell" in done.err) == (2, True)


def asked(shell: str, line: str, **more: str) -> str:
    """What the program answers to a shell that completes the end of a line."""
    words = line.split(" ")
    env = {
        **os.environ, "_MSPTOOL_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": line, "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1), "_TYPER_COMPLETE_FISH_ACTION": "get-args", "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1],
    }  # fmt: skip
    code = "import sys; sys.argv = ['msptool']; from msptool.__main__ import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code], env={**env, **more}, capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize("shell", LINES)
def test_commands_of_groups_and_their_options_are_completed(shell: str) -> None:
    assert "evidence" in asked(shell, "msptool evi")
    review = asked(shell, "msptool review s")
    assert all(word in review for word in ("start", "status", "show", "sheet"))
    assert "finish" not in review
    assert "--minutes" in asked(shell, "msptool review start --m")


@pytest.mark.parametrize("shell", LINES)
def test_clients_and_standards_of_the_workspace_are_completed(practice: Practice, tmp_path: Path, shell: str) -> None:
    practice.client("bakery")
    at = f"msptool -C {practice.root}"
    for line in ("score ", "review start ", "evidence import scuba.json --client ", "trace firewall-backup --client "):
        found = asked(shell, f"{at} {line}b")
        assert ("bakery" in found, "acme" in found) == (True, False), line
    found = asked(shell, f"{at} standard show firewall-")
    assert ("firewall-backup" in found, "_category" in found, "mailbox-login" in found) == (True, False, False)
    assert asked(shell, f"{at} standard retire mailbox-q").strip() != ""
    assert "firewall-backup" not in asked(shell, f"{at} standard new firewall-")
    assert "bakery" not in asked(shell, f"msptool -C {tmp_path / 'nowhere'} score b")


@pytest.mark.parametrize("shell", LINES)
@pytest.mark.parametrize(
    "name", ["acme$(touch owned)", "\\$(touch owned)", "acme`touch owned`", "acme two", "acme\ntwo", "acme;ls", "_acme"]
)
def test_a_name_that_is_no_id_never_reaches_a_shell(practice: Practice, name: str, shell: str) -> None:
    practice.write(f"clients/{name}/client.yaml", "name: x\n")
    practice.write(f"standards/firewalls/{name}.yaml", "name: x\n")
    for command in ("score", "standard show"):
        found = asked(shell, f"msptool -C {practice.root} {command} ")
        assert not any(part in found for part in ("owned", "two", "ls", "_acme"))


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_itself_takes_the_script(practice: Practice, tmp_path: Path) -> None:
    script, program = tmp_path / "completion.sh", tmp_path / "msptool"
    script.write_text(practice.run("completion", "bash").out)
    program.write_text(f"#!{sys.executable}\nfrom msptool.__main__ import main\nmain()\n")
    program.chmod(0o755)
    line = f'source {script}; COMP_WORDS=(msptool toolmap sh); COMP_CWORD=2; _msptool_completion msptool; echo "${{COMPREPLY[@]}}"'
    env = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", line], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["show"]
