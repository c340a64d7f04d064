"""The lint rules of one standard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from msptool.standards.authority import AUTHORITY_RULES, authority_problems
from msptool.standards.frequency import due_on
from msptool.standards.model import MONTHS, Frequency, Standard
from msptool.standards.question import QUESTION_RULES, check
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry
from msptool.workspace.problems import Fix, Problem, Rule, did_you_mean

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
REPEATED_TAG = Rule(
    "S111", "repeated-tag", "warning", "A tag stands once in a list.", "tags: [security, security]", "tags: [security]",
)  # fmt: skip
LOOSE_SPACING = Rule(
    "S112", "loose-spacing", "warning", "A question has no double spaces and none at its ends.",
    "question: 'Is  MFA on? '", "question: Is MFA on?",
)  # fmt: skip

NO_REMEDY = Rule(
    "S118", "missing-remedy", "warning",
    "An active standard says what usually fixes a 'no', who does it and what it takes: the recommendation starts from it.",
    "remedy: (nothing)", "remedy:\n  summary: Install the vendor's current release.\n  area: professional-services\n  hours: 1",
)  # fmt: skip
REVIEW_OVERDUE = Rule(
    "S119", "committee-review-overdue", "warning",
    "The committee looks at every standard at least once a year (seed 004): technology changes, and old advice does harm.",
    "reviewed: 2024-05-14", "reviewed: 2026-11-16",
)  # fmt: skip
FREQUENCY = Rule(
    "S120", "frequency-out-of-line", "warning",
    "What matters much is checked at least once a year, and what matters little not every month: a visit has few minutes.",
    "business_impact: high\ntechnical_risk: high\nfrequency: biennial",
    "business_impact: high\ntechnical_risk: high\nfrequency: quarterly",
)  # fmt: skip
# Months between two answers, at least and at most, by priority.
_MONTHS_ALLOWED = {"high": (1, 12), "medium": (1, 24), "low": (3, 24)}

STANDARD_RULES = (
    NO_WHY, NO_HOW, NO_AUTHORITY, UNKNOWN_TECHNOLOGY, RETIREMENT, REVIEWED_LATER, REPEATED_TAG, LOOSE_SPACING,
    NO_REMEDY, REVIEW_OVERDUE, FREQUENCY,
    *AUTHORITY_RULES, *QUESTION_RULES,
)  # fmt: skip


def check_standard(entry: Entry[Standard], known: Known) -> Iterator[Problem]:
    """What is wrong within one standard, beyond the form of its file."""
    if entry.entity.status != "retired":
        yield from question_problems(entry)
        yield from authority_problems(entry)
    if entry.entity.status == "active":
        yield from _completeness(entry)
        yield from _upkeep(entry, known)
    yield from _fields(entry, known)


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


def _upkeep(entry: Entry[Standard], known: Known) -> Iterator[Problem]:
    standard = entry.entity
    if standard.remedy is None:
        hint = "Add 'remedy' with summary, area and hours."
        yield entry.problem(NO_REMEDY, "an active standard needs 'remedy'", hint, "remedy")
    if standard.reviewed is None or due_on(standard.reviewed, "annual") <= known.today:
        said = (
            f"the committee last reviewed it on {standard.reviewed}"
            if standard.reviewed
            else "the committee never reviewed it"
        )
        yield entry.problem(
            REVIEW_OVERDUE, said, "Put it on the agenda, then write the day of the meeting.", "reviewed"
        )
    frequency = standard.frequency or frequency_of_category(known, standard.category)
    least, most = _MONTHS_ALLOWED[standard.priority]
    if not least <= MONTHS[frequency] <= most:
        wanted = [name for name, months in MONTHS.items() if least <= months <= most]
        message = f"{standard.priority} priority and asked {frequency}"
        yield entry.problem(FREQUENCY, message, f"Ask it {wanted[0]} to {wanted[-1]}, or weigh it anew.", "frequency")


def frequency_of_category(known: Known, category: str) -> Frequency:
    """The default frequency of a category whose file has been read, else of one that names none."""
    return next((each for each in MONTHS if category in known[f"{each} category"]), "quarterly")


def _fields(entry: Entry[Standard], known: Known) -> Iterator[Problem]:
    standard, technologies = entry.entity, known["technology"]
    for index, technology in enumerate(standard.applies_to.technologies):
        if technology not in technologies:
            hint = (
                did_you_mean(technology, technologies)
                or "'msptool client technologies' lists them; add others to msptool.yaml."
            )
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
    if standard.reviewed and standard.reviewed > known.today:
        yield entry.problem(
            REVIEWED_LATER,
            f"{standard.reviewed} is in the future",
            "Write the day of the committee's meeting.",
            "reviewed",
        )
    if len(set(standard.tags)) < len(standard.tags):
        found = entry.problem(REPEATED_TAG, "a tag stands twice", "Keep one ('msptool lint --fix' does).", "tags")
        yield _with_fix(found, ("tags",), list(dict.fromkeys(standard.tags)))


def _with_fix(problem: Problem, keys: tuple[str | int, ...], value: object) -> Problem:
    return replace(problem, fix=Fix(keys, value))
