"""`msptool lint --fix`: the changes that cannot change a meaning."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msptool.workspace.edits import edit
from msptool.workspace.problems import Fix, Problem


def apply_fixes(root: Path, problems: Iterable[Problem]) -> int:
    """Apply every problem's fix, one atomic write a file; returns how many were applied."""
    by_path: dict[str, list[Fix]] = {}
    for problem in problems:
        if problem.fix is not None:
            by_path.setdefault(problem.path, []).append(problem.fix)
    for path, fixes in by_path.items():
        file = edit(root, path)
        for fix in fixes:
            target = file.data
            for key in fix.keys[:-1]:
                target = target[key]
            current = target[fix.keys[-1]]
            if isinstance(current, list):
                _without_repeats(current)
            else:
                target[fix.keys[-1]] = fix.value
        file.save()
    return sum(map(len, by_path.values()))


def _without_repeats(items: list[Any]) -> None:
    # In place, so that the list keeps its style and its comments.
    for index in reversed(range(len(items))):
        if items[index] in items[:index]:
            del items[index]
