"""What can be wrong with the data, and how it is said.

A problem in the data is data (`Problem`): loaders and rules collect problems and the caller shows
them together. What stops a command is a `Refusal`: one sentence that says what, where and what to
do, with the exit code that the contract of the commands gives it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

W = TypeVar("W", bound=str)

Severity = Literal["error", "warning"]

EXIT_FINE = 0
EXIT_PROBLEMS = 1
EXIT_USAGE = 2
EXIT_WORKSPACE = 3
EXIT_BUG = 4
EXIT_INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is checked: shown by `msptool lint --explain CODE`.

    `bad` and `good` are one example each, as a user would write them.
    """

    code: str
    name: str
    severity: Severity
    explanation: str
    bad: str
    good: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that `msptool lint --fix` may make: set the value at `keys`. Never a change of meaning."""

    keys: tuple[str | int, ...]
    value: object


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem at one place. `path` is relative to the workspace; line and column count from 1."""

    rule: Rule
    message: str
    hint: str
    path: str
    line: int = 1
    column: int = 1
    source: str = ""
    fix: Fix | None = None

    @property
    def code(self) -> str:
        """The rule's stable code, such as `Q101`."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """`error` or `warning`."""
        return self.rule.severity


class Refusal(Exception):
    """The command cannot go on. The message is one clear sentence for a person."""

    exit_code = EXIT_WORKSPACE


class UsageRefusal(Refusal):
    """The command line itself asks for something that makes no sense."""

    exit_code = EXIT_USAGE


def did_you_mean(word: str, known: Iterable[str], *, closeness: float = 0.6) -> str:
    """`Did you mean ...?` where something known is close to `word` (in any case of letters), else nothing."""
    names = {each.lower(): each for each in sorted(known)}
    close = [names[each] for each in difflib.get_close_matches(word.lower(), names, n=1, cutoff=closeness)]
    return f"Did you mean '{close[0]}'?" if close else ""


def unknown(
    sentence: str, word: str, known: Iterable[str], otherwise: str = "", *, refusal: type[Refusal] = UsageRefusal
) -> Refusal:
    """`sentence` as a refusal, with the nearest known word behind it, else with `otherwise`.

    `refusal` is `Refusal` where the word stands in a file and not in the command line.
    """
    return refusal(f"{sentence} {did_you_mean(word, known) or otherwise}".rstrip())


def one_of(text: str, known: Sequence[W], what: str) -> W:
    """`text` as one of the known words; refuses another one, says what it should be, and names the nearest."""
    for each in known:
        if text == each:
            return each
    raise unknown(f"{text!r} is no {what}.", text, known, f"They are {', '.join(known)}.")


def refuse_first(problems: Sequence[Problem]) -> None:
    """Raise a Refusal that names the first problem and how many more there are, if there are any."""
    if problems:
        first = problems[0]
        more = f" ({len(problems) - 1} more: 'msptool lint' shows them.)" if len(problems) > 1 else ""
        raise Refusal(f"{first.path}:{first.line}: {first.message}. {first.hint}{more}")
