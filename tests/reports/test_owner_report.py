"""`msptool report owner` and `msptool report agreement`: what the owner has to know, with the reasons and the money."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.small_practice import FIRST_COMMIT, TODAY, Practice

GOOD = "firewall-backup,yes,\nfirewall-firmware,yes,\nfirewall-label,yes,\nmailbox-archive,yes,\nmailbox-login,yes,\nmailbox-quota,yes,\n"


def owner(practice: Practice, today: date = TODAY) -> Any:
    """The data of the owner's page."""
    return practice.run("report", "owner", "--json", today=today).json


@pytest.fixture
def served(practice: Practice) -> Practice:
    """Acme falls, Bakery's agreement ends, Cafe is fine and renews itself."""
    practice.client("acme", name="Acme Explosives", agreement={"starts": "2025-01-01", "mrr": "4000.10"})
    practice.client("bakery", name="Bakery", agreement={"starts": "2025-01-01", "ends": "2027-01-31", "mrr": "1000.05"})
    practice.client(
        "cafe", name="Cafe", agreement={"starts": "2026-01-01", "ends": "2026-12-31", "renews": True, "mrr": 500}
    )
    practice.commit("Clients", FIRST_COMMIT)
    practice.review("acme", GOOD, today=date(2026, 5, 12))
    practice.review("acme", "firewall-firmware,no,\n", today=date(2026, 11, 3))
    practice.review("bakery", GOOD, today=date(2026, 11, 10))
    practice.review("cafe", GOOD, today=date(2026, 11, 11))
    return practice


def test_a_client_is_at_risk_with_every_reason(served: Practice) -> None:
    data = owner(served)
    assert data["schema"] == "msptool/report-owner/1"
    assert {each["client"]: each["reasons"] for each in data["at_risk"]} == {
        "Acme Explosives": ["score down 23 points in the quarter and 23 points at the last review"],
        "Bakery": ["agreement ends in 76 days"],
    }
    assert data["at_risk_in_all"] == 2
    # Nobody was there for half a year: four overdue answers each, and late reviews.
    later = {each["client"]: each["reasons"] for each in owner(served, date(2027, 6, 1))["at_risk"]}
    assert "last review 210 days ago" in later["Acme Explosives"]
    assert "agreement over for 121 days" in later["Bakery"]


def test_a_low_score_and_a_missing_review_are_reasons(practice: Practice) -> None:
    practice.review("acme", "firewall-firmware,no,\n", today=date(2026, 11, 3))
    practice.client("new", name="New", agreement={"starts": "2026-01-01"})
    assert {each["client"]: each["reasons"] for each in owner(practice)["at_risk"]} == {
        "Acme Explosives": ["less than 60% aligned"], "New": ["never reviewed"],
    }  # fmt: skip


def test_revenue_at_risk_is_that_of_the_clients_that_slip(served: Practice) -> None:
    assert owner(served)["revenue"] == {"total": "5500.15", "at_risk": "4000.10", "slipping": 1}
    page = served.run("report", "owner").out
    assert "USD 4,000.10 of USD 5,500.15 a month (73%), from 1 client that slips" in page


def test_revenue_is_that_of_the_agreements_that_run_today(practice: Practice) -> None:
    runs = {"starts": "2025-01-01", "ends": "2026-12-31", "mrr": 100}
    practice.client("acme", name="Acme", agreement={"starts": "2027-01-01", "mrr": 900}, earlier_agreements=[runs])
    practice.client("over", name="Over", agreement={"starts": "2025-01-01", "ends": "2026-10-31", "mrr": 70})
    practice.client(
        "renewed", name="Renewed", agreement={"starts": "2025-01-01", "ends": "2026-10-31", "renews": True, "mrr": 5}
    )
    practice.commit("Clients", FIRST_COMMIT)
    found = owner(practice)
    assert found["revenue"]["total"] == "105.00"
    assert [each["mrr"] for each in found["team"]["tams"] if each["name"] == "Jim Tam"] == ["105.00"]
    assert {each["client"]: each["mrr"] for each in found["at_risk"]}["Over"] is None
    # What was lost with it is still said.
    assert [(each["client"], each["mrr"]) for each in found["ending"] if each["days"] < 0] == [("Over", "70.00")]


def test_what_does_not_renew_itself_ends_first_and_what_renewed_itself_is_not_over(served: Practice) -> None:
    ending = owner(served)["ending"]
    assert [(each["client"], each["days"], each["renews"], each["mrr"]) for each in ending] == [
        ("Bakery", 76, False, "1000.05"), ("Cafe", 45, True, "500.00"),
    ]  # fmt: skip
    later = owner(served, date(2027, 2, 3))
    assert [(each["client"], each["days"]) for each in later["ending"]] == [("Bakery", -3)]
    assert (later["ending_in_all"], later["ending_mrr"]) == (1, "1000.05")


