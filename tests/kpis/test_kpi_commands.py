"""What holds for every command of the group: one JSON document, no colours, and a clear word outside of a workspace."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.small_practice import Practice
from tests.test_import_hygiene import imported, within
from tests.trees import only_sentence

EXPORT = str(Path(__file__).parent / "exports" / "connectwise.csv")
RUNS = {
    "list": (), "show": ("acme",), "check": (), "smart": (), "import": (EXPORT,), "assess": ("--history",), "exception": ("acme",),
    "define": ("phones", "--name", "Phones", "--meaning", "How many.", "--unit", "count", "--numerator", "phones"),
    "record": ("tickets", "--client", "acme", "--period", "2026-10", "--numerator", "3", "--source", "PSA"),
}  # fmt: skip


def test_these_are_all_commands(practice: Practice) -> None:
    listed = re.findall(r"^  ([a-z]+)  ", practice.run("kpi", "--help").out.split("Commands:")[1], re.MULTILINE)
    assert sorted(listed) == sorted(RUNS)


@pytest.mark.parametrize("name", RUNS)
def test_one_json_document_and_nothing_else(name: str, office: Practice) -> None:
    done = office.run("kpi", name, *RUNS[name], "--json")
    assert done.code in (0, 1), done.err
    document = json.loads(done.out)
    assert re.fullmatch(r"msptool/kpi[a-z-]*/1", document["schema"])
    assert next(iter(document)) == "schema"
    assert "NaN" not in done.out
    assert "Infinity" not in done.out


@pytest.mark.parametrize("name", RUNS)
def test_no_colour_where_there_is_no_terminal(name: str, office: Practice) -> None:
    done = office.run("kpi", name, *RUNS[name])
    assert done.code in (0, 1), done.err
    assert "\x1b" not in done.out + done.err


@pytest.mark.parametrize("name", RUNS)
def test_outside_of_a_workspace_each_says_so(name: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    done = Practice(home / "nowhere", home).run("kpi", name, *RUNS[name])
    assert done.code == 3
    assert done.out == ""
    assert "nowhere is not a folder" in only_sentence(done)


@pytest.mark.parametrize("name", ["list", "record", "import", "assess", "exception", "define"])
def test_what_needs_no_score_imports_no_history(name: str, office: Practice) -> None:
    assert within(imported(office, "kpi", name, *RUNS[name], "--json"), "git", "textual", "jinja2", "rich") == set()
