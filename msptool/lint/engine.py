"""Running lint: read each file once, parse it, run every room's rules, apply allowances."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from msptool.lint.catalog import FOLDERS, MISPLACED, NO_REASON, RULES, UNUSED_ALLOWANCE, kind_of
from msptool.lint.passes import Pass
from msptool.workspace.documents import Document, read_document, source_line
from msptool.workspace.entities import did_you_mean
from msptool.workspace.problems import Problem, Rule, UsageRefusal
from msptool.workspace.sources import Source

# What a file is made of cannot be allowed away: only what its room says about the content.
_ALLOWABLE = ("S", "Q", "C", "R")
_ALLOW = re.compile(r"#\s*msptool:\s*allow\s+([A-Z]\d{3})\b[ \t]*(?:because[ \t]+(\S.*))?")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What lint found. `checked` counts the files in question; problems are in path and line order."""

    checked: int
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        """How many problems are errors."""
        return sum(problem.severity == "error" for problem in self.problems)


def lint(source: Source, today: date, only: Collection[str] = ()) -> Outcome:
    """Check the whole workspace, and report what lies in `only` (paths below the root; empty: all).

    The rest is read all the same, because a file may be wrong only beside another one.
    """
    paths = [*source.paths("msptool.yaml"), *(path for folder in FOLDERS for path in source.paths(folder))]
    check = Pass(today)
    allowances: dict[str, Document] = {}
    for path in paths:
        kind = kind_of(path)
        if kind is not None:
            check.note(kind, path)
        content, problem = source.read(path)
        if content is None:
            check.problems += [problem] if problem else []
            continue
        document, unreadable = read_document(path, content)
        check.problems += unreadable
        if kind is None:
            check.problems.append(_misplaced(path))
        elif document is not None:
            check.file(kind, document)
            if "msptool: allow" in document.text:
                allowances[path] = document
    check.end_of_standards()
    kept = sorted(
        (problem for problem in _apply_allowances(check.problems, allowances) if _is_in(problem.path, only)),
        key=lambda problem: (problem.path, problem.line, problem.column, problem.code),
    )
    kept = [_printable(problem) for problem in kept]
    return Outcome(sum(_is_in(path, only) for path in paths), tuple(kept))


def relative_paths(root: Path, named: Iterable[Path]) -> list[str]:
    """Paths as a user names them (from the current folder), relative to the workspace.

    Refuses one that does not exist or lies outside.
    """
    relative = []
    for path in named:
        try:
            full = path.absolute() if path.exists() else root / path
            exists = full.exists()
        except (OSError, ValueError):
            exists = False
        if not exists:
            raise UsageRefusal(f"{path} does not exist.")
        try:
            relative.append(full.resolve().relative_to(root.resolve()).as_posix())
        except ValueError:
            raise UsageRefusal(f"{path} is not in the workspace {root}.") from None
    return relative


def _printable(problem: Problem) -> Problem:
    """The problem without control characters from a stranger's file or file name."""
    if problem.path.isprintable() and problem.message.isprintable() and problem.hint.isprintable():
        return problem
    return replace(problem, path=_clean(problem.path), message=_clean(problem.message), hint=_clean(problem.hint))


def _clean(text: str) -> str:
    return "".join(each if each.isprintable() else "?" for each in text)


def _is_in(path: str, only: Collection[str]) -> bool:
    return not only or "." in only or any(path == each or path.startswith(f"{each}/") for each in only)


def _misplaced(path: str) -> Problem:
    folder = path.split("/", maxsplit=1)[0]
    homes = {
        "standards": "standards/CATEGORY/ID.yaml", "clients": "clients/ID/client.yaml",
        "reviews": "reviews/CLIENT/DAY.yaml", "practice": "practice/people/ID.yaml",
    }  # fmt: skip
    hint = f"Files here are {homes[folder]}." if folder in homes else "Move it out of the data folders."
    if path.endswith(".yml"):
        hint = "Rename it: data files end in .yaml."
    return Problem(MISPLACED, "nothing reads a file at this place", hint, path)


def _apply_allowances(problems: Iterable[Problem], documents: dict[str, Document]) -> list[Problem]:
    allowances = {
        (path, number, found[1]): found
        for path, document in documents.items()
        for number, line in enumerate(document.text.splitlines(), 1) if (found := _ALLOW.search(line))
    }  # fmt: skip
    if not allowances:
        return list(problems)
    kept, used = [], set()
    for problem in problems:
        keys = [(problem.path, line, problem.code) for line in (problem.line, problem.line - 1)]
        key = next((each for each in keys if each in allowances), None)
        if key is None or not problem.code.startswith(_ALLOWABLE):
            kept.append(problem)
        else:
            used.add(key)
    for key, found in allowances.items():
        path, number, code = key
        place = (path, number, found.start() + 1, source_line(documents[path].text, number))
        if not found[2]:
            kept.append(
                Problem(
                    NO_REASON,
                    f"{code} is allowed without a reason",
                    f"Write: # msptool: allow {code} because ...",
                    *place,
                )
            )
        elif not code.startswith(_ALLOWABLE):
            kept.append(Problem(UNUSED_ALLOWANCE, f"{code} cannot be allowed", "Mend the problem itself.", *place))
        elif key not in used:
            kept.append(Problem(UNUSED_ALLOWANCE, f"there is no {code} here to allow", "Delete the comment.", *place))
    return kept


def find_rule(code: str) -> Rule:
    """A rule by code or name; refuses an unknown one with the nearest known."""
    rule = next((rule for rule in RULES if code.upper() == rule.code or code.lower() == rule.name), None)
    if rule is None:
        codes, names = [rule.code for rule in RULES], [rule.name for rule in RULES]
        raise UsageRefusal(
            f"There is no rule {code!r}.{did_you_mean(code, names) or _nearest_code(code.upper(), codes)}"
        )
    return rule


def _nearest_code(code: str, codes: Collection[str]) -> str:
    near = difflib.get_close_matches(code, codes, n=1, cutoff=0.5)
    return f" Did you mean '{near[0]}'?" if near else ""


def explain(rule: Rule) -> str:
    """The documentation of one rule, for a person."""
    examples = "\n\n".join(
        f"{title}:\n" + "\n".join(f"    {line}" for line in text.splitlines())
        for title, text in (("Bad", rule.bad), ("Good", rule.good))
    )
    return f"{rule.code} {rule.name} ({rule.severity})\n\n{rule.explanation}\n\n{examples}\n"
