"""The evidence that is kept of a client."""

from __future__ import annotations

from msptool.reviews.evidence.model import EVIDENCE, Evidence
from msptool.workspace.entities import load
from msptool.workspace.problems import refuse_first
from msptool.workspace.sources import Source


def require_evidence(source: Source, client: str) -> list[Evidence]:
    """The client's evidence, the newest first; refuses a broken file."""
    entries, problems = load(source, EVIDENCE, f"clients/{client}/evidence")
    refuse_first(problems)
    return sorted((entry.entity for entry in entries), key=lambda each: (each.taken, each.id), reverse=True)
