"""The problems of lint, for people and for every kind of pipeline."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from msptool import __version__
from msptool.lint.engine import Outcome
from msptool.words import counted
from msptool.workspace.problems import Problem, Rule

Paint = Callable[[str, str], str]


def as_text(outcome: Outcome, paint: Paint) -> str:
    """For a person: place, message, the line itself with a caret, and what to do."""
    blocks = [_block(problem, paint) for problem in outcome.problems]
    return "\n\n".join([*blocks, summary(outcome)]) + "\n"


def _block(problem: Problem, paint: Paint) -> str:
    colour = "red" if problem.severity == "error" else "yellow"
    lines = [
        f"{paint(f'{problem.path}:{problem.line}:{problem.column}', 'bold')}  "
        f"{paint(problem.severity, colour)} {problem.code} {problem.message} {paint(f'[{problem.rule.name}]', 'dim')}"
    ]
    if problem.source.strip():
        shown, column = _window(problem.source.replace("\t", " "), problem.column)
        number = str(problem.line)
        lines.append(f"  {paint(f'{number} |', 'dim')} {shown}")
        lines.append(f"  {' ' * len(number)} {paint('|', 'dim')} {' ' * (column - 1)}{paint('^', colour)}")
    lines.append(f"  {paint('=', 'dim')} {problem.hint}")
    return "\n".join(lines)


def _window(line: str, column: int, width: int = 96) -> tuple[str, int]:
    clean = "".join(character if character.isprintable() else "?" for character in line)
    if len(clean) <= width:
        return clean, column
    start = max(0, min(column - width // 2, len(clean) - width))
    return ("..." if start else "") + clean[start : start + width] + (
        "..." if start + width < len(clean) else ""
    ), column - start + (3 if start else 0)


def summary(outcome: Outcome) -> str:
    """One sentence with the counts."""
    warnings = len(outcome.problems) - outcome.errors
    files = counted(outcome.checked, "file")
    if not outcome.problems:
        return f"{files} checked, no problems."
    parts = [counted(number, word) for number, word in ((outcome.errors, "error"), (warnings, "warning")) if number]
    return f"{files} checked: {' and '.join(parts)}. 'msptool lint --explain CODE' says more."


def as_json(outcome: Outcome) -> str:
    """The contract's `msptool/lint/1`."""
    problems = [
        {
            "code": problem.code, "name": problem.rule.name, "severity": problem.severity, "path": problem.path,
            "line": problem.line, "column": problem.column, "message": problem.message, "hint": problem.hint,
        }
        for problem in outcome.problems
    ]  # fmt: skip
    return _json({"schema": "msptool/lint/1", "checked": outcome.checked, "problems": problems})


def as_github(outcome: Outcome) -> str:
    """Workflow commands that GitHub shows beside the changed lines."""
    lines = []
    for problem in outcome.problems:
        title = _property(f"{problem.code} {problem.rule.name}")
        place = f"file={_property(problem.path)},line={problem.line},col={problem.column},title={title}"
        lines.append(f"::{problem.severity} {place}::{_escaped(f'{problem.message}. {problem.hint}')}")
    return "".join(f"{line}\n" for line in [*lines, summary(outcome)])


def _escaped(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return "".join(each if each.isprintable() else "?" for each in escaped)


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def as_gitlab(outcome: Outcome) -> str:
    """GitLab's Code Quality report."""
    seen: dict[str, int] = {}
    return _json(
        [
            {
                "description": f"{problem.message}. {problem.hint}",
                "check_name": f"{problem.code} {problem.rule.name}",
                "fingerprint": _fingerprint(problem, seen),
                "severity": "major" if problem.severity == "error" else "minor",
                "location": {"path": problem.path, "lines": {"begin": problem.line}},
            }
            for problem in outcome.problems
        ]
    )


def as_sarif(outcome: Outcome) -> str:
    """SARIF 2.1.0 with the rules that fired and their help."""
    rules = sorted({problem.rule for problem in outcome.problems}, key=lambda rule: rule.code)
    index = {rule.code: number for number, rule in enumerate(rules)}
    seen: dict[str, int] = {}
    results = [
        {
            "ruleId": problem.code,
            "ruleIndex": index[problem.code],
            "level": problem.severity,
            "message": {"text": f"{problem.message}. {problem.hint}"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(problem.path), "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": problem.line, "startColumn": problem.column},
                    }
                }
            ],
            "partialFingerprints": {"msptool/v1": _fingerprint(problem, seen)},
        }
        for problem in outcome.problems
    ]
    driver = {
        "name": "msptool",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_sarif_rule(rule) for rule in rules],
    }
    return _json(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
        }
    )


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.explanation.split(". ")[0].rstrip(".") + "."},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": f"{rule.explanation}\n\nBad:\n{rule.bad}\n\nGood:\n{rule.good}"},
        "defaultConfiguration": {"level": rule.severity},
    }


def as_junit(outcome: Outcome) -> str:
    """JUnit XML: a test case for each problem, a failure for each error."""
    cases = []
    for problem in outcome.problems:
        text = _xml(f"{problem.path}:{problem.line}:{problem.column}: {problem.message}. {problem.hint}")
        name, where = _xml(f"{problem.code} {problem.rule.name} line {problem.line}"), _xml(problem.path)
        inner = (
            f"<failure message={text} type={_xml(problem.code)}/>"
            if problem.severity == "error"
            else f"<system-out>{text[1:-1]}</system-out>"
        )
        cases.append(f'    <testcase classname={where} name={name} time="0">{inner}</testcase>')
    if not cases:
        cases.append(f'    <testcase classname="msptool" name="{outcome.checked} files" time="0"/>')
    counts = f'tests="{len(cases)}" failures="{outcome.errors}" errors="0" skipped="0" time="0"'
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<testsuites {counts}>",
            f'  <testsuite name="msptool lint" {counts}>',
            *cases,
            "  </testsuite>",
            "</testsuites>",
            "",
        ]
    )


def _xml(text: str) -> str:
    printable = "".join(each for each in " ".join(text.split()) if each.isprintable())
    return '"' + html.escape(printable, quote=False).replace('"', "&quot;") + '"'


def _fingerprint(problem: Problem, seen: dict[str, int]) -> str:
    # The line's text, not its number: a problem stays the same one when lines above it move.
    key = f"{problem.path}\0{problem.code}\0{problem.source.strip()}\0{problem.message}"
    seen[key] = seen.get(key, 0) + 1
    return hashlib.sha256(f"{key}\0{seen[key]}".encode()).hexdigest()[:32]


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


FORMATS: dict[str, Callable[[Outcome], str]] = {
    "json": as_json, "github": as_github, "gitlab": as_gitlab, "sarif": as_sarif, "junit": as_junit,
}  # fmt: skip


def as_steps_summary(problems: Iterable[Problem]) -> str:
    """Markdown for GitHub's step summary, which shows more than its ten annotations."""
    rows = [
        f"| {problem.severity} | {problem.code} | `{problem.path}:{problem.line}` | {problem.message.replace('|', chr(92) + '|')} |"
        for problem in problems
    ]
    return "\n".join(["| | code | where | what |", "| --- | --- | --- | --- |", *rows, ""])
