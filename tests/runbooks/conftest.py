"""The small practice with a service desk."""

from __future__ import annotations

import pytest

from tests.runbooks.builders import furnish
from tests.small_practice import Practice


@pytest.fixture
def desk(practice: Practice) -> Practice:
    """The small practice with three people of a desk, an escalation map and the runbook `vpn`."""
    return furnish(practice)
