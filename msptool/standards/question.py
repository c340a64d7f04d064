"""The yes/no rule: whether a text is one objective yes/no question whose 'yes' means aligned.

    >>> check("Is the system partition at least 40GB in size?").accepted
    True
    >>> check("What size is the system partition?").problems[0].hint
    'Write "Is the system partition at least N GB in size?"'

Form decides whether a text is accepted, content only warns. Nothing is read, downloaded or remembered: the
same text always gets the same verdict, in well under a millisecond.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from msptool.standards.wording.content import warnings_for
from msptool.standards.wording.form import decide
from msptool.standards.wording.hints import TOO_LONG_HINT, TOO_LONG_MESSAGE, hint_for, message_for
from msptool.standards.wording.rules import (
    FORM_RULES,
    MAX_LENGTH,
    QUESTION_RULES,
    TOO_LONG,
    Form,
    QuestionProblem,
)
from msptool.standards.wording.text import after_bullets, offset_in, plain_text, read

__all__ = ["MAX_LENGTH", "QUESTION_RULES", "Form", "QuestionProblem", "Verdict", "check"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `check` found: the form of the text and everything to change."""

    text: str
    form: Form
    problems: tuple[QuestionProblem, ...]

    @property
    def accepted(self) -> bool:
        """Whether the form is right. Warnings do not refuse a question."""
        return all(problem.severity != "error" for problem in self.problems)


def check(text: str) -> Verdict:
    """Judge one question. White space, bullets and numbers around it do not count."""
    plain = plain_text(text)
    length = len(plain) - after_bullets(plain)
    if length > MAX_LENGTH:
        message = TOO_LONG_MESSAGE.format(length=length)
        return Verdict(text, Form.COMPOUND, (QuestionProblem(TOO_LONG, message, TOO_LONG_HINT),))
    prompt = read(plain)
    decision = decide(prompt)
    if decision.form is Form.YES_NO:
        found = list(warnings_for(prompt, prompt.sentence_at(decision.start)))
    else:
        rule, message = FORM_RULES[decision.form], message_for(prompt, decision)
        found = [QuestionProblem(rule, message, hint_for(prompt, decision), decision.start)]
    # The rules count in the plain text; a caret has to stand in the text as it was written.
    problems = tuple(replace(problem, start=offset_in(text, problem.start)) for problem in found)
    return Verdict(text, decision.form, problems)
