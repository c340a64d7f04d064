"""The form of a text, on a table of our own questions in the many ways that people write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from msptool.standards.question import Form, check

TABLE: dict[str, dict[str, list[str]]] = yaml.safe_load((Path(__file__).parent / "questions.yaml").read_text("utf-8"))
FORMS = [(Form(form), text) for form, texts in TABLE["forms"].items() for text in texts]
YES_NO = TABLE["forms"]["yes-no"]
REFUSED = [text for form, text in FORMS if form is not Form.YES_NO]


def name(value: Any) -> str:
    return str(value)[:60]


@pytest.mark.parametrize(("form", "text"), FORMS, ids=name)
def test_a_text_has_the_form_that_the_table_gives_it(form: Form, text: str) -> None:
    verdict = check(text)
    assert verdict.form is form
    assert verdict.accepted is (form is Form.YES_NO)


@pytest.mark.parametrize(
    ("forms", "share"),
    [
        ([Form.YES_NO], 0.99),
        ([Form.OPEN, Form.IMPERATIVE, Form.STATEMENT], 0.97),
        ([Form.EITHER_OR, Form.COMPOUND], 0.8),
    ],
)
def test_the_shares_that_the_rule_promises_hold_with_the_known_weak_spots_counted(
    forms: list[Form], share: float
) -> None:
    texts = [text for form in forms for part in ("forms", "weak") for text in TABLE[part].get(form, [])]
    right = [text for text in texts if check(text).accepted is (forms == [Form.YES_NO])]
    assert len(right) / len(texts) >= share


@pytest.mark.parametrize(
    ("text", "form"),
    [
        # Nouns that are verbs elsewhere
        ("Patch levels are current?", Form.YES_NO),
        ("Patch the servers?", Form.IMPERATIVE),
        ("Backup jobs run daily?", Form.YES_NO),
        ("Back up the servers daily?", Form.IMPERATIVE),
        ("Access is reviewed each quarter?", Form.YES_NO),
        ("Access the console weekly", Form.IMPERATIVE),
        ("Deploy keys are rotated?", Form.YES_NO),
        ("Check Point gateways are patched?", Form.YES_NO),
        ("Check gateways are patched?", Form.IMPERATIVE),
        # A clause in front
        ("When was the plan tested?", Form.OPEN),
        ("When the plan is tested, is the result filed?", Form.YES_NO),
        ("When the plan is tested, who files the result?", Form.OPEN),
        ("When the plan is tested, the result is filed?", Form.YES_NO),
        ("Should a breach happen, who is told?", Form.OPEN),
        ("Should a breach happen, is the client told?", Form.YES_NO),
        ("In which country is the data stored?", Form.OPEN),
        ("In each country, is the data stored locally?", Form.YES_NO),
        # A wh-word that asks nothing
        ("Do you know which services are exposed?", Form.YES_NO),
        ("Is it documented who approves and how exceptions are handled?", Form.YES_NO),
        ("Are staff trained on what to do?", Form.YES_NO),
        ("Are roles defined, and who approves them?", Form.COMPOUND),
        # An "or" that asks nothing
        ("Is TLS 1.2 or higher required?", Form.YES_NO),
        ("Is MFA on or not?", Form.YES_NO),
        ("Is PowerShell 2.0 disabled or removed?", Form.YES_NO),
        ("Are internal or external audits done?", Form.YES_NO),
        ("Are all threats listed, internal or external?", Form.YES_NO),
        ("Are logs reviewed at least weekly or monthly?", Form.YES_NO),
        ("Is the auditor internal or external?", Form.EITHER_OR),
        # Context and remarks
        ("Staff work from home. Is their Wi-Fi covered by the policy?", Form.YES_NO),
        ("Is the policy signed? It covers home offices.", Form.YES_NO),
        ("Is the policy signed? (Yes / No)", Form.YES_NO),
        ("Is the policy signed? Note: ask the owner.", Form.YES_NO),
        ("Is the policy signed? Ask the owner.", Form.COMPOUND),
        ("Is the policy signed (please attach)?", Form.COMPOUND),
        # No mark, or nothing said
        ("Is MFA enabled", Form.STATEMENT),
        ("", Form.FRAGMENT),
        ("?!", Form.FRAGMENT),
        ("Is", Form.FRAGMENT),
    ],
    ids=name,
)
def test_texts_that_look_alike_are_told_apart(text: str, form: Form) -> None:
    assert check(text).form is form


@pytest.mark.parametrize(
    "dressed",
    [
        "{}",
        "  {}\n",
        "1. {}",
        "1.2.3 {}",
        "(a) {}",
        "b) {}",
        "- {}",
        "• {}",
        "[ ] {}",
        "Q12: {}",
        "AC-2(1) {}",
        "“{}”",
        "({})",
    ],
)
@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Is the server’s disk encrypted?", Form.YES_NO),
        ("Is the server's disk encrypted ？", Form.YES_NO),
        ("Is the server's disk encrypted??", Form.YES_NO),
        ("For every server, is the disk encrypted?", Form.YES_NO),
        ("Which disk is encrypted?", Form.OPEN),
        ("Ensure the disk is encrypted.", Form.IMPERATIVE),
    ],
)
def test_numbers_bullets_quotes_and_typography_do_not_change_the_form(dressed: str, text: str, form: Form) -> None:
    assert check(dressed.format(text)).form is form


def test_shouting_and_whispering_do_not_refuse_a_question() -> None:
    shouted = [text for text in YES_NO if not check(text.upper()).accepted]
    whispered = [text for text in YES_NO if not check(text.lower()).accepted]
    # A name may be told by its capitals alone.
    assert len(shouted) + len(whispered) <= len(YES_NO) * 2 // 100


@pytest.mark.parametrize(
    "tail", [" If so, describe.", " If not, why?", " Please explain.", " How often?", " Describe it."]
)
def test_a_request_after_a_question_makes_it_compound(tail: str) -> None:
    plain = [text for text in YES_NO if text.rstrip().endswith("?")]
    assert [text for text in plain if check(text + tail).form is not Form.COMPOUND] == []


def test_a_second_question_makes_it_two() -> None:
    plain = [text for text in YES_NO if text.rstrip().endswith("?")]
    assert [text for text in plain if check(text + " Is it tested?").form is not Form.TWO_QUESTIONS] == []


def test_no_refused_text_is_accepted_for_a_question_mark_unless_it_was_a_statement() -> None:
    told = TABLE["forms"]["imperative"] + TABLE["forms"]["open"]
    accepted = [text for text in told if check(text.rstrip(" .:?") + "?").accepted]
    assert len(accepted) <= len(told) * 2 // 100


def test_a_question_mark_makes_a_statement_a_question() -> None:
    statements = TABLE["forms"]["statement"]
    refused = [text for text in statements if not check(text.rstrip(" .") + "?").accepted]
    assert refused == ["I want to know how backups are tested."] or refused == []
