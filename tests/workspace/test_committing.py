"""Commits: exactly the files named, when the repository is ready for one, and as the right person."""

from __future__ import annotations

import getpass
import os
import subprocess
from collections.abc import Callable

import pytest

from msptool.workspace.history import GitFailed, GitMissing, History
from msptool.workspace.problems import Refusal
from tests.small_practice import TODAY, Practice
from tests.trees import Build, posix

REVIEW = "reviews/acme/2026-11-16.yaml"
MESSAGE = "Finish the review of Acme\n\n3 of 4 aligned.\n"


@pytest.fixture
def work(build: Build) -> Practice:
    """A workspace with one commit."""
    made = build({"standards/email/spf.yaml": "name: one\n", ".gitignore": "ignored/\n"})
    made.git("init", "--quiet")
    made.commit("First")
    return made


def log(work: Practice, *arguments: str) -> str:
    """What git log prints of the last commit."""
    return work.git("log", "-1", *arguments).strip()


def test_a_new_file_is_committed_with_its_message(work: Practice) -> None:
    work.write(REVIEW, "status: finished\n")
    commit = History(work.root).commit([REVIEW], MESSAGE)
    assert commit == log(work, "--format=%H")
    assert log(work, "--format=%B") == MESSAGE.strip()
    assert log(work, "--format=", "--name-status") == f"A\t{REVIEW}"
    assert work.git("status", "--short") == ""


def test_only_the_named_file_is_committed_whatever_else_is_staged_or_changed(work: Practice) -> None:
    work.write(REVIEW, "status: finished\n")
    work.write("standards/email/spf.yaml", "name: staged\n")
    work.write("standards/email/new.yaml", "name: staged new\n")
    work.git("add", "standards")
    work.write("standards/email/spf.yaml", "name: changed after that\n")
    work.write("clients/acme/client.yaml", "name: not staged\n")
    History(work.root).commit([REVIEW], MESSAGE)
    assert log(work, "--format=", "--name-only") == REVIEW
    assert work.git("status", "--short", "--untracked-files=all").splitlines() == [
        "A  standards/email/new.yaml", "MM standards/email/spf.yaml", "?? clients/acme/client.yaml",
    ]  # fmt: skip
    assert work.git("show", ":standards/email/spf.yaml") == "name: staged\n"


def test_a_changed_file_is_committed_as_it_is_now_and_not_as_it_was_staged(work: Practice) -> None:
    work.write("standards/email/spf.yaml", "name: staged\n")
    work.git("add", "--all")
    work.write("standards/email/spf.yaml", "name: now\n")
    History(work.root).commit(["standards/email/spf.yaml"], MESSAGE)
    assert work.git("show", "HEAD:standards/email/spf.yaml") == "name: now\n"


def test_several_files_and_odd_names_are_one_commit(work: Practice) -> None:
    paths = ["reviews/é/a b.yaml", "reviews/-x.yaml", "reviews/:(top)*.yaml"]
    for path in paths:
        work.write(path, "a: 1\n")
    work.write("reviews/other.yaml", "a: 1\n")
    History(work.root).commit(paths, MESSAGE)
    assert sorted(log(work, "--format=", "--name-only", "-z").strip("\0").split("\0")) == sorted(paths)


def test_a_first_commit_is_possible(build: Build) -> None:
    work = build({REVIEW: "status: finished\n"})
    work.git("init", "--quiet")
    assert History(work.root).commit([REVIEW], MESSAGE) == log(work, "--format=%H")
    assert log(work, "--format=", "--name-only") == REVIEW


def test_a_workspace_in_a_larger_repository_commits_its_own_file_only(build: Build) -> None:
    outer = build({"msp/msptool.yaml": "", "other.txt": "x"})
    outer.git("init", "--quiet")
    outer.commit("All")
    outer.write("other.txt", "changed")
    outer.write(f"msp/{REVIEW}", "status: finished\n")
    History(outer.root / "msp").commit([REVIEW], MESSAGE)
    assert log(outer, "--format=", "--name-only") == f"msp/{REVIEW}"
    assert outer.git("status", "--short") == " M other.txt\n"


