"""The lint rules of the vCIO's triage."""

from __future__ import annotations

from collections.abc import Iterator

from msptool.alignment.model import Triage
from msptool.workspace.checks import Known
from msptool.workspace.entities import Entry
from msptool.workspace.problems import Problem, Rule, did_you_mean

UNKNOWN_CLIENT = Rule(
    "T101", "triage-of-unknown-client", "error", "A triage stands beside the client that it is about.",
    "clients/acmee/triage.yaml without clients/acmee/client.yaml", "clients/acme/triage.yaml",
)  # fmt: skip
UNKNOWN_STANDARD = Rule(
    "T102", "triage-of-nothing", "error", "What is triaged is the finding of a standard that exists.",
    "findings:\n  firewal-current: ...", "findings:\n  firewall-firmware-current: ...",
)  # fmt: skip
UNKNOWN_JUDGE = Rule(
    "T103", "triage-by-nobody", "error", "Who judged a finding is one of the people of practice/people/.", "by: bobb", "by: bob",
)  # fmt: skip
FUTURE = Rule(
    "T104", "triage-in-the-future", "error", "No finding was judged later than today.", "on: 2062-11-16", "on: 2026-11-16",
)  # fmt: skip

RULES = (UNKNOWN_CLIENT, UNKNOWN_STANDARD, UNKNOWN_JUDGE, FUTURE)


def check_triage(entry: Entry[Triage], known: Known) -> Iterator[Problem]:
    """What a triage says that the rest of the workspace does not know."""
    triage, people, standards = entry.entity, known["person"], known["standard"] | known["former standard"]
    if triage.client not in known["client"]:
        hint = did_you_mean(triage.client, known["client"]) or f"Create clients/{triage.client}/client.yaml."
        yield entry.problem(UNKNOWN_CLIENT, f"there is no client '{triage.client}'", hint)
    for name, judgements in triage.findings.items():
        if name not in standards:
            hint = did_you_mean(name, standards) or "Bring the standard back as retired."
            yield entry.problem(UNKNOWN_STANDARD, f"there is no standard '{name}'", hint, "findings", name)
        for index, judged in enumerate(judgements):
            place = ("findings", name, index)
            if judged.by is not None and judged.by not in people:
                hint = did_you_mean(judged.by, people) or f"Create practice/people/{judged.by}.yaml."
                yield entry.problem(UNKNOWN_JUDGE, f"'{judged.by}' is nobody in practice/people/", hint, *place, "by")
            if judged.on > known.today:
                yield entry.problem(
                    FUTURE, f"{judged.on} is in the future", "Write the day of the triage.", *place, "on"
                )
