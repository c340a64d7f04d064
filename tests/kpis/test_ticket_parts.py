"""The parts of an import: categories, subjects, and issues that come back."""

from __future__ import annotations

from datetime import datetime

import pytest

from msptool.kpis.model import Issue
from msptool.kpis.tickets.causes import Categories, asset_name, key_of, normalised
from msptool.kpis.tickets.counting import median
from msptool.kpis.tickets.recurring import recurring
from msptool.kpis.tickets.ticket import Ticket, minutes
from msptool.workspace.kpi_settings import Recurring, TicketCategory


@pytest.mark.parametrize(
    ("cells", "category"),
    [
        (("Password reset",), "identity"), (("", "MFA"), "identity"), (("New user setup", "Onboarding"), "identity"), (("Log in",), "identity"),
        (("Printer",), "endpoint"), (("Server",), "endpoint"), (("VPN",), "network"), (("Wi-Fi",), "network"), (("Firewall", "Network"), "network"),
        (("Email",), "saas"), (("Microsoft 365",), "saas"), (("E-mail quarantine",), "saas"), (("Line of business",), "application"),
        (("ERP",), "application"), (("Misc.",), "other"),
        # The finest column that says something wins.
        (("", "Printer", "Network"), "endpoint"), (("Mystery", "Network"), "network"),
    ],
)  # fmt: skip
def test_a_ticket_type_means_a_category(cells: tuple[str, ...], category: TicketCategory) -> None:
    found = Categories({})
    assert found.of(cells) == category
    assert not found.unmapped


def test_a_type_that_nobody_knows_is_other_and_told() -> None:
    found = Categories({"Kitchen": "endpoint"})
    assert found.of(("", "kitchen!", "Misc things")) == "endpoint"
    assert [found.of(("Garden", "Outside")) for _ in range(2)] == ["other", "other"]
    assert found.of(()) == "other"
    assert found.unmapped == {"Outside / Garden": 2, "": 1}


@pytest.mark.parametrize(
    ("subject", "plain"),
    [
        ("RE: FW: [T-1004] Printer PRN-03 jams!", "printer jams"), ("printer  JAMS", "printer jams"), ("Printer jams (ticket #77)", "printer jams"),
        ("Error 0x80070005 in Excel", "error in excel"), ("Mail from ann@acme.example at 08:15", "mail from at"), ("12345", ""), ("", ""),
        ("Drucker – Papierstau", "drucker papierstau"), ("AW: Café schließt", "café schliesst"),
    ],
)  # fmt: skip
def test_a_subject_is_compared_without_what_changes_each_time(subject: str, plain: str) -> None:
    assert normalised(subject) == plain


def test_an_asset_is_the_same_in_any_case_of_letters() -> None:
    assert asset_name("  PRN-03 ") == asset_name("prn-03") == "prn-03"
    assert asset_name("Unassigned") == ""
    assert (
        key_of("endpoint", "asset", "prn-03")
        != key_of("endpoint", "subject", "prn-03")
        != key_of("network", "subject", "prn-03")
    )


def test_the_median_is_the_middle_or_the_mean_of_the_two_in_the_middle() -> None:
    assert median([]) is None
    assert median([7]) == 7
    assert median([1, 2, 50]) == 2
    assert median([1, 2, 5, 50]) == 3.5


FIRST = minutes(datetime(2026, 10, 1))
RULE = Recurring(times=3, days=30)


def ticket(
    number: int, day: float, subject: str = "", asset: str = "", category: TicketCategory = "endpoint"
) -> Ticket:
    """A ticket so many days after October 1."""
    return Ticket(
        str(number), "acme", FIRST + int(day * 24 * 60), category, None, None,
        key_of(category, "subject", subject) if subject else "", key_of(category, "asset", asset) if asset else "", subject, asset,
    )  # fmt: skip


def came_back(*tickets: Ticket) -> list[tuple[str, int]]:
    found: list[Issue] = recurring(sorted(tickets, key=lambda each: each.opened), FIRST, RULE, {})
    return [(each.issue, each.times) for each in found]


def test_three_of_one_subject_in_thirty_days_came_back() -> None:
    assert came_back(ticket(1, 1, "jam"), ticket(2, 9, "jam"), ticket(3, 30.9, "jam")) == [("jam", 3)]
    assert came_back(ticket(1, 1, "jam"), ticket(2, 9, "jam"), ticket(3, 31.0, "jam")) == [], (
        "thirty days later it is over"
    )
    assert came_back(ticket(1, 1, "jam"), ticket(2, 9, "jam")) == []


def test_the_last_one_is_in_the_month() -> None:
    assert came_back(ticket(1, -9, "jam"), ticket(2, -8, "jam"), ticket(3, -7, "jam")) == []
    assert came_back(ticket(1, -9, "jam"), ticket(2, -8, "jam"), ticket(3, 0, "jam")) == [("jam", 3)]


def test_other_categories_do_not_count_together() -> None:
    assert came_back(ticket(1, 1, "slow"), ticket(2, 2, "slow"), ticket(3, 3, "slow", category="network")) == []


def test_an_asset_comes_back_whatever_the_subject() -> None:
    assert came_back(ticket(1, 1, "jam", "prn"), ticket(2, 2, "toner", "prn"), ticket(3, 3, "noise", "prn")) == [
        ("prn", 3)
    ]


def test_what_shares_a_ticket_counts_once() -> None:
    found = came_back(
        ticket(1, 1, "jam", "prn-1"), ticket(2, 2, "jam", "prn-1"), ticket(3, 3, "jam", "prn-1"), ticket(4, 4, "jam", "prn-2"),
        ticket(5, 5, "vpn", category="network"), ticket(6, 6, "vpn", category="network"), ticket(7, 7, "vpn", category="network"),
    )  # fmt: skip
    assert found == [("jam", 4), ("vpn", 3)]


def test_a_ticket_without_subject_and_asset_never_comes_back() -> None:
    assert came_back(ticket(1, 1), ticket(2, 2), ticket(3, 3)) == []
