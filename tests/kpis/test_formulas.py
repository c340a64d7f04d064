"""Every formula by an example that was computed by hand; each names its source (the domain's table, or a seed)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.kpis.records import month, shown
from tests.small_practice import Practice, dump

# The small practice asks six standards: three high (5 points), two medium (3), one low (1).
ANSWERS = "firewall-backup,yes,\nfirewall-firmware,no,\nfirewall-label,n/a,no label\nmailbox-archive,yes,\nmailbox-login,yes,\n"


def figure(found: dict[str, Any], kpi: str) -> tuple[Any, Any, Any]:
    """Value, numerator and denominator."""
    return found[kpi]["value"], found[kpi]["numerator"], found[kpi]["denominator"]


def test_alignment_is_points_of_yes_of_points_of_yes_and_no(office: Practice) -> None:
    """Domain: yes 5 + 3 + 5 = 13 points of 18 (a no of 5 points); not applicable and unanswered are in neither."""
    office.review("acme", ANSWERS, today=date(2026, 10, 20))
    found = shown(office, "acme")
    assert figure(found, "alignment") == (0.722222, 13, 18)
    assert figure(found, "coverage") == (0.833333, 5, 6)


def test_a_category_is_completed_when_all_that_is_due_in_the_quarter_is_answered(office: Practice) -> None:
    """Domain, category completion: the three firewalls are answered in the quarter, the quota of the mailboxes is not."""
    office.review("acme", ANSWERS, today=date(2026, 10, 20))
    assert figure(shown(office, "acme"), "categories-completed") == (0.5, 1, 2)


def test_reviews_completed_are_those_finished_of_those_open_in_the_month(office: Practice) -> None:
    """Seed 004 (reviews completed): one finished in October; one begun in October and finished in November is open."""
    office.review("acme", "firewall-backup,yes,\n", today=date(2026, 10, 20))
    office.write("reviews/acme/2026-10-30.yaml", dump({"status": "finished", "started": "2026-10-30T09:00:00Z",
                                                       "finished": "2026-11-03T09:00:00Z"}))  # fmt: skip
    found = shown(office, "acme")
    assert figure(found, "reviews-completed") == (0.5, 1, 2)
    assert figure(shown(office, "acme", "--period", "2026-11"), "reviews-completed") == (1, 1, 1)


def test_summaries_delivered_are_visit_days_with_a_summary(office: Practice) -> None:
    """Seed 004 (summaries delivered): of two days of October one has a summary; the day of November is in neither."""
    visits = [{"on": "2026-10-05", "summary": "All well."}, {"on": "2026-10-06"}, {"on": "2026-11-02"}]
    office.write(
        "reviews/acme/2026-10-05.yaml", dump({"status": "open", "started": "2026-10-05T09:00:00Z", "visits": visits})
    )
    assert figure(shown(office, "acme"), "summaries-delivered") == (0.5, 1, 2)


def test_visits_kept_are_those_made_of_those_whose_day_is_past(office: Practice) -> None:
    """Domain (visits kept, done / due): done, cancelled and forgotten; the visit on which a review went on counts as made."""
    visits = [
        {"id": 1, "day": "2026-10-01", "tam": "jim", "status": "done"}, {"id": 2, "day": "2026-10-08", "tam": "jim", "status": "cancelled"},
        {"id": 3, "day": "2026-10-15", "tam": "jim"}, {"id": 4, "day": "2026-10-22", "tam": "jim", "status": "confirmed"},
        {"id": 5, "day": "2026-12-01", "tam": "jim"},
    ]  # fmt: skip
    office.write("practice/schedule/2026/acme.yaml", dump({"visits": visits}))
    office.write(
        "reviews/acme/2026-10-22.yaml",
        dump({"status": "open", "started": "2026-10-22T09:00:00Z", "visits": [{"on": "2026-10-22"}]}),
    )
    assert figure(shown(office, "acme"), "visits-kept") == (0.5, 2, 4)


def test_the_seat_price_is_revenue_by_seats(office: Practice) -> None:
    """Seed 004: AISP = MRR / seats; the agreement chart's Acme pays 4,000 for 35 seats, Tesco 2,500 for 22."""
    assert figure(shown(office, "acme"), "aisp") == ("114.29", "4000.00", 35)
    found = shown(office)
    assert figure(found, "aisp") == ("114.04", "6500.00", 57)
    assert figure(found, "mrr") == ("6500.00", "6500.00", None)
    assert figure(found, "average-mrr") == ("3250.00", "6500.00", 2)


