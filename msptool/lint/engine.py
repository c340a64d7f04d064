"""Running lint: read each file once, parse it, run every room's rules, apply allowances."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from msptool.lint.catalog import FILES, FOLDERS, MISPLACED, NO_REASON, RULES, UNUSED_ALLOWANCE, file_type
from msptool.workspace.checks import Known
from msptool.workspace.documents import Document, read_document, source_line
from msptool.workspace.entities import parse
from msptool.workspace.problems import Problem, Rule, UsageRefusal, did_you_mean, unknown
from msptool.workspace.sources import Source

# What a file is made of cannot be allowed away: only what its room says about the content.
_MOST_HOMES = 3
_ALLOWABLE = ("S", "Q", "C", "R", "T", "M", "V", "N", "K", "D", "P", "B", "G", "F")
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


def lint(source: Source, today: date, only: Collection[str] = (), links: Iterable[Problem] | None = None) -> Outcome:
    """Check the whole workspace, and report what lies in `only` (paths below the root; empty: all).

    The rest is read all the same, because a file may be wrong only beside another one. `links` are the problems of
    cited pages where those were asked for; otherwise an allowance of one is not called unused.
    """
    paths = [path for folder in FOLDERS for path in source.paths(folder)]
    known = Known(today)
    problems = []
    by_type: dict[str, list[str]] = {}
    for path in paths:
        found = file_type(path)
        if found is None:
            problems += _of_no_type(source, path)
            continue
        by_type.setdefault(found.kind.name, []).append(path)
        # Also the name of a file that cannot be used: what refers to it is not wrong as well.
        if identifier := (found.kind.match(path) or {}).get("id"):
            known.add(found.kind.name, [identifier])
    allowances: dict[str, Document] = {}
    for each in FILES:
        check = each.check()
        for path in by_type.get(each.kind.name, ()):
            document, unreadable = _read(source, path)
            problems += unreadable
            if document is None:
                continue
            if "msptool: allow" in document.text:
                allowances[path] = document
            entry, wrong = parse(each.kind, document)
            problems += wrong
            if entry is not None:
                problems += check.file(entry, known)
        problems += check.end(known)
    kept = sorted(
        (
            problem
            for problem in _apply_allowances([*problems, *(links or ())], allowances, links is not None)
            if is_in(problem.path, only)
        ),
        key=lambda problem: (problem.path, problem.line, problem.column, problem.code),
    )
    kept = [_printable(problem) for problem in kept]
    return Outcome(sum(is_in(path, only) for path in paths), tuple(kept))


def _read(source: Source, path: str) -> tuple[Document | None, list[Problem]]:
    content, problem = source.read(path)
    if content is None:
        return None, [problem] if problem else []
    return read_document(path, content)


def _of_no_type(source: Source, path: str) -> list[Problem]:
    content, problem = source.read(path)
    if content is None:
        return [problem] if problem else []
    return [_misplaced(path), *read_document(path, content)[1]]


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


def is_in(path: str, only: Collection[str]) -> bool:
    """Whether a path is one of these files or below one of these folders; where none are named, all are meant."""
    return not only or "." in only or any(path == each or path.startswith(f"{each}/") for each in only)


def _misplaced(path: str) -> Problem:
    homes = sorted(_homes(path.split("/", maxsplit=1)[0]), key=lambda home: _far(path, home))
    nearest = homes[:_MOST_HOMES]
    more = f", and {len(homes) - len(nearest)} more kinds of file" if len(homes) > len(nearest) else ""
    hint = f"Files here are {' or '.join(nearest)}{more}." if homes else "Move it out of the data folders."
    if path.endswith(".yml"):
        hint = "Rename it: data files end in .yaml."
    return Problem(MISPLACED, "nothing reads a file at this place", hint, path)


def _homes(folder: str) -> Iterator[str]:
    """The places of the kinds of file below a top-level folder, as `clients/ID/client.yaml`."""
    for pattern in (each.kind.pattern for each in FILES):
        if pattern.startswith(f"{folder}/") and "/_" not in pattern:
            yield re.sub(r"\{(\w+)\}", lambda found: found[1].upper(), pattern)


def _far(path: str, home: str) -> tuple[int, int]:
    """How far a path is from a home: words that it does not share, then how much deeper or higher it lies."""
    here, there = path.split("/"), home.split("/")
    words = [each for each in there if not each.removesuffix(".yaml").isupper()]
    return sum(each not in here for each in words), abs(len(here) - len(there))


def _apply_allowances(problems: Iterable[Problem], documents: dict[str, Document], links_asked: bool) -> list[Problem]:
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
        elif key not in used and (links_asked or not code.startswith("K")):
            kept.append(Problem(UNUSED_ALLOWANCE, f"there is no {code} here to allow", "Delete the comment.", *place))
    return kept


def find_rule(code: str) -> Rule:
    """A rule by code or name; refuses an unknown one with the nearest known."""
    rule = next((rule for rule in RULES if code.upper() == rule.code or code.lower() == rule.name), None)
    if rule is None:
        codes, names = [rule.code for rule in RULES], [rule.name for rule in RULES]
        raise unknown(f"There is no rule {code!r}.", code, names, did_you_mean(code.upper(), codes, closeness=0.5))
    return rule


def explain(rule: Rule) -> str:
    """The documentation of one rule, for a person."""
    examples = "\n\n".join(
        f"{title}:\n" + "\n".join(f"    {line}" for line in text.splitlines())
        for title, text in (("Bad", rule.bad), ("Good", rule.good))
    )
    return f"{rule.code} {rule.name} ({rule.severity})\n\n{rule.explanation}\n\n{examples}\n"
