"""The rule judges any text, always alike, and fast."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from msptool.standards.question import MAX_LENGTH, Form, check
from tests.standards.test_question_forms import FORMS

WORDS = [
    *("is", "are", "do", "does", "has", "have", "can", "should", "when", "if", "which", "what", "how", "who", "why"),
    *("all", "the", "a", "any", "server", "servers", "backups", "MFA", "or", "and", "not", "without", "that", "it"),
    *("tested", "patched", "describe", "ensure", "patch", "so", "they", "12", "yes", "no", "please", "e.g.", "only"),
    *("?", ".", ",", ":", ";", "(", ")", '"', "'", "–", "…"),
]
TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join),
    st.sampled_from([text for _, text in FORMS]),
)
SPACES = st.lists(st.sampled_from([" ", "  ", "\t", "\n", "\u00a0", "\u200b "]), min_size=1, max_size=4).map("".join)


def judged(text: str) -> tuple[Form, list[str]]:
    verdict = check(text)
    return verdict.form, [problem.code for problem in verdict.problems]


@given(TEXTS)
@example("(" * 500)
@example("?!…")
@example("1.2.3")
@example("if")
@example("Please ly")
@example("Please never")
def test_any_text_gets_a_verdict_that_makes_sense(text: str) -> None:
    verdict = check(text)
    assert verdict.text == text
    assert verdict.accepted is (verdict.form is Form.YES_NO)
    assert all(problem.message and problem.hint for problem in verdict.problems)
    assert all(0 <= problem.start <= len(text) for problem in verdict.problems)


@given(TEXTS)
def test_the_same_text_always_gets_the_same_verdict(text: str) -> None:
    assert check(text) == check(text)


@given(TEXTS, SPACES, SPACES)
def test_white_space_does_not_change_the_verdict(text: str, before: str, between: str) -> None:
    spaced = before + between.join(text.split()) + before
    assert judged(spaced) == judged(text)


@given(TEXTS, st.sampled_from(["1. ", "12) ", "1.2.3 ", "a) ", "(iv) ", "- ", "• ", "[ ] ", "Q7: "]))
def test_a_bullet_or_a_number_in_front_does_not_change_the_verdict(text: str, bullet: str) -> None:
    assert judged(bullet + text) == judged(text)


NASTY = {
    "spaces": " ",
    "letters": "a",
    "brackets": "(",
    "pairs": "()",
    "quotes": '"',
    "apostrophes": " '",
    "bullets": "1. ",
    "control ids": "A.1-",
    "dashes": "- ",
    "marks": "?",
    "commas": "a, ",
    "commas and verbs": ", is",
    "alternatives": "is a or ",
    "clauses": "that is if ",
    "conditions": "and if so, ",
    "wh-words": "who ",
    "commands": "patch, ",
    "addresses": "http://",
    "boxes": "[ ] ",
    "questions": "Is it?\n",
    "measures": "at least one ",
    "faults": "any unpatched ",
    "vague": "as appropriate ",
}


@pytest.mark.parametrize("unit", NASTY.values(), ids=NASTY)
@pytest.mark.parametrize("start", ["", "Is ", "Are there any ", "In ", "The servers ", "How many ", "Patch "])
@pytest.mark.parametrize("length", [MAX_LENGTH - 20, 100_000])
def test_no_shape_of_text_takes_long(start: str, unit: str, length: int) -> None:
    text = (start + unit * (length // len(unit) + 1))[:length] + "?"
    begun = time.process_time()
    check(text)
    assert time.process_time() - begun < 0.5
