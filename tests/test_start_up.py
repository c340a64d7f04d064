"""Start-up is part of the product: what a command does not need, it does not import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


def modules_after(*arguments: str) -> set[str]:
    """The top-level modules that a run of msptool has imported."""
    code = (
        "import sys; from msptool.__main__ import main; sys.argv = ['msptool', *sys.argv[1:]]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('MODULES', *sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    line = next(line for line in done.stderr.splitlines() if line.startswith("MODULES"))
    return set(line.split()[1:])


def test_the_version_is_answered_before_anything_is_imported() -> None:
    assert not modules_after("--version") & {"typer", "rich", "pydantic", "yaml", "git"}


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        (("lint",), {"git", "textual", "jinja2", "rich", "ruamel", "filelock", "python_calamine"}),
        (("standard", "check-question", "Is it on?"), {"git", "textual", "jinja2", "rich", "ruamel"}),
        (("standard", "list", "--json"), {"git", "textual", "jinja2", "rich", "ruamel"}),
        (("score", "acme-explosives", "--json"), {"textual", "jinja2", "rich", "ruamel"}),
        (("review", "status", "acme-explosives", "--json"), {"textual", "jinja2", "rich", "git"}),
    ],
)
def test_a_command_imports_only_what_it_uses(arguments: tuple[str, ...], unneeded: set[str]) -> None:
    assert not modules_after("--today", "2026-11-16", *arguments) & unneeded


def test_exit_codes_and_streams_are_those_of_the_contract(tmp_path: Path) -> None:
    def run(*arguments: str) -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "msptool", *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout, done.stderr

    assert run("--version")[0] == 0
    assert run("nonsense")[0] == 2
    code, out, err = run("lint")
    assert (code, out) == (3, "")
    assert err.startswith("msptool: No msptool.yaml in ")
    code, out, err = run("--today", "yesterday", "lint")
    assert (code, out) == (2, "")
    assert "2026-11-16" in err
