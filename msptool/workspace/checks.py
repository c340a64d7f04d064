"""How a room checks its files: one file at a time, knowing the names that were read before it.

A rule of a room is a plain function over an entry. A room that compares files with each other keeps what it
needs of each one in a `Check`, and says the rest once all have been read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from datetime import date
from typing import Any, Protocol

from msptool.workspace.entities import Entry
from msptool.workspace.problems import Problem


class Known:
    """The names that files may refer to, by what they name: `known["person"]` are the ids of all people.

    Every kind of file adds the ids of its files, also of those that cannot be used; a room adds what else
    its files name, such as tags.
    """

    def __init__(self, today: date) -> None:
        self.today = today
        self._names: dict[str, set[str]] = {}

    def add(self, what: str, names: Iterable[str]) -> None:
        """Remember names of one sort."""
        self._names.setdefault(what, set()).update(names)

    def __getitem__(self, what: str) -> Set[str]:
        return self._names.get(what, frozenset())


class Check(Protocol):
    """The rules of one kind of file over a whole workspace, in one pass."""

    def file(self, entry: Entry[Any], known: Known) -> Iterable[Problem]:
        """What is wrong in one file."""
        ...

    def end(self, known: Known) -> Iterable[Problem]:
        """What is wrong between the files of this kind, once all have been read."""
        ...


class EachAlone:
    """A check whose rules look at one file at a time."""

    def __init__(self, rule: Callable[[Any, Known], Iterable[Problem]] | None = None) -> None:
        self._rule = rule

    def file(self, entry: Entry[Any], known: Known) -> Iterable[Problem]:
        """See `Check`."""
        return self._rule(entry, known) if self._rule else ()

    def end(self, known: Known) -> Iterable[Problem]:
        """See `Check`."""
        return ()
