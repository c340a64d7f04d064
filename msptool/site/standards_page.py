"""The library by category: what is asked, how much it counts, and how many clients say no."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from msptool.site.parts import Link, standard_url
from msptool.site.reading import Known, Reading
from msptool.standards.model import AREAS, Standard


@dataclass(frozen=True, slots=True)
class StandardRow:
    """One standard. `no` of the `asked` clients that answered yes or no say no; it applies to `applies`."""

    link: Link
    question: str
    priority: str
    frequency: str
    status: str
    no: int
    asked: int
    applies: int


@dataclass(frozen=True, slots=True)
class CategoryPart:
    """One category with its standards."""

    id: str
    name: str
    section: str
    owner: str
    description: str
    rows: tuple[StandardRow, ...]


@dataclass(frozen=True, slots=True)
class StandardsPage:
    """Everything that the page says. `active` standards are asked; the others are drafts and retired ones."""

    standards: int
    active: int
    categories: tuple[CategoryPart, ...]


Answers = Mapping[str, Counter[str | None]]


def answers_of(served: Iterable[Known]) -> Answers:
    """Standard id -> how many of the clients that it applies to answered yes, no, n/a, or (None) nothing."""
    found: dict[str, Counter[str | None]] = {}
    for each in served:
        for part in each.assessment.parts:
            found.setdefault(part.standard.id, Counter())[part.answer] += 1
    return found


def standards_page(reading: Reading, answers: Answers) -> StandardsPage:
    """The library, in its own order."""
    library = reading.library
    grouped: dict[str, list[Standard]] = {}
    for standard in library:
        grouped.setdefault(standard.category, []).append(standard)
    parts = []
    for standards in grouped.values():
        category = library.category(standards[0])
        rows = tuple(_row(reading, standard, answers.get(standard.id, Counter())) for standard in standards)
        owner = AREAS[category.owner] if category.owner else ""
        parts.append(CategoryPart(category.id, category.name, category.section, owner, category.description, rows))
    return StandardsPage(len(library.standards), len(library.active), tuple(parts))


def _row(reading: Reading, standard: Standard, answers: Counter[str | None]) -> StandardRow:
    return StandardRow(
        Link(standard.name, standard_url(standard.id)), standard.question, standard.priority,
        reading.library.frequency(standard), standard.status, answers["no"], answers["yes"] + answers["no"],
        answers.total(),
    )  # fmt: skip
