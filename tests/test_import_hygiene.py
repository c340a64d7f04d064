"""A command imports what it uses and no more: that is what keeps the program quick."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_practice import Practice
from tests.trees import python

HEAVY = (
    "git",
    "textual",
    "jinja2",
    "rich",
    "ruamel",
    "python_calamine",
    "markdown_it",
    "asyncio",
    "hypothesis",
    "pytest",
)


def imported(practice: Practice, *arguments: str) -> set[str]:
    """The modules that a run of the program has imported, from a process of its own."""
    code = (
        "import sys\nbefore = set(sys.modules)\nfrom msptool.__main__ import run\nsys.argv = ['msptool', *sys.argv[1:]]\n"
        "code = run()\nprint('\\nMODULES', code, *sorted(set(sys.modules) - before), file=sys.stderr)"
    )
    done = python(code, "-C", str(practice.root), "--today", "2026-11-16", *arguments, cwd=practice.home)
    words = done.err.rsplit("MODULES ", 1)[1].split()
    assert words[0] in ("0", "1"), done.err
    return set(words[1:])


def within(modules: set[str], *packages: str) -> set[str]:
    """Those of the packages that were imported."""
    return {
        package for package in packages if any(each == package or each.startswith(f"{package}.") for each in modules)
    }


def test_the_version_is_told_before_anything_is_imported(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "msptool", "--version"], cwd=tmp_path, capture_output=True, text=True, check=True
    )  # fmt: skip
    modules = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "msptool" in modules
    assert (
        within(
            modules,
            "typer",
            "pydantic",
            "yaml",
            "json",
            "importlib.metadata",
            "msptool.cli",
            "msptool.workspace",
            *HEAVY,
        )
        == set()
    )


def test_lint_imports_neither_git_nor_a_screen_nor_the_editor_of_files(practice: Practice) -> None:
    modules = imported(practice, "lint")
    assert within(modules, *HEAVY) == set()
    assert (
        within(modules, "msptool.reports", "msptool.exchange", "msptool.workspace.history", "msptool.workspace.edits")
        == set()
    )
    assert (
        within(
            modules,
            "msptool.reviews.session",
            "msptool.reviews.screen",
            "msptool.alignment.scores",
            "msptool.workspace.creation",
        )
        == set()
    )
    assert within(modules, "yaml", "pydantic", "msptool.lint.engine") == {"yaml", "pydantic", "msptool.lint.engine"}


@pytest.mark.parametrize("form", ["json", "github", "gitlab", "sarif", "junit"])
def test_lint_for_a_pipeline_is_as_light(form: str, practice: Practice) -> None:
    assert within(imported(practice, "lint", "--format", form), *HEAVY) == set()


def test_a_lint_with_problems_is_as_light(practice: Practice) -> None:
    practice.write("standards/email/broken.yaml", "nmae: x\n")
    practice.write("standards/email/worse.yaml", "a: b: c\n")
    assert within(imported(practice, "lint"), *HEAVY) == set()


def test_only_a_fix_needs_the_editor_of_files(practice: Practice) -> None:
    practice.write(
        "standards/email/mailbox-quota.yaml", practice.read("standards/email/mailbox-quota.yaml") + "tags: [a, a]\n"
    )
    modules = imported(practice, "lint", "--fix")
    assert "ruamel.yaml" in modules
    assert within(modules, "git", "textual", "jinja2") == set()


def test_a_score_imports_git_and_no_screen(practice: Practice) -> None:
    modules = imported(practice, "score", "acme")
    assert "git" in modules
    assert within(modules, "textual", "jinja2", "ruamel", "python_calamine") == set()


@pytest.mark.parametrize(
    "command",
    [
        ("standard", "list"),
        ("standard", "list", "--json"),
        ("client", "list"),
        ("client", "agreements", "--json"),
        ("review", "status", "acme"),
        ("standard", "check-question", "Is it on?"),
        ("schema",),
    ],
)
def test_a_list_imports_no_history_and_no_screen(command: tuple[str, ...], practice: Practice) -> None:
    assert within(imported(practice, *command), "git", "textual", "jinja2", "ruamel", "python_calamine") == set()


def test_data_needs_no_rich(practice: Practice) -> None:
    for command in (
        ("standard", "list", "--json"),
        ("client", "list", "--json"),
        ("score", "acme", "--json"),
        ("finding", "list", "--json"),
        ("review", "status", "acme", "--json"),
    ):
        assert within(imported(practice, *command), "rich", "textual") == set(), command


def test_a_scripted_review_needs_no_screen(practice: Practice, tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_text("standard,answer,note\nfirewall-backup,yes,\n")
    modules = imported(practice, "review", "start", "acme", "--answers", str(tmp_path / "answers.csv"))
    assert within(modules, "textual", "jinja2", "python_calamine") == set()


def test_a_command_loads_its_own_room_only(practice: Practice) -> None:
    modules = imported(practice, "client", "list", "--json")
    assert within(modules, "msptool.reports", "msptool.exchange", "msptool.lint", "msptool.alignment") == set()


def test_importing_the_command_line_imports_no_room(tmp_path: Path) -> None:
    done = python("import sys, msptool.cli; print(*sys.modules)", cwd=tmp_path)
    modules = set(done.out.split())
    assert within(modules, *HEAVY, "pydantic") == set()
    rooms = {module for module in modules if module.count(".") >= 2 and module.startswith("msptool.")}
    assert {module.split(".")[1] for module in rooms} <= {"workspace"}


def test_nobody_imports_click_which_is_part_of_typer() -> None:
    folder = Path(__file__).parents[1] / "msptool"
    for file in folder.rglob("*.py"):
        assert not re.search(r"^\s*(import|from) click\b", file.read_text(encoding="utf-8"), re.MULTILINE), file


def test_the_network_is_never_imported_by_a_lint(practice: Practice) -> None:
    assert within(imported(practice, "lint"), "http", "urllib.request", "ssl", "socket", "requests", "subprocess") <= {
        "socket",
        "subprocess",
    }
