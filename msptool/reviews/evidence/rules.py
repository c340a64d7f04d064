"""The lint rules of evidence, and of answers that rest on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msptool.clients.rules import who_instead
from msptool.reviews.evidence.model import Evidence
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry
from msptool.workspace.problems import Problem, Rule

EVIDENCE_OF_NOBODY = Rule(
    "R109", "evidence-of-unknown-client", "error", "Evidence stands beside the client that it is about.",
    "clients/acmee/evidence/scubagear-2026-11-02.yaml without clients/acmee/client.yaml",
    "clients/acme/evidence/scubagear-2026-11-02.yaml",
)  # fmt: skip
FUTURE_EVIDENCE = Rule(
    "R110", "evidence-of-the-future", "error", "No tool has looked on a later day than today.",
    "taken: 2062-11-02T09:00:00+00:00", "taken: 2026-11-02T09:00:00+00:00",
)  # fmt: skip
LOST_EVIDENCE = Rule(
    "R111", "answer-without-its-evidence", "error",
    "An answer that was accepted from evidence names the record that it rests on, unchanged: the file's hash and the results of the "
    "checks are the same in both.",
    "evidence:\n  record: scubagear-2026-11-02 (no such file, or one that says something else)",
    "the record as it was imported, in clients/<client>/evidence/",
)  # fmt: skip
RULES = (EVIDENCE_OF_NOBODY, FUTURE_EVIDENCE, LOST_EVIDENCE)


def names_of_record(client: str, record: str, sha256: str, checks: Mapping[str, str]) -> list[str]:
    """The names under which lint knows a record of evidence, and what it says of each check."""
    name = f"{client}/{record}@{sha256}"
    return [name, *(f"{name} {check}: {result}" for check, result in checks.items())]


def check_evidence(entry: Entry[Evidence], known: Known) -> Iterator[Problem]:
    """What a record of evidence says that the rest of the workspace does not know."""
    evidence = entry.entity
    said = {name: check.result for name, check in evidence.checks.items()}
    known.add("evidence", names_of_record(evidence.client, evidence.id, evidence.file.sha256, said))
    if evidence.client not in known["client"]:
        hint = who_instead(evidence.client, known["client"])
        yield entry.problem(EVIDENCE_OF_NOBODY, f"there is no client '{evidence.client}'", hint)
    if evidence.taken.date() > known.today:
        yield entry.problem(FUTURE_EVIDENCE, f"{evidence.taken.date()} is in the future", "Import it again.", "taken")
