"""The forms of a question and the rules of the yes/no rule, each with an example.

Form is decided once for a text and every form but `yes-no` is an error. Content is looked at only
where the form is right, and warns.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from msptool.workspace.problems import Rule, Severity

MAX_LENGTH = 1000


class Form(StrEnum):
    """What a text asks for. Only `yes-no` can be a standard."""

    YES_NO = "yes-no"
    OPEN = "open"
    IMPERATIVE = "imperative"
    STATEMENT = "statement"
    EITHER_OR = "either-or"
    MULTIPLE_CHOICE = "multiple-choice"
    COMPOUND = "compound"
    TWO_QUESTIONS = "two-questions"
    FRAGMENT = "fragment"


@dataclass(frozen=True, slots=True)
class QuestionProblem:
    """One thing to change in a question. `start` is the offset of the offending word in the text."""

    rule: Rule
    message: str
    hint: str
    start: int = 0

    @property
    def code(self) -> str:
        """The rule's stable code, such as `Q101`."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """`error` for form, `warning` for content."""
        return self.rule.severity


FORM_RULES: dict[Form, Rule] = {
    Form.OPEN: Rule(
        code="Q101",
        name="open-question",
        severity="error",
        explanation="The question asks what, who, when, where, why or how (much), so no answer is the aligned "
        "one. Name the answer you expect and ask whether it is so.",
        bad="What size is the system partition?",
        good="Is the system partition at least 40GB in size?",
    ),
    Form.IMPERATIVE: Rule(
        code="Q102",
        name="imperative",
        severity="error",
        explanation="The text tells somebody to do something. A standard asks whether it is so already; what "
        "to do belongs in the steps that find the answer or in the recommendation.",
        bad="Ensure that all servers are patched.",
        good="Are all servers patched?",
    ),
    Form.STATEMENT: Rule(
        code="Q103",
        name="statement",
        severity="error",
        explanation="The text states something and asks nothing: no question mark ends it.",
        bad="A spare switch is kept on site.",
        good="Is a spare switch kept on site?",
    ),
    Form.EITHER_OR: Rule(
        code="Q104",
        name="either-or",
        severity="error",
        explanation="The question offers alternatives to choose between, so 'yes' says nothing. Ask about the "
        "aligned one.",
        bad="Is the backup manual or automatic?",
        good="Is the backup automatic?",
    ),
    Form.MULTIPLE_CHOICE: Rule(
        code="Q105",
        name="multiple-choice",
        severity="error",
        explanation="The question asks to pick from a list. Write one standard for each choice that matters.",
        bad="Which of the following are in place: a UPS, a locked rack, an alarm?",
        good="Is a UPS in place?",
    ),
    Form.COMPOUND: Rule(
        code="Q106",
        name="compound",
        severity="error",
        explanation="A yes/no question is followed by a request for more. What else there is to know belongs "
        "in the note of the answer.",
        bad="Is there an incident response plan? If so, describe it.",
        good="Is there a written incident response plan?",
    ),
    Form.TWO_QUESTIONS: Rule(
        code="Q107",
        name="two-questions",
        severity="error",
        explanation="Two questions can have two answers. Make each a standard of its own.",
        bad="Are backups encrypted? Are restores tested each quarter?",
        good="Are backups encrypted?",
    ),
    Form.FRAGMENT: Rule(
        code="Q108",
        name="fragment",
        severity="error",
        explanation="The text names a thing and says nothing about it: there is no verb to say yes or no to.",
        bad="Password complexity",
        good="Does the password policy require at least three kinds of characters?",
    ),
}

TOO_LONG = Rule(
    code="Q109",
    name="too-long",
    severity="error",
    explanation=f"A question of more than {MAX_LENGTH} characters is not one question. The background belongs "
    "in the why and the how of the standard.",
    bad="Is the firewall, " + "which protects the office, " * 40 + "under warranty?",
    good="Is the firewall under warranty?",
)

SUBJECTIVE = Rule(
    code="Q201",
    name="subjective-word",
    severity="warning",
    explanation="Two people could answer differently, because the word has no measure. A number, a named "
    "period or the document that defines it makes the question objective.",
    bad="Are patches installed in a timely manner?",
    good="Are patches installed within 14 days of release?",
)

ESCAPE = Rule(
    code="Q202",
    name="escape-clause",
    severity="warning",
    explanation="The phrase lets any answer pass as a yes. Name the exceptions, or leave it out: a review can "
    "answer 'not applicable'.",
    bad="Is MFA required where possible?",
    good="Is MFA required for every account except the break-glass account?",
)

DOUBLE_BARRELLED = Rule(
    code="Q203",
    name="double-barrelled",
    severity="warning",
    explanation="Two clauses are joined by 'and'. When one is true and the other is not, neither answer is right.",
    bad="Is antivirus installed, and are its alerts reviewed each day?",
    good="Is antivirus installed on every workstation?",
)

DANGLING_PRONOUN = Rule(
    code="Q204",
    name="dangling-pronoun",
    severity="warning",
    explanation="The question leans on another one. Standards are asked in any order, so each has to name "
    "what it is about.",
    bad="Are they tested every quarter?",
    good="Are the backups tested every quarter?",
)

INVERTED = Rule(
    code="Q205",
    name="inverted",
    severity="warning",
    explanation="A 'yes' would report a fault. 'Yes' has to be the aligned answer, the rule and not the exception.",
    bad="Are there any users without MFA?",
    good="Do all users have MFA?",
)

NEGATED = Rule(
    code="Q206",
    name="negated-question",
    severity="warning",
    explanation="A question that begins with a negation is answered with 'yes' by some and with 'no' by others.",
    bad="Isn't guest access open to everybody?",
    good="Is guest access closed to everybody without a sponsor?",
)

QUESTION_RULES: tuple[Rule, ...] = (
    *FORM_RULES.values(),
    TOO_LONG,
    SUBJECTIVE,
    ESCAPE,
    DOUBLE_BARRELLED,
    DANGLING_PRONOUN,
    INVERTED,
    NEGATED,
)
