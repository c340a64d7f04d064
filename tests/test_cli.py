"""The program as a whole: help, usage, exit codes, streams, and how it ends when something goes wrong."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from msptool import __version__
from msptool.cli import ADDITIONS, COMMANDS, app
from msptool.standards.commands import app as standard_commands
from tests.command_runs import ARRAYS, RUNS, WITHOUT_WORKSPACE, ready
from tests.outputs import check_output
from tests.small_practice import TODAY, Done, Practice, environment
from tests.trees import Build, only_sentence, posix, python


def _leaves(command: Any, context: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if hasattr(command, "list_commands"):
        for name in command.list_commands(context):
            yield from _leaves(command.get_command(context, name), context, (*path, name))
    else:
        yield path, command


ROOT_COMMAND = typer.main.get_command(app)
LEAVES = dict(_leaves(ROOT_COMMAND, ROOT_COMMAND.make_context("msptool", ["lint"], resilient_parsing=True)))


def test_every_command_is_in_the_tables_of_this_test() -> None:
    assert set(RUNS) == set(LEAVES)


def test_a_program_that_runs_many_commands_registers_each_once(home: Path) -> None:
    for _ in range(3):
        Practice(home, home).run("standard", "import", "--help")
    registered = [command.name for command in standard_commands.registered_commands]
    assert registered.count("import") == 1


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_every_command_has_help_that_says_what_it_does(path: tuple[str, ...], home: Path) -> None:
    done = Practice(home, home).run(*path, "--help")
    assert done.code == 0
    assert done.err == ""
    assert done.out.startswith("Usage: msptool ")
    assert "--json" in done.out
    sentence = done.out.split("\n\n")[1].strip()
    assert sentence[0].isupper() or sentence.startswith("`")
    assert done.out == Practice(home, home).run(*path, "-h").out


@pytest.mark.parametrize("path", RUNS, ids=" ".join)
def test_every_command_gives_one_json_document_and_nothing_else(
    path: tuple[str, ...], practice: Practice, tmp_path: Path
) -> None:
    done = practice.run(*path, *ready(practice, path, tmp_path), "--json")
    assert done.code in (0, 1), done.err
    document = json.loads(done.out)
    assert done.out.endswith("\n")
    if path in ARRAYS:
        assert isinstance(document, list)
    else:
        assert re.fullmatch(r"msptool/[a-z-]+/1", document["schema"])
        assert next(iter(document)) == "schema"
        if "RECORD_OUTPUTS" not in os.environ:
            check_output(document)
    assert "NaN" not in done.out
    assert "Infinity" not in done.out


@pytest.mark.parametrize("path", RUNS, ids=" ".join)
def test_no_command_uses_colour_or_a_terminal_when_there_is_none(
    path: tuple[str, ...], practice: Practice, tmp_path: Path
) -> None:
    done = practice.run(*path, *ready(practice, path, tmp_path))
    assert done.code in (0, 1), done.err
    assert "\x1b" not in done.out
    assert "\x1b" not in done.err


@pytest.mark.parametrize(
    "path",
    [path for path in RUNS if path not in WITHOUT_WORKSPACE],
    ids=" ".join,
)
def test_no_command_works_outside_of_a_workspace_and_each_says_so(
    path: tuple[str, ...], home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "answers.csv").write_text("standard,answer,note\n")
    (tmp_path / "questions.csv").write_text("Question\nIs it on?\n")
    monkeypatch.chdir(home)
    nowhere = Practice(home / "nowhere", home)
    done = nowhere.run(*path, *(argument.replace("{tmp}", str(tmp_path)) for argument in RUNS[path]))
    assert done.code == 3
    assert done.out == ""
    assert "nowhere is not a folder" in only_sentence(done)


def program(home: Path, *arguments: str, **env: str) -> Done:
    """Run the program as a process of its own, outside of any workspace."""
    done = subprocess.run(
        [sys.executable, "-m", "msptool", *arguments], cwd=home, env={**os.environ, **environment(home), **env},
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize(
    "arguments", [("--version",), ("--version", "lint"), ("-v", "--version"), ("--no-color", "--version")]
)
def test_the_version_is_one_line(arguments: tuple[str, ...], home: Path) -> None:
    assert program(home, *arguments) == Done(0, f"msptool {__version__}\n", "")


def test_without_arguments_the_help_is_shown(home: Path) -> None:
    done = program(home)
    assert done.code in (0, 2)
    assert "Usage: " in done.out + done.err
    for name, (_, text) in COMMANDS.items():
        assert re.search(rf"^  {name}\s+{re.escape(text[:30])}", done.out + done.err, re.MULTILINE), name


@pytest.mark.parametrize("name", COMMANDS)
def test_a_group_without_a_command_shows_its_help(name: str, home: Path) -> None:
    if not any(path[0] == name and len(path) > 1 for path in LEAVES):
        return
    done = program(home, name)
    assert done.code in (0, 2)
    for path in LEAVES:
        if path[0] == name:
            assert re.search(rf"^  {path[1]}\s", done.out + done.err, re.MULTILINE), path


def test_every_command_of_a_room_above_is_listed_in_its_group() -> None:
    for group, additions in ADDITIONS.items():
        assert {(group, name) for name in additions} <= set(LEAVES)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("lnit",), "lnit"), (("lint", "--fromat", "json"), "--fromat"), (("lint", "--format"), "--format"),
        (("--workspace",), "--workspace"),
        (("standard", "lits"), "lits"), (("standard", "show"), "Missing argument"), (("init",), "Missing argument"),
        (("--nonsense",), "--nonsense"),
        (("score", "a", "b"), "b"), (("review", "start", "acme", "--limit", "many"), "many"), (("schema", "x", "y"), "y"),
    ],
)  # fmt: skip
def test_wrong_usage_is_said_on_the_error_stream_and_ends_with_2(
    arguments: tuple[str, ...], words: str, home: Path
) -> None:
    done = Practice(home, home).run(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert words in done.err
    assert "Usage: " in done.err or "Error: " in done.err
    assert "Traceback" not in done.err


def test_an_unknown_command_is_answered_with_the_nearest(home: Path) -> None:
    assert "No such command 'lnit'. Did you mean" in program(home, "lnit").err
    assert "'lint'" in program(home, "lnit").err
    assert "Did you mean 'list'?" in program(home, "standard", "lits").err


@pytest.mark.parametrize(
    "day", ["tomorrow", "2026-13-01", "2026-02-30", "16.11.2026", "2026-11-16T00:00", "--", "20261116", "2026-W47-1"]
)
@pytest.mark.parametrize("way", ["option", "variable"])
def test_a_day_that_is_none_is_wrong_usage(day: str, way: str, build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    work = build({})
    if way == "variable":
        monkeypatch.setenv("MSPTOOL_TODAY", day)
        done = work.run("lint", today=None)
    else:
        done = work.run(f"--today={day}", "lint", today=None)
    assert done.code == 2
    assert done.out == ""
    assert "2026-11-16" in only_sentence(done)
    assert repr(day) in done.err


def test_the_day_can_be_set_by_a_variable_and_the_option_wins(practice: Practice) -> None:
    practice.review("acme", "firewall-backup,yes,\n")
    later = {"MSPTOOL_TODAY": "2027-11-16"}
    as_of = [practice.run("score", "acme", "--json", today=day, env=later).json["as_of"] for day in (None, TODAY)]
    assert as_of == ["2027-11-16", "2026-11-16"]


def test_quiet_leaves_only_the_result(home: Path) -> None:
    done = program(home, "-q", "init", "new", "--no-git")
    assert done == Done(0, "The workspace is ready in new.\n", "")


FAILING = """
import sys
import msptool.lint.engine
def broken(*_):
    raise {error}
