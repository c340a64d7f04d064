"""Every rule fires on what is wrong, at its place, stays silent on what is right, and explains itself."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from msptool.lint.catalog import FILES, RULES, file_type
from msptool.workspace.problems import Rule
from tests.lint.rule_cases import CASES, ELSEWHERE, Case
from tests.small_practice import Practice
from tests.trees import CATEGORY, CLIENT, GOOD, PERSON, REVIEW, SPF, TRIAGE, Build

CODES = [rule.code for rule in RULES]


def problems(work: Practice, *arguments: str) -> list[dict[str, Any]]:
    """What lint finds."""
    found: list[dict[str, Any]] = work.run("lint", "--json", *arguments).json["problems"]
    return found


def test_the_good_tree_has_no_problem_at_all(build: Build) -> None:
    done = build(GOOD).run("lint", "--strict", "--json")
    assert done.json == {"schema": "msptool/lint/1", "checked": len(GOOD), "problems": []}
    assert done.code == 0


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_rule_fires_at_its_place_and_no_other_rule_with_it(case: Case, build: Build) -> None:
    found = problems(build(case.tree))
    places = [f"{each['code']} {each['path']}:{each['line']}:{each['column']}" for each in found]
    assert len(places) == len(case.found), places
    for place, expected in zip(sorted(places), sorted(case.found), strict=True):
        assert fnmatchcase(place, expected), f"{place} is not {expected}"
    for each in found:
        rule = next(rule for rule in RULES if rule.code == each["code"])
        assert (each["name"], each["severity"]) == (rule.name, rule.severity)
        assert each["message"]
        assert not each["message"].endswith("."), "a full stop follows in some formats"
        assert each["hint"]


def test_every_rule_has_a_case() -> None:
    shown = {found.split()[0] for case in CASES for found in case.found}
    assert sorted({*shown, *ELSEWHERE}) == sorted(CODES)
    for code, place in ELSEWHERE.items():
        assert code in Path(__file__).parents[2].joinpath(place).read_text(encoding="utf-8")


def test_codes_and_names_are_unique_and_of_one_form() -> None:
    assert len(set(CODES)) == len(CODES)
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert re.fullmatch(r"[A-Z][0-9]{3}", rule.code)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
        assert rule.severity in ("error", "warning")


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_every_rule_explains_itself_with_a_bad_and_a_good_example(rule: Rule, build: Build) -> None:
    work = build({})
    for name in (rule.code, rule.code.lower(), rule.name):
        done = work.run("lint", "--explain", name)
        assert done.code == 0
        assert done.out.startswith(f"{rule.code} {rule.name} ({rule.severity})\n\n{rule.explanation}\n")
        for title, example in (("Bad", rule.bad), ("Good", rule.good)):
            assert f"\n{title}:\n    {example.splitlines()[0]}\n" in done.out
    assert rule.explanation.endswith(".")
    assert rule.bad.strip() != rule.good.strip()


def test_an_explanation_needs_no_workspace(home: Path) -> None:
    assert Practice(home / "nowhere", home).run("lint", "--explain", "W104").code == 0


@pytest.mark.parametrize(
    ("word", "hint"),
    [("W999", ""), ("unknown-kye", "Did you mean 'unknown-key'?"), ("Q01", "Did you mean 'Q"), ("", "")],
)
def test_a_rule_that_does_not_exist_is_refused_with_the_nearest(word: str, hint: str, build: Build) -> None:
    done = build({}).run("lint", "--explain", word)
    assert done.code == 2
    assert f"There is no rule {word!r}." in done.err
    assert hint in done.err


def test_an_explanation_as_data_is_one_document(build: Build) -> None:
    found = build({}).run("lint", "--explain", "Q101", "--json").json
    assert found["schema"].startswith("msptool/")
    assert "Q101" in str(found)


@pytest.mark.parametrize(
    ("path", "kind"),
    [("msptool.yaml", "settings"), (CATEGORY, "category"), (SPF, "standard"), (PERSON, "person"), (CLIENT, "client"),
    (TRIAGE, "triage"), (REVIEW, "review")],
)  # fmt: skip
def test_every_kind_of_file_has_one_place_and_one_schema(path: str, kind: str) -> None:
    found = file_type(path)
    assert found is not None
    assert found.kind.schema == kind
    assert sum(each.kind.match(path) is not None for each in FILES) == 1
    assert len({each.kind.schema for each in FILES}) == len(FILES)


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("standards/spf.yaml", "Files here are standards/CATEGORY/ID.yaml."),
        ("standards/a/b/c.yaml", "Files here are standards/CATEGORY/ID.yaml."),
        ("clients/acme.yaml", "Files here are clients/ID/client.yaml or clients/CLIENT/onboarding.yaml or clients/CLIENT/recheck.yaml, and 10 more kinds of file."),
        ("reviews/2026-10-05.yaml", "Files here are reviews/CLIENT/ID.yaml."),
        ("practice/people/sub/jim.yaml", "Files here are practice/people/ID.yaml or practice/schedule/YEAR/CLIENT.yaml or practice/runbook-runs/YEAR/ID.yaml, and 14 more kinds of file."),
        ("clients/acme/client.yml", "Rename it: data files end in .yaml."),
    ],
)  # fmt: skip
def test_a_file_at_an_unknown_place_is_told_where_it_belongs(path: str, hint: str, build: Build) -> None:
    found = problems(build({**GOOD, path: "name: x\n"}))
    assert [(each["code"], each["path"], each["hint"]) for each in found] == [("W114", path, hint)]


@pytest.mark.parametrize(
    "path",
    [
        "notes.yaml",
        ".github/workflows/ci.yaml",
        "docs/x.yaml",
        "standards/.hidden.yaml",
        "standards/email/readme.md",
        ".msptool/x.yaml",
        "standards/.git/x.yaml",
    ],
)
def test_what_is_no_data_is_left_alone(path: str, build: Build) -> None:
    assert problems(build({**GOOD, path: "a: b: c\n"})) == []


def test_a_broken_file_does_not_make_others_wrong_that_refer_to_it(build: Build) -> None:
    broken = {SPF: "a: b: c\n", PERSON: "nmae: x\n", CATEGORY: "name: [\n"}
    found = problems(build({**GOOD, **broken}))
    assert {each["path"] for each in found} == set(broken)
    assert not [each for each in found if each["code"][0] in "SCR"]


def test_all_problems_of_all_files_come_in_one_go_in_the_order_of_the_files(build: Build) -> None:
    work = build(
        {**GOOD, SPF: "nmae: x\n", CLIENT: "name: 5\nteam: {tam: no}\n", "reviews/acme/x.yaml": "status: opne\n"}
    )
    found = [(each["path"], each["line"], each["column"], each["code"]) for each in problems(work)]
    assert found == sorted(found)
    assert {path for path, *_ in found} == {SPF, CLIENT, "reviews/acme/x.yaml"}
    assert len(found) >= 6
