"""From checks of tools to proposed answers. Nothing here answers anything: the TAM accepts a proposal in the session."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from msptool.reviews.evidence.model import Check, Evidence
from msptool.reviews.record import Given, current_answer
from msptool.standards.model import Standard

_VERSION = re.compile(r"v\d[\d.]*$")
# What tools write where they have nothing to say.
_EMPTY = ("requirement met", "requirement not met")
_UNDECIDED = {
    "by-hand": "{name} is to be checked by hand",
    "omitted": "{name} was left out when the tool ran",
    "disputed": "the tool's result of {name} was marked as wrong",
    "error": "{name} ended in an error of the tool",
}


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What one tool's evidence says about a standard: yes, no, or None with the reason in `why`.

    `checks` are those that the standard names, with the tool's word; None where the file does not have it.
    """

    evidence: Evidence
    answer: Literal["yes", "no"] | None
    why: str
    checks: tuple[tuple[str, Check | None], ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the evidence of all tools says about a standard, beside the last answer.

    `answer` is None where nothing can be proposed, and `reason` then says why.
    """

    standard: Standard
    answer: Literal["yes", "no"] | None
    reason: str
    conclusions: tuple[Conclusion, ...]
    previous: Given | None

    @property
    def contradicts(self) -> bool:
        """Whether it proposes another answer than the last one was."""
        return self.answer is not None and self.previous is not None and self.previous.answer.answer != self.answer

    @property
    def grounds(self) -> Conclusion:
        """The newest conclusion that the answer rests on; of one that proposes nothing, the newest of all."""
        return next((each for each in self.conclusions if each.answer == self.answer), self.conclusions[0])

    @property
    def note(self) -> str:
        """What the answer's note says of it."""
        return f"{self.grounds.evidence.title}: {self.grounds.why}."


def proposals(
    standards: Iterable[Standard], evidence: Sequence[Evidence], given: Mapping[str, list[Given]], today: date, max_age: int
) -> list[Proposal]:  # fmt: skip
    """A proposal for every standard that the evidence says something about. `evidence` is the newest first.

    Evidence counts for `max_age` days. It proposes nothing where an answer was given on a later day, where tools
    contradict each other, and where the very same evidence was accepted already.
    """
    seen = [each for each in evidence if each.taken.date() <= today]
    found = []
    for standard in standards:
        conclusions = _conclusions(standard, seen)
        if conclusions:
            previous = current_answer(standard, given)
            answer, reason = _weigh(conclusions, previous, today, max_age)
            found.append(Proposal(standard, answer, reason, conclusions, previous))
    return found


def _conclusions(standard: Standard, evidence: Sequence[Evidence]) -> tuple[Conclusion, ...]:
    """Of every tool that the standard names, the newest evidence with one of its checks; the newest first."""
    found = []
    for tool, names in standard.decided_by.items():
        of_tool = (each for each in evidence if each.tool == tool)
        said = next(
            (each for each in of_tool if any(_look_up(name, each)[1] or _other(name, each) for name in names)), None
        )
        if said is not None:
            found.append(conclude(names, said))
    return tuple(sorted(found, key=lambda each: each.evidence.taken, reverse=True))


def conclude(names: Sequence[str], evidence: Evidence) -> Conclusion:
    """What the named checks say together: one failed is no, all passed is yes, else nothing."""
    checks = tuple(_look_up(name, evidence) for name in names)
    failed = [(name, check) for name, check in checks if check is not None and check.result == "failed"]
    if failed:
        return Conclusion(evidence, "no", f"{failed[0][0]} failed{_tail(failed[0][1])}", checks)
    open_ones = [name for name, check in checks if check is None or check.result != "passed"]
    if open_ones:
        return Conclusion(evidence, None, "; ".join(_why_open(name, evidence) for name in open_ones), checks)
    if len(checks) == 1:
        [(name, check)] = checks
        return Conclusion(evidence, "yes", f"{name} passed{_tail(check)}", checks)
    return Conclusion(evidence, "yes", f"{', '.join(name for name, _ in checks)} passed", checks)


def _tail(check: Check | None) -> str:
    said = " ".join(check.details.split()).rstrip(".") if check else ""
    return f": {said}" if said and said.lower() not in _EMPTY else ""


def names_of(written: str) -> list[str]:
    """The ids that one entry of `decided_by` stands for: `A or B` is one check with two ids."""
    return [part.strip() for part in written.split(" or ")]


def _look_up(written: str, evidence: Evidence) -> tuple[str, Check | None]:
    names = names_of(written)
    return next(((name, evidence.checks[name]) for name in names if name in evidence.checks), (names[0], None))


def unversioned(name: str) -> str:
    """A check's id without the version at its end, such as `MS.AAD.1.1` of `MS.AAD.1.1v1`."""
    return _VERSION.sub("", name)


def _other(written: str, evidence: Evidence) -> str | None:
    """The same policy in another version than the standard names."""
    plain = {unversioned(name) for name in names_of(written) if unversioned(name) != name}
    return next(
        (name for name in evidence.checks if unversioned(name) in plain and name not in names_of(written)), None
    )


def _why_open(name: str, evidence: Evidence) -> str:
    check = evidence.checks.get(name)
    if check is not None:
        return _UNDECIDED[check.result].format(name=name) + _tail(check)
    other = _other(name, evidence)
    if other is not None:
        return f"the file has {other}, and the standard names {name}: look whether it still decides, and change the standard"
    return f"the file has no {name}"


def _weigh(
    conclusions: Sequence[Conclusion], previous: Given | None, today: date, max_age: int
) -> tuple[Literal["yes", "no"] | None, str]:
    fresh = [each for each in conclusions if (today - each.evidence.taken.date()).days <= max_age]
    if not fresh:
        newest = conclusions[0].evidence
        days = (today - newest.taken.date()).days
        return None, f"the evidence is stale: {newest.title} is {days} days old, and it counts for {max_age}"
    decided = [each for each in fresh if each.answer is not None]
    if not decided:
        return None, fresh[0].why
    if len({each.answer for each in decided}) > 1:
        return None, "the tools contradict each other: " + ", ".join(
            f"{each.evidence.name} says {each.answer}" for each in decided
        )
    newest = decided[0].evidence
    if previous is not None:
        used = previous.answer.evidence
        if used is not None and used.sha256 in {each.evidence.file.sha256 for each in decided}:
            return None, f"it was accepted on {previous.answer.on}"
        if previous.answer.on > newest.taken.date():
            return None, f"it was answered on {previous.answer.on}, after the tool looked on {newest.taken.date()}"
    return decided[0].answer, ""
