"""The problems in every format: for people, for GitHub and GitLab, and for the tools that read SARIF and JUnit."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from junitparser.junitparser import JUnitXml, TestCase, TestSuite

from msptool import __version__
from msptool.lint import formats
from msptool.lint.catalog import RULES
from msptool.lint.engine import Outcome
from msptool.workspace.problems import Problem
from tests.lint.rule_cases import CASES
from tests.small_practice import Golden, Practice
from tests.trees import CLIENT, GOOD, MFA, SPF, Build

RIVER = "the client by the river, " * 5
LONG = (
    f"Is the firewall of the main office in the old building of {RIVER}which nobody visits, patched in a timely manner?"
)
FILES: dict[str, str | bytes] = {
    **GOOD,
    SPF: GOOD[SPF].replace("tags: [dns, mail]", "tags: [dns, dns]").replace("status: active", "status: actve"),
    MFA: GOOD[MFA].replace("Is multi-factor authentication required for every mailbox?", LONG).replace("status: active",
        "status: active\ntags: [漢字, a]"),
    "standards/email/DMARC Record.yaml": GOOD[SPF],
    "standards/email/broken.yaml": "name: Backup: nightly\n",
    "standards/email/tabs.yaml": "name: x\nhow:\t[a]\n\tb: 1\n",
    "standards/email/wordy.yaml": GOOD[SPF].replace("Does every mail domain publish an SPF record?", LONG.replace("firewall",
        "router")),
    "standards/email/pairs.yaml": GOOD[SPF].replace("Does every mail domain publish an SPF record?",
        "Is DKIM on?").replace("[dns, mail]", "[a, a]"),
    CLIENT: GOOD[CLIENT].replace("tam: jim", "tam: 'joe & \"<co>\"'").replace("[microsoft-365]", "[microsoft-356]"),
    "clients/beta/client.yaml": "name: Beta, 100% \"north\"\nteam:\n  tam: jim\n  vcio: nobody\n",
}  # fmt: skip
FORMATS = {
    "text": "txt",
    "json": "json",
    "github": "github.txt",
    "gitlab": "gitlab.json",
    "sarif": "sarif",
    "junit": "xml",
}


@pytest.fixture
def work(build: Build) -> Practice:
    """A workspace with problems of every sort."""
    return build(FILES)


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_prints_what_its_golden_file_holds(form: str, work: Practice, golden: Golden) -> None:
    out = work.run("lint", "--format", form).out
    if form == "sarif":
        out = out.replace(f'"{__version__}"', '"VERSION"')
    golden.check(f"problems.{FORMATS[form]}", out)


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_says_when_there_is_nothing_to_say(form: str, build: Build, golden: Golden) -> None:
    out = build(GOOD).run("lint", "--format", form).out
    golden.check(f"clean.{FORMATS[form]}", out.replace(f'"{__version__}"', '"VERSION"'))


@pytest.mark.parametrize("form", ["text", "sarif"])
def test_a_format_is_the_same_as_a_process_of_its_own(form: str, work: Practice) -> None:
    assert work.program("lint", "--format", form).out == work.run("lint", "--format", form).out


def test_the_caret_stands_below_the_word(work: Practice) -> None:
    blocks = work.run("lint").out.split("\n\n")[:-1]
    by_path = {block.split(":")[0]: block.splitlines() for block in blocks}
    words = {SPF: "actve", "standards/email/broken.yaml": ": nightly", "clients/beta/client.yaml": "nobody", MFA: "漢字",
        "standards/email/wordy.yaml": "in a timely"}  # fmt: skip
    for path, word in words.items():
        _, line, caret, _ = by_path[path]
        assert line[caret.index("^") :].startswith(word), "\n".join(by_path[path])


def test_a_long_line_is_cut_around_the_caret() -> None:
    for column in (1, 50, 300, 599):
        shown, place = formats._window("x" * (column - 1) + "!" + "y" * (600 - column), column)
        assert shown[place - 1] == "!"
        assert len(shown) <= 110


def test_colours_are_for_terminals_only(work: Practice) -> None:
    assert "\x1b" not in work.program("lint").out
    assert "\x1b" not in work.run("lint", env={"FORCE_COLOR": "1"}).out


HOSTILE = {
    **GOOD, "standards/email/x.yaml": '"\\e[2J\\r\\n::error file=x::pwned": 1\n"\\e[2J\\r\\n::error file=x::pwned": 1\n',
    "standards/email/y.yaml": '"\\e]0;title\\a\\u202e\\u2028|<b>": 1\nname: "\\e[31m"\n',
    "standards/email/z.yaml": "status: \"\\e[2J\\n| a | b |\"\n",
}  # fmt: skip
if os.name == "posix":
    HOSTILE |= {"standards/email/\x1b[2Jodd\n::warning::name.yaml": "a: 1\n"}


@pytest.mark.parametrize("form", FORMATS)
def test_what_a_stranger_wrote_cannot_steer_the_terminal_or_the_pipeline(
    form: str, build: Build, tmp_path: Path
) -> None:
    summary = tmp_path / "summary.md"
    done = build(HOSTILE).run("lint", "--format", form, env={"GITHUB_STEP_SUMMARY": str(summary)})
    assert done.code == 1
    assert [character for character in done.out if not character.isprintable() and character != "\n"] == []
    commands = [line for line in done.out.splitlines() if re.match(r"\s*::", line)]
    if form == "github":
        total = build(HOSTILE).run("lint", "--json").json["problems"]
        assert len(commands) == len(total)
        assert all(
            line.startswith(("::error file=standards/email/", "::warning file=standards/email/")) for line in commands
        )
        rows = summary.read_text(encoding="utf-8").splitlines()
        assert len(rows) == len(total) + 2
        assert all(re.fullmatch(r"\|([^|\\]|\\.)*\|([^|\\]|\\.)*\|([^|\\]|\\.)*\|([^|\\]|\\.)*\|", row) for row in rows)
    else:
        assert commands == []


def test_a_name_from_another_encoding_is_printed_as_well_as_it_can_be(build: Build) -> None:
    work = build(GOOD)
    try:
        Path(os.fsdecode(os.fsencode(work.root) + b"/standards/email/caf\xe9.yaml")).write_text("a: 1\n")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    for form in FORMATS:
        out = work.run("lint", "--format", form).out
        assert "caf" in out
        assert out.encode()
    done = work.program("lint", env={"PYTHONIOENCODING": "utf-8:strict"})
    assert done.code == 1, done.err
    assert "caf" in done.out


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_without_the_letters_is_no_bug(encoding: str, work: Practice) -> None:
    for form in ("text", "json", "junit"):
        done = work.program("lint", "--format", form, env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
        assert done.code == 1, done.err
        assert done.err == ""
        assert "W111" in done.out


def test_github_gets_one_annotation_for_each_problem(work: Practice) -> None:
    found = work.run("lint", "--json").json["problems"]
    lines = work.run("lint", "--format", "github").out.splitlines()
    assert len(lines) == len(found) + 1
    for problem, line in zip(found, lines, strict=False):
        match = re.fullmatch(r"::(error|warning) file=([^,:]+),line=(\d+),col=(\d+),title=([^,:]+)::(.+)", line)
        assert match, line
        assert (match[1], int(match[3]), int(match[4])) == (problem["severity"], problem["line"], problem["column"])
        assert match[2] == problem["path"]
        assert match[6].replace("%25", "%") == f"{problem['message']}. {problem['hint']}"


def test_gitlab_gets_what_its_code_quality_report_needs(work: Practice) -> None:
    report = work.run("lint", "--format", "gitlab").json
    found = work.run("lint", "--json").json["problems"]
    assert len(report) == len(found)
    assert len({entry["fingerprint"] for entry in report}) == len(report)
    for entry, problem in zip(report, found, strict=True):
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert entry["location"] == {"path": problem["path"], "lines": {"begin": problem["line"]}}
        assert problem["code"] in entry["check_name"]


def _sarif(work: Practice) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    document = work.run("lint", "--format", "sarif").json
    (run,) = document["runs"]
    return document, run["results"]


def test_sarif_has_the_structure_that_its_readers_need(work: Practice) -> None:
    document, results = _sarif(work)
    assert document["version"] == "2.1.0"
    assert "sarif" in document["$schema"]
    run = document["runs"][0]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("msptool", __version__)
    assert run["columnKind"] in ("unicodeCodePoints", "utf16CodeUnits")
    rules = driver["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert re.fullmatch(r"[A-Z]\d{3}", rule["id"])
        assert rule["shortDescription"]["text"].endswith(".")
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    found = work.run("lint", "--json").json["problems"]
    assert len(results) == len(found)
    for result, problem in zip(results, found, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == problem["code"]
        assert result["level"] == problem["severity"]
        assert result["message"]["text"].startswith(problem["message"])
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["region"] == {"startLine": problem["line"], "startColumn": problem["column"]}
        assert unquote(place["artifactLocation"]["uri"]) == problem["path"]
    assert {rule["id"] for rule in rules} == {problem["code"] for problem in found}


def test_sarif_names_files_as_addresses(work: Practice) -> None:
    _, results = _sarif(work)
    addresses = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results}
    assert "standards/email/DMARC%20Record.yaml" in addresses
    assert all(re.fullmatch(r"[A-Za-z0-9._~/%-]+", address) for address in addresses)


def test_a_problem_keeps_its_fingerprint_when_lines_above_it_change(build: Build) -> None:
    def prints(head: str) -> list[str]:
        work = build({**GOOD, SPF: head + GOOD[SPF].replace("status: active", "status: actve")})
        return [result["partialFingerprints"]["msptool/v1"] for result in _sarif(work)[1]]

    assert prints("") == prints("# one\n# two\n")
    assert len(prints("")) == 1


def _junit(work: Practice) -> JUnitXml:
    file = work.home / "junit.xml"
    file.write_text(work.run("lint", "--format", "junit").out, encoding="utf-8")
    xml: JUnitXml = JUnitXml.fromfile(str(file))
    return xml


def test_junit_is_read_by_a_parser_of_junit(work: Practice) -> None:
    xml = _junit(work)
    found = work.run("lint", "--json").json["problems"]
    suites = [suite for suite in xml if isinstance(suite, TestSuite)]
    assert [suite.name for suite in suites] == ["msptool lint"]
    cases = [case for case in suites[0] if isinstance(case, TestCase)]
    errors = sum(problem["severity"] == "error" for problem in found)
    assert (suites[0].tests, suites[0].failures, suites[0].errors, suites[0].skipped) == (len(found), errors, 0, 0)
    assert [case.classname for case in cases] == [problem["path"] for problem in found]
    for case, problem in zip(cases, found, strict=True):
        assert case.name is not None
        assert case.name.startswith(problem["code"])
        assert bool(case.result) == (problem["severity"] == "error")
        if case.result:
            assert problem["message"] in str(case.result[0].message)


def test_junit_of_a_clean_workspace_is_one_passed_case(build: Build) -> None:
    (suite,) = [each for each in _junit(build(GOOD)) if isinstance(each, TestSuite)]
    assert (suite.tests, suite.failures) == (1, 0)


_TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)


@given(st.lists(st.builds(
    Problem, st.sampled_from(RULES), _TEXTS, _TEXTS, _TEXTS, st.integers(1, 10**6), st.integers(1, 10**6), _TEXTS
), max_size=4))  # fmt: skip
def test_whatever_the_texts_are_every_format_can_be_read_by_its_readers(problems: list[Problem]) -> None:
    outcome = Outcome(3, tuple(problems))
    for form in ("json", "gitlab", "sarif"):
        json.loads(formats.FORMATS[form](outcome))
    xml = ElementTree.fromstring(formats.as_junit(outcome).encode())
    assert len(xml.findall("./testsuite/testcase")) == max(1, len(problems))
    assert len(formats.as_github(outcome).splitlines()) == len(problems) + 1
    assert formats.as_text(outcome, lambda text, _: text).count("\n") >= 1


@pytest.mark.parametrize(
    ("errors", "warnings", "sentence"),
    [
        (0, 0, "3 files checked, no problems."), (1, 0, "3 files checked: 1 error. "), (2, 0, "3 files checked: 2 errors. "),
        (0, 1, "3 files checked: 1 warning. "), (2, 3, "3 files checked: 2 errors and 3 warnings. "),
    ],
)  # fmt: skip
def test_the_summary_counts_in_words(errors: int, warnings: int, sentence: str) -> None:
    by = {severity: next(rule for rule in RULES if rule.severity == severity) for severity in ("error", "warning")}
    problems = [Problem(by["error"], "m", "h", "p")] * errors + [Problem(by["warning"], "m", "h", "p")] * warnings
    assert formats.summary(Outcome(3, tuple(problems))).startswith(sentence)


def test_the_cases_of_the_rules_print_in_every_format(build: Build) -> None:
    for case in CASES[:12]:
        work = build(case.tree)
        for form in FORMATS:
            assert case.found[0].split()[0] in work.run("lint", "--format", form).out
