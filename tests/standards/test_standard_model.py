"""What a standard knows about itself: its priority, and which wordings of its question are the same question."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from msptool.standards.model import Category, Standard, fingerprint

PRIORITIES = [
    ("high", "high", "high"), ("high", "medium", "high"), ("medium", "high", "high"),
    ("high", "low", "medium"), ("medium", "medium", "medium"), ("low", "high", "medium"),
    ("medium", "low", "low"), ("low", "medium", "low"), ("low", "low", "low"),
]  # fmt: skip
WORDS = st.lists(st.text("abcdefgäößÅ019'/-", min_size=1, max_size=8), min_size=1, max_size=8)
SPACES = st.text(" \t\n\u00a0", min_size=1, max_size=3)


def standard(**fields: Any) -> Standard:
    values = {"id": "one", "category": "email", "name": "One", "question": "Is it on?", **fields}
    return Standard.model_validate(values)


@pytest.mark.parametrize(("impact", "risk", "priority"), PRIORITIES)
def test_business_impact_and_technical_risk_set_the_priority(impact: str, risk: str, priority: str) -> None:
    assert standard(business_impact=impact, technical_risk=risk).priority == priority


def test_a_standard_without_impact_and_risk_is_of_medium_priority() -> None:
    assert standard().priority == "medium"


@given(words=WORDS, spaces=st.lists(SPACES, min_size=9, max_size=9), end=st.sampled_from(["", "?", " ?", ".", " ? "]))
def test_spacing_case_and_the_closing_mark_do_not_make_another_question(
    words: list[str], spaces: list[str], end: str
) -> None:
    loose = "".join(space + word for space, word in zip(spaces, words, strict=False)).upper() + end
    assert fingerprint(loose) == fingerprint(" ".join(words).upper())


@given(first=WORDS, second=WORDS)
def test_other_words_make_another_question(first: list[str], second: list[str]) -> None:
    same = " ".join(first).casefold() == " ".join(second).casefold()
    assert (fingerprint(" ".join(first)) == fingerprint(" ".join(second))) == same


@given(st.text())
def test_a_fingerprint_is_twelve_hexadecimal_digits_for_any_text(question: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", fingerprint(question))


def test_fingerprints_never_change_between_versions_because_reviews_hold_them() -> None:
    assert fingerprint("Is MFA on for every mailbox?") == "deac2ac4c0aa"


def test_an_earlier_wording_counts_and_any_other_does_not() -> None:
    now = standard(question="Is MFA on for every mailbox?", earlier_wordings=["Is MFA on?"])
    assert fingerprint("is  mfa on") in now.fingerprints
    assert now.fingerprint in now.fingerprints
    assert fingerprint("Is MFA off?") not in now.fingerprints


@pytest.mark.parametrize(
    "wrong",
    [
        {"question": ""},
        {"business_impact": "huge"},
        {"minutes": 0},
        {"minutes": "5"},
        {"checked": []},
        {"id": "Two Words"},
        {"id": "../up"},
        {"references": [{"url": "ftp://example.com"}]},
        {"references": [{"url": "https://example.com", "framework": "x"}]},
        {"reviewed": "16.11.2026"},
        {"unknown": 1},
    ],
)
def test_a_field_that_means_nothing_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        standard(**wrong)


def test_a_reference_is_a_control_or_a_page() -> None:
    found = standard(references=[{"framework": "nist-csf-2.0", "id": "PR.AA-03"}, {"url": "https://example.com/mfa"}])
    assert [type(each).__name__ for each in found.references] == ["ControlReference", "PageReference"]


def test_a_category_is_quarterly_unless_it_says_otherwise() -> None:
    assert Category(id="email", name="Email").frequency == "quarterly"
