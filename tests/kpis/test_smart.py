"""`msptool kpi smart`: the smart numbers of seed 004, by examples computed by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kpis.records import month, shown
from tests.small_practice import Golden, Practice, dump
from tests.trees import only_sentence


def smart(practice: Practice, *options: str) -> dict[str, Any]:
    done = practice.run("kpi", "smart", *options, "--json")
    assert done.code == 0, done.err
    return dict(done.json)


def hours(office: Practice) -> None:
    """Acme takes 14.8 hours at 37 endpoints (0.40), Tesso 3.45 at 23 (0.15)."""
    month(office, "2026-10", reactive_hours=14.8)
    month(office, "2026-10", "tesso", reactive_hours=3.45)


def test_the_three_numbers(office: Practice) -> None:
    """Seed 004: AISP 6,500 / 57 seats, average MRR 6,500 / 2 clients, RHEM 18.25 hours / 60 endpoints."""
    hours(office)
    found = smart(office)
    assert found["aisp"]["value"] == "114.04"
    assert found["average_mrr"]["value"] == "3250.00"
    assert found["rhem"]["value"] == pytest.approx(0.304167, abs=1e-6)


def test_one_tam_for_seventy_thousand(office: Practice) -> None:
    """Seed 004 (leverage): 6,500 of MRR need 0.092857 TAMs."""
    found = smart(office)
    assert found["tams_needed"] == pytest.approx(0.092857, abs=1e-6)
    assert found["tams"] == [{"name": "Jim Tam", "clients": 2, "mrr": "6500.00", "share": 0.092857}]


def test_less_noise_frees_hours_for_the_fixed_areas(office: Practice) -> None:
    """Seed 004 (inventory of time): 0.05 less at 37 + 23 endpoints are 3 hours; of an 8-hour day 0.375, at 55 an hour 165."""
    hours(office)
    found = smart(office, "--what-if-rhem", "-0.05")["what_if"]
    assert found["freed_hours"] == pytest.approx(3.0)
    assert found["visit_days"] == pytest.approx(0.375)
    assert found["people"] == pytest.approx(3 / 140, abs=1e-4)
    assert found["cost"] == "165.00"
    assert found["rhem"] == pytest.approx((18.25 - 3) / 60, abs=1e-6)
    assert [each["name"] for each in found["clients"]] == ["Acme Explosives", "Tesso"]


def test_hours_of_a_client_without_endpoints_are_in_no_rhem(office: Practice) -> None:
    """0.05 less is 0.05 less than the RHEM of today, which leaves such a client out too."""
    hours(office)
    office.client(
        "visit-only", name="Visit only", agreement={"starts": "2025-01-01", "mrr": 100, "seats": 0, "servers": 0}
    )
    month(office, "2026-10", "visit-only", reactive_hours=100)
    found = smart(office, "--what-if-rhem", "-0.05")
    assert found["rhem"]["value"] == pytest.approx(18.25 / 60, abs=1e-6)
    assert found["what_if"]["rhem"] == pytest.approx(18.25 / 60 - 0.05, abs=1e-6)


def test_half_a_cent_is_rounded_up_as_on_a_proposal(office: Practice) -> None:
    """4,570.50 of MRR over 20 seats are 228.525."""
    office.client(
        "acme", name="Acme Explosives", agreement={"starts": "2025-01-01", "mrr": 4570.5, "seats": 20, "servers": 0}
    )
    assert shown(office, "acme")["aisp"]["value"] == "228.53"
    assert "USD 228.53" in office.run("kpi", "show", "acme").out
    accounts = {each["client"]: each for each in smart(office)["accounts"]}
    assert accounts["acme"]["aisp"] == "228.53"


def test_nobody_makes_less_noise_than_none(office: Practice) -> None:
    """0.2 less at Tesso's 0.15 frees its 3.45 hours and no more; at Acme 7.4 of 14.8."""
    hours(office)
    found = smart(office, "--what-if-rhem=-0.2")["what_if"]
    assert [each["freed_hours"] for each in found["clients"]] == [pytest.approx(7.4), pytest.approx(3.45)]


def test_more_noise_takes_hours(office: Practice) -> None:
    hours(office)
    assert smart(office, "--what-if-rhem", "0.1")["what_if"]["freed_hours"] == pytest.approx(-6.0)
    assert "takes 6 hours a month from the fixed areas" in " ".join(
        office.run("kpi", "smart", "--what-if-rhem", "0.1").out.split()
    )