def test_the_agreement_of_the_month_counts(office: Practice) -> None:
    """An agreement ends when the next begins: in June Acme still paid 3,000."""
    before = {"starts": "2024-01-01", "ends": "2026-06-30", "mrr": 3000, "seats": 30}
    office.client("acme", agreement={"starts": "2026-07-01", "mrr": 4000, "seats": 35}, earlier_agreements=[before])
    assert figure(shown(office, "acme", "--period", "2026-06"), "aisp") == ("100.00", "3000.00", 30)
    assert shown(office, "acme", "--period", "2026-07")["mrr"]["value"] == "4000.00"


def test_noise_is_reactive_hours_by_endpoints(office: Practice) -> None:
    """Seed 004: RHEM = reactive hours / endpoints / month; 12.5 hours at 37 endpoints, 3 at 23, are 15.5 at 60 together."""
    month(office, "2026-10", reactive_hours=12.5)
    month(office, "2026-10", "tesso", reactive_hours=3)
    found = shown(office, "acme")
    assert figure(found, "rhem") == (0.337838, 12.5, 37)
    assert found["rhem"]["status"] == "watch"
    assert figure(shown(office), "rhem") == (0.258333, 15.5, 60)


def test_without_recorded_hours_the_agreement_says_the_noise_of_the_last_month_alone(office: Practice) -> None:
    office.client(
        "acme", agreement={"starts": "2025-01-01", "mrr": 4000, "endpoints": 40, "seats": 35, "reactive_hours": 10}
    )
    assert figure(shown(office, "acme"), "rhem") == (0.25, 10, 40)
    assert shown(office, "acme", "--period", "2026-09")["rhem"]["value"] is None


def test_shares_of_the_practice_are_sums_over_sums(office: Practice) -> None:
    """Domain: numerators and denominators add up. 30 of 40 and 19 of 20 are 49 of 60, not the mean of 75 % and 95 %."""
    month(office, "2026-10", patch_endpoints=(30, 40), backup_success=(58, 62))
    month(office, "2026-10", "tesso", patch_endpoints=(19, 20))
    found = shown(office)
    assert figure(found, "patch-endpoints") == (0.816667, 49, 60)
    assert found["patch-endpoints"]["clients"] == 2
    assert figure(found, "backup-success") == (0.935484, 58, 62)
    assert found["backup-success"]["clients"] == 1


@pytest.mark.parametrize(
    ("kpi", "numerator", "denominator", "value"),
    [
        ("patch-servers", 11, 12, 0.916667), ("patch-emergency", 9, 10, 0.9), ("backup-success", 118, 120, 0.983333),
        ("restore-tests", 3, 4, 0.75), ("baseline-devices", 33, 37, 0.891892), ("baseline-users", 34, 35, 0.971429),
    ],
)  # fmt: skip
def test_a_recorded_share_is_its_counts(
    kpi: str, numerator: int, denominator: int, value: float, office: Practice
) -> None:
    """Seed 003: percentages with their counts."""
    month(office, "2026-10", "acme", **{kpi: (numerator, denominator)})
    assert figure(shown(office, "acme"), kpi) == (value, numerator, denominator)


def test_an_exception_holds_until_its_last_day(office: Practice) -> None:
    """Seed 003 (exception tracking): of two open ones one ran out on October 15; the closed one is in neither."""
    said = {"covers": "x", "reason": "x", "by": "Owner", "since": "2026-09-01"}
    office.write("clients/acme/kpis/patch-exceptions/a.yaml", dump({**said, "until": "2026-10-15"}))
    office.write("clients/acme/kpis/patch-exceptions/b.yaml", dump({**said, "until": "2026-12-15"}))
    office.write(
        "clients/acme/kpis/patch-exceptions/c.yaml", dump({**said, "until": "2026-10-15", "closed": "2026-10-02"})
    )
    assert figure(shown(office, "acme"), "patch-exceptions") == (0.5, 1, 2)
    assert figure(shown(office, "acme", "--period", "2026-09"), "patch-exceptions") == (1, 3, 3)


