"""`msptool standard diff`: what a proposal means, as text, JSON, and the comment of a pull request."""

from __future__ import annotations

import pytest

from msptool.committee.proposal import proposal
from msptool.committee.proposal_markdown import MARKER, MOST_CHARACTERS, as_markdown
from msptool.workspace.workspace import Workspace
from tests.small_practice import LOW, TODAY, Golden, Practice, dump, standard_fields


def test_the_text_reads_from_the_weightiest_to_the_lightest(proposed: Practice, golden: Golden) -> None:
    done = proposed.run("standard", "diff", "main", "proposal")
    assert (done.code, done.err) == (0, "")
    golden.check("diff.txt", done.out)


def test_the_comment(proposed: Practice, golden: Golden) -> None:
    done = proposed.run("standard", "diff", "main", "proposal", "--format", "markdown")
    assert done.out.startswith(MARKER + "\n")
    golden.check("diff.md", done.out)


def test_the_document(proposed: Practice) -> None:
    document = proposed.run("standard", "diff", "main", "proposal", "--json").json
    assert document == proposed.run("standard", "diff", "main", "proposal", "--format", "json").json
    assert document["schema"] == "msptool/standard-diff/1"
    assert document["base"]["commit"] == proposed.git("rev-parse", "main").strip()
    kinds = {change["id"]: change["kind"] for change in document["changes"]}
    assert kinds == {
        "firewall-backup": "changed", "firewall-spare": "added", "firewall-tape": "proposed", "firewall-firmware": "retired",
        "mailbox-sign-in": "changed", "firewall-label": "changed", "mailbox-archive": "changed", "mailbox-quota": "deleted",
    }  # fmt: skip
    backup = next(change for change in document["changes"] if change["id"] == "firewall-backup")
    assert (backup["answers_still_count"], backup["answers_dropped"], backup["clients"]) == (False, 1, 2)
    assert document["impact"]["answers_dropped"] == 1
    scores = {
        each["client"]: (each["before"]["score"], each["after"]["score"]) for each in document["impact"]["clients"]
    }
    assert scores["acme"] == (pytest.approx(6 / 11, abs=1e-5), 1)
    assert scores["initech"] == (None, None)


def test_the_working_folder_is_the_other_side_unless_another_is_named(proposed: Practice) -> None:
    assert proposed.run("standard", "diff", "proposal").out == "No standard changes in meaning.\n"
    proposed.standard("firewall-door")
    document = proposed.run("standard", "diff", "proposal", "--json").json
    assert [change["id"] for change in document["changes"]] == ["firewall-door"]
    assert document["head"] == {"revision": None, "commit": None, "standards": 6}


def test_without_a_change_of_meaning_the_comment_is_short(proposed: Practice) -> None:
    proposed.write("README.md", "Hello.\n")
    path = "standards/email/mailbox-archive.yaml"
    proposed.write(path, "# A remark.\n" + proposed.read(path))
    done = proposed.run("standard", "diff", "HEAD", "--format", "markdown")
    assert done.out == f"{MARKER}\n## Standards: no change in meaning\n"


def test_before_the_first_client_nobody_is_affected(proposed: Practice) -> None:
    for path in (proposed.root / "clients").rglob("client.yaml"):
        path.unlink()
    assert "nobody is affected" in proposed.run("standard", "diff", "main").out
    assert "nobody is affected" in proposed.run("standard", "diff", "main", "--format", "markdown").out


def test_whatever_a_stranger_writes_is_shown_and_does_nothing(practice: Practice) -> None:
    hostile = "<img src=x onerror=alert(1)> @octocat #12 [link](http://evil.example) `code` **bold** | cell"
    practice.standard("hostile", name=hostile, why=hostile + "\n\n# Heading\n<!-- " + MARKER)
    comment = practice.run("standard", "diff", "main", "--format", "markdown").out
    assert "<img" not in comment
    assert "@octocat" not in comment
    assert "#12" not in comment
    assert "\\[link\\](http:&#8203;//evil.example) \\`code\\` \\*\\*bold\\*\\* \\| cell" in comment
    assert "\n# Heading" not in comment
    assert comment.count("<!--") == 1


def test_a_huge_change_still_fits_into_a_comment(practice: Practice) -> None:
    for number in range(400):
        fields = standard_fields(f"new-{number}", why="Because " + "so " * 100)
        practice.write(f"standards/firewalls/new-{number}.yaml", dump(fields))
    comment = as_markdown(proposal(Workspace(practice.root, TODAY), "main"))
    assert len(comment) < MOST_CHARACTERS
    assert "400 added" in comment
    assert "more sections do not fit here" in comment
    assert comment.rstrip().endswith("</details>")


def test_a_file_that_cannot_be_read_on_the_old_side_is_left_out_and_named(practice: Practice) -> None:
    practice.write("standards/email/odd.yaml", "name: [\n")
    practice.commit("Broken")
    practice.git("rm", "--quiet", "standards/email/odd.yaml")
    done = practice.run("standard", "diff", "HEAD")
    assert done.out == "No standard changes in meaning.\n"
    assert done.err == "Left out of HEAD, because msptool cannot read it: standards/email/odd.yaml.\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("no-such-branch",), 2, "no-such-branch"),
        (("main", "--format", "html"), 2, "--format takes text, json or markdown, not 'html'."),
        ((), 2, "BASE"),
    ],
)
def test_what_is_refused(practice: Practice, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = practice.run("standard", "diff", *arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_what_went_on_in_the_base_since_the_branch_left_it_is_not_part_of_the_branch(practice: Practice) -> None:
    practice.git("checkout", "--quiet", "-b", "mine")
    practice.standard("firewall-spare")
    practice.commit("Mine")
    practice.git("checkout", "--quiet", "main")
    practice.standard("firewall-tape")
    practice.commit("Theirs")
    practice.git("checkout", "--quiet", "mine")
    document = practice.run("standard", "diff", "main", "--json").json
    assert [change["id"] for change in document["changes"]] == ["firewall-spare"]


def test_a_review_by_the_committee_is_counted_and_is_no_change(practice: Practice) -> None:
    practice.standard("firewall-label", minutes=2, reviewed="2026-11-10", **LOW)
    done = practice.run("standard", "diff", "main")
    assert done.out.startswith("1 reviewed, from main to the working folder\n")
    assert practice.run("standard", "diff", "main", "--json").json["changes"] == []
