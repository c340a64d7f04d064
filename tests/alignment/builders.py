"""Standards and answers in memory, for the tests of this room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msptool.alignment.model import Triage
from msptool.alignment.scores import Assessment, Method, assess
from msptool.clients.model import Client
from msptool.reviews.record import Given, by_standard
from msptool.standards.library import Library
from msptool.standards.model import Standard
from msptool.workspace.settings import Weights
from tests.reviews.builders import TODAY, given, library, standard

ACME = Client(id="acme", name="Acme")
PRIORITIES = ["high", "medium", "low"]
WEIGHTS = {"high": 5, "medium": 3, "low": 1}

# The worked example of the domain: (priority, answer, triage).
EXAMPLE: list[tuple[str, str | None, str | None]] = [
    ("high", "yes", None), ("high", "no", "marginal"), ("high", "n/a", None),
    ("medium", "yes", None), ("medium", "no", "vulnerable"), ("low", None, None),
]  # fmt: skip


def build(
    rows: list[tuple[str, str | None, str | None]], on: date = date(2026, 11, 10)
) -> tuple[Library, list[Given], Triage]:
    """A library with one standard a row, the answers to them, and the vCIO's triage."""
    standards = [standard(f"s-{number}", priority) for number, (priority, _, _) in enumerate(rows)]
    answers = [given(each, row[1], on) for each, row in zip(standards, rows, strict=True) if row[1] is not None]
    findings = {
        each.id: [{"stage": row[2], "on": "2026-11-12", "reason": "Judged."}]
        for each, row in zip(standards, rows, strict=True) if row[2] is not None
    }  # fmt: skip
    return library(*standards), answers, Triage.model_validate({"client": "acme", "findings": findings})


def assessed(
    lib: Library, answers: list[Given], method: Method = "weighted", *, as_of: date = TODAY, triage: Triage | None = None,
    client: Client = ACME, weights: Mapping[str, Any] | None = None,
) -> Assessment:  # fmt: skip
    """The client's alignment under these answers."""
    settings = Weights.model_validate(weights or {})
    return assess(client, lib, by_standard(answers), as_of, settings, method=method, triage=triage)


def by_id(lib: Library) -> dict[str, Standard]:
    """The standards by id."""
    return dict(lib.standards)