def _merge(work: Practice) -> None:
    _conflict(work)
    assert _try(work, "merge", "other")


def _rebase(work: Practice) -> None:
    _conflict(work)
    assert _try(work, "rebase", "other")


def _apply(work: Practice) -> None:
    _conflict(work)
    assert _try(work, "rebase", "--apply", "other")


def _cherry_pick(work: Practice) -> None:
    _conflict(work)
    assert _try(work, "cherry-pick", "other")


def _revert(work: Practice) -> None:
    work.write("standards/email/spf.yaml", "name: two\n")
    work.commit("Second")
    work.write("standards/email/spf.yaml", "name: three\n")
    work.commit("Third")
    assert _try(work, "revert", "--no-edit", "HEAD~1")


def _conflict(work: Practice) -> None:
    work.git("switch", "--quiet", "--create", "other")
    work.write("standards/email/spf.yaml", "name: theirs\n")
    work.commit("Theirs")
    work.git("switch", "--quiet", "main")
    work.write("standards/email/spf.yaml", "name: ours\n")
    work.commit("Ours")


def _try(work: Practice, *arguments: str) -> int:
    return subprocess.run(["git", *arguments], cwd=work.root, capture_output=True, check=False).returncode


def _lock(work: Practice) -> None:
    work.write(".git/index.lock", "")


def _detach(work: Practice) -> None:
    work.git("switch", "--quiet", "--detach")


@pytest.mark.parametrize(
    ("begin", "words"),
    [
        (_merge, "A merge is in progress.*git merge --abort"), (_rebase, "A rebase is in progress.*git rebase --abort"),
        (_apply, "A rebase is in progress.*git rebase --abort"), (_cherry_pick, "A cherry-pick is in progress.*--abort"),
        (_revert, "A revert is in progress.*git revert --abort"), (_lock, "Another git command is at work.*index.lock"),
        (_detach, "HEAD is detached.*belong to no branch.*git switch"),
    ],
)  # fmt: skip
def test_a_repository_in_the_middle_of_something_is_left_alone(
    begin: Callable[[Practice], None], words: str, work: Practice
) -> None:
    begin(work)
    work.write(REVIEW, "status: finished\n")
    head, status = work.git("rev-parse", "HEAD"), _status(work)
    with pytest.raises(Refusal, match=words) as caught:
        History(work.root).commit([REVIEW], MESSAGE)
    assert caught.value.exit_code == 3
    assert "run the command again" in str(caught.value)
    assert work.git("rev-parse", "HEAD") == head
    assert _status(work) == status
    assert work.read(REVIEW) == "status: finished\n"


def _status(work: Practice) -> bytes:
    return subprocess.run(
        ["git", "--no-optional-locks", "status", "--porcelain"], cwd=work.root, capture_output=True, check=True
    ).stdout


def test_without_a_repository_the_refusal_says_how_to_go_on(build: Build) -> None:
    work = build({REVIEW: "status: finished\n"})
    with pytest.raises(Refusal, match="is not in a git repository: run 'git init' there, or finish with --no-commit"):
        History(work.root).commit([REVIEW], MESSAGE)


def test_without_git_the_refusal_says_that_git_is_missing(work: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(work.home))
    with pytest.raises(Refusal, match="git is not installed"):
        History(work.root).commit([REVIEW], MESSAGE)
    with pytest.raises(GitMissing):
        History(work.root).initialise("First")


def _without_identity(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)


