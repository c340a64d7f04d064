"""Warnings about wording: they fire on the plain cases, and a good standard gets none."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from msptool.standards.question import check

WARNINGS: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "questions.yaml").read_text("utf-8"))[
    "warnings"
]
DESERVED = [(code, text) for code, texts in WARNINGS.items() if code != "none" for text in texts]


def codes(text: str) -> list[str]:
    return [problem.code for problem in check(text).problems]


@pytest.mark.parametrize("text", WARNINGS["none"])
def test_a_good_standard_raises_no_warning(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(("code", "text"), DESERVED)
def test_a_question_gets_the_warning_that_it_deserves(code: str, text: str) -> None:
    assert code in codes(text)
    assert check(text).accepted


@pytest.mark.parametrize(
    ("vague", "measured"),
    [
        ("Are strong passwords enforced?", "Are strong passwords (12 characters or more) enforced?"),
        ("Are logs reviewed regularly?", "Are logs reviewed regularly, at least quarterly?"),
        ("Is firmware updated promptly?", "Is firmware updated promptly (within 14 days)?"),
        ("Is there sufficient free space?", "Is there sufficient free space (at least 20 %)?"),
        ("Is the rack properly labelled?", "Is the rack properly labelled in accordance with ANSI/TIA-606?"),
        ("Is access removed as soon as possible?", "Is access removed as soon as possible, at most 24 hours later?"),
    ],
)
def test_a_number_a_period_or_a_document_takes_a_vague_word_back(vague: str, measured: str) -> None:
    assert codes(vague) in (["Q201"], ["Q202"])
    assert codes(measured) == []


@pytest.mark.parametrize(
    "text",
    [
        "Is the acceptable use policy signed by every employee?",
        "Is modern authentication enabled for every mailbox?",
        "Is the most recent backup less than 24 hours old?",
        "Are effective dates shown on every policy?",
        "Are generally available releases installed within 30 days?",
        "To restore service quickly, is a cold spare on the shelf?",
        "Are changes logged as required by the contract?",
    ],
)
def test_a_fixed_phrase_with_a_vague_word_is_left_alone(text: str) -> None:
    assert codes(text) == []


def test_all_vague_words_are_named_in_one_warning() -> None:
    (problem,) = check("Are logs regularly reviewed and findings promptly fixed?").problems
    assert "'regularly' and 'promptly'" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "Are policies written, approved and published?",
        "Do users and administrators have separate accounts?",
        "Is every device that is lost and not recovered wiped?",
        "The policy ensures that laptops are encrypted and phones are locked?",
        "Is it documented who approves changes and how they are tested?",
        "Are servers, workstations and the firewall monitored?",
    ],
)
def test_a_list_or_a_dependent_clause_is_not_double_barrelled(text: str) -> None:
    assert "Q203" not in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "When a laptop is lost, is it wiped within an hour?",
        "Is it forbidden to share passwords?",
        "It takes two people to change a payment account?",
        "Are those who handle card data trained every year?",
        "Is this client's contract signed?",
        "Staff work from home. Is their Wi-Fi covered by the policy?",
        "The backups are encrypted, and they leave the site each day?",
    ],
)
def test_a_pronoun_that_the_question_explains_is_fine(text: str) -> None:
    assert "Q204" not in codes(text)


@pytest.mark.parametrize(
    ("inverted", "turned"),
    [
        ("Are there any users without MFA?", "Do all users have MFA?"),
        ("Are there servers that are not backed up?", "Are all servers backed up?"),
        ("Is the firmware out of date?", "Is the firmware up to date?"),
        ("Are backups not encrypted?", "Are backups encrypted?"),
        ("Is SMBv1 enabled on any server?", "Is SMBv1 disabled on every server?"),
        ("Do you allow access from unencrypted devices?", "Do you block access from unencrypted devices?"),
        ("Are there any orphaned accounts?", "Are there no orphaned accounts?"),
    ],
)
def test_a_question_whose_yes_is_a_fault_is_turned_round(inverted: str, turned: str) -> None:
    (problem,) = check(inverted).problems
    assert problem.hint == f'Write "{turned}"'
    assert codes(turned) == []


@pytest.mark.parametrize(
    "text",
    [
        "Are unsupported operating systems kept off the network?",
        "Do all routers use SSH instead of telnet?",
        "Does the scanner find unpatched servers within a day?",
        "Is anonymous access denied on all shares?",
        "Do no servers run Windows Server 2008?",
        "Is there a written exception for each system without MFA?",
        "Are the fire doors kept shut but not locked?",
        "Is an alert raised when the antivirus is disabled?",
        "Can a stolen account be disabled within an hour?",
    ],
)
def test_a_question_about_what_is_done_with_a_fault_is_not_inverted(text: str) -> None:
    assert "Q205" not in codes(text)


@pytest.mark.parametrize(
    "text", ["Is the network secure?", "Is everything okay?", "Are the servers fine?", "Is the connection fast?"]
)
def test_a_verdict_without_a_measure_is_subjective(text: str) -> None:
    assert codes(text) == ["Q201"]


@pytest.mark.parametrize(
    "text",
    [
        "Does the sign-in page use a secure cookie?",
        "Do all storage arrays report their drives as healthy?",
        "Is the system volume clean according to the scan report?",
    ],
)
def test_the_same_words_elsewhere_are_left_alone(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize("text", ["Isn't guest access closed?", "Don't all users have MFA?", "Hasn't it been tested?"])
def test_a_question_that_begins_with_a_negation_can_be_read_both_ways(text: str) -> None:
    assert "Q206" in codes(text)
