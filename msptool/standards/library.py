"""The library as a whole: every standard with its category, by id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from msptool.standards.model import CATEGORY, STANDARD, Category, Frequency, Standard
from msptool.workspace.documents import Document
from msptool.workspace.entities import load, problem_at
from msptool.workspace.problems import Problem, Rule, refuse_first, unknown
from msptool.workspace.sources import Source
from msptool.workspace.workspace import Workspace

DUPLICATE_ID = Rule(
    "S105", "duplicate-id", "error",
    "An id names one standard in the whole library, and a former id is not used again: old answers would count for the wrong question.",
    "standards/email/mfa.yaml beside standards/cloud-services/mfa.yaml", "standards/email/mailbox-mfa.yaml",
)  # fmt: skip


@dataclass(frozen=True)
class Library:
    """Standards and categories in the order in which they are shown."""

    standards: Mapping[str, Standard]
    categories: Mapping[str, Category]

    def __iter__(self) -> Iterator[Standard]:
        return iter(self.standards.values())

    @cached_property
    def active(self) -> tuple[Standard, ...]:
        """The standards that reviews ask."""
        return tuple(standard for standard in self if standard.status == "active")

    @cached_property
    def _by_any_id(self) -> dict[str, Standard]:
        former = {old: standard for standard in self for old in standard.formerly}
        return {**former, **self.standards}

    @cached_property
    def digest(self) -> bytes:
        """What tells this library from any other: a hash of all that its files say."""
        hashed = hashlib.blake2b(digest_size=16)
        for each in (*self.categories.values(), *self):
            hashed.update(each.model_dump_json(exclude_defaults=True).encode())
        return hashed.digest()

    def find(self, identifier: str) -> Standard | None:
        """The standard with this id, now or formerly."""
        return self._by_any_id.get(identifier)

    def require(self, identifier: str) -> Standard:
        """The standard with this id; refuses an unknown one with the nearest known."""
        found = self.find(identifier)
        if found is None:
            raise unknown(f"There is no standard {identifier!r}.", identifier, self.standards)
        return found

    def category(self, standard: Standard) -> Category:
        """The standard's category; a plain one where `_category.yaml` is missing."""
        return self.categories.get(standard.category) or Category(
            id=standard.category, name=standard.category.replace("-", " ").title()
        )

    def frequency(self, standard: Standard) -> Frequency:
        """The standard's own frequency, else its category's."""
        return standard.frequency or self.category(standard).frequency


def duplicate_ids(claims: Iterable[tuple[Document, Sequence[str]]]) -> Iterator[Problem]:
    """A problem for every id, present or former, that an earlier file has already."""
    owners: dict[str, str] = {}
    for document, identifiers in claims:
        for identifier in identifiers:
            owner = owners.setdefault(identifier, document.path)
            if owner != document.path:
                message = f"the id '{identifier}' belongs to {owner} already"
                hint = "Choose another id (rename the file), or remove it from 'formerly'."
                yield problem_at(document, DUPLICATE_ID, message, hint)


def load_library(source: Source) -> tuple[Library, list[Problem]]:
    """Read the library; what cannot be read is left out and named in the problems."""
    categories, problems = load(source, CATEGORY)
    standards, more = load(source, STANDARD)
    by_id = {entry.entity.id: entry.entity for entry in categories}
    order = {name: (category.order, name) for name, category in by_id.items()}
    ordered = sorted(
        standards, key=lambda entry: (*order.get(entry.entity.category, (1000, entry.entity.category)), entry.entity.id)
    )
    claims = [(entry.document, (entry.entity.id,)) for entry in ordered]
    library = Library(
        {entry.entity.id: entry.entity for entry in ordered},
        dict(sorted(by_id.items(), key=lambda item: order[item[0]])),
    )
    return library, [*problems, *more, *duplicate_ids(claims)]


def library_at(
    workspace: Workspace, commit: str = "", *, tree: str | None = None
) -> tuple[Library, tuple[Problem, ...]]:
    """The library of a commit, or of a `tree` that held it, and what is wrong with its files.

    An old library may hold files that today's models refuse; what can be read still counts.
    """
    found = tree or workspace.history.tree(commit, "standards")
    return _library_of(workspace, found) if found else (Library({}, {}), ())


@lru_cache(maxsize=32)
def _library_of(workspace: Workspace, tree: str) -> tuple[Library, tuple[Problem, ...]]:
    # A tree's id is its content's, so what is remembered stays true.
    library, problems = load_library(workspace.history.read_tree(tree, "standards"))
    return library, tuple(problems)


def require_library(source: Source) -> Library:
    """Read the library; refuses one with a broken file, naming the first problem."""
    library, problems = load_library(source)
    refuse_first(problems)
    return library
