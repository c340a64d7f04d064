"""What git remembers: dates, commits and the files they held."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from msptool.workspace.history import GitMissing, History, RevisionSource
from msptool.workspace.problems import Refusal, UsageRefusal
from tests.small_practice import Practice
from tests.trees import GOOD, Build, only_sentence

JANUARY, MARCH, MAY = date(2026, 1, 10), date(2026, 3, 10), date(2026, 5, 10)


@pytest.fixture
def past(build: Build) -> Practice:
    """A workspace with three commits, of January, March and May."""
    work = build({"standards/email/spf.yaml": "name: one\n", "clients/acme/client.yaml": "name: Acme\n"})
    work.git("init", "--quiet")
    work.commit("First", JANUARY)
    work.write("standards/email/spf.yaml", "name: two\n")
    work.commit("Second", MARCH)
    work.write("standards/email/mfa.yaml", "name: new\n")
    work.commit("Third", MAY)
    return work


def test_without_a_repository_there_is_no_history_and_no_error(build: Build) -> None:
    history = History(build({}).root)
    assert not history.exists
    assert history.head() is None
    assert history.first_commit() is None
    assert history.commit_at(MARCH) is None
    assert history.log.last_commits(["msptool.yaml"]) == {}
    assert not history.shallow


def test_a_revision_of_no_repository_is_refused(build: Build) -> None:
    with pytest.raises(Refusal, match="is not in a git repository, so there is no history to look up 'main'"):
        History(build({}).root).resolve("main")


def test_a_repository_without_a_commit_has_no_history_yet(build: Build) -> None:
    work = build({})
    work.git("init", "--quiet")
    history = History(work.root)
    assert history.exists
    assert history.head() is None
    assert history.commit_at(MARCH) is None
    assert history.log.last_commits(["msptool.yaml"]) == {}
    with pytest.raises(UsageRefusal):
        history.resolve("HEAD")


def test_where_git_is_not_installed_reading_goes_on_without_history(
    past: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(past.home))
    history = History(past.root)
    assert not history.exists
    assert history.head() is None
    with pytest.raises(GitMissing, match="git is not installed.*install git") as caught:
        history.read("HEAD", "standards")
    assert caught.value.exit_code == 3


def test_lint_needs_no_git(past: Practice) -> None:
    done = past.program("lint", "--json", env={"PATH": str(past.home)})
    assert done.code in (0, 1)
    assert done.err == ""
    assert done.json["checked"] == 4


def test_a_day_names_the_last_commit_made_on_it_or_before(past: Practice) -> None:
    history = History(past.root)
    first, second, third = past.git("rev-list", "--reverse", "HEAD").split()
    assert history.commit_at(date(2026, 1, 9)) is None
    assert history.commit_at(JANUARY) == first
    assert history.commit_at(date(2026, 3, 9)) == first
    assert history.commit_at(MARCH) == second
    assert history.commit_at(date(2026, 12, 31)) == third
    assert history.first_commit() == first
    assert [history.day_of(commit) for commit in (first, second, third)] == [JANUARY, MARCH, MAY]


@pytest.mark.parametrize("name", ["HEAD", "HEAD~1", "main", "visit-1", "@"])
def test_a_commit_may_be_named_as_git_takes_it(name: str, past: Practice) -> None:
    past.git("tag", "visit-1")
    commit = past.git("rev-parse", f"{name}^{{commit}}").strip()
    history = History(past.root)
    assert history.resolve(name) == commit
    assert history.resolve(commit[:8]) == commit


@pytest.mark.parametrize(
    "name",
    [
        *[
            "nothing",
            "",
            " ",
            "HEAD~9",
            "HEAD:msptool.yaml",
            "HEAD^{tree}",
            "a b",
            "..",
            "main..HEAD",
            "\n",
            "x\0y",
            "é",
        ],
        *[
            "--help",
            "-h",
            "--all",
            "-1",
            "--output=pwned",
            "--upload-pack=touch pwned",
            "-c",
            "--exec=x",
            "--git-dir=/",
        ],
    ],
)
def test_a_name_that_is_no_commit_is_refused_even_when_it_looks_like_an_option(name: str, past: Practice) -> None:
    before = past.files()
    history = History(past.root)
    with pytest.raises(UsageRefusal, match="neither a date") as caught:
        history.resolve(name)
    assert caught.value.exit_code == 2
    assert past.files() == before


@pytest.mark.parametrize("name", ["--help", "-p", "--batch-all-objects", "", "x\0y", "nothing", "a" * 40, "\n"])
def test_an_object_that_is_not_there_is_not_found_whatever_a_file_calls_it(name: str, past: Practice) -> None:
    assert not History(past.root).has(name)
    assert History(past.root).has(past.git("rev-parse", "HEAD").strip())


def test_a_branch_that_looks_like_an_option_can_still_be_read(past: Practice) -> None:
    past.git("update-ref", "refs/heads/--help", "HEAD~1")
    history = History(past.root)
    commit = history.resolve("refs/heads/--help")
    assert history.read(commit, "standards").files["standards/email/spf.yaml"] == b"name: two\n"


def test_a_commit_is_read_as_it_was_whatever_the_folder_holds_now(past: Practice) -> None:
    past.write("standards/email/spf.yaml", "name: not committed\n")
    source = History(past.root).read("HEAD~1", "standards")
    assert source.paths("standards") == ["standards/email/spf.yaml"]
    assert source.read("standards/email/spf.yaml") == (b"name: two\n", None)
    assert source.read("standards/email/mfa.yaml") == (None, None)
    assert source.paths("clients") == []


def test_a_whole_commit_is_read_with_two_processes_however_many_files_it_has(past: Practice) -> None:
    for number in range(300):
        past.write(f"standards/many/s{number}.yaml", f"name: number {number}\n")
    past.commit("Many")
    history = History(past.root)
    source = history.read("HEAD", "standards", "clients")
    assert len(source.files) == 303
    assert source.files["standards/many/s299.yaml"] == b"name: number 299\n"
    assert history.commands == ["ls-tree", "cat-file"]


def test_the_last_commits_of_all_files_take_one_process(past: Practice) -> None:
    first, second, third = past.git("rev-list", "--reverse", "HEAD").split()
    history = History(past.root)
    _ = history.head()
    history.commands.clear()
    assert history.log.last_commits(["standards", "clients/acme/client.yaml", "never.yaml"]) == {
        "standards/email/spf.yaml": second, "standards/email/mfa.yaml": third, "clients/acme/client.yaml": first,
    }  # fmt: skip
    assert [name for name in history.commands if name not in ("rev-parse",)] == ["log"]


def test_odd_names_and_contents_come_out_of_a_commit_as_they_went_in(build: Build) -> None:
    odd = {
        "standards/é 漢/a b.yaml": b"\xff\x00\n\n",
        'standards/q"uote.yaml': b"",
        "standards/new\nline.yaml": b"x" * 70000,
    }
    work = build({**odd, "standards/notes.txt": "not data", "standards/x.yml": "a: 1"})
    work.git("init", "--quiet")
    work.commit()
    source = History(work.root).read("HEAD", "standards")
    assert source.files == {**odd, "standards/x.yml": b"a: 1"}


def test_a_link_in_a_commit_is_not_taken_for_a_file(past: Practice) -> None:
    (past.root / "standards/email/link.yaml").symlink_to("/etc/passwd")
    past.commit("Link")
    assert "standards/email/link.yaml" not in History(past.root).read("HEAD", "standards").files


def test_the_tree_of_a_folder_is_the_same_for_the_same_content(past: Practice, build: Build) -> None:
    history = History(past.root)
    twin = build({"standards/email/spf.yaml": "name: two\n"})
    twin.git("init", "--quiet")
    twin.commit("Another history", MAY)
    tree = history.tree("HEAD~1", "standards")
    assert tree == History(twin.root).tree("HEAD", "standards")
    assert tree is not None
    assert history.tree("HEAD", "standards") != tree
    assert history.tree("HEAD", "nothing") is None
    assert history.has(tree)
    assert history.read_tree(tree, "standards").files == {"standards/email/spf.yaml": b"name: two\n"}


def test_a_workspace_may_be_a_folder_of_a_larger_repository(build: Build) -> None:
    outer = build({"tools/x.yaml": "a: 1\n", "msp/msptool.yaml": "", "msp/standards/email/spf.yaml": "name: one\n"})
    outer.git("init", "--quiet")
    commit = outer.commit("All", JANUARY)
    history = History(outer.root / "msp")
    assert history.exists
    assert history.head() == commit
    assert history.read("HEAD", "standards").files == {"standards/email/spf.yaml": b"name: one\n"}
    assert history.tree("HEAD", "standards") == outer.git("rev-parse", "HEAD:msp/standards").strip()
    assert history.log.last_commits(["standards"]) == {"standards/email/spf.yaml": commit}
    outer.write("tools/x.yaml", "a: 2\n")
    assert not history.modified("standards")
    outer.write("msp/standards/email/spf.yaml", "name: two\n")
    assert history.modified("standards")


def test_changes_that_are_not_committed_are_noticed(past: Practice) -> None:
    history = History(past.root)
    assert not history.modified("standards", "clients")
    past.write("standards/email/new.yaml", "a: 1\n")
    assert history.modified("standards")
    assert not history.modified("clients")


def test_a_shallow_clone_says_that_the_rest_is_elsewhere(past: Practice, tmp_path: Path) -> None:
    old = past.git("rev-list", "--max-parents=0", "HEAD").strip()
    subprocess.run(
        ["git", "clone", "--quiet", "--depth=1", f"file://{past.root}", str(tmp_path / "shallow")], check=True, capture_output=True
    )  # fmt: skip
    history = History(tmp_path / "shallow")
    assert history.shallow
    assert not History(past.root).shallow
    assert not history.has(old)
    with pytest.raises(UsageRefusal, match="shallow: 'git fetch --unshallow'"):
        history.resolve(old)
    assert history.resolve("HEAD") == past.git("rev-parse", "HEAD").strip()


def test_a_worktree_is_a_repository_too(past: Practice, tmp_path: Path) -> None:
    past.git("worktree", "add", "--quiet", str(tmp_path / "tree"), "-b", "visit")
    history = History(tmp_path / "tree")
    assert history.head() == past.git("rev-parse", "HEAD").strip()
    assert history.read("HEAD", "clients").files == {"clients/acme/client.yaml": b"name: Acme\n"}


def test_a_repository_named_by_a_git_hook_does_not_take_the_place_of_the_workspaces_own(
    past: Practice, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = build({})
    other.git("init", "--quiet")
    other.commit("Elsewhere")
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.root / ".git" / "index"))
    expected = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=past.root, capture_output=True, check=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    )  # fmt: skip
    assert History(past.root).head() == expected.stdout.decode().strip()


def test_nothing_that_the_repository_configures_is_run(past: Practice) -> None:
    trap = past.home / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {past.home}/sprung\n")
    trap.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "diff.external", "core.sshCommand", "core.editor"):
        past.git("config", name, str(trap))
    past.write("standards/email/spf.yaml", "name: three\n")
    history = History(past.root)
    history.modified("standards")
    history.read("HEAD", "standards")
    history.log.last_commits(["standards"])
    history.day_of("HEAD")
    history.commit_at(MAY)
    assert not (past.home / "sprung").exists()


def test_a_damaged_repository_is_a_sentence_and_no_bug(past: Practice) -> None:
    commit = past.git("rev-parse", "HEAD").strip()
    shutil.rmtree(past.root / ".git" / "objects")
    (past.root / ".git" / "objects").mkdir()
    with pytest.raises(Refusal, match="git ls-tree failed in .*"):
        History(past.root).read(commit, "standards")


def test_the_files_of_a_commit_are_a_source_like_the_folder() -> None:
    source = RevisionSource({"standards/a/x.yaml": b"1", "standards-old/y.yaml": b"2", "msptool.yaml": b"3"})
    assert source.paths("standards") == ["standards/a/x.yaml"]
    assert source.paths("msptool.yaml") == ["msptool.yaml"]
    assert source.paths("nothing") == []


@pytest.mark.parametrize(
    "command",
    [("score", "--json"), ("finding", "list", "--json"), ("review", "status", "--json"), ("client", "list", "--json")],
)
def test_a_program_that_never_finds_git_works_as_far_as_it_can(command: tuple[str, ...], build: Build) -> None:
    work = build(GOOD)
    work.git("init", "--quiet")
    work.commit("All", MAY)
    done = work.program(*command, env={"PATH": str(work.home)})
    assert done.code == 0, done.err
    assert done.json["schema"].startswith("msptool/")


def test_a_program_that_needs_git_and_does_not_find_it_says_so(build: Build) -> None:
    work = build(GOOD)
    done = work.program("score", "acme", "--as-of", "HEAD~1", env={"PATH": str(work.home)})
    assert done.code == 3
    assert "git is not installed" in only_sentence(done) or "not in a git repository" in only_sentence(done)
