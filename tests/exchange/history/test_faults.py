"""Records with faults are left out; a dump that is not whole, and a write that fails, change nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from msptool.workspace import writes
from msptool.workspace.files import write_file
from msptool.workspace.problems import Refusal
from tests.exchange.history import dumps
from tests.exchange.history.bringing import bring, run
from tests.small_practice import Practice


@pytest.mark.parametrize(
    ("resource", "index", "change", "reason"),
    [
        ("clients", 0, {"name": ""}, "'name' is missing or empty."),
        ("clients", 0, {"name": {"a": 1}}, "'name' is not a text: an object."),
        ("clients", 0, {"isActive": "maybe"}, "'isActive' is not true or false: maybe."),
        ("clients", 0, {"createdDate": "yesterday"}, "'createdDate' is no date: 'yesterday'."),
        ("clients", 0, {"createdDate": "2023-02-30T00:00:00"}, "'createdDate' is no date: '2023-02-30T00:00:00'."),
        ("users", 0, {"firstName": 3.5, "lastName": ["x"]}, "'lastName' is not a text: a list."),
        ("reviews", 1, {"lastUpdatedDate": "2031-01-01T00:00:00Z"}, "it is of 2031-01-01, which is still to come."),
        ("reviews", 1, {"lastUpdatedDate": "1066-10-14T00:00:00Z"}, "'lastUpdatedDate' is in the year 1066."),
        ("reviews", 1, {"client": {"id": 99}}, "the dump has no client 99."),
        ("reviews", 1, {"client": "@{id=12; name=Nova}"}, "'client' is a text that stands for an object: '@{id=12; name=Nova}'."),
        ("findings", 3, {"review": {"id": 99}}, "the dump has no review 99."),
        ("findings", 3, {"question": {"label": "", "text": ""}}, "its question is empty."),
        ("findings", 3, {"question": [1]}, "'question' is no object with 'label' and 'text'."),
        ("findings", 3, {"notes": "x" * 50_001}, "'notes' has 50,001 characters, more than 50,000."),
        ("recommendations", 0, {"budget": -5}, "'budget' is -5, which is not from 0 to 1,000,000,000."),
        ("recommendations", 0, {"budget": "much"}, "'budget' is not a number: much."),
        ("recommendations", 0, {"hours": 1e9}, "'hours' is 1000000000.0, which is not from 0 to 5,000."),
        ("recommendations", 0, {"budgetMonth": "2024-13"}, "'budgetMonth' is no month: '2024-13'."),
        ("recommendations", 0, {"findingsIds": [[1]]}, "'findingsIds' is not an id, or an object with one: a list."),
        ("meetings", 0, {"endDate": "2024-04-10T14:00:00Z"}, "it ends before it starts."),
        ("meetings", 0, {"startDate": None}, "it has no date."),
    ],
)  # fmt: skip
def test_a_record_with_a_fault_is_left_out_and_the_others_come_in(
    resource: str, index: int, change: dict[str, Any], reason: str, practice: Practice, tmp_path: Path
) -> None:
    records = dumps.small()
    records[resource][index] |= change
    report = bring(practice, tmp_path / "dump", records)
    first = next(each for each in report["faults"] if each["resource"] == resource)
    assert (first["reason"], first["where"]) == (reason, f"{resource}.json, record {index + 1}")
    assert report["written"]
    assert practice.run("lint").code == 0


def test_a_dump_that_is_not_whole_writes_nothing(practice: Practice, tmp_path: Path) -> None:
    before = practice.files()
    dumps.write(tmp_path / "dump", dumps.small(), page_size=4)
    (tmp_path / "dump" / "findings-page-2.json").unlink()
    done = practice.run("import", "history", str(tmp_path / "dump"))
    assert (done.code, done.out) == (3, "")
    assert (
        done.err
        == "msptool: Page 2 of findings is missing: findings-page-3.json is page 3. Pull the resource again, every page.\n"
    )
    assert practice.files() == before


def test_a_file_that_cannot_be_written_takes_all_others_back(
    practice: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, left = practice.files(), [7]

    def fails(path: Path, content: bytes, *, expected: str | None) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Refusal("The disk is full.")
        write_file(path, content, expected=expected)

    monkeypatch.setattr(writes, "write_file", fails)
    done = run(practice, tmp_path / "dump", dumps.small())
    assert done.code == 3
    assert practice.files() == before


@pytest.mark.parametrize(("name", "code"), [("Not A Slug", 2), ("../x", 2), ("peer", 0)])
def test_a_source_is_a_slug(name: str, code: int, practice: Practice, tmp_path: Path) -> None:
    assert run(practice, tmp_path / "dump", dumps.small(), "--source", name).code == code


def test_control_characters_of_a_stranger_reach_no_terminal(practice: Practice, tmp_path: Path) -> None:
    records = dumps.small()
    records["clients"][0] |= {"name": "Nova \x1b[31mLabs", "\x1b[2Jkey": 1}
    records["recommendations"][0]["budget"] = "\x1b[5m"
    records["findings"][6]["vcioAnswerType"] = "Sort\x1b]0;x\x07 of"
    dumps.write(tmp_path / "dump", records)
    done = practice.run("import", "history", str(tmp_path / "dump"))
    assert done.code == 0
    assert "\x1b" not in done.out + done.err
    assert "\x07" not in done.out
    assert practice.data("clients/nova-31mlabs/client.yaml")["name"] == "Nova [31mLabs"
