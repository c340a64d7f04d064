"""What a tool's file holds, whatever its format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from msptool.reviews.evidence.model import Check, Result, Subject
from msptool.reviews.evidence.proposing import names_of, unversioned
from msptool.standards.model import Standard

LONGEST_DETAILS = 500
# Where a file has several results of one check, the first of these that it has counts.
_WEIGHTIEST: tuple[Result, ...] = ("failed", "error", "disputed", "by-hand", "omitted", "passed")


@dataclass(frozen=True, slots=True)
class Results:
    """One run of a tool. `taken` is None where the file does not say when; `remarks` are for the person who imports."""

    tool: str
    name: str
    version: str
    taken: datetime | None
    subject: Subject
    checks: Mapping[str, Check]
    remarks: tuple[str, ...] = ()


def weightier(one: Check, other: Check) -> Check:
    """Of two results of one check, the one that counts."""
    return min(one, other, key=lambda each: _WEIGHTIEST.index(each.result))


@dataclass(frozen=True)
class Wanted:
    """The checks of one tool that standards name. A check under another version counts as wanted, so that it can be told."""

    names: frozenset[str]
    plain: frozenset[str]

    @classmethod
    def of(cls, tool: str, standards: Iterable[Standard]) -> Wanted:
        """Those of a tool in these standards."""
        written = [name for each in standards for name in each.decided_by.get(tool, ())]
        names = frozenset(name for each in written for name in names_of(each))
        return cls(names, frozenset(unversioned(name) for name in names))

    def __contains__(self, name: str) -> bool:
        return name in self.names or (unversioned(name) != name and unversioned(name) in self.plain)
