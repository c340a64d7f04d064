"""Which workspace a command works on."""

from __future__ import annotations

from pathlib import Path

import pytest

from msptool.workspace.problems import Refusal
from msptool.workspace.workspace import Workspace, find_root
from tests.small_practice import TODAY, Practice
from tests.trees import Build, as_ordinary_user, only_sentence, python


def test_the_workspace_is_found_from_a_folder_far_below_it(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    work = build({"standards/email/notes/x.txt": ""})
    monkeypatch.chdir(work.root / "standards" / "email" / "notes")
    assert find_root(None) == work.root


def test_the_nearest_workspace_wins(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    work = build({"inner/msptool.yaml": "", "inner/standards/x.txt": ""})
    monkeypatch.chdir(work.root / "inner" / "standards")
    assert find_root(None) == work.root / "inner"


def test_a_named_workspace_beats_the_environment_and_that_beats_the_current_folder(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, named, other = build({}), build({}), build({})
    monkeypatch.chdir(here.root)
    assert find_root(None) == here.root
    monkeypatch.setenv("MSPTOOL_WORKSPACE", str(other.root))
    assert find_root(None) == other.root
    assert find_root(named.root) == named.root


def test_an_empty_variable_counts_as_none(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    work = build({})
    monkeypatch.chdir(work.root)
    monkeypatch.setenv("MSPTOOL_WORKSPACE", "")
    assert find_root(None) == work.root


def test_a_workspace_may_be_named_relative_to_here_and_to_home(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    work = build({})
    monkeypatch.chdir(work.root.parent)
    assert find_root(Path(work.root.name)) == work.root
    monkeypatch.setenv("HOME", str(work.root.parent))
    assert find_root(Path("~") / work.root.name) == work.root


def test_a_named_workspace_is_not_looked_for_further_up(build: Build) -> None:
    inner = build({"standards/x.txt": ""}).root / "standards"
    with pytest.raises(Refusal, match=r"has no msptool\.yaml.*-C.*msptool init"):
        find_root(inner)


def test_outside_of_any_workspace_the_refusal_says_what_to_do(tmp_path: Path, home: Path) -> None:
    done = Practice(home, home).program("lint")
    assert done.code == 3
    assert done.out == ""
    assert "has no msptool.yaml" in only_sentence(done)


def test_without_a_name_the_refusal_says_where_it_looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refusal) as caught:
        find_root(None)
    assert caught.value.exit_code == 3
    for part in (str(tmp_path), "-C", "msptool init DIR"):
        assert part in str(caught.value)


@pytest.mark.parametrize("name", ["missing", "file.txt", "file.txt/below"])
def test_a_name_that_is_no_folder_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("")
    with pytest.raises(Refusal, match="is not a folder"):
        find_root(tmp_path / name)


@pytest.mark.parametrize("name", ["~nobody-of-that-name/work", "x" * 300, "x\0y"])
def test_a_name_that_no_folder_can_have_is_refused_and_no_bug(name: str) -> None:
    with pytest.raises(Refusal):
        find_root(Path(name))


def test_a_folder_named_like_the_settings_makes_no_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "msptool.yaml").mkdir()
    with pytest.raises(Refusal):
        find_root(tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refusal):
        find_root(None)


def test_a_current_folder_that_was_deleted_is_said_so(home: Path) -> None:
    code = (
        "import os, sys; os.mkdir('gone'); os.chdir('gone'); os.rmdir('../gone'); "
        "from msptool.__main__ import run; sys.argv = ['msptool', *sys.argv[1:]]; sys.exit(run())"
    )
    for arguments in (("lint",), ("-C", "work", "lint"), ("init", "new")):
        done = python(code, *arguments, cwd=home)
        assert done.code == 3, arguments
        assert only_sentence(done)


@as_ordinary_user
def test_a_folder_that_may_not_be_entered_is_refused(build: Build) -> None:
    work = build({})
    work.root.chmod(0)
    try:
        with pytest.raises(Refusal):
            find_root(work.root)
    finally:
        work.root.chmod(0o755)


def test_the_private_state_folder_ignores_itself_in_git(build: Build) -> None:
    work = build({})
    work.git("init", "--quiet")
    assert Workspace(work.root, TODAY).state_file("locks", "a") == work.root / ".msptool" / "locks" / "a"
    assert (work.root / ".msptool" / ".gitignore").read_text() == "*\n"
    assert ".msptool" not in work.git("status", "--short", "--untracked-files=all")


def test_a_state_folder_that_cannot_be_made_is_said_so(build: Build) -> None:
    work = build({".msptool": "a file in its place"})
    with pytest.raises(Refusal, match=r"\.msptool.* cannot be"):
        Workspace(work.root, TODAY).state_file("locks", "a")


def test_the_state_is_never_kept_outside_of_the_workspace(build: Build, tmp_path: Path) -> None:
    work = build({})
    (tmp_path / "elsewhere").mkdir()
    (work.root / ".msptool").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refusal):
        Workspace(work.root, TODAY).state_file("locks", "a")
    assert list((tmp_path / "elsewhere").iterdir()) == []