def test_where_git_knows_nobody_the_reviewer_is_the_author(work: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    _without_identity(monkeypatch)
    work.write(REVIEW, "status: finished\n")
    History(work.root).commit([REVIEW], MESSAGE, author=("Jim Tam", "jim@northgate.example"))
    assert (
        log(work, "--format=%an <%ae> %cn <%ce>") == "Jim Tam <jim@northgate.example> Jim Tam <jim@northgate.example>"
    )
    assert _try(work, "config", "user.email") != 0  # Nothing was configured for the user.


def test_where_nobody_is_known_at_all_the_login_name_serves(work: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    _without_identity(monkeypatch)
    monkeypatch.setattr(getpass, "getuser", lambda: "jim")
    work.write(REVIEW, "status: finished\n")
    History(work.root).commit([REVIEW], MESSAGE)
    name, _, email = log(work, "--format=%an %ae").partition(" ")
    assert name == "jim"
    assert email.startswith("jim@")


@pytest.mark.parametrize(
    "error", [KeyError("getpwuid(): uid not found: 1234"), OSError("No username set in the environment")]
)
def test_a_user_without_a_name_as_in_a_container_can_commit(
    error: Exception, work: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def getuser() -> str:
        raise error

    _without_identity(monkeypatch)
    monkeypatch.setattr(getpass, "getuser", getuser)
    work.write(REVIEW, "status: finished\n")
    History(work.root).commit([REVIEW], MESSAGE, author=("Jim Tam", "jim@northgate.example"))
    assert log(work, "--format=%an") == "Jim Tam"
    work.write(REVIEW, "status: open\n")
    History(work.root).commit([REVIEW], MESSAGE)
    assert log(work, "--format=%s") == MESSAGE.splitlines()[0]


def test_a_configured_user_is_the_author_whoever_reviewed(work: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    _without_identity(monkeypatch)
    work.git("config", "user.email", "me@home.example")
    work.git("config", "user.name", "Me")
    work.write(REVIEW, "status: finished\n")
    History(work.root).commit([REVIEW], MESSAGE, author=("Jim Tam", "jim@northgate.example"))
    assert log(work, "--format=%an <%ae>") == "Me <me@home.example>"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("ignored/x.yaml", "ignored"),
        ("missing.yaml", "missing.yaml"),
        ("standards/email/spf.yaml", "nothing|clean|no changes"),
    ],
)
def test_what_git_refuses_is_said_in_its_words_and_changes_nothing(path: str, words: str, work: Practice) -> None:
    work.write("ignored/x.yaml", "a: 1\n")
    work.write("staged.yaml", "a: 1\n")
    work.git("add", "staged.yaml")
    with pytest.raises(GitFailed, match=words) as caught:
        History(work.root).commit([path], MESSAGE)
    assert "hint:" not in str(caught.value)
    assert work.git("status", "--short") == "A  staged.yaml\n"


@posix
def test_a_hook_that_refuses_is_quoted_and_nothing_stays_staged(work: Practice) -> None:
    hook = work.write(".git/hooks/pre-commit", "#!/bin/sh\necho 'only on working days' >&2\nexit 1\n")
    hook.chmod(0o755)
    work.write(REVIEW, "status: finished\n")
    with pytest.raises(GitFailed, match=r"git commit failed in .*: only on working days"):
        History(work.root).commit([REVIEW], MESSAGE)
    assert work.git("status", "--short", "--untracked-files=all") == f"?? {REVIEW}\n"


@posix
def test_a_hook_of_the_user_is_obeyed_and_may_change_the_message(work: Practice) -> None:
    hook = work.write(".git/hooks/commit-msg", '#!/bin/sh\necho "Ticket: 42" >> "$1"\n')
    hook.chmod(0o755)
    work.write(REVIEW, "status: finished\n")
    History(work.root).commit([REVIEW], MESSAGE)
    assert "Ticket: 42" in log(work, "--format=%B")


def test_a_new_repository_starts_with_everything_in_one_commit(build: Build) -> None:
    work = build({"standards/email/spf.yaml": "name: one\n", ".gitignore": ".msptool/\n", ".msptool/x": ""})
    commit = History(work.root).initialise("Start")
    assert work.git("rev-list", "HEAD").split() == [commit]
    assert work.git("branch", "--show-current") == "main\n"
    assert work.git("ls-files").split() == [".gitignore", "msptool.yaml", "standards/email/spf.yaml"]
    assert log(work, "--format=%cd", "--date=short") == TODAY.isoformat()


def test_a_commit_takes_few_processes(work: Practice) -> None:
    work.write(REVIEW, "status: finished\n")
    history = History(work.root)
    history.commit([REVIEW], MESSAGE)
    assert len(history.commands) <= 7
    assert history.commands.count("commit") == 1
    assert os.environ.get("GIT_INDEX_FILE") is None
