"""What became of a standard, read from real commits."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from msptool.site.reading import WorkspaceReadOnce
from msptool.site.revisions import Revision, revisions
from msptool.standards.library import require_library
from msptool.workspace.history import History
from tests.small_practice import HIGH, TODAY, Practice


def history_of(practice: Practice, standard: str = "firewall-label") -> list[Revision]:
    workspace = WorkspaceReadOnce(practice.root, TODAY)
    return list(revisions(workspace.history, require_library(workspace.source)).get(standard, ()))


def changes(found: Revision) -> dict[str, tuple[str, str]]:
    return {field.field: (field.before, field.after) for field in found.fields}


def test_a_commit_is_told_with_its_day_author_subject_and_meaning(practice: Practice) -> None:
    practice.standard("firewall-label", question="Is every firewall labelled?", **HIGH)
    commit = practice.commit("Ask more exactly", date(2026, 3, 1))
    last, first = history_of(practice)
    assert (last.commit, last.day, last.author, last.subject, last.done) == (
        commit, date(2026, 3, 1), "Jim Tam", "Ask more exactly", "Changed",
    )  # fmt: skip
    assert changes(last)["question"] == ("Is the firewall label documented?", "Is every firewall labelled?")
    assert changes(last)["priority"] == ("low", "high")
    assert (first.day, first.done, first.fields) == (date(2026, 1, 5), "Added", ())


@pytest.mark.parametrize(
    ("fields", "done"),
    [
        ({"reviewed": "2026-03-01"}, "Reviewed by the committee"),
        ({"status": "retired", "retirement": {"on": "2026-03-01", "reason": "Gone."}}, "Retired"),
        ({"status": "draft"}, "Back to a draft"),
        ({"why": "Better words."}, "Changed"),
    ],
)
def test_what_a_commit_did_is_said_in_words(practice: Practice, fields: dict[str, Any], done: str) -> None:
    plain: dict[str, Any] = {"minutes": 2, "business_impact": "low", "technical_risk": "low"}
    practice.standard("firewall-label", **{**plain, **fields})
    practice.commit("Change it")
    assert history_of(practice)[0].done == done


def test_a_change_of_texts_alone_is_marked_as_such(practice: Practice) -> None:
    practice.write(
        "standards/firewalls/firewall-label.yaml",
        practice.read("standards/firewalls/firewall-label.yaml").replace("unknown", "lost"),
    )
    practice.commit("Better words")
    (field,) = history_of(practice)[0].fields
    assert (field.field, field.text) == ("why", True)


def test_another_layout_of_the_file_is_no_change_of_meaning(practice: Practice) -> None:
    practice.write(
        "standards/firewalls/firewall-label.yaml",
        "# A remark.\n" + practice.read("standards/firewalls/firewall-label.yaml"),
    )
    practice.commit("A remark")
    last = history_of(practice)[0]
    assert (last.done, last.fields) == ("Written differently, the same in meaning", ())


def test_a_standard_is_followed_to_another_name_and_category(practice: Practice) -> None:
    (practice.root / "standards/firewalls/firewall-label.yaml").unlink()
    practice.standard(
        "label", category="email", formerly=["firewall-label"], question="Is the firewall label documented?"
    )
    practice.commit("Move it")
    moved, added = history_of(practice, "label")
    assert moved.done == "Changed"
    assert changes(moved)["id"] == ("firewall-label", "label")
    assert changes(moved)["category"] == ("firewalls", "email")
    assert added.done == "Added"


def test_what_came_back_has_all_of_its_past(practice: Practice) -> None:
    text = practice.read("standards/firewalls/firewall-label.yaml")
    (practice.root / "standards/firewalls/firewall-label.yaml").unlink()
    practice.commit("Away with it")
    practice.write("standards/firewalls/firewall-label.yaml", text)
    practice.commit("Back again")
    assert [each.done for each in history_of(practice)] == ["Added", "Deleted", "Added"]


def test_a_file_that_todays_models_cannot_read_is_still_a_commit(practice: Practice) -> None:
    text = practice.read("standards/firewalls/firewall-label.yaml")
    practice.write("standards/firewalls/firewall-label.yaml", "nmae: x\n")
    practice.commit("Break it")
    practice.write("standards/firewalls/firewall-label.yaml", text)
    practice.commit("Mend it")
    assert [(each.done, each.subject) for each in history_of(practice)] == [
        ("Changed", "Mend it"), ("Changed", "Break it"), ("Added", "Begin"),
    ]  # fmt: skip


def test_what_a_branch_did_is_told_once_and_by_whoever_did_it(practice: Practice) -> None:
    practice.git("checkout", "--quiet", "-b", "proposal")
    practice.standard("firewall-label", question="Is every firewall labelled?", minutes=2)
    practice.commit("Propose other words")
    practice.git("checkout", "--quiet", "main")
    practice.standard("firewall-new")
    practice.commit("Meanwhile")
    practice.git("merge", "--quiet", "--no-ff", "-m", "Merge the proposal", "proposal")
    assert [each.subject for each in history_of(practice)] == ["Propose other words", "Begin"]


def test_odd_subjects_and_authors_are_only_text(practice: Practice) -> None:
    practice.standard("firewall-label", minutes=3)
    practice.git("add", "--all")
    subject = ":100644 100644 aaa bbb M \x01 <script> 0123456789012345678901234567890123456789"
    practice.git("commit", "--quiet", "-m", subject, "--author", "Zoë & 'co' B <z@x.example>")
    last = history_of(practice)[0]
    assert (last.subject, last.author) == (subject, "Zoë & 'co' B")


def test_a_workspace_in_a_larger_repository_has_its_history(practice: Practice) -> None:
    inner = Practice(practice.root / "msp", practice.home)
    (practice.root / "msp").mkdir()
    for name in ("msptool.yaml", "standards", "clients", "practice"):
        (practice.root / name).rename(inner.root / name)
    practice.commit("Into a folder", date(2026, 4, 1))
    (only,) = history_of(inner)
    assert (only.subject, only.done) == ("Into a folder", "Added")


def test_the_whole_history_is_two_questions_to_git(practice: Practice) -> None:
    for number in range(5):
        practice.standard("firewall-label", minutes=5 + number)
        practice.commit(f"Change {number}")
    history = History(practice.root)
    library = require_library(WorkspaceReadOnce(practice.root, TODAY).source)
    assert len(revisions(history, library)["firewall-label"]) == 6
    assert [name for name in history.commands if name not in ("rev-parse",)] == ["log", "cat-file"]


def test_without_a_commit_there_is_no_history(practice: Practice) -> None:
    import shutil

    shutil.rmtree(practice.root / ".git")
    assert history_of(practice) == []
    practice.git("init", "--quiet")
    assert history_of(practice) == []
