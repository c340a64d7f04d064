"""Every kind of file and every rule of msptool, collected from the rooms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from msptool.alignment.model import TRIAGE
from msptool.clients import rules as client_rules
from msptool.clients.model import CLIENT, Client
from msptool.people.model import PERSON, Person
from msptool.reviews import rules as review_rules
from msptool.reviews.model import REVIEW, Review
from msptool.standards import rules as standard_rules
from msptool.standards.library import Library, library_of
from msptool.standards.model import CATEGORY, STANDARD, Category, Standard
from msptool.workspace.documents import READING_RULES
from msptool.workspace.entities import ENTITY_RULES, Entry, Kind
from msptool.workspace.problems import Problem, Rule
from msptool.workspace.settings import SETTINGS, Settings
from msptool.workspace.sources import SOURCE_RULES

MISPLACED = Rule(
    "W114", "misplaced-file", "error",
    "Every YAML file of a data folder stands where its kind belongs; elsewhere nothing would read it.",
    "standards/spf.yaml", "standards/email/spf.yaml",
)  # fmt: skip
NO_REASON = Rule(
    "L101", "allowed-without-reason", "error",
    "A problem may be allowed in the file itself, with the reason: 'msptool: allow CODE because ...'.",
    "question: ... # msptool: allow Q201", "question: ... # msptool: allow Q201 because the vendor's setting has this name",
)  # fmt: skip
UNUSED_ALLOWANCE = Rule(
    "L102", "unused-allowance", "warning",
    "An allowance that allows nothing any more is removed, so that it cannot hide a later problem.",
    "# msptool: allow Q201 because ... (on a line without that problem)", "(no comment)",
)  # fmt: skip

# In the order in which a file's path is tried.
KINDS: tuple[Kind[Any], ...] = (SETTINGS, CATEGORY, STANDARD, CLIENT, TRIAGE, PERSON, REVIEW)
FOLDERS = ("standards", "clients", "reviews", "practice", "runbooks")
RULES: tuple[Rule, ...] = (
    *SOURCE_RULES, *READING_RULES, *ENTITY_RULES, MISPLACED, NO_REASON, UNUSED_ALLOWANCE,
    *standard_rules.RULES, *client_rules.RULES, *review_rules.RULES,
)  # fmt: skip
SCHEMA_FILES: dict[str, Kind[Any]] = {
    "settings": SETTINGS, "category": CATEGORY, "standard": STANDARD, "client": CLIENT,
    "triage": TRIAGE, "person": PERSON, "review": REVIEW,
}  # fmt: skip


def kind_of(path: str) -> Kind[Any] | None:
    """The kind of file that stands at `path`."""
    return next((kind for kind in KINDS if kind.match(path) is not None), None)


@dataclass
class Everything:
    """All entities of a workspace, by kind, as the rules need them."""

    entries: dict[str, list[Entry[Any]]] = field(default_factory=dict)

    def of(self, kind: Kind[Any]) -> list[Entry[Any]]:
        """The entries of one kind, in path order."""
        return self.entries.get(kind.name, [])


def check_everything(found: Everything, today: date) -> Iterator[Problem]:
    """Run the rules of every room."""
    settings: Settings = next((entry.entity for entry in found.of(SETTINGS)), Settings())
    categories: list[Entry[Category]] = found.of(CATEGORY)
    standards: list[Entry[Standard]] = found.of(STANDARD)
    clients: list[Entry[Client]] = found.of(CLIENT)
    people: dict[str, Person] = {entry.entity.id: entry.entity for entry in found.of(PERSON)}
    reviews: list[Entry[Review]] = found.of(REVIEW)
    library: Library = library_of(categories, standards)
    yield from standard_rules.check_library(library, settings.technologies, today)
    yield from client_rules.check_clients(clients, people, library, settings.technologies)
    yield from review_rules.check_reviews(reviews, {entry.entity.id for entry in clients}, library, today)
