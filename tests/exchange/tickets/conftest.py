"""A visit that hands something to everybody, and a receiver."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from msptool.standards.model import fingerprint
from tests.exchange.tickets.receiver import Receiver, receiving
from tests.small_practice import Practice, dump


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A running receiver on this machine."""
    with receiving() as found:
        yield found


def _answer(standard: str, said: str, **more: Any) -> dict[str, Any]:
    asked = fingerprint(f"Is the {standard.replace('-', ' ')} documented?")
    return {"answer": said, "on": "2026-10-05", "question": asked, "priority": "high", **more}


def visit(practice: Practice, **more: Any) -> None:
    """Acme's review of 5 October 2026, with five things to do."""
    answers = {
        "firewall-backup": _answer("firewall-backup", "no", note="No copy since May.", hand_over="service-desk"),
        "firewall-firmware": _answer("firewall-firmware", "yes", fixed_onsite=True),
        "firewall-label": _answer(
            "firewall-label", "no", priority="low", note="=HYPERLINK(1)", feedback="Ask otherwise."
        ),
    }
    practice.write("reviews/acme/2026-10-05.yaml", dump({
        "status": "finished", "by": "jim", "started": "2026-10-05T09:00:00+02:00", "finished": "2026-10-05T16:00:00+02:00",
        "asked": list(answers), "answers": answers,
        "remarks": {"mailbox-quota": {"note": "Needs a project.", "hand_over": "professional-services"}},
        "visits": [{
            "on": "2026-10-05", "by": "jim", "unresolved": ["VPN drops at night"],
            "tickets": [{"summary": "Scanner jams", "id": "T-7"}, {"summary": "Done", "done": True}],
        }],
        **more,
    }))  # fmt: skip


@pytest.fixture
def visited(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> Practice:
    """Acme after the visit; no token is set."""
    monkeypatch.delenv("MSPTOOL_PUSH_TOKEN", raising=False)
    practice.client("acme", name="Acme Explosives", external={"psa": "1004"})
    visit(practice)
    return practice