def test_the_inventory_of_time(office: Practice) -> None:
    """Jim and Bob work in a delivery area, Gary sells: 280 hours, of which reactive work takes 18.25."""
    hours(office)
    assert smart(office)["time"] == {"people": 2, "hours": 280, "reactive": 18.25, "left": 261.75}


def decided(practice: Practice, client: str, *choices: str) -> None:
    for number, choice in enumerate(choices):
        decision = {
            "choice": choice,
            "on": "2026-09-01",
            "by": "Owner",
            **({"until": "2027-06-30"} if choice == "deferred" else {}),
        }
        practice.write(
            f"clients/{client}/roadmap/r{number}.yaml",
            dump(
                {
                    "title": "x",
                    "standards": ["firewall-backup"],
                    "area": "tam",
                    "raised": "2026-08-01",
                    "decisions": [decision],
                }
            ),
        )


def test_an_account_is_good_by_leverage_size_and_quiet(office: Practice) -> None:
    """Seed 004 (leverage, MRR, noise).

    Acme: 3 of 4 approved, MRR above the average (1), RHEM 0.25 / 0.40 = 0.625: 2.375 / 3. Tesso: nothing decided,
    2,500 / 3,250 = 0.769231 and quiet (1): 1.769231 / 2.
    """
    hours(office)
    decided(office, "acme", "approved", "approved", "approved", "declined")
    found = {each["client"]: each for each in smart(office)["accounts"]}
    acme, tesso = found["acme"], found["tesso"]
    assert (acme["approved"], acme["decided"], acme["leverage"]) == (3, 4, 0.75)
    assert acme["points"] == pytest.approx(2.375 / 3, abs=1e-6)
    assert (acme["verdict"], acme["hours_above_target"]) == ("noisy", pytest.approx(14.8 - 0.25 * 37))
    assert tesso["leverage"] is None
    assert tesso["points"] == pytest.approx(1.769231 / 2, abs=1e-6)
    assert (tesso["verdict"], tesso["hours_above_target"]) == ("good account", 0)


def test_who_seldom_follows_advice_leaves_little_leverage(office: Practice) -> None:
    decided(office, "tesso", "approved", "declined", "deferred")
    found = {each["client"]: each for each in smart(office)["accounts"]}
    assert (found["tesso"]["leverage"], found["tesso"]["verdict"]) == (
        pytest.approx(1 / 3, abs=1e-6),
        "little leverage",
    )
    assert found["tesso"]["rhem"] is None, "no data is no quiet"


def test_a_decision_of_long_ago_says_nothing(office: Practice) -> None:
    decided(office, "acme", "approved")
    path = "clients/acme/roadmap/r0.yaml"
    office.write(path, office.read(path).replace("2026-09-01", "2025-09-01"))
    assert {each["client"]: each["decided"] for each in smart(office)["accounts"]} == {"acme": 0, "tesso": 0}


@pytest.mark.parametrize("step", ["less", "0", "nan", "1000"])
def test_a_step_that_is_none_is_refused(step: str, office: Practice) -> None:
    assert (
        only_sentence(office.run("kpi", "smart", "--what-if-rhem", step))
        == f"--what-if-rhem takes a change such as -0.05, not '{step}'."
    )


def test_how_it_looks(office: Practice, golden: Golden) -> None:
    hours(office)
    decided(office, "acme", "approved", "approved", "approved", "declined")
    month(office, "2026-10", None, utilisation=(126, 168), hourly_rate=(22_050, 126))
    golden.check("smart.txt", office.run("kpi", "smart", "--what-if-rhem", "-0.05").out)
    golden.check("smart-narrow.txt", office.run("kpi", "smart", env={"COLUMNS": "70"}).out)


def test_without_any_client_there_is_no_data(practice: Practice) -> None:
    """A client without an agreement pays nothing."""
    found = smart(practice, "--what-if-rhem", "-0.05")
    assert (found["aisp"]["value"], found["average_mrr"]["value"], found["rhem"]["value"], found["accounts"]) == (
        None,
        None,
        None,
        [],
    )
    assert "No client has reactive hours" in practice.run("kpi", "smart", "--what-if-rhem", "-0.05").out
