"""A new workspace has runbooks, map and checklists; the sample also what a practice did with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from msptool.workspace.shipped import BASE, shipped_files, shipped_root
from tests.small_practice import Practice


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """A workspace as 'msptool init' makes it; nothing may write into it."""
    home = tmp_path_factory.mktemp("home")
    made = Practice(home / "work", home)
    done = made.program("init", str(made.root), "--no-git")
    assert done.code == 0, done.err
    return made


def test_a_new_workspace_has_all_of_it_and_nobodys_records(new: Practice) -> None:
    assert len(list((new.root / "runbooks").glob("*.yaml"))) == 10
    assert (new.root / "practice/escalation.yaml").is_file()
    assert {each.stem for each in (new.root / "practice/checklists").iterdir()} == {
        "joiner",
        "mover",
        "leaver",
        "client-onboarding",
    }
    for name in ("practice/runbook-runs", "practice/owner"):
        assert not (new.root / name).exists()


def test_it_is_clean_and_answers_before_anybody_is_in_the_team(new: Practice) -> None:
    assert new.run("runbook", "lint", "--json").json["problems"] == []
    done = new.run("escalate", "--runbook", "mfa-reset", "--impact", "user")
    assert done.out.startswith("Yes: Level 1 decides this")
    assert len(new.run("runbook", "list", "--json").json["runbooks"]) == 10
    assert "no data" in new.run("owner", "interruption", "list").out
    assert new.run("checklist", "list", "--json").json["runs"] == []


def test_what_is_shipped_is_in_the_list_of_the_workspace() -> None:
    paths = {path for path, _ in shipped_files(*BASE)}
    assert {"practice/escalation.yaml", "practice/checklists/leaver.yaml", "runbooks/mfa-reset.yaml"} <= paths


def sample() -> Practice:
    return Practice(shipped_root(), Path("/"))


def test_the_samples_figures_tell_the_story_of_a_practice_that_needs_its_owner_less() -> None:
    def mean(day: date) -> float:
        return float(sample().run("owner", "interruption", "list", "--json", today=day).json["average"])

    assert mean(date(2026, 8, 31)) > 2 >= mean(date(2026, 10, 31)) >= mean(date(2026, 11, 16)) > 0
    drills = sample().run("owner", "drill", "list", "--json").json["drills"]
    assert [bool(each["reviewed"]) for each in drills] == [True, True, True, False]
    assert all(each["answered"] for drill in drills for each in drill["reached"])


def test_the_samples_runs_show_where_runbooks_fail() -> None:
    rows = sample().run("runbook", "stats", "--json").json["runbooks"]
    assert sum(each["runs"] for each in rows) >= 60
    assert all(each["runs"] for each in rows)
    assert all(0 < each["resolved_share"] <= 1 for each in rows)
    assert sum(len(each["unclear"]) for each in rows) == 3
    assert not [each for each in rows if each["to_change"] or each["older_version"]]


def test_the_samples_checklists_are_in_every_state() -> None:
    runs = sample().run("checklist", "list", "--all", "--json").json["runs"]
    assert {each["state"] for each in runs} == {"done", "done late", "open"}
    assert {each["checklist"] for each in runs} == {"joiner", "mover", "leaver", "client-onboarding"}
