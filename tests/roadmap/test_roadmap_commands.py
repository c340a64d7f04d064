"""From a 'no' to a decision, a plan and a verified fix, by the commands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.small_practice import HIGH, LOW, TODAY, Golden, Practice, dump

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
        (("mailbox-login", "approved"), "Say who at the client decided: --by 'Managing director, Ann Lee', or the role of a contact."),
        (("mailbox-login", "approvd", "--by", "Owner"), "There is no decision 'approvd'. Did you mean 'approved'?"),
        (("mailbox-login", "risk-accepted", "--by", "Owner"), "A risk is accepted until a day, on which it is looked at again: --until YYYY-MM-DD."),
        (("mailbox-login", "deferred", "--by", "Owner", "--until", "2026-11-16"), "--until takes a day after 2026-11-16, the day of the decision, not 2026-11-16."),
        (("mailbox-login", "approved", "--by", "Owner", "--on", "2026-11-17"), "2026-11-17 is still to come"),
        (("mailbox-login", "approved", "--by", "Owner", "--quarter", "2027"), "A quarter is written like 2027-Q1"),
        (("mailbox-login", "approved", "--by", "Owner", "--until", "2027-01-01"), "--until goes with deferred and risk-accepted, not with approved."),
        (("mailbox-login", "approved", "--by", "Owner", "--quarter", "2026-Q3"), "2026-Q3 ended on 2026-09-30: name 2026-Q4 or a later quarter."),
        (("mailbox-login", "approved", "--by", "bob"), "is of the practice and cannot decide for"),
        (("mailbox-login", "approved", "--by", "decision-maker"), "has no contact with the role decision-maker. Write who it is: --by 'Managing director, Ann Lee'."),
        (("mailbox-login", "approved", "--by", "Owner", "--on", "2026-11-15"), "mailbox-login was raised on 2026-11-16, after 2026-11-15."),
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


def written(practice: Practice, name: str, **fields: Any) -> None:
    """A recommendation about the second factor, raised on the day of the review."""
    data = {"title": "Second factor", "area": "tam", "standards": ["mailbox-login"], "raised": str(ASKED), **fields}
    practice.write(f"clients/acme/roadmap/{name}.yaml", dump(data))


APPROVED = [{"choice": "approved", "on": "2026-10-06", "by": "Owner"}]


def quarters(practice: Practice, *more: str, today: date = TODAY) -> Any:
    done = practice.run("roadmap", "budget", "acme", *more, "--json", today=today)
    assert done.code == 0, done.err
    return done.json


def test_what_is_approved_and_late_is_counted_in_the_quarter_of_today(reviewed: Practice) -> None:
    costs = {"one_time": 6000.00, "monthly": 50.00}
    written(reviewed, "late", costs=costs, quarter="2026-Q1", decisions=APPROVED)
    found = quarters(reviewed, "--quarters", "2")
    assert [(each["quarter"], each["one_time"], each["recurring"], each["approved"], each["begins"]) for each in found["quarters"]] == [
        ("2026-Q4", "6000.00", "150.00", "6150.00", ["late"]), ("2027-Q1", "0.00", "150.00", "150.00", []),
    ]  # fmt: skip
    assert (found["overdue"], found["unplaced"]) == (["late"], [])
    shown = reviewed.run("roadmap", "budget", "acme").out
    assert "1 open recommendation for USD 6,000.00 and 50.00 a month whose quarter has passed is counted in" in shown
    page = reviewed.run("report", "roadmap", "acme").out
    assert "6,000.00 and USD 50.00 a month were planned for an earlier quarter; they are counted in 2026-Q4." in page


def test_what_is_done_costs_from_the_quarter_of_the_work(reviewed: Practice) -> None:
    written(
        reviewed, "done", costs={"one_time": 10.00, "monthly": 100.00}, decisions=APPROVED, done={"on": "2026-10-20"}
    )
    found = quarters(reviewed, "--quarters", "2")["quarters"]
    assert [(each["quarter"], each["one_time"], each["recurring"]) for each in found] == [
        ("2026-Q4", "10.00", "300.00"), ("2027-Q1", "0.00", "300.00")
    ]  # fmt: skip


def test_what_has_no_quarter_is_told_with_its_monthly_cost(reviewed: Practice) -> None:
    written(reviewed, "sometime", costs={"monthly": 40.00})
    assert (
        "1 open recommendation for USD 0.00 and 40.00 a month without a quarter."
        in reviewed.run("roadmap", "budget", "acme").out
    )
    assert "Recommendations for USD 40.00 a month have no quarter yet" in reviewed.run("report", "roadmap", "acme").out


def risks(practice: Practice, today: date = TODAY) -> Any:
    return practice.run("report", "risk", "acme", "--json", today=today).json


def decide(practice: Practice, *arguments: str, today: date = TODAY) -> None:
    done = practice.run("roadmap", "decide", "acme", "mailbox-login", *arguments, "--by", "Owner", today=today)
    assert done.code == 0, done.err


@pytest.mark.parametrize("choice", ["approved", "deferred"])
def test_what_the_client_decides_after_it_accepted_a_risk_ends_the_acceptance(reviewed: Practice, choice: str) -> None:
    judge = (
        "finding",
        "triage",
        "acme",
        "mailbox-login",
        "marginal",
        "--way",
        "in-scope",
        "--reason",
        "x",
        "--by",
        "bob",
    )
    assert reviewed.run(*judge, today=ASKED).code == 0
    proposed(reviewed)
    decide(reviewed, "risk-accepted", "--until", "2027-06-30")
    assert [each["name"] for each in risks(reviewed)["accepted"]] == ["Mailbox login"]
    later = date(2026, 12, 1)
    decide(reviewed, choice, today=later)
    assert risks(reviewed, later)["accepted"] == []
    found = reviewed.run("finding", "list", "acme", "--stage", "marginal", "--json", today=later).json["findings"]
    assert [(each["standard"], each["way"]) for each in found] == [("mailbox-login", "in-scope")]
    reviewed.commit("Decided")
    assert reviewed.run("lint", today=later).code == 0


def test_a_risk_accepted_by_itself_stays_accepted_when_its_recommendation_is_declined(reviewed: Practice) -> None:
    proposed(reviewed)
    accept = ("--reason", "x", "--accepted-by", "Owner", "--until", "2027-06-30")
    assert reviewed.run("finding", "triage", "acme", "mailbox-login", "accepted", *accept).code == 0
    decide(reviewed, "declined")
    assert [each["name"] for each in risks(reviewed)["accepted"]] == ["Mailbox login"]
    decide(reviewed, "approved")
    assert risks(reviewed)["accepted"] == []
    assert reviewed.data("clients/acme/triage.yaml")["findings"]["mailbox-login"][-1]["stage"] == "vulnerable"


def test_a_decision_before_the_last_one_is_refused(reviewed: Practice) -> None:
    proposed(reviewed)
    decide(reviewed, "approved", today=date(2026, 12, 1))
    done = reviewed.run("roadmap", "decide", "acme", "mailbox-login", "declined", "--by", "Owner", "--on", "2026-11-20", today=date(2026, 12, 2))  # fmt: skip
    assert (done.code, "mailbox-login was last decided on 2026-12-01 (approved), after 2026-11-20." in done.err) == (
        2,
        True,
    )


def test_an_earlier_day_knows_nothing_of_what_came_later(reviewed: Practice) -> None:
    written(reviewed, "mailbox-login", decisions=[{"choice": "approved", "on": "2026-10-20", "by": "Owner"}], done={"on": "2026-11-01"})  # fmt: skip
    states = {}
    for day in (date(2026, 10, 4), date(2026, 10, 6), date(2026, 10, 20), date(2026, 11, 1)):
        found = reviewed.run("roadmap", "show", "acme", "--json", today=day).json["recommendations"]
        states[str(day)] = [
            (each["status"], each["decision"] and each["decision"]["choice"], each["done"]) for each in found
        ]
    assert states == {
        "2026-10-04": [], "2026-10-06": [("proposed", None, None)], "2026-10-20": [("approved", "approved", None)],
        "2026-11-01": [("done", "approved", "2026-11-01")],
    }  # fmt: skip
    page = reviewed.run("report", "roadmap", "acme", "--json", today=date(2026, 10, 6)).json["outlook"]
    (advice,) = page["themes"][0]["items"]
    assert (advice["said"], advice["decided_by"], advice["done"]) == ("to be decided", "", None)
    early = reviewed.run(
        "roadmap", "decide", "acme", "mailbox-login", "approved", "--by", "Owner", today=date(2026, 10, 4)
    )
    assert (early.code, "'mailbox-login' was raised on 2026-10-05, after 2026-10-04." in early.err) == (2, True)


def test_a_proposal_for_an_earlier_day_takes_no_name_that_is_used_later(reviewed: Practice) -> None:
    written(reviewed, "mailbox-login", raised="2026-11-10")
    found = reviewed.run("roadmap", "propose", "acme", "--json", today=date(2026, 11, 9)).json["recommendations"]
    assert "mailbox-login-2" in {each["id"] for each in found}


@pytest.mark.parametrize("name", ["0000-Q1", "9999-Q4", "1899-Q4", "2200-Q1"])
def test_a_quarter_of_no_year_that_is_planned_is_refused(reviewed: Practice, name: str) -> None:
    for arguments in (("budget", "acme", "--from", name), ("plan", "acme", "--budget", "1", "--quarter", name)):
        done = reviewed.run("roadmap", *arguments)
        assert (done.code, "with a year from 1900 to 2199" in done.err) == (2, True)
    assert reviewed.run("roadmap", "budget", "acme", "--from", "2199-Q4", "--quarters", "40").code == 0


def test_what_no_review_asks_any_more_is_named_and_keeps_nothing_waiting(reviewed: Practice) -> None:
    written(reviewed, "login", standards=["mailbox-login", "mailbox-gone"], done={"on": "2026-11-01"})
    written(reviewed, "alone", standards=["mailbox-gone"], done={"on": "2026-11-01"})
    reviewed.review("acme", "mailbox-login,yes,\n")
    found = recommendations(reviewed)
    assert {name: (each["status"], each["unasked"]) for name, each in found.items()} == {
        "login": ("verified", ["mailbox-gone"]), "alone": ("done", ["mailbox-gone"]),
    }  # fmt: skip
    assert "mailbox-gone is asked no more" in " ".join(reviewed.run("roadmap", "show", "acme").out.split())
    themes = reviewed.run("report", "roadmap", "acme", "--json").json["outlook"]["themes"]
    assert {each["said"] for theme in themes for each in theme["items"]} == {"done", "done and verified"}


def test_what_is_done_about_a_retired_standard_stays_verified(reviewed: Practice) -> None:
    written(reviewed, "login", done={"on": "2026-11-01"})
    reviewed.review("acme", "mailbox-login,yes,\n", today=date(2026, 11, 10))
    reviewed.standard("mailbox-login", category="email", status="retired")
    assert recommendations(reviewed)["login"]["status"] == "verified"


def test_two_initiatives_of_one_title_stay_two(reviewed: Practice) -> None:
    for name in ("a", "b"):
        written(reviewed, name, initiative=name)
        reviewed.write(f"clients/acme/initiatives/{name}.yaml", f"title: Safe\nsummary: About {name}\n")
    written(reviewed, "c")
    themes = reviewed.run("report", "roadmap", "acme", "--json").json["outlook"]["themes"]
    assert [(each["title"], each["summary"]) for each in themes] == [
        ("Safe", "About a"), ("Safe", "About b"), ("On their own", "")
    ]  # fmt: skip


def test_the_risk_register_tells_of_what_is_open_before_what_came_back(reviewed: Practice) -> None:
    written(reviewed, "first", quarter="2026-Q4", done={"on": "2026-10-06"})
    reviewed.review("acme", "mailbox-login,no,\n", today=date(2026, 11, 2))
    written(reviewed, "second", quarter="2027-Q2", raised="2026-11-02", decisions=[{"choice": "approved", "on": "2026-11-03", "by": "Owner"}])  # fmt: skip
    (risk,) = [each for each in risks(reviewed)["open"] if each["name"] == "Mailbox login"]
    assert (risk["treatment"], risk["quarter"]) == ("approved", "2027-Q2")


def test_the_reason_of_several_corrections_is_one_for_all_of_them(reviewed: Practice) -> None:
    proposed(reviewed)
    why = reviewed.data("clients/acme/roadmap/firewalls-service-desk.yaml")["why"]
    assert "together they put Firewalls in order" in why
    assert "firewall backup" not in why


@pytest.mark.parametrize(
    "command",
    [
        ("roadmap", "done", "acme", "mailbox-login", "--by", "jimm"),
        ("finding", "triage", "acme", "mailbox-login", "marginal", "--reason", "x", "--by", "jimm"),
    ],
)
def test_whoever_did_or_judged_it_is_a_person_of_the_practice(reviewed: Practice, command: tuple[str, ...]) -> None:
    proposed(reviewed)
    before = reviewed.files()
    done = reviewed.run(*command)
    assert (done.code, "nobody 'jimm' in practice/people/. Did you mean 'jim'?" in done.err) == (2, True)
    assert reviewed.files() == before


def test_nothing_is_planned_into_a_quarter_that_is_over(reviewed: Practice) -> None:
    proposed(reviewed)
    before = reviewed.files()
    done = reviewed.run("roadmap", "plan", "acme", "--budget", "12000", "--quarter", "2020-Q1", "--write")
    assert (done.code, "2020-Q1 ended on 2020-03-31: name 2026-Q4 or a later quarter." in done.err) == (2, True)
    assert reviewed.files() == before
    assert reviewed.run("roadmap", "plan", "acme", "--budget", "12000", "--quarter", "2026-Q4").code == 0


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"quarter": "2026-Q3"}, ["2026-Q3 ended on 2026-09-30, and the work is not done"]),
        ({"quarter": "2026-Q4"}, []),
        ({"quarter": "2026-Q3", "done": {"on": "2026-10-20"}}, []),
        ({"quarter": "2026-Q3", "decisions": [{"choice": "declined", "on": "2026-10-06", "by": "Owner"}]}, []),
    ],
)
def test_what_is_left_in_a_quarter_that_is_over_is_a_warning(
    reviewed: Practice, fields: dict[str, Any], found: list[str]
) -> None:
    written(reviewed, "late", **fields)
    problems = reviewed.run("lint", "--json").json["problems"]
    assert [(each["code"], each["message"]) for each in problems] == [("P107", each) for each in found]
    if found:
        # With a fiscal year from July on, 2026-Q3 ends in March 2027.
        reviewed.client("acme", name="Acme Explosives", fiscal_year_starts=7)
        assert reviewed.run("lint", "--json").json["problems"] == []


def test_who_decides_is_written_by_role_and_name(reviewed: Practice) -> None:
    proposed(reviewed)
    contacts = [{"name": "Wendell Crouse", "role": "decision-maker", "title": "Managing Director"}]
    reviewed.client("acme", name="Acme Explosives", contacts=contacts)
    for said in ("decision-maker", "wendell", "Wendell Crouse"):
        assert reviewed.run("roadmap", "decide", "acme", "mailbox-login", "approved", "--by", said).code == 0
        decisions = reviewed.data("clients/acme/roadmap/mailbox-login.yaml")["decisions"]
        assert [each["by"] for each in decisions] == ["Managing Director, Wendell Crouse"]


def test_a_day_far_ahead_is_remarked(reviewed: Practice) -> None:
    proposed(reviewed)
    accept = ("roadmap", "decide", "acme", "mailbox-login", "risk-accepted", "--by", "Owner", "--until")
    assert "2072-01-01 is more than three years ahead" in reviewed.run(*accept, "2072-01-01").err
    assert "three years" not in reviewed.run(*accept, "2029-11-16").err


def test_the_last_word_of_a_day_takes_the_place_of_the_one_before(reviewed: Practice) -> None:
    proposed(reviewed)
    decide(reviewed, "approved", "--reason", "Ys")
    done = reviewed.run(
        "roadmap", "decide", "acme", "mailbox-login", "deferred", "--by", "Owner", "--reason", "Yes", "--until", "2027-01-01"
    )  # fmt: skip
    assert done.out == "mailbox-login: deferred, in place of 'approved' of the same day.\n"
    decisions = reviewed.data("clients/acme/roadmap/mailbox-login.yaml")["decisions"]
    assert [(each["choice"], each["reason"]) for each in decisions] == [("deferred", "Yes")]
    decide(reviewed, "approved", today=date(2026, 11, 17))
    assert len(reviewed.data("clients/acme/roadmap/mailbox-login.yaml")["decisions"]) == 2


def test_approved_open_and_put_off_money_stand_apart(reviewed: Practice) -> None:
    for name, amount, more in (
        ("one", 300.00, {"decisions": APPROVED, "quarter": "2027-Q1"}),
        ("two", 1500.00, {"quarter": "2027-Q3"}),
        ("three", 20.00, {}),
        ("four", 6000.00, {"quarter": "2027-Q1", "decisions": [{"choice": "deferred", "on": "2026-10-06", "by": "Owner"}]}),
        ("five", 7000.00, {"quarter": "2027-Q1", "decisions": [{"choice": "declined", "on": "2026-10-06", "by": "Owner"}]}),
    ):  # fmt: skip
        written(reviewed, name, costs={"one_time": amount}, initiative="safe", **more)
    reviewed.write("clients/acme/initiatives/safe.yaml", "title: Safe\n")
    page = reviewed.run("report", "roadmap", "acme").out
    assert "| Safe | 2027-Q1 | approved | 300 |" in page
    assert "| Safe | 2027-Q3 | to be decided | 1,500 |" in page
    assert "| Safe | not planned yet | to be decided | 20 |" in page
    assert "| Safe | 2027-Q1 | put off | 6,000 |" in page
    assert "7,000 |" not in page
    assert "| FY 2027 | USD 1,800.00 | USD 0.00 | USD 1,800.00 | USD 300.00 |" in page
    assert "Recommendations for USD 6,000.00 were put off and are not in these figures." in page
    found = quarters(reviewed)
    assert (found["put_off"], found["total"]["total"]) == (["four"], "1800.00")
    told = " ".join(reviewed.run("roadmap", "budget", "acme").out.split())
    assert "1 open recommendation for USD 6,000.00 put off, in no column: four." in told
    html = reviewed.run("report", "roadmap", "acme", "--format", "html").out
    assert "were put off and are not in these figures" in html


def test_a_long_id_is_shown_whole_in_a_narrow_window(reviewed: Practice) -> None:
    name = "a-recommendation-with-a-name-that-is-longer-than-its-column-is"
    written(reviewed, name)
    shown = "".join(reviewed.run("roadmap", "show", "acme").out.split())
    assert name in shown
    assert "…" not in shown
