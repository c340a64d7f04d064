"""A small practice with a tool map, and somebody who may approve what Jim writes."""

from __future__ import annotations

import pytest

from tests.changes.texts import MAP, TOOL_MAP
from tests.small_practice import Practice, dump


@pytest.fixture
def mapped(practice: Practice) -> Practice:
    """Jim and Sam, the tool map, and two days off in November 2026."""
    practice.write("practice/people/sam.yaml", dump({"name": "Sam Central", "roles": ["centralized-services"]}))
    practice.write(MAP, TOOL_MAP)
    days = {"2026-11-03": "Election Day", "2026-11-11": "Veterans Day", "2026-11-26": "Thanksgiving Day"}
    practice.write("practice/calendars/us.yaml", dump({"name": "US", "days": days}))
    practice.write("msptool.yaml", "practice: {name: Northgate IT Partners}\nschedule: {calendars: [us]}\n")
    return practice
