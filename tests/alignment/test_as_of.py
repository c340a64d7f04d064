"""`--as-of` and `--library`: a score of the past stays what it was, whatever is edited later."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

import pytest

from tests.small_practice import FIRST_COMMIT, HIGH, LOW, Practice, environment

MARCH, JUNE, SEPTEMBER = date(2026, 3, 10), date(2026, 6, 10), date(2026, 9, 10)


def score(practice: Practice, *options: str) -> Any:
    done = practice.run("score", "acme", "--json", *options)
    assert done.code == 0, done.err
    return done.json


def figures(document: Any) -> tuple[float, float, int]:
    return document["earned"], document["possible"], document["applicable"]


@pytest.fixture
def year(practice: Practice) -> Practice:
    """March: two answers. June: a third. Between and after: the library changes."""
    practice.review("acme", "firewall-backup,no,\nfirewall-label,yes,\n", today=MARCH)
    practice.standard("firewall-label", **HIGH)
    practice.commit("The label matters more", date(2026, 5, 1))
    practice.review("acme", "firewall-backup,yes,\nmailbox-login,yes,\n", today=JUNE)
    practice.standard("mailbox-login", category="email", question="Is every mailbox login logged?", **HIGH)
    practice.standard("firewall-backup", **LOW)
    practice.commit("Reword and reweigh", date(2026, 8, 1))
    return practice


def test_each_day_has_its_answers_and_its_library(year: Practice) -> None:
    assert figures(score(year, "--as-of", str(FIRST_COMMIT))) == (0, 0, 6)
    assert figures(score(year, "--as-of", "2026-03-09")) == (0, 0, 6)
    assert figures(score(year, "--as-of", "2026-03-10")) == (1, 6, 6)  # low yes, high no
    assert figures(score(year, "--as-of", "2026-05-01")) == (5, 10, 6)  # the label is high now
    assert figures(score(year, "--as-of", "2026-06-10")) == (15, 15, 6)
    assert figures(score(year, "--as-of", "2026-08-01")) == (6, 6, 6)  # reworded: not answered; backup is low
    assert figures(score(year)) == (6, 6, 6)


def test_a_score_of_the_past_names_the_library_of_then(year: Practice) -> None:
    then = score(year, "--as-of", "2026-03-31")
    assert then["as_of"] == "2026-03-31"
    assert then["library"] == {"commit": year.git("rev-parse", "HEAD~3").strip(), "modified": False}


def test_what_was_overdue_is_asked_of_that_day(year: Practice) -> None:
    assert score(year, "--as-of", "2026-06-09")["overdue"] == 0
    assert score(year, "--as-of", "2026-06-10")["overdue"] == 1  # the label's answer of March ran out


def test_a_commit_stands_for_everything_in_it(year: Practice) -> None:
    commits = year.git("rev-list", "--reverse", "HEAD").split()
    before = [figures(score(year, "--as-of", each)) for each in commits]
    assert before == [(0, 0, 6), (1, 6, 6), (5, 10, 6), (15, 15, 6), (6, 6, 6)]
    assert score(year, "--as-of", commits[3])["as_of"] == "2026-06-10"
    assert score(year, "--as-of", commits[3])["library"] == {"commit": commits[3], "modified": False}


def test_later_edits_never_rewrite_a_score_of_the_past(year: Practice) -> None:
    days = [str(FIRST_COMMIT), "2026-03-10", "2026-06-10", "2026-08-01"]
    commits = year.git("rev-list", "--reverse", "HEAD").split()
    before = [score(year, "--as-of", each) for each in (*days, *commits)]
    year.run("standard", "retire", "firewall-label", "--reason", "Old.")
    year.run("standard", "rename", "mailbox-login", "mailbox-sign-in")
    year.standard("firewall-backup", question="Is a copy of the firewall's settings kept elsewhere?", **HIGH)
    year.standard("generator")
    year.commit("Everything is different", SEPTEMBER)
    year.review("acme", "firewall-backup,no,\nmailbox-sign-in,no,\n", today=SEPTEMBER)
    assert [score(year, "--as-of", each) for each in (*days, *commits)] == before


def test_a_commit_also_remembers_the_client_as_it_was(year: Practice) -> None:
    before = score(year, "--as-of", "HEAD")
    exempt = {"category": "firewalls", "reason": "x", "by": "Owen", "since": "2026-01-01"}
    year.client("acme", name="Acme Explosives", exemptions=[exempt])
    assert score(year, "--as-of", "HEAD") == before
    assert figures(score(year)) == (0, 0, 3)


def test_the_present_answers_under_another_library(year: Practice) -> None:
    first = year.git("rev-list", "--reverse", "HEAD").split()[0]
    document = score(year, "--library", first)
    assert figures(document) == (11, 11, 6)  # backup high, label low, login as it was worded
    assert (document["as_of"], document["library"]["commit"]) == ("2026-11-16", first)
    both = score(year, "--as-of", "2026-03-31", "--library", "HEAD")
    assert (figures(both), both["as_of"]) == ((5, 6, 6), "2026-03-31")


def test_a_commit_under_another_library_takes_its_answers_from_the_commit(year: Practice) -> None:
    before = score(year, "--as-of", "HEAD", "--library", "HEAD~3")
    assert figures(before) == (11, 11, 6)
    for path in (year.root / "reviews/acme").iterdir():
        path.unlink()
    assert score(year, "--as-of", "HEAD", "--library", "HEAD~3") == before
    assert figures(score(year, "--library", "HEAD~3")) == (0, 0, 6)


@pytest.mark.parametrize("name", ["main", "HEAD", "HEAD~1", "v1", "HEAD^^"])
def test_a_commit_may_be_named_in_any_way_that_git_knows(year: Practice, name: str) -> None:
    year.git("tag", "-a", "v1", "-m", "One")
    assert score(year, "--as-of", name)["library"]["commit"] == year.git("rev-parse", f"{name}^{{commit}}").strip()


def test_before_the_history_its_first_library_serves_and_that_is_said(year: Practice) -> None:
    done = year.run("score", "acme", "--as-of", "2025-12-31", "--json")
    assert figures(done.json) == (0, 0, 6)
    assert done.err == "The history begins after 2025-12-31: its first library is used.\n"


def test_today_by_name_is_today(year: Practice) -> None:
    assert score(year, "--as-of", "2026-11-16") == score(year)


def test_an_old_commit_with_a_file_that_nobody_reads_any_more_is_still_scored(year: Practice) -> None:
    year.write("standards/firewalls/firewall-label.yaml", "name: Label\nquestion: Is it?\nobsolete: true\n")
    year.commit("Of an older version", SEPTEMBER)
    year.standard("firewall-label", **HIGH)
    year.commit("Mended", SEPTEMBER)
    assert score(year, "--as-of", "HEAD~1")["applicable"] == 5
    assert score(year)["applicable"] == 6


def test_a_day_of_a_shallow_clone_says_that_the_rest_is_missing(year: Practice) -> None:
    origin = year.root.rename(year.root.parent / "origin")
    year.root.mkdir()
    year.git("clone", "--quiet", "--depth=1", origin.as_uri(), ".")
    done = year.run("score", "acme", "--as-of", "2026-03-31", "--json")
    assert done.code == 0
    assert "(this clone is shallow: 'git fetch --unshallow' brings the rest)" in done.err
    unknown = year.run("score", "acme", "--as-of", "HEAD~2")
    assert unknown.code == 2
    assert "This clone is shallow" in unknown.err


@pytest.mark.parametrize("zone", ["+14:00", "+10:00", "+00:00", "-05:00", "-11:00"])
@pytest.mark.parametrize("hour", ["00:30", "23:30"])
def test_as_of_the_last_commit_is_the_present_in_every_time_zone(practice: Practice, zone: str, hour: str) -> None:
    moment = f"2026-11-16T{hour}:00{zone}"
    rows = "standard,answer\nfirewall-label,yes\n"
    practice.run("review", "start", "acme", "--answers", "-", stdin=rows)
    assert practice.run("review", "finish", "acme", "--no-commit").code == 0
    path = "reviews/acme/2026-11-16.yaml"
    lines = practice.read(path).splitlines()
    moved = [
        f"{line.split(':')[0]}: {moment}" if line.startswith(("started:", "finished:")) else line for line in lines
    ]
    practice.write(path, "\n".join(moved) + "\n")
    practice.git("add", path)
    zoned = {**os.environ, **environment(practice.home), "GIT_COMMITTER_DATE": moment, "GIT_AUTHOR_DATE": moment}
    import subprocess

    subprocess.run(["git", "commit", "--quiet", "-m", "Review"], cwd=practice.root, env=zoned, check=True)
    present, committed = score(practice), score(practice, "--as-of", "HEAD")
    assert figures(committed) == figures(present) == (1, 1, 6)
    assert committed["as_of"] == "2026-11-16"


def test_a_proposal_counts_from_the_day_on_which_it_was_merged(practice: Practice) -> None:
    practice.commit("Begin", date(2026, 9, 1))
    practice.git("switch", "--quiet", "--create", "proposal")
    practice.run("standard", "retire", "firewall-label", "--reason", "Old.")
    practice.commit("Retire the label", date(2026, 9, 10))
    practice.git("switch", "--quiet", "main")
    practice.git("merge", "--quiet", "--no-ff", "-m", "Merge", "proposal", day=date(2026, 10, 20))
    assert [score(practice, "--as-of", day)["applicable"] for day in ("2026-09-15", "2026-10-19", "2026-10-20")] == [
        6,
        6,
        5,
    ]


def test_a_commit_has_its_own_settings(year: Practice) -> None:
    commit = year.git("rev-parse", "HEAD").strip()
    before = figures(score(year, "--as-of", commit))
    year.write("msptool.yaml", "weights: {high: 50}\n")
    assert figures(score(year, "--as-of", commit)) == before
    assert figures(score(year))[1] > before[1]


def test_a_file_of_an_old_library_that_cannot_be_read_is_named(year: Practice) -> None:
    year.write("standards/email/mailbox-quota.yaml", "nmae: x\n")
    commit = year.commit("Break it", date(2026, 9, 1))
    done = year.run("score", "acme", "--json", "--library", "HEAD")
    assert done.json["applicable"] == 5
    assert (
        "Left out of the library of HEAD, because msptool cannot read it: standards/email/mailbox-quota.yaml."
        in done.err
    )
    assert year.run("score", "acme", "--as-of", commit).code == 0


def test_a_renewed_agreement_leaves_the_client_in_the_scores_of_before(year: Practice) -> None:
    before = year.run("score", "--as-of", "2026-06-10", "--json").json
    year.client(
        "acme", name="Acme Explosives", agreement={"starts": "2026-10-01", "mrr": 4000},
        earlier_agreements=[{"starts": "2025-01-01", "ends": "2026-09-30", "mrr": 3500}],
    )  # fmt: skip
    assert year.run("score", "--as-of", "2026-06-10", "--json").json == before
    year.client("acme", name="Acme Explosives", agreement={"starts": "2026-10-01", "mrr": 4000})
    assert year.run("score", "--as-of", "2026-06-10", "--json").json["clients"] == []
