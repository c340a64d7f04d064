"""Visits a year, and the agreement chart of the manual."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from msptool.clients.agreements import visits_a_year
from msptool.clients.model import Agreement, Client
from msptool.workspace.settings import Visits
from tests.small_practice import Golden, Practice

# The two rows that the manual shows, under its column names.
ACME = {
    "starts": "2013-01-10", "ends": "2014-01-10", "mrr": 4000.00, "seats": 35, "servers": 2, "storage_gb": 200, "onsite_days": 12,
}  # fmt: skip
TESCO = {
    "starts": "2013-02-15", "ends": "2014-02-15", "mrr": 2500.00, "seats": 22, "servers": 1, "storage_gb": 100, "onsite_days": 12,
}  # fmt: skip


def client(mrr: object = None, **agreement: Any) -> Client:
    agreed = None if mrr is None else {"starts": "2026-01-01", "mrr": mrr, **agreement}
    return Client.model_validate({"id": "acme", "name": "Acme", "agreement": agreed})


@pytest.mark.parametrize(
    ("mrr", "visits"),
    [
        ("4000.00", 12),  # one a month
        ("2500.00", 8),  # 7.5, rounded half up
        ("8000.00", 24),
        ("1333.33", 4),  # 3.99999, so 4 by revenue
        ("1500.00", 5),  # 4.5, rounded half up
        ("1499.99", 4),
        ("900.00", 4),  # 2.7, but never under four a year
        ("0.00", 4),
        ("70000.00", 210),
    ],
)
def test_recommended_visits_by_hand(mrr: str, visits: int) -> None:
    assert visits_a_year(client(mrr), Visits()).recommended == visits


def test_a_client_without_agreement_gets_the_minimum() -> None:
    found = visits_a_year(client(), Visits())
    assert (found.recommended, found.agreed, found.planned) == (4, None, 4)
    assert found.reason == "at least 4 a year"


def test_the_agreed_number_stands_beside_the_recommended_one_and_is_what_is_planned() -> None:
    found = visits_a_year(client("4000.00", onsite_days=6), Visits())
    assert (found.recommended, found.agreed, found.planned) == (12, 6, 6)
    assert found.reason == "one a month for every 4,000 of MRR"


def test_no_visits_agreed_is_a_number_too() -> None:
    assert visits_a_year(client("4000.00", onsite_days=0), Visits()).planned == 0


def test_the_practice_sets_its_own_yardsticks() -> None:
    settings = Visits.model_validate({"mrr_per_monthly_visit": "3000.00", "minimum_per_year": 2})
    assert visits_a_year(client("4000.00"), settings).recommended == 16
    assert visits_a_year(client("100.00"), settings).recommended == 2


@given(st.decimals("0", "500000", places=2), st.decimals("1", "20000", places=2), st.integers(0, 366))
def test_visits_are_exact_never_under_the_minimum_and_grow_with_revenue(
    mrr: Decimal, per_visit: Decimal, minimum: int
) -> None:
    settings = Visits(mrr_per_monthly_visit=per_visit, minimum_per_year=minimum)
    found = visits_a_year(client(mrr), settings).recommended
    # Half up, in whole numbers: floor(x + 1/2) with x = 12 mrr / per_visit.
    by_revenue = (24 * int(mrr * 100) + int(per_visit * 100)) // (2 * int(per_visit * 100))
    assert found == max(by_revenue, minimum)
    assert visits_a_year(client(mrr + 1000), settings).recommended >= found


@pytest.mark.parametrize(
    ("written", "amount"), [("4000.1", "4000.10"), (0.1, "0.10"), (4000, "4000.00"), (2500.5, "2500.50")]
)
def test_money_is_exact_however_it_is_written(written: object, amount: str) -> None:
    found = Agreement.model_validate({"starts": date(2026, 1, 1), "mrr": written}).mrr
    assert (type(found), str(found)) == (Decimal, amount)


@pytest.mark.parametrize("written", ["4000.001", "-1", "four", float("nan"), float("inf"), True, None, "1e400", 10**30])
def test_what_is_no_amount_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        Agreement.model_validate({"starts": date(2026, 1, 1), "mrr": written})


@given(st.lists(st.decimals("0", "99999", places=2), min_size=2, max_size=20))
def test_amounts_add_up_to_the_cent(amounts: list[Decimal]) -> None:
    kept = [Agreement.model_validate({"starts": date(2026, 1, 1), "mrr": float(each)}).mrr for each in amounts]
    assert sum(kept) == sum(amounts)


def test_an_agreement_runs_through_its_last_day() -> None:
    agreement = Agreement.model_validate({"starts": "2026-01-01", "ends": "2026-12-31"})
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [agreement.runs_on(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("status", "agreement", "days"),
    [
        ("active", None, [True, True, True, True, True]),
        ("former", None, [False, False, False, False, False]),
        ("active", {"starts": "2026-01-01"}, [False, True, True, True, True]),
        ("active", {"starts": "2026-01-01", "ends": "2026-12-31"}, [False, True, True, True, True]),
        ("former", {"starts": "2026-01-01", "ends": "2026-12-31"}, [False, True, True, True, False]),
    ],
)
def test_a_client_is_served_from_the_first_day_and_a_former_one_to_the_last(
    status: str, agreement: dict[str, str] | None, days: list[bool]
) -> None:
    served = Client.model_validate({"id": "acme", "name": "Acme", "status": status, "agreement": agreement})
    asked = ["2025-12-31", "2026-01-01", "2026-06-30", "2026-12-31", "2027-01-01"]
    assert [served.served_on(date.fromisoformat(day)) for day in asked] == days


def test_an_agreement_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValidationError, match="the agreement ends before it starts"):
        Agreement.model_validate({"starts": "2026-01-01", "ends": "2025-12-31"})


@pytest.fixture
def chart(practice: Practice) -> Practice:
    practice.write("practice/people/tom.yaml", "name: Tom\nroles: [tam]\n")
    for id, name in (("jim", "Jim"), ("bob", "Bob"), ("gary", "Gary")):
        practice.write(f"practice/people/{id}.yaml", f"name: {name}\n")
    practice.client("acme", name="Acme explosives", agreement=ACME)
    practice.client("tesco", name="Tesco", agreement=TESCO, team={"sales": "gary", "vcio": "bob", "tam": "tom"})
    return practice


def test_the_chart_of_the_manual(chart: Practice, golden: Golden) -> None:
    golden.check("agreements.txt", chart.run("client", "agreements", env={"COLUMNS": "120"}).out)


def test_the_chart_as_data_has_money_as_text_with_its_currency(chart: Practice) -> None:
    document = chart.run("client", "agreements", "--json").json
    assert (document["schema"], document["currency"]) == ("msptool/agreements/1", "USD")
    assert document["agreements"][1] == {
        "client": "tesco", "name": "Tesco", "sales": "Gary", "vcio": "Bob", "tam": "Tom", "days": 12,
        "days_recommended": 8, "days_reason": "one a month for every 4,000 of MRR", "seats": 22, "servers": 1,
        "storage_gb": 100, "monthly_revenue": {"amount": "2500.00", "currency": "USD"},
        "starts": "2013-02-15", "ends": "2014-02-15",
    }  # fmt: skip


def test_a_client_without_agreement_or_people_is_in_the_chart_and_a_former_one_is_not(
    chart: Practice, golden: Golden
) -> None:
    chart.client(
        "zenith", name="zenith [b]", team={"tam": "nobody"}, agreement={"starts": "2026-01-01", "mrr": 1234567.89}
    )
    chart.client("nova", name="Nova", team={})
    chart.client("bygone", name="Bygone", status="former")
    rows = chart.run("client", "agreements", "--json").json["agreements"]
    assert [row["client"] for row in rows] == ["acme", "nova", "tesco", "zenith"]
    assert (rows[1]["tam"], rows[1]["monthly_revenue"], rows[1]["days"], rows[1]["days_recommended"]) == (
        None,
        None,
        None,
        4,
    )
    golden.check("agreements-odd.txt", chart.run("client", "agreements", env={"COLUMNS": "120"}).out)


@pytest.mark.parametrize("columns", [120, 100, 80, 60])
def test_nothing_of_the_chart_is_cut_in_a_narrow_terminal(chart: Practice, columns: int) -> None:
    done = chart.run("client", "agreements", env={"COLUMNS": str(columns)})
    words = done.out.split()
    row = ["Tesco", "Gary", "Bob", "Tom", "12", "8", "22", "1", "100", "2,500.00", "2013-02-15", "2014-02-15", "(over)"]
    for word in (*row, "sales", "technician", "seats", "servers", "GB", "6,500.00", "57", "300"):
        assert word in words, done.out
    assert "\N{HORIZONTAL ELLIPSIS}" not in done.out
    assert all(len(line) <= columns for line in done.out.splitlines())


def test_a_noisy_client_is_advised_more_visits_and_the_chart_says_why(practice: Practice) -> None:
    quiet = {"starts": "2026-01-01", "mrr": 4000, "seats": 38, "servers": 2, "reactive_hours": 8}
    practice.client("quiet", agreement=quiet)
    practice.client("noisy", agreement={**quiet, "reactive_hours": 15})
    practice.client("loud", agreement={**quiet, "reactive_hours": 80})
    found = {
        each["client"]: (each["days_recommended"], each["days_reason"])
        for each in practice.run("client", "agreements", "--json").json["agreements"]
    }
    assert found["quiet"] == (12, "one a month for every 4,000 of MRR")
    assert found["noisy"] == (
        18,
        "one a month for every 4,000 of MRR, 1.5 times for its noise (RHEM 0.38, target 0.25)",
    )
    assert found["loud"][0] == 24, "noise doubles it at most"
    assert "1.5 times for its noise" in " ".join(practice.run("client", "agreements").out.split())
