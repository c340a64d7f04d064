"""The JSON Schemas: fresh, true of every shipped file, and as strict as lint where a schema can be."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from msptool.lint.catalog import FILES, file_type
from msptool.lint.schemas import schema_files, schema_of
from msptool.workspace.documents import read_document
from msptool.workspace.shipped import shipped_files, shipped_root
from tests.small_practice import Practice
from tests.trees import CATEGORY, CLIENT, GOOD, PERSON, REVIEW, SPF, TRIAGE, Build, tree

KINDS = {each.kind.schema: each.kind for each in FILES}
NAMES = list(KINDS)
SHIPPED = [
    (path, file)
    for path, file in shipped_files("msptool.yaml", "standards", "practice", "clients", "reviews", "runbooks")
    if path.endswith(".yaml")
]


@cache
def validator(name: str) -> Draft202012Validator:
    """The validator of one schema."""
    return Draft202012Validator(schema_of(KINDS[name]))


def name_of(path: str) -> str:
    """The schema for the file at a path."""
    found = file_type(path)
    assert found is not None
    return found.kind.schema


def data_of(path: str, content: bytes) -> Any:
    """A file's data as msptool reads it; an empty file is an empty mapping."""
    document, problems = read_document(path, content)
    assert problems == [], path
    assert document is not None
    return {} if document.data is None else document.data


