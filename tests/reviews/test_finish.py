"""`msptool review finish`: pinned to the library, committed alone, and never at the cost of an answer."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.small_practice import Done, Golden, Practice

HEAD = "standard,answer,note\n"
ROWS = "firewall-label,yes,\nmailbox-login,no,Two are old.\nfirewall-backup,n/a,None here.\n"
PATH = "reviews/acme/2026-11-16.yaml"


def begin(practice: Practice, rows: str = ROWS) -> None:
    done = practice.run("review", "start", "acme", "--answers", "-", stdin=HEAD + rows)
    assert done.code == 0, done.err


def finish(practice: Practice, *options: str) -> Done:
    return practice.run("review", "finish", "acme", *options)


def test_a_finished_review_is_committed_with_a_message_that_says_what_happened(
    practice: Practice, golden: Golden
) -> None:
    rows = "firewall-firmware,yes,Updated it.,true\nfirewall-label,yes,,\nmailbox-login,no,Two are old.,\n"
    practice.run("review", "start", "acme", "--answers", "-", stdin="standard,answer,note,fixed_onsite\n" + rows)
    done = finish(practice)
    assert done.code == 0
    assert done.err == "3 of 6 standards were not answered; they stay due.\n"
    commit = practice.git("rev-parse", "HEAD").strip()
    assert done.out == f"Finished: 3 of 6 answered: 2 yes, 1 no, 0 n/a. {PATH}, commit {commit[:10]}.\n"
    golden.check("commit-message.txt", practice.git("log", "-1", "--format=%B"))
    assert practice.git("status", "--porcelain") == ""


def test_it_is_pinned_to_the_library_s_commit_and_tree_and_to_each_question(practice: Practice) -> None:
    begin(practice)
    library = practice.git("rev-parse", "HEAD", "HEAD:standards").split()
    finish(practice)
    review = practice.data(PATH)
    assert [review["library"]["commit"], review["library"]["tree"]] == library
    assert (review["status"], review["finished"][:10]) == ("finished", "2026-11-16")
    fingerprint = practice.run("standard", "show", "mailbox-login", "--json").json["fingerprint"]
    assert review["answers"]["mailbox-login"]["question"] == fingerprint
    assert review["answers"]["mailbox-login"]["priority"] == "high"


def test_only_its_own_file_is_committed_and_what_was_staged_stays_staged(practice: Practice) -> None:
    begin(practice)
    practice.write("staged.txt", "mine\n")
    practice.write("msptool.yaml", practice.read("msptool.yaml") + "score_method: plain\n")
    practice.git("add", "staged.txt", "msptool.yaml")
    practice.write("loose.txt", "mine\n")
    finish(practice)
    assert practice.git("show", "--name-status", "--format=", "HEAD") == f"A\t{PATH}\n"
    assert practice.git("status", "--porcelain") == "M  msptool.yaml\nA  staged.txt\n?? loose.txt\n"


def test_a_library_with_uncommitted_changes_is_said(practice: Practice) -> None:
    begin(practice)
    practice.standard("firewall-label", why="Another reason.")
    done = finish(practice)
    assert done.code == 0
    assert "standards/ has changes that are not committed: the review is pinned to the last commit" in done.err
    assert practice.git("status", "--porcelain") == " M standards/firewalls/firewall-label.yaml\n"


def test_an_empty_review_is_refused_and_stays_open(practice: Practice) -> None:
    begin(practice, "")
    before = practice.git("rev-parse", "HEAD")
    done = finish(practice)
    assert (done.code, done.out) == (3, "")
    assert "Nothing is answered yet in the review of Acme Explosives" in done.err
    assert practice.git("rev-parse", "HEAD") == before
    assert practice.data(PATH)["status"] == "open"


def test_a_review_with_nothing_but_remarks_is_refused_as_well(practice: Practice) -> None:
    practice.run("review", "start", "acme", "--plain", stdin="o Ask again.\nq\n")
    assert finish(practice).code == 3
    assert practice.data(PATH)["remarks"]["firewall-backup"]["note"] == "Ask again."


def test_a_standard_retired_during_the_review_does_not_keep_it_open_for_ever(practice: Practice) -> None:
    begin(practice, "firewall-label,yes,\n")
    practice.run("standard", "retire", "firewall-label", "--reason", "Old.")
    done = finish(practice)
    assert done.code == 0, done.err
    assert list(practice.data(PATH)["answers"]) == ["firewall-label"]


def detached(practice: Practice) -> None:
    practice.git("checkout", "--quiet", "--detach")


def merging(practice: Practice) -> None:
    practice.git("checkout", "--quiet", "-b", "other", "HEAD")
    practice.write("msptool.yaml", "score_method: plain\n")
    practice.git("commit", "--quiet", "-am", "Other")
    practice.git("checkout", "--quiet", "main")
    practice.write("README.md", "x\n")
    practice.git("add", "README.md")
    practice.git("commit", "--quiet", "-m", "Mine")
    practice.git("merge", "--quiet", "--no-commit", "--no-ff", "other")


def locked(practice: Practice) -> None:
    practice.write(".git/index.lock", "")


def without_git(practice: Practice) -> None:
    shutil.rmtree(practice.root / ".git")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (detached, "HEAD is detached: a commit made here would belong to no branch. Run 'git switch BRANCH'"),
        (merging, "A merge is in progress in"),
        (locked, "Another git command is at work in"),
        (without_git, "is not in a git repository: run 'git init' there, or finish with --no-commit."),
    ],
)
def test_where_no_commit_can_be_made_it_is_refused_before_anything_is_written(
    practice: Practice, spoil: object, sentence: str
) -> None:
    begin(practice)
    assert callable(spoil)
    spoil(practice)
    before = practice.files()
    done = finish(practice)
    assert (done.code, done.out) == (3, "")
    assert sentence in done.err
    assert practice.files() == before
    assert len(practice.data(PATH)["answers"]) == 3
    again = finish(practice, "--no-commit")
    assert again.code == 0
    assert again.out.endswith(f"{PATH}, not committed.\n")
    assert practice.data(PATH)["status"] == "finished"


def test_with_finish_in_one_command_a_detached_head_leaves_an_open_review_with_every_answer(practice: Practice) -> None:
    detached(practice)
    done = practice.run("review", "start", "acme", "--answers", "-", "--finish", stdin=HEAD + ROWS)
    assert (done.code, done.out) == (3, "")
    assert "HEAD is detached" in done.err
    assert (practice.data(PATH)["status"], len(practice.data(PATH)["answers"])) == ("open", 3)


def test_outside_git_a_review_has_no_pin_and_still_counts(practice: Practice) -> None:
    without_git(practice)
    begin(practice)
    done = finish(practice, "--no-commit", "--json")
    assert (done.code, done.json["commit"], done.json["status"]) == (0, None, "finished")
    assert "library" not in practice.data(PATH)
    assert practice.run("score", "acme", "--json").json["answered"] == 3


def test_in_a_repository_without_a_commit_it_makes_the_first_one(practice: Practice) -> None:
    without_git(practice)
    practice.git("init", "--quiet")
    begin(practice)
    done = finish(practice)
    assert done.code == 0, done.err
    assert practice.git("show", "--name-only", "--format=", "HEAD") == f"{PATH}\n"


def test_a_workspace_inside_a_larger_repository_is_pinned_and_committed_too(practice: Practice, tmp_path: Path) -> None:
    outer = tmp_path / "company"
    outer.mkdir()
    shutil.move(practice.root, outer / "it")
    inner = Practice(outer / "it", practice.home)
    shutil.rmtree(inner.root / ".git")
    company = Practice(outer, practice.home)
    company.git("init", "--quiet")
    company.commit()
    begin(inner)
    finish(inner)
    assert company.git("show", "--name-only", "--format=", "HEAD") == f"it/{PATH}\n"
    assert inner.data(PATH)["library"]["tree"] == company.git("rev-parse", "HEAD~1:it/standards").strip()


def test_a_commit_hook_that_says_no_loses_nothing_and_the_way_on_is_said(practice: Practice) -> None:
    begin(practice)
    hook = practice.write(".git/hooks/pre-commit", "#!/bin/sh\necho 'lint says no' >&2\nexit 1\n")
    hook.chmod(0o755)
    done = finish(practice)
    assert (done.code, done.out) == (3, "")
    assert "lint says no" in done.err
    assert len(practice.data(PATH)["answers"]) == 3
    assert practice.git("diff", "--cached", "--name-only") == ""
    hook.unlink()
    again = finish(practice)
    assert again.code == 0, again.err
    assert practice.git("show", "--name-only", "--format=", "HEAD") == f"{PATH}\n"


def test_a_tam_whom_git_does_not_know_commits_under_the_name_in_the_practice(practice: Practice) -> None:
    begin(practice)
    nobody = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"), "")
    practice.write("practice/people/jim.yaml", "name: Jim Tam\nemail: jim@example.com\n")
    unset = ["env", *(f"-u{name}" for name in nobody)]
    import subprocess

    done = subprocess.run(
        [*unset, *practice.command("review", "finish", "acme")], capture_output=True, check=False, cwd=practice.home
    )
    assert done.returncode == 0, done.stderr
    assert practice.git("log", "-1", "--format=%an <%ae>") == "Jim Tam <jim@example.com>\n"


def test_a_finished_review_is_not_touched_by_the_next_one(practice: Practice) -> None:
    begin(practice)
    finish(practice)
    first = practice.read(PATH)
    practice.review("acme", "firewall-label,no,Gone.\n", today=date(2026, 11, 20))
    assert practice.read(PATH) == first
    assert practice.git("show", "--name-only", "--format=", "HEAD") == "reviews/acme/2026-11-20.yaml\n"


def test_for_programs_finish_is_one_document(practice: Practice) -> None:
    begin(practice)
    document = finish(practice, "--json").json
    assert document["commit"] == practice.git("rev-parse", "HEAD").strip()
    assert (document["schema"], document["status"], document["counts"]) == (
        "msptool/review-session/1", "finished", {"yes": 1, "no": 1, "n/a": 1},
    )  # fmt: skip


def test_a_review_that_was_finished_and_not_committed_is_committed_now(practice: Practice) -> None:
    begin(practice)
    finish(practice, "--no-commit")
    assert practice.git("status", "--porcelain") == "?? reviews/\n"
    done = finish(practice)
    assert (
        done.out == f"The review 2026-11-16 was finished but not committed; it is now: commit {head(practice)[:10]}.\n"
    )
    assert practice.git("show", "--name-only", "--format=", "HEAD") == f"{PATH}\n"
    assert "No review of Acme Explosives is open" in finish(practice).err


def test_files_that_the_review_refers_to_and_nobody_else_has_are_named(practice: Practice) -> None:
    practice.client("nova")
    practice.run("review", "start", "nova", "--answers", "-", stdin=HEAD + ROWS)
    done = practice.run("review", "finish", "nova")
    assert "Not committed yet: clients/nova/client.yaml. Commit them too" in done.err


def head(practice: Practice) -> str:
    return practice.git("rev-parse", "HEAD").strip()
