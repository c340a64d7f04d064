"""The year that the tests of the schedule plan."""

from __future__ import annotations

import pytest

from tests.small_practice import SETTINGS, Practice, dump


@pytest.fixture
def year(practice: Practice) -> Practice:
    """Three clients of Jim with 12, 6 and 4 visits, and a calendar of holidays."""
    practice.write("msptool.yaml", SETTINGS + "schedule: {calendars: [us]}\n")
    practice.write("practice/calendars/us.yaml", dump({"name": "US", "days": {"2027-01-01": "New Year's Day"}}))
    for id, visits in (("acme", 12), ("tesco", 6), ("umbrella", 4)):
        practice.client(id, agreement={"starts": "2026-01-01", "onsite_days": visits})
    practice.client("initech", team={}, agreement={"starts": "2026-01-01"})
    practice.commit("Three clients")
    return practice