def test_the_schemas_in_the_repository_are_fresh() -> None:
    folder = shipped_root() / ".schemas"
    assert {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()} == schema_files(), (
        "run 'make schemas'"
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one(name: str) -> None:
    schema = json.loads(schema_files()[f"{name}.json"])
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"].startswith("msptool ")
    assert schema["description"]
    assert schema["additionalProperties"] is False
    for field in KINDS[name].path_fields:
        assert field not in schema["properties"]
        assert field not in schema.get("required", [])


def test_every_shipped_file_is_as_its_schema_says() -> None:
    assert len(SHIPPED) > 80
    wrong = [
        f"{path}: {error.json_path} {error.message}"
        for path, file in SHIPPED
        for error in validator(name_of(path)).iter_errors(data_of(path, file.read_bytes()))
    ]
    assert wrong == []


def test_every_shipped_file_names_the_schema_that_editors_look_for() -> None:
    for path, file in SHIPPED:
        first = file.read_text(encoding="utf-8").splitlines()[0]
        match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert match, path
        assert (Path(path).parent / match[1]).as_posix().count("..") == path.count("/")
        assert match[1].endswith(f".schemas/{name_of(path)}.json"), path


def test_the_good_tree_is_as_its_schemas_say() -> None:
    for path, text in GOOD.items():
        validator(name_of(path)).validate(data_of(path, text.encode()))


BAD: list[tuple[str, str, str]] = [
    (SPF, "why:", "wyh:"), (SPF, "status: active", "status: actve"), (SPF, "name: SPF record\n", ""),
    (SPF, "name: SPF record", "name: 12"),
    (SPF, "name: SPF record", "name: ''"), (SPF, "tags: [dns, mail]", "tags: dns"), (SPF, "tags: [dns, mail]", "tags: [Not A Slug]"),
    (SPF, "tags: [dns, mail]", "minutes: 0"), (SPF, "tags: [dns, mail]", "minutes: five"), (SPF, "tags: [dns, mail]", "checked: []"),
    (SPF, "tags: [dns, mail]", "frequency: weekly"), (SPF, "tags: [dns, mail]", "id: spf-record"),
    (SPF, "tags: [dns, mail]", "level: basic"),
    (SPF, "framework: nist-csf-2.0", "framework: NIST CSF"), (SPF, "    id: PR.DS-02\n", ""),
    (SPF, "framework: nist-csf-2.0\n    id: PR.DS-02", "url: see above"),
    (CATEGORY, "name: Email", "nmae: Email"), (CATEGORY, "name: Email", "name: Email\norder: -1"),
    (CATEGORY, "name: Email", "name: Email\nfrequency: daily"),
    (PERSON, "[tam]", "[boss]"), (PERSON, "roles: [tam]", "email: nobody"), (PERSON, "name: Jim Tam", "full_name: Jim"),
    (CLIENT, "name: Acme Explosives", "name: Acme Explosives\nstatus: gone"), (CLIENT, "  tam: jim", "  tma: jim"),
    (CLIENT, "technologies:", "agreement: {mrr: 100}\ntechnologies:"),
    (CLIENT, "technologies:", "agreement: {starts: 2026-01-01, seats: -1}\ntechnologies:"),
    (TRIAGE, "stage: marginal", "stage: bad"), (TRIAGE, "    reason: One domain never sends mail.\n", ""),
    (TRIAGE, "  spf-record:", "  SPF record:"),
    (REVIEW, "status: finished", "status: done"), (REVIEW, "answer: no", "answer: maybe"), (REVIEW, '"000000000000"', '"xyz"'),
    (REVIEW, "priority: medium", "priority: urgent"), (REVIEW, "asked: [spf-record]", "asked: spf-record"),
    ("msptool.yaml", "practice:", "practise:"), ("msptool.yaml", "name: Northgate IT Partners", "currency: Dollar"),
    ("msptool.yaml", "practice:", "weights: {high: -1}\npractice:"), ("msptool.yaml", "practice:", "score_method: guess\npractice:"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "old", "new"), BAD, ids=[f"{Path(path).stem}: {new}".replace("\n", " ") for path, _, new in BAD]
)
def test_a_bad_file_fails_the_schema_and_lint_alike(path: str, old: str, new: str, build: Build) -> None:
    assert GOOD[path].count(old) == 1
    text = GOOD[path].replace(old, new)
    assert list(validator(name_of(path)).iter_errors(data_of(path, text.encode())))
    found = build({**GOOD, path: text}).run("lint", "--json").json["problems"]
    assert path in [problem["path"] for problem in found if problem["severity"] == "error"]


def test_yes_and_no_may_be_written_by_another_yaml_tool(build: Build) -> None:
    text = GOOD[REVIEW].replace("answer: no", "answer: false")
    assert build({**GOOD, REVIEW: text}).run("lint", "--json").json["problems"] == []


def test_the_names_of_the_schemas_are_listed(build: Build) -> None:
    work = build({})
    assert work.run("schema").out.split() == NAMES
    listed = work.run("schema", "--json").json
    assert listed["schemas"] == NAMES
    assert listed["outputs"] == work.run("schema", "--outputs").out.split()


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_printed_as_it_is_shipped(name: str, build: Build) -> None:
    done = build({}).run("schema", name)
    assert done.out == (shipped_root() / ".schemas" / f"{name}.json").read_text(encoding="utf-8")
    assert done.err == ""


def test_a_schema_needs_no_workspace(home: Path) -> None:
    assert Practice(home / "nowhere", home).run("schema", "client").code == 0


def test_a_schema_that_does_not_exist_is_refused_with_the_nearest(build: Build) -> None:
    done = build({}).run("schema", "standrad")
    assert done.code == 2
    assert "There is no schema 'standrad'. Did you mean 'standard'?" in done.err


def test_all_schemas_are_written_into_a_folder_and_only_what_is_stale_is_touched(build: Build) -> None:
    work = build({".schemas/client.json": "{}", ".schemas/mine.json": "{}"})
    done = work.run("schema", "--write", str(work.root / ".schemas"))
    assert done.code == 0
    assert done.out == ""
    assert done.err.startswith(f"{len(NAMES)} schemas are in")
    written = {file.name: file.read_text(encoding="utf-8") for file in (work.root / ".schemas").iterdir()}
    assert written == {**schema_files(), "mine.json": "{}"}
    before = tree(work.root)
    work.run("schema", "--write", str(work.root / ".schemas"))
    assert tree(work.root) == before


def test_writing_as_data_is_one_document(build: Build) -> None:
    work = build({})
    done = work.run("schema", "--write", str(work.root / "new"), "--json")
    assert done.json["schema"].startswith("msptool/")


def test_a_folder_that_cannot_be_written_is_a_sentence(build: Build) -> None:
    work = build({".schemas": "a file"})
    done = work.run("schema", "--write", str(work.root / ".schemas"))
    assert done.code == 3
    assert "cannot be written" in done.err
