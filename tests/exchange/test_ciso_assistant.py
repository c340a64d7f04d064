"""The library for CISO Assistant: read back by two YAML parsers and by a strict check of the rules of its loader."""

from __future__ import annotations

import io
import re
import shutil
from datetime import UTC, date, datetime
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from msptool.exchange.ciso_assistant import library_data, library_yaml
from msptool.exchange.oscal.document import Edition
from msptool.standards.library import Library, require_library
from msptool.standards.model import Category, Standard
from msptool.workspace.settings import Practice as PracticeSettings
from msptool.workspace.settings import Settings
from msptool.workspace.shipped import shipped_root
from msptool.workspace.sources import FolderSource
from tests.small_practice import Practice

EDITION = Edition("v3", datetime(2026, 10, 1, 12, tzinfo=UTC))
SECRET = "zq-secret"

# CISO Assistant's own pattern (URN_REGEX of backend/core/models.py), with the end that Python's `$` lets slip.
URN = re.compile(
    r"urn:([a-zA-Z0-9_-]+):([a-zA-Z0-9_-]+):([a-zA-Z0-9_-]+)(?::([a-zA-Z0-9_-]+))?:([0-9A-Za-z\[\]()\-._:]+)"
)
LIBRARY = {
    "urn", "locale", "ref_id", "name", "description", "copyright", "version", "publication_date", "provider", "packager",
    "objects",
}  # fmt: skip
NODE = {
    "urn", "assessable", "depth", "parent_urn", "ref_id", "name", "description", "annotation", "typical_evidence",
    "implementation_groups", "weight", "questions",
}  # fmt: skip
RESULTS = {"compliant", "partially_compliant", "non_compliant", "not_applicable"}


def check_library(data: Any) -> list[Any]:
    """The rules of the loader (library/utils.py, StoredLibrary), of its columns, and of tools/README.md; returns the nodes."""
    assert set(data) == LIBRARY
    packager = data["packager"]
    assert packager != "intuitem"
    assert isinstance(data["version"], int)
    assert data["version"] >= 1
    assert isinstance(data["publication_date"], date)
    assert re.fullmatch(r"[a-z]{2}", data["locale"])
    [(kind, framework)] = data["objects"].items()
    assert kind == "framework"
    for thing, what in ((data, "library"), (framework, "framework")):
        _check_named(thing)
        assert thing["urn"] == f"urn:{packager}:risk:{what}:{thing['ref_id']}"
    groups = [each["ref_id"] for each in framework["implementation_groups_definition"]]
    nodes = framework["requirement_nodes"]
    assert nodes
    depths: dict[str, int] = {}
    urns = set()
    for node in nodes:
        assert set(node) <= NODE
        _check_named(node)
        assert node["urn"].startswith(f"urn:{packager}:risk:req_node:{framework['ref_id']}:")
        assert isinstance(node["assessable"], bool)
        # A parent stands before its children, one level above them.
        assert node["depth"] == (depths[node["parent_urn"]] + 1 if "parent_urn" in node else 1)
        depths[node["urn"]] = node["depth"]
        urns |= _check_questions(node, groups) | {node["urn"]}
    assert len({each["urn"] for each in nodes}) == len(nodes)
    assert len({each.lower() for each in urns}) == len(urns)
    return list(nodes)


def _check_named(thing: Any) -> None:
    assert URN.fullmatch(thing["urn"])
    assert thing["urn"] == thing["urn"].lower()
    assert len(thing["urn"]) <= 255
    assert 0 < len(thing["ref_id"]) <= 100
    assert 0 < len(thing["name"]) <= 200
    for field in ("description", "annotation", "typical_evidence"):
        assert isinstance(thing.get(field, "x"), str)
        assert thing.get(field, "x")


def _check_questions(node: Any, groups: list[str]) -> set[str]:
    if not node["assessable"]:
        assert not {"questions", "weight", "implementation_groups"} & set(node)
        return set()
    assert set(node["implementation_groups"]) <= set(groups)
    assert isinstance(node["weight"], int)
    assert node["weight"] >= 1
    [(urn, question)] = node["questions"].items()
    assert URN.fullmatch(urn)
    assert urn == f"{node['urn']}:question:1"
    assert set(question) == {"type", "text", "choices"}
    assert question["type"] == "unique_choice"
    assert question["text"] == node["description"]
    for number, choice in enumerate(question["choices"], 1):
        assert choice["urn"] == f"{urn}:choice:{number}"
        assert len(choice["urn"]) <= 255
        assert isinstance(choice["value"], str)
        assert choice["compute_result"] in RESULTS
    return {urn, *(each["urn"] for each in question["choices"])}


def read_back(content: bytes) -> Any:
    """The file by PyYAML, as CISO Assistant reads it, and the same by ruamel.yaml."""
    found = yaml.safe_load(content)
    assert YAML(typ="safe", pure=True).load(io.BytesIO(content)) == found
    return found


def test_the_shipped_library_keeps_the_rules_of_the_loader() -> None:
    library = require_library(FolderSource(shipped_root()))
    content, found = library_yaml(library, Settings(), EDITION, 7)
    data = read_back(content)
    nodes = check_library(data)
    assert (data["version"], data["publication_date"]) == (7, date(2026, 10, 1))
    assert [each["ref_id"] for each in nodes if each["assessable"]] == [each.id for each in _in_groups(library)]
    assert found == len(library.active) > 300


