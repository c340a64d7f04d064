"""`msptool standard upstream`: follow a library, and keep one's own changes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from msptool.standards.library import require_library
from msptool.standards.upstream import RECORD, base_of, fields_of, merge_fields, read_base, write_base
from msptool.workspace.sources import FolderSource
from tests.small_practice import Golden, Practice, dump

VALUES = st.none() | st.integers(0, 2) | st.sampled_from(["a", "b"]) | st.lists(st.sampled_from(["a", "b"]), max_size=2)
SIDES = st.dictionaries(st.sampled_from(["why", "how", "minutes"]), VALUES.filter(lambda value: value is not None))


def merged(ours: dict[str, Any], theirs: dict[str, Any], base: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """The result of a merge of plain values, and the names of the conflicts in it (which keep ours)."""
    hashes = {each.field: each for each in merge_fields(ours, theirs, hashed(base))}
    taken = {name: each.theirs if each.state == "theirs" else each.ours for name, each in hashes.items()}
    conflicts = {name for name, each in hashes.items() if each.state == "conflict"}
    return {name: value for name, value in taken.items() if value is not None}, conflicts


def hashed(values: dict[str, Any]) -> dict[str, str]:
    """The record of these values, as the program itself computes it."""
    from msptool.standards import upstream

    return {name: upstream.hash_of(value) for name, value in values.items()}


@given(SIDES, SIDES)
def test_what_one_side_left_alone_is_taken_from_the_other(base: dict[str, Any], changed: dict[str, Any]) -> None:
    assert merged(base, changed, base) == (changed, set())
    assert merged(changed, base, base) == (changed, set())
    assert merged(changed, changed, base) == (changed, set())


@given(SIDES, SIDES, SIDES)
def test_a_conflict_is_exactly_what_both_sides_changed_to_different_things(
    ours: dict[str, Any], theirs: dict[str, Any], base: dict[str, Any]
) -> None:
    result, conflicts = merged(ours, theirs, base)
    for name in {*ours, *theirs, *base}:
        mine, other, before = ours.get(name), theirs.get(name), base.get(name)
        assert (name in conflicts) == (mine != other and mine != before and other != before)
        if mine != before:
            assert result.get(name) == mine


def test_the_base_reads_back_as_it_was_written(practice: Practice) -> None:
    base = base_of(require_library(FolderSource(practice.root)), "msptool", "1.0")
    assert read_base(write_base(base)) == base
    assert write_base(read_base(write_base(base))) == write_base(base)


@pytest.fixture
def followed(practice: Practice) -> Practice:
    """Upstream: a workspace of its own, from which the practice has taken everything."""
    upstream = Practice(practice.root.parent / "upstream", practice.home)
    shutil.copytree(practice.root, upstream.root)
    done = practice.run("standard", "upstream", "merge", "--from", str(upstream.root))
    assert (done.code, practice.read(RECORD) != "") == (0, True)
    practice.commit("Follow upstream")
    return upstream


def change(practice: Practice, path: str, **fields: Any) -> None:
    """Set fields of a YAML file; None removes one."""
    data = yaml.safe_load(practice.read(path)) | fields
    practice.write(path, dump({name: value for name, value in data.items() if value is not None}))


def status(practice: Practice, upstream: Practice) -> Any:
    return practice.run("standard", "upstream", "status", "--from", str(upstream.root), "--json").json


BACKUP, LABEL = "standards/firewalls/firewall-backup.yaml", "standards/firewalls/firewall-label.yaml"


def test_changes_of_both_sides_come_together(practice: Practice, followed: Practice) -> None:
    change(followed, BACKUP, why="Upstream's reason.")
    followed.standard("firewall-spare", tags=["new"])
    followed.category("wifi", name="Wi-Fi")
    followed.standard("wifi-names", category="wifi")
    practice.write(BACKUP, "# Ours.\n" + practice.read(BACKUP).replace("minutes: 10", "minutes: 12 # we are slower"))
    before = practice.files()
    found = status(practice, followed)
    assert practice.files() == before
    assert found["new"] == [
        {"what": "category", "id": "wifi"}, {"what": "standard", "id": "firewall-spare"}, {"what": "standard", "id": "wifi-names"},
    ]  # fmt: skip
    assert found["changed"] == [{"what": "standard", "id": "firewall-backup", "fields": ["why"]}]
    assert found["yours"] == [{"what": "standard", "id": "firewall-backup", "fields": ["minutes"]}]
    assert found["conflicts"] == []
    done = practice.run("standard", "upstream", "merge", "--from", str(followed.root))
    assert done.code == 0
    text = practice.read(BACKUP)
    assert text.startswith("# Ours.\n")
    assert "minutes: 12 # we are slower" in text
    assert "Upstream's reason." in text
    spare = "standards/firewalls/firewall-spare.yaml"
    assert practice.read(spare) == followed.read(spare)
    assert practice.run("lint", "--json").json["problems"] == []
    after = practice.files()
    assert practice.run("standard", "upstream", "merge", "--from", str(followed.root)).out.endswith(
        "Nothing was to be taken.\n"
    )
    assert practice.files() == after


def test_a_conflict_is_shown_with_both_values_and_waits_for_a_person(
    practice: Practice, followed: Practice, golden: Golden
) -> None:
    change(
        followed,
        BACKUP,
        why="Upstream's reason.",
        how=["Open the console.", "Look."],
        minutes=11,
        question="Is a backup of every firewall kept?",
    )
    change(practice, BACKUP, why="Our reason.", how=["Ask the vendor."])
    before = practice.read(BACKUP)
    done = practice.run("standard", "upstream", "merge", "--from", str(followed.root))
    assert done.code == 1
    golden.check("upstream-conflict.txt", done.out.replace(status(practice, followed)["release"], "RELEASE"))
    now = practice.data(BACKUP)
    assert (now["why"], now["how"], now["minutes"]) == ("Our reason.", ["Ask the vendor."], "11")
    assert now["question"] == "Is a backup of every firewall kept?"
    assert practice.read(BACKUP) != before
    # Still a conflict the next time, in the same two fields.
    again = status(practice, followed)
    assert [each["field"] for each in again["conflicts"]] == ["why", "how"]
    assert again["conflicts"][0]["ours"] == "Our reason."
    assert again["conflicts"][0]["theirs"] == "Upstream's reason."


@pytest.mark.parametrize(("side", "why"), [("ours", "Our reason."), ("theirs", "Upstream's reason.")])
def test_a_decision_settles_one_field_and_leaves_the_others(
    side: str, why: str, practice: Practice, followed: Practice
) -> None:
    change(followed, BACKUP, why="Upstream's reason.", minutes=11)
    change(practice, BACKUP, why="Our reason.", minutes=12)
    done = practice.run(
        "standard", "upstream", "merge", "firewall-backup", "--field", "why", "--take", side, "--from", str(followed.root)
    )  # fmt: skip
    assert done.code == 0
    assert practice.data(BACKUP)["why"] == why
    assert practice.data(BACKUP)["minutes"] == "12"
    left = status(practice, followed)["conflicts"]
    assert [each["field"] for each in left] == ["minutes"]
    # Settled for good: a later change of ours is ours alone.
    change(practice, BACKUP, why="Another reason.")
    assert [each["field"] for each in status(practice, followed)["conflicts"]] == ["minutes"]


def test_a_rename_upstream_moves_the_file_and_keeps_answers(practice: Practice, followed: Practice) -> None:
    practice.review("acme", "firewall-label,no,\n")
    assert followed.run("standard", "rename", "firewall-label", "firewall-sticker").code == 0
    change(practice, LABEL, minutes=4)
    practice.commit("Slower")
    assert practice.run("standard", "upstream", "merge", "--from", str(followed.root)).code == 0
    assert not (practice.root / LABEL).exists()
    moved = practice.data("standards/firewalls/firewall-sticker.yaml")
    assert (moved["minutes"], moved["formerly"]) == ("4", ["firewall-label"])
    findings = practice.run("finding", "list", "acme", "--json").json["findings"]
    assert [each["standard"] for each in findings] == ["firewall-sticker"]
    assert status(practice, followed)["conflicts"] == []


def test_a_rename_of_ours_stays_and_still_follows(practice: Practice, followed: Practice) -> None:
    assert practice.run("standard", "rename", "firewall-label", "firewall-name-plate").code == 0
    change(followed, LABEL, why="Upstream's reason.")
    assert practice.run("standard", "upstream", "merge", "--from", str(followed.root)).code == 0
    assert practice.data("standards/firewalls/firewall-name-plate.yaml")["why"] == "Upstream's reason."
    assert not (practice.root / LABEL).exists()


def test_a_move_to_another_category_is_taken(practice: Practice, followed: Practice) -> None:
    followed.write("standards/email/firewall-label.yaml", followed.read(LABEL))
    (followed.root / LABEL).unlink()
    assert practice.run("standard", "upstream", "merge", "--from", str(followed.root)).code == 0
    assert (practice.root / "standards/email/firewall-label.yaml").is_file()
    assert not (practice.root / LABEL).exists()


def test_what_the_practice_deleted_or_retired_does_not_come_back(practice: Practice, followed: Practice) -> None:
    (practice.root / LABEL).unlink()
    assert practice.run("standard", "retire", "firewall-backup", "--reason", "Not ours.").code == 0
    change(followed, LABEL, why="Upstream's reason.")
    change(followed, BACKUP, why="Upstream's reason.")
    (followed.root / "standards/email/mailbox-quota.yaml").unlink()
    found = status(practice, followed)
    assert (found["deleted_by_you"], found["retired_by_you"], found["gone"]) == (
        ["firewall-label"], ["firewall-backup"], ["mailbox-quota"],
    )  # fmt: skip
    assert practice.run("standard", "upstream", "merge", "--from", str(followed.root)).code == 0
    assert not (practice.root / LABEL).exists()
    assert practice.data(BACKUP)["status"] == "retired"
    assert practice.data(BACKUP)["why"] != "Upstream's reason."
    assert (practice.root / "standards/email/mailbox-quota.yaml").is_file()
    again = status(practice, followed)
    assert (again["deleted_by_you"], again["retired_by_you"], again["new"]) == (
        ["firewall-label"],
        ["firewall-backup"],
        [],
    )


def test_a_retirement_upstream_is_taken_where_nothing_stands_against_it(practice: Practice, followed: Practice) -> None:
    assert followed.run("standard", "retire", "firewall-label", "--reason", "Nobody reads it.").code == 0
    assert practice.run("standard", "upstream", "merge", "--from", str(followed.root)).code == 0
    assert practice.data(LABEL)["status"] == "retired"
    assert practice.data(LABEL)["retirement"]["reason"] == "Nobody reads it."
    assert status(practice, followed)["retired_by_you"] == []


def test_new_standards_may_arrive_as_drafts(practice: Practice, followed: Practice) -> None:
    followed.standard("firewall-spare")
    assert practice.run("standard", "upstream", "merge", "--drafts", "--from", str(followed.root)).code == 0
    assert practice.data("standards/firewalls/firewall-spare.yaml")["status"] == "draft"
    assert status(practice, followed)["yours"] == [{"what": "standard", "id": "firewall-spare", "fields": ["status"]}]


def test_a_committees_own_review_date_is_no_change(practice: Practice, followed: Practice) -> None:
    change(followed, BACKUP, reviewed="2026-10-10")
    change(practice, BACKUP, reviewed="2026-11-10")
    found = status(practice, followed)
    assert (found["changed"], found["yours"], found["conflicts"]) == ([], [], [])


def test_without_a_base_every_difference_is_a_conflict_and_stays_one(practice: Practice, followed: Practice) -> None:
    (practice.root / RECORD).unlink()
    change(practice, BACKUP, why=None, minutes=12)
    for _ in range(2):
        found = status(practice, followed)
        assert [each["field"] for each in found["conflicts"]] == ["why", "minutes"]
        assert found["changed"] == []
        assert practice.run("standard", "upstream", "merge", "--from", str(followed.root)).code == 1
        assert "why" not in practice.data(BACKUP)


def test_only_the_standards_that_are_named_are_touched(practice: Practice, followed: Practice) -> None:
    change(followed, BACKUP, why="Upstream's reason.")
    change(followed, LABEL, why="Upstream's reason.")
    assert practice.run("standard", "upstream", "merge", "firewall-label", "--from", str(followed.root)).code == 0
    assert practice.data(LABEL)["why"] == "Upstream's reason."
    assert practice.data(BACKUP)["why"] != "Upstream's reason."
    assert [each["id"] for each in status(practice, followed)["changed"]] == ["firewall-backup"]


def test_a_new_workspace_follows_what_msptool_ships(home: Path) -> None:
    work = Practice(home / "practice", home)
    assert Practice(home, home).run("init", str(work.root), "--no-git").code == 0
    done = work.run("standard", "upstream", "status")
    assert done.code == 0
    assert done.out.endswith("Nothing differs.\n")
    change(work, "standards/firewalls/firewall-firmware-current.yaml", minutes=33)
    found = work.run("standard", "upstream", "status", "--json").json
    assert [each["id"] for each in found["yours"]] == ["firewall-firmware-current"]
    assert json.loads(work.read(RECORD))["release"] == found["release"]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("merge", "firewal-label"), 2, "Upstream has no 'firewal-label'. Did you mean 'firewall-label'?"),
        (("merge", "--take", "mine"), 2, "--take takes ours or theirs, not 'mine'."),
        (("status", "--from", "nowhere"), 3, "nowhere has no folder standards/: name the folder of a workspace."),
    ],
)
def test_a_wrong_word_is_refused(
    arguments: tuple[str, ...], code: int, sentence: str, practice: Practice, followed: Practice
) -> None:
    more = () if "--from" in arguments else ("--from", str(followed.root))
    before = practice.files()
    done = practice.run("standard", "upstream", *arguments, *more)
    assert (done.code, done.err) == (code, f"msptool: {sentence}\n")
    assert practice.files() == before


def test_a_broken_record_is_said_and_nothing_is_done(practice: Practice, followed: Practice) -> None:
    practice.write(RECORD, '{"schema": "msptool/upstream/1"')
    before = practice.files()
    done = practice.run("standard", "upstream", "merge", "--from", str(followed.root))
    assert done.code == 3
    assert "standards/.upstream.json cannot be read: take it back from git." in done.err
    assert practice.files() == before


def test_every_field_of_a_standard_is_compared_but_the_review_date(practice: Practice) -> None:
    standard = require_library(FolderSource(practice.root)).require("firewall-backup")
    assert {"id", "category", "name", "question", "why", "how", "minutes", "status", "references", "remedy"} <= set(
        fields_of(standard)
    )
    assert "reviewed" not in fields_of(standard)


def test_a_merge_of_one_field_adds_nothing_and_does_not_follow_the_release_yet(
    practice: Practice, followed: Practice
) -> None:
    followed.standard("firewall-spare")
    change(followed, BACKUP, why="Upstream's reason.", minutes=11)
    followed.commit("More")
    done = practice.run("standard", "upstream", "merge", "--field", "why", "--from", str(followed.root))
    assert done.code == 0
    assert not (practice.root / "standards/firewalls/firewall-spare.yaml").exists()
    found = status(practice, followed)
    assert [each["fields"] for each in found["changed"]] == [["minutes"]]
    assert found["base"]["release"] != found["release"]
    done = practice.run("standard", "upstream", "merge", "--field", "wyh", "--from", str(followed.root))
    assert (done.code, done.err) == (2, "msptool: There is no field 'wyh'. Did you mean 'why'?\n")


def test_a_new_standard_brings_its_new_category(practice: Practice, followed: Practice) -> None:
    followed.category("wifi", name="Wi-Fi")
    followed.standard("wifi-names", category="wifi")
    followed.standard("firewall-spare")
    assert practice.run("standard", "upstream", "merge", "wifi-names", "--from", str(followed.root)).code == 0
    assert practice.run("lint", "--json").json["problems"] == []
    assert not (practice.root / "standards/firewalls/firewall-spare.yaml").exists()


def test_another_upstream_is_followed_only_when_that_is_said(practice: Practice, followed: Practice) -> None:
    other = Practice(practice.root.parent / "other", practice.home)
    shutil.copytree(followed.root, other.root)
    change(other, BACKUP, why="Another reason.")
    before = practice.files()
    done = practice.run("standard", "upstream", "merge", "--from", str(other.root))
    assert done.code == 3
    assert "follows 'upstream' (--from), and not 'other': --switch follows that one" in done.err
    assert practice.files() == before
    assert practice.run("standard", "upstream", "merge", "--switch", "--from", str(other.root)).code == 0
    assert practice.data(BACKUP)["why"] == "Another reason."
    assert practice.run("standard", "upstream", "merge", "--from", str(other.root)).code == 0


def test_a_rename_without_a_word_is_still_the_same_standard(practice: Practice, followed: Practice) -> None:
    followed.write("standards/firewalls/firewall-sticker.yaml", followed.read(LABEL))
    (followed.root / LABEL).unlink()
    assert practice.run("standard", "upstream", "merge", "--from", str(followed.root)).code == 0
    assert not (practice.root / LABEL).exists()
    assert practice.data("standards/firewalls/firewall-sticker.yaml")["formerly"] == ["firewall-label"]
    assert practice.run("lint", "--json").json["problems"] == []
    assert practice.run("standard", "upstream", "merge", "--from", str(followed.root)).out.endswith(
        "Nothing was to be taken.\n"
    )


def test_an_id_that_is_another_standard_here_is_a_conflict(practice: Practice, followed: Practice) -> None:
    assert followed.run("standard", "rename", "firewall-label", "firewall-sticker").code == 0
    practice.standard("firewall-sticker", question="Does a sticker name the vendor?")
    done = practice.run("standard", "upstream", "merge", "--from", str(followed.root))
    assert done.code == 1
    assert {(each["id"], each["field"]) for each in status(practice, followed)["conflicts"]} == {
        ("firewall-label", "id"), ("firewall-label", "formerly"),
    }  # fmt: skip
    assert practice.data("standards/firewalls/firewall-sticker.yaml")["question"] == "Does a sticker name the vendor?"
    assert "formerly" not in practice.data("standards/firewalls/firewall-sticker.yaml")


def test_a_broken_file_there_is_named_with_its_folder(practice: Practice, followed: Practice) -> None:
    followed.write(BACKUP, "name: [\n")
    done = practice.run("standard", "upstream", "status", "--from", str(followed.root))
    assert done.code == 3
    assert f"In {followed.root}: {BACKUP}:" in done.err
