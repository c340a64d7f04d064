"""From a 'no' to a decision, a plan and a verified fix, by the commands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.small_practice import HIGH, LOW, Golden, Practice

ASKED = date(2026, 10, 5)
NO = "firewall-backup,no,\nfirewall-firmware,no,Version 6.2\nfirewall-label,no,\nmailbox-archive,yes,\nmailbox-login,no,\nmailbox-quota,yes,\n"


def remedy(summary: str, hours: float, cost: str = "none", area: str = "service-desk") -> dict[str, Any]:
    return {"summary": summary, "area": area, "hours": hours, "cost": cost}


@pytest.fixture
def reviewed(practice: Practice) -> Practice:
    """acme with four findings: two small corrections of the firewall, a costly one, and one of the mailboxes."""
    practice.standard(
        "firewall-backup", tags=["backup"], minutes=10, remedy=remedy("Export the settings", 1, "low"), **HIGH
    )
    practice.standard(
        "firewall-firmware",
        tags=["high-impact"],
        remedy=remedy("Replace the firewall", 8, "high", "professional-services"),
        **HIGH,
    )
    practice.standard("firewall-label", remedy=remedy("Label it", 0.5), **LOW)
    practice.standard("mailbox-login", category="email", remedy=remedy("Require a second factor", 4, "medium"), **HIGH)
    practice.commit("Remedies", ASKED)
    practice.review("acme", NO, today=ASKED)
    return practice


def recommendations(practice: Practice) -> dict[str, dict[str, Any]]:
    done = practice.run("roadmap", "show", "acme", "--json")
    assert done.code == 0, done.err
    return {each["id"]: each for each in done.json["recommendations"]}


def proposed(practice: Practice) -> Practice:
    assert practice.run("roadmap", "propose", "acme", "--write").code == 0
    return practice


def test_small_corrections_become_one_recommendation(reviewed: Practice) -> None:
    found = reviewed.run("roadmap", "propose", "acme", "--json").json["recommendations"]
    assert {each["id"]: (each["standards"], each["cost"], each["hours"]) for each in found} == {
        "firewalls-service-desk": (["firewall-backup", "firewall-label"], "300.00", 1.5),
        "firewall-firmware": (["firewall-firmware"], "6000.00", 8.0),
        "mailbox-login": (["mailbox-login"], "1500.00", 4.0),
    }
    alone = reviewed.run("roadmap", "propose", "acme", "--each", "--json").json["recommendations"]
    assert len(alone) == 4
    assert not (reviewed.root / "clients/acme/roadmap").exists()


def test_what_is_proposed_is_written_once_and_lints(reviewed: Practice, golden: Golden) -> None:
    proposed(reviewed)
    golden.check("recommendation.yaml", reviewed.read("clients/acme/roadmap/firewalls-service-desk.yaml"))
    linted = reviewed.run("lint")
    assert linted.code == 0, linted.out
    again = reviewed.run("roadmap", "propose", "acme", "--write")
    assert again.code == 0
    assert "Nothing to propose" in again.err


def test_the_roadmap_for_reading(reviewed: Practice, golden: Golden) -> None:
    proposed(reviewed)
    golden.check("roadmap.txt", reviewed.run("roadmap", "show", "acme").out)


def test_gains_are_shares_of_the_score(reviewed: Practice) -> None:
    found = recommendations(proposed(reviewed))
    # Possible: three high (5), two medium (3) and one low (1) of weight = 22.
    assert {name: (each["points"], each["gain"]) for name, each in found.items()} == {
        "firewalls-service-desk": (6, round(6 / 22, 6)),
        "firewall-firmware": (5, round(5 / 22, 6)),
        "mailbox-login": (5, round(5 / 22, 6)),
    }


def test_a_decision_is_kept_with_role_and_day(reviewed: Practice) -> None:
    proposed(reviewed)
    done = reviewed.run(
        "roadmap", "decide", "acme", "mailbox-login", "approved", "--by", "Managing director, Ann Lee", "--quarter", "2027-Q1"
    )  # fmt: skip
    assert (done.code, done.out) == (0, "mailbox-login: approved, 2027-Q1.\n")
    assert reviewed.data("clients/acme/roadmap/mailbox-login.yaml")["decisions"] == [
        {"choice": "approved", "on": "2026-11-16", "by": "Managing director, Ann Lee"}
    ]
    assert recommendations(reviewed)["mailbox-login"]["status"] == "approved"


def test_an_accepted_risk_is_open_again_after_its_day(reviewed: Practice) -> None:
    proposed(reviewed)
    accept = (
        "roadmap",
        "decide",
        "acme",
        "firewall-firmware",
        "risk-accepted",
        "--by",
        "Owner",
        "--until",
        "2027-03-31",
    )
    assert reviewed.run(*accept).code == 0
    assert recommendations(reviewed)["firewall-firmware"]["status"] == "risk-accepted"
    assert reviewed.data("clients/acme/triage.yaml")["findings"]["firewall-firmware"] == [
        {
            "stage": "accepted", "on": "2026-11-16", "accepted_by": "Owner", "until": "2027-03-31",
            "reason": "Accepted with the recommendation firewall-firmware.",
        }
    ]  # fmt: skip
    later = reviewed.run("roadmap", "show", "acme", "--json", today=date(2027, 4, 1)).json["recommendations"]
    assert {(each["status"], each["lapsed"]) for each in later if each["id"] == "firewall-firmware"} == {
        ("proposed", True)
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("mailbox-login", "approved"), "A decision says which role of the client took it: 'by'."),
        (("mailbox-login", "approvd", "--by", "Owner"), "There is no decision 'approvd'. Did you mean 'approved'?"),
        (("mailbox-login", "risk-accepted", "--by", "Owner"), "A risk is accepted until a day: 'until'."),
        (("mailbox-login", "deferred", "--by", "Owner", "--until", "2026-11-16"), "'until' is a day after 'on'."),
        (("mailbox-login", "approved", "--by", "Owner", "--on", "2026-11-17"), "2026-11-17 is still to come"),
        (("mailbox-login", "approved", "--by", "Owner", "--quarter", "2027"), "A quarter is written like 2027-Q1"),
        (("mailbox-logn", "approved", "--by", "Owner"), "acme has no recommendation 'mailbox-logn'. Did you mean 'mailbox-login'?"),
    ],
)  # fmt: skip
def test_half_a_decision_is_refused(reviewed: Practice, arguments: tuple[str, ...], said: str) -> None:
    proposed(reviewed)
    before = reviewed.files()
    done = reviewed.run("roadmap", "decide", "acme", *arguments)
    assert done.code == 2
    assert said in done.err
    assert reviewed.files() == before


def test_what_is_done_is_verified_by_the_next_review(reviewed: Practice) -> None:
    proposed(reviewed)
    assert reviewed.run("roadmap", "done", "acme", "firewalls-service-desk", "--by", "jim").code == 0
    assert recommendations(reviewed)["firewalls-service-desk"]["status"] == "done"
    reviewed.commit("Done")
    reviewed.review("acme", "firewall-backup,yes,\n", today=date(2026, 12, 1))
    half = reviewed.run("roadmap", "show", "acme", "--json", today=date(2026, 12, 1)).json["recommendations"]
    assert {each["status"] for each in half if each["id"] == "firewalls-service-desk"} == {"done"}
    reviewed.review("acme", "firewall-label,yes,\n", today=date(2026, 12, 2))
    whole = reviewed.run("roadmap", "show", "acme", "--json", today=date(2026, 12, 2)).json["recommendations"]
    assert {each["status"] for each in whole if each["id"] == "firewalls-service-desk"} == {"verified"}


def test_what_comes_back_is_proposed_again(reviewed: Practice) -> None:
    proposed(reviewed)
    reviewed.run("roadmap", "done", "acme", "mailbox-login")
    reviewed.commit("Done")
    later = date(2026, 12, 1)
    reviewed.review("acme", "mailbox-login,no,\n", today=later)
    found = reviewed.run("roadmap", "show", "acme", "--json", today=later).json["recommendations"]
    assert {each["status"] for each in found if each["id"] == "mailbox-login"} == {"came-back"}
    again = reviewed.run("roadmap", "propose", "acme", "--json", today=later).json["recommendations"]
    assert [each["id"] for each in again] == ["mailbox-login-2"]


def test_the_plan_keeps_to_the_budget_and_says_what_more_would_buy(reviewed: Practice, golden: Golden) -> None:
    proposed(reviewed)
    done = reviewed.run("roadmap", "plan", "acme", "--budget", "2000", "--json")
    found = done.json
    assert (found["status"], found["points"], found["bound"], found["cost"]) == ("optimal", 11, 11, "1800.00")
    assert [(each["id"], each["quarter"]) for each in found["chosen"]] == [
        ("firewalls-service-desk", "2027-Q1"), ("mailbox-login", "2027-Q1"),
    ]  # fmt: skip
    assert found["left"] == ["firewall-firmware"]
    assert found["next"] is None
    assert found["least_more"] == {
        "budget": "5800.00", "points": 5, "gain": round(5 / 22, 6), "recommendations": ["firewall-firmware"]
    }  # fmt: skip
    golden.check("plan.txt", reviewed.run("roadmap", "plan", "acme", "--budget", "2000").out)


def test_the_plan_is_written_as_quarters(reviewed: Practice) -> None:
    proposed(reviewed)
    assert reviewed.run("roadmap", "plan", "acme", "--budget", "2000", "--hours", "4", "--write").code == 0
    assert {name: each["quarter"] for name, each in recommendations(reviewed).items()} == {
        "firewalls-service-desk": "2027-Q1", "mailbox-login": "2027-Q2", "firewall-firmware": None,
    }  # fmt: skip


def test_what_must_come_before_comes_before(reviewed: Practice) -> None:
    proposed(reviewed)
    path = "clients/acme/roadmap/mailbox-login.yaml"
    reviewed.write(path, reviewed.read(path) + "after: [firewall-firmware]\n")
    found = reviewed.run("roadmap", "plan", "acme", "--budget", "9000", "--hours", "8", "--json").json
    places = {each["id"]: each["quarter"] for each in found["chosen"]}
    assert places["firewall-firmware"] < places["mailbox-login"]
    short = reviewed.run("roadmap", "plan", "acme", "--budget", "2000", "--json").json
    assert [each["id"] for each in short["chosen"]] == ["firewalls-service-desk"]


def test_what_the_client_approved_is_kept_or_refused_in_one_sentence(reviewed: Practice) -> None:
    proposed(reviewed)
    reviewed.run("roadmap", "decide", "acme", "firewall-firmware", "approved", "--by", "Owner", "--quarter", "2027-Q2")
    found = reviewed.run("roadmap", "plan", "acme", "--budget", "6000", "--json").json
    assert [(each["id"], each["quarter"], each["kept"]) for each in found["chosen"]] == [
        ("firewall-firmware", "2027-Q2", True)
    ]
    done = reviewed.run("roadmap", "plan", "acme", "--budget", "5999")
    assert done.code == 2
    assert "What the client approved does not fit: 1 recommendation costs 6,000.00" in done.err


def test_quarters_have_budgets_of_their_own(reviewed: Practice) -> None:
    proposed(reviewed)
    found = reviewed.run(
        "roadmap", "plan", "acme", "--budget", "9000", "--quarter", "2027-Q1=300", "--quarter", "2027-Q2", "--json"
    ).json  # fmt: skip
    assert {each["id"]: each["quarter"] for each in found["chosen"]} == {
        "firewalls-service-desk": "2027-Q1", "firewall-firmware": "2027-Q2", "mailbox-login": "2027-Q2",
    }  # fmt: skip
    hole = reviewed.run("roadmap", "plan", "acme", "--budget", "1", "--quarter", "2027-Q1", "--quarter", "2027-Q3")
    assert (hole.code, "After 2027-Q1 comes 2027-Q2, not 2027-Q3" in hole.err) == (2, True)


def test_the_budget_counts_recurring_cost_from_its_quarter_on(reviewed: Practice, golden: Golden) -> None:
    proposed(reviewed)
    path = "clients/acme/roadmap/mailbox-login.yaml"
    reviewed.write(path, reviewed.read(path).replace("one_time: 1500.00", "one_time: 1500.00\n  monthly: 40.00"))
    reviewed.run("roadmap", "decide", "acme", "mailbox-login", "approved", "--by", "Owner", "--quarter", "2027-Q3")
    found = reviewed.run("roadmap", "budget", "acme", "--from", "2027-Q1", "--quarters", "6", "--json").json
    assert [(each["quarter"], each["one_time"], each["recurring"]) for each in found["quarters"]] == [
        ("2027-Q1", "0.00", "0.00"), ("2027-Q2", "0.00", "0.00"), ("2027-Q3", "1500.00", "120.00"),
        ("2027-Q4", "0.00", "120.00"), ("2028-Q1", "0.00", "120.00"), ("2028-Q2", "0.00", "120.00"),
    ]  # fmt: skip
    assert [(each["year"], each["total"], each["approved"]) for each in found["years"]] == [
        (2027, "1740.00", "1740.00"), (2028, "240.00", "240.00")
    ]  # fmt: skip
    golden.check("budget.txt", reviewed.run("roadmap", "budget", "acme", "--from", "2027-Q1", "--quarters", "6").out)


def test_recommendations_are_put_into_initiatives(reviewed: Practice) -> None:
    proposed(reviewed)
    refused = reviewed.run("roadmap", "group", "acme", "safe-login", "mailbox-login")
    assert (refused.code, "name it with --title" in refused.err) == (2, True)
    done = reviewed.run("roadmap", "group", "acme", "safe-login", "mailbox-login", "--title", "Safe sign-in")
    assert done.code == 0, done.err
    assert reviewed.data("clients/acme/initiatives/safe-login.yaml") == {"title": "Safe sign-in"}
    assert recommendations(reviewed)["mailbox-login"]["initiative"] == "safe-login"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("after: [new-firewal]", "P104"), ("initiative: netwrok", "P103"), ("owner: bobb", "P105"),
        ("standards: [firewal-backup]", "P102"), ("raised: 2062-01-01", "P106"), ("after: [mailbox-login]", "P104"),
    ],
)  # fmt: skip
def test_a_recommendation_that_names_what_is_not_there_is_found(reviewed: Practice, line: str, code: str) -> None:
    reviewed.write(
        "clients/acme/roadmap/mailbox-login.yaml",
        f"title: x\narea: tam\n{line}\n" + ("" if "raised" in line else "raised: 2026-11-01\n"),
    )
    found = reviewed.run("lint", "--format", "json").json["problems"]
    assert [each["code"] for each in found] == [code]


def test_a_circle_is_found(reviewed: Practice) -> None:
    for one, other in (("a", "b"), ("b", "a")):
        reviewed.write(
            f"clients/acme/roadmap/{one}.yaml", f"title: x\narea: tam\nraised: 2026-11-01\nafter: [{other}]\n"
        )
    found = reviewed.run("lint", "--format", "json").json["problems"]
    assert [(each["code"], each["path"]) for each in found] == [
        ("P104", "clients/acme/roadmap/a.yaml"), ("P104", "clients/acme/roadmap/b.yaml")
    ]  # fmt: skip
