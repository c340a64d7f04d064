"""Every rule is explained by its own examples, and the manual's examples are judged as the manual does."""

from __future__ import annotations

import pytest

from msptool.standards.question import QUESTION_RULES, Form, QuestionProblem, check
from msptool.standards.wording.rules import FORM_RULES
from msptool.workspace.problems import Rule


def codes(text: str) -> list[str]:
    return [problem.code for problem in check(text).problems]


@pytest.mark.parametrize("rule", QUESTION_RULES, ids=lambda rule: rule.code)
def test_the_bad_example_of_a_rule_breaks_it_and_the_good_one_breaks_none(rule: Rule) -> None:
    assert codes(rule.bad) == [rule.code]
    assert codes(rule.good) == []


def test_every_form_but_yes_no_has_its_error_in_the_order_of_the_forms() -> None:
    refused = [form for form in Form if form is not Form.YES_NO]
    assert list(FORM_RULES) == refused
    assert [FORM_RULES[form].code for form in refused] == [f"Q10{n}" for n in range(1, 9)]


def test_codes_and_names_are_unique_and_only_form_is_an_error() -> None:
    assert (
        len({rule.code for rule in QUESTION_RULES})
        == len({rule.name for rule in QUESTION_RULES})
        == len(QUESTION_RULES)
    )
    assert all((rule.severity == "error") == rule.code.startswith("Q1") for rule in QUESTION_RULES)


@pytest.mark.parametrize(
    "text",
    [
        "Is the system partition at least 40GB in size?",
        "Production firewall is enterprise grade?",
        "A battery backup unit is plugged in and operational?",
        "The password policy denies future logins for a set period of time after a specific number of failed attempts?",
    ],
)
def test_the_good_examples_of_the_manual_pass_without_a_warning(text: str) -> None:
    verdict = check(text)
    assert verdict.accepted
    assert verdict.problems == ()


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("What size is the system partition?", Form.OPEN),
        ("How much free space is left on the C: drive?", Form.OPEN),
        ("Maybe ...", Form.FRAGMENT),
    ],
)
def test_the_bad_examples_of_the_manual_are_refused(text: str, form: Form) -> None:
    assert check(text).form is form
    assert not check(text).accepted


def test_a_problem_points_at_the_word_that_makes_it_in_the_text_as_written() -> None:
    text = "  3)  Is the   firewall – on site –  adequately  configured？ "
    (problem,) = check(text).problems
    assert text[problem.start :].startswith("adequately")


def test_a_problem_carries_the_code_and_severity_of_its_rule() -> None:
    rule = QUESTION_RULES[0]
    problem = QuestionProblem(rule, "message", "hint")
    assert (problem.code, problem.severity, problem.start) == (rule.code, rule.severity, 0)


def test_a_warning_does_not_refuse_a_question() -> None:
    verdict = check("Are backups tested regularly?")
    assert verdict.accepted
    assert [problem.severity for problem in verdict.problems] == ["warning"]


def test_a_text_of_more_than_a_thousand_characters_is_refused_for_its_length_alone() -> None:
    clause = "and the switch " * 80
    assert codes(f"Is the firewall {clause} under warranty?") == ["Q109"]
    assert codes(f"Is the firewall {' ' * 2000} under warranty?") == []