msptool.lint.engine.lint = broken
from msptool.__main__ import main
sys.argv = ["msptool", *sys.argv[1:]]
main()
"""


def failing(work: Practice, error: str, **env: str) -> Done:
    """Run lint with something in it that goes wrong."""
    variables = {**environment(work.home), "TMPDIR": str(work.home), **env}
    return python(FAILING.replace("{error}", error), "-C", str(work.root), "lint", cwd=work.home, env=variables)


@pytest.mark.parametrize(
    "error",
    [
        "ZeroDivisionError('nobody expected this')",
        "RecursionError()",
        "MemoryError()",
        "AssertionError()",
        "UnicodeDecodeError('utf-8', b'x', 0, 1, 'y')",
    ],
)
def test_a_bug_is_a_sentence_with_the_details_in_a_file(error: str, build: Build) -> None:
    work = build({})
    done = failing(work, error)
    assert (done.code, done.out) == (4, "")
    match = re.search(r"Details are in (\S+?\.txt)", only_sentence(done))
    assert match
    details = Path(match[1]).read_text(encoding="utf-8")
    assert details.startswith(f"msptool {__version__}, Python {sys.version.split()[0]}")
    assert f"-C {work.root} lint" in details
    assert "Traceback (most recent call last)" in details
    assert error.split("(", maxsplit=1)[0] in details


def test_the_details_of_a_bug_hold_no_password(build: Build) -> None:
    work = build({})
    address = "postgresql://owner:s3cret/p@ss@db.example/x"
    done = failing(work, f"(sys.argv.append({address!r}), RuntimeError({address!r} + ' password=s3cret'))[1]")
    match = re.search(r"Details are in (\S+?\.txt)", only_sentence(done))
    assert match
    details = Path(match[1]).read_text(encoding="utf-8")
    assert "s3cret" not in details
    assert "postgresql://owner:***@db.example/x" in details


def test_where_the_details_cannot_be_written_the_bug_is_still_a_sentence(build: Build) -> None:
    work = build({})
    code = "import tempfile\ndef full(*_, **__):\n    raise OSError(28, 'No space left on device')\ntempfile.NamedTemporaryFile = full\n"
    done = python(
        code + FAILING.replace("{error}", "ZeroDivisionError('x')"), "-C", str(work.root), "lint", cwd=work.home
    )
    assert done.code == 4
    assert "ZeroDivisionError" in only_sentence(done)


def test_a_refusal_is_its_sentence_and_its_exit_code(build: Build) -> None:
    work = build({})
    for error, code in (("Refusal", 3), ("UsageRefusal", 2)):
        done = failing(
            work, f"__import__('msptool.workspace.problems', fromlist=['x']).{error}('The disk is in the sea.')"
        )
        assert (done.code, done.out, done.err) == (code, "", "msptool: The disk is in the sea.\n")


def test_a_refusal_never_carries_a_strangers_signs_to_the_terminal(build: Build) -> None:
    done = build({"msptool.yaml": '"\\e[2J\\n::error::x": 1\n'}).program("score")
    assert done.code == 3
    assert [character for character in only_sentence(done) if not character.isprintable()] == []


def test_an_error_of_the_system_is_no_bug(build: Build) -> None:
    done = failing(build({}), "OSError(28, 'No space left on device', 'x.yaml')")
    assert (done.code, done.out) == (3, "")
    assert "No space left on device" in only_sentence(done)


def test_ctrl_c_ends_with_130_and_without_a_traceback(build: Build) -> None:
    done = failing(build({}), "KeyboardInterrupt()")
    assert (done.code, done.out) == (130, "")
    assert "Traceback" not in done.err
    assert done.err.count("\n") <= 1


@posix
def test_a_real_ctrl_c_ends_the_same_way(build: Build) -> None:
    work = build({})
    error = "(print('waiting', flush=True), __import__('time').sleep(30), RuntimeError())[2]"
    process = subprocess.Popen(
        [sys.executable, "-c", FAILING.replace("{error}", error), "-C", str(work.root), "lint"], cwd=work.home,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err


@posix
@pytest.mark.parametrize("size", ["small", "large"])
def test_a_reader_that_goes_away_is_no_error(size: str, build: Build) -> None:
    standard = "".join(f"key{number}: x\n" for number in range(3000 if size == "large" else 1))
    work = build({"standards/email/x.yaml": standard})
    read, write = os.pipe()
    process = subprocess.Popen(
        work.command("lint", "--json"),
        stdout=write,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment(work.home)},
    )
    os.close(write)
    if size == "large":
        os.read(read, 10)
    os.close(read)
    _, err = process.communicate(timeout=60)
    assert err == b""
    assert process.returncode in (0, 1, 141)


@posix
def test_a_reader_that_goes_away_does_not_turn_a_good_run_into_a_bad_one(practice: Practice) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        practice.command("standard", "list"), stdout=write, stderr=subprocess.PIPE, check=False, timeout=60
    )
    os.close(write)
    assert done.stderr == b""
    assert done.returncode in (0, 141)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110 - a device
@pytest.mark.parametrize(
    "command", [("lint",), ("lint", "--json"), ("standard", "list", "--json"), ("--version",), ("schema",)]
)
def test_a_full_disk_under_the_output_is_a_sentence(command: tuple[str, ...], practice: Practice) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        line = [sys.executable, "-m", "msptool", *command] if command[0] == "--version" else practice.command(*command)
        done = subprocess.run(line, cwd=practice.root, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    said = only_sentence(Done(done.returncode, "", done.stderr.decode()))
    assert "No space left on device" in said
    assert "bug" not in said
    assert done.returncode == 3


@pytest.mark.parametrize("stream", ["stdout", "stderr", "stdin"])
@posix
def test_a_stream_that_is_closed_from_the_start_is_no_bug(stream: str, build: Build) -> None:
    work = build({})
    number = {"stdin": 0, "stdout": 1, "stderr": 2}[stream]
    command = f'exec "$@" {number}>&-' if number else 'exec "$@" <&-'
    done = subprocess.run(
        ["sh", "-c", command, "sh", *work.command("lint")], capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"bug" not in done.stderr


@posix
@pytest.mark.slow
def test_colours_are_shown_in_a_terminal_unless_they_are_not_wanted(build: Build) -> None:
    import pexpect

    work = build({"standards/spf.yaml": "a: 1\n"})

    def screen(*options: str, **more: str) -> str:
        env = {
            name: value
            for name, value in {**os.environ, **environment(work.home), **more}.items()
            if name != "NO_COLOR" or more.get("NO_COLOR")
        }
        line = [*work.command("lint")[1:-1], *options, "lint"]
        child = pexpect.spawn(
            sys.executable, line, env=env, cwd=str(work.home), timeout=60, encoding="utf-8", dimensions=(40, 120)
        )
        out = str(child.read())
        child.close()
        assert child.exitstatus == 1
        return out

    assert "\x1b[" in screen(TERM="xterm-256color")
    assert "\x1b[" not in screen(TERM="xterm-256color", NO_COLOR="1")
    assert "\x1b[" not in screen("--no-color", TERM="xterm-256color")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_complete_the_commands(shell: str, home: Path) -> None:
    env = {
        "_MSPTOOL_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": "msptool li",
        "COMP_CWORD": "1",
        "_TYPER_COMPLETE_ARGS": "msptool li",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    done = python(
        "import sys; sys.argv = ['msptool']; from msptool.__main__ import main; main()",
        cwd=home,
        env={**environment(home), **env},
    )
    assert done.code == 0
    assert "lint" in done.out
    assert "Traceback" not in done.err


def test_the_program_leaves_no_files_where_it_is_called(build: Build) -> None:
    work = build({})
    started = time.time()
    for command in (("lint",), ("schema",), ("standard", "list", "--json")):
        assert work.program(*command).code == 0
    assert list(work.home.iterdir()) == []
    assert started > 0
