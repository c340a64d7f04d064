"""The library as a whole: every standard with its category, by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from msptool.standards.model import CATEGORY, STANDARD, Category, Frequency, Standard
from msptool.workspace.entities import load
from msptool.workspace.problems import Problem, refuse_first, unknown
from msptool.workspace.sources import Source


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


def load_library(source: Source) -> tuple[Library, list[Problem]]:
    """Read the library; what cannot be read is left out and named in the problems."""
    categories, problems = load(source, CATEGORY)
    standards, more = load(source, STANDARD)
    by_id = {entry.entity.id: entry.entity for entry in categories}
    order = {name: (category.order, name) for name, category in by_id.items()}
    ordered = sorted(
        standards, key=lambda entry: (*order.get(entry.entity.category, (1000, entry.entity.category)), entry.entity.id)
    )
    library = Library(
        {entry.entity.id: entry.entity for entry in ordered},
        dict(sorted(by_id.items(), key=lambda item: order[item[0]])),
    )
    return library, problems + more


def require_library(source: Source) -> Library:
    """Read the library; refuses one with a broken file, naming the first problem."""
    library, problems = load_library(source)
    refuse_first(problems)
    return library