def test_what_hangs_on_a_tam(office: Practice) -> None:
    """Seed 004: one TAM for 70,000 of MRR and 18 to 22 clients; here one TAM has both clients, and one vCIO too."""
    found = shown(office)
    assert figure(found, "clients-per-tam") == (2, 2, 1)
    assert figure(found, "mrr-per-tam") == ("6500.00", "6500.00", 1)
    assert (found["mrr-per-tam"]["target"], found["mrr-per-tam"]["status"]) == ("70000.00", "good")
    assert figure(found, "clients-per-vcio") == (2, 2, 1)


def test_revenue_per_employee_is_that_of_twelve_months(office: Practice) -> None:
    """Seed 004 (100,000 against 150,000 a year): twelve months of 100,000 by 9 employees are 133,333.33, to watch."""
    for number in range(12):
        year, name = (2025, number + 11) if number < 2 else (2026, number - 1)
        month(office, f"{year}-{name:02d}", None, service_revenue=100_000, employees=9)
    found = shown(office)
    assert figure(found, "revenue-per-employee") == ("133333.33", "1200000.00", 9)
    assert found["revenue-per-employee"]["status"] == "watch"
    assert shown(office, "--period", "2026-09")["revenue-per-employee"]["value"] is None, "eleven months are no year"


def test_time_and_rate_of_professional_services(office: Practice) -> None:
    """Seed 004 (delivery areas): usage 126 of 168 hours; 22,050 of project revenue by 126 hours are 175 an hour."""
    month(office, "2026-10", None, utilisation=(126, 168), hourly_rate=(22_050, 126))
    found = shown(office)
    assert figure(found, "utilisation") == (0.75, 126, 168)
    assert figure(found, "hourly-rate") == ("175.00", "22050.00", 126)


def test_owner_interruptions_are_the_mean_of_four_weeks(office: Practice) -> None:
    """Seed 002: the four whole weeks up to November 1 are 41 to 44; 3 + 2 + 1 + 3 by 4 is 2.25."""
    for week, count in ((41, 3), (42, 2), (43, 1), (44, 3)):
        month(office, f"2026-w{week}", None, owner_interruptions=count)
    found = shown(office, "--period", "2026-10")
    # October 31 is a Saturday: its week is not over yet, so 40 to 43 count, of which the first has no record.
    assert figure(found, "owner-interruptions") == (2, 6, 3)
    assert figure(shown(office, "--period", "2026-11", today=date(2026, 11, 1)), "owner-interruptions") == (2.25, 9, 4)


def test_the_log_of_interruptions_goes_before_recorded_weeks(office: Practice) -> None:
    """Seed 002, by the log of the owner: 5 in the 28 days up to October 31 are 1.25 a week."""
    lines = [{"on": f"2026-10-{day:02d}", "by": "jim", "why": "x", "minutes": 5} for day in (1, 6, 9, 20, 29, 31)]
    office.write("practice/owner/interruptions/2026-09.yaml", "interruptions: []\n")
    office.write("practice/owner/interruptions/2026-10.yaml", dump({"interruptions": lines}))
    month(office, "2026-w43", None, owner_interruptions=9)
    assert figure(shown(office), "owner-interruptions") == (1.25, 5, 4)


def test_no_data_is_never_zero(office: Practice) -> None:
    found = shown(office, "acme")
    for kpi in ("tickets", "backup-success", "alignment", "rhem", "visits-kept", "reviews-completed"):
        assert figure(found, kpi) == (None, None, None)
        assert found[kpi]["status"] == "no data"
    month(office, "2026-10", restore_tests=(0, 0), tickets=0)
    found = shown(office, "acme")
    assert figure(found, "restore-tests") == (None, 0, 0)
    assert figure(found, "tickets") == (0, 0, None)


def test_whoever_was_no_client_has_no_figure(office: Practice) -> None:
    office.client("acme", agreement={"starts": "2026-10-15", "mrr": 4000, "seats": 35})
    assert shown(office, "acme", "--period", "2026-09")["mrr"]["value"] is None
    assert shown(office, "--period", "2026-09")["mrr"]["value"] == "2500.00"