def test_the_days_are_those_of_the_capacity(served: Practice) -> None:
    team = owner(served)["team"]
    for year in (2026, 2027):
        capacity = served.run("schedule", "capacity", "--year", str(year), "--json").json
        jim = next(each for each in team["tams"] if each["name"] == "Jim Tam")
        load = next(each for each in jim["years"] if each["year"] == year)
        expected = next(each for each in capacity["tams"] if each["tam"] == "jim")
        assert (load["visits"], load["days"]) == (expected["committed"], expected["days"])
        total = next(each for each in team["total"] if each["year"] == year)
        assert (total["visits"], total["days"]) == (capacity["committed"], capacity["days"])
    assert team["needed"] == 0.1


def test_a_client_that_nobody_visits_is_a_warning(served: Practice) -> None:
    served.client("lone", name="Lone", team={}, agreement={"starts": "2026-01-01"})
    assert "Nobody visits lone: name a TAM under 'team'." in owner(served)["team"]["warnings"]


def test_the_practice_without_a_calendar_that_it_uses_is_told_so(served: Practice) -> None:
    served.write("practice/people/jim.yaml", "name: Jim Tam\nroles: [tam]\ncalendars: [moon]\n")
    done = served.run("report", "owner")
    assert done.code == 3
    assert "uses the calendar 'moon', which is not there" in done.err


def test_the_chart_has_agreed_and_advised_days_side_by_side_with_the_reason(practice: Practice) -> None:
    signed = {"starts": "2025-01-01", "mrr": 4000, "seats": 35, "servers": 2, "storage_gb": 200, "onsite_days": 6}
    practice.client("acme", name="Acme Explosives", agreement=signed)
    practice.client(
        "noisy", name="Noisy", agreement={"starts": "2025-01-01", "seats": 10, "reactive_hours": 5}, team={"tam": "jim"}
    )
    practice.client("gone", name="Gone", status="former", agreement={"starts": "2024-01-01", "ends": "2026-01-31"})
    practice.client("new", name="new", team={})
    data = practice.run("report", "agreement", "--json").json
    assert data["schema"] == "msptool/report-agreement/1"
    rows = {each["client"]: each for each in data["rows"]}
    assert list(rows) == ["Acme Explosives", "new", "Noisy"]
    assert (rows["Acme Explosives"]["agreed"], rows["Acme Explosives"]["advised"]) == (6, 12)
    assert rows["Noisy"]["reason"] == "at least 4 a year, 2.0 times for its noise (RHEM 0.50, target 0.25)"
    assert (rows["Noisy"]["agreed"], rows["Noisy"]["advised"], rows["Noisy"]["vcio"]) == (None, 8, "")
    assert rows["new"]["agreement"] is None
    assert data["sums"] == {
        "clients": 3, "planned": 6 + 8 + 4, "advised": 12 + 8 + 4, "seats": 45, "servers": 2, "storage_gb": 200, "mrr": "4000.00",
    }  # fmt: skip
    assert [(each["tam"], each["sums"]["planned"]) for each in data["tams"]] == [("Jim Tam", 14), ("", 4)]
    page = practice.run("report", "agreement", "--format", "html").out
    assert "6 fewer" in page
    assert "2.0 times for its noise" in page


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"starts": "2026-12-01"}, "starts"), ({"starts": "2025-01-01"}, "runs"), ({"starts": "2025-01-01", "ends": "2027-02-15"}, "runs"),
        ({"starts": "2025-01-01", "ends": "2027-02-14"}, "ends"), ({"starts": "2025-01-01", "ends": "2026-11-15"}, "over"),
        ({"starts": "2025-01-01", "ends": "2026-11-15", "renews": True}, "runs"),
    ],
)  # fmt: skip
def test_the_state_of_an_agreement(practice: Practice, fields: dict[str, Any], state: str) -> None:
    practice.client("acme", agreement=fields)
    assert practice.run("report", "agreement", "--json").json["rows"][0]["agreement"]["state"] == state


def test_the_chart_is_that_of_the_client_command(practice: Practice) -> None:
    practice.client("acme", agreement={"starts": "2025-01-01", "mrr": 5000, "onsite_days": 3})
    chart = practice.run("client", "agreements", "--json").json["agreements"]
    rows = practice.run("report", "agreement", "--json").json["rows"]
    assert [(each["client_id"], each["agreed"], each["advised"], each["reason"]) for each in rows] == [
        (each["client"], each["days"], each["days_recommended"], each["days_reason"]) for each in chart
    ]
