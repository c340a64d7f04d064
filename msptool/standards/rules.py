"""The lint rules of the standards library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from msptool.standards.library import Names
from msptool.standards.model import Standard
from msptool.standards.question import QUESTION_RULES, check
from msptool.workspace.documents import Document
from msptool.workspace.entities import Entry, did_you_mean, problem_at
from msptool.workspace.problems import Fix, Problem, Rule

NO_WHY = Rule(
    "S101", "missing-why", "warning",
    "An active standard says why it is asked, in the client's language. A client accepts what it understands.",
    "why: (nothing)", "why: Old firmware has publicly known holes that attackers use to get in.",
)  # fmt: skip
NO_HOW = Rule(
    "S102", "missing-how", "warning",
    "An active standard says how to find the answer, step by step, so that two technicians give the same one.",
    "how: []", "how:\n  - Open Dashboard > Status and read the firmware version.",
)  # fmt: skip
NO_AUTHORITY = Rule(
    "S103", "missing-authority", "warning",
    "An active standard names at least one authority: a framework's control, or a page of a vendor, regulator or neutral body.",
    "references: []", "references:\n  - framework: nist-csf-2.0\n    id: PR.PS-02",
)  # fmt: skip
NO_CATEGORY = Rule(
    "S104", "category-without-file", "error",
    "Every folder of standards has a _category.yaml with the category's name, order, default frequency and owner.",
    "standards/email/ without _category.yaml", "standards/email/_category.yaml",
)  # fmt: skip
DUPLICATE_ID = Rule(
    "S105", "duplicate-id", "error",
    "An id names one standard in the whole library, and a former id is not used again: old answers would count for the wrong question.",
    "standards/email/mfa.yaml beside standards/cloud-services/mfa.yaml", "standards/email/mailbox-mfa.yaml",
)  # fmt: skip
UNKNOWN_TECHNOLOGY = Rule(
    "S106", "unknown-technology", "error",
    "Technologies are listed in msptool.yaml, so that a standard and a client mean the same thing by a word.",
    "technologies: [fire-wall]", "technologies: [firewall]",
)  # fmt: skip
RETIREMENT = Rule(
    "S107", "retirement-mismatch", "error",
    "A retired standard says when and why it was retired; one that is not retired does not.",
    "status: retired (without retirement:)", "status: retired\nretirement:\n  on: 2026-11-16\n  reason: Replaced by a stricter one.",
)  # fmt: skip
REVIEWED_LATER = Rule(
    "S108", "reviewed-in-the-future", "warning",
    "The committee cannot have reviewed a standard after today.",
    "reviewed: 2062-11-16", "reviewed: 2026-11-16",
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
REPEATED_TAG = Rule(
    "S111", "repeated-tag", "warning", "A tag stands once in a list.", "tags: [security, security]", "tags: [security]",
)  # fmt: skip
LOOSE_SPACING = Rule(
    "S112", "loose-spacing", "warning", "A question has no double spaces and none at its ends.",
    "question: 'Is  MFA on? '", "question: Is MFA on?",
)  # fmt: skip

RULES = (
    NO_WHY, NO_HOW, NO_AUTHORITY, NO_CATEGORY, DUPLICATE_ID, UNKNOWN_TECHNOLOGY, RETIREMENT, REVIEWED_LATER,
    SAME_QUESTION, UNKNOWN_SUCCESSOR, REPEATED_TAG, LOOSE_SPACING, *QUESTION_RULES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules that compare standards need of each one; the rest is not kept in memory."""

    place: Document
    id: str
    category: str
    status: str
    fingerprint: str
    formerly: tuple[str, ...]
    replaced_by: tuple[str, ...]
    tags: tuple[str, ...]


def facts(entry: Entry[Standard]) -> Facts:
    """The facts of one standard."""
    standard = entry.entity
    successors = standard.retirement.replaced_by if standard.retirement else ()
    return Facts(
        entry.document, standard.id, standard.category, standard.status, standard.fingerprint,
        standard.formerly, successors, standard.tags,
    )  # fmt: skip


def check_standard(entry: Entry[Standard], technologies: Collection[str], today: date) -> Iterator[Problem]:
    """What is wrong within one standard, beyond the form of its file."""
    if entry.entity.status != "retired":
        yield from question_problems(entry)
    if entry.entity.status == "active":
        yield from _completeness(entry)
    yield from _fields(entry, technologies, today)


