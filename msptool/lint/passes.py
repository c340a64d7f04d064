"""One pass over the workspace: every file once, in the order in which files refer to each other.

Only what later files need is kept of each one, so a workspace of any size is checked in little memory.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from msptool.clients import rules as client_rules
from msptool.clients.model import CLIENT
from msptool.people.model import PERSON
from msptool.reviews import rules as review_rules
from msptool.reviews.model import REVIEW
from msptool.standards import rules as standard_rules
from msptool.standards.library import Names
from msptool.standards.model import CATEGORY, STANDARD
from msptool.workspace.documents import Document
from msptool.workspace.entities import Entry, Kind, parse
from msptool.workspace.problems import Problem
from msptool.workspace.settings import SETTINGS, Settings


class Pass:
    """What is known so far, and every problem found so far."""

    def __init__(self, today: date) -> None:
        self.problems: list[Problem] = []
        self._today = today
        self._technologies = frozenset(Settings().technologies)
        self._people: set[str] = set()
        self._categories: set[str] = set()
        self._standards: list[standard_rules.Facts] = []
        self._standard_ids: set[str] = set()
        self._clients: set[str] = set()
        self._open_reviews: dict[str, str] = {}
        self._names: Names | None = None

    def note(self, kind: Kind[Any], path: str) -> None:
        """Remember the name of a file, also of one that cannot be used: what refers to it is not wrong as well."""
        known = {PERSON: self._people, CATEGORY: self._categories, STANDARD: self._standard_ids, CLIENT: self._clients}
        if kind in known:
            known[kind].add((kind.match(path) or {})["id"])

    def file(self, kind: Kind[Any], document: Document) -> None:
        """Check one file against its model and its room's rules."""
        entry, problems = parse(kind, document)
        self.problems += problems
        if entry is not None:
            self._check(kind, entry)

    def _check(self, kind: Kind[Any], entry: Entry[Any]) -> None:
        if kind is SETTINGS:
            self._technologies = frozenset(entry.entity.technologies)
        elif kind is STANDARD:
            self.problems += standard_rules.check_standard(entry, self._technologies, self._today)
            self._standards.append(standard_rules.facts(entry))
        elif kind is CLIENT:
            self.problems += client_rules.check_client(entry, self._people, self.end_of_standards(), self._technologies)
        elif kind is REVIEW:
            names = self.end_of_standards()
            self.problems += review_rules.check_review(
                entry, self._clients, self._people, names, self._open_reviews, self._today
            )

    def end_of_standards(self) -> Names:
        """Compare the standards with each other, once all have been read; the names of the library."""
        if self._names is None:
            self.problems += standard_rules.check_library(self._standards, self._categories)
            self._names = standard_rules.names_of(self._standards, self._standard_ids, self._categories)
            self._standards = []
        return self._names
