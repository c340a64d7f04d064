"""`msptool finding show`: everything of one finding."""

from __future__ import annotations

from datetime import date

import pytest

from tests.small_practice import Golden, Practice

FEBRUARY, MAY, AUGUST, OCTOBER = date(2026, 2, 10), date(2026, 5, 10), date(2026, 8, 10), date(2026, 10, 12)
HEAD = "standard,answer,note,hand_over\n"
LABEL = ("acme", "firewall-label")


def judge(work: Practice, stage: str, today: date, *options: str) -> None:
    done = work.run("finding", "triage", *LABEL, stage, "--reason", f"Judged on {today}.", *options, today=today)
    assert done.code == 0, done.err


@pytest.fixture
def told(practice: Practice) -> Practice:
    """A finding that was fixed once, came back, was accepted, ran out, and whose fix is said to be done."""
    practice.review("acme", "firewall-label,no,None at all.\nmailbox-quota,yes,\n", today=FEBRUARY)
    judge(practice, "marginal", FEBRUARY, "--way", "in-scope")
    practice.review("acme", "firewall-label,yes,\n", today=MAY)
    for day in (AUGUST, OCTOBER):
        rows = f"{HEAD}firewall-label,no,Fell off again.,professional-services\n"
        done = practice.run("review", "start", "acme", "--all", "--answers", "-", "--finish", stdin=rows, today=day)
        assert done.code == 0, done.err
    judge(practice, "accepted", AUGUST, "--accepted-by", "Managing director, Ann Lee", "--until", "2026-11-01")
    claim = "standards:\n  firewall-label:\n    - {since: 2026-11-10, because: recommendation new-labels is done}\n"
    practice.write("clients/acme/recheck.yaml", claim)
    return practice


def test_everything_of_a_finding_for_a_person(told: Practice, golden: Golden) -> None:
    shown = told.run("finding", "show", *LABEL, env={"COLUMNS": "80"})
    assert max(map(len, shown.out.splitlines())) <= 80
    golden.check("finding.txt", shown.out)


def test_an_acceptance_that_holds_says_how_long(told: Practice) -> None:
    judge(told, "accepted", date(2026, 11, 2), "--accepted-by", "Owner", "--until", "2026-11-16")
    shown = told.run("finding", "show", *LABEL).out
    assert "stage       accepted by Owner until 2026-11-16 " in shown
    assert "acceptance  today is its last day: it runs out soon" in shown
    far = told.run("finding", "show", *LABEL, today=date(2026, 11, 15)).out
    assert "acceptance  1 day left: it runs out soon" in far


def test_everything_of_a_finding_as_data(told: Practice) -> None:
    found = told.run("finding", "show", *LABEL, "--json").json
    assert (found["schema"], found["client"], found["standard"]) == ("msptool/finding/1", *LABEL)
    assert (found["status"], found["times"], found["accepted_by"], found["until"]) == (
        "reopened", 2, "Managing director, Ann Lee", "2026-11-01",
    )  # fmt: skip
    assert found["reopened_because"] == "Managing director, Ann Lee accepted it until 2026-11-01, which is past"
    assert found["question"] == "Is the firewall label documented?"
    assert found["remedy"]["area"] == "tam"
    assert [(each["on"], each["answer"], each["note"], each["review"]) for each in found["answers"]] == [
        ("2026-02-10", "no", "None at all.", "2026-02-10"), ("2026-05-10", "yes", None, "2026-05-10"),
        ("2026-08-10", "no", "Fell off again.", "2026-08-10"), ("2026-10-12", "no", "Fell off again.", "2026-10-12"),
    ]  # fmt: skip
    assert found["runs"] == [
        {"since": "2026-02-10", "answers": 1, "ended": "2026-05-10", "ended_by": "yes"},
        {"since": "2026-08-10", "answers": 2, "ended": None, "ended_by": None},
    ]
    assert [(each["stage"], each["way"], each["until"]) for each in found["judgements"]] == [
        ("marginal", "in-scope", None), ("accepted", None, "2026-11-01"),
    ]  # fmt: skip
    assert found["to_verify"] == [{"since": "2026-11-10", "because": "recommendation new-labels is done"}]


def test_an_answer_to_another_wording_is_shown_and_counts_in_no_run(told: Practice) -> None:
    low = {"business_impact": "low", "technical_risk": "low"}
    told.standard("firewall-label", question="Has the firewall a label?", **low)
    told.commit()
    told.review("acme", "firewall-label,no,\n")
    shown = told.run("finding", "show", *LABEL).out
    assert "2026-10-12  no  review 2026-10-12  to another wording of the question" in shown
    found = told.run("finding", "show", *LABEL, "--json").json
    assert [each["since"] for each in found["runs"]] == ["2026-11-16"]
    assert [each["same_question"] for each in found["answers"]] == [False] * 4 + [True]


def test_what_is_no_finding_is_refused_with_its_reason(told: Practice) -> None:
    for name, sentence in (
        ("mailbox-quota", "mailbox-quota is no finding of Acme Explosives: its last answer, of 2026-02-10, is yes."),
        ("mailbox-login", "mailbox-login is no finding of Acme Explosives: it was never answered."),
        ("mailbox-lgoin", "Did you mean 'mailbox-login'?"),
    ):
        done = told.run("finding", "show", "acme", name)
        assert (done.code, done.out) == (2, "")
        assert sentence in done.err
    told.standard("mailbox-quota", category="email", question="Is there a quota?")
    assert "it was never answered as it is worded now." in told.run("finding", "show", "acme", "mailbox-quota").err
    told.run("standard", "retire", "firewall-label", "--reason", "Old.")
    done = told.run("finding", "show", *LABEL)
    assert "firewall-label is no finding of Acme Explosives. The standard is retired." in done.err


def test_a_renamed_standard_is_found_under_both_ids_with_its_whole_history(told: Practice) -> None:
    assert told.run("standard", "rename", "firewall-label", "firewall-tag").code == 0
    for name in ("firewall-label", "firewall-tag"):
        found = told.run("finding", "show", "acme", name, "--json").json
        assert found["standard"] == "firewall-tag"
        assert (len(found["answers"]), len(found["judgements"]), len(found["to_verify"])) == (4, 2, 1)
