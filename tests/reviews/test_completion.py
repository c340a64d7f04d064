"""Category goals of a quarter."""

from __future__ import annotations

from collections import UserDict
from collections.abc import ItemsView
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from msptool.clients.register import require_client
from msptool.reviews.completion import Quarter, goals
from msptool.reviews.record import Given, answers_given, by_standard, require_reviews
from msptool.standards.library import require_library
from msptool.workspace.sources import FolderSource
from tests.small_practice import Golden, Practice


@given(st.integers(1990, 2100), st.integers(1, 4))
def test_the_quarters_of_a_year_are_the_year(year: int, number: int) -> None:
    quarter = Quarter(year, number)
    assert quarter.first.day == 1
    after = quarter.last + timedelta(1)
    assert after == (Quarter(year, number + 1).first if number < 4 else date(year + 1, 1, 1))


def test_a_category_is_complete_when_all_that_was_due_is_answered(practice: Practice) -> None:
    practice.review(
        "acme",
        "firewall-backup,yes,\nfirewall-firmware,no,\nfirewall-label,yes,\nmailbox-quota,yes,\n",
        today=date(2026, 8, 3),
    )
    found = {each["quarter"]: each for each in practice.run("schedule", "goals", "acme", "--json").json["quarters"]}
    third = {
        each["category"]: (each["due"], each["answered"], each["reached"]) for each in found["2026-Q3"]["categories"]
    }
    assert third == {"firewalls": (3, 3, True), "email": (3, 1, False)}
    # Quarterly answers of August run out in November; the annual ones of email were never given.
    fourth = {each["category"]: (each["due"], each["answered"]) for each in found["2026-Q4"]["categories"]}
    assert fourth == {"firewalls": (3, 0), "email": (3, 0)}


def test_goals_for_reading(practice: Practice, golden: Golden) -> None:
    practice.review("acme", "firewall-backup,yes,\n", today=date(2026, 8, 3))
    golden.check("goals.txt", practice.run("schedule", "goals", "acme").out)


class ReadOnce(UserDict[str, list[Given]]):
    """Answers that can be walked through once, however many standards there are."""

    was_read = False

    def items(self) -> ItemsView[str, list[Given]]:
        """The answers; the second time is one too many."""
        assert not self.was_read
        self.was_read = True
        return super().items()


def test_the_goals_of_a_quarter_take_as_long_as_there_are_answers(practice: Practice) -> None:
    practice.review("acme", "firewall-backup,yes,\nfirewall-firmware,no,\n", today=date(2026, 8, 3))
    source = FolderSource(practice.root)
    given = by_standard(answers_given(require_reviews(source, "acme")))
    client, library = require_client(source, "acme"), require_library(source)
    found = goals(client, library, ReadOnce(given), Quarter(2026, 4), date(2026, 11, 16))
    assert found == goals(client, library, given, Quarter(2026, 4), date(2026, 11, 16))
