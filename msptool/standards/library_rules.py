"""The lint rules of the library: what is wrong between standards."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass

from msptool.standards.duplicates import possible_duplicates
from msptool.standards.library import DUPLICATE_ID, duplicate_ids
from msptool.standards.model import Category, Standard
from msptool.standards.rules import STANDARD_RULES, check_standard
from msptool.workspace.checks import Known
from msptool.workspace.documents import Document
from msptool.workspace.entities import Entry, problem_at
from msptool.workspace.problems import Problem, Rule, did_you_mean

NO_CATEGORY = Rule(
    "S104", "category-without-file", "error",
    "Every folder of standards has a _category.yaml with the category's name, order, default frequency and owner.",
    "standards/email/ without _category.yaml", "standards/email/_category.yaml",
)  # fmt: skip
SAME_QUESTION = Rule(
    "S109", "same-question", "error",
    "Two active standards ask exactly the same question: the client would pay twice for one answer.",
    "two files with question: Is MFA on?", "one of them retired, with replaced_by",
)  # fmt: skip
UNKNOWN_SUCCESSOR = Rule(
    "S110", "unknown-successor", "error", "replaced_by names standards that exist.",
    "replaced_by: [firewal-current]", "replaced_by: [firewall-firmware-current]",
)  # fmt: skip
POSSIBLE_DUPLICATE = Rule(
    "S117", "possible-duplicate", "warning",
    "Two active standards seem to ask the same in other words. If they do, retire one; if not, name the difference in the question.",
    "two files with 'Is MFA on for every VPN user?' and 'Do all VPN users need a second factor?'",
    "one of them retired, with replaced_by",
)  # fmt: skip
NO_OWNER = Rule(
    "S121", "category-without-owner", "warning",
    "Every category has a delivery area that owns it: it answers for its standards in the committee.",
    "name: Email", "name: Email\nowner: centralized-services",
)  # fmt: skip

RULES = (POSSIBLE_DUPLICATE, NO_OWNER, NO_CATEGORY, DUPLICATE_ID, SAME_QUESTION, UNKNOWN_SUCCESSOR, *STANDARD_RULES)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules that compare standards need of each one; the rest is not kept in memory."""

    place: Document
    id: str
    category: str
    status: str
    question: str
    fingerprint: str
    formerly: tuple[str, ...]
    replaced_by: tuple[str, ...]


def facts(entry: Entry[Standard]) -> Facts:
    """The facts of one standard."""
    standard = entry.entity
    successors = standard.retirement.replaced_by if standard.retirement else ()
    return Facts(
        entry.document, standard.id, standard.category, standard.status, standard.question, standard.fingerprint,
        standard.formerly, successors,
    )  # fmt: skip


def check_category(entry: Entry[Category], known: Known) -> Iterator[Problem]:
    """What is wrong in a category. Its standards take its frequency."""
    known.add(f"{entry.entity.frequency} category", [entry.entity.id])
    if entry.entity.owner is None:
        hint = "Name a delivery area in 'owner'."
        yield entry.problem(NO_OWNER, "the category has no owner", hint, "owner")


class LibraryCheck:
    """All rules of standards: of each one, and between them."""

    def __init__(self) -> None:
        self._found: list[Facts] = []

    def file(self, entry: Entry[Standard], known: Known) -> Iterator[Problem]:
        """What is wrong in one standard. Other files may name its former ids and its tags."""
        known.add("former standard", entry.entity.formerly)
        known.add("tag", entry.entity.tags)
        self._found.append(facts(entry))
        return check_standard(entry, known)

    def end(self, known: Known) -> Iterator[Problem]:
        """Missing categories, ids and questions that stand twice, unknown successors."""
        yield from _category_files(self._found, known["category"])
        yield from duplicate_ids((each.place, (each.id, *each.formerly)) for each in self._found)
        yield from _successors(self._found)
        yield from _same_questions(self._found)
        yield from _possible_duplicates(self._found)


def _category_files(found: Iterable[Facts], categories: Set[str]) -> Iterator[Problem]:
    for category in sorted({each.category for each in found} - set(categories)):
        path = f"standards/{category}/_category.yaml"
        yield Problem(
            NO_CATEGORY,
            f"the category '{category}' has no _category.yaml",
            f"Create {path} with at least 'name'.",
            path,
        )


def _successors(found: Collection[Facts]) -> Iterator[Problem]:
    known = {identifier for each in found for identifier in (each.id, *each.formerly)}
    for each in found:
        for index, successor in enumerate(each.replaced_by):
            if successor not in known:
                hint = did_you_mean(successor, known) or "Name a standard that exists."
                keys = ("retirement", "replaced_by", index)
                yield problem_at(each.place, UNKNOWN_SUCCESSOR, f"there is no standard '{successor}'", hint, *keys)


def _same_questions(found: Iterable[Facts]) -> Iterator[Problem]:
    first: dict[str, Facts] = {}
    for each in found:
        if each.status != "retired":
            twin = first.setdefault(each.fingerprint, each)
            if twin is not each:
                message = f"{twin.place.path} asks the same question"
                yield problem_at(each.place, SAME_QUESTION, message, "Retire one of the two.", "question")


def _possible_duplicates(found: Iterable[Facts]) -> Iterator[Problem]:
    active = [each for each in found if each.status == "active"]
    for number, other in possible_duplicates([(each.category, each.question) for each in active]):
        one, twin = active[number], active[other]
        if one.fingerprint != twin.fingerprint and one.id != twin.id:
            message = f"{twin.place.path} seems to ask the same: '{twin.question}'"
            hint = "Retire one of the two, or name in the question what differs."
            yield problem_at(one.place, POSSIBLE_DUPLICATE, message, hint, "question")