def check_library(found: Collection[Facts], categories: Collection[str]) -> Iterator[Problem]:
    """What is wrong between standards: missing categories, ids and questions that stand twice, successors."""
    yield from _category_files(found, categories)
    yield from _ids(found)
    yield from _successors(found)
    yield from _same_questions(found)


def names_of(found: Collection[Facts], ids: Iterable[str], categories: Iterable[str]) -> Names:
    """The names by which other rooms may refer to the library; `ids` also of files that cannot be used."""
    return Names(
        standards=frozenset(ids),
        former=frozenset(old for each in found for old in each.formerly),
        categories=frozenset(categories),
        tags=frozenset(tag for each in found for tag in each.tags),
    )


def question_problems(entry: Entry[Standard]) -> Iterator[Problem]:
    """What the yes/no rule says of the standard's question."""
    question = entry.entity.question
    spaced = " ".join(question.split())
    if spaced != question:
        found = entry.problem(
            LOOSE_SPACING, "the question has spare spaces", "Use single spaces ('msptool lint --fix' does).", "question"
        )
        yield _with_fix(found, ("question",), spaced)
    for problem in check(question).problems:
        yield entry.problem(problem.rule, problem.message.rstrip("."), problem.hint, "question", offset=problem.start)


def _completeness(entry: Entry[Standard]) -> Iterator[Problem]:
    standard = entry.entity
    if not standard.why.strip():
        yield entry.problem(
            NO_WHY, "an active standard needs 'why'", "Say in one to three sentences what the business risks.", "why"
        )
    if not standard.how and not standard.vendors:
        yield entry.problem(
            NO_HOW, "an active standard needs 'how'", "List the steps, and the value that means yes.", "how"
        )
    if not standard.references:
        yield entry.problem(
            NO_AUTHORITY,
            "an active standard needs an authority",
            "Add a framework control or a vendor's page to 'references'.",
            "references",
        )


def _fields(entry: Entry[Standard], technologies: Collection[str], today: date) -> Iterator[Problem]:
    standard = entry.entity
    for index, technology in enumerate(standard.applies_to.technologies):
        if technology not in technologies:
            hint = did_you_mean(technology, technologies).strip() or "Add it to 'technologies' in msptool.yaml."
            yield entry.problem(
                UNKNOWN_TECHNOLOGY,
                f"'{technology}' is not a technology of this practice",
                hint,
                "applies_to",
                "technologies",
                index,
            )
    if (standard.status == "retired") != (standard.retirement is not None):
        hint = "Use 'msptool standard retire', or write 'retirement:' with 'on' and 'reason'."
        yield entry.problem(RETIREMENT, "status and retirement do not agree", hint, "status")
    if standard.reviewed and standard.reviewed > today:
        yield entry.problem(
            REVIEWED_LATER,
            f"{standard.reviewed} is in the future",
            "Write the day of the committee's meeting.",
            "reviewed",
        )
    if len(set(standard.tags)) < len(standard.tags):
        found = entry.problem(REPEATED_TAG, "a tag stands twice", "Keep one ('msptool lint --fix' does).", "tags")
        yield _with_fix(found, ("tags",), list(dict.fromkeys(standard.tags)))


def _category_files(found: Iterable[Facts], categories: Collection[str]) -> Iterator[Problem]:
    for category in sorted({each.category for each in found} - set(categories)):
        path = f"standards/{category}/_category.yaml"
        yield Problem(
            NO_CATEGORY,
            f"the category '{category}' has no _category.yaml",
            f"Create {path} with at least 'name'.",
            path,
        )


def _ids(found: Iterable[Facts]) -> Iterator[Problem]:
    owners: dict[str, list[Facts]] = defaultdict(list)
    for each in found:
        for identifier in (each.id, *each.formerly):
            owners[identifier].append(each)
    for identifier, claims in owners.items():
        for each in claims[1:]:
            message = f"the id '{identifier}' belongs to {claims[0].place.path} already"
            hint = "Choose another id (rename the file), or remove it from 'formerly'."
            yield problem_at(each.place, DUPLICATE_ID, message, hint)


def _successors(found: Collection[Facts]) -> Iterator[Problem]:
    known = {identifier for each in found for identifier in (each.id, *each.formerly)}
    for each in found:
        for index, successor in enumerate(each.replaced_by):
            if successor not in known:
                hint = did_you_mean(successor, known).strip() or "Name a standard that exists."
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


def _with_fix(problem: Problem, keys: tuple[str | int, ...], value: object) -> Problem:
    return replace(problem, fix=Fix(keys, value))
