"""Evidence and what it proposes as JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msptool.reviews.evidence.model import Evidence
from msptool.reviews.evidence.proposing import Proposal


def evidence_data(evidence: Evidence) -> dict[str, Any]:
    """One record: which file of which tool, and when."""
    return {
        "record": evidence.id, "tool": evidence.tool, "name": evidence.name, "version": evidence.version or None,
        "taken": evidence.taken.isoformat(), "imported": evidence.imported.isoformat(), "by": evidence.by,
        "subject": {"id": evidence.subject.id or None, "name": evidence.subject.name or None},
        "file": evidence.file.name, "sha256": evidence.file.sha256, "bytes": evidence.file.bytes, "place": evidence.file.place or None,
    }  # fmt: skip


def checks_data(evidence: Evidence) -> dict[str, Any]:
    """The record's checks, by id."""
    return {name: {"result": check.result, "details": check.details or None} for name, check in evidence.checks.items()}


def proposals_data(found: Sequence[Proposal]) -> dict[str, Any]:
    """`proposals` are answers to accept; `undecided` says why the other evidence proposes none."""
    return {
        "proposals": [_proposal(each) for each in found if each.answer is not None],
        "undecided": [{"standard": each.standard.id, "reason": each.reason} for each in found if each.answer is None],
    }


def _proposal(found: Proposal) -> dict[str, Any]:
    previous, evidence = found.previous, found.grounds.evidence
    return {
        "standard": found.standard.id, "answer": found.answer, "why": found.grounds.why, "contradicts": found.contradicts,
        "previous": {"answer": previous.answer.answer, "on": previous.answer.on.isoformat()} if previous else None,
        "evidence": evidence_data(evidence), "checks": {name: check.result if check else None for name, check in found.grounds.checks},
    }  # fmt: skip
