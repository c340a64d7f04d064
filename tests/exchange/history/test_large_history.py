"""A practice of some years comes in whole, and whatever a record holds is a fault and no crash."""

from __future__ import annotations

import copy
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msptool.exchange.history.dump import read_dump
from msptool.exchange.history.importing import plan_history
from msptool.standards.library import require_library
from msptool.workspace.problems import Refusal
from msptool.workspace.workspace import Workspace
from tests.exchange.history import dumps
from tests.small_practice import Practice

VALUES = (
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12)
    | st.sampled_from(["", "2024-02-31", "0001-01-01T00:00:00", "/Date(1709596800000)/", "/Date(999999999999999)/", "9999-12-31T23:59:59-14:00",
                       "<b>", "&#0;", "\ud800", "\x00", "<<<<<<< x\n", "- a\n\t&b *c !d", "N/A", "@{id=1}", {}, [], {"id": None}, [{"id": 1}, {"id": 1}]])
)  # fmt: skip
PLACES = [
    (resource, index, key)
    for resource, records in dumps.small().items()
    for index, record in enumerate(records)
    for key in record
]


@given(st.lists(st.tuples(st.sampled_from(PLACES), VALUES), min_size=1, max_size=4))
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_a_field_holds_is_taken_or_said(
    practice: Practice, tmp_path: Path, changes: list[tuple[tuple[str, int, str], Any]]
) -> None:
    records = copy.deepcopy(dumps.small())
    for (resource, index, key), value in changes:
        records[resource][index][key] = value
    for path in (tmp_path / "dump").glob("*.json"):
        path.unlink()
    dumps.write(tmp_path / "dump", records)
    try:
        outcome = plan_history(read_dump(tmp_path / "dump"), Workspace(practice.root, date(2026, 11, 16)))
    except Refusal as refusal:
        assert ".json" in str(refusal)
        assert "\n" not in str(refusal)
        return
    paths = Counter(each.path for each in outcome.planned)
    assert max(paths.values()) == 1
    told = {(each.resource, each.id) for each in (*outcome.created, *outcome.matched)}
    told |= {(each.resource, each.id) for each in (*outcome.skipped, *outcome.faults)}
    for resource, found in outcome.dump.records.items():
        if resource != "findings":
            assert {(resource, id) for id in found} <= told


@pytest.mark.slow
def test_the_history_of_a_practice_of_some_years(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    practice = Practice(tmp_path / "work", home)
    assert practice.run("init", str(practice.root), "--no-git").code == 0
    library = require_library(Workspace(practice.root, date(2026, 11, 16)).source)
    records = dumps.large([each.question for each in library])
    dumps.write(tmp_path / "dump", records)
    done = practice.run("import", "history", str(tmp_path / "dump"), "--json")
    assert done.code == 0, done.err
    report = done.json
    assert report["faults"] == []
    assert report["counts"]["reviews"]["created"] == len(records["reviews"]) == 220
    words = Counter(each["vcioAnswerType"] for each in records["findings"] if "legacy" not in each["question"]["text"])
    assert report["answers"]["yes"] == words[dumps.ALIGNED]
    assert report["answers"]["no"] == words[dumps.MARGINAL] + words[dumps.VULNERABLE]
    assert report["answers"]["n/a"] == words["N/A"]
    assert len(list((practice.root / "reviews").rglob("*.yaml"))) == 220
    lint = practice.run("lint", "--json").json
    assert [each for each in lint["problems"] if each["code"] != "C104"] == []
    before = practice.files()
    again = practice.run("import", "history", str(tmp_path / "dump"), "--json").json
    assert (again["created"], again["differences"], again["written"], again["faults"]) == ([], [], [], [])
    assert practice.files() == before
    for command in (("score",), ("finding", "list"), ("roadmap", "show")):
        assert practice.run(*command, "client-1-gmbh-co").code == 0
