"""What a technician waits for during a ticket starts quickly: it imports little."""

from __future__ import annotations

import pytest

from tests.small_practice import Practice
from tests.test_import_hygiene import HEAVY, imported, within


@pytest.mark.parametrize(
    "command",
    [("runbook", "list", "--json"), ("escalate", "--runbook", "vpn", "--impact", "user"), ("runbook", "lint")],
)
def test_what_a_technician_waits_for_imports_little(command: tuple[str, ...], desk: Practice) -> None:
    heavy = set(HEAVY) - {"rich"} if "list" not in command else set(HEAVY)
    assert within(imported(desk, *command), *heavy) == set()