def _in_groups(library: Library) -> list[Standard]:
    """The active standards in the order of their sections, and in a section of their categories."""
    order: dict[str, dict[str, list[Standard]]] = {}
    for each in library.active:
        category = library.category(each)
        order.setdefault(category.section, {}).setdefault(category.id, []).append(each)
    return [each for categories in order.values() for standards in categories.values() for each in standards]


def test_a_standard_becomes_a_requirement_with_its_question_and_three_answers(practice: Practice) -> None:
    practice.standard("firewall-label", why="Nobody finds it.", how=["Look.", "Read."], level="base")
    practice.standard("firewall-idea", status="draft")
    path = practice.home / "library.yaml"
    done = practice.run("export", "--ciso-assistant", str(path))
    assert (done.code, done.out, done.err) == (0, f"Wrote 6 standards to {path}.\n", "")
    nodes = {each["ref_id"]: each for each in check_library(read_back(path.read_bytes()))}
    label, base = nodes["firewall-label"], "urn:northgate-it-partners:risk:req_node:northgate-it-partners-standards"
    assert "firewall-idea" not in nodes
    assert label["parent_urn"] == f"{base}:category.firewalls"
    assert (label["depth"], label["weight"], label["implementation_groups"]) == (3, 3, ["base"])
    assert label["description"] == "Is the firewall label documented?"
    assert label["annotation"].startswith("Nobody finds it.\n\nReferences:\n- ")
    assert label["annotation"].endswith(": PR.PS-01")
    assert label["typical_evidence"] == "1. Look.\n2. Read."
    [question] = label["questions"].values()
    assert [(each["value"], each["compute_result"]) for each in question["choices"]] == [
        ("Yes", "compliant"), ("No", "non_compliant"), ("Not applicable", "not_applicable"),
    ]  # fmt: skip
    assert [nodes[name]["depth"] for name in ("section.network", "firewalls", "firewall-label")] == [1, 2, 3]


def test_each_commit_of_the_standards_is_a_higher_version_and_the_same_commit_the_same_bytes(
    practice: Practice,
) -> None:
    path = practice.home / "library.yaml"

    def version(**more: Any) -> int:
        return int(practice.run("export", "--ciso-assistant", str(path), "--json", **more).json["version"])

    assert version() == 1
    before = path.read_bytes()
    assert version(today=date(2027, 5, 1)) == 1
    assert path.read_bytes() == before
    practice.standard("firewall-label", minutes=3)
    assert version() == 2
    practice.commit("Slower")
    assert version() == 2
    practice.write("clients/acme/notes.txt", "x")
    practice.commit("Else")
    assert version() == 2
    shutil.rmtree(practice.root / ".git")
    assert version() == 1


def test_what_is_internal_or_a_client_s_stays_inside(practice: Practice) -> None:
    practice.standard(
        "firewall-label", external={"psa": SECRET}, earlier_wordings=[f"Is the {SECRET} on it?"],
        remedy={"summary": SECRET, "area": "tam", "hours": 3},
    )  # fmt: skip
    practice.client("acme", name=SECRET)
    path = practice.home / "library.yaml"
    assert practice.run("export", "--ciso-assistant", str(path)).code == 0
    assert SECRET.encode() not in path.read_bytes()
    assert b"Acme" not in path.read_bytes()


def test_another_ending_a_filter_and_a_file_of_the_workspace_are_refused(practice: Practice) -> None:
    assert practice.run("export", "--ciso-assistant", str(practice.home / "library.json")).code == 2
    done = practice.run("export", "--ciso-assistant", str(practice.home / "l.yaml"), "--status", "active")
    assert (done.code, done.err) == (
        2, "msptool: A library of CISO Assistant holds the whole library: leave out --status and --category.\n",
    )  # fmt: skip
    assert practice.run("export", "--ciso-assistant", str(practice.root / "msptool.yaml")).code == 2


TEXTS = st.text(min_size=1, max_size=300).filter(lambda text: text.strip())


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, TEXTS, st.text(max_size=60), st.text(max_size=40))
def test_any_text_is_read_back_as_it_was_written(
    name: str, question: str, why: str, section: str, practice: str
) -> None:
    standard = Standard(id="a-b", category="c", name=name, question=question, why=why, how=(why,), status="active")
    library = Library({"a-b": standard}, {"c": Category(id="c", name=name, section=section)})
    own = Settings(practice=PracticeSettings(name=practice or "x"))
    content, _ = library_yaml(library, own, EDITION, 1)
    data = yaml.safe_load(content)
    assert data == library_data(library, own, EDITION, 1)
    if question.isprintable() and question.isascii():
        check_library(data)


def test_the_longest_names_stay_in_their_columns() -> None:
    long = Standard(id="a" * 100, category="c" * 100, name="n" * 500, question="Is it?", status="active")
    library = Library({long.id: long}, {long.category: Category(id=long.category, name="m" * 500, section="s" * 500)})
    own = Settings(practice=PracticeSettings(name="Northgate " * 40))
    check_library(library_data(library, own, EDITION, 1))


def test_a_practice_whose_name_gives_no_packager_has_one_all_the_same() -> None:
    one = Standard(id="a", category="c", name="A", question="Is it?", status="active")
    for name in ("Intuitem", "株式会社", "!!!"):
        own = Settings(practice=PracticeSettings(name=name))
        data = library_data(Library({"a": one}, {}), own, EDITION, 1)
        check_library(data)
        assert data["packager"] == "practice"
